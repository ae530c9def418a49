import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: { name: 'browsers' },
  ssr: { resolve: { conditions: ['@beamline/source', 'module', 'node', 'development|production'] } },
});
