/**
 * Lengths of the shortest encodings, in bytes. All throw {@link Leb128ValueError} for a value
 * that the type does not have.
 */
import { checkS32, checkS33, checkS64, checkU32, checkU64 } from './check.js';

/** The length of an unsigned 32-bit integer: 1 to 5. */
export function sizeU32(value: number): number {
  checkU32(value);
  if (value < 0x80) return 1;
  if (value < 0x4000) return 2;
  if (value < 0x20_0000) return 3;
  return value < 0x1000_0000 ? 4 : 5;
}

/** The length of a signed 32-bit integer: 1 to 5. */
export function sizeS32(value: number): number {
  checkS32(value);
  const magnitude = value ^ (value >> 31);
  if (magnitude < 0x40) return 1;
  if (magnitude < 0x2000) return 2;
  if (magnitude < 0x10_0000) return 3;
  return magnitude < 0x800_0000 ? 4 : 5;
}

/** The length of a signed 33-bit integer: 1 to 5. */
export function sizeS33(value: number): number {
  checkS33(value);
  return sizeSignedNumber(value);
}

/** The length of an unsigned 64-bit integer, a number below 2^53 or a bigint: 1 to 10. */
export function sizeU64(value: number | bigint): number {
  checkU64(value);
  let size = 1;
  if (typeof value === 'number') {
    for (let rest = value; rest > 0x7f; rest = Math.floor(rest / 128)) size++;
  } else {
    for (let rest = value; rest > 0x7fn; rest >>= 7n) size++;
  }
  return size;
}

/** The length of a signed 64-bit integer, a number of magnitude below 2^53 or a bigint: 1 to 10. */
export function sizeS64(value: number | bigint): number {
  checkS64(value);
  if (typeof value === 'number') return sizeSignedNumber(value);
  let size = 1;
  for (let rest = value; rest < -64n || rest > 63n; rest >>= 7n) size++;
  return size;
}

function sizeSignedNumber(value: number): number {
  let size = 1;
  for (let rest = value; rest < -64 || rest > 63; rest = Math.floor(rest / 128)) size++;
  return size;
}
