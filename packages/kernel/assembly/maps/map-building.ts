// Maps made of pairs. A large one is made piece by piece, and between two pieces the native may pause; where nothing may pause the
// same walk goes through to its end.
import { workAllowed, worked, workedSome } from '../execution/pausing';
import * as L from '../generated/layout';
import { allocateNoCollect } from '../memory/heap';
import { allocateTemporary, freeTemporary } from '../memory/temporary-blocks';
import { compareExact } from '../terms/compare';
import { hashTermInPieces } from '../terms/map-hash';
import { makeSmall } from '../terms/term';
import { flatFromPairs, flatFromSorted, insertSorted, PAIR } from './flat-maps';
import { makeLeaf, makeNode } from './hash-trie';
import { ENTRY_BYTES } from './trie-leaves';
import { bitOf, COLLISION, ROOT_SHIFT } from './trie-nodes';

/** `mapFromManyPairs`, which does not pause if it is called so: written by the build. */
// @ts-ignore: decorator
@external('unpaused', 'mapFromManyPairs')
declare function mapFromManyPairsAtOnce(pairs: u32, count: u32): u32;

/** Units of work for an entry that is hashed, sorted or made a leaf. */
const WORK_PER_ENTRY: u32 = 4;

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
  for (let i: u32 = 0; i < count; i++) {
    const entry = entries + i * ENTRY_BYTES;
    const key = load<u32>(pairs + i * PAIR);
    store<u32>(entry, hashTermInPieces(key));
    store<u32>(entry, key, 4);
    store<u32>(entry, load<u32>(pairs + i * PAIR, 4), 8);
    workedSome(WORK_PER_ENTRY);
  }
}

/** Counts the entries from one address to another by a byte of their hashes. */
function countHashes(places: u32, at: u32, end: u32, shift: u32): void {
  for (; at < end; at += ENTRY_BYTES) {
    const place = places + (((load<u32>(at) >> shift) & 255) << 2);
    store<u32>(place, load<u32>(place) + ENTRY_BYTES);
  }
}

/** Makes counts into the places where entries with each byte go, from an address on. */
function startPlaces(places: u32, to: u32): void {
  for (let place = places; place < places + PLACES_BYTES; place += 4) {
    const size = load<u32>(place);
    store<u32>(place, to);
    to += size;
  }
}

/** Moves entries to their places. */
function moveToPlaces(places: u32, at: u32, end: u32, shift: u32): void {
  for (; at < end; at += ENTRY_BYTES) {
    const place = places + (((load<u32>(at) >> shift) & 255) << 2);
    const slot = load<u32>(place);
    store<u32>(place, slot + ENTRY_BYTES);
    store<u64>(slot, load<u64>(at));
    store<u32>(slot, load<u32>(at, 8), 8);
  }
}

/** Bytes of a table with a place for each value of a byte. */
const PLACES_BYTES: u32 = 1024;

/** Sorts entries by their hashes, least significant byte first, so that equal ones keep their order. */
function sortByHash(entries: u32, count: u32): void {
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

/** Entries up to the one that `uniteEntries` goes on with. */
let unitedTo: u32 = 0;

/**
 * Leaves one entry, the last, for each key, those of one hash in the order of their keys: moves entries from `at` on to `top`, those
 * of a hash up to `stop` or behind it; returns the new top.
 */
function uniteEntries(top: u32, at: u32, stop: u32, end: u32): u32 {
  while (at < stop) {
    const hash = load<u32>(at);
    const first = top;
    do {
      const key = load<u32>(at, 4);
      const value = load<u32>(at, 8);
      at += ENTRY_BYTES;
      let slot = top;
      let order = 1;
      while (slot > first) {
        order = compareExact(key, load<u32>(slot - ENTRY_BYTES, 4));
        if (order >= 0) break;
        slot -= ENTRY_BYTES;
      }
      if (order == 0) {
        slot -= ENTRY_BYTES;
      } else {
        memory.copy(slot + ENTRY_BYTES, slot, top - slot);
        top += ENTRY_BYTES;
      }
      store<u32>(slot, hash);
      store<u32>(slot, key, 4);
      store<u32>(slot, value, 8);
    } while (at < end && load<u32>(at) == hash);
  }
  unitedTo = at;
  return top;
}

/** The flat map of a few entries, no key of which is twice. */
function flatFromEntries(entries: u32, end: u32): u32 {
  let kept: u32 = 0;
  for (let at = entries; at < end; at += ENTRY_BYTES) kept = insertSorted(kept, load<u32>(at, 4), load<u32>(at, 8));
  return flatFromSorted(kept);
}

/** A large map with a trie. */
export function makeLarge(size: u32, root: u32): u32 {
  const map = allocateNoCollect(12);
  store<u32>(map, (2 << L.TermTag_arityShift) | L.HeaderTag_map);
  store<u32>(map, makeSmall(size), 4);
  store<u32>(map, root, 8);
  return map | L.TermTag_boxed;
}

/** Bytes of the entries of a node that is made at once, with all below it. */
const MANY_BYTES: u32 = 1024 * ENTRY_BYTES;

/**
 * A node for the entries from `from` to `to`, sorted by their hashes; those of the same hash by their keys. No key is twice. `charged` tells
 * that the work is paid for.
 */
function buildNode(from: u32, to: u32, shift: i32, charged: bool): u32 {
  const charges = !charged && to - from <= MANY_BYTES;
  let bitmap: u32 = 0;
  let children: u32 = 0;
  if (shift < 0) {
    bitmap = COLLISION;
    children = (to - from) / ENTRY_BYTES;
  } else {
    for (let at = from; at < to; children++) {
      const bit = bitOf(load<u32>(at), shift);
      bitmap |= bit;
      at = childEnd(at, to, shift, bit);
    }
  }
  const node = makeNode(bitmap, children);
  let slot = node + 8;
  for (let at = from; at < to; slot += 4) {
    const end = shift < 0 ? at + ENTRY_BYTES : childEnd(at, to, shift, bitOf(load<u32>(at), shift));
    const isLeaf = end - at == ENTRY_BYTES;
    store<u32>(slot, isLeaf ? makeLeaf(load<u32>(at, 4), load<u32>(at, 8)) : buildNode(at, end, shift - 4, charged || charges));
    at = end;
  }
  if (charges) workedOn(to - from);
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

/** As `mapFromPairs`, of more pairs than a flat map has. May pause. */
export function mapFromManyPairs(pairs: u32, count: u32): u32 {
  const entries = allocateTemporary(count * ENTRY_BYTES);
  writeEntries(pairs, count, entries);
  sortByHash(entries, count);
  const end = entries + count * ENTRY_BYTES;
  let top = entries;
  for (let at = entries; at < end; ) {
    top = uniteEntries(top, at, pieceEnd(at, end), end);
    workedOn(unitedTo - at);
    at = unitedTo;
  }
  const size = (top - entries) / ENTRY_BYTES;
  const map = size <= L.FLAT_LIMIT ? flatFromEntries(entries, top) : makeLarge(size, buildNode(entries, top, ROOT_SHIFT, false));
  freeTemporary(entries);
  return map;
}

/** As `mapFromPairs`. May pause. */
export function mapFromPairsInPieces(pairs: u32, count: u32): u32 {
  return count <= L.FLAT_LIMIT ? flatFromPairs(pairs, count) : mapFromManyPairs(pairs, count);
}

/** The map of `count` pairs of key and value from `pairs` on; of a key that is there twice the last pair counts. */
export function mapFromPairs(pairs: u32, count: u32): u32 {
  return count <= L.FLAT_LIMIT ? flatFromPairs(pairs, count) : mapFromManyPairsAtOnce(pairs, count);
}
