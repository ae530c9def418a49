/** Modules that other programs wrote: those of the installed packages, as files or as base64 in JavaScript. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const store = join(root, 'node_modules/.pnpm');
/** The packages known to hold modules in their JavaScript; reading all packages would take long. */
const EMBEDDING = /^(assemblyscript|binaryen|cjs-module-lexer|es-module-lexer|@tootallnate\+quickjs-emscripten|wabt)@/;
/** How a module begins in base64. */
const EMBEDDED = 'AGFzbQE';

/** A module and where it comes from. */
export interface CorpusModule {
  /** A path, with a number if a file has several modules. */
  readonly name: string;
  /** The module. */
  readonly bytes: Uint8Array;
}

function walk(folder: string, visit: (file: string) => void): void {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) walk(path, visit);
    else if (entry.isFile()) visit(path);
  }
}

// Not by a regular expression: these are megabytes, for which its stack is too small.
function embedded(text: string): string[] {
  const found: string[] = [];
  for (let start = text.indexOf(EMBEDDED); start >= 0; ) {
    let end = start;
    while (/[A-Za-z0-9+/=]/.test(text.charAt(end))) end++;
    if (end - start > 40) found.push(text.slice(start, end));
    start = text.indexOf(EMBEDDED, end);
  }
  return found;
}

/** All modules that there are in this working copy. */
export function corpus(): CorpusModule[] {
  const modules: CorpusModule[] = [];
  const add = (name: string, bytes: Uint8Array): number => modules.push({ name: name.slice(root.length), bytes });
  walk(store, (file) => {
    if (file.endsWith('.wasm')) add(file, readFileSync(file));
  });
  for (const folder of readdirSync(store)) {
    if (!EMBEDDING.test(folder)) continue;
    walk(join(store, folder), (file) => {
      if (!/\.[cm]?js$/.test(file)) return;
      embedded(readFileSync(file, 'latin1')).forEach((text, i) => {
        add(`${file}#${i}`, Buffer.from(text, 'base64'));
      });
    });
  }
  const kernel = join(root, 'packages/kernel/dist/kernel.wasm');
  if (existsSync(kernel)) add(kernel, readFileSync(kernel));
  for (const name of ['fib', 'higher_order']) {
    const file = fileURLToPath(new URL(`fixtures/${name}.wasm`, import.meta.url));
    add(file, readFileSync(file));
  }
  return modules;
}
