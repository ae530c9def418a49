// Bit operations on magnitudes with signs, as if the integers were in two's complement.

export const AND: i32 = 0;
export const OR: i32 = 1;
export const XOR: i32 = 2;

/** Two limbs of a magnitude from limb `i` on; above it there are zeros. */
// @ts-ignore: decorator
@inline
function pairAt(at: u32, count: u32, i: u32): u64 {
  if (i + 1 < count) return load<u64>(at + (i << 2));
  return i < count ? (load<u32>(at + (i << 2)) as u64) : 0;
}

// @ts-ignore: decorator
@inline
function combine(operation: i32, x: u64, y: u64): u64 {
  return operation == AND ? x & y : operation == OR ? x | y : x ^ y;
}

/** Limbs that the result of `combineLimbs` may have, a whole number of pairs. */
export function combinedCount(operation: i32, aCount: u32, aNegative: bool, bCount: u32, bNegative: bool): u32 {
  // An operand that is not negative has zeros at the top.
  let count = max(aCount, bCount);
  if (operation == AND && !(aNegative && bNegative)) count = aNegative ? bCount : bNegative ? aCount : min(aCount, bCount);
  return (count + 2) & ~1;
}

/** True if the result of `combineLimbs` is negative. */
export function isCombinedNegative(operation: i32, aNegative: bool, bNegative: bool): bool {
  return operation == AND ? aNegative && bNegative : operation == OR ? aNegative || bNegative : aNegative != bNegative;
}

/** The magnitude of a combination, in `combinedCount` limbs. */
export function combineLimbs(
  operation: i32,
  to: u32,
  count: u32,
  a: u32,
  aCount: u32,
  aNegative: bool,
  b: u32,
  bCount: u32,
  bNegative: bool,
): void {
  let i: u32 = 0;
  if (!aNegative && !bNegative) {
    const common = min(min(aCount, bCount), count) & ~1;
    if (operation == AND) for (; i < common; i += 2) store<u64>(to + (i << 2), load<u64>(a + (i << 2)) & load<u64>(b + (i << 2)));
    else if (operation == OR) for (; i < common; i += 2) store<u64>(to + (i << 2), load<u64>(a + (i << 2)) | load<u64>(b + (i << 2)));
    else for (; i < common; i += 2) store<u64>(to + (i << 2), load<u64>(a + (i << 2)) ^ load<u64>(b + (i << 2)));
    if (operation != AND && i < count) {
      store<u64>(to + (i << 2), combine(operation, pairAt(a, aCount, i), pairAt(b, bCount, i)));
      i += 2;
      // Beyond that only the longer one has limbs.
      const whole = max(aCount, bCount) & ~1;
      if (i < whole) memory.copy(to + (i << 2), (aCount > bCount ? a : b) + (i << 2), (whole - i) << 2);
      i = max(i, whole);
    }
    for (; i < count; i += 2) store<u64>(to + (i << 2), combine(operation, pairAt(a, aCount, i), pairAt(b, bCount, i)));
    return;
  }
  // The complement of a number less 1, pair by pair; the result again if it is negative.
  const aMask: u64 = aNegative ? ~0 : 0;
  const bMask: u64 = bNegative ? ~0 : 0;
  const mask: u64 = isCombinedNegative(operation, aNegative, bNegative) ? ~0 : 0;
  let aCarry = aMask & 1;
  let bCarry = bMask & 1;
  let carry = mask & 1;
  for (; i < count; i += 2) {
    const x = (pairAt(a, aCount, i) ^ aMask) + aCarry;
    aCarry = u64(x < aCarry);
    const y = (pairAt(b, bCount, i) ^ bMask) + bCarry;
    bCarry = u64(y < bCarry);
    const z = (combine(operation, x, y) ^ mask) + carry;
    carry = u64(z < carry);
    store<u64>(to + (i << 2), z);
  }
}
