import { type BeamFile, decodeExternalTerm, ExternalTermError, encodeExternalTerm, type Term, withChunk } from '@beamline/beam-file';
import { LINK_FIXUP_WORDS } from '@beamline/machine-model';
import { COMPILER_DIGEST } from '../generated/compiler-digest.js';
import type { CompiledFunction, CompiledModule } from './compiled-module.js';

/** Name of the chunk that holds a compiled module. */
const CHUNK = 'Wasm';
/** Number of the format; code in another one is compiled again. */
const FORMAT = 1;
/** Bytes before the parts: format, digest of the compiler, flags, sizes of the three parts. */
const HEADER = 24;
const TAIL_CALLS = 1;

/** The chunk with the compiled module is damaged. */
export class CompiledChunkError extends Error {
  override readonly name: string = 'CompiledChunkError';

  constructor(
    readonly module: string,
    problem: string,
  ) {
    super(`the compiled module in the chunk ${CHUNK} of ${module} ${problem}`);
  }
}

/** What the JSON part of the chunk has. */
interface Description {
  readonly digest: string;
  readonly functions: readonly CompiledFunction[];
  readonly tableSize: number;
  readonly tableArities: readonly number[];
  readonly lambdaTableBase: number;
  readonly sites: readonly number[];
  readonly handlers: readonly number[];
  /** Terms in the external term format, in hexadecimal digits. */
  readonly extraLiterals: readonly string[];
  readonly onLoad: number;
}

/** FNV-1a of the code that was compiled: the chunk belongs to just this one. */
function codeDigest(beam: BeamFile): string {
  let hash = 0x811c9dc5;
  for (const name of ['AtU8', 'Atom', 'Code', 'StrT', 'ImpT', 'ExpT', 'FunT', 'LitT', 'Type', 'Line', 'Recs']) {
    for (const byte of beam.chunks.get(name) ?? []) hash = Math.imul(hash ^ byte, 0x01000193);
  }
  return (hash >>> 0).toString(16);
}

/**
 * The `.beam` file with its compiled module in a chunk of its own: loading it then needs no compilation. OTP, which
 * does not know the chunk, loads the file as before. Throws BeamFileError.
 */
export function withCompiledModule(file: Uint8Array, compiled: CompiledModule): Uint8Array<ArrayBuffer> {
  const description: Description = {
    digest: codeDigest(compiled.beam),
    functions: compiled.functions,
    tableSize: compiled.tableSize,
    tableArities: [...compiled.tableArities],
    lambdaTableBase: compiled.lambdaTableBase,
    sites: compiled.sites,
    handlers: compiled.handlers,
    extraLiterals: compiled.extraLiterals.map((term) => hexOf(encodeExternalTerm(term))),
    onLoad: compiled.onLoad,
  };
  const json = new TextEncoder().encode(JSON.stringify(description));
  const { fixups, bytes } = compiled;
  const data = new Uint8Array(HEADER + json.length + 4 * fixups.length + bytes.length);
  const view = new DataView(data.buffer);
  const header = [FORMAT, COMPILER_DIGEST, compiled.tailCalls ? TAIL_CALLS : 0, json.length, fixups.length, bytes.length];
  header.forEach((word, i) => {
    view.setUint32(4 * i, word);
  });
  data.set(json, HEADER);
  fixups.forEach((word, i) => {
    view.setInt32(HEADER + json.length + 4 * i, word);
  });
  data.set(bytes, HEADER + json.length + 4 * fixups.length);
  return withChunk(file, CHUNK, data);
}

/**
 * The compiled module that a file brings with it; undefined if it has none, one that another version of
 * the compiler wrote, or one with tail calls when `tailCalls` is false. Throws CompiledChunkError.
 */
export function readCompiledModule(beam: BeamFile, tailCalls: boolean): CompiledModule | undefined {
  const data = beam.chunks.get(CHUNK);
  if (data === undefined) return undefined;
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  if (data.length < HEADER) throw new CompiledChunkError(beam.module, 'is cut off');
  const [format, digest, flags, jsonBytes = 0, words = 0, wasmBytes = 0] = Array.from({ length: 6 }, (_, i) => view.getUint32(4 * i));
  if (format !== FORMAT || digest !== COMPILER_DIGEST) return undefined;
  const usesTailCalls = ((flags ?? 0) & TAIL_CALLS) !== 0;
  if (usesTailCalls && !tailCalls) return undefined;
  if (HEADER + jsonBytes + 4 * words + wasmBytes !== data.length || words % LINK_FIXUP_WORDS !== 0) {
    throw new CompiledChunkError(beam.module, 'has the wrong size');
  }
  const description = readDescription(beam, data.subarray(HEADER, HEADER + jsonBytes));
  if (description.digest !== codeDigest(beam)) return undefined;
  const fixups = Int32Array.from({ length: words }, (_, i) => view.getInt32(HEADER + jsonBytes + 4 * i));
  for (let i = 0; i < words; i += LINK_FIXUP_WORDS) {
    const offset = fixups[i] ?? 0;
    if (offset < 0 || offset + 5 > wasmBytes) throw new CompiledChunkError(beam.module, 'has a link fixup outside its code');
  }
  return {
    beam,
    bytes: data.slice(data.length - wasmBytes),
    fixups,
    functions: description.functions,
    tableSize: description.tableSize,
    tableArities: Uint16Array.from(description.tableArities),
    lambdaTableBase: description.lambdaTableBase,
    sites: description.sites,
    handlers: description.handlers,
    extraLiterals: description.extraLiterals.map((hex) => readTerm(beam, hex)),
    tailCalls: usesTailCalls,
    gates: false,
    onLoad: description.onLoad,
  };
}

function hexOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function readTerm(beam: BeamFile, hex: string): Term {
  const bytes = Uint8Array.from({ length: hex.length / 2 }, (_, i) => Number.parseInt(hex.slice(2 * i, 2 * i + 2), 16));
  try {
    return decodeExternalTerm(bytes);
  } catch (error) {
    if (!(error instanceof ExternalTermError)) throw error;
    throw new CompiledChunkError(beam.module, `has a literal that cannot be read: ${error.message}`);
  }
}

function readDescription(beam: BeamFile, json: Uint8Array): Description {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(json));
    if (isDescription(value)) return value;
  } catch {
    // Not JSON: the error below says so.
  }
  throw new CompiledChunkError(beam.module, 'cannot be read');
}

function isDescription(value: unknown): value is Description {
  if (typeof value !== 'object' || value === null) return false;
  const v = value as Record<string, unknown>;
  const numbers = (list: unknown): boolean => Array.isArray(list) && list.every((n) => Number.isInteger(n) && n >= 0);
  return (
    typeof v.digest === 'string' &&
    Array.isArray(v.functions) &&
    v.functions.every(
      (f: Partial<CompiledFunction>) =>
        typeof f.name === 'string' && Number.isInteger(f.arity) && Number.isInteger(f.tableOffset) && numbers(f.resumeLines),
    ) &&
    [v.tableSize, v.lambdaTableBase].every((n) => Number.isInteger(n)) &&
    [v.tableArities, v.sites, v.handlers].every(numbers) &&
    Array.isArray(v.extraLiterals) &&
    v.extraLiterals.every((text: unknown) => typeof text === 'string' && /^([0-9a-f]{2})+$/.test(text)) &&
    Number.isInteger(v.onLoad)
  );
}
