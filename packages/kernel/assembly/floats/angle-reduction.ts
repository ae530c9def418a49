// What is left of an angle beside the nearest multiple of a quarter of a turn, in two floats.
import { lackOfOrderedSum, lackOfSum, multiply, rest } from './double-double';

/** pi / 2 */
const QUARTER: f64 = Math.PI / 2;
const QUARTER_REST: f64 = 6.123233995736766e-17;

/** pi / 2 in parts of 33 bits, whose products with counts of quarters are exact, and what is below them. */
const PART_1: f64 = 1.5707963267341256;
const PART_2: f64 = 6.077100506303966e-11;
const PART_3: f64 = 2.0222662487111665e-21;
const PART_4: f64 = 8.4784276603689e-32;

const QUARTERS_IN_ONE: f64 = 0.6366197723675814;

/** Up to here the count of quarters has at most 20 bits. */
const MEDIUM: f64 = 1647099;

/** The bits of 2 / pi in words, after two words of 0. */
const inverse: u32 = memory.data<u32>([
  0, 0, 0xa2f9836e, 0x4e441529, 0xfc2757d1, 0xf534ddc0, 0xdb629599, 0x3c439041, 0xfe5163ab, 0xdebbc561, 0xb7246e3a, 0x424dd2e0, 0x06492eea,
  0x09d1921c, 0xfe1deb1c, 0xb129a73e, 0xe88235f5, 0x2ebb4484, 0xe99c7026, 0xb45f7e41, 0x3991d639, 0x835339f4, 0x9c845f8b, 0xbdf9283b,
  0x1ff897ff, 0xde05980f, 0xef2f118b, 0x5a0a6d1f, 0x6d367ecf, 0x27cb09b7, 0x4f463f66, 0x9e5fea2d, 0x7527bac7, 0xebe5f17b, 0x3d0739f7,
  0x8a5292ea, 0x6bfb5fb1, 0x1f8d5d08, 0x56033046, 0xfc7b6bab,
]) as u32;

/** How many words of it count: those above give whole turns, those below nothing that shows. */
const WORDS: i32 = 8;

/** What one is worth in the last of them beside the second: 2^-192. */
const LEAST_UNIT: f64 = 1.5930919111324523e-58;

/** Their product with the fraction of an angle. */
const product: u32 = memory.data(32) as u32;

/** What `reducedAngle` lacks. */
export let angleRest: f64 = 0;

/** The number of quarters, of which only the last two bits count, that `reducedAngle` took off. */
export let quarters: i32 = 0;

// @ts-ignore: decorator
@inline
function normalized(first: f64, second: f64): f64 {
  const sum = first + second;
  angleRest = lackOfOrderedSum(first, second, sum);
  return sum;
}

/** A finite angle, which is not negative, less `quarters` quarters of a turn. What it lacks is in `angleRest`. */
export function reducedAngle(x: f64): f64 {
  if (x > MEDIUM) return reducedLargeAngle(x);
  const count = nearest<f64>(x * QUARTERS_IN_ONE);
  quarters = count as i32;
  const first = x - count * PART_1;
  const second = count * PART_2;
  const third = count * PART_3;
  const upper = first - second;
  const lower = upper - third;
  return normalized(lower, lackOfSum(first, -second, upper) + lackOfSum(upper, -third, lower) - count * PART_4);
}

/** The same by the bits of 2 / pi that count: x * 2 / pi, less a multiple of 4, is in `product` with more than 200 bits. */
function reducedLargeAngle(x: f64): f64 {
  const bits = reinterpret<u64>(x);
  // x = fraction * 2^exponent
  const exponent = ((bits >> 52) as i32) - 1075;
  const fraction = (bits & 0xfffffffffffff) | 0x10000000000000;
  const start = (exponent - 2) >> 5;
  let at = inverse + (((start + 1 + WORDS) as u32) << 2);
  let carry: u64 = 0;
  for (let i = WORDS - 1; i >= 0; i--) {
    const word = load<u32>(at) as u64;
    const lower = word * (fraction & 0xffffffff);
    const sum = (lower & 0xffffffff) + carry;
    store<u32>(product + (i << 2), sum as u32);
    carry = (sum >> 32) + (lower >> 32) + word * (fraction >> 32);
    at -= 4;
  }
  // The first bits are whole quarters. What is after them counts with its sign: it is from -1/2 to 1/2.
  const whole = exponent - (start << 5);
  const top = ((load<u32>(product) as u64) << 32) | (load<u32>(product, 4) as u64);
  const part = ((top << (whole as u64)) as i64) >> (whole as i64);
  quarters = ((top >> ((64 - whole) as u64)) as i32) + (part < 0 ? 1 : 0);
  let sum: f64 = 0;
  let sumRest: f64 = 0;
  let unit = LEAST_UNIT;
  for (let i = WORDS - 1; i >= 0; i--) {
    const term = unit * (i > 1 ? (load<u32>(product + (i << 2)) as f64) : i == 1 ? (part as u32 as f64) : ((part >> 32) as f64));
    const next = term + sum;
    sumRest += lackOfOrderedSum(term, sum, next);
    sum = next;
    unit *= 4294967296;
  }
  const scale = reinterpret<f64>(((whole + 959) as u64) << 52);
  const angle = multiply(sum * scale, sumRest * scale, QUARTER, QUARTER_REST);
  return normalized(angle, rest);
}
