// Nodes of hash tries: a bitmap and the children that it has.
import { elementOf, smallValue } from '../terms/term';

export const COLLISION: u32 = 0x10000;

/** Bits of the hash below those that the root uses. */
export const ROOT_SHIFT: i32 = 28;

// @ts-ignore: decorator
@inline
export function bitmapOf(node: u32): u32 {
  return smallValue(elementOf(node, 0)) as u32;
}

// @ts-ignore: decorator
@inline
export function bitOf(hash: u32, shift: i32): u32 {
  return 1 << ((hash >> shift) & 15);
}

/** Number of the word of the child with the bit. */
// @ts-ignore: decorator
@inline
export function childIndex(bitmap: u32, bit: u32): u32 {
  return 1 + popcnt<u32>(bitmap & (bit - 1));
}
