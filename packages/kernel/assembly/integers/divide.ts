// Quotients and remainders of magnitudes: by one limb, Knuth's algorithm D, and by halves of the quotient, which makes them
// as cheap as products.
import { addLimbs, compareLimbs, decrement, shiftLeftLimbs, shiftRightLimbs, subtractLimbs, subtractProduct } from './limbs';
import { multiplyLimbs, multiplyScratch } from './multiply';

/** From so many limbs of a quotient on halves are faster. */
const HALVES: u32 = 60;

/** Divides by one limb: a quotient of as many limbs, and the remainder. */
export function divideByLimb(quotient: u32, a: u32, count: u32, divisor: u32): u32 {
  const by = divisor as u64;
  let rest: u64 = 0;
  for (let i = count << 2; i > 0; i -= 4) {
    const value = (rest << 32) | (load<u32>(a + i - 4) as u64);
    const digit = value / by;
    rest = value - digit * by;
    store<u32>(quotient + i - 4, digit as u32);
  }
  return rest as u32;
}

/** The remainder by one limb. */
export function remainderByLimb(a: u32, count: u32, divisor: u32): u32 {
  let rest: u64 = 0;
  for (let i = count << 2; i > 0; i -= 4) rest = ((rest << 32) | (load<u32>(a + i - 4) as u64)) % (divisor as u64);
  return rest as u32;
}

/** Limbs of scratch for `divideLimbs`. */
export function divideScratch(count: u32, divisorCount: u32): u32 {
  const product = min(divisorCount, count - divisorCount + 1);
  return count + 1 + divisorCount + (product < HALVES ? 0 : divisorCount + multiplyScratch(product));
}

/** Where the last `divideLimbs` has left the remainder, in its scratch: as many limbs as the divisor has. */
export let remainderAt: u32 = 0;

/**
 * a / b for at least two limbs each, b without zeros at the top: `count - divisorCount + 1` limbs of quotient. The remainder
 * is in the scratch.
 */
export function divideLimbs(quotient: u32, a: u32, count: u32, b: u32, divisorCount: u32, scratch: u32): void {
  // The highest bit of the divisor is to be 1.
  const shift = clz<u32>(load<u32>(b + (divisorCount << 2) - 4));
  const rest = scratch;
  const divisor = rest + ((count + 1) << 2);
  const more = divisor + (divisorCount << 2);
  store<u32>(rest + (count << 2), shiftLeftLimbs(rest, a, count, shift));
  shiftLeftLimbs(divisor, b, divisorCount, shift);
  // The quotient in blocks as long as the divisor, the highest one shorter.
  let left = count + 1 - divisorCount;
  let block = left % divisorCount;
  if (block == 0) block = divisorCount;
  while (left > 0) {
    left -= block;
    divideBlock(quotient + (left << 2), rest + (left << 2), divisor, divisorCount, block, more);
    block = divisorCount;
  }
  shiftRightLimbs(rest, rest, divisorCount, shift);
  remainderAt = rest;
}

/**
 * Divides `divisorCount + count` limbs by a divisor whose highest bit is 1 and which has no fewer limbs than the quotient; the
 * remainder takes the place of the lowest limbs. The quotient has `count` limbs and the bit that is returned.
 */
function divideBlock(quotient: u32, a: u32, divisor: u32, divisorCount: u32, count: u32, scratch: u32): u32 {
  if (count < HALVES) return divideDigits(quotient, a, divisor, divisorCount, count);
  // By the highest limbs of the divisor, as many as the quotient has, then what the others take.
  const lower = divisorCount - count;
  let top = divideInHalves(quotient, a + (lower << 2), divisor + (lower << 2), count, scratch);
  if (lower == 0) return top;
  top -= takeProduct(quotient, count, top, a, divisor, divisorCount, lower, scratch);
  return top;
}

/** As `divideBlock`, for a quotient of as many limbs as the divisor. */
function divideInHalves(quotient: u32, a: u32, divisor: u32, count: u32, scratch: u32): u32 {
  if (count < HALVES) return divideDigits(quotient, a, divisor, count, count);
  const low = count >> 1;
  const high = count - low;
  const upper = quotient + (low << 2);
  let top = divideInHalves(upper, a + (low << 3), divisor + (low << 2), high, scratch);
  top -= takeProduct(upper, high, top, a + (low << 2), divisor, count, low, scratch);
  let middle = divideInHalves(quotient, a + (high << 2), divisor + (high << 2), low, scratch);
  middle -= takeProduct(quotient, low, middle, a, divisor, count, high, scratch);
  return top;
}

/**
 * A quotient, with its highest bit apart, is by the divisor without its `lower` lowest limbs: takes their product from the
 * remainder, and makes the quotient less until that is not negative. How much of its highest bit that took.
 */
function takeProduct(quotient: u32, count: u32, top: u32, a: u32, divisor: u32, divisorCount: u32, lower: u32, scratch: u32): u32 {
  const rest = scratch + ((count + lower) << 2);
  if (count >= lower) multiplyLimbs(scratch, quotient, count, divisor, lower, rest);
  else multiplyLimbs(scratch, divisor, lower, quotient, count, rest);
  let borrow: i32 = subtractLimbs(a, a, divisorCount, scratch, divisorCount);
  if (top != 0) borrow += subtractLimbs(a + (count << 2), a + (count << 2), lower, divisor, lower);
  let taken: u32 = 0;
  while (borrow != 0) {
    taken += decrement(quotient, quotient, count, 1);
    borrow -= addLimbs(a, a, divisorCount, divisor, divisorCount);
  }
  return taken;
}

/** As `divideBlock`, limb by limb: Knuth's algorithm D. The divisor has two limbs at least. */
function divideDigits(quotient: u32, a: u32, divisor: u32, divisorCount: u32, count: u32): u32 {
  const size = divisorCount << 2;
  const v1 = load<u32>(divisor + size - 4) as u64;
  const v0 = load<u32>(divisor + size - 8) as u64;
  let at = a + (count << 2);
  let top: u32 = 0;
  if (compareLimbs(at, divisor, divisorCount) >= 0) {
    subtractLimbs(at, at, divisorCount, divisor, divisorCount);
    top = 1;
  }
  for (let i = count; i > 0; i--) {
    at -= 4;
    const high = load<u32>(at + size) as u64;
    const next = (high << 32) | (load<u32>(at + size - 4) as u64);
    // Estimated by two limbs, made exact for three.
    let digit: u64 = high >= v1 ? 0xffffffff : next / v1;
    let rest = next - digit * v1;
    while (rest <= 0xffffffff && digit * v0 > ((rest << 32) | (load<u32>(at + size - 8) as u64))) {
      digit--;
      rest += v1;
    }
    if (digit != 0 && (subtractProduct(at, divisor, divisorCount, digit as u32) as u64) > high) {
      digit--;
      addLimbs(at, at, divisorCount, divisor, divisorCount);
    }
    store<u32>(quotient + ((i - 1) << 2), digit as u32);
  }
  return top;
}
