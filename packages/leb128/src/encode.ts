/**
 * The shortest encodings (WebAssembly 3.0, section 5.2.2).
 *
 * Each function writes at `offset` and returns the offset behind the last byte.
 * All throw {@link Leb128ValueError} for a value that the type does not have and
 * {@link Leb128TargetError} if the target ends too soon.
 */
import { checkS32, checkS33, checkS64, checkU32, checkU64 } from './check.js';
import { Leb128TargetError } from './errors.js';

// A typed array ignores writes behind its end, so one check at the end is enough.
function checkEnd(target: Uint8Array, start: number, end: number): number {
  if (end > target.length) throw new Leb128TargetError(start, end - start, target.length);
  return end;
}

/** Writes an unsigned 32-bit integer in 1 to 5 bytes. */
export function encodeU32(target: Uint8Array, offset: number, value: number): number {
  checkU32(value);
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
  checkS32(value);
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
  checkS33(value);
  return encodeSignedNumber(target, offset, value);
}

/** Writes an unsigned 64-bit integer, a number below 2^53 or a bigint, in 1 to 10 bytes. */
export function encodeU64(target: Uint8Array, offset: number, value: number | bigint): number {
  checkU64(value);
  let at = offset;
  if (typeof value === 'number') {
    let rest = value;
    while (rest > 0x7f) {
      // `|` takes the value modulo 2^32, which keeps the seven bits wanted.
      target[at++] = rest | 0x80;
      rest = Math.floor(rest / 128);
    }
    target[at++] = rest;
    return checkEnd(target, offset, at);
  }
  let low = Number(value & 0xffff_ffffn);
  let high = Number(value >> 32n);
  while (high !== 0 || low > 0x7f) {
    target[at++] = low | 0x80;
    low = ((low >>> 7) | (high << 25)) >>> 0;
    high >>>= 7;
  }
  target[at++] = low;
  return checkEnd(target, offset, at);
}

/** Writes a signed 64-bit integer, a number of magnitude below 2^53 or a bigint, in 1 to 10 bytes. */
export function encodeS64(target: Uint8Array, offset: number, value: number | bigint): number {
  checkS64(value);
  if (typeof value === 'number') return encodeSignedNumber(target, offset, value);
  let at = offset;
  let low = Number(BigInt.asIntN(32, value));
  let high = Number(value >> 32n);
  while (low >> 31 !== high || low < -64 || low > 63) {
    target[at++] = low | 0x80;
    low = (low >>> 7) | (high << 25);
    high >>= 7;
  }
  target[at++] = low & 0x7f;
  return checkEnd(target, offset, at);
}

function encodeSignedNumber(target: Uint8Array, offset: number, value: number): number {
  let at = offset;
  let rest = value;
  while (rest < -64 || rest > 63) {
    target[at++] = rest | 0x80;
    rest = Math.floor(rest / 128);
  }
  target[at++] = rest & 0x7f;
  return checkEnd(target, offset, at);
}
