/** Modules that other programs wrote: those of the installed packages, as files or as base64 in JavaScript. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import loadWabt from 'wabt';

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

/** Texts of modules for wabt: what its own tests are about, in short. */
const TEXTS: Readonly<Record<string, string>> = {
  functions: `(module
    (import "env" "log" (func $log (param i32 f64)))
    (import "env" "base" (global $base i32))
    (type $binary (func (param i32 i32) (result i32)))
    (func $add (export "add") (type $binary) (i32.add (local.get 0) (local.get 1)))
    (func $many (param $x i64) (result i64 i32) (local $a i32) (local $b i32) (local $c f32)
      (block $out (result i64) (br_if $out (local.get $x) (local.get $a)) (drop) (i64.const -9223372036854775808))
      (loop $again (br_if $again (i32.eqz (local.tee $b (local.get $a)))))
      (global.get $base))
    (func (export "call") (result i32) (call_indirect (type $binary) (i32.const 1) (i32.const 2) (i32.const 0)))
    (func (drop (f32.const nan:0x200000)) (drop (f64.const -0x1.fffffffffffffp+1023)) (call $log (i32.const -1) (f64.const inf)))
    (table 4 8 funcref) (elem (i32.const 0) $add $add) (elem declare func $many)
    (global $state (mut i64) (i64.const 1)) (start 5) (func))`,
  memories: `(module
    (memory (export "memory") 1 2)
    (data (i32.const 16) "grüße\\00\\ff") (data $late "later")
    (func (memory.init $late (i32.const 0) (i32.const 0) (i32.const 5)) (data.drop $late)
      (memory.copy (i32.const 1) (i32.const 0) (i32.const 9)) (memory.fill (i32.const 0) (i32.const 7) (i32.const 3))
      (i64.store32 offset=70000 align=1 (i32.const 0) (i64.load8_s (i32.const 3)))))`,
  vectors: `(module (memory 1)
    (func (param v128) (result v128)
      (i8x16.shuffle 0 1 2 3 4 5 6 7 24 25 26 27 28 29 30 31 (local.get 0) (v128.const i32x4 1 -2 3 4))
      (v128.load32_splat offset=8 (i32.const 0)) (i32x4.add) (i16x8.replace_lane 7 (i32.const 5))))`,
  'tail calls and exceptions': `(module (tag $e (param i32)) (func $f (param i32) (result i32) (return_call $f (local.get 0)))
    (func (try (do (throw $e (i32.const 1))) (catch $e (drop)) (catch_all (rethrow 0)))))`,
  threads: `(module (memory 1 1 shared)
    (func (result i32 i32) (atomic.fence) (i32.atomic.rmw.cmpxchg offset=4 (i32.const 0) (i32.const 1) (i32.const 2))
      (drop (memory.atomic.wait32 (i32.const 0) (i32.const 0) (i64.const 0))) (memory.atomic.notify (i32.const 0) (i32.const 1))))`,
};

/** Modules that wabt makes of texts, with their names and without. */
export async function wabtModules(): Promise<CorpusModule[]> {
  const wabt = await loadWabt();
  return Object.entries(TEXTS).flatMap(([name, text]) =>
    [false, true].map((write_debug_names) => {
      const parsed = wabt.parseWat(`${name}.wat`, text, { exceptions: true, tail_call: true, threads: true });
      const { buffer } = parsed.toBinary({ canonicalize_lebs: true, write_debug_names });
      parsed.destroy();
      return { name: `wabt: ${name}${write_debug_names ? ', with names' : ''}`, bytes: buffer };
    }),
  );
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
