import { type BeamFile, withChunk } from '@beamline/beam-file';
import { decodeCompiledModule, encodeCompiledModule } from './compiled-data.js';
import { CompiledDataError } from './compiled-data-error.js';
import type { CompiledModule } from './compiled-module.js';

/** Name of the chunk that holds a compiled module: the digest of its code, then what `encodeCompiledModule` returns. */
const CHUNK = 'Wasm';
/** Bytes of the digest. */
const DIGEST = 4;

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

/** FNV-1a of the code that was compiled: the chunk belongs to just this one. */
function codeDigest(beam: BeamFile): number {
  let hash = 0x811c9dc5;
  for (const name of ['AtU8', 'Atom', 'Code', 'StrT', 'ImpT', 'ExpT', 'FunT', 'LitT', 'Type', 'Line', 'Recs']) {
    for (const byte of beam.chunks.get(name) ?? []) hash = Math.imul(hash ^ byte, 0x01000193);
  }
  return hash >>> 0;
}

/**
 * The `.beam` file with its compiled module in a chunk of its own: loading it then needs no compilation. OTP, which
 * does not know the chunk, loads the file as before. Throws BeamFileError.
 */
export function withCompiledModule(file: Uint8Array, compiled: CompiledModule): Uint8Array<ArrayBuffer> {
  const data = encodeCompiledModule(compiled);
  const chunk = new Uint8Array(DIGEST + data.length);
  new DataView(chunk.buffer).setUint32(0, codeDigest(compiled.beam));
  chunk.set(data, DIGEST);
  return withChunk(file, CHUNK, chunk);
}

/**
 * The compiled module that a file brings with it; undefined if it has none, one that another version of
 * the compiler wrote, or one with tail calls when `tailCalls` is false. Throws CompiledChunkError.
 */
export function readCompiledModule(beam: BeamFile, tailCalls: boolean): CompiledModule | undefined {
  const chunk = beam.chunks.get(CHUNK);
  if (chunk === undefined) return undefined;
  if (chunk.length < DIGEST) throw new CompiledChunkError(beam.module, 'is cut off');
  try {
    const compiled = decodeCompiledModule(beam, chunk.subarray(DIGEST), tailCalls);
    const digest = new DataView(chunk.buffer, chunk.byteOffset, DIGEST).getUint32(0);
    return compiled !== undefined && digest === codeDigest(beam) ? compiled : undefined;
  } catch (error) {
    if (!(error instanceof CompiledDataError)) throw error;
    throw new CompiledChunkError(beam.module, error.message);
  }
}
