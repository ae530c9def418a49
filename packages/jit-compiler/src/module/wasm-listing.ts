import { type BeamFile, disassemble, functionsOf } from '@beamline/beam-file';
import type { AtomvmModule } from '@beamline/jit-backend';
import { Leb128Reader } from '@beamline/leb128';
import { decodeModule, decodeNameSection } from '@beamline/module-writer';
import { type Instruction, InstructionReader } from '@beamline/wasm-asm';
import { ModuleCompiler } from './compile-module.js';
import type { CompiledModule } from './compiled-module.js';

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

/** A line of a listing. */
export interface ListedLine {
  readonly text: string;
  /** The line of the source that it comes from; 0 if that is not known. */
  readonly line: number;
}

/** A function in a listing. */
export interface FunctionListing {
  readonly name: string;
  readonly arity: number;
  /** Its BEAM code as `erlc -S` writes it, from its head on. */
  readonly beam: readonly ListedLine[];
  /** The WebAssembly that it becomes; behind it that of its resume function, if it has one. */
  readonly wasm: readonly ListedLine[];
}

/** The instructions of a function. */
function listBody(
  code: Uint8Array,
  reader: InstructionReader,
  functionName: (index: number) => string,
  lineAt: (offset: number) => number = () => 0,
): ListedLine[] {
  const lines: ListedLine[] = [];
  let depth = 1;
  for (reader.reset(code); !reader.done; ) {
    const instruction = reader.read();
    if (instruction.name === 'end' || instruction.name === 'else') depth--;
    const shown = `${'  '.repeat(Math.max(0, depth))}${text(instruction, reader, code, functionName)}`;
    lines.push({ text: shown, line: lineAt(code.byteOffset + reader.start) });
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
    lines.push(`f${entry}: ;; ${what}`, ...listBody(body, reader, (index) => `$f${index}`).map((line) => line.text), '');
  });
  return lines.join('\n');
}

/** Finds the line of the source that the code at an offset belongs to; offsets are asked for in rising order. */
function linesOf({ beam, positions = new Int32Array() }: CompiledModule): (offset: number) => number {
  let at = 0;
  return (offset) => {
    while (at + 2 < positions.length && (positions[at + 2] ?? 0) <= offset) at += 2;
    const index = (positions[at] ?? Number.POSITIVE_INFINITY) <= offset ? (positions[at + 1] ?? 0) : 0;
    return beam.lines?.lines[index]?.line ?? 0;
  };
}

/** The WebAssembly of each function of a compiled module under its name; resume functions under that of theirs. */
function listWasm(compiled: CompiledModule): Map<string, ListedLine[]> {
  const module = decodeModule(compiled.bytes);
  const imports = module.imports.filter(({ external }) => external.kind === 'function');
  const custom = module.customs.find(({ name }) => name === 'name');
  const names = custom === undefined ? undefined : decodeNameSection(custom.bytes);
  const inModule = `${compiled.beam.module}:`;
  const nameOf = (index: number): string | undefined => {
    const name = names?.get('function', index);
    return name?.startsWith(inModule) === true ? name.slice(inModule.length) : name;
  };
  const functionName = (index: number): string =>
    index < imports.length ? `$${imports[index]?.name ?? index}` : `$${nameOf(index) ?? index}`;
  const lineAt = linesOf(compiled);
  const listing = new Map<string, ListedLine[]>();
  const reader = new InstructionReader();
  module.code.forEach((code, i) => {
    const own = nameOf(imports.length + i);
    const isResumed = own?.endsWith(RESUMED) === true;
    const owner = isResumed ? own.slice(0, -RESUMED.length) : (own ?? `function ${imports.length + i}`);
    const lines = isResumed ? [{ text: `;; ${owner}, where a call returns`, line: 0 }] : [];
    lines.push(...listBody(code.body, reader, functionName, lineAt));
    listing.set(owner, [...(listing.get(owner) ?? []), ...lines]);
  });
  return listing;
}

/** What is in front of the functions in a listing, and the functions. */
function listParts(beam: BeamFile): { readonly head: readonly string[]; readonly functions: readonly FunctionListing[] } {
  const wasm = listWasm(new ModuleCompiler().compile(beam, { positions: true }));
  const head: string[] = [];
  const functions: { name: string; arity: number; beam: ListedLine[]; wasm: readonly ListedLine[] }[] = [];
  const { atoms, code } = beam;
  const own = functionsOf(code);
  let line = 0;
  for (const text of disassemble(beam).trimEnd().split('\n')) {
    if (/^\{function, /.test(text)) {
      const { name = 0, arity = 0 } = own[functions.length] ?? {};
      const title = `${atoms[name] ?? ''}/${arity}`;
      functions.push({ name: atoms[name] ?? '', arity, beam: [], wasm: wasm.get(title) ?? [] });
      line = 0;
    }
    const [, at] = /^ {4}\{line,.*\{location,.*,(\d+)\}\]\}\.$/.exec(text) ?? [];
    if (at !== undefined) line = Number(at);
    const listed = functions.at(-1);
    if (listed === undefined) head.push(text);
    else listed.beam.push({ text, line });
  }
  return { head, functions };
}

/** The functions of a module, each with its BEAM code and its WebAssembly, and the lines of the source that these come from. Throws CompileError. */
export function listFunctions(beam: BeamFile): readonly FunctionListing[] {
  return listParts(beam).functions;
}

/**
 * A module as `erlc -S` writes it, with the WebAssembly of each function beside it. Constants that are known when the module is linked
 * are 0. Throws CompileError.
 */
export function listSideBySide(beam: BeamFile): string {
  const { head, functions } = listParts(beam);
  const lines = [...head];
  for (const { beam: left, wasm: right } of functions) {
    for (let i = 0; i < Math.max(left.length, right.length); i++) {
      const code = right[i];
      lines.push(code === undefined ? (left[i]?.text ?? '') : `${(left[i]?.text ?? '').padEnd(LEFT)} | ${code.text}`);
    }
  }
  return `${lines.join('\n')}\n`;
}
