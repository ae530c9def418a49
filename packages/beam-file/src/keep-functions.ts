import { ByteSink } from './byte-sink.js';
import { CompactTag } from './chunk-reader.js';
import { functionsOf } from './code-functions.js';
import { writeChunks } from './container.js';
import { type LineTable, writeLines } from './lines.js';
import { writeLiteralTable } from './literals.js';
import { Opcode } from './opcode.js';
import { LITERAL, operandLength, registerLength } from './operand-lengths.js';
import { OperandRole, operandRoles } from './operand-roles.js';
import type { BeamFile } from './read-beam-file.js';
import { typeSlices } from './types.js';

/** What `keepFunctions` leaves out besides functions. */
export interface KeepOptions {
  /** Leave out where in the source code is. */
  readonly stripLines?: boolean;
  /** Chunks to take over as they are, by their names, such as `Attr`. Default: none. */
  readonly chunks?: readonly string[];
}

/** Numbers of a table of which only some entries stay, in their order. */
class Renumbering {
  readonly #used: Uint8Array;
  readonly #numbers: Uint32Array;
  readonly #first: number;

  /** @param first - the number that the first entry has */
  constructor(size: number, first: number) {
    this.#used = new Uint8Array(size);
    this.#numbers = new Uint32Array(size);
    this.#first = first;
  }

  use(old: number): void {
    this.#used[old] = 1;
  }

  /** Gives the numbers out; the old ones of what stays. */
  settle(): number[] {
    const kept: number[] = [];
    for (let old = 0; old < this.#used.length; old++) {
      if (this.#used[old] === 0) continue;
      this.#numbers[old] = kept.length + this.#first;
      kept.push(old);
    }
    return kept;
  }

  number(old: number): number {
    return this.#numbers[old] ?? 0;
  }

  has(old: number): boolean {
    return this.#used[old] === 1;
  }
}

/**
 * The file of a module with some of its functions, by their places in `functionsOf`, and of its tables what these use. Nothing that stays may call
 * or make a fun of a function that does not. Native records keep a module whole: their definitions are not rewritten.
 */
export function keepFunctions(beam: BeamFile, isKept: (index: number) => boolean, options: KeepOptions = {}): Uint8Array<ArrayBuffer> {
  return new FunctionSelection(beam, isKept, options).write();
}

class FunctionSelection {
  readonly #beam: BeamFile;
  readonly #options: KeepOptions;
  readonly #roles: Uint8Array;
  /** True for each instruction that stays. */
  readonly #stays: Uint8Array;
  #functionCount = 0;
  readonly #labels: Renumbering;
  readonly #atoms: Renumbering;
  readonly #imports: Renumbering;
  readonly #lambdas: Renumbering;
  readonly #literals: Renumbering;
  readonly #lines: Renumbering;
  readonly #types: Renumbering;
  readonly #strings = new ByteSink(16);
  /** Where each string is that has been written, by place and length in the old ones. */
  readonly #stringPlaces = new Map<string, number>();

  constructor(beam: BeamFile, isKept: (index: number) => boolean, options: KeepOptions) {
    this.#beam = beam;
    this.#options = options;
    this.#roles = operandRoles(beam.code, beam.atoms);
    this.#stays = this.#instructions(isKept);
    this.#labels = new Renumbering(beam.code.labelCount, 1);
    this.#atoms = new Renumbering(beam.atoms.length, 1);
    this.#imports = new Renumbering(beam.imports.length, 0);
    this.#lambdas = new Renumbering(beam.lambdas.length, 0);
    this.#literals = new Renumbering(beam.literals.length, 0);
    this.#lines = new Renumbering(beam.lines?.lines.length ?? 0, 0);
    this.#types = new Renumbering(beam.types.length, 0);
    // The module's name, the unknown place, and the type of anything are where they are expected.
    this.#atoms.use(1);
    this.#lines.use(0);
    this.#types.use(0);
  }

  #instructions(isKept: (index: number) => boolean): Uint8Array {
    const { code } = this.#beam;
    const stays = new Uint8Array(code.length);
    functionsOf(code).forEach(({ start, end }, index) => {
      if (!isKept(index)) return;
      stays.fill(1, start, end);
      this.#functionCount++;
    });
    stays[code.length - 1] = 1;
    if (this.#options.stripLines === true)
      for (let i = 0; i < code.length; i++) {
        const opcode = code.opcodes[i];
        if (opcode === Opcode.line || opcode === Opcode.executable_line || opcode === Opcode.debug_line) stays[i] = 0;
      }
    return stays;
  }

  write(): Uint8Array<ArrayBuffer> {
    const beam = this.#beam;
    this.#use();
    this.#labels.settle();
    const lambdas = this.#lambdas.settle().flatMap((old) => beam.lambdas[old] ?? []);
    const imports = this.#imports.settle().flatMap((old) => beam.imports[old] ?? []);
    const exports = beam.exports.filter(({ label }) => this.#labels.has(label));
    const locals = beam.locals.filter(({ label }) => this.#labels.has(label));
    for (const { function: name } of [...lambdas, ...exports, ...locals]) this.#atoms.use(name);
    for (const { module, function: name } of imports) {
      this.#atoms.use(module);
      this.#atoms.use(name);
    }
    const atoms = this.#atoms.settle().map((old) => beam.atoms[old] ?? '');
    const literals = this.#literals.settle().flatMap((old) => beam.literals[old] ?? []);
    const lines = this.#lines.settle();
    const types = this.#types.settle();
    const code = this.#code();
    const atom = (old: number): number => this.#atoms.number(old);
    const labelled = (functions: typeof exports): Uint8Array<ArrayBuffer> =>
      table(functions.map(({ function: name, arity, label }) => [atom(name), arity, this.#labels.number(label)]));
    const chunks: (readonly [string, Uint8Array])[] = [
      ['AtU8', atomTable(atoms)],
      ['Code', code],
      ['StrT', this.#strings.bytes],
      ['ImpT', table(imports.map(({ module, function: name, arity }) => [atom(module), atom(name), arity]))],
      ['ExpT', labelled(exports)],
    ];
    if (lambdas.length > 0)
      chunks.push([
        'FunT',
        table(
          lambdas.map(({ function: name, arity, label, index, numFree, oldUniq }) => [
            atom(name),
            arity,
            this.#labels.number(label),
            index,
            numFree,
            oldUniq,
          ]),
        ),
      ]);
    if (literals.length > 0) chunks.push(['LitU', writeLiteralTable(literals)]);
    if (locals.length > 0) chunks.push(['LocT', labelled(locals)]);
    if (beam.lines !== undefined && this.#options.stripLines !== true) chunks.push(['Line', writeLines(chosenLines(beam.lines, lines))]);
    const typeChunk = beam.chunks.get('Type');
    if (typeChunk !== undefined) chunks.push(['Type', beam.types.length === 0 ? typeChunk : chosenTypes(typeChunk, types)]);
    for (const name of this.#options.chunks ?? []) {
      const data = beam.chunks.get(name);
      if (data !== undefined) chunks.push([name, data]);
    }
    return writeChunks(chunks);
  }

  /** Notes what the instructions that stay use. */
  #use(): void {
    const { operandStart, values, types, length } = this.#beam.code;
    for (let i = 0; i < length; i++) {
      if (this.#stays[i] === 0) continue;
      const end = operandStart[i + 1] ?? 0;
      for (let k = operandStart[i] ?? 0; k < end; k++) {
        const value = values[k] ?? 0;
        switch (this.#roles[k]) {
          case OperandRole.atom:
            this.#atoms.use(value);
            break;
          case OperandRole.newLabel:
            this.#labels.use(value);
            break;
          case OperandRole.import:
            this.#imports.use(value);
            break;
          case OperandRole.lambda:
            this.#lambdas.use(value);
            break;
          case OperandRole.literal:
            this.#literals.use(value);
            break;
          case OperandRole.line:
            this.#lines.use(value);
            break;
        }
        const type = types[k] ?? 0;
        if (type > 0) this.#types.use(type - 1);
      }
    }
  }

  #code(): Uint8Array {
    const { code, chunks } = this.#beam;
    const raw = chunks.get('Code') ?? new Uint8Array(0);
    const headerEnd = 4 + new DataView(raw.buffer, raw.byteOffset).getUint32(0);
    const sink = new ByteSink(raw.length);
    let labels = 1;
    for (let i = 0; i < code.length; i++) if (this.#stays[i] === 1 && code.opcodes[i] === Opcode.label) labels++;
    sink.copy(raw, 0, 12);
    sink.uint32(labels);
    sink.uint32(this.#functionCount);
    sink.copy(raw, 20, headerEnd);
    for (let i = 0; i < code.length; i++) if (this.#stays[i] === 1) this.#instruction(i, raw, headerEnd + (code.offsets[i] ?? 0), sink);
    return sink.bytes;
  }

  #instruction(i: number, raw: Uint8Array, start: number, sink: ByteSink): void {
    const { opcodes, operandStart } = this.#beam.code;
    sink.byte(opcodes[i] ?? 0);
    let at = start + 1;
    const end = operandStart[i + 1] ?? 0;
    for (let k = operandStart[i] ?? 0; k < end; k++) {
      const length = operandLength(raw, at);
      this.#operand(k, raw, at, length, sink);
      at += length;
    }
  }

  #operand(k: number, raw: Uint8Array, at: number, length: number, sink: ByteSink): void {
    const { values, types } = this.#beam.code;
    const value = values[k] ?? 0;
    switch (this.#roles[k]) {
      case OperandRole.atom:
        sink.compact(CompactTag.atom, this.#atoms.number(value));
        return;
      case OperandRole.label:
        sink.compact(CompactTag.label, this.#labels.number(value));
        return;
      case OperandRole.newLabel:
        sink.compact(CompactTag.untagged, this.#labels.number(value));
        return;
      case OperandRole.import:
        sink.compact(CompactTag.untagged, this.#imports.number(value));
        return;
      case OperandRole.lambda:
        sink.compact(CompactTag.untagged, this.#lambdas.number(value));
        return;
      case OperandRole.line:
        sink.compact(CompactTag.untagged, this.#lines.number(value));
        return;
      case OperandRole.literal:
        sink.byte(LITERAL);
        sink.compact(CompactTag.untagged, this.#literals.number(value));
        return;
      case OperandRole.bytesOfString:
      case OperandRole.segmentOfString:
      case OperandRole.bitsOfString:
        sink.compact(CompactTag.untagged, this.#string(value, this.#stringLength(k)));
        return;
      default:
        if ((types[k] ?? 0) === 0) {
          sink.copy(raw, at, at + length);
          return;
        }
        sink.copy(raw, at, at + registerLength(raw, at));
        sink.compact(CompactTag.untagged, this.#types.number((types[k] ?? 0) - 1));
    }
  }

  /** Length of the string that an operand is the place of, in bytes. */
  #stringLength(k: number): number {
    const { values } = this.#beam.code;
    const role = this.#roles[k];
    if (role === OperandRole.segmentOfString) return values[k + 1] ?? 0;
    const before = values[k - 1] ?? 0;
    return role === OperandRole.bitsOfString ? Math.ceil(before / 8) : before;
  }

  #string(place: number, length: number): number {
    const key = `${place} ${length}`;
    let found = this.#stringPlaces.get(key);
    if (found === undefined) {
      found = this.#strings.length;
      this.#strings.copy(this.#beam.strings, place, place + length);
      this.#stringPlaces.set(key, found);
    }
    return found;
  }
}

/** A chunk with the number of rows and their words. */
function table(rows: readonly (readonly number[])[]): Uint8Array<ArrayBuffer> {
  const sink = new ByteSink(4 + 24 * rows.length);
  sink.uint32(rows.length);
  for (const row of rows) for (const word of row) sink.uint32(word);
  return sink.bytes;
}

/** The data of `AtU8`: with compact lengths and a negative count only where an atom is too long for a byte, which OTP before 28 does not read. */
function atomTable(atoms: readonly string[]): Uint8Array<ArrayBuffer> {
  const encoded = atoms.map((atom) => new TextEncoder().encode(atom));
  const areLong = encoded.some(({ length }) => length > 0xff);
  const sink = new ByteSink(16 * atoms.length);
  sink.uint32(areLong ? -atoms.length : atoms.length);
  for (const bytes of encoded) {
    if (areLong) sink.compact(CompactTag.untagged, bytes.length);
    else sink.byte(bytes.length);
    sink.copy(bytes);
  }
  return sink.bytes;
}

/** The lines that stay, with the names of the files that they are in. */
function chosenLines(table: LineTable, kept: readonly number[]): LineTable {
  const files = new Map([[0, 0]]);
  const names = table.names.slice(0, 1);
  const lines = kept.map((old) => {
    const { file, line } = table.lines[old] ?? { file: 0, line: 0 };
    let number = files.get(file);
    if (number === undefined) {
      number = names.push(table.names[file] ?? '') - 1;
      files.set(file, number);
    }
    return { file: number, line };
  });
  return { ...table, names, lines };
}

function chosenTypes(chunk: Uint8Array, kept: readonly number[]): Uint8Array<ArrayBuffer> {
  const slices = typeSlices(chunk);
  const sink = new ByteSink(chunk.length);
  sink.copy(chunk, 0, 4);
  sink.uint32(kept.length);
  for (const old of kept) sink.copy(slices[old] ?? new Uint8Array(0));
  return sink.bytes;
}
