// Maps. Up to FLAT_LIMIT keys a map is flat: the tuple of its keys, in exact term order, then the values; maps
// with the same keys may share the tuple. A larger one has its size, a small integer, and the root of a hash
// trie. Nothing here collects: results are made by `allocateNoCollect`.
import * as L from '../generated/layout';
import { copyWords } from '../memory/blocks';
import { allocateNoCollect } from '../memory/heap';
import { allocateTemporary, freeTemporary } from '../memory/temporary-blocks';
import { compareExact, compareFlatKeys, differsAtImmediates, equalExact, sorted } from '../terms/compare';
import { hashImmediate, hashTerm } from '../terms/map-hash';
import { arityOf, elementOf, headerOf, headOf, isBoxed, isImmediate, isMap, isTuple, smallValue, tailOf } from '../terms/term';
import { flatFromSorted, insertSorted, makeFlat, PAIR } from './flat-maps';
import { findInTrie, inserted, insertInTrie, removeFromTrie } from './hash-trie';
import { makeLarge, mapFromPairs } from './map-building';
import { isFlatMap, rootOf, sizeOfMap } from './map-shape';
import { collectLeaves } from './trie-leaves';

// @ts-ignore: decorator
@inline
function keyOf(map: u32, i: u32): u32 {
  return elementOf(elementOf(map, 0), i);
}

// @ts-ignore: decorator
@inline
function valueOf(map: u32, i: u32): u32 {
  return elementOf(map, i + 1);
}

/** Number of a key of a flat map, -1 if it has none. */
function flatIndex(map: u32, key: u32): i32 {
  const keys = elementOf(map, 0);
  const size = arityOf(keys) as i32;
  if (isImmediate(key)) {
    const first = keys - L.TermTag_boxed + 4;
    const end = first + (size << 2);
    for (let at = first; at != end; at += 4) if (load<u32>(at) == key) return (at - first) >> 2;
  } else if (isTuple(key)) {
    const header = headerOf(key);
    for (let i = 0; i < size; i++) {
      const other = elementOf(keys, i);
      if (other == key) return i;
      if (!isBoxed(other) || headerOf(other) != header || differsAtImmediates(other, key, arityOf(key))) continue;
      if (equalExact(other, key)) return i;
    }
  } else {
    for (let i = 0; i < size; i++) if (equalExact(elementOf(keys, i), key)) return i;
  }
  return -1;
}

/** Address of the value of a key, 0 if the map has no such key. */
export function mapFind(map: u32, key: u32): u32 {
  const first = elementOf(map, 0);
  if (!isBoxed(first)) return findInTrie(rootOf(map), isImmediate(key) ? hashImmediate(key) : hashTerm(key), key);
  const index = flatIndex(map, key);
  return index < 0 ? 0 : map - L.TermTag_boxed + 8 + (index << 2);
}

/**
 * As `mapFind`, of a key that is an immediate term; remembers at `hint` where among the keys of a flat map it is.
 * See KEY_HINTS.
 */
export function mapFindHinted(map: u32, key: u32, hint: u32): u32 {
  const keys = elementOf(map, 0);
  if (!isBoxed(keys)) return findInTrie(rootOf(map), hashImmediate(key), key);
  const tuple = keys - L.TermTag_boxed;
  const size = arityOf(keys) << 2;
  for (let offset: u32 = 4; offset <= size; offset += 4) {
    if (load<u32>(tuple + offset) == key) {
      store<u8>(hint, offset as u8);
      return map - L.TermTag_boxed + 4 + offset;
    }
  }
  return 0;
}

/** A map with another value at a key, an immediate term; 0 if it is not a map or lacks the key. Sets the hint as `mapFindHinted`. */
export function mapReplace(map: u32, key: u32, value: u32, hint: u32): u32 {
  if (!isMap(map) || mapFindHinted(map, key, hint) == 0) return 0;
  return mapPut(map, key, value);
}

/** A flat map with another word `index` bytes past its header. */
export function mapWithWord(map: u32, index: u32, word: u32): u32 {
  const words = arityOf(map) + 1;
  const copy = allocateNoCollect(words << 2);
  copyWords(copy, map - L.TermTag_boxed, words);
  store<u32>(copy + index, word);
  return copy | L.TermTag_boxed;
}

/** Writes the pairs of a map to `to`; returns the address after them. */
export function writePairs(map: u32, to: u32): u32 {
  const size = sizeOfMap(map);
  if (isFlatMap(map)) {
    for (let i: u32 = 0; i < size; i++) {
      store<u32>(to + i * PAIR, keyOf(map, i));
      store<u32>(to + i * PAIR, valueOf(map, i), 4);
    }
  } else {
    // The leaves go to the second half of the area, where no pair is written before its leaf is read.
    const leaves = to + (size << 2);
    collectLeaves(rootOf(map), 0, leaves, u32.MAX_VALUE);
    for (let i: u32 = 0; i < size; i++) {
      const leaf = load<u32>(leaves + (i << 2));
      store<u32>(to + i * PAIR, headOf(leaf));
      store<u32>(to + i * PAIR, tailOf(leaf), 4);
    }
  }
  return to + size * PAIR;
}

/** A flat map with another value at a key's number; itself if it has that value. */
function withValue(map: u32, index: u32, value: u32): u32 {
  return valueOf(map, index) == value ? map : mapWithWord(map, 8 + (index << 2), value);
}

/** A flat map with a key that it did not have. */
function withKey(map: u32, key: u32, value: u32): u32 {
  const size = sizeOfMap(map);
  if (size == L.FLAT_LIMIT) {
    const end = writePairs(map, sorted);
    store<u32>(end, key);
    store<u32>(end, value, 4);
    return mapFromPairs(sorted, size + 1);
  }
  const old = elementOf(map, 0);
  let low: u32 = 0;
  let high = size;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (compareFlatKeys(elementOf(old, middle), key) < 0) low = middle + 1;
    else high = middle;
  }
  const keys = allocateNoCollect((size + 2) << 2);
  store<u32>(keys, (size + 1) << L.TermTag_arityShift);
  copyWithGap(old - L.TermTag_boxed + 4, keys + 4, size, low, key);
  const copy = makeFlat(keys | L.TermTag_boxed, size + 1);
  copyWithGap(map - L.TermTag_boxed + 8, copy + 8, size, low, value);
  return copy | L.TermTag_boxed;
}

/** Copies `count` words with one more at place `index`. */
function copyWithGap(from: u32, to: u32, count: u32, index: u32, word: u32): void {
  copyWords(to, from, index);
  store<u32>(to + (index << 2), word);
  copyWords(to + ((index + 1) << 2), from + (index << 2), count - index);
}

/** The map with a key at a value. */
export function mapPut(map: u32, key: u32, value: u32): u32 {
  if (isFlatMap(map)) {
    const index = flatIndex(map, key);
    return index >= 0 ? withValue(map, index, value) : withKey(map, key, value);
  }
  const root = rootOf(map);
  const changed = insertInTrie(root, key, value);
  if (changed == root) return map;
  return makeLarge((smallValue(elementOf(map, 0)) as u32) + (inserted ? 1 : 0), changed);
}

/** The map without a key: itself if it has it not. */
export function mapRemove(map: u32, key: u32): u32 {
  const size = sizeOfMap(map);
  if (!isFlatMap(map)) {
    const root = rootOf(map);
    const changed = removeFromTrie(root, key);
    if (changed == root) return map;
    if (size - 1 > L.FLAT_LIMIT) return makeLarge(size - 1, changed);
    const pairs = allocateTemporary(size * PAIR);
    const end = writePairs(makeLarge(size - 1, changed), pairs);
    const flat = mapFromPairs(pairs, (end - pairs) / PAIR);
    freeTemporary(pairs);
    return flat;
  }
  const found = flatIndex(map, key);
  if (found < 0) return map;
  const index = found as u32;
  const keys = allocateNoCollect(size << 2);
  store<u32>(keys, (size - 1) << L.TermTag_arityShift);
  copyWithout(elementOf(map, 0) - L.TermTag_boxed + 4, keys + 4, size, index);
  const copy = makeFlat(keys | L.TermTag_boxed, size - 1);
  copyWithout(map - L.TermTag_boxed + 8, copy + 8, size, index);
  return copy | L.TermTag_boxed;
}

/** Copies `count` words without the one at place `index`. */
function copyWithout(from: u32, to: u32, count: u32, index: u32): void {
  copyWords(to, from, index);
  copyWords(to + (index << 2), from + ((index + 1) << 2), count - index - 1);
}

/** `map` with `count` pairs from `pairs` on, whose keys may be new; 0 if it is not a map. */
export function putPairs(map: u32, pairs: u32, count: u32): u32 {
  if (!isMap(map)) return 0;
  if (count == 1) return mapPut(map, load<u32>(pairs), load<u32>(pairs, 4));
  if (isFlatMap(map)) {
    const updated = updateFlat(map, pairs, count);
    if (updated != 0) return updated;
    const size = sizeOfMap(map);
    if (size + count <= L.FLAT_LIMIT) {
      writePairs(map, sorted);
      let kept = size;
      for (let i: u32 = 0; i < count; i++) kept = insertSorted(kept, load<u32>(pairs + i * PAIR), load<u32>(pairs + i * PAIR, 4));
      return flatFromSorted(kept);
    }
    const all = allocateTemporary((size + count) * PAIR);
    const end = writePairs(map, all);
    memory.copy(end, pairs, count * PAIR);
    const result = mapFromPairs(all, size + count);
    freeTemporary(all);
    return result;
  }
  for (let i: u32 = 0; i < count; i++) map = mapPut(map, load<u32>(pairs + i * PAIR), load<u32>(pairs + i * PAIR, 4));
  return map;
}

/** A flat map with other values at keys that it has; 0 if it has one of them not. */
function updateFlat(map: u32, pairs: u32, count: u32): u32 {
  // Where the values will be: known before anything is allocated.
  if (count > L.FLAT_LIMIT) return 0;
  for (let i: u32 = 0; i < count; i++) {
    const index = flatIndex(map, load<u32>(pairs + i * PAIR));
    if (index < 0) return 0;
    store<u32>(sorted + (i << 2), index);
  }
  const words = arityOf(map) + 1;
  const copy = allocateNoCollect(words << 2);
  copyWords(copy, map - L.TermTag_boxed, words);
  for (let i: u32 = 0; i < count; i++) store<u32>(copy + 8 + (load<u32>(sorted + (i << 2)) << 2), load<u32>(pairs + i * PAIR, 4));
  return copy | L.TermTag_boxed;
}

/** As `putPairs`, but all keys must be in the map: 0 if one is not. */
export function updatePairs(map: u32, pairs: u32, count: u32): u32 {
  return isMap(map) && missingKey(map, pairs, count) == 0 ? putPairs(map, pairs, count) : 0;
}

/** The least key of some pairs that a map lacks, 0 if it has all. */
export function missingKey(map: u32, pairs: u32, count: u32): u32 {
  let missing: u32 = 0;
  for (let i: u32 = 0; i < count; i++) {
    const key = load<u32>(pairs + i * PAIR);
    if (mapFind(map, key) == 0 && (missing == 0 || compareExact(key, missing) < 0)) missing = key;
  }
  return missing;
}
