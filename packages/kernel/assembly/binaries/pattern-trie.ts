// Finding several patterns in bytes in one pass, by the algorithm of Aho and Corasick: the patterns are a trie, each node of which knows
// the longest other node whose bytes its own end with. What comes first counts, of what begins at the same place the longest, and nothing
// overlaps. All of it may pause.

import { workAllowed, worked } from '../execution/pausing';
import { allocateTemporary, freeTemporary, MOST_TEMPORARY } from '../memory/temporary-blocks';
import { headOf, isCons, tailOf } from '../terms/term';
import { bitSizeOf, locate, locatedBase, locatedStart } from './binary';
import { readBits } from './bits';

/** A node: its first child and its next sibling, or 0. */
const CHILD: usize = 0;
const SIBLING: usize = 4;

/** The node of the longest other run of bytes that its bytes end with, and the nearest one on that way where a pattern ends; or 0. */
const SHORTER: usize = 8;
const OUTPUT: usize = 12;

/** Number of its bytes, negative if they are a pattern; the last one. */
const DEPTH: usize = 16;
const BYTE: usize = 20;

/** The next node in the order of their depths. */
const QUEUE: usize = 24;
const NODE_BYTES: u32 = 28;

/** A place of a pattern that is not certain yet: where, and its size. */
const PLACE_BYTES: u32 = 8;

/** The root, and its children by their bytes. */
let root: u32 = 0;
let children: u32 = 0;
const CHILDREN_BYTES: u32 = 1024;

/** Places that one that begins earlier may still take the place of, in their order. */
let places: u32 = 0;
let placeCount: u32 = 0;

/** Bytes that are searched; where the search has come, its node, and where the last place ends. */
let bytes: u32 = 0;
let at: u32 = 0;
let end: u32 = 0;
let node: u32 = 0;
let lastEnd: u32 = 0;

/** Where a pattern was found, and its size. */
export let trieFoundAt: u32 = 0;
export let trieFoundSize: u32 = 0;

/** Frees the trie. */
export function freeTrie(): void {
  freeTemporary(root);
  freeTemporary(places);
}

/** The child of a node with a byte, 0 if it has none. */
function childOf(parent: u32, byte: u32): u32 {
  if (parent == root) return load<u32>(children + (byte << 2));
  let child = load<u32>(parent, CHILD);
  while (child != 0 && load<u32>(child, BYTE) != byte) child = load<u32>(child, SIBLING);
  return child;
}

// @ts-ignore: decorator
@inline
function depthOf(n: u32): u32 {
  return abs<i32>(load<i32>(n, DEPTH));
}

// @ts-ignore: decorator
@inline
function isPattern(n: u32): bool {
  return load<i32>(n, DEPTH) < 0;
}

/** Where the next node goes. */
let freeNode: u32 = 0;

/** Adds some bytes below a node; the node of the last one. */
function insertBytes(parent: u32, base: u32, start: u32, count: u32): u32 {
  for (; count != 0; count--) {
    const byte = readBits(base, start, 8) as u32;
    start += 8;
    let child = childOf(parent, byte);
    if (child == 0) {
      child = freeNode;
      freeNode = child + NODE_BYTES;
      memory.fill(child, 0, NODE_BYTES);
      store<u32>(child, load<u32>(parent, CHILD), SIBLING);
      store<u32>(parent, child, CHILD);
      if (parent == root) store<u32>(children + (byte << 2), child);
      store<u32>(child, depthOf(parent) + 1, DEPTH);
      store<u32>(child, byte, BYTE);
    }
    parent = child;
  }
  return parent;
}

function insertPattern(binary: u32): void {
  locate(binary);
  const base = locatedBase;
  let start = locatedStart;
  let parent = root;
  for (let left = bitSizeOf(binary) >> 3; left != 0; ) {
    const some = min<u32>(left, workAllowed());
    parent = insertBytes(parent, base, start, some);
    start += some << 3;
    left -= some;
    worked(some);
  }
  store<i32>(parent, -(depthOf(parent) as i32), DEPTH);
}

/** The last node of the queue. */
let queueEnd: u32 = 0;

/** Finds the shorter nodes of the children of some nodes, from one of the queue on; the next one of the queue. */
function linkNodes(next: u32, count: u32): u32 {
  for (; next != 0 && count != 0; count--) {
    for (let child = load<u32>(next, CHILD); child != 0; child = load<u32>(child, SIBLING)) {
      const byte = load<u32>(child, BYTE);
      let shorter = next;
      let found: u32 = 0;
      while (found == 0 && shorter != root) {
        shorter = load<u32>(shorter, SHORTER);
        found = childOf(shorter, byte);
      }
      if (found == 0) found = root;
      store<u32>(child, found, SHORTER);
      store<u32>(child, isPattern(found) ? found : load<u32>(found, OUTPUT), OUTPUT);
      store<u32>(queueEnd, child, QUEUE);
      queueEnd = child;
    }
    next = load<u32>(next, QUEUE);
  }
  return next;
}

/** Makes the trie of the binaries of a list, to search bytes in memory from one to another. */
export function makeTrie(list: u32, text: u32, from: u32, to: u32): void {
  let size: u64 = 0;
  let longest: u32 = 0;
  for (let rest = list; isCons(rest); rest = tailOf(rest)) {
    const length = bitSizeOf(headOf(rest)) >> 3;
    size += length;
    longest = max<u32>(longest, length);
  }
  root = allocateTemporary(min<u64>((size + 1) * NODE_BYTES + CHILDREN_BYTES, MOST_TEMPORARY) as u32);
  children = root + NODE_BYTES;
  freeNode = children + CHILDREN_BYTES;
  memory.fill(root, 0, NODE_BYTES + CHILDREN_BYTES);
  places = allocateTemporary((min<u32>(longest, MOST_TEMPORARY / PLACE_BYTES - 1) + 1) * PLACE_BYTES);
  for (let rest = list; isCons(rest); rest = tailOf(rest)) insertPattern(headOf(rest));
  queueEnd = root;
  for (let next = root; next != 0; ) {
    const allowed = workAllowed();
    next = linkNodes(next, allowed);
    worked(allowed);
  }
  bytes = text;
  at = from;
  end = to;
  node = root;
  lastEnd = from;
  placeCount = 0;
}

/** Takes note of the patterns that end in front of `at`. */
function notePlace(): void {
  for (let output = isPattern(node) ? node : load<u32>(node, OUTPUT); output != 0; output = load<u32>(output, OUTPUT)) {
    const size = depthOf(output);
    const start = at - size;
    if (start < lastEnd) continue;
    // Those that begin behind it give way, unless it overlaps one that begins in front of it.
    let kept = placeCount;
    while (kept > 0 && load<u32>(places + (kept - 1) * PLACE_BYTES) > start) kept--;
    if (kept > 0) {
      const before = places + (kept - 1) * PLACE_BYTES;
      const beforeStart = load<u32>(before);
      if (beforeStart == start) kept--;
      else if (beforeStart + load<u32>(before, 4) > start) continue;
    }
    store<u32>(places + kept * PLACE_BYTES, start);
    store<u32>(places + kept * PLACE_BYTES, size, 4);
    placeCount = kept + 1;
    return;
  }
}

/** True if the first place is certain: what may still become a pattern begins behind it. */
// @ts-ignore: decorator
@inline
function isCertain(): bool {
  return placeCount != 0 && (at == end || load<u32>(places) < at - depthOf(node));
}

/** Searches up to a byte, or until a place is certain. */
function searchSome(to: u32): void {
  while (at < to && !isCertain()) {
    const byte: u32 = load<u8>(bytes + at);
    let child = childOf(node, byte);
    while (child == 0 && node != root) {
      node = load<u32>(node, SHORTER);
      child = childOf(node, byte);
    }
    if (child != 0) node = child;
    at++;
    if (isPattern(node) || load<u32>(node, OUTPUT) != 0) notePlace();
  }
}

/** Finds the next place, in `trieFoundAt` and `trieFoundSize`; false if there is none. */
export function findInTrie(): bool {
  while (true) {
    const allowed = workAllowed();
    const to = min<u32>(end, at + allowed);
    searchSome(to);
    if (isCertain()) break;
    if (at == end) return false;
    worked(allowed);
  }
  trieFoundAt = load<u32>(places);
  trieFoundSize = load<u32>(places, 4);
  lastEnd = trieFoundAt + trieFoundSize;
  placeCount--;
  memory.copy(places, places + PLACE_BYTES, placeCount * PLACE_BYTES);
  return true;
}
