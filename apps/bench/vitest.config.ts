import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: { name: 'bench', testTimeout: 120_000, hookTimeout: 60_000 },
  ssr: { resolve: { conditions: ['@beamline/source', 'module', 'node', 'development|production'] } },
});
