import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: { name: 'module-writer' },
  ssr: { resolve: { conditions: ['@beamline/source', 'module', 'node', 'development|production'] } },
});
