import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: { name: 'create-beamline', testTimeout: 30_000 },
  ssr: { resolve: { conditions: ['@beamline/source', 'module', 'node', 'development|production'] } },
});
