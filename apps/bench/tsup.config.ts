import { copyFile } from 'node:fs/promises';
import { defineConfig } from 'tsup';

export default defineConfig([
  {
    entry: { index: 'src/index.ts', 'node-engine': 'src/engines/node-engine.ts' },
    format: ['esm'],
    target: 'node20',
    platform: 'node',
    dts: false,
    sourcemap: true,
    splitting: false,
    clean: false,
  },
  {
    // What runs in pages, with all that it needs.
    entry: { 'pages/page-engine': 'src/engines/page-engine.ts', 'pages/atomvm-engine': 'src/engines/atomvm-engine.ts' },
    format: ['esm'],
    target: 'es2022',
    platform: 'browser',
    noExternal: [/./],
    splitting: false,
    dts: false,
    clean: false,
    onSuccess: async () => {
      await copyFile('../../packages/runtime-web/dist/kernel.wasm', 'dist/pages/kernel.wasm');
    },
  },
  {
    // The page of the report is one file: its script runs from a disk too, where modules cannot be loaded.
    entry: { 'report/page': 'src/report/page/page.ts' },
    format: ['iife'],
    target: 'es2022',
    platform: 'browser',
    noExternal: [/./],
    minify: true,
    dts: false,
    clean: false,
    onSuccess: async () => {
      await copyFile('src/report/page/page.css', 'dist/report/page.css');
      await copyFile('src/report/page/page.html', 'dist/report/page.html');
    },
  },
]);
