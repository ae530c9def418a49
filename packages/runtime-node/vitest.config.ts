import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: { name: 'runtime-node', isolate: false, testTimeout: 30_000 },
  ssr: { resolve: { conditions: ['@beamline/source', 'module', 'node', 'development|production'] } },
});
