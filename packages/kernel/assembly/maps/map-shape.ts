// What tells a flat map from a large one.
import { arityOf, elementOf, isBoxed, smallValue } from '../terms/term';

// @ts-ignore: decorator
@inline
export function isFlatMap(map: u32): bool {
  return isBoxed(elementOf(map, 0));
}

/** Root of the trie of a large map. */
// @ts-ignore: decorator
@inline
export function rootOf(map: u32): u32 {
  return elementOf(map, 1);
}

/** Number of keys. */
export function sizeOfMap(map: u32): u32 {
  return isFlatMap(map) ? arityOf(map) - 1 : (smallValue(elementOf(map, 0)) as u32);
}
