import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: { name: 'inspector', testTimeout: 30_000, hookTimeout: 60_000 },
  ssr: { resolve: { conditions: ['@beamline/source', 'module', 'node', 'development|production'] } },
});
