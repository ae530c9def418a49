// Magnitudes and floats.
import { bitLength, compareMagnitudes, hasLowBits, significant } from './limbs';

/** The 64 bits of a magnitude from bit `from` on, which may be negative. */
function bitsFrom(at: u32, count: u32, from: i32): u64 {
  let value: u64 = 0;
  for (let i: i32 = (count as i32) - 1; i >= 0 && i >= (count as i32) - 3; i--) {
    const shift = (i << 5) - from;
    const limb = load<u32>(at + (i << 2)) as u64;
    if (shift > -32) value |= shift >= 0 ? limb << shift : limb >> -shift;
  }
  return value;
}

/** The nearest float of a magnitude of three limbs or more, the even one of two; infinite beyond the range. */
export function floatOfLimbs(at: u32, count: u32): f64 {
  const bits = bitLength(at, count);
  if (bits > 1024) return Infinity;
  const below = bits - 64;
  // A bit for all that is below makes the rounding right.
  const value = bitsFrom(at, count, below) | u64(hasLowBits(at, below));
  return (value as f64) * reinterpret<f64>(((1023 + below) as u64) << 52);
}

/** Limbs of a whole float from 2^63 on. */
export const FLOAT_LIMBS: u32 = 33;

/** Writes the magnitude of a whole float from 2^63 on to `FLOAT_LIMBS` limbs; how many there are. */
export function limbsOfFloat(to: u32, value: f64): u32 {
  const bits = reinterpret<u64>(value) & 0x7fffffffffffffff;
  const exponent = ((bits >> 52) as u32) - 1075;
  const mantissa = (bits & 0xfffffffffffff) | 0x10000000000000;
  memory.fill(to, 0, FLOAT_LIMBS << 2);
  const first = to + ((exponent >> 5) << 2);
  const shift = exponent & 31;
  store<u64>(first, mantissa << shift);
  if (shift > 11) store<u32>(first, (mantissa >> (64 - shift)) as u32, 8);
  return significant(to, FLOAT_LIMBS);
}

const limbs: u32 = memory.data(132) as u32;

/** The order of a magnitude of three limbs or more and that of a float, exactly. */
export function compareWithFloat(at: u32, count: u32, value: f64): i32 {
  count = significant(at, count);
  if (Math.abs(value) < 9223372036854775808.0) return 1;
  return compareMagnitudes(at, count, limbs, limbsOfFloat(limbs, value));
}
