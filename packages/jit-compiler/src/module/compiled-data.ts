import type { BeamFile } from '@beamline/beam-file';
import { LINK_FIXUP_WORDS } from '@beamline/machine-model';
import { COMPILER_DIGEST } from '../generated/compiler-digest.js';
import { CompiledDataError } from './compiled-data-error.js';
import type { CompiledModule } from './compiled-module.js';
import { checkFixups, describe, described, isDescription, readJson } from './module-description.js';

/** Number of the format; code in another one is compiled again. */
const FORMAT = 4;
/** Bytes before the parts: format, digest of the compiler, flags, sizes of the three parts. */
const HEADER = 24;
const TAIL_CALLS = 1;

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

/** The data of a compiled module, without the file that it was compiled from: header, a description in JSON, link fixups, WebAssembly. */
export function encodeCompiledModule(compiled: CompiledModule): Uint8Array<ArrayBuffer> {
  const json = new TextEncoder().encode(JSON.stringify(describe(compiled)));
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
  const description = readJson(data.subarray(HEADER, fixupsStart));
  if (!isDescription(description)) throw new CompiledDataError('cannot be read');
  const fixups = new Int32Array(copied(data.subarray(fixupsStart, wasmStart)).buffer);
  checkFixups(fixups, wasmBytes);
  return {
    ...described(description),
    beam,
    bytes: copied(data.subarray(wasmStart)),
    codeSize: wasmBytes,
    fixups,
    tailCalls: usesTailCalls,
  };
}

/** A copy with memory of its own: `slice` of Node's Buffer makes none. */
function copied(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const copy = new Uint8Array(bytes.length);
  copy.set(bytes);
  return copy;
}
