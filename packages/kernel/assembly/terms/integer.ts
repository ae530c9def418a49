// Integer arithmetic: small integers, 64-bit boxed ones, and beyond that limbs, which the host's
// BigInt computes. Mixed with floats as Erlang has it. Every function returns 0 for a bad argument.
import * as L from '../generated/layout';
import { bigBinary, bigToFloat } from '../host';
import { allocateNoCollect, spendReductions } from '../memory/heap';
import { multiplyWide } from './limbs';
import { floatOf, headerOf, integer64Of, isBoxedInteger, isFloat, isInteger, isInteger64, isSmall, makeSmall, smallValue } from './term';

/** Operations that the host computes on integers of any size. */
export const BIG_ADD: i32 = 0;
export const BIG_SUB: i32 = 1;
export const BIG_MUL: i32 = 2;
export const BIG_DIV: i32 = 3;
export const BIG_REM: i32 = 4;
export const BIG_AND: i32 = 5;
export const BIG_OR: i32 = 6;
export const BIG_XOR: i32 = 7;
export const BIG_SHIFT_LEFT: i32 = 8;
export const BIG_SHIFT_RIGHT: i32 = 9;

/** Most bytes of an integer (`BIG_ARITY_MAX` in OTP's `erl_term.h`): fewer since OTP 27. */
export function mostIntegerBytes(): u32 {
  return load<u32>(L.MachineRegister_otpRelease) >= 27 ? 8 * 65535 : 8 * 524287;
}

/** The term of a 64-bit integer. */
export function makeInteger(value: i64): u32 {
  if (value >= -0x8000000 && value <= 0x7ffffff) return makeSmall(value as i32);
  const box = allocateNoCollect(12);
  store<u32>(box, value < 0 ? L.INTEGER64_HEADER_NEGATIVE : L.INTEGER64_HEADER_POSITIVE);
  store<i64>(box, value, 4);
  return box | L.TermTag_boxed;
}

/** The term of an unsigned 64-bit integer. */
export function makeUnsigned(value: u64): u32 {
  if ((value as i64) >= 0) return makeInteger(value as i64);
  // Outside the signed range a magnitude has at least three limbs, to tell it from the 64-bit form.
  const box = allocateNoCollect(16);
  store<u32>(box, (3 << L.TermTag_arityShift) | L.HeaderTag_positiveInteger);
  store<u64>(box, value, 4);
  store<u32>(box, 0, 12);
  return box | L.TermTag_boxed;
}

export function makeFloat(value: f64): u32 {
  const box = allocateNoCollect(12);
  store<u32>(box, L.FLOAT_HEADER);
  store<f64>(box, value, 4);
  return box | L.TermTag_boxed;
}

// @ts-ignore: decorator
@inline
function fits64(t: u32): bool {
  return isSmall(t) || isInteger64(t);
}

/** Value of a term for which `fits64` holds. */
// @ts-ignore: decorator
@inline
function value64(t: u32): i64 {
  return isSmall(t) ? (smallValue(t) as i64) : integer64Of(t);
}

/** The value of a number as a float; NaN for anything but a number, and for one that is too large (then `badarith`). */
export function toFloat(t: u32): f64 {
  if (fits64(t)) return value64(t) as f64;
  if (isFloat(t)) return floatOf(t);
  if (isBoxedInteger(t)) return bigToFloat(t);
  return NaN;
}

function finite(value: f64): u32 {
  return isFinite(value) ? makeFloat(value) : 0;
}

/** Limbs of large integers that an operation goes through for a reduction, and pairs of limbs that a product does. */
const LIMBS_PER_REDUCTION: u32 = 8;
const PAIRS_PER_REDUCTION: u64 = 8192;

function limbsOf(t: u32): u32 {
  return isBoxedInteger(t) ? headerOf(t) >> L.TermTag_arityShift : 1;
}

/** `bigBinary`, for reductions: one operation takes long, and others wait. */
function big(operation: i32, a: u32, b: u32): u32 {
  const result = bigBinary(operation, a, b);
  const first = limbsOf(a);
  const second = limbsOf(b);
  let cost: u32 = (first + second + (result == 0 ? 0 : limbsOf(result))) / LIMBS_PER_REDUCTION;
  if (operation == BIG_MUL || operation == BIG_DIV || operation == BIG_REM)
    cost += (((first as u64) * (second as u64)) / PAIRS_PER_REDUCTION) as u32;
  if (cost > 0) spendReductions(cost);
  return result;
}

function floatOrBig(operation: i32, a: u32, b: u32): u32 {
  if (isInteger(a) && isInteger(b)) return big(operation, a, b);
  const x = toFloat(a);
  const y = toFloat(b);
  if (isNaN(x) || isNaN(y)) return 0;
  if (operation == BIG_ADD) return finite(x + y);
  if (operation == BIG_SUB) return finite(x - y);
  return finite(x * y);
}

/** @guard +/2 badarith */
export function add(a: u32, b: u32): u32 {
  if (fits64(a) && fits64(b)) {
    const x = value64(a);
    const y = value64(b);
    const r = x + y;
    if (((x ^ r) & (y ^ r)) >= 0) return makeInteger(r);
  }
  return floatOrBig(BIG_ADD, a, b);
}

/** @guard -/2 badarith */
export function subtract(a: u32, b: u32): u32 {
  if (fits64(a) && fits64(b)) {
    const x = value64(a);
    const y = value64(b);
    const r = x - y;
    if (((x ^ y) & (x ^ r)) >= 0) return makeInteger(r);
  }
  return floatOrBig(BIG_SUB, a, b);
}

/** @guard '*'/2 badarith */
export function multiply(a: u32, b: u32): u32 {
  if (fits64(a) && fits64(b)) {
    const x = value64(a);
    const y = value64(b);
    const ux = (x < 0 ? -x : x) as u64;
    const uy = (y < 0 ? -y : y) as u64;
    // The product of an m-bit and an n-bit number has at most m + n bits.
    if (clz(ux) + clz(uy) >= 65) return makeInteger(x * y);
    return multiplyWide(ux, uy, (x ^ y) < 0);
  }
  return floatOrBig(BIG_MUL, a, b);
}

/** @guard div/2 badarith */
export function divide(a: u32, b: u32): u32 {
  if (!isInteger(a) || !isInteger(b) || b == makeSmall(0)) return 0;
  if (fits64(a) && fits64(b)) {
    const x = value64(a);
    const y = value64(b);
    // -2^63 div -1 is 2^63.
    if (!(x == i64.MIN_VALUE && y == -1)) return makeInteger(x / y);
  }
  return big(BIG_DIV, a, b);
}

/** @guard rem/2 badarith */
export function remainder(a: u32, b: u32): u32 {
  if (!isInteger(a) || !isInteger(b) || b == makeSmall(0)) return 0;
  if (fits64(a) && fits64(b)) {
    const y = value64(b);
    return y == -1 ? makeSmall(0) : makeInteger(value64(a) % y);
  }
  return big(BIG_REM, a, b);
}

/**
 * `/`: always a float.
 *
 * @guard //2 badarith
 */
export function divideFloat(a: u32, b: u32): u32 {
  const x = toFloat(a);
  const y = toFloat(b);
  if (isNaN(x) || isNaN(y) || y == 0) return 0;
  return finite(x / y);
}

/** @guard band/2 badarith */
export function bitAnd(a: u32, b: u32): u32 {
  if (fits64(a) && fits64(b)) return makeInteger(value64(a) & value64(b));
  return isInteger(a) && isInteger(b) ? big(BIG_AND, a, b) : 0;
}

/** @guard bor/2 badarith */
export function bitOr(a: u32, b: u32): u32 {
  if (fits64(a) && fits64(b)) return makeInteger(value64(a) | value64(b));
  return isInteger(a) && isInteger(b) ? big(BIG_OR, a, b) : 0;
}

/** @guard bxor/2 badarith */
export function bitXor(a: u32, b: u32): u32 {
  if (fits64(a) && fits64(b)) return makeInteger(value64(a) ^ value64(b));
  return isInteger(a) && isInteger(b) ? big(BIG_XOR, a, b) : 0;
}

/** @guard bnot/1 badarith */
export function bitNot(a: u32): u32 {
  return isInteger(a) ? subtract(makeSmall(-1), a) : 0;
}

/** @guard -/1 badarith */
export function negate(a: u32): u32 {
  if (isFloat(a)) return makeFloat(-floatOf(a));
  return isInteger(a) ? subtract(makeSmall(0), a) : 0;
}

/** @guard bsl/2 badarith */
export function shiftLeft(a: u32, b: u32): u32 {
  if (!isInteger(a) || !isInteger(b)) return 0;
  if (fits64(a) && isSmall(b)) return shift(a, smallValue(b));
  return big(BIG_SHIFT_LEFT, a, b);
}

/** @guard bsr/2 badarith */
export function shiftRight(a: u32, b: u32): u32 {
  if (!isInteger(a) || !isInteger(b)) return 0;
  if (fits64(a) && isSmall(b)) return shift(a, -smallValue(b));
  return big(BIG_SHIFT_RIGHT, a, b);
}

/** Shifts an integer of 64 bits left by `by` bits, right if it is negative. */
function shift(a: u32, by: i32): u32 {
  const x = value64(a);
  if (x == 0) return a;
  if (by <= 0) return makeInteger(x >> min<i64>(-(by as i64), 63));
  // The sign bit and one more must stay free.
  if (by < 63 && (clz(x < 0 ? ~x : x) as i32) > by) return makeInteger(x << by);
  // The opposite of the least small integer is not small.
  return big(BIG_SHIFT_LEFT, a, makeInteger(by));
}

/** @guard abs/1 badarg */
export function absolute(a: u32): u32 {
  // Before OTP 27 the sign of a zero stays.
  if (isFloat(a))
    return floatOf(a) < 0 || (floatOf(a) == 0 && load<u32>(L.MachineRegister_signedZeros) != 0) ? makeFloat(Math.abs(floatOf(a))) : a;
  if (fits64(a)) return value64(a) < 0 ? subtract(makeSmall(0), a) : a;
  if (!isBoxedInteger(a)) return 0;
  return (load<u32>(a - 2) & 4) != 0 ? subtract(makeSmall(0), a) : a;
}
