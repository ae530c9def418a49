import { defineConfig } from 'tsup';

export default defineConfig([
  {
    entry: ['src/index.ts'],
    format: ['esm'],
    target: 'node20',
    platform: 'neutral',
    dts: false,
    sourcemap: true,
    clean: true,
  },
  {
    // A script of its own: a Worker has no import map, and not every bundler makes one file of it.
    entry: { worker: 'src/worker/worker.ts' },
    format: ['esm'],
    target: 'es2022',
    platform: 'browser',
    noExternal: [/./],
    splitting: false,
    minify: true,
    dts: false,
    sourcemap: false,
    clean: false,
  },
]);
