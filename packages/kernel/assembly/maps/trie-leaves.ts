// The leaves of a hash trie, in the order of their hashes.

import { arityOf, elementOf, isCons } from '../terms/term';
import { bitmapOf, ROOT_SHIFT } from './trie-nodes';

/** Bytes of an entry that a trie is built from: hash, key, value. */
export const ENTRY_BYTES: u32 = 12;

/** Words that `collectLeaves` writes, at most. */
let leafLimit: u32 = 0;
let leafTop: u32 = 0;

/** Hash at which `collectLeaves` stopped, if it did: its leaf comes next. */
export let nextHash: u32 = 0;

function collectFrom(node: u32, shift: i32, prefix: u32, start: u32): bool {
  const bitmap = bitmapOf(node);
  if (shift < 0) {
    // The leaves of one hash stay together.
    if (leafTop >= leafLimit) {
      nextHash = prefix;
      return false;
    }
    for (let i: u32 = 1; i < arityOf(node); i++) {
      store<u32>(leafTop, elementOf(node, i));
      leafTop += 4;
    }
    return true;
  }
  let index: u32 = 1;
  for (let nibble: u32 = 0; nibble < 16; nibble++) {
    if ((bitmap & (1 << nibble)) == 0) continue;
    const child = elementOf(node, index++);
    const from = prefix | (nibble << shift);
    // Behind the start, or on the way to it.
    if (from < start && from >> shift != start >> shift) continue;
    if (!isCons(child)) {
      if (!collectFrom(child, shift - 4, from, start)) return false;
    } else {
      if (leafTop >= leafLimit) {
        nextHash = from;
        return false;
      }
      store<u32>(leafTop, child);
      leafTop += 4;
    }
  }
  return true;
}

/**
 * Writes the leaves of a trie to `to`, in the order of their hashes, from hash `start` on and until there are
 * `limit` or a few more; returns how many. If there are more, `nextHash` is where to continue, else it is 0.
 */
export function collectLeaves(root: u32, start: u32, to: u32, limit: u32): u32 {
  leafTop = to;
  leafLimit = limit == u32.MAX_VALUE ? limit : to + (limit << 2);
  nextHash = 0;
  collectFrom(root, ROOT_SHIFT, 0, start);
  return (leafTop - to) >> 2;
}
