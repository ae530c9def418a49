import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: { name: 'wasm-validator' },
  ssr: { resolve: { conditions: ['@beamline/source', 'module', 'node', 'development|production'] } },
});
