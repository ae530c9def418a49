// Finding patterns in bytes, by the algorithm of Knuth, Morris and Pratt: the time does not depend on what is searched.

import { allocateTemporary, freeTemporary, MOST_TEMPORARY } from '../memory/temporary-blocks';
import { headOf, isCons, tailOf } from '../terms/term';
import { bitSizeOf, locate, locatedBase, locatedBits, locatedStart } from './binary';
import { copyBits } from './bits';

/** Byte offsets in what is kept of a pattern. */
const BYTES: usize = 0;
const SIZE: usize = 4;

/** For each beginning of the pattern, the size of the longest other beginning that it ends with; words. */
const BORDERS: usize = 8;

/** Where the pattern is next, as far as that is known: not in front of it; `NOWHERE` if it does not come any more. */
const NEXT: usize = 12;

/** True if the pattern is at `NEXT`. */
const IS_THERE: usize = 16;
const PATTERN_BYTES: u32 = 20;
const NOWHERE: u32 = u32.MAX_VALUE;

/** Patterns, their bytes and borders. */
let patterns: u32 = 0;
let patternsEnd: u32 = 0;

/** A copy of the bytes that are searched, if they do not lie at bytes of memory, or 0. */
let copy: u32 = 0;
let bytes: u32 = 0;
let end: u32 = 0;

/** Where a pattern was found, and its size. */
export let foundAt: u32 = 0;
export let foundSize: u32 = 0;

/** Frees what a search needs. */
export function endSearch(): void {
  freeTemporary(patterns);
  freeTemporary(copy);
}

/** Bytes of a binary in memory. `room` is for a copy, 0 to use them where they are if they lie at bytes. */
function placeBytes(binary: u32, room: u32): u32 {
  locate(binary);
  if (room == 0 && (locatedStart & 7) == 0) return locatedBase + (locatedStart >> 3);
  copyBits(locatedBase, locatedStart, room, 0, locatedBits);
  return room;
}

function findBorders(pattern: u32): void {
  const text = load<u32>(pattern, BYTES);
  const size = load<u32>(pattern, SIZE);
  const borders = load<u32>(pattern, BORDERS);
  store<u32>(borders, 0);
  let border: u32 = 0;
  for (let i: u32 = 1; i < size; i++) {
    const byte = load<u8>(text + i);
    while (border > 0 && load<u8>(text + border) != byte) border = load<u32>(borders + ((border - 1) << 2));
    if (load<u8>(text + border) == byte) border++;
    store<u32>(borders + (i << 2), border);
  }
}

/** Begins to search a binary for one of the binaries of a list, none of which is empty, up to an end. */
export function startSearch(binary: u32, list: u32, from: u32, to: u32): void {
  let count: u32 = 0;
  let size: u64 = 0;
  for (let rest = list; isCons(rest); rest = tailOf(rest)) {
    count++;
    size += ((bitSizeOf(headOf(rest)) >> 3) + 3) & ~3;
  }
  patterns = allocateTemporary(min<u64>(PATTERN_BYTES * count + 5 * size, MOST_TEMPORARY) as u32);
  patternsEnd = patterns + PATTERN_BYTES * count;
  locate(binary);
  copy = (locatedStart & 7) == 0 ? 0 : allocateTemporary(locatedBits >> 3);
  bytes = placeBytes(binary, copy);
  end = to;
  let room = patternsEnd;
  let pattern = patterns;
  for (let rest = list; isCons(rest); rest = tailOf(rest)) {
    const length = bitSizeOf(headOf(rest)) >> 3;
    store<u32>(pattern, placeBytes(headOf(rest), room), BYTES);
    store<u32>(pattern, length, SIZE);
    room += (length + 3) & ~3;
    store<u32>(pattern, room, BORDERS);
    room += length << 2;
    store<u32>(pattern, from, NEXT);
    store<u32>(pattern, 0, IS_THERE);
    findBorders(pattern);
    pattern += PATTERN_BYTES;
  }
}

/** Finds where a pattern is next, from a position on. */
function findPattern(pattern: u32, from: u32): void {
  const text = load<u32>(pattern, BYTES);
  const size = load<u32>(pattern, SIZE);
  const borders = load<u32>(pattern, BORDERS);
  const first = load<u8>(text);
  let matched: u32 = 0;
  for (let at = from; at < end; at++) {
    const byte = load<u8>(bytes + at);
    if (matched == 0 && byte != first) continue;
    while (matched > 0 && load<u8>(text + matched) != byte) matched = load<u32>(borders + ((matched - 1) << 2));
    if (load<u8>(text + matched) != byte) continue;
    if (++matched == size) {
      store<u32>(pattern, at + 1 - size, NEXT);
      store<u32>(pattern, 1, IS_THERE);
      return;
    }
  }
  store<u32>(pattern, NOWHERE, NEXT);
  store<u32>(pattern, 1, IS_THERE);
}

/** Finds the first place of a pattern from a position on, of those that begin there the longest one; false if there is none. */
export function findNext(from: u32): bool {
  foundAt = NOWHERE;
  for (let pattern = patterns; pattern < patternsEnd; pattern += PATTERN_BYTES) {
    if (load<u32>(pattern, NEXT) < from || load<u32>(pattern, IS_THERE) == 0) findPattern(pattern, from);
    const at = load<u32>(pattern, NEXT);
    const size = load<u32>(pattern, SIZE);
    if (at != NOWHERE && (at < foundAt || (at == foundAt && size > foundSize))) {
      foundAt = at;
      foundSize = size;
    }
  }
  return foundAt != NOWHERE;
}
