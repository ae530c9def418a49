import { readBeamFileWithoutCode, writeLiteralTable } from '@beamline/beam-file';
import { LINK_FIXUP_WORDS } from '@beamline/machine-model';
import { decodeModule, encodeModule, joinModules, type WasmModule } from '@beamline/module-writer';
import { COMPILER_DIGEST } from '../generated/compiler-digest.js';
import { CompiledDataError } from './compiled-data-error.js';
import type { CompiledModule } from './compiled-module.js';
import { checkFixups, describe, described, isDescription, type ModuleDescription, readJson } from './module-description.js';

/** Number of the format; what is in another one is not read. */
const FORMAT = 2;
/** Bytes before the parts: format, digest of the compiler, flags, sizes of the JSON and of the WebAssembly module. */
const HEADER = 20;
const TAIL_CALLS = 1;

/** A `.beam` file and what was compiled from it. */
export interface CompiledFile {
  /** The bytes of the file. */
  readonly file: Uint8Array;
  /** What was compiled from them, without gates. */
  readonly compiled: CompiledModule;
}

/**
 * Compiled modules whose code is in one WebAssembly module, which an engine takes in several times as fast as one for each. Where the
 * functions of module number `i` have their places in the table are the imports `__table_base.i` and `__lambda_base.i` of `env`.
 */
export interface ModuleBundle {
  /** The WebAssembly module, the constants to be linked 0x7fffffff. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  /**
   * Reads the modules, one at a time, as all together may take longer than others should wait; `bytes` is that of the bundle for each of them.
   * Throws CompiledDataError.
   */
  files(): Generator<CompiledFile, void, undefined>;
}

/** What is kept of each module in JSON. */
interface Entry {
  readonly fileSize: number;
  /** Bytes of its literals, which are kept inflated, beside the file. */
  readonly literalSize: number;
  readonly codeSize: number;
  readonly fixupWords: number;
  readonly module: ModuleDescription;
}

/** The data of a bundle of modules. Stops now and then, so that others may have a turn. */
export function* encodeBundle(files: readonly CompiledFile[]): Generator<undefined, Uint8Array<ArrayBuffer>, undefined> {
  const modules: WasmModule[] = [];
  const fixups = files.map(({ compiled }) => compiled.fixups.slice());
  const joined = new JoinedFixups(fixups);
  for (const [number, { compiled }] of files.entries()) {
    const bytes = withLongConstants(compiled);
    const module = withOwnBases(decodeModule(bytes), number);
    joined.addModule(module, bytes);
    modules.push(module);
    yield undefined;
  }
  const whole = yield* joinModules(modules, (module, definition, from, to) => {
    joined.moved(module, definition, from, to);
  });
  const bytes = encodeModule(whole);
  yield undefined;
  joined.place(decodeModule(bytes), bytes);
  yield undefined;
  const literals = files.map(({ compiled }) => writeLiteralTable(compiled.beam.literals));
  const entries = files.map(
    ({ file, compiled }, i): Entry => ({
      fileSize: file.length,
      literalSize: literals[i]?.length ?? 0,
      codeSize: compiled.codeSize,
      fixupWords: compiled.fixups.length,
      module: describe(compiled),
    }),
  );
  const json = new TextEncoder().encode(JSON.stringify(entries));
  // The fixups after it are words.
  const jsonSize = Math.ceil(json.length / 4) * 4;
  const words = fixups.reduce((sum, { length }) => sum + length, 0);
  const views = [...literals, ...files.map(({ file }) => file)];
  const data = new Uint8Array(HEADER + jsonSize + 4 * words + bytes.length + views.reduce((sum, { length }) => sum + length, 0));
  const view = new DataView(data.buffer);
  const header = [FORMAT, COMPILER_DIGEST, files.every(({ compiled }) => compiled.tailCalls) ? TAIL_CALLS : 0, jsonSize, bytes.length];
  header.forEach((word, i) => {
    view.setUint32(4 * i, word, true);
  });
  let at = HEADER;
  data.fill(' '.charCodeAt(0), at, at + jsonSize).set(json, at);
  at += jsonSize;
  for (const part of [...fixups.map(({ buffer }) => new Uint8Array(buffer)), bytes, ...views]) {
    data.set(part, at);
    at += part.length;
  }
  return data;
}

/**
 * The bundle that `encodeBundle` has written; undefined if another version of the compiler wrote it, or if it has tail calls where
 * `tailCalls` is false. Nothing else of it is checked than that it is whole. It is a view on the data, of which copies would take as long as
 * the rest. Throws CompiledDataError.
 */
export function decodeBundle(data: Uint8Array, tailCalls: boolean): ModuleBundle | undefined {
  if (data.length < HEADER) throw new CompiledDataError('is cut off');
  const whole = isAligned(data) ? data : new Uint8Array(data);
  const view = new DataView(whole.buffer, whole.byteOffset);
  const [format, digest, flags = 0, jsonSize = 0, wasmSize = 0] = Array.from({ length: 5 }, (_, i) => view.getUint32(4 * i, true));
  if (format !== FORMAT || digest !== COMPILER_DIGEST) return undefined;
  const usesTailCalls = (flags & TAIL_CALLS) !== 0;
  if (usesTailCalls && !tailCalls) return undefined;
  const entries = readJson(whole.subarray(HEADER, HEADER + jsonSize));
  if (!isEntries(entries)) throw new CompiledDataError('cannot be read');
  const words = entries.reduce((sum, { fixupWords }) => sum + fixupWords, 0);
  const fixupsStart = HEADER + jsonSize;
  const wasmStart = fixupsStart + 4 * words;
  const literalsStart = wasmStart + wasmSize;
  const filesStart = entries.reduce((sum, { literalSize }) => sum + literalSize, literalsStart);
  const size = entries.reduce((sum, { fileSize }) => sum + fileSize, filesStart);
  if (size !== data.length || fixupsStart % 4 !== 0) throw new CompiledDataError('has the wrong size');
  const bytes = whole.subarray(wasmStart, literalsStart);
  const files = function* (): Generator<CompiledFile, void, undefined> {
    let fixupsAt = fixupsStart;
    let literalsAt = literalsStart;
    let fileAt = filesStart;
    for (const { fileSize, literalSize, codeSize, fixupWords, module } of entries) {
      const fixups = new Int32Array(whole.buffer, whole.byteOffset + fixupsAt, fixupWords);
      checkFixups(fixups, wasmSize);
      const file = whole.subarray(fileAt, fileAt + fileSize);
      const beam = readBeamFileWithoutCode(file, whole.subarray(literalsAt, literalsAt + literalSize));
      fixupsAt += 4 * fixupWords;
      literalsAt += literalSize;
      fileAt += fileSize;
      yield { file, compiled: { ...described(module), beam, bytes, codeSize, fixups, tailCalls: usesTailCalls } };
    }
  };
  return { bytes, files };
}

/** True if numbers of 32 bits can be read in place. */
function isAligned(data: Uint8Array): data is Uint8Array<ArrayBuffer> {
  return data.buffer instanceof ArrayBuffer && data.byteOffset % 4 === 0;
}

function isEntries(value: unknown): value is Entry[] {
  const isSize = (n: unknown): boolean => Number.isInteger(n) && (n as number) >= 0;
  return (
    Array.isArray(value) &&
    value.every(
      (entry: Partial<Entry>) =>
        isSize(entry.fileSize) &&
        isSize(entry.literalSize) &&
        isSize(entry.codeSize) &&
        isSize(entry.fixupWords) &&
        (entry.fixupWords ?? 0) % LINK_FIXUP_WORDS === 0 &&
        isDescription(entry.module),
    )
  );
}

/** The code of a module, its constants to be linked so large that they are as long in their shortest form as linking needs them. */
function withLongConstants({ bytes, fixups }: CompiledModule): Uint8Array {
  const copy = bytes.slice();
  for (let i = 0; i < fixups.length; i += LINK_FIXUP_WORDS) copy.set(LONG_CONSTANT, fixups[i] ?? 0);
  return copy;
}

/** 0x7fffffff as a signed LEB128 number. */
const LONG_CONSTANT = Uint8Array.of(0xff, 0xff, 0xff, 0xff, 0x07);

/** The bases of a module in the table are no other module's. */
function withOwnBases(module: WasmModule, number: number): WasmModule {
  const imports = module.imports.map((imported) =>
    imported.external.kind === 'global' ? { ...imported, name: `${imported.name}.${number}` } : imported,
  );
  return { ...module, imports };
}

/** Where the constants to be linked go when modules become one. */
class JoinedFixups {
  readonly #fixups: readonly Int32Array[];
  /** For each module: offsets of its function bodies. */
  readonly #bodies: number[][] = [];
  /** For each module: by the offset of an instruction whose immediate is to be linked, where its fixup is. */
  readonly #places: Map<number, number>[] = [];
  /** For each module: by the place of a fixup, the number of the function in the module that all are in. */
  readonly #definitions: Int32Array[] = [];
  #definitionCount = 0;
  readonly #firstDefinitions: number[] = [];

  constructor(fixups: readonly Int32Array[]) {
    this.#fixups = fixups;
  }

  /** Notes where the functions of the next module are. */
  addModule(module: WasmModule, bytes: Uint8Array): void {
    const fixups = this.#fixups[this.#bodies.length] ?? new Int32Array();
    this.#bodies.push(bodyOffsets(module, bytes));
    const places = new Map<number, number>();
    for (let i = 0; i < fixups.length; i += LINK_FIXUP_WORDS) places.set((fixups[i] ?? 0) - 1, i);
    this.#places.push(places);
    this.#definitions.push(new Int32Array(fixups.length).fill(-1));
    this.#firstDefinitions.push(this.#definitionCount);
    this.#definitionCount += module.code.length;
  }

  /** Notes where an instruction has gone; its constant is now as far from the beginning of the body. */
  moved(module: number, definition: number, from: number, to: number): void {
    const place = this.#places[module]?.get((this.#bodies[module]?.[definition] ?? 0) + from);
    const fixups = this.#fixups[module];
    const definitions = this.#definitions[module];
    if (place === undefined || fixups === undefined || definitions === undefined) return;
    fixups[place] = to + 1;
    definitions[place] = (this.#firstDefinitions[module] ?? 0) + definition;
  }

  /** Makes offsets in bodies offsets in the module that all are in. */
  place(whole: WasmModule, bytes: Uint8Array): void {
    const bodies = bodyOffsets(whole, bytes);
    for (const [module, fixups] of this.#fixups.entries()) {
      for (let i = 0; i < fixups.length; i += LINK_FIXUP_WORDS) {
        const body = bodies[this.#definitions[module]?.[i] ?? -1];
        if (body === undefined) throw new Error(`link fixup ${i / LINK_FIXUP_WORDS} of module ${module} belongs to no instruction`);
        fixups[i] = (fixups[i] ?? 0) + body;
      }
    }
  }
}

/** Offsets of the bodies of the functions that a module defines; it was decoded from the bytes, of which its bodies are views. */
function bodyOffsets(module: WasmModule, bytes: Uint8Array): number[] {
  return module.code.map(({ body }) => body.byteOffset - bytes.byteOffset);
}
