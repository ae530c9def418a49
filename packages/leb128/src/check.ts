import { Leb128ValueError } from './errors.js';

/** Throws unless `value` is an integer in 0 to 2^32-1. */
export function checkU32(value: number): void {
  if (value >>> 0 !== value) throw new Leb128ValueError('u32', value);
}

/** Throws unless `value` is an integer in -2^31 to 2^31-1. */
export function checkS32(value: number): void {
  if ((value | 0) !== value) throw new Leb128ValueError('s32', value);
}

/** Throws unless `value` is an integer in -2^32 to 2^32-1. */
export function checkS33(value: number): void {
  if (!(value >= -0x1_0000_0000 && value <= 0xffff_ffff && Math.floor(value) === value)) {
    throw new Leb128ValueError('s33', value);
  }
}

/** Throws unless `value` is an integer in 0 to 2^53-1 or a bigint in 0 to 2^64-1. */
export function checkU64(value: number | bigint): void {
  if (typeof value === 'bigint') {
    if (value < 0n || value > 0xffff_ffff_ffff_ffffn) throw new Leb128ValueError('u64', value);
  } else if (!Number.isSafeInteger(value) || value < 0) {
    throw new Leb128ValueError('u64', value);
  }
}

/** Throws unless `value` is an integer in -2^53+1 to 2^53-1 or a bigint in -2^63 to 2^63-1. */
export function checkS64(value: number | bigint): void {
  if (typeof value === 'bigint') {
    if (value < -0x8000_0000_0000_0000n || value > 0x7fff_ffff_ffff_ffffn) throw new Leb128ValueError('s64', value);
  } else if (!Number.isSafeInteger(value)) {
    throw new Leb128ValueError('s64', value);
  }
}
