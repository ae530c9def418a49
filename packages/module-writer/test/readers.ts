/** Other programs that read modules: what the writer is compared with. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import binaryen from 'binaryen';
import wabtInit from 'wabt';

const wabt = await wabtInit();
const features = {
  exceptions: true,
  mutable_globals: true,
  sat_float_to_int: true,
  sign_extension: true,
  simd: true,
  threads: true,
  multi_value: true,
  tail_call: true,
  bulk_memory: true,
  reference_types: true,
  memory64: true,
  multi_memory: true,
  extended_const: true,
  relaxed_simd: true,
};

function works(command: string): boolean {
  try {
    execFileSync(command, ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** Whether the commands of wabt are installed. */
export const hasWabtCommands: boolean = works('wasm-validate') && works('wasm-objdump');

function withFile<T>(bytes: Uint8Array, use: (file: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'module-writer-'));
  try {
    const file = join(folder, 'module.wasm');
    writeFileSync(file, bytes);
    return use(file);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Validates with wabt as a library and gives the text. */
export function wabtText(bytes: Uint8Array): string {
  const module = wabt.readWasm(bytes, { ...features, readDebugNames: true });
  try {
    // The types of the package leave out that it takes features; without them it knows only some.
    Reflect.apply(module.validate, module, [features]);
    module.applyNames();
    return module.toText({ foldExprs: false, inlineExport: false });
  } finally {
    module.destroy();
  }
}

// Without typed function references: with them this version takes `ref.func` for a type of its own.
const COMMAND_FEATURES = ['exceptions', 'threads', 'tail-call', 'memory64', 'multi-memory', 'extended-const', 'relaxed-simd'];

/** Validates with the command of wabt. */
export function validateByCommand(bytes: Uint8Array): void {
  withFile(bytes, (file) =>
    execFileSync('wasm-validate', [...COMMAND_FEATURES.map((name) => `--enable-${name}`), file], { stdio: ['ignore', 'pipe', 'pipe'] }),
  );
}

/** What wasm-objdump says, for example with `-h` or `-x`. */
export function objdump(bytes: Uint8Array, option: string): string {
  return withFile(bytes, (file) => execFileSync('wasm-objdump', [option, file], { encoding: 'utf8' }));
}

/** Validates with binaryen, which knows structures and arrays, and gives the text. */
export function binaryenText(bytes: Uint8Array): string {
  const module = binaryen.readBinaryWithFeatures(bytes, binaryen.Features.All);
  try {
    if (module.validate() !== 1) throw new Error('not valid');
    return module.emitText();
  } finally {
    module.dispose();
  }
}
