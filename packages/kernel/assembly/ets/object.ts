// Objects of tables: copies of tuples in blocks of their own. An object is known by the address of its tuple; in front
// of it are the words below, as many as its table's kind needs. All that it refers to lies after the tuple, in the
// same block, but for the blocks of `refc` binaries.

import { releaseBinaries } from '../binaries/binary-blocks';
import * as L from '../generated/layout';
import { allocateBlock, copyWords, freeBlock } from '../memory/blocks';
import { allocateNoCollect, currentContext } from '../memory/heap';
import { binariesOfCopy, copyTerm, hasBlock, sizeOfCopy, spendOnBytes } from '../terms/copy-term';
import { arityOf, elementOf, isImmediate, tagHoldsTerms } from '../terms/term';

/** Bytes of the tuple and of all that it refers to; the lowest bit tells an object that is deleted but still in its place. */
const BYTES: u32 = 4;

/** First `refc` binary in it, or 0. */
const BINARIES: u32 = 8;

/** Hash tables: hash of the key. */
const HASH: u32 = 12;

/** Hash tables: next object of the bucket, or 0. */
export const NEXT: u32 = 16;

/** Bytes in front of an object of a hash table. */
export const HASH_HEADER: u32 = 16;

/** Ordered tables: the key, a term. */
const KEY: u32 = 12;

/** Ordered tables: objects with less and with greater keys, or 0; the height of the tree that begins here. */
export const LEFT: u32 = 16;
export const RIGHT: u32 = 20;
const HEIGHT: u32 = 24;

/** Bytes in front of an object of an ordered table. */
export const TREE_HEADER: u32 = 24;

// @ts-ignore: decorator
@inline
export function termOf(object: u32): u32 {
  return object | L.TermTag_boxed;
}

// @ts-ignore: decorator
@inline
export function bytesOf(object: u32): u32 {
  return load<u32>(object - BYTES) & ~1;
}

// @ts-ignore: decorator
@inline
export function isDeleted(object: u32): bool {
  return (load<u32>(object - BYTES) & 1) != 0;
}

export function setDeleted(object: u32, deleted: bool): void {
  store<u32>(object - BYTES, bytesOf(object) | (deleted ? 1 : 0));
}

// @ts-ignore: decorator
@inline
export function hashOf(object: u32): u32 {
  return load<u32>(object - HASH);
}

// @ts-ignore: decorator
@inline
export function setHash(object: u32, hash: u32): void {
  store<u32>(object - HASH, hash);
}

// @ts-ignore: decorator
@inline
export function keyOf(object: u32): u32 {
  return load<u32>(object - KEY);
}

// @ts-ignore: decorator
@inline
export function setKey(object: u32, key: u32): void {
  store<u32>(object - KEY, key);
}

// @ts-ignore: decorator
@inline
export function heightOf(object: u32): u32 {
  return object == 0 ? 0 : load<u32>(object - HEIGHT);
}

// @ts-ignore: decorator
@inline
export function setHeight(object: u32, height: u32): void {
  store<u32>(object - HEIGHT, height);
}

/** Writes a copy of a tuple of `bytes` bytes over an object. */
function fill(object: u32, tuple: u32, bytes: u32): void {
  store<u32>(object - BYTES, bytes);
  if (bytes == (arityOf(tuple) + 1) << 2) {
    // Immediate terms only.
    copyWords(object, tuple - L.TermTag_boxed, bytes >> 2);
    store<u32>(object - BINARIES, 0);
  } else {
    copyTerm(tuple, object);
    store<u32>(object - BINARIES, binariesOfCopy());
  }
}

/** A new object with `front` bytes in front, which are the caller's to set but for the first two words. */
export function makeObject(tuple: u32, header: u32): u32 {
  const bytes = sizeOfCopy(tuple);
  const object = allocateBlock(header + bytes) + header;
  fill(object, tuple, bytes);
  return object;
}

/** Makes an object another one in the same place, if it fits there and shares nothing with it; not deleted. */
export function overwriteObject(object: u32, tuple: u32): bool {
  const bytes = bytesOf(object);
  if (load<u32>(object - BINARIES) != 0 || sizeOfCopy(tuple) != bytes) return false;
  for (let i: u32 = 0; i < arityOf(tuple); i++) {
    const element = elementOf(tuple, i);
    if (!isImmediate(element) && element - object < bytes) return false;
  }
  fill(object, tuple, bytes);
  return true;
}

export function freeObject(object: u32, header: u32): void {
  releaseBinaries(load<u32>(object - BINARIES));
  freeBlock(object - header);
}

/** A copy of an object on the heap of the running process. */
export function copyObject(object: u32): u32 {
  const bytes = bytesOf(object);
  spendOnBytes(bytes);
  const to = allocateNoCollect(bytes);
  if (bytes == ((load<u32>(object) >> L.TermTag_arityShift) + 1) << 2) {
    copyWords(to, object, bytes >> 2);
    return to | L.TermTag_boxed;
  }
  const delta = to - object;
  const end = object + bytes;
  let from = object;
  while (from < end) {
    const word = load<u32>(from);
    if (isImmediate(word)) {
      store<u32>(from + delta, word);
      from += 4;
    } else if ((word & L.TermTag_primaryMask) != 0) {
      store<u32>(from + delta, word + delta);
      from += 4;
    } else {
      const tag = word & L.TermTag_headerMask;
      if (tagHoldsTerms(tag)) {
        store<u32>(from + delta, word);
        from += 4;
        continue;
      }
      const box = from + delta;
      const words = (word >> L.TermTag_arityShift) + 1;
      copyWords(box, from, words);
      if (tag == L.HeaderTag_subBinary) {
        store<u32>(box, load<u32>(box, L.SubBinaryOffset_parent) + delta, L.SubBinaryOffset_parent);
      } else if (hasBlock(word)) {
        const block = load<u32>(box, L.RefcBinaryOffset_block);
        const list = currentContext() + L.ContextOffset_youngBinaries;
        store<u32>(block, load<u32>(block) + 1);
        store<u32>(box, load<u32>(list), L.RefcBinaryOffset_next);
        store<u32>(list, box);
      }
      from += words << 2;
    }
  }
  return to | L.TermTag_boxed;
}

/** First `refc` binary of an object, or 0. */
export function binariesOfObject(object: u32): u32 {
  return load<u32>(object - BINARIES);
}
