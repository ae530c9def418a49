import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: { name: 'runtime-node' },
  ssr: { resolve: { conditions: ['@beamline/source', 'module', 'node', 'development|production'] } },
});
