// Products of magnitudes: by rows, then Karatsuba's way, then Toom's with three parts.
import { addLimbs, addProduct, compareLimbs, increment, shiftLeftLimbs, shiftRightLimbs, significant, subtractLimbs } from './limbs';

/** From so many limbs on the other ways are faster. */
const KARATSUBA: u32 = 40;
const KARATSUBA_SQUARE: u32 = 60;
const TOOM: u32 = 240;

/** Limbs of scratch for a product whose shorter factor has a number of limbs. */
export function multiplyScratch(count: u32): u32 {
  return count < KARATSUBA ? 0 : 8 * count + 512;
}

/** a * b for the limbs of each; the result has as many as both. It overlaps neither of them. `aCount >= bCount >= 1`. */
export function multiplyLimbs(to: u32, a: u32, aCount: u32, b: u32, bCount: u32, scratch: u32): void {
  if (aCount == bCount) {
    multiplySame(to, a, b, aCount, scratch);
    return;
  }
  if (bCount < KARATSUBA) {
    multiplyRows(to, a, aCount, b, bCount);
    return;
  }
  // In pieces as long as the shorter factor.
  const step = bCount << 2;
  multiplySame(to, a, b, bCount, scratch);
  const product = scratch;
  scratch += step << 1;
  for (let left = aCount - bCount; left > 0; ) {
    a += step;
    to += step;
    const count = min(left, bCount);
    if (count == bCount) multiplySame(product, a, b, count, scratch);
    else multiplyLimbs(product, b, bCount, a, count, scratch);
    const carry = addLimbs(to, to, bCount, product, bCount);
    increment(to + step, product + step, count, carry);
    left -= count;
  }
}

/** The product row by row, two rows at a time. */
function multiplyRows(to: u32, a: u32, aCount: u32, b: u32, bCount: u32): void {
  memory.fill(to, 0, aCount << 2);
  const end = b + ((bCount & ~1) << 2);
  for (; b < end; b += 8, to += 8) addTwoRows(to, a, aCount, load<u32>(b), load<u32>(b, 4));
  if ((bCount & 1) != 0) store<u32>(to + (aCount << 2), addProduct(to, a, aCount, load<u32>(b)));
}

/** Adds a * (second << 32 | first) to `count` limbs and writes the two above them. */
function addTwoRows(to: u32, a: u32, count: u32, first: u64, second: u64): void {
  let carry: u64 = 0;
  let carry2: u64 = 0;
  let previous: u64 = 0;
  const end = a + (count << 2);
  if ((count & 1) != 0) {
    previous = load<u32>(a);
    carry = previous * first + (load<u32>(to) as u64);
    store<u32>(to, carry as u32);
    carry >>= 32;
    a += 4;
    to += 4;
  }
  for (; a < end; a += 8, to += 8) {
    const x = load<u32>(a) as u64;
    carry += x * first + (load<u32>(to) as u64);
    carry2 += previous * second + (carry & 0xffffffff);
    store<u32>(to, carry2 as u32);
    carry >>= 32;
    carry2 >>= 32;
    previous = load<u32>(a, 4);
    carry += previous * first + (load<u32>(to, 4) as u64);
    carry2 += x * second + (carry & 0xffffffff);
    store<u32>(to, carry2 as u32, 4);
    carry >>= 32;
    carry2 >>= 32;
  }
  store<u64>(to, previous * second + carry + carry2);
}

/** The square: each product of two different limbs counts twice. */
function squareRows(to: u32, a: u32, count: u32): void {
  memory.fill(to, 0, (count + 1) << 2);
  for (let i: u32 = 0; i + 1 < count; i++) {
    const at = to + (((i << 1) + 1) << 2);
    const rest = count - i - 1;
    store<u32>(at + (rest << 2), addProduct(at, a + ((i + 1) << 2), rest, load<u32>(a + (i << 2))));
  }
  store<u32>(to + (count << 3) - 4, 0);
  let carry: u64 = 0;
  let out: u64 = 0;
  for (let i: u32 = 0; i < count; i++) {
    const x = load<u32>(a + (i << 2)) as u64;
    const at = to + (i << 3);
    const pair = load<u64>(at);
    const doubled = (pair << 1) | out;
    out = pair >> 63;
    const sum = doubled + x * x;
    const all = sum + carry;
    carry = u64(sum < doubled) | u64(all < sum);
    store<u64>(at, all);
  }
}

/** The product of two factors of as many limbs, or a square if they are at the same address. */
function multiplySame(to: u32, a: u32, b: u32, count: u32, scratch: u32): void {
  if (count >= TOOM) multiplyInThirds(to, a, b, count, scratch);
  else if (a == b && count < KARATSUBA_SQUARE) squareRows(to, a, count);
  else if (count < KARATSUBA) multiplyRows(to, a, count, b, count);
  else multiplyInHalves(to, a, b, count, scratch);
}

/** |a - b|, where a has as many limbs as b or one more; true if it is b - a. */
function absoluteDifference(to: u32, a: u32, aCount: u32, b: u32, bCount: u32): bool {
  if ((aCount == bCount || load<u32>(a + (bCount << 2)) == 0) && compareLimbs(a, b, bCount) < 0) {
    subtractLimbs(to, b, bCount, a, bCount);
    if (aCount != bCount) store<u32>(to + (bCount << 2), 0);
    return true;
  }
  subtractLimbs(to, a, aCount, b, bCount);
  return false;
}

/** Karatsuba: three products of halves. */
function multiplyInHalves(to: u32, a: u32, b: u32, count: u32, scratch: u32): void {
  const low = (count + 1) >> 1;
  const high = count - low;
  const step = low << 2;
  const first = to;
  let second = to;
  let negative = absoluteDifference(first, a, low, a + step, high);
  if (a == b) {
    negative = false;
  } else {
    second = to + step;
    if (absoluteDifference(second, b, low, b + step, high)) negative = !negative;
  }
  const product = scratch;
  const middle = scratch + (step << 1);
  multiplySame(product, first, second, low, middle);
  const top = to + (step << 1);
  multiplySame(to, a, b, low, middle);
  multiplySame(top, a + step, b + step, high, middle);
  store<u32>(middle + (step << 1), addLimbs(middle, to, low << 1, top, high << 1));
  const length = (low << 1) + 1;
  if (negative) addLimbs(middle, middle, length, product, low << 1);
  else subtractLimbs(middle, middle, length, product, low << 1);
  const room = low + (high << 1);
  addLimbs(to + step, to + step, room, middle, min(length, room));
}

/** a0 + a1 + a2. */
function valueAtOne(to: u32, a: u32, part: u32, top: u32): void {
  const step = part << 2;
  store<u32>(to + step, addLimbs(to, a, part, a + (step << 1), top));
  addLimbs(to, to, part + 1, a + step, part);
}

/** |a0 - a1 + a2|; true if it is less than 0. */
function valueAtMinusOne(to: u32, a: u32, part: u32, top: u32): bool {
  const step = part << 2;
  const high = addLimbs(to, a, part, a + (step << 1), top);
  store<u32>(to + step, high);
  const middle = a + step;
  if (high == 0 && compareLimbs(to, middle, part) < 0) {
    subtractLimbs(to, middle, part, to, part);
    return true;
  }
  subtractLimbs(to, to, part + 1, middle, part);
  return false;
}

/** a0 + 2 * a1 + 4 * a2. */
function valueAtTwo(to: u32, a: u32, part: u32, top: u32): void {
  const step = part << 2;
  const length = part + 1;
  memory.fill(to + (top << 2), 0, (length - top) << 2);
  store<u32>(to + (top << 2), shiftLeftLimbs(to, a + (step << 1), top, 1));
  addLimbs(to, to, length, a + step, part);
  shiftLeftLimbs(to, to, length, 1);
  addLimbs(to, to, length, a, part);
}

/** A multiple of 3 divided by it. */
function divideByThree(at: u32, count: u32): void {
  let borrow: u32 = 0;
  for (const end = at + (count << 2); at < end; at += 4) {
    const x = load<u32>(at);
    const rest = x - borrow;
    const quotient = rest * 0xaaaaaaab;
    store<u32>(at, quotient);
    borrow = u32(x < borrow) + u32(quotient > 0x55555555) + u32(quotient > 0xaaaaaaaa);
  }
}

/** Toom's way: the factors are polynomials with three parts, and five products of values give the product's. */
function multiplyInThirds(to: u32, a: u32, b: u32, count: u32, scratch: u32): void {
  const part = (count + 2) / 3;
  const top = count - (part << 1);
  const step = part << 2;
  const width = part + 1;
  const wide = width << 2;
  const both = width << 1;
  const atOne = scratch;
  const atMinusOne = scratch + (wide << 1);
  const atTwo = scratch + (wide << 2);
  const first = scratch + 6 * wide;
  const second = a == b ? first : first + wide;
  const rest = first + (wide << 1);
  valueAtOne(first, a, part, top);
  if (a != b) valueAtOne(second, b, part, top);
  multiplySame(atOne, first, second, width, rest);
  let negative = valueAtMinusOne(first, a, part, top);
  if (a == b) negative = false;
  else if (valueAtMinusOne(second, b, part, top)) negative = !negative;
  multiplySame(atMinusOne, first, second, width, rest);
  valueAtTwo(first, a, part, top);
  if (a != b) valueAtTwo(second, b, part, top);
  multiplySame(atTwo, first, second, width, rest);
  const infinite = to + (step << 2);
  multiplySame(to, a, b, part, rest);
  multiplySame(infinite, a + (step << 1), b + (step << 1), top, rest);
  // The coefficients: of x^3 in atTwo, of x^2 in atOne, of x in atMinusOne.
  if (negative) addLimbs(atTwo, atTwo, both, atMinusOne, both);
  else subtractLimbs(atTwo, atTwo, both, atMinusOne, both);
  divideByThree(atTwo, both);
  if (negative) addLimbs(atMinusOne, atOne, both, atMinusOne, both);
  else subtractLimbs(atMinusOne, atOne, both, atMinusOne, both);
  shiftRightLimbs(atMinusOne, atMinusOne, both, 1);
  subtractLimbs(atOne, atOne, both, to, part << 1);
  subtractLimbs(atTwo, atTwo, both, atOne, both);
  shiftRightLimbs(atTwo, atTwo, both, 1);
  subtractLimbs(atOne, atOne, both, atMinusOne, both);
  subtractLimbs(atOne, atOne, both, infinite, top << 1);
  subtractLimbs(atTwo, atTwo, both, infinite, top << 1);
  subtractLimbs(atTwo, atTwo, both, infinite, top << 1);
  subtractLimbs(atMinusOne, atMinusOne, both, atTwo, both);
  memory.copy(to + (step << 1), atOne, step << 1);
  addLimbs(infinite, infinite, top << 1, atOne + (step << 1), significant(atOne + (step << 1), 2));
  addLimbs(to + step, to + step, (count << 1) - part, atMinusOne, significant(atMinusOne, both));
  addLimbs(to + 3 * step, to + 3 * step, (count << 1) - 3 * part, atTwo, significant(atTwo, both));
}
