// Powers of e, correctly rounded but for some cases in a thousand.
import { lackOfOrderedSum, multiply, rest } from './double-double';

/** The powers of 2 to the multiples of 1 / 128, from 1 on, in two floats each; made when they are first needed. */
const powers: u32 = memory.data(128 * 16) as u32;

/** 2^(1 / 128) */
const ROOT: f64 = 1.0054299011128027;
const ROOT_REST: f64 = 9.499186535455032e-17;

/** ln 2 / 128; the upper part has so few bits that its products with the exponents that there are are exact. */
const STEP_UPPER: f64 = 0.005415212347998022;
const STEP_LOWER: f64 = 1.2655086083325438e-13;
const STEPS_IN_ONE: f64 = 184.6649652337873;

/** Beyond these arguments results are infinite or 0. */
const BOUND: f64 = 750;

/** The least exponent of a float that is not subnormal. */
const LEAST_EXPONENT: i32 = -1022;
const GREATEST_EXPONENT: i32 = 1023;

function makePowers(): void {
  let power: f64 = 1;
  let powerRest: f64 = 0;
  for (let at = powers; at < powers + 128 * 16; at += 16) {
    store<f64>(at, power);
    store<f64>(at, powerRest, 8);
    power = multiply(power, powerRest, ROOT, ROOT_REST);
    powerRest = rest;
  }
}

/** A power of 2 that is a float and not subnormal. */
// @ts-ignore: decorator
@inline
export function powerOfTwo(exponent: i32): f64 {
  return reinterpret<f64>(((exponent + 1023) as u64) << 52);
}

/** (x + more) * 2^exponent for an x of about 1 and an exponent outside those of the usual floats; rounds once. */
function scaled(x: f64, more: f64, exponent: i32): f64 {
  if (exponent > 0) return (x + more) * (exponent > GREATEST_EXPONENT + 1 ? Infinity : 2) * powerOfTwo(GREATEST_EXPONENT);
  // Beside 1 such a number has as many bits as a subnormal one.
  const scale = powerOfTwo(exponent - LEAST_EXPONENT);
  const first = x * scale;
  const rise = more * scale;
  const sum = 1 + first;
  return (first + rise < 1 ? sum + (lackOfOrderedSum(1, first, sum) + rise) - 1 : first + rise) * powerOfTwo(LEAST_EXPONENT);
}

/** e^(x + more), where `more` is small beside x. */
export function exponential(x: f64, more: f64): f64 {
  if (!(abs<f64>(x) < BOUND)) return x > 0 ? Infinity : x < 0 ? 0 : x;
  if (load<f64>(powers) == 0) makePowers();
  const steps = nearest<f64>(x * STEPS_IN_ONE);
  const count = steps as i32;
  const at = powers + ((count & 127) << 4);
  const upper = x - steps * STEP_UPPER;
  const lower = more - steps * STEP_LOWER;
  const r = upper + lower;
  const higher = r * r * (0.5 + r * (1.0 / 6 + r * (1.0 / 24 + r * (1.0 / 120)))) + (upper - r + lower);
  const power = load<f64>(at);
  const rise = power * r + (load<f64>(at, 8) + power * higher);
  const exponent = count >> 7;
  return exponent > LEAST_EXPONENT && exponent <= GREATEST_EXPONENT ? (power + rise) * powerOfTwo(exponent) : scaled(power, rise, exponent);
}

/** e to the power of a number. */
export function exp(x: f64): f64 {
  return exponential(x, 0);
}
