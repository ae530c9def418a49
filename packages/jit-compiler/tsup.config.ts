import path from 'node:path';
import { defineConfig } from 'tsup';
import { CompilerSources } from './scripts/compiler-sources.js';

export default defineConfig(() => {
  new CompilerSources(path.resolve(import.meta.dirname, '..')).writeDigest();
  return {
    // Files as they are, so that a page loads those that it needs.
    entry: ['src/**/*.ts', '!src/**/*.d.ts'],
    bundle: false,
    format: ['esm'],
    target: 'node20',
    platform: 'neutral',
    dts: false,
    sourcemap: true,
    clean: true,
  };
});
