import { readFileSync } from 'node:fs';
import path from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { build } from 'esbuild';
import { repositoryRoot } from '../.vitepress/repository-pages.js';

/** What a page loads of a package, in kB after brotli. */
export interface DownloadSize {
  readonly what: string;
  readonly kilobytes: number;
}

const dist = (name: string): string => path.join(repositoryRoot, 'packages', name, 'dist');
const kilobytes = (bytes: Uint8Array): number => Math.round(brotliCompressSync(bytes).length / 100) / 10;

/** A script with what it imports at once, minified. What it loads later is not in it. */
async function script(contents: string): Promise<Uint8Array> {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: path.join(repositoryRoot, 'apps', 'site') },
    bundle: true,
    splitting: true,
    minify: true,
    write: false,
    outdir: 'out',
    format: 'esm',
    logLevel: 'error',
    loader: { '.wasm': 'empty' },
  });
  const entry = outputFiles.find(({ path: file }) => file.endsWith('stdin.js'));
  if (entry === undefined) throw new Error('esbuild has made no script');
  const imported = [...entry.text.matchAll(/from"\.\/([^"]+)"/g)].map(([, name]) =>
    outputFiles.find(({ path: file }) => file.endsWith(name ?? '')),
  );
  return Buffer.concat([entry.contents, ...imported.flatMap((each) => (each === undefined ? [] : [each.contents]))]);
}

declare const data: readonly DownloadSize[];

export { data };

export default {
  async load(): Promise<readonly DownloadSize[]> {
    return [
      {
        what: 'A machine in a page: its JavaScript',
        kilobytes: kilobytes(await script("export { createRuntime } from '@beamline/runtime-web';")),
      },
      {
        what: 'A machine in a page: the kernel, WebAssembly',
        kilobytes: kilobytes(readFileSync(path.join(dist('kernel'), 'kernel.wasm'))),
      },
      {
        what: 'The assembler alone',
        kilobytes: kilobytes(await script("export { ByteBuffer, CodeEmitter } from '@beamline/wasm-asm';")),
      },
      {
        what: 'The assembler with its typed builder and the module writer',
        kilobytes: kilobytes(
          await script(
            "export { BlockType, FunctionBuilder, ValueType } from '@beamline/wasm-asm'; export { ModuleWriter } from '@beamline/module-writer';",
          ),
        ),
      },
    ];
  },
};
