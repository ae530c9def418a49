/**
 * The chunk of a `.beam` file that has compiled code: `avmN`. Numbers are big-endian.
 *
 * | what | bytes |
 * | --- | --- |
 * | the size of the header that follows, 16 with one architecture | 4 |
 * | the number of labels of the `Code` chunk | 4 |
 * | the version of the format | 2 |
 * | how many architectures | 2 |
 * | for each its number, its variant, and where its code begins behind the header | 2, 2 and 4 |
 * | the code: for wasm32 a stream | |
 */
import { ARCHITECTURE, FORMAT_VERSION, Variant } from './abi.js';
import { type AtomvmModule, AtomvmStreamError, decodeAtomvmStream, encodeAtomvmStream } from './stream.js';

/** What the chunk says of one architecture. */
export interface NativeArchitecture {
  /** Its number; 7 is wasm32. */
  readonly architecture: number;
  /** Its variants, added: 1 is position-independent code, 2 floats of 32 bits. */
  readonly variant: number;
  /** Where its code begins behind the header, in bytes. */
  readonly offset: number;
}

/** The chunk, taken apart. */
export interface NativeChunk {
  /** The number of labels of the `Code` chunk that it was made of. */
  readonly labels: number;
  /** The version of the format. */
  readonly version: number;
  /** The architectures that there is code for. */
  readonly architectures: readonly NativeArchitecture[];
  /** The code behind the header. */
  readonly code: Uint8Array;
}

/** A chunk that is cut off, of another version, or without code for wasm32. */
export class NativeChunkError extends RangeError {
  /** The name of the class. */
  override readonly name = 'NativeChunkError';
}

const SIZE_BYTES = 4;
const FIXED_BYTES = 8;
const ARCHITECTURE_BYTES = 8;

/** The chunk of a module for wasm32. */
export function encodeNativeChunk(module: AtomvmModule, variant: number = Variant.pic): Uint8Array<ArrayBuffer> {
  const stream = encodeAtomvmStream(module);
  const headerBytes = FIXED_BYTES + ARCHITECTURE_BYTES;
  const chunk = new Uint8Array(SIZE_BYTES + headerBytes + stream.length);
  const view = new DataView(chunk.buffer);
  view.setUint32(0, headerBytes);
  view.setUint32(4, module.labelCount);
  view.setUint16(8, FORMAT_VERSION);
  view.setUint16(10, 1);
  view.setUint16(12, ARCHITECTURE);
  view.setUint16(14, variant);
  view.setUint32(16, 0);
  chunk.set(stream, SIZE_BYTES + headerBytes);
  return chunk;
}

/** Takes a chunk apart, whatever it is for. Throws {@link NativeChunkError}. */
export function decodeNativeChunk(chunk: Uint8Array): NativeChunk {
  const view = new DataView(chunk.buffer, chunk.byteOffset, chunk.byteLength);
  if (chunk.length < SIZE_BYTES + FIXED_BYTES) throw new NativeChunkError(`a chunk of ${chunk.length} bytes is cut off`);
  const headerBytes = view.getUint32(0);
  const count = view.getUint16(10);
  if (headerBytes < FIXED_BYTES + ARCHITECTURE_BYTES * count || SIZE_BYTES + headerBytes > chunk.length) {
    throw new NativeChunkError(`a header of ${headerBytes} bytes with ${count} architectures does not fit in ${chunk.length} bytes`);
  }
  const architectures = Array.from({ length: count }, (_, i) => {
    const at = SIZE_BYTES + FIXED_BYTES + ARCHITECTURE_BYTES * i;
    return { architecture: view.getUint16(at), variant: view.getUint16(at + 2), offset: view.getUint32(at + 4) };
  });
  return { labels: view.getUint32(4), version: view.getUint16(8), architectures, code: chunk.subarray(SIZE_BYTES + headerBytes) };
}

/** The module for wasm32 in a chunk; undefined if it has code for other architectures only. Throws {@link NativeChunkError}. */
export function readNativeModule(chunk: Uint8Array): AtomvmModule | undefined {
  const { version, architectures, code, labels } = decodeNativeChunk(chunk);
  const found = architectures.find(({ architecture }) => architecture === ARCHITECTURE);
  if (found === undefined) return undefined;
  if (version !== FORMAT_VERSION) throw new NativeChunkError(`version ${version} is not known, only ${FORMAT_VERSION}`);
  // The code of an architecture ends where that of the next one begins.
  const starts = architectures.map(({ offset }) => offset).filter((offset) => offset > found.offset);
  const stream = code.subarray(found.offset, Math.min(code.length, ...starts));
  try {
    const module = decodeAtomvmStream(stream);
    if (module.labelCount !== labels) throw new NativeChunkError(`the header has ${labels} labels, the code ${module.labelCount}`);
    return module;
  } catch (error) {
    if (error instanceof AtomvmStreamError) throw new NativeChunkError(error.message);
    throw error;
  }
}
