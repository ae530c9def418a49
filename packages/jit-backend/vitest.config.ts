import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: { name: 'jit-backend' },
  ssr: { resolve: { conditions: ['@beamline/source', 'module', 'node', 'development|production'] } },
});
