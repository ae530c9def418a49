import { type BeamFile, decodeExternalTerm, ExternalTermError, encodeExternalTerm, type Term } from '@beamline/beam-file';
import { LINK_FIXUP_WORDS } from '@beamline/machine-model';
import { COMPILER_DIGEST } from '../generated/compiler-digest.js';
import type { CompiledFunction, CompiledModule } from './compiled-module.js';

/** Number of the format; code in another one is compiled again. */
const FORMAT = 4;
/** Bytes before the parts: format, digest of the compiler, flags, sizes of the three parts. */
const HEADER = 24;
const TAIL_CALLS = 1;

/** The data of a compiled module is damaged. */
export class CompiledDataError extends Error {
  override readonly name: string = 'CompiledDataError';
}

/** What the code of a compiled module depends on beside the file: two such texts are equal if the compiler would write the same. */
export function compilerVariant({
  tailCalls,
  functionBytes,
}: {
  readonly tailCalls: boolean;
  readonly functionBytes?: number | undefined;
}): string {
  return `${FORMAT}-${COMPILER_DIGEST.toString(16)}-${tailCalls ? 'tail' : 'plain'}-${functionBytes ?? 'all'}`;
}

/** What the JSON part of the data has. */
interface Description {
  readonly functions: readonly CompiledFunction[];
  readonly tableSize: number;
  readonly tableArities: readonly number[];
  readonly lambdaTableBase: number;
  readonly sites: readonly number[];
  readonly handlers: readonly number[];
  /** Terms in the external term format, in hexadecimal digits. */
  readonly extraLiterals: readonly string[];
  readonly atomSelections: readonly (readonly number[])[];
  readonly onLoad: number;
  readonly nifs: readonly number[];
}

/** The data of a compiled module, without the file that it was compiled from: header, a description in JSON, link fixups, WebAssembly. */
export function encodeCompiledModule(compiled: CompiledModule): Uint8Array<ArrayBuffer> {
  const description: Description = {
    functions: compiled.functions,
    tableSize: compiled.tableSize,
    tableArities: [...compiled.tableArities],
    lambdaTableBase: compiled.lambdaTableBase,
    sites: compiled.sites,
    handlers: compiled.handlers,
    extraLiterals: compiled.extraLiterals.map((term) => hexOf(encodeExternalTerm(term))),
    atomSelections: compiled.atomSelections,
    onLoad: compiled.onLoad,
    nifs: compiled.nifs,
  };
  const json = new TextEncoder().encode(JSON.stringify(description));
  const { fixups, bytes } = compiled;
  const data = new Uint8Array(HEADER + json.length + 4 * fixups.length + bytes.length);
  const view = new DataView(data.buffer);
  const header = [FORMAT, COMPILER_DIGEST, compiled.tailCalls ? TAIL_CALLS : 0, json.length, fixups.length, bytes.length];
  header.forEach((word, i) => {
    view.setUint32(4 * i, word, true);
  });
  data.set(json, HEADER);
  // Machines whose engine stores numbers the other way round there are none with WebAssembly.
  data.set(new Uint8Array(fixups.buffer, fixups.byteOffset, fixups.byteLength), HEADER + json.length);
  data.set(bytes, HEADER + json.length + 4 * fixups.length);
  return data;
}

/**
 * The compiled module of a file from the data of `encodeCompiledModule`; undefined if another version of the compiler wrote it, or if it has
 * tail calls where `tailCalls` is false. Nothing else of it is checked than that it is whole. Throws CompiledDataError.
 */
export function decodeCompiledModule(beam: BeamFile, data: Uint8Array, tailCalls: boolean): CompiledModule | undefined {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  if (data.length < HEADER) throw new CompiledDataError('is cut off');
  const [format, digest, flags, jsonBytes = 0, words = 0, wasmBytes = 0] = Array.from({ length: 6 }, (_, i) => view.getUint32(4 * i, true));
  if (format !== FORMAT || digest !== COMPILER_DIGEST) return undefined;
  const usesTailCalls = ((flags ?? 0) & TAIL_CALLS) !== 0;
  if (usesTailCalls && !tailCalls) return undefined;
  const fixupsStart = HEADER + jsonBytes;
  const wasmStart = fixupsStart + 4 * words;
  if (wasmStart + wasmBytes !== data.length || words % LINK_FIXUP_WORDS !== 0) throw new CompiledDataError('has the wrong size');
  const description = readDescription(data.subarray(HEADER, fixupsStart));
  const fixups = new Int32Array(copied(data.subarray(fixupsStart, wasmStart)).buffer);
  for (let i = 0; i < words; i += LINK_FIXUP_WORDS) {
    const offset = fixups[i] ?? 0;
    if (offset < 0 || offset + 5 > wasmBytes) throw new CompiledDataError('has a link fixup outside its code');
  }
  return {
    beam,
    bytes: copied(data.subarray(wasmStart)),
    fixups,
    functions: description.functions,
    tableSize: description.tableSize,
    tableArities: Uint16Array.from(description.tableArities),
    lambdaTableBase: description.lambdaTableBase,
    sites: description.sites,
    handlers: description.handlers,
    extraLiterals: description.extraLiterals.map(readTerm),
    atomSelections: description.atomSelections,
    tailCalls: usesTailCalls,
    gates: false,
    onLoad: description.onLoad,
    nifs: description.nifs,
  };
}

/** A copy with memory of its own: `slice` of Node's Buffer makes none. */
function copied(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const copy = new Uint8Array(bytes.length);
  copy.set(bytes);
  return copy;
}

function hexOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function readTerm(hex: string): Term {
  const bytes = Uint8Array.from({ length: hex.length / 2 }, (_, i) => Number.parseInt(hex.slice(2 * i, 2 * i + 2), 16));
  try {
    return decodeExternalTerm(bytes);
  } catch (error) {
    if (!(error instanceof ExternalTermError)) throw error;
    throw new CompiledDataError(`has a literal that cannot be read: ${error.message}`);
  }
}

function readDescription(json: Uint8Array): Description {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(json));
    if (isDescription(value)) return value;
  } catch {
    // Not JSON: the error below says so.
  }
  throw new CompiledDataError('cannot be read');
}

function isDescription(value: unknown): value is Description {
  if (typeof value !== 'object' || value === null) return false;
  const v = value as Record<string, unknown>;
  const numbers = (list: unknown): boolean => Array.isArray(list) && list.every((n) => Number.isInteger(n) && n >= 0);
  return (
    Array.isArray(v.functions) &&
    v.functions.every(
      (f: Partial<CompiledFunction>) =>
        typeof f.name === 'string' && Number.isInteger(f.arity) && Number.isInteger(f.tableOffset) && numbers(f.resumeLines),
    ) &&
    [v.tableSize, v.lambdaTableBase].every((n) => Number.isInteger(n)) &&
    [v.tableArities, v.sites, v.handlers, v.nifs].every(numbers) &&
    Array.isArray(v.extraLiterals) &&
    v.extraLiterals.every((text: unknown) => typeof text === 'string' && /^([0-9a-f]{2})+$/.test(text)) &&
    Array.isArray(v.atomSelections) &&
    v.atomSelections.every(numbers) &&
    Number.isInteger(v.onLoad)
  );
}
