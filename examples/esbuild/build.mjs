// Writes the page and what it needs to a folder: node build.mjs [FOLDER]
import { copyFile, mkdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { beamline } from '@beamline/unplugin/esbuild';
import { build } from 'esbuild';

const here = fileURLToPath(new URL('.', import.meta.url));
const out = path.resolve(process.argv[2] ?? path.join(here, 'dist'));
await mkdir(out, { recursive: true });
await build({
  absWorkingDir: here,
  entryPoints: ['main.js'],
  bundle: true,
  // What is read only when it is needed stays apart.
  splitting: true,
  minify: true,
  format: 'esm',
  outdir: out,
  plugins: [beamline({ treeShaking: 'functions' })],
});
await copyFile(path.join(here, 'index.html'), path.join(out, 'index.html'));
// The machine's kernel, compiled while it is fetched; esbuild does not copy what `new URL` names.
const runtime = createRequire(import.meta.url).resolve('@beamline/runtime-web/package.json');
await copyFile(path.join(path.dirname(runtime), 'dist', 'kernel.wasm'), path.join(out, 'kernel.wasm'));
