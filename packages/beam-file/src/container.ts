import { BeamFileError } from './beam-file-error.js';
import { InflateError, inflateGzip } from './inflate.js';
import { decodeLatin1 } from './utf8.js';

/** One chunk of the container. */
export interface Chunk {
  /** Four characters, e.g. `Code`. */
  readonly name: string;
  /** The data, without the padding; a view on the file. */
  readonly data: Uint8Array;
  /** Where the data starts in the file. */
  readonly offset: number;
}

/**
 * Takes the container apart: an IFF file with the form type `BEAM`, each chunk padded to a multiple
 * of four (`erts/emulator/beam/beam_file.c`, `iff_init` and `iff_read_chunks`). Bytes after the
 * form are ignored, as the emulator does. Throws BeamFileError.
 */
export function readChunks(file: Uint8Array): Map<string, Chunk> {
  const bytes = file[0] === 0x1f && file[1] === 0x8b ? gunzip(file) : file;
  if (bytes.length < 12 || name(bytes, 0) !== 'FOR1' || name(bytes, 8) !== 'BEAM') {
    throw new BeamFileError('not-a-beam-file', 'the file does not start with a BEAM form', undefined, 0);
  }
  const end = 8 + uint32(bytes, 4);
  if (end > bytes.length) {
    throw new BeamFileError('truncated', `the form ends at ${end} but the file at ${bytes.length}`, undefined, 4);
  }
  const chunks = new Map<string, Chunk>();
  let p = 12;
  while (p < end) {
    if (end - p < 8) throw new BeamFileError('truncated', 'the header of a chunk is cut off', undefined, p);
    const id = name(bytes, p);
    const size = uint32(bytes, p + 4);
    const offset = p + 8;
    if (size > end - offset) {
      throw new BeamFileError('truncated', `chunk of ${size} bytes is longer than the ${end - offset} bytes left`, id, p + 4);
    }
    if (chunks.has(id)) throw new BeamFileError('duplicate-chunk', 'the chunk is there twice', id, p);
    chunks.set(id, { name: id, data: bytes.subarray(offset, offset + size), offset });
    p = offset + Math.ceil(size / 4) * 4;
  }
  return chunks;
}

/**
 * The file with a chunk added after the others, or in place of the one of that name, and without those that are named to be left
 * out. Throws BeamFileError for what is not such a file, RangeError for a name that is not four Latin-1 characters.
 */
export function withChunk(file: Uint8Array, chunkName: string, data: Uint8Array, without: readonly string[] = []): Uint8Array<ArrayBuffer> {
  if (!/^[\0-\xff]{4}$/.test(chunkName)) throw new RangeError(`${JSON.stringify(chunkName)} is not a chunk name`);
  const chunks = [...readChunks(file).values()].filter(({ name: each }) => each !== chunkName && !without.includes(each));
  chunks.push({ name: chunkName, data, offset: 0 });
  return writeChunks(chunks.map(({ name: each, data: bytes }) => [each, bytes]));
}

/** A file of chunks, in their order: names of four Latin-1 characters, and data. */
export function writeChunks(chunks: readonly (readonly [string, Uint8Array])[]): Uint8Array<ArrayBuffer> {
  const size = chunks.reduce((sum, [, data]) => sum + 8 + Math.ceil(data.length / 4) * 4, 4);
  const bytes = new Uint8Array(8 + size);
  const view = new DataView(bytes.buffer);
  const put = (text: string, p: number): void => {
    for (let i = 0; i < 4; i++) bytes[p + i] = text.charCodeAt(i);
  };
  put('FOR1', 0);
  view.setUint32(4, size);
  put('BEAM', 8);
  let p = 12;
  for (const [chunkName, data] of chunks) {
    put(chunkName, p);
    view.setUint32(p + 4, data.length);
    bytes.set(data, p + 8);
    p += 8 + Math.ceil(data.length / 4) * 4;
  }
  return bytes;
}

function gunzip(file: Uint8Array): Uint8Array {
  try {
    return inflateGzip(file);
  } catch (error) {
    if (error instanceof InflateError) throw new BeamFileError('bad-compression', error.message, undefined, 0);
    throw error;
  }
}

function name(bytes: Uint8Array, p: number): string {
  return decodeLatin1(bytes, p, p + 4);
}

function uint32(b: Uint8Array, p: number): number {
  return (((b[p] as number) << 24) | ((b[p + 1] as number) << 16) | ((b[p + 2] as number) << 8) | (b[p + 3] as number)) >>> 0;
}
