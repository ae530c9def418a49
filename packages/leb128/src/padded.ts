/**
 * Encodings of fixed width, for places that are patched later (relocations).
 *
 * 32-bit integers take 5 bytes and 64-bit integers take 10, whatever the value. Errors are
 * those of the shortest encodings.
 */
import { checkEnd, encodeS32, encodeS64, encodeU32, encodeU64 } from './encode.js';

/** The length of a padded 32-bit integer, in bytes. */
export const PADDED_SIZE_32 = 5;
/** The length of a padded 64-bit integer, in bytes. */
export const PADDED_SIZE_64 = 10;

/** Writes an unsigned 32-bit integer in 5 bytes. */
export function encodeU32Padded(target: Uint8Array, offset: number, value: number): number {
  return pad(target, offset, value, encodeU32(target, offset, value), PADDED_SIZE_32);
}

/** Writes a signed 32-bit integer in 5 bytes. */
export function encodeS32Padded(target: Uint8Array, offset: number, value: number): number {
  return pad(target, offset, value, encodeS32(target, offset, value), PADDED_SIZE_32);
}

/** Writes an unsigned 64-bit integer, a number below 2^53 or a bigint, in 10 bytes. */
export function encodeU64Padded(target: Uint8Array, offset: number, value: number | bigint): number {
  return pad(target, offset, value, encodeU64(target, offset, value), PADDED_SIZE_64);
}

/** Writes a signed 64-bit integer, a number of magnitude below 2^53 or a bigint, in 10 bytes. */
export function encodeS64Padded(target: Uint8Array, offset: number, value: number | bigint): number {
  return pad(target, offset, value, encodeS64(target, offset, value), PADDED_SIZE_64);
}

/** Lengthens the shortest encoding, which ends at `end`: what is added repeats the sign. */
function pad(target: Uint8Array, start: number, value: number | bigint, end: number, size: number): number {
  for (let at = end; at < start + size; ) {
    target[at - 1] = (target[at - 1] ?? 0) | 0x80;
    target[at++] = value < 0 ? 127 : 0;
  }
  return checkEnd(target, start, start + size);
}
