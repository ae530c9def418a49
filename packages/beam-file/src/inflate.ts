import { InflateStream } from './zlib/inflate-stream.js';
import { ZlibFlush, ZlibResult } from './zlib/zlib-stream.js';

/** Upper limit for parts of files that are inflated: 64 MiB. Real files are below 10 MB. */
const MAX_FILE_BYTES: number = 64 * 1024 * 1024;
/** Upper limit for a term that is inflated. */
const MAX_TERM_BYTES: number = 1024 * 1024 * 1024;

/** Deflate cannot do better than 258 bytes for a quarter of a byte; RFC 1951 gives 1032:1. */
const MAX_RATIO = 1032;

/** `windowBits` of zlib's format and of gzip's. */
const ZLIB = 15;
const GZIP = 31;

/** Raised for anything that is wrong with compressed data; callers add where it was. */
export class InflateError extends Error {
  override readonly name: string = 'InflateError';
}

/** What data inflates to, and how many bytes of it were taken. */
interface Inflated {
  readonly bytes: Uint8Array;
  readonly length: number;
}

/**
 * Inflates zlib data (RFC 1950) that must give exactly `size` bytes, and checks its Adler-32.
 * Never allocates more than the input can justify. Throws InflateError.
 */
export function inflateZlib(data: Uint8Array, size: number): Uint8Array {
  if (data.length < 6) throw new InflateError('zlib data is shorter than its header and checksum');
  return all(inflateExactly(ZLIB, data, size, MAX_FILE_BYTES), data);
}

/**
 * As `inflateZlib`, for data that may have other bytes after it and may be larger: `length` bytes of `data` were taken. Throws
 * InflateError.
 */
export function inflateZlibPrefix(data: Uint8Array, size: number): Inflated {
  if (data.length < 6) throw new InflateError('zlib data is shorter than its header and checksum');
  return inflateExactly(ZLIB, data, size, MAX_TERM_BYTES);
}

/**
 * Inflates one gzip member (RFC 1952), which is what `erlc +compressed` writes, and checks its
 * CRC-32. Never allocates more than the input can justify. Throws InflateError.
 */
export function inflateGzip(data: Uint8Array): Uint8Array {
  if (data.length < 18) throw new InflateError('gzip data is shorter than its header and trailer');
  const size = readUint32LittleEndian(data, data.length - 4);
  return all(inflateExactly(GZIP, data, size, MAX_FILE_BYTES), data);
}

function all({ bytes, length }: Inflated, data: Uint8Array): Uint8Array {
  if (length !== data.length) throw new InflateError(`there are ${data.length - length} bytes after the compressed data`);
  return bytes;
}

function inflateExactly(windowBits: number, data: Uint8Array, size: number, most: number): Inflated {
  if (size > most || size > data.length * MAX_RATIO) {
    throw new InflateError(`${data.length} compressed bytes cannot hold the stated ${size} bytes`);
  }
  const stream = InflateStream.open(windowBits);
  // One byte more than stated, so that data that inflates to more is told apart.
  const out = new Uint8Array(size + 1);
  stream?.setOutput(out);
  const result = stream?.write(data, ZlibFlush.finish);
  const given = size + 1 - (stream?.room ?? 0);
  if (result !== ZlibResult.streamEnd && given <= size) throw new InflateError('compressed data is damaged');
  if (given !== size) throw new InflateError(`compressed data does not give the stated ${size} bytes`);
  return { bytes: out.subarray(0, size), length: data.length - (stream?.inputLeft ?? 0) };
}

function readUint32LittleEndian(b: Uint8Array, p: number): number {
  return (((b[p + 3] as number) << 24) | ((b[p + 2] as number) << 16) | ((b[p + 1] as number) << 8) | (b[p] as number)) >>> 0;
}
