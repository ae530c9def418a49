// Hyperbolic functions and their inverses by the formulas of fdlibm, as glibc has them, so that they differ from exact results as its own do.
//
// Copyright (C) 1993 by Sun Microsystems, Inc. All rights reserved.
// Developed at SunPro, a Sun Microsystems, Inc. business. Permission to use, copy, modify, and distribute this software is freely granted,
// provided that this notice is preserved.
import { exp, powerOfTwo } from './exponentials';
import { log } from './logarithms';
import { polynomial } from './polynomials';

const LN2_UPPER: f64 = 6.9314718036912381649e-1;
const LN2_LOWER: f64 = 1.90821492927058770002e-10;
const LN2: f64 = Math.LN2;
const ONE_BY_LN2: f64 = Math.LOG2E;

/** Words that are the upper halves of floats. */
const HALF_OF_LN2: u32 = 0x3fd62e42;
const ROOT_OF_TWO_FRACTION: u32 = 0x6a09e;

const TWO_TO_MINUS_28: f64 = 3.725290298461914e-9;
const TWO_TO_MINUS_29: f64 = 1.862645149230957e-9;
const TWO_TO_28: f64 = 268435456;

/** From here on the smaller of the two exponentials is nothing beside the other. */
const LARGE: f64 = 22;

/** The exponentials of what is smaller are finite: its upper half is 0x40862e42. */
const GREATEST_OF_EXP: f64 = 709.7822265625;

/** For (e^x - 1) in the primary range. */
const exponentialCoefficients: u32 = memory.data<f64>([
  1, -3.33333333333331316428e-2, 1.58730158725481460165e-3, -7.93650757867487942473e-5, 4.00821782732936239552e-6,
  -2.01099218183624371326e-7,
]) as u32;

/** For log(1 + x) in the primary range. */
const logarithmCoefficients: u32 = memory.data<f64>([
  0, 6.66666666666673513e-1, 3.999999999940941908e-1, 2.857142874366239149e-1, 2.222219843214978396e-1, 1.818357216161805012e-1,
  1.531383769920937332e-1, 1.479819860511658591e-1,
]) as u32;

// @ts-ignore: decorator
@inline
function upperWord(x: f64): u32 {
  return (reinterpret<u64>(x) >> 32) as u32;
}

/** x * 2^exponent by adding to the exponent's bits. */
// @ts-ignore: decorator
@inline
function withExponent(x: f64, exponent: i32): f64 {
  return reinterpret<f64>(reinterpret<u64>(x) + ((exponent as u64) << 52));
}

/** e^x - 1 for x from -2 to 44. */
function expm1(x: f64): f64 {
  const word = upperWord(x) & 0x7fffffff;
  let k: i32 = 0;
  let c: f64 = 0;
  if (word > HALF_OF_LN2) {
    k = (ONE_BY_LN2 * x + copysign<f64>(0.5, x)) as i32;
    const upper = x - (k as f64) * LN2_UPPER;
    const lower = (k as f64) * LN2_LOWER;
    x = upper - lower;
    c = upper - x - lower;
  }
  const half = 0.5 * x;
  const halfSquare = x * half;
  const r = polynomial(exponentialCoefficients, 3, halfSquare);
  const t = 3 - r * half;
  let e = halfSquare * ((r - t) / (6 - x * t));
  if (k == 0) return x - (x * e - halfSquare);
  e = x * (e - c) - c - halfSquare;
  if (k == -1) return 0.5 * (x - e) - 0.5;
  if (k == 1 && x < -0.25) return -2 * (e - (x + 0.5));
  if (k < 0 || k > 56) return withExponent(1 - (e - x), k) - 1;
  return withExponent(k < 20 ? 1 - powerOfTwo(-k) - (e - x) : x - (e + powerOfTwo(-k)) + 1, k);
}

/** log(1 + x) */
function log1p(x: f64): f64 {
  const magnitude = abs<f64>(x);
  if (magnitude < TWO_TO_MINUS_29) return x - x * x * 0.5;
  let f = x;
  let k: i32 = 0;
  let c: f64 = 0;
  let fraction: u32 = 1;
  const word = upperWord(x) as i32;
  // Not between -0.2929 and 0.41422.
  if (word >= 0x3fda827a || (word < 0 && word > (0xbfd2bec3 as i32))) {
    const u = 1 + x;
    k = ((upperWord(u) >> 20) as i32) - 1023;
    c = (k > 0 ? 1 - (u - x) : x - (u - 1)) / u;
    fraction = upperWord(u) & 0xfffff;
    if (fraction >= ROOT_OF_TWO_FRACTION) {
      k++;
      fraction = (0x100000 - fraction) >> 2;
    }
    f = withExponent(u, -k) - 1;
  }
  const halfSquare = 0.5 * f * f;
  const upper = (k as f64) * LN2_UPPER;
  const lower = (k as f64) * LN2_LOWER + c;
  if (fraction == 0) {
    if (f == 0) return upper + lower;
    const r = halfSquare * (1 - 0.66666666666666666 * f);
    return k == 0 ? f - r : upper - (r - lower - f);
  }
  const s = f / (2 + f);
  const r = s * (halfSquare + polynomial(logarithmCoefficients, 4, s * s));
  return k == 0 ? f - (halfSquare - r) : upper - (halfSquare - (r + lower) - f);
}

/** Half the exponential of a number that is large. */
function halfExp(x: f64): f64 {
  if (x < GREATEST_OF_EXP) return 0.5 * exp(x);
  const root = exp(0.5 * x);
  return 0.5 * root * root;
}

/** The hyperbolic sine of a number. */
export function sinh(x: f64): f64 {
  const magnitude = abs<f64>(x);
  if (magnitude < TWO_TO_MINUS_28) return x;
  if (!(magnitude < LARGE)) return copysign<f64>(halfExp(magnitude), x);
  const t = expm1(magnitude);
  return copysign<f64>(0.5, x) * (magnitude < 1 ? 2 * t - (t * t) / (t + 1) : t + t / (t + 1));
}

/** The hyperbolic cosine of a number. */
export function cosh(x: f64): f64 {
  const magnitude = abs<f64>(x);
  if (!(magnitude < LARGE)) return halfExp(magnitude);
  if (upperWord(magnitude) <= HALF_OF_LN2) {
    const t = expm1(magnitude);
    return 1 + (t * t) / (2 * (1 + t));
  }
  const t = exp(magnitude);
  return 0.5 * t + 0.5 / t;
}

/** The hyperbolic tangent of a number. */
export function tanh(x: f64): f64 {
  const magnitude = abs<f64>(x);
  if (magnitude >= LARGE) return copysign<f64>(1, x);
  const t = expm1(magnitude < 1 ? -2 * magnitude : 2 * magnitude);
  return copysign<f64>(magnitude < 1 ? -t / (t + 2) : 1 - 2 / (t + 2), x);
}

/** The inverse hyperbolic sine of a number. */
export function asinh(x: f64): f64 {
  const magnitude = abs<f64>(x);
  if (magnitude < TWO_TO_MINUS_28) return x;
  const square = magnitude * magnitude;
  const root = sqrt<f64>(square + 1);
  return copysign<f64>(
    isBeyond(magnitude, TWO_TO_28)
      ? log(magnitude) + LN2
      : isBeyond(magnitude, 2)
        ? log(2 * magnitude + 1 / (root + magnitude))
        : log1p(magnitude + square / (1 + root)),
    x,
  );
}

/** The inverse hyperbolic cosine of a number. */
export function acosh(x: f64): f64 {
  if (!(x >= 1)) return NaN;
  const t = x - 1;
  if (x >= TWO_TO_28) return log(x) + LN2;
  return isBeyond(x, 2) ? log(2 * x - 1 / (x + sqrt<f64>(x * x - 1))) : log1p(t + sqrt<f64>(2 * t + t * t));
}

/** The inverse hyperbolic tangent of a number. */
export function atanh(x: f64): f64 {
  const magnitude = abs<f64>(x);
  if (magnitude < TWO_TO_MINUS_28) return x;
  if (!(magnitude < 1)) return NaN;
  const twice = magnitude + magnitude;
  return copysign<f64>(0.5 * log1p(magnitude < 0.5 ? twice + (twice * magnitude) / (1 - magnitude) : twice / (1 - magnitude)), x);
}

/** True if a number is greater than a power of 2, by its upper word. */
// @ts-ignore: decorator
@inline
function isBeyond(x: f64, power: f64): bool {
  return upperWord(x) > upperWord(power);
}
