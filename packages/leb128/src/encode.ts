/**
 * The shortest encodings (WebAssembly 3.0, section 5.2.2).
 *
 * Each function writes at `offset` and returns the offset after the last byte.
 * All throw {@link Leb128Error}: `out of range` for a value that the type does not have, `no room` if
 * the target ends too soon.
 */
import { fail } from './errors.js';

// A typed array ignores writes after its end, so one check at the end is enough.
export function checkEnd(target: Uint8Array, start: number, end: number): number {
  if (end > target.length) fail('no room', 0, 0, start, end - start);
  return end;
}

/** Writes an unsigned 32-bit integer in 1 to 5 bytes. */
export function encodeU32(target: Uint8Array, offset: number, value: number): number {
  if (value >>> 0 !== value) fail('out of range', 0, 32, offset, value);
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
  if ((value | 0) !== value) fail('out of range', 1, 32, offset, value);
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
  return encodeWide(target, offset, value, 33, -1);
}

/** Writes an unsigned 64-bit integer, a number below 2^53 or a bigint, in 1 to 10 bytes. */
export function encodeU64(target: Uint8Array, offset: number, value: number | bigint): number {
  return encodeWide(target, offset, value, 64, 0);
}

/** Writes a signed 64-bit integer, a number of magnitude below 2^53 or a bigint, in 1 to 10 bytes. */
export function encodeS64(target: Uint8Array, offset: number, value: number | bigint): number {
  return encodeWide(target, offset, value, 64, -(2 ** 31));
}

// The upper half, all bits but 32, must be at least `least`, which is negative for signed types.
function encodeWide(target: Uint8Array, offset: number, value: number | bigint, bits: number, least: number): number {
  const big = typeof value === 'bigint';
  let high = big ? Number(value >> 32n) : Math.floor(value / 2 ** 32);
  let low = big ? Number(BigInt.asIntN(32, value)) : value | 0;
  const sign = least < 0 ? 1 : 0;
  if (!(big || Number.isSafeInteger(value)) || high < least || high > (sign ? ~least : 2 ** 32 - 1))
    fail('out of range', sign, bits, offset, value);
  high |= 0;
  let at = offset;
  // Until what is left is seven bits, which for signed types all higher ones repeat.
  while (sign ? ((low >> 6) ^ high) | ((high >> 31) ^ high) : (low >>> 7) | high) {
    target[at++] = low | 0x80;
    low = (low >>> 7) | (high << 25);
    high = sign ? high >> 7 : high >>> 7;
  }
  target[at++] = low & 0x7f;
  return checkEnd(target, offset, at);
}
