import path from 'node:path';
import { defineConfig } from 'tsup';
import { CompilerSources } from './scripts/compiler-sources.js';

export default defineConfig(() => {
  new CompilerSources(path.resolve(import.meta.dirname, '..')).writeDigest();
  return {
    entry: ['src/index.ts'],
    format: ['esm'],
    target: 'node20',
    platform: 'neutral',
    dts: false,
    sourcemap: true,
    clean: true,
  };
});
