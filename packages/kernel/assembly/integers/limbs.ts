// Magnitudes: runs of 32-bit limbs in memory, least first. Nothing here allocates or knows of terms. Lengths are in limbs,
// and a result may be written over an operand that begins at the same address.

/** Limbs without the zeros at the top. */
export function significant(at: u32, count: u32): u32 {
  while (count > 1 && load<u64>(at + (count << 2) - 8) == 0) count -= 2;
  return count > 0 && load<u32>(at + (count << 2) - 4) == 0 ? count - 1 : count;
}

/** The order of two magnitudes of as many limbs: negative, 0 or positive. */
export function compareLimbs(a: u32, b: u32, count: u32): i32 {
  let i = count << 2;
  for (; i > 4; i -= 8) {
    const x = load<u64>(a + i - 8);
    const y = load<u64>(b + i - 8);
    if (x != y) return x > y ? 1 : -1;
  }
  if (i == 0) return 0;
  const x = load<u32>(a);
  const y = load<u32>(b);
  return x == y ? 0 : x > y ? 1 : -1;
}

/** The order of two magnitudes without zeros at the top. */
export function compareMagnitudes(a: u32, aCount: u32, b: u32, bCount: u32): i32 {
  if (aCount != bCount) return aCount > bCount ? 1 : -1;
  return compareLimbs(a, b, aCount);
}

/** Bits of a magnitude without zeros at the top. */
export function bitLength(at: u32, count: u32): u32 {
  return count == 0 ? 0 : (count << 5) - clz<u32>(load<u32>(at + (count << 2) - 4));
}

/** True if one of the lowest `bits` bits is 1. */
export function hasLowBits(at: u32, bits: u32): bool {
  const end = at + ((bits >> 5) << 2);
  for (; at < end; at += 4) if (load<u32>(at) != 0) return true;
  const rest = bits & 31;
  return rest != 0 && load<u32>(at) << (32 - rest) != 0;
}

/** Adds `carry` to `count` limbs; the carry. */
export function increment(to: u32, a: u32, count: u32, carry: u32): u32 {
  let i: u32 = 0;
  const end = count << 2;
  for (; i < end && carry != 0; i += 4) {
    const sum = load<u32>(a + i) + carry;
    carry = sum < carry ? 1 : 0;
    store<u32>(to + i, sum);
  }
  if (to != a && i < end) memory.copy(to + i, a + i, end - i);
  return carry;
}

/** Takes `borrow` from `count` limbs; the borrow. */
export function decrement(to: u32, a: u32, count: u32, borrow: u32): u32 {
  let i: u32 = 0;
  const end = count << 2;
  for (; i < end && borrow != 0; i += 4) {
    const x = load<u32>(a + i);
    store<u32>(to + i, x - borrow);
    borrow = x < borrow ? 1 : 0;
  }
  if (to != a && i < end) memory.copy(to + i, a + i, end - i);
  return borrow;
}

/** a + b, where a has no fewer limbs than b: as many limbs as a, and the carry. */
export function addLimbs(to: u32, a: u32, aCount: u32, b: u32, bCount: u32): u32 {
  let carry: u64 = 0;
  const pairs = (bCount & ~1) << 2;
  let i: u32 = 0;
  for (; i < pairs; i += 8) {
    const x = load<u64>(a + i);
    const sum = x + load<u64>(b + i);
    const all = sum + carry;
    store<u64>(to + i, all);
    carry = u64(sum < x) | u64(all < sum);
  }
  if ((bCount & 1) != 0) {
    carry += (load<u32>(a + i) as u64) + (load<u32>(b + i) as u64);
    store<u32>(to + i, carry as u32);
    carry >>= 32;
    i += 4;
  }
  return increment(to + i, a + i, aCount - bCount, carry as u32);
}

/** a - b, where a has no fewer limbs than b: as many limbs as a, and the borrow. */
export function subtractLimbs(to: u32, a: u32, aCount: u32, b: u32, bCount: u32): u32 {
  let borrow: u64 = 0;
  const pairs = (bCount & ~1) << 2;
  let i: u32 = 0;
  for (; i < pairs; i += 8) {
    const x = load<u64>(a + i);
    const y = load<u64>(b + i);
    const difference = x - y;
    store<u64>(to + i, difference - borrow);
    borrow = u64(x < y) | u64(difference < borrow);
  }
  if ((bCount & 1) != 0) {
    const difference = (load<u32>(a + i) as u64) - (load<u32>(b + i) as u64) - borrow;
    store<u32>(to + i, difference as u32);
    borrow = difference >> 63;
    i += 4;
  }
  return decrement(to + i, a + i, aCount - bCount, borrow as u32);
}

/** Shifts left by 0 to 31 bits: as many limbs, and what went out at the top. `to` may also lie above `a`. */
export function shiftLeftLimbs(to: u32, a: u32, count: u32, bits: u32): u32 {
  if (bits == 0 || count == 0) {
    memory.copy(to, a, count << 2);
    return 0;
  }
  let i = (count << 2) - 4;
  const out = load<u32>(a + i) >> (32 - bits);
  for (; i >= 8; i -= 8) {
    store<u64>(to + i - 4, (load<u64>(a + i - 4) << bits) | (load<u32>(a + i - 8) >> (32 - bits)));
  }
  if (i == 4) {
    store<u64>(to, load<u64>(a) << bits);
  } else {
    store<u32>(to, load<u32>(a) << bits);
  }
  return out;
}

/** Shifts right by 0 to 31 bits: as many limbs. `to` may also lie below `a`. */
export function shiftRightLimbs(to: u32, a: u32, count: u32, bits: u32): void {
  if (bits == 0 || count == 0) {
    memory.copy(to, a, count << 2);
    return;
  }
  let i: u32 = 0;
  const last = (count << 2) - 4;
  for (; i + 4 < last; i += 8) {
    store<u64>(to + i, (load<u64>(a + i) >> bits) | ((load<u32>(a + i + 8) as u64) << (64 - bits)));
  }
  if (i < last) {
    store<u64>(to + i, load<u64>(a + i) >> bits);
  } else {
    store<u32>(to + i, load<u32>(a + i) >> bits);
  }
}

/** a * b + carry for one limb b: as many limbs as a, and the carry. */
export function multiplyByLimb(to: u32, a: u32, count: u32, b: u32, carry: u32): u32 {
  let sum = carry as u64;
  const factor = b as u64;
  const end = a + (count << 2);
  for (; a < end; a += 4, to += 4) {
    sum += (load<u32>(a) as u64) * factor;
    store<u32>(to, sum as u32);
    sum >>= 32;
  }
  return sum as u32;
}

/** Adds a * b for one limb b to as many limbs; the carry. */
export function addProduct(to: u32, a: u32, count: u32, b: u32): u32 {
  let sum: u64 = 0;
  const factor = b as u64;
  const end = a + (count << 2);
  if ((count & 1) != 0) {
    sum = (load<u32>(a) as u64) * factor + (load<u32>(to) as u64);
    store<u32>(to, sum as u32);
    sum >>= 32;
    a += 4;
    to += 4;
  }
  for (; a < end; a += 8, to += 8) {
    sum += (load<u32>(a) as u64) * factor + (load<u32>(to) as u64);
    store<u32>(to, sum as u32);
    sum >>= 32;
    sum += (load<u32>(a, 4) as u64) * factor + (load<u32>(to, 4) as u64);
    store<u32>(to, sum as u32, 4);
    sum >>= 32;
  }
  return sum as u32;
}

/** Takes a * b for one limb b from as many limbs; the borrow. */
export function subtractProduct(to: u32, a: u32, count: u32, b: u32): u32 {
  let sum: u64 = 0;
  const factor = b as u64;
  const end = a + (count << 2);
  for (; a < end; a += 4, to += 4) {
    sum += (load<u32>(a) as u64) * factor;
    const x = load<u32>(to);
    const y = sum as u32;
    store<u32>(to, x - y);
    sum = (sum >> 32) + u64(x < y);
  }
  return sum as u32;
}
