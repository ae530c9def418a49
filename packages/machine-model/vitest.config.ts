import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: { name: 'machine-model' },
  ssr: { resolve: { conditions: ['@beamline/source', 'module', 'node', 'development|production'] } },
});
