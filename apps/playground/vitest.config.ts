import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: { name: 'playground', testTimeout: 60_000, hookTimeout: 180_000 },
  ssr: { resolve: { conditions: ['@beamline/source', 'module', 'node', 'development|production'] } },
});
