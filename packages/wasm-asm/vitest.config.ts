import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: { name: 'wasm-asm' },
  ssr: { resolve: { conditions: ['@beamline/source', 'module', 'node', 'development|production'] } },
});
