// Integer arithmetic: small integers, 64-bit ones, and limbs beyond that. Mixed with floats as Erlang has it. Every function
// returns 0 for a bad argument, and for a result that is too large.
import * as L from '../generated/layout';
import { makeFloat, makeInteger, makeMagnitude, makeUnsigned } from '../terms/integer';
import {
  fits64,
  floatOf,
  headerOf,
  isBoxed,
  isBoxedInteger,
  isFloat,
  isInteger,
  isSmall,
  makeSmall,
  smallValue,
  value64,
} from '../terms/term';
import { AND, OR, XOR } from './bitwise';
import { floatOfLimbs } from './float';
import { addLarge, combineLarge, divideLarge, multiplyLarge, shiftLeftLarge, shiftRightLarge } from './large';
import { isNegative, limbCount, limbsAt, readOperand } from './operands';

/** Header of an integer from 2^63 on, below 2^96. */
const THREE_LIMBS: u32 = (3 << L.TermTag_arityShift) | L.HeaderTag_positiveInteger;

/** True for an integer from 2^63 on, below 2^64. */
// @ts-ignore: decorator
@inline
function isHighWord(t: u32): bool {
  return isBoxed(t) && headerOf(t) == THREE_LIMBS && load<u32>(t, 10) == 0;
}

/** True for an integer from 0 on, below 2^64. */
// @ts-ignore: decorator
@inline
function isWord(t: u32): bool {
  return fits64(t) ? value64(t) >= 0 : isHighWord(t);
}

/** Value of a term for which `isWord` holds. */
// @ts-ignore: decorator
@inline
function wordOf(t: u32): u64 {
  return isSmall(t) ? (smallValue(t) as u64) : load<u64>(t, 2);
}

/** The value of a number as a float; NaN for anything but a number, and for one that is too large (then `badarith`). */
export function toFloat(t: u32): f64 {
  if (isFloat(t)) return floatOf(t);
  if (fits64(t)) return value64(t) as f64;
  if (!isBoxedInteger(t)) return NaN;
  readOperand(t, 0);
  const value = floatOfLimbs(limbsAt, limbCount);
  return value == Infinity ? NaN : isNegative ? -value : value;
}

function finite(value: f64): u32 {
  return isFinite(value) ? makeFloat(value) : 0;
}

/** The product of two magnitudes, with its sign. */
function multiplyWide(x: u64, y: u64, negative: bool): u32 {
  const x0 = x & 0xffffffff;
  const x1 = x >> 32;
  const y0 = y & 0xffffffff;
  const y1 = y >> 32;
  const low = x0 * y0;
  const mid = x1 * y0 + (low >> 32);
  const mid2 = x0 * y1 + (mid & 0xffffffff);
  const high = x1 * y1 + (mid >> 32) + (mid2 >> 32);
  return makeMagnitude((mid2 << 32) | (low & 0xffffffff), high, negative);
}

/** @guard +/2 badarith */
export function add(a: u32, b: u32): u32 {
  if (isFloat(a) && isFloat(b)) return finite(floatOf(a) + floatOf(b));
  if (fits64(a) && fits64(b)) {
    const x = value64(a);
    const y = value64(b);
    const r = x + y;
    if (((x ^ r) & (y ^ r)) >= 0) return makeInteger(r);
    return x < 0 ? makeMagnitude(-r, u64(r == 0), true) : makeUnsigned(r);
  }
  if (isWord(a) && isWord(b)) {
    const sum = wordOf(a) + wordOf(b);
    return makeMagnitude(sum, u64(sum < wordOf(a)), false);
  }
  if (isInteger(a) && isInteger(b)) return addLarge(a, b, false);
  return finite(toFloat(a) + toFloat(b));
}

/** @guard -/2 badarith */
export function subtract(a: u32, b: u32): u32 {
  if (isFloat(a) && isFloat(b)) return finite(floatOf(a) - floatOf(b));
  if (fits64(a) && fits64(b)) {
    const x = value64(a);
    const y = value64(b);
    const r = x - y;
    if (((x ^ y) & (x ^ r)) >= 0) return makeInteger(r);
    return x < 0 ? makeMagnitude(-r, u64(r == 0), true) : makeUnsigned(r);
  }
  if (isWord(a) && isWord(b)) {
    const x = wordOf(a);
    const y = wordOf(b);
    return x >= y ? makeUnsigned(x - y) : makeMagnitude(y - x, 0, true);
  }
  if (isInteger(a) && isInteger(b)) return addLarge(a, b, true);
  return finite(toFloat(a) - toFloat(b));
}

/** @guard '*'/2 badarith */
export function multiply(a: u32, b: u32): u32 {
  if (isFloat(a) && isFloat(b)) return finite(floatOf(a) * floatOf(b));
  if (fits64(a) && fits64(b)) {
    const x = value64(a);
    const y = value64(b);
    const ux = (x < 0 ? -x : x) as u64;
    const uy = (y < 0 ? -y : y) as u64;
    // The product of an m-bit and an n-bit number has at most m + n bits.
    if (clz(ux) + clz(uy) >= 65) return makeInteger(x * y);
    return multiplyWide(ux, uy, (x ^ y) < 0);
  }
  if (isWord(a) && isWord(b)) return multiplyWide(wordOf(a), wordOf(b), false);
  if (isInteger(a) && isInteger(b)) return multiplyLarge(a, b);
  return finite(toFloat(a) * toFloat(b));
}

/** @guard div/2 badarith */
export function divide(a: u32, b: u32): u32 {
  if (b == makeSmall(0)) return 0;
  if (fits64(a) && fits64(b)) {
    const x = value64(a);
    const y = value64(b);
    // -2^63 div -1 is 2^63.
    return x == i64.MIN_VALUE && y == -1 ? makeUnsigned(x) : makeInteger(x / y);
  }
  if (isWord(a) && isWord(b)) return makeUnsigned(wordOf(a) / wordOf(b));
  return isInteger(a) && isInteger(b) ? divideLarge(a, b, false) : 0;
}

/** @guard rem/2 badarith */
export function remainder(a: u32, b: u32): u32 {
  if (b == makeSmall(0)) return 0;
  if (fits64(a) && fits64(b)) {
    const y = value64(b);
    return y == -1 ? makeSmall(0) : makeInteger(value64(a) % y);
  }
  if (isWord(a) && isWord(b)) return makeUnsigned(wordOf(a) % wordOf(b));
  return isInteger(a) && isInteger(b) ? divideLarge(a, b, true) : 0;
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

/** The low 64 bits of the first operand of `band` with a word. */
function lowBits(t: u32): u64 {
  if (fits64(t)) return value64(t);
  const low = load<u64>(t, 2);
  return (headerOf(t) & 4) != 0 ? -low : low;
}

/** @guard band/2 badarith */
export function bitAnd(a: u32, b: u32): u32 {
  if (fits64(a) && fits64(b)) return makeInteger(value64(a) & value64(b));
  if (!isInteger(a) || !isInteger(b)) return 0;
  // Of the other one only the bits of a word count.
  if (isWord(b)) return makeUnsigned(lowBits(a) & wordOf(b));
  if (isWord(a)) return makeUnsigned(wordOf(a) & lowBits(b));
  return combineLarge(AND, a, b);
}

/** @guard bor/2 badarith */
export function bitOr(a: u32, b: u32): u32 {
  if (fits64(a) && fits64(b)) return makeInteger(value64(a) | value64(b));
  if (isWord(a) && isWord(b)) return makeUnsigned(wordOf(a) | wordOf(b));
  return isInteger(a) && isInteger(b) ? combineLarge(OR, a, b) : 0;
}

/** @guard bxor/2 badarith */
export function bitXor(a: u32, b: u32): u32 {
  if (fits64(a) && fits64(b)) return makeInteger(value64(a) ^ value64(b));
  if (isWord(a) && isWord(b)) return makeUnsigned(wordOf(a) ^ wordOf(b));
  return isInteger(a) && isInteger(b) ? combineLarge(XOR, a, b) : 0;
}

/** @guard bnot/1 badarith */
export function bitNot(a: u32): u32 {
  if (fits64(a)) return makeInteger(~value64(a));
  return isInteger(a) ? subtract(makeSmall(-1), a) : 0;
}

/** @guard -/1 badarith */
export function negate(a: u32): u32 {
  if (isFloat(a)) return makeFloat(-floatOf(a));
  return isInteger(a) ? subtract(makeSmall(0), a) : 0;
}

/** @guard bsl/2 badarith */
export function shiftLeft(a: u32, b: u32): u32 {
  if (isSmall(b) && fits64(a)) {
    const x = value64(a);
    const by = smallValue(b);
    // The sign bit and one more must stay free.
    if ((by as u32) < 63 && clz(x < 0 ? ~x : x) > by) return makeInteger(x << by);
  }
  if (!isInteger(a) || !isInteger(b)) return 0;
  if (fits64(b)) return shift(a, value64(b));
  return isNegativeLarge(b) ? shiftRightLarge(a, u64.MAX_VALUE) : shiftLeftLarge(a, u64.MAX_VALUE);
}

/** @guard bsr/2 badarith */
export function shiftRight(a: u32, b: u32): u32 {
  if (isSmall(b) && fits64(a) && (smallValue(b) as u32) < 64) return makeInteger(value64(a) >> smallValue(b));
  if (!isInteger(a) || !isInteger(b)) return 0;
  if (fits64(b)) return value64(b) == i64.MIN_VALUE ? shiftLeftLarge(a, u64.MAX_VALUE) : shift(a, -value64(b));
  return isNegativeLarge(b) ? shiftLeftLarge(a, u64.MAX_VALUE) : shiftRightLarge(a, u64.MAX_VALUE);
}

function isNegativeLarge(t: u32): bool {
  return (headerOf(t) & 4) != 0;
}

/** Shifts an integer left by `by` bits, right if that is negative. */
function shift(a: u32, by: i64): u32 {
  if (fits64(a)) {
    const x = value64(a);
    if (by <= 0) return makeInteger(x >> min<i64>(-max<i64>(by, -63), 63));
    // The sign bit and one more must stay free.
    if (by < 63 && (clz(x < 0 ? ~x : x) as i64) > by) return makeInteger(x << by);
  }
  if (by <= 0) {
    if (isHighWord(a)) return by > -64 ? makeUnsigned(wordOf(a) >> -by) : makeSmall(0);
    return shiftRightLarge(a, -by);
  }
  if (by < 64 && isWord(a)) return makeMagnitude(wordOf(a) << by, wordOf(a) >> (64 - by), false);
  return shiftLeftLarge(a, by);
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
