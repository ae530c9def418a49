// Logarithms, to some 70 bits, and powers.
import { add, lackOfOrderedSum, lackOfProduct, lackOfSquare, multiply, rest, upperHalf } from './double-double';
import { exponential } from './exponentials';
import { inverseSeries } from './inverse-series';

/** The numbers i of which there is the logarithm of i / 256: 256 times what is inverse to the numbers between sqrt(1/2) and sqrt(2). */
const FIRST: u32 = 181;
const LAST: u32 = 363;
const ONE: u32 = 256;

/** Logarithms of the i / 256, in two floats each; made when they are first needed. */
const logarithms: u32 = memory.data(183 * 16) as u32;

/** The upper 32 bits of the square root of 1/2. */
const ROOT_OF_HALF: u64 = 0x3fe6a09e00000000;

/** ln 2; the upper part has so few bits that its products with exponents are exact. */
const LN2_UPPER: f64 = 0.6931471805598903;
const LN2_LOWER: f64 = 5.497923018708371e-14;

/** 1 / ln 2 */
const LOG2_OF_E: f64 = Math.LOG2E;
const LOG2_OF_E_REST: f64 = 2.0355273740931033e-17;

/** 1 / ln 10 and log10(2) as glibc has them. */
const LOG10_OF_E: f64 = Math.LOG10E;
const LOG10_OF_2_UPPER: f64 = 3.01029995663611771306e-1;
const LOG10_OF_2_LOWER: f64 = 3.69423907715893078616e-13;

const TWO_TO_54: f64 = 18014398509481984;

/** The sign, the exponent and the implied bit of a float. */
const FRACTION_BITS: u64 = 0x000fffffffffffff;
const EXPONENT_OF_ONE: u64 = 0x3ff0000000000000;

// @ts-ignore: decorator
@inline
function entryOf(i: u32): u32 {
  return logarithms + ((i - FIRST) << 4);
}

/** Writes the logarithms from 256 to a last one: each differs from the one before by twice the hyperbolic arc tangent of 1 / (i + next). */
function makeLogarithms(last: u32, step: i32): void {
  let logarithm: f64 = 0;
  let logarithmRest: f64 = 0;
  for (let i = ONE; i != last; ) {
    const next = i + step;
    const difference = inverseSeries(step, (i + next) as f64, 1);
    logarithm = add(logarithm, logarithmRest, 2 * difference, 2 * rest);
    logarithmRest = rest;
    i = next;
    store<f64>(entryOf(i), logarithm);
    store<f64>(entryOf(i), logarithmRest, 8);
  }
}

/** What `logarithm` lacks. */
let lack: f64 = 0;

/** The natural logarithm of a positive number; what it lacks is in `lack`. */
function logarithm(x: f64): f64 {
  if (load<f64>(logarithms) == 0) {
    makeLogarithms(FIRST, -1);
    makeLogarithms(LAST, 1);
  }
  let bits = reinterpret<u64>(x);
  let shift: i32 = 0;
  if (bits <= FRACTION_BITS) {
    bits = reinterpret<u64>(x * TWO_TO_54);
    shift = 54;
  }
  const exponent = ((bits - ROOT_OF_HALF) as i64) >> 52;
  const z = reinterpret<f64>(bits - ((exponent as u64) << 52));
  const exponents = ((exponent as i32) - shift) as f64;
  // x = 2^exponent * (1 + r) / (i / 256), and r is small.
  const i = nearest<f64>(256 / z);
  const entry = entryOf(i as u32);
  const factor = i * (1.0 / 256);
  const zUpper = upperHalf(z);
  const rUpper = zUpper * factor - 1;
  const rLower = (z - zUpper) * factor;
  const r = rUpper + rLower;
  const rRest = lackOfOrderedSum(rUpper, rLower, r);
  const square = r * r;
  const half = -0.5 * square;
  const higher = r * square * (1.0 / 3 - r * (1.0 / 4 - r * (1.0 / 5 - r * (1.0 / 6 - r * (1.0 / 7 - r * (1.0 / 8))))));
  const whole = exponents * LN2_UPPER;
  const known = load<f64>(entry);
  const sum1 = whole - known;
  const sum2 = sum1 + r;
  const sum3 = sum2 + half;
  const lower =
    lackOfOrderedSum(whole, -known, sum1) +
    lackOfOrderedSum(sum1, r, sum2) +
    lackOfOrderedSum(sum2, half, sum3) +
    (exponents * LN2_LOWER - load<f64>(entry, 8) + (rRest - r * rRest - 0.5 * lackOfSquare(r, square) + higher));
  const sum = sum3 + lower;
  lack = lackOfOrderedSum(sum3, lower, sum);
  return sum;
}

/** The natural logarithm of a number. */
export function log(x: f64): f64 {
  return x > 0 ? logarithm(x) : NaN;
}

/** The logarithm to base 2 of a number. */
export function log2(x: f64): f64 {
  return multiply(log(x), lack, LOG2_OF_E, LOG2_OF_E_REST);
}

/** The logarithm to base 10 of a number: by glibc's formula, which lacks up to a unit in the last place. */
export function log10(x: f64): f64 {
  if (!(x > 0)) return NaN;
  let exponent: i32 = 0;
  if (reinterpret<u64>(x) <= FRACTION_BITS) {
    x *= TWO_TO_54;
    exponent = -54;
  }
  exponent += ((reinterpret<u64>(x) >> 52) as i32) - 1023;
  // Between 1 and 2, or between 1/2 and 1 for those below 1.
  const below: i32 = exponent < 0 ? 1 : 0;
  const exponents = (exponent + below) as f64;
  const z = reinterpret<f64>((reinterpret<u64>(x) & FRACTION_BITS) | (EXPONENT_OF_ONE - ((below as u64) << 52)));
  return exponents * LOG10_OF_2_LOWER + LOG10_OF_E * log(z) + exponents * LOG10_OF_2_UPPER;
}

/** A power, as C's `pow` has it for finite numbers: 1 to any power is 1. */
export function pow(x: f64, y: f64): f64 {
  // An argument that is not a number comes as NaN, which C raises to 0 all the same.
  if (isNaN(x) || isNaN(y)) return NaN;
  const isOdd = nearest<f64>(y) == y && nearest<f64>(y * 0.5) != y * 0.5;
  const sign: f64 = isOdd && reinterpret<i64>(x) < 0 ? -1 : 1;
  if (x == 0 && y != 0) return y < 0 ? Infinity : sign * 0;
  if (x < 0 && nearest<f64>(y) != y) return NaN;
  const factor = logarithm(abs<f64>(x));
  const exponent = y * factor;
  return sign * exponential(exponent, lackOfProduct(y, factor, exponent) + y * lack);
}
