/**
 * Encodings of fixed width, for places that are patched later (relocations).
 *
 * 32-bit integers take 5 bytes and 64-bit integers take 10, whatever the value. Errors are
 * those of the shortest encodings.
 */
import { checkS32, checkS64, checkU32, checkU64 } from './check.js';
import { Leb128TargetError } from './errors.js';

/** The length of a padded 32-bit integer, in bytes. */
export const PADDED_SIZE_32 = 5;
/** The length of a padded 64-bit integer, in bytes. */
export const PADDED_SIZE_64 = 10;

function checkRoom(target: Uint8Array, offset: number, size: number): void {
  if (offset + size > target.length) throw new Leb128TargetError(offset, size, target.length);
}

/** Writes an unsigned 32-bit integer in 5 bytes. */
export function encodeU32Padded(target: Uint8Array, offset: number, value: number): number {
  checkU32(value);
  checkRoom(target, offset, PADDED_SIZE_32);
  target[offset] = value | 0x80;
  target[offset + 1] = (value >>> 7) | 0x80;
  target[offset + 2] = (value >>> 14) | 0x80;
  target[offset + 3] = (value >>> 21) | 0x80;
  target[offset + 4] = value >>> 28;
  return offset + PADDED_SIZE_32;
}

/** Writes a signed 32-bit integer in 5 bytes. */
export function encodeS32Padded(target: Uint8Array, offset: number, value: number): number {
  checkS32(value);
  checkRoom(target, offset, PADDED_SIZE_32);
  target[offset] = value | 0x80;
  target[offset + 1] = (value >> 7) | 0x80;
  target[offset + 2] = (value >> 14) | 0x80;
  target[offset + 3] = (value >> 21) | 0x80;
  target[offset + 4] = (value >> 28) & 0x7f;
  return offset + PADDED_SIZE_32;
}

/** Writes an unsigned 64-bit integer, a number below 2^53 or a bigint, in 10 bytes. */
export function encodeU64Padded(target: Uint8Array, offset: number, value: number | bigint): number {
  checkU64(value);
  return encode64Padded(target, offset, BigInt(value), 0x01);
}

/** Writes a signed 64-bit integer, a number of magnitude below 2^53 or a bigint, in 10 bytes. */
export function encodeS64Padded(target: Uint8Array, offset: number, value: number | bigint): number {
  checkS64(value);
  return encode64Padded(target, offset, BigInt(value), 0x7f);
}

function encode64Padded(target: Uint8Array, offset: number, value: bigint, lastMask: number): number {
  checkRoom(target, offset, PADDED_SIZE_64);
  let rest = value;
  for (let i = 0; i < PADDED_SIZE_64 - 1; i++) {
    target[offset + i] = Number(rest & 0x7fn) | 0x80;
    rest >>= 7n;
  }
  target[offset + PADDED_SIZE_64 - 1] = Number(rest & 0x7fn) & lastMask;
  return offset + PADDED_SIZE_64;
}
