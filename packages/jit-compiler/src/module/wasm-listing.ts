import { type BeamFile, disassemble, formatAtom } from '@beamline/beam-file';
import type { AtomvmModule } from '@beamline/jit-backend';
import { Leb128Reader } from '@beamline/leb128';
import { decodeModule, decodeNameSection } from '@beamline/module-writer';
import { type Instruction, InstructionReader } from '@beamline/wasm-asm';
import { ModuleCompiler } from './compile-module.js';

/** Characters that the left column has at least. */
const LEFT = 64;
const OPENING: ReadonlySet<string> = new Set(['block', 'loop', 'if', 'else', 'try_table']);

/** One instruction in the text format, with the offset of a memory argument only where there is one. */
function text(instruction: Instruction, reader: InstructionReader, code: Uint8Array, functionName: (index: number) => string): string {
  const words = [instruction.name];
  let at = 0;
  for (const kind of instruction.immediates) {
    const value = reader.values[at++] ?? 0;
    if (kind.startsWith('memarg')) {
      const offset = reader.values[at + 1] ?? 0;
      at += 3;
      if (offset !== 0) words.push(`offset=${offset}`);
    } else if (kind === 'function') {
      words.push(functionName(value));
    } else if (kind === 'i64') {
      const literal = new Leb128Reader(code);
      literal.reset(code, value);
      words.push(String(literal.s64()));
    } else if (kind === 'f64' || kind === 'f32') {
      const view = new DataView(code.buffer, code.byteOffset);
      words.push(String(kind === 'f64' ? view.getFloat64(value, true) : view.getFloat32(value, true)));
    } else if (kind === 'labels') {
      const count = value + 1;
      words.push(...reader.values.slice(at, at + count).map(String));
      at += count;
    } else if (kind !== 'blocktype') {
      words.push(String(value));
    }
  }
  return words.join(' ');
}

/** What the name of a resume function ends with: see `compile-module.ts`. */
const RESUMED = ' resumed';

/** The instructions of a function, as lines of text. */
function listBody(code: Uint8Array, reader: InstructionReader, functionName: (index: number) => string): string[] {
  const lines: string[] = [];
  let depth = 1;
  for (reader.reset(code); !reader.done; ) {
    const instruction = reader.read();
    if (instruction.name === 'end' || instruction.name === 'else') depth--;
    lines.push(`${'  '.repeat(Math.max(0, depth))}${text(instruction, reader, code, functionName)}`);
    if (OPENING.has(instruction.name)) depth++;
  }
  return lines;
}

/** The functions of a module for AtomVM, with the labels that they belong to. */
export function listAtomvmModule({ bytes, labelCount, continuations }: AtomvmModule): string {
  const continued = new Map(continuations.map(({ entry, label }) => [entry, label]));
  const reader = new InstructionReader();
  const lines: string[] = [];
  decodeModule(bytes).code.forEach(({ body }, entry) => {
    const what = entry <= labelCount ? `label ${entry}` : `goes on behind label ${continued.get(entry) ?? '?'}`;
    lines.push(`f${entry}: ;; ${what}`, ...listBody(body, reader, (index) => `$f${index}`), '');
  });
  return lines.join('\n');
}

/** The WebAssembly of each function of a compiled module, as lines of text, under its name; resume functions under that of theirs. */
function listFunctions(bytes: Uint8Array): Map<string, string[]> {
  const module = decodeModule(bytes);
  const imports = module.imports.filter(({ external }) => external.kind === 'function');
  const custom = module.customs.find(({ name }) => name === 'name');
  const names = custom === undefined ? undefined : decodeNameSection(custom.bytes);
  const functionName = (index: number): string =>
    index < imports.length ? `$${imports[index]?.name ?? index}` : `$${names?.get('function', index) ?? index}`;
  const listing = new Map<string, string[]>();
  const reader = new InstructionReader();
  module.code.forEach((code, i) => {
    const own = names?.get('function', imports.length + i);
    const isResumed = own?.endsWith(RESUMED) === true;
    const owner = isResumed ? own.slice(0, -RESUMED.length) : (own ?? `function ${imports.length + i}`);
    const lines = isResumed ? [`;; ${owner}, where a call returns`] : [];
    lines.push(...listBody(code.body, reader, functionName));
    listing.set(owner, [...(listing.get(owner) ?? []), ...lines]);
  });
  return listing;
}

/**
 * A module as `erlc -S` writes it, with the WebAssembly of each function beside it. Constants that are known when the module is linked
 * are 0. Throws CompileError.
 */
export function listSideBySide(beam: BeamFile): string {
  const wasm = new Map<string, string[]>();
  for (const [name, code] of listFunctions(new ModuleCompiler().compile(beam).bytes)) {
    const slash = name.lastIndexOf('/');
    wasm.set(`${formatAtom(name.slice(0, slash))}${name.slice(slash)}`, code);
  }
  const lines: string[] = [];
  let left: string[] = [];
  let right: string[] = [];
  const flush = (): void => {
    for (let i = 0; i < Math.max(left.length, right.length); i++) {
      const code = right[i];
      lines.push(code === undefined ? (left[i] ?? '') : `${(left[i] ?? '').padEnd(LEFT)} | ${code}`);
    }
    left = [];
    right = [];
  };
  for (const line of disassemble(beam).trimEnd().split('\n')) {
    const [, name, arity] = /^\{function, (.+), (\d+), \d+\}\.$/.exec(line) ?? [];
    if (name !== undefined) {
      flush();
      right = wasm.get(`${name}/${arity}`) ?? [];
    }
    left.push(line);
  }
  flush();
  return `${lines.join('\n')}\n`;
}
