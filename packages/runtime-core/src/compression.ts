import { adler32 } from '@beamline/beam-file';
import { inflateSync, unzlibSync, zlibSync } from 'fflate';
import type { LinearMemory } from './terms/linear-memory.js';

// The kernel's `deflate` and `inflate`: bytes of its memory to bytes of its memory.

/** Bytes of the header of zlib data, and of the checksum after it. */
const HEADER = 2;
const CHECKSUM = 4;

/** The kernel's `deflate`. */
export function deflate(memory: LinearMemory, at: number, count: number, level: number, to: number, room: number): number {
  const start = at >>> 0;
  let data: Uint8Array;
  try {
    data = zlibSync(memory.bytes.subarray(start, start + count), { level: level as 6 });
  } catch (error) {
    // The engine has no memory for it: then it stays as it is.
    if (error instanceof RangeError) return 0;
    throw error;
  }
  if (data.length >= room) return 0;
  memory.bytes.set(data, to >>> 0);
  return data.length;
}

/** The kernel's `inflate`. */
export function inflate(memory: LinearMemory, at: number, count: number, to: number, size: number): number {
  const start = at >>> 0;
  const data = memory.bytes.subarray(start, start + count);
  // One byte more than stated, so that data that inflates to more is told apart.
  const out = memory.bytes.subarray(to >>> 0, (to >>> 0) + size + 1);
  if (!gives(size, () => unzlibSync(data, { out }))) return 0;
  const checksum = adler32(out.subarray(0, size));
  // The inflater does not tell where it ended: the shortest beginning that gives all bytes. Most often that is all there is.
  const isEnough = (end: number): boolean => gives(size, () => inflateSync(data.subarray(HEADER, end), { out }));
  let high = data.length - CHECKSUM;
  if (isEnough(high - 1)) {
    let low = HEADER;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (isEnough(middle)) high = middle;
      else low = middle + 1;
    }
  }
  // A beginning that was too short may have left what is not in the whole.
  return checksum === readUint32(data, high) && isEnough(high) ? high + CHECKSUM : 0;
}

/** True if an inflater does not fail and gives so many bytes. */
function gives(size: number, inflater: () => Uint8Array): boolean {
  try {
    return inflater().length === size;
  } catch {
    return false;
  }
}

function readUint32(bytes: Uint8Array, at: number): number {
  return new DataView(bytes.buffer, bytes.byteOffset + at, CHECKSUM).getUint32(0);
}
