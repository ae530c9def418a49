import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: { name: 'leb128' },
  ssr: { resolve: { conditions: ['@beamline/source', 'module', 'node', 'development|production'] } },
});
