// Magnitudes and their digits in bases from 2 to 36. In bases that are powers of two digits are runs of bits. In others short
// numbers go digit by digit, a chunk of digits for each limb, and long ones by halves, with the powers of the base by which
// halves are put together: so they cost a few products.
import { divideByLimb, divideLimbs, remainderAt } from './divide';
import { addLimbs, compareMagnitudes, multiplyByLimb, significant } from './limbs';
import { multiplyLimbs } from './multiply';

/** Up to so many limbs a number goes chunk by chunk: written, and read. */
const SHORT_WRITTEN: u32 = 30;
const SHORT_READ: u32 = 60;

/** Where the powers are, by their level: each is the square of the one before. */
const powers: u32 = memory.data(32 * 8) as u32;

/** Digits that always fit in a limb, and the power of the base with so many zeros. */
let chunkDigits: u32 = 0;
export let chunk: u32 = 0;
let radix: u32 = 0;

function setBase(base: u32): void {
  if (base == radix) return;
  radix = base;
  chunkDigits = 1;
  chunk = base;
  while ((chunk as u64) * base <= 0xffffffff) {
    chunk *= base;
    chunkDigits++;
  }
}

// @ts-ignore: decorator
@inline
function powerAt(level: u32): u32 {
  return load<u32>(powers + (level << 3));
}

// @ts-ignore: decorator
@inline
function powerCount(level: u32): u32 {
  return load<u32>(powers + (level << 3), 4);
}

/** Digits of what is below the power of a level. */
// @ts-ignore: decorator
@inline
function digitsBelow(level: u32): u32 {
  return chunkDigits << level;
}

/** Memory that is free from here on. */
let room: u32 = 0;

/** Begins with the power of a chunk, in scratch. */
function beginPowers(scratch: u32): void {
  store<u32>(scratch, chunk);
  store<u32>(powers, scratch);
  store<u32>(powers, 1, 4);
  room = scratch + 4;
}

/** Makes the power of a level, the square of the one before. */
function makePower(level: u32): void {
  const from = powerAt(level - 1);
  const count = powerCount(level - 1);
  const to = room;
  multiplyLimbs(to, from, count, from, count, to + (count << 3));
  const length = significant(to, count << 1);
  store<u32>(powers + (level << 3), to);
  store<u32>(powers + (level << 3), length, 4);
  room = to + (length << 2);
}

/** Bytes of scratch that `writeDigits` and `readDigits` take for so many limbs: less than 12 times as many, and what products take. */
export function radixScratch(count: u32): u32 {
  return count <= min(SHORT_WRITTEN, SHORT_READ) ? 0 : 64 * count + 16384;
}

/** Digits that a number of so many limbs has at most. */
export function mostDigits(count: u32, base: u32): u32 {
  return (((count as u64) << 5) / ((31 - clz<u32>(base)) as u64) + 2) as u32;
}

/** Limbs that a number of so many digits has at most. */
export function mostLimbs(digits: u32, base: u32): u32 {
  setBase(base);
  return digits / chunkDigits + 2;
}

/**
 * Writes the digits of a magnitude in front of `end`, capitals above 9; where they begin. The limbs are not kept.
 * There is `radixScratch(count)` of scratch.
 */
export function writeDigits(end: u32, a: u32, count: u32, base: u32, scratch: u32): u32 {
  setBase(base);
  if ((base & (base - 1)) == 0) return writeBits(end, a, count);
  if (count <= SHORT_WRITTEN) return writeChunks(end, a, count, 0);
  beginPowers(scratch);
  let level: u32 = 1;
  // Until the square of the last one is above all of so many limbs.
  while ((powerCount(level - 1) << 1) - 2 < count) makePower(level++);
  return writeHalves(end, a, count, level, 0);
}

// @ts-ignore: decorator
@inline
function character(digit: u32): u32 {
  return digit + (digit < 10 ? 48 : 55);
}

/** Digits that are bits. */
function writeBits(end: u32, a: u32, count: u32): u32 {
  const width: u32 = 31 - clz<u32>(radix);
  const mask: u64 = radix - 1;
  let bits: u64 = 0;
  let left: u32 = 0;
  for (let i: u32 = 0; i < count; i++) {
    bits |= (load<u32>(a + (i << 2)) as u64) << left;
    left += 32;
    for (; left >= width; left -= width) {
      store<u8>(--end, character((bits & mask) as u32));
      bits >>= width;
    }
  }
  if (left > 0) store<u8>(--end, character(bits as u32));
  while (load<u8>(end) == 48) end++;
  return end;
}

/** Writes the digits of a number that is not kept, and zeros up to `width` digits. */
function writeChunks(end: u32, a: u32, count: u32, width: u32): u32 {
  const first = end - width;
  count = significant(a, count);
  while (count > 0) {
    let rest = divideByLimb(a, a, count, chunk);
    count = significant(a, count);
    const stop = end - chunkDigits;
    if (radix == 10) {
      while (end != stop && (rest != 0 || count > 0)) {
        store<u8>(--end, 48 + (rest % 10));
        rest /= 10;
      }
    } else {
      while (end != stop && (rest != 0 || count > 0)) {
        store<u8>(--end, character(rest % radix));
        rest /= radix;
      }
    }
  }
  if (width == 0) return end;
  while (end > first) store<u8>(--end, 48);
  return first;
}

/** As `writeChunks`, for a number below the square of the power of the level before `level`. */
function writeHalves(end: u32, a: u32, count: u32, level: u32, width: u32): u32 {
  count = significant(a, count);
  // Powers that are larger than the number leave it as it is.
  while (level > 0 && compareMagnitudes(a, count, powerAt(level - 1), powerCount(level - 1)) < 0) level--;
  if (count <= SHORT_WRITTEN || level == 0) return writeChunks(end, a, count, width);
  level--;
  const divisor = powerAt(level);
  const divisorCount = powerCount(level);
  const before = room;
  const quotientCount = count - divisorCount + 1;
  const quotient = room;
  const rest = quotient + (quotientCount << 2);
  const scratch = rest + (divisorCount << 2);
  divideLimbs(quotient, a, count, divisor, divisorCount, scratch);
  memory.copy(rest, remainderAt, divisorCount << 2);
  room = scratch;
  const digits = digitsBelow(level);
  writeHalves(end, rest, divisorCount, level, digits);
  const start = writeHalves(end - digits, quotient, quotientCount, level, width == 0 ? 0 : width - digits);
  room = before;
  return start;
}

/**
 * The magnitude of digits, given as their values: how many limbs it has, without zeros at the top, of `mostLimbs` that may be
 * written. There is `radixScratch` of these of scratch.
 */
export function readDigits(to: u32, digits: u32, length: u32, base: u32, scratch: u32): u32 {
  setBase(base);
  if ((base & (base - 1)) == 0) return readBits(to, digits, length);
  if (length <= SHORT_READ * chunkDigits) return readChunks(to, digits, length);
  beginPowers(scratch);
  let level: u32 = 1;
  while (digitsBelow(level) < length) makePower(level++);
  return readHalves(to, digits, length, level);
}

/** Reads digits that are bits. */
function readBits(to: u32, digits: u32, length: u32): u32 {
  const width: u32 = 31 - clz<u32>(radix);
  const start = to;
  let bits: u64 = 0;
  let count: u32 = 0;
  for (let at = digits + length; at > digits; ) {
    bits |= (load<u8>(--at) as u64) << count;
    count += width;
    if (count < 32) continue;
    store<u32>(to, bits as u32);
    to += 4;
    bits >>= 32;
    count -= 32;
  }
  store<u32>(to, bits as u32);
  return significant(start, ((to - start) >> 2) + 1);
}

/** Reads chunk by chunk. */
function readChunks(to: u32, digits: u32, length: u32): u32 {
  let count: u32 = 0;
  const end = digits + length;
  // The first chunk has what the others leave.
  let left = length % chunkDigits;
  if (left == 0) left = chunkDigits;
  while (digits < end) {
    let value: u32 = 0;
    for (const stop = digits + left; digits < stop; digits++) value = value * radix + load<u8>(digits);
    left = chunkDigits;
    const carry = multiplyByLimb(to, to, count, chunk, value);
    if (carry != 0) store<u32>(to + (count++ << 2), carry);
  }
  return count;
}

/** Where a number is that is read chunk by chunk, and how many limbs it has. */
export const limbsRead: u32 = memory.data(4 * 64) as u32;
export let countRead: u32 = 0;

/** Begins to read a number in chunks of digits, with what its first digits are. */
export function beginDigits(base: u32, value: u64): void {
  setBase(base);
  store<u64>(limbsRead, value);
  countRead = significant(limbsRead, 2);
}

/**
 * Takes the next digits, whose value is below `power`, at most `chunk`. False if there have been so many that it is better to begin again
 * with all of them.
 */
export function addDigits(value: u32, power: u32): bool {
  const carry = multiplyByLimb(limbsRead, limbsRead, countRead, power, value);
  if (carry != 0) store<u32>(limbsRead + (countRead++ << 2), carry);
  return countRead < SHORT_READ;
}

/** As `readDigits`, with the powers up to a level, below whose square the number is. */
function readHalves(to: u32, digits: u32, length: u32, level: u32): u32 {
  if (length <= SHORT_READ * chunkDigits) return readChunks(to, digits, length);
  while (digitsBelow(level - 1) >= length) level--;
  level--;
  const below = digitsBelow(level);
  const before = room;
  const upper = room;
  room += ((length - below) / chunkDigits + 2) << 2;
  const upperCount = readHalves(upper, digits, length - below, level);
  const lower = room;
  room += (below / chunkDigits + 2) << 2;
  const lowerCount = readHalves(lower, digits + (length - below), below, level);
  const power = powerAt(level);
  const powerLength = powerCount(level);
  let count: u32 = 0;
  if (upperCount != 0) {
    count = upperCount + powerLength;
    if (upperCount >= powerLength) multiplyLimbs(to, upper, upperCount, power, powerLength, room);
    else multiplyLimbs(to, power, powerLength, upper, upperCount, room);
    addLimbs(to, to, count, lower, lowerCount);
    count = significant(to, count);
  } else {
    memory.copy(to, lower, lowerCount << 2);
    count = lowerCount;
  }
  room = before;
  return count;
}
