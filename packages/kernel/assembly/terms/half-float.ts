// IEEE 754 floats of 16 bits, which WebAssembly has no instructions for.

/** The value of a half float. */
export function halfToFloat(bits: u16): f64 {
  const sign: f64 = (bits & 0x8000) != 0 ? -1.0 : 1.0;
  const exponent = ((bits >> 10) & 0x1f) as i32;
  const fraction = (bits & 0x3ff) as f64;
  if (exponent == 31) return fraction != 0 ? NaN : sign * Infinity;
  if (exponent == 0) return sign * fraction * reinterpret<f64>(((1023 - 24) as u64) << 52);
  return sign * (1024.0 + fraction) * reinterpret<f64>(((1023 + exponent - 25) as u64) << 52);
}

/** The half float nearest to a value, ties to even; an infinity if it is too large. */
export function floatToHalf(value: f64): u16 {
  const sign: u16 = reinterpret<i64>(value) < 0 ? 0x8000 : 0;
  const magnitude = Math.abs(value);
  if (isNaN(magnitude)) return 0x7e00;
  if (magnitude >= 65520.0) return sign | 0x7c00;
  const exponent = (((reinterpret<u64>(magnitude) >> 52) & 0x7ff) as i32) - 1023;
  // Distance of neighbouring half floats near the value: 2^(exponent - 10), 2^-24 for the subnormal ones.
  const scale = max<i32>(exponent, -14) - 10;
  const scaled = magnitude * reinterpret<f64>(((1023 - scale) as u64) << 52);
  const rounded = nearest<f64>(scaled) as u32;
  return sign | ((rounded + (((max<i32>(exponent, -14) + 14) as u32) << 10)) as u16);
}
