// Arithmetic on integers of any size, by their limbs. Each operation takes reductions for its work. What would be larger than
// an integer may be is 0.
import { spendReductions } from '../memory/heap';
import { allocateScratch, freeScratch } from '../memory/scratch';
import { dropLimbs, finishLimbs, limbsOf, makeInteger, makeLimbs, mostIntegerBytes, newLimbs } from '../terms/integer';
import { makeSmall } from '../terms/term';
import { combinedCount, combineLimbs, isCombinedNegative } from './bitwise';
import { divideByLimb, divideLimbs, divideScratch, remainderAt, remainderByLimb } from './divide';
import {
  addLimbs,
  bitLength,
  compareMagnitudes,
  hasLowBits,
  increment,
  multiplyByLimb,
  shiftLeftLimbs,
  shiftRightLimbs,
  significant,
  subtractLimbs,
} from './limbs';
import { multiplyLimbs, multiplyScratch } from './multiply';
import { isNegative, limbCount, limbsAt, readOperand } from './operands';

/** Limbs that are gone through for a reduction, and pairs of limbs that are multiplied. */
const LIMBS_PER_REDUCTION: u32 = 256;
const PAIRS_PER_REDUCTION: u64 = 256;

/** From so many limbs on a product takes three of half the length. */
const LONG: u32 = 64;

/** The operands of an operation. */
let a: u32 = 0;
let aCount: u32 = 0;
let aNegative: bool = false;
let b: u32 = 0;
let bCount: u32 = 0;
let bNegative: bool = false;

function readFirst(x: u32): void {
  readOperand(x, 0);
  a = limbsAt;
  aCount = limbCount;
  aNegative = isNegative;
}

function readBoth(x: u32, y: u32): void {
  readFirst(x);
  readOperand(y, 1);
  b = limbsAt;
  bCount = limbCount;
  bNegative = isNegative;
}

function spendOnLimbs(count: u32): void {
  if (count >= LIMBS_PER_REDUCTION) spendReductions(count / LIMBS_PER_REDUCTION);
}

/** Takes reductions for a product of so many limbs. */
export function spendOnProduct(longer: u32, shorter: u32): void {
  let work = (longer as u64) * (shorter as u64);
  if (work < PAIRS_PER_REDUCTION) return;
  for (; shorter > LONG; shorter >>= 1) work = (work * 3) >> 2;
  spendReductions((work / PAIRS_PER_REDUCTION) as u32);
}

/** A result in the room of so many limbs that was allocated last; 0 if it is too large. */
function finish(room: u32, count: u32, negative: bool): u32 {
  const most = mostIntegerBytes() >> 2;
  if (count <= most || significant(limbsOf(room), count) <= most) return finishLimbs(room, count, negative);
  dropLimbs(room, count);
  return 0;
}

/** x + y, or x - y. */
export function addLarge(x: u32, y: u32, subtract: bool): u32 {
  readBoth(x, y);
  if (subtract) bNegative = !bNegative;
  spendOnLimbs(max(aCount, bCount));
  if (aNegative == bNegative) {
    const count = max(aCount, bCount);
    const room = newLimbs(count + 1);
    const to = limbsOf(room);
    store<u32>(to + (count << 2), aCount >= bCount ? addLimbs(to, a, aCount, b, bCount) : addLimbs(to, b, bCount, a, aCount));
    return finish(room, count + 1, aNegative);
  }
  const order = compareMagnitudes(a, aCount, b, bCount);
  if (order == 0) return makeSmall(0);
  const count = order > 0 ? aCount : bCount;
  const room = newLimbs(count);
  if (order > 0) subtractLimbs(limbsOf(room), a, aCount, b, bCount);
  else subtractLimbs(limbsOf(room), b, bCount, a, aCount);
  return finishLimbs(room, count, order > 0 ? aNegative : bNegative);
}

/** x * y. */
export function multiplyLarge(x: u32, y: u32): u32 {
  readBoth(x, y);
  if (aCount == 0 || bCount == 0) return makeSmall(0);
  // The product of an m-bit and an n-bit number has m + n - 1 bits at least.
  if (bitLength(a, aCount) + bitLength(b, bCount) - 1 > mostIntegerBytes() << 3) return 0;
  if (aCount < bCount) {
    const at = a;
    const count = aCount;
    a = b;
    aCount = bCount;
    b = at;
    bCount = count;
  }
  const negative = aNegative != bNegative;
  const count = aCount + bCount;
  const room = newLimbs(count);
  const to = limbsOf(room);
  spendOnProduct(aCount, bCount);
  if (bCount == 1) {
    store<u32>(to + (aCount << 2), multiplyByLimb(to, a, aCount, load<u32>(b), 0));
    return finish(room, count, negative);
  }
  const scratch = multiplyScratch(bCount);
  if (scratch == 0) {
    multiplyLimbs(to, a, aCount, b, bCount, 0);
  } else {
    const block = allocateScratch(scratch << 2);
    multiplyLimbs(to, a, aCount, b, bCount, block);
    freeScratch(block);
  }
  return finish(room, count, negative);
}

/** x div y, or x rem y; y is not 0. */
export function divideLarge(x: u32, y: u32, remainder: bool): u32 {
  readBoth(x, y);
  if (compareMagnitudes(a, aCount, b, bCount) < 0) return remainder ? x : makeSmall(0);
  const negative = aNegative != bNegative;
  if (bCount == 1) {
    spendOnProduct(aCount, 4);
    if (remainder) {
      const rest = remainderByLimb(a, aCount, load<u32>(b)) as i64;
      return makeInteger(aNegative ? -rest : rest);
    }
    const room = newLimbs(aCount);
    divideByLimb(limbsOf(room), a, aCount, load<u32>(b));
    return finishLimbs(room, aCount, negative);
  }
  const count = aCount - bCount + 1;
  spendOnProduct(max(bCount, count), min(bCount, count));
  const own = divideScratch(aCount, bCount);
  if (remainder) {
    const scratch = allocateScratch((own + count) << 2);
    divideLimbs(scratch + (own << 2), a, aCount, b, bCount, scratch);
    const result = makeLimbs(remainderAt, bCount, aNegative);
    freeScratch(scratch);
    return result;
  }
  const scratch = allocateScratch(own << 2);
  const room = newLimbs(count);
  divideLimbs(limbsOf(room), a, aCount, b, bCount, scratch);
  freeScratch(scratch);
  return finishLimbs(room, count, negative);
}

/** x band y, x bor y or x bxor y. */
export function combineLarge(operation: i32, x: u32, y: u32): u32 {
  readBoth(x, y);
  const count = combinedCount(operation, aCount, aNegative, bCount, bNegative);
  spendOnLimbs(count);
  const room = newLimbs(count);
  combineLimbs(operation, limbsOf(room), count, a, aCount, aNegative, b, bCount, bNegative);
  return finish(room, count, isCombinedNegative(operation, aNegative, bNegative));
}

/** Shifts left; by 2^32 bits or more there is only room for 0. */
export function shiftLeftLarge(x: u32, bits: u64): u32 {
  readFirst(x);
  if (aCount == 0) return makeSmall(0);
  const most = (mostIntegerBytes() << 3) as u64;
  if (bits > most || (bitLength(a, aCount) as u64) + bits > most) return 0;
  const low = (bits >> 5) as u32;
  const count = aCount + low + 1;
  spendOnLimbs(count);
  const room = newLimbs(count);
  const to = limbsOf(room);
  memory.fill(to, 0, low << 2);
  store<u32>(to + ((low + aCount) << 2), shiftLeftLimbs(to + (low << 2), a, aCount, (bits as u32) & 31));
  return finishLimbs(room, count, aNegative);
}

/** Shifts right, towards the smaller number. */
export function shiftRightLarge(x: u32, bits: u64): u32 {
  readFirst(x);
  if (bits >= bitLength(a, aCount)) return makeSmall(aNegative ? -1 : 0);
  const low = (bits >> 5) as u32;
  const rest = (bits as u32) & 31;
  const left = aCount - low;
  spendOnLimbs(left);
  const room = newLimbs(left + 1);
  const to = limbsOf(room);
  shiftRightLimbs(to, a + (low << 2), left, rest);
  store<u32>(to + (left << 2), 0);
  if (aNegative && hasLowBits(a, bits as u32)) increment(to, to, left + 1, 1);
  return finishLimbs(room, left + 1, aNegative);
}
