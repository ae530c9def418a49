// Large maps that are made, merged and taken apart piece by piece: all of this may pause.
import { workAllowed, worked } from '../execution/pausing';
import * as L from '../generated/layout';
import { allocateTemporary, freeTemporary } from '../memory/temporary-blocks';
import { equalExact } from '../terms/compare';
import { hashTermInPieces } from '../terms/map-hash';
import { elementOf, headOf, tailOf } from '../terms/term';
import { buildNode, makeLeaf, makeNode } from './hash-trie';
import {
  countHashes,
  flatFromEntries,
  makeLarge,
  mapFind,
  mapFromPairs,
  mapPut,
  moveToPlaces,
  PAIR,
  PLACES_BYTES,
  startPlaces,
  unitedTo,
  uniteEntries,
  writePairs,
} from './map';
import { isFlatMap, rootOf, sizeOfMap } from './map-shape';
import { collectLeaves, ENTRY_BYTES, nextHash } from './trie-leaves';
import { bitOf, ROOT_SHIFT } from './trie-nodes';

/** A map with this many times fewer keys than another is merged with it key by key. */
const FEW: u32 = 8;

/** Units of work for an entry that is hashed, sorted or made a leaf; for one that is put into a map. */
const WORK_PER_ENTRY: u32 = 4;
const WORK_PER_PUT: u32 = 64;

/** The end of the next piece of entries. */
function pieceEnd(at: u32, end: u32): u32 {
  return min<u32>(end, at + (workAllowed() / WORK_PER_ENTRY + 1) * ENTRY_BYTES);
}

/** Charges for a piece of entries. */
// @ts-ignore: decorator
@inline
function workedOn(bytes: u32): void {
  worked((bytes / ENTRY_BYTES) * WORK_PER_ENTRY);
}

function writeEntries(pairs: u32, count: u32, entries: u32): void {
  let work: u32 = 0;
  for (let i: u32 = 0; i < count; i++) {
    const entry = entries + i * ENTRY_BYTES;
    const key = load<u32>(pairs + i * PAIR);
    store<u32>(entry, hashTermInPieces(key));
    store<u32>(entry, key, 4);
    store<u32>(entry, load<u32>(pairs + i * PAIR, 4), 8);
    work += WORK_PER_ENTRY;
    if (work >= workAllowed()) {
      worked(work);
      work = 0;
    }
  }
}

/** Sorts entries by their hashes: see `sortByHash`. */
function sortEntries(entries: u32, count: u32): void {
  const bytes = count * ENTRY_BYTES;
  const other = allocateTemporary(bytes);
  const places = allocateTemporary(PLACES_BYTES);
  let from = entries;
  let to = other;
  for (let shift: u32 = 0; shift < 32; shift += 8) {
    memory.fill(places, 0, PLACES_BYTES);
    for (let at = from; at < from + bytes; ) {
      const stop = pieceEnd(at, from + bytes);
      countHashes(places, at, stop, shift);
      workedOn(stop - at);
      at = stop;
    }
    startPlaces(places, to);
    for (let at = from; at < from + bytes; ) {
      const stop = pieceEnd(at, from + bytes);
      moveToPlaces(places, at, stop, shift);
      workedOn(stop - at);
      at = stop;
    }
    const swap = from;
    from = to;
    to = swap;
  }
  freeTemporary(other);
  freeTemporary(places);
}

/** Entries of a node that is made at once. */
const MANY_ENTRIES: u32 = 1024;

/** As `buildNode`. */
function buildLarge(from: u32, to: u32, shift: i32): u32 {
  if (shift < 0 || to - from <= MANY_ENTRIES * ENTRY_BYTES) {
    const small = buildNode(from, to, shift);
    workedOn(to - from);
    return small;
  }
  let bitmap: u32 = 0;
  let children: u32 = 0;
  for (let at = from; at < to; children++) {
    const bit = bitOf(load<u32>(at), shift);
    bitmap |= bit;
    at = childEnd(at, to, shift, bit);
  }
  const node = makeNode(bitmap, children);
  let slot = node + 8;
  for (let at = from; at < to; slot += 4) {
    const end = childEnd(at, to, shift, bitOf(load<u32>(at), shift));
    const leaf = end - at == ENTRY_BYTES;
    store<u32>(slot, leaf ? makeLeaf(load<u32>(at, 4), load<u32>(at, 8)) : buildLarge(at, end, shift - 4));
    at = end;
  }
  return node | L.TermTag_boxed;
}

/** The end of the entries with a bit, of which there is one: sorted as they are it is found by halving. */
function childEnd(at: u32, to: u32, shift: i32, bit: u32): u32 {
  let low: u32 = 1;
  let high = (to - at) / ENTRY_BYTES;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (bitOf(load<u32>(at + middle * ENTRY_BYTES), shift) == bit) low = middle + 1;
    else high = middle;
  }
  return at + low * ENTRY_BYTES;
}

/** As `mapFromPairs`. */
export function mapFromPairsInPieces(pairs: u32, count: u32): u32 {
  if (count <= L.FLAT_LIMIT) return mapFromPairs(pairs, count);
  const entries = allocateTemporary(count * ENTRY_BYTES);
  writeEntries(pairs, count, entries);
  sortEntries(entries, count);
  const end = entries + count * ENTRY_BYTES;
  let top = entries;
  for (let at = entries; at < end; ) {
    top = uniteEntries(top, at, pieceEnd(at, end), end);
    workedOn(unitedTo - at);
    at = unitedTo;
  }
  const size = (top - entries) / ENTRY_BYTES;
  const map = size <= L.FLAT_LIMIT ? flatFromEntries(entries, top) : makeLarge(size, buildLarge(entries, top, ROOT_SHIFT));
  freeTemporary(entries);
  return map;
}

/** As `writePairs`. */
export function writePairsInPieces(map: u32, to: u32): u32 {
  if (isFlatMap(map)) return writePairs(map, to);
  const size = sizeOfMap(map);
  // The leaves go to the end of the area, where no pair is written before its leaf is read.
  const end = to + size * PAIR;
  let start: u32 = 0;
  let left = size;
  while (true) {
    const leaves = end - (left << 2);
    const allowed = workAllowed();
    const count = collectLeaves(rootOf(map), start, leaves, allowed);
    for (let i: u32 = 0; i < count; i++) {
      const leaf = load<u32>(leaves + (i << 2));
      store<u32>(to, headOf(leaf));
      store<u32>(to, tailOf(leaf), 4);
      to += PAIR;
    }
    left -= count;
    if (left == 0) return to;
    start = nextHash;
    worked(count);
  }
}

/** Both maps in one; the second one's values count. */
export function mapMergeInPieces(first: u32, second: u32): u32 {
  const sizeOfFirst = sizeOfMap(first);
  const sizeOfSecond = sizeOfMap(second);
  if (sizeOfFirst == 0) return second;
  if (sizeOfSecond == 0) return first;
  if (isFlatMap(first) && equalExact(elementOf(first, 0), elementOf(second, 0))) return second;
  // A map that is much smaller goes into the other one key by key.
  if (sizeOfSecond * FEW <= sizeOfFirst) return putAll(first, second, sizeOfSecond, true);
  if (sizeOfFirst * FEW <= sizeOfSecond) return putAll(second, first, sizeOfFirst, false);
  const pairs = allocateTemporary((sizeOfFirst + sizeOfSecond) * PAIR);
  const end = writePairsInPieces(second, writePairsInPieces(first, pairs));
  const merged = mapFromPairsInPieces(pairs, (end - pairs) / PAIR);
  freeTemporary(pairs);
  return merged;
}

/** `map` with the pairs of another map, those of keys that it has only if `replace`. */
function putAll(map: u32, other: u32, size: u32, replace: bool): u32 {
  const pairs = allocateTemporary(size * PAIR);
  const end = writePairsInPieces(other, pairs);
  let work: u32 = 0;
  for (let at = pairs; at < end; at += PAIR) {
    if (replace || mapFind(map, load<u32>(at)) == 0) map = mapPut(map, load<u32>(at), load<u32>(at, 4));
    work += WORK_PER_PUT;
    if (work >= workAllowed()) {
      worked(work);
      work = 0;
    }
  }
  freeTemporary(pairs);
  return map;
}
