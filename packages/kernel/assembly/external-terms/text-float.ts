// Floats as text, as old external terms have them: digits, a point or comma, digits and maybe an exponent, then a zero byte.
import { textFloat } from '../host';

/** Address after the digits from an address on; the same if there are none. */
function skipDigits(at: u32, end: u32): u32 {
  while (at < end && load<u8>(at) - 48 < 10) at++;
  return at;
}

// @ts-ignore: decorator
@inline
function isSign(at: u32, end: u32): bool {
  return at < end && (load<u8>(at) == 43 || load<u8>(at) == 45);
}

/** The float whose text begins at an address, NaN if it is malformed. As OTP's it may be longer than its field. */
export function readTextFloat(start: u32, end: u32): f64 {
  let at = start;
  if (isSign(at, end)) at++;
  const whole = at;
  at = skipDigits(at, end);
  if (at == whole || at == end || (load<u8>(at) != 46 && load<u8>(at) != 44)) return NaN;
  const fraction = ++at;
  at = skipDigits(at, end);
  if (at == fraction) return NaN;
  if (at < end && (load<u8>(at) | 32) == 101) {
    at++;
    if (isSign(at, end)) at++;
    const exponent = at;
    at = skipDigits(at, end);
    if (at == exponent) return NaN;
  }
  return at < end && load<u8>(at) == 0 ? textFloat(start, at - start) : NaN;
}
