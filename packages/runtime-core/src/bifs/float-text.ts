import { formatFloat } from '@beamline/beam-file';
import { FloatFormat } from '@beamline/machine-model';

/** Longest text of a float that OTP's buffer takes. */
export const FLOAT_BUFFER = 255;

/** A float as an exact fraction: `mantissa * 2 ** exponent`, without its sign. */
function parts(value: number): { mantissa: bigint; exponent: number } {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, Math.abs(value));
  const bits = view.getBigUint64(0);
  const exponent = Number(bits >> 52n);
  const fraction = bits & 0xfffffffffffffn;
  return exponent === 0 ? { mantissa: fraction, exponent: -1074 } : { mantissa: fraction | 0x10000000000000n, exponent: exponent - 1075 };
}

/** `round(|value| * 10 ** scale)`, exact; halves to the even neighbour. */
function scaled(value: number, scale: number): bigint {
  const { mantissa, exponent } = parts(value);
  let numerator = mantissa;
  let denominator = 1n;
  if (scale >= 0) numerator *= 10n ** BigInt(scale);
  else denominator *= 10n ** BigInt(-scale);
  if (exponent >= 0) numerator <<= BigInt(exponent);
  else denominator <<= BigInt(-exponent);
  const quotient = numerator / denominator;
  const twice = 2n * (numerator % denominator);
  return twice > denominator || (twice === denominator && quotient % 2n === 1n) ? quotient + 1n : quotient;
}

/** True if `|value|` is at least `10 ** power`. */
function reaches(value: number, power: number): boolean {
  const { mantissa, exponent } = parts(value);
  const left = (mantissa << BigInt(Math.max(exponent, 0))) * 10n ** BigInt(Math.max(-power, 0));
  const right = (10n ** BigInt(Math.max(power, 0))) << BigInt(Math.max(-exponent, 0));
  return left >= right;
}

function isNegative(value: number): boolean {
  return value < 0 || Object.is(value, -0);
}

/** Most digits of `toExponential`. */
const ENGINE_DIGITS = 100;

const doubleView = new DataView(new ArrayBuffer(8));

/** True if `|value| * 10 ** scale` is, or may be, an integer and a half. */
function mayBeHalf(value: number, scale: number): boolean {
  if (scale < 0) return true;
  doubleView.setFloat64(0, value);
  const low = doubleView.getUint32(4);
  const high = doubleView.getUint32(0);
  const exponent = (high >>> 20) & 0x7ff;
  const top = (high & 0xfffff) | (exponent === 0 ? 0 : 0x100000);
  const trailing = low !== 0 ? 31 - Math.clz32(low & -low) : 32 + 31 - Math.clz32(top & -top);
  // Twice the product is `mantissa * 5 ** scale * 2 ** power`: odd without the zeros at the end of the mantissa.
  return trailing + Math.max(exponent, 1) - 1075 + scale + 1 === 0;
}

/** C's `%.*e`: with that many digits after the point, exact. */
function formatScientific(value: number, digits: number): string {
  if (digits > ENGINE_DIGITS || value === 0) return scientificByFraction(value, digits);
  const text = value.toExponential(digits);
  const mark = text.lastIndexOf('e');
  const exponent = Number(text.slice(mark + 1));
  // The engine rounds halves up, C to the even neighbour. Rounding may have made the exponent greater.
  if (mayBeHalf(value, digits - exponent) || mayBeHalf(value, digits - exponent + 1)) return scientificByFraction(value, digits);
  return Math.abs(exponent) > 9 ? text : `${text.slice(0, mark + 2)}0${text.slice(mark + 2)}`;
}

/** The same by an exact fraction. */
function scientificByFraction(value: number, digits: number): string {
  const sign = isNegative(value) ? '-' : '';
  let exponent = value === 0 ? 0 : Math.floor(Math.log10(Math.abs(value)));
  // The logarithm may be off by one.
  while (value !== 0 && !reaches(value, exponent)) exponent--;
  while (value !== 0 && reaches(value, exponent + 1)) exponent++;
  let text = scaled(value, digits - exponent).toString();
  if (text.length > digits + 1) {
    // Rounded up to the next power of ten.
    text = text.slice(0, -1);
    exponent++;
  }
  text = text.padStart(digits + 1, '0');
  const magnitude = Math.abs(exponent).toString().padStart(2, '0');
  return `${sign}${text[0] ?? ''}${digits === 0 ? '' : `.${text.slice(1)}`}e${exponent < 0 ? '-' : '+'}${magnitude}`;
}

/** Decimals up to which, and size of number up to which, OTP rounds by arithmetic of floats (`sys_double_to_chars_fast`). */
const FAST_DECIMALS = 18;
const FAST_LIMIT = 2 ** 53;

/** A number with that many decimals, as `float_to_list/2` formats it. */
function formatDecimals(value: number, decimals: number): string {
  const absolute = Math.abs(value);
  let digits: bigint;
  if (absolute <= FAST_LIMIT && decimals <= FAST_DECIMALS) {
    const whole = Math.floor(absolute);
    const fraction = (absolute - whole) * 10 ** decimals;
    const rounded = Math.floor(fraction) + (fraction - Math.floor(fraction) >= 0.5 ? 1 : 0);
    digits = BigInt(whole) * 10n ** BigInt(decimals) + BigInt(rounded);
  } else {
    digits = scaled(value, decimals);
  }
  let text = digits.toString().padStart(decimals + 1, '0');
  if (decimals > 0) text = `${text.slice(0, -decimals)}.${text.slice(-decimals)}`;
  return (isNegative(value) ? '-' : '') + text;
}

/** A float as the kernel asks for it; `digits` are those after the point. */
export function formatFloatBy(value: number, format: number, digits: number): string {
  if (format === FloatFormat.short) return formatFloat(value);
  if (format === FloatFormat.scientific) return formatScientific(value, digits);
  const text = formatDecimals(value, digits);
  // What is left out afterwards has to fit too.
  if (format === FloatFormat.decimals || text.length > FLOAT_BUFFER) return text;
  if (digits > 0) return text.replace(/(\.\d+?)0+$/, '$1');
  // OTP removes trailing zeros of the integer too when there is no point.
  return Math.abs(value) > Number.MAX_SAFE_INTEGER ? text.replace(/0+$/, '') : text;
}
