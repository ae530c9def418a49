import { defineConfig } from 'vitest/config';

export default defineConfig({
  // Test files share the modules that they load: each for itself would read and compile the sources again.
  test: { name: 'wasm-asm', isolate: false },
  ssr: { resolve: { conditions: ['@beamline/source', 'module', 'node', 'development|production'] } },
});
