// Finding patterns in bytes, in one pass over them whatever they are: one pattern by the algorithm of Knuth, Morris and Pratt, several
// by that of Aho and Corasick (`pattern-trie.ts`). All of it may pause.

import { workAllowed, worked } from '../execution/pausing';
import * as L from '../generated/layout';
import { allocateTemporary, freeTemporary, MOST_TEMPORARY } from '../memory/temporary-blocks';
import { headOf, tailOf } from '../terms/term';
import { bitSizeOf, locate, locatedBase, locatedBits, locatedStart } from './binary';
import { copyBitsInPieces } from './copying';
import { findInTrie, freeTrie, makeTrie, trieFoundAt, trieFoundSize } from './pattern-trie';

/** Bytes that are looked at for a unit of work. */
const BYTES_PER_UNIT: u32 = 4;

/** The one pattern: its bytes, and for each of its beginnings the size of the longest other beginning that it ends with; 0 if there are several. */
let pattern: u32 = 0;
let patternSize: u32 = 0;
let borders: u32 = 0;

/** A copy of the bytes that are searched, if they do not lie at bytes of memory, or 0. */
let copy: u32 = 0;
let bytes: u32 = 0;
let end: u32 = 0;

/** Where a pattern was found, and its size. */
export let foundAt: u32 = 0;
export let foundSize: u32 = 0;

/** Where the search has come, and how much of the pattern ends there. */
let searchedTo: u32 = 0;
let matchedBytes: u32 = 0;

/** Frees what a search needs. */
export function endSearch(): void {
  if (pattern == 0) freeTrie();
  else freeTemporary(pattern);
  freeTemporary(copy);
}

/** Goes on with the borders of the pattern, up to one. */
function findBorders(to: u32): void {
  let border = matchedBytes;
  let i = searchedTo;
  for (; i < to; i++) {
    const byte = load<u8>(pattern + i);
    while (border > 0 && load<u8>(pattern + border) != byte) border = load<u32>(borders + ((border - 1) << 2));
    if (load<u8>(pattern + border) == byte) border++;
    store<u32>(borders + (i << 2), border);
  }
  matchedBytes = border;
  searchedTo = i;
}

function usePattern(binary: u32): void {
  patternSize = bitSizeOf(binary) >> 3;
  const room = (patternSize + 3) & ~3;
  pattern = allocateTemporary(min<u64>((room as u64) * 5, MOST_TEMPORARY) as u32);
  borders = pattern + room;
  locate(binary);
  copyBitsInPieces(locatedBase, locatedStart, pattern, locatedBits);
  store<u32>(borders, 0);
  searchedTo = 1;
  matchedBytes = 0;
  while (searchedTo < patternSize) {
    const allowed = workAllowed();
    findBorders(min<u32>(patternSize, searchedTo + allowed));
    if (searchedTo < patternSize) worked(allowed);
  }
}

/** Begins to search a binary for one of the binaries of a list, none of which is empty, from one byte up to another. */
export function startSearch(binary: u32, list: u32, from: u32, to: u32): void {
  locate(binary);
  copy = 0;
  bytes = locatedBase + (locatedStart >> 3);
  if ((locatedStart & 7) != 0) {
    copy = allocateTemporary(locatedBits >> 3);
    bytes = copy;
    copyBitsInPieces(locatedBase, locatedStart, copy, locatedBits);
  }
  end = to;
  pattern = 0;
  if (tailOf(list) == L.TermTag_nil) usePattern(headOf(list));
  else makeTrie(list, bytes, from, to);
}

/** Goes on searching for the one pattern, up to a byte; true if it was found. */
function findSome(to: u32): bool {
  const text = pattern;
  const size = patternSize;
  const first = load<u8>(text);
  let matched = matchedBytes;
  for (let at = searchedTo; at < to; at++) {
    const byte = load<u8>(bytes + at);
    if (matched == 0 && byte != first) continue;
    while (matched > 0 && load<u8>(text + matched) != byte) matched = load<u32>(borders + ((matched - 1) << 2));
    if (load<u8>(text + matched) != byte) continue;
    if (++matched == size) {
      foundAt = at + 1 - size;
      foundSize = size;
      return true;
    }
  }
  searchedTo = to;
  matchedBytes = matched;
  return false;
}

/**
 * Finds the first place of a pattern, of those that begin there the longest one; false if there is none. `from` is where the last one that was
 * found ends, or the beginning.
 */
export function findNext(from: u32): bool {
  if (pattern == 0) {
    if (!findInTrie()) return false;
    foundAt = trieFoundAt;
    foundSize = trieFoundSize;
    return true;
  }
  searchedTo = from;
  matchedBytes = 0;
  while (true) {
    const allowed = workAllowed();
    const to = min<u32>(end, searchedTo + allowed * BYTES_PER_UNIT);
    if (findSome(to)) return true;
    if (to == end) return false;
    worked(allowed);
  }
}
