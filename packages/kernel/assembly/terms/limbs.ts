// Integers beyond 64 bits that arise so often that the host's BigInt would be felt.
import * as L from '../generated/layout';
import { allocateNoCollect } from '../memory/heap';

/** The product of two magnitudes that may need more than 63 bits, with its sign. */
export function multiplyWide(x: u64, y: u64, negative: bool): u32 {
  const x0 = x & 0xffffffff;
  const x1 = x >> 32;
  const y0 = y & 0xffffffff;
  const y1 = y >> 32;
  const low = x0 * y0;
  const mid = x1 * y0 + (low >> 32);
  const mid2 = x0 * y1 + (mid & 0xffffffff);
  const high = x1 * y1 + (mid >> 32) + (mid2 >> 32);
  return makeMagnitude((mid2 << 32) | (low & 0xffffffff), high, negative);
}

/** The integer with the magnitude `high << 64 | low`, in its canonical form. */
export function makeMagnitude(low: u64, high: u64, negative: bool): u32 {
  if (high == 0) {
    const value = negative ? -(low as i64) : (low as i64);
    if (value < 0 == negative || low == 0) {
      if (value >= -0x8000000 && value <= 0x7ffffff) return (((value as i32) << L.TermTag_integerShift) | L.TermTag_integer) as u32;
      const box = allocateNoCollect(12);
      store<u32>(box, negative ? L.INTEGER64_HEADER_NEGATIVE : L.INTEGER64_HEADER_POSITIVE);
      store<i64>(box, value, 4);
      return box | L.TermTag_boxed;
    }
  }
  const limbs: u32 = high >> 32 != 0 ? 4 : 3;
  const box = allocateNoCollect((limbs + 1) << 2);
  store<u32>(box, (limbs << L.TermTag_arityShift) | (negative ? L.HeaderTag_negativeInteger : L.HeaderTag_positiveInteger));
  store<u64>(box, low, 4);
  store<u32>(box, high as u32, 12);
  if (limbs == 4) store<u32>(box, (high >> 32) as u32, 16);
  return box | L.TermTag_boxed;
}

/** The integer with the magnitude in `count` limbs from an address on, least first; the highest ones may be 0. */
export function makeLimbs(at: u32, count: u32, negative: bool): u32 {
  while (count > 0 && load<u32>(at + ((count - 1) << 2)) == 0) count--;
  if (count <= 4) {
    let low: u64 = 0;
    let high: u64 = 0;
    for (let i: u32 = 0; i < count; i++) {
      const limb = load<u32>(at + (i << 2)) as u64;
      if (i < 2) low |= limb << (i << 5);
      else high |= limb << ((i - 2) << 5);
    }
    return makeMagnitude(low, high, negative);
  }
  const box = allocateNoCollect((count + 1) << 2);
  store<u32>(box, (count << L.TermTag_arityShift) | (negative ? L.HeaderTag_negativeInteger : L.HeaderTag_positiveInteger));
  memory.copy(box + 4, at, count << 2);
  return box | L.TermTag_boxed;
}
