// How flat maps are made: by sorting their pairs.
import * as L from '../generated/layout';
import { allocateNoCollect } from '../memory/heap';
import { compareFlatKeys, sorted } from '../terms/compare';

/** Bytes of a pair, key and value, in the areas below. */
export const PAIR: u32 = 8;

/** Address of a flat map with those keys, whose values are to be written. */
// @ts-ignore: decorator
@inline
export function makeFlat(keys: u32, size: u32): u32 {
  const map = allocateNoCollect((size + 2) << 2);
  store<u32>(map, ((size + 1) << L.TermTag_arityShift) | L.HeaderTag_map);
  store<u32>(map, keys, 4);
  return map;
}

/** Puts a pair into `sorted`, which has `count`; returns the new count. The area has room for one more than a flat map. */
export function insertSorted(count: u32, key: u32, value: u32): u32 {
  let at = count;
  while (at > 0) {
    const pair = sorted + (at - 1) * PAIR;
    const order = compareFlatKeys(load<u32>(pair), key);
    if (order == 0) {
      store<u32>(pair, value, 4);
      return count;
    }
    if (order < 0) break;
    at--;
  }
  const pair = sorted + at * PAIR;
  memory.copy(pair + PAIR, pair, (count - at) * PAIR);
  store<u32>(pair, key);
  store<u32>(pair, value, 4);
  return count + 1;
}

/** The flat map of the first `count` pairs of `sorted`. */
export function flatFromSorted(count: u32): u32 {
  const keys = allocateNoCollect((count + 1) << 2);
  store<u32>(keys, count << L.TermTag_arityShift);
  const map = makeFlat(keys | L.TermTag_boxed, count);
  for (let i: u32 = 0; i < count; i++) {
    const pair = sorted + i * PAIR;
    store<u32>(keys + 4 + (i << 2), load<u32>(pair));
    store<u32>(map + 8 + (i << 2), load<u32>(pair, 4));
  }
  return map | L.TermTag_boxed;
}

/** The flat map of a few pairs; of a key that is there twice the last pair counts. */
export function flatFromPairs(pairs: u32, count: u32): u32 {
  let size: u32 = 0;
  for (let i: u32 = 0; i < count; i++) size = insertSorted(size, load<u32>(pairs + i * PAIR), load<u32>(pairs + i * PAIR, 4));
  return flatFromSorted(size);
}
