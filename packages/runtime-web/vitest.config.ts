import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: { name: 'runtime-web' },
  ssr: { resolve: { conditions: ['@beamline/source', 'module', 'node', 'development|production'] } },
});
