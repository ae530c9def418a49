import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: { name: 'runtime-core' },
  ssr: { resolve: { conditions: ['@beamline/source', 'module', 'node', 'development|production'] } },
});
