import { DeflateStream, InflateStream, ZlibFlush, ZlibResult } from '@beamline/beam-file';
import type { LinearMemory } from './terms/linear-memory.js';

// The kernel's `deflate` and `inflate`: bytes of its memory to bytes of its memory.

/** `windowBits` of zlib's format. */
const ZLIB = 15;
const DEFLATED = 8;
const MEMORY_LEVEL = 8;

/** The kernel's `deflate`. */
export function deflate(memory: LinearMemory, at: number, count: number, level: number, to: number, room: number): number {
  const start = at >>> 0;
  let stream: DeflateStream | undefined;
  try {
    stream = DeflateStream.open(level, DEFLATED, ZLIB, MEMORY_LEVEL, 0);
  } catch (error) {
    // The engine has no memory for it: then it stays as it is.
    if (!(error instanceof RangeError)) throw error;
  }
  if (stream === undefined) return 0;
  stream.setOutput(memory.bytes.subarray(to >>> 0, (to >>> 0) + room));
  const result = stream.write(memory.bytes.subarray(start, start + count), ZlibFlush.finish);
  stream.end();
  return result === ZlibResult.streamEnd && stream.room > 0 ? room - stream.room : 0;
}

/** The kernel's `inflate`. */
export function inflate(memory: LinearMemory, at: number, count: number, to: number, size: number): number {
  const start = at >>> 0;
  const stream = InflateStream.open(ZLIB);
  if (stream === undefined) return 0;
  // One byte more than stated, so that data that inflates to more is told apart.
  stream.setOutput(memory.bytes.subarray(to >>> 0, (to >>> 0) + size + 1));
  const result = stream.write(memory.bytes.subarray(start, start + count), ZlibFlush.finish);
  return result === ZlibResult.streamEnd && stream.room === 1 ? count - stream.inputLeft : 0;
}
