/**
 * The shortest encodings (WebAssembly 3.0, section 5.2.2).
 *
 * Each function writes at `offset` and returns the offset behind the last byte.
 * All throw {@link Leb128ValueError} for a value that the type does not have and
 * {@link Leb128TargetError} if the target ends too soon.
 */
import { Leb128TargetError, Leb128ValueError } from './errors.js';

// A typed array ignores writes behind its end, so one check at the end is enough.
function checkEnd(target: Uint8Array, start: number, end: number): number {
  if (end > target.length) throw new Leb128TargetError(start, end - start, target.length);
  return end;
}

/** Writes an unsigned 32-bit integer in 1 to 5 bytes. */
export function encodeU32(target: Uint8Array, offset: number, value: number): number {
  if (value >>> 0 !== value) throw new Leb128ValueError('u32', value);
  let at = offset;
  let rest = value;
  while (rest > 0x7f) {
    target[at++] = rest | 0x80;
    rest >>>= 7;
  }
  target[at++] = rest;
  return checkEnd(target, offset, at);
}

/** Writes a signed 32-bit integer in 1 to 5 bytes. */
export function encodeS32(target: Uint8Array, offset: number, value: number): number {
  if ((value | 0) !== value) throw new Leb128ValueError('s32', value);
  let at = offset;
  let rest = value;
  while (rest < -64 || rest > 63) {
    target[at++] = rest | 0x80;
    rest >>= 7;
  }
  target[at++] = rest & 0x7f;
  return checkEnd(target, offset, at);
}

/** Writes a signed 33-bit integer, the type of block types and heap types, in 1 to 5 bytes. */
export function encodeS33(target: Uint8Array, offset: number, value: number): number {
  return encodeWide(target, offset, value, 's33', value >= -(2 ** 32) && value < 2 ** 32, true);
}

/** Writes an unsigned 64-bit integer, a number below 2^53 or a bigint, in 1 to 10 bytes. */
export function encodeU64(target: Uint8Array, offset: number, value: number | bigint): number {
  return encodeWide(target, offset, value, 'u64', typeof value === 'number' ? value >= 0 : BigInt.asUintN(64, value) === value, false);
}

/** Writes a signed 64-bit integer, a number of magnitude below 2^53 or a bigint, in 1 to 10 bytes. */
export function encodeS64(target: Uint8Array, offset: number, value: number | bigint): number {
  return encodeWide(target, offset, value, 's64', typeof value === 'number' || BigInt.asIntN(64, value) === value, true);
}

function encodeWide(target: Uint8Array, offset: number, value: number | bigint, type: string, inRange: boolean, signed: boolean): number {
  // The halves, as signed integers of 32 bits.
  let low: number;
  let high: number;
  if (typeof value === 'bigint') {
    low = Number(BigInt.asIntN(32, value));
    high = Number(BigInt.asIntN(32, value >> 32n));
  } else {
    low = value | 0;
    high = Math.floor(value / 2 ** 32) | 0;
  }
  if (!inRange || (typeof value === 'number' && !Number.isSafeInteger(value))) throw new Leb128ValueError(type, value);
  let at = offset;
  while (signed ? low >> 31 !== high || low < -64 || low > 63 : high !== 0 || low >>> 7 !== 0) {
    target[at++] = low | 0x80;
    low = (low >>> 7) | (high << 25);
    high = signed ? high >> 7 : high >>> 7;
  }
  target[at++] = low & 0x7f;
  return checkEnd(target, offset, at);
}
