import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: { name: 'adapter-tests' },
  ssr: { resolve: { conditions: ['@beamline/source', 'module', 'node', 'development|production'] } },
});
