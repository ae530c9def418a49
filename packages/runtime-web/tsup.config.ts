import { copyFile } from 'node:fs/promises';
import { defineConfig } from 'tsup';

export default defineConfig([
  {
    entry: ['src/index.ts'],
    format: ['esm'],
    target: 'node20',
    platform: 'neutral',
    splitting: true,
    dts: false,
    sourcemap: true,
    // The script that builds has removed what was there: both parts are written at once.
    clean: false,
    onSuccess: async () => {
      await copyFile('../kernel/dist/kernel.wasm', 'dist/kernel.wasm');
    },
  },
  {
    // A script of its own, with all that it needs: a Worker has no import map, and not every bundler makes one of it.
    entry: { worker: 'src/worker/worker.ts' },
    format: ['esm'],
    target: 'es2022',
    platform: 'browser',
    noExternal: [/./],
    splitting: false,
    minify: true,
    esbuildOptions: (options) => {
      options.alias = { '@beamline/kernel': './src/worker/kernel-of-page.ts' };
    },
    dts: false,
    sourcemap: false,
    clean: false,
  },
]);
