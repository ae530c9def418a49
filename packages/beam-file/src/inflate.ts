import { gunzipSync, inflateSync, unzlibSync } from 'fflate';
import { adler32, crc32 } from './checksums.js';

/** Upper limit for parts of files that are inflated: 64 MiB. Real files are below 10 MB. */
const MAX_FILE_BYTES: number = 64 * 1024 * 1024;
/** Upper limit for a term that is inflated. */
const MAX_TERM_BYTES: number = 1024 * 1024 * 1024;

/** Deflate cannot do better than 258 bytes for a quarter of a byte; RFC 1951 gives 1032:1. */
const MAX_RATIO = 1032;

/** Raised for anything that is wrong with compressed data; callers add where it was. */
export class InflateError extends Error {
  override readonly name: string = 'InflateError';
}

/**
 * Inflates zlib data (RFC 1950) that must give exactly `size` bytes, and checks its Adler-32.
 * Never allocates more than the input can justify. Throws InflateError.
 */
export function inflateZlib(data: Uint8Array, size: number): Uint8Array {
  if (data.length < 6) throw new InflateError('zlib data is shorter than its header and checksum');
  const out = inflateExactly(unzlibSync, data, size, MAX_FILE_BYTES);
  if (adler32(out) !== readUint32BigEndian(data, data.length - 4)) {
    throw new InflateError('zlib checksum does not match');
  }
  return out;
}

/**
 * As `inflateZlib`, for data that may have other bytes after it and may be larger: `length` bytes of `data` were taken. Throws
 * InflateError.
 */
export function inflateZlibPrefix(data: Uint8Array, size: number): { readonly bytes: Uint8Array; readonly length: number } {
  if (data.length < 6) throw new InflateError('zlib data is shorter than its header and checksum');
  const bytes = inflateExactly(unzlibSync, data, size, MAX_TERM_BYTES);
  const checksum = adler32(bytes);
  if (checksum === readUint32BigEndian(data, data.length - 4)) return { bytes, length: data.length };
  // The inflater does not tell where it ended: the shortest beginning that gives all bytes.
  const isEnough = (length: number): boolean => {
    try {
      return inflateSync(data.subarray(2, length), { out: new Uint8Array(size + 1) }).length === size;
    } catch {
      return false;
    }
  };
  let low = 2;
  let high = data.length - 4;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isEnough(middle)) high = middle;
    else low = middle + 1;
  }
  if (checksum !== readUint32BigEndian(data, low)) throw new InflateError('zlib checksum does not match');
  return { bytes, length: low + 4 };
}

/**
 * Inflates one gzip member (RFC 1952), which is what `erlc +compressed` writes, and checks its
 * CRC-32. Never allocates more than the input can justify. Throws InflateError.
 */
export function inflateGzip(data: Uint8Array): Uint8Array {
  if (data.length < 18) throw new InflateError('gzip data is shorter than its header and trailer');
  const size = readUint32LittleEndian(data, data.length - 4);
  const out = inflateExactly(gunzipSync, data, size, MAX_FILE_BYTES);
  if (crc32(out) !== readUint32LittleEndian(data, data.length - 8)) {
    throw new InflateError('gzip checksum does not match');
  }
  return out;
}

type Inflater = (data: Uint8Array, options: { out: Uint8Array }) => Uint8Array;

function inflateExactly(inflater: Inflater, data: Uint8Array, size: number, most: number): Uint8Array {
  if (size > most || size > data.length * MAX_RATIO) {
    throw new InflateError(`${data.length} compressed bytes cannot hold the stated ${size} bytes`);
  }
  let out: Uint8Array;
  try {
    // One byte more than stated, so that data that inflates to more is told apart.
    out = inflater(data, { out: new Uint8Array(size + 1) });
  } catch (error) {
    throw new InflateError(`compressed data is damaged: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (out.length !== size) {
    throw new InflateError(`compressed data does not give the stated ${size} bytes`);
  }
  return out;
}

function readUint32BigEndian(b: Uint8Array, p: number): number {
  return (((b[p] as number) << 24) | ((b[p + 1] as number) << 16) | ((b[p + 2] as number) << 8) | (b[p + 3] as number)) >>> 0;
}

function readUint32LittleEndian(b: Uint8Array, p: number): number {
  return (((b[p + 3] as number) << 24) | ((b[p + 2] as number) << 16) | ((b[p + 1] as number) << 8) | (b[p] as number)) >>> 0;
}
