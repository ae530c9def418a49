import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: { name: 'beam-file' },
  ssr: { resolve: { conditions: ['@beamline/source', 'module', 'node', 'development|production'] } },
});
