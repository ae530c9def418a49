// The hash tries of large maps: 16-way nodes by four bits of the hash of the key, highest first. A node is a
// tuple: a bitmap of its children as a small integer, then the children. A cons [Key | Value] is a leaf, a tuple
// a node; where all bits are used up a node has COLLISION as its bitmap and leaves in the order of their keys.
// Below the root each node has at least two leaves, so equal maps have equal tries. All words are terms; nodes
// are never changed.
import * as L from '../generated/layout';
import { copyWords } from '../memory/blocks';
import { allocateNoCollect } from '../memory/heap';
import { compareExact, equalExact } from '../terms/compare';
import { hashTerm } from '../terms/map-hash';
import { arityOf, elementOf, headOf, isCons, isImmediate, makeSmall, tailOf } from '../terms/term';
import { bitmapOf, bitOf, COLLISION, childIndex, ROOT_SHIFT } from './trie-nodes';

/** Set by `insertInTrie` when the trie has one more key. */
export let inserted: bool = false;

/** A new leaf. */
// @ts-ignore: decorator
@inline
export function makeLeaf(key: u32, value: u32): u32 {
  const cell = allocateNoCollect(8);
  store<u32>(cell, value);
  store<u32>(cell, key, 4);
  return cell | L.TermTag_cons;
}

/** Address of a new node with room for a number of children. */
// @ts-ignore: decorator
@inline
export function makeNode(bitmap: u32, children: u32): u32 {
  const node = allocateNoCollect((children + 2) << 2);
  store<u32>(node, (children + 1) << L.TermTag_arityShift);
  store<u32>(node, makeSmall(bitmap), 4);
  return node;
}

/** A copy of a node with another word `index`. */
function withWord(node: u32, index: u32, word: u32): u32 {
  const words = arityOf(node) + 1;
  const copy = allocateNoCollect(words << 2);
  copyWords(copy, node - L.TermTag_boxed, words);
  store<u32>(copy + 4 + (index << 2), word);
  return copy | L.TermTag_boxed;
}

/** A copy of a node with a child more, in front of word `index`. */
function withChild(node: u32, bitmap: u32, index: u32, child: u32): u32 {
  const children = arityOf(node);
  const copy = makeNode(bitmap, children);
  const from = node - L.TermTag_boxed + 8;
  const before = index - 1;
  copyWords(copy + 8, from, before);
  store<u32>(copy + 8 + (before << 2), child);
  copyWords(copy + 12 + (before << 2), from + (before << 2), children - 1 - before);
  return copy | L.TermTag_boxed;
}

/** A copy of a node without word `index`. */
function withoutChild(node: u32, bitmap: u32, index: u32): u32 {
  const children = arityOf(node) - 2;
  const copy = makeNode(bitmap, children);
  const from = node - L.TermTag_boxed + 8;
  const before = index - 1;
  copyWords(copy + 8, from, before);
  copyWords(copy + 8 + (before << 2), from + (before << 2) + 4, children - before);
  return copy | L.TermTag_boxed;
}

/** `=:=`, with the usual cases at hand. */
// @ts-ignore: decorator
@inline
function isSame(a: u32, b: u32): bool {
  return a == b || (!isImmediate(a) && !isImmediate(b) && equalExact(a, b));
}

/** Address of the value of a key, 0 if the trie has none. */
export function findInTrie(node: u32, hash: u32, key: u32): u32 {
  for (let shift = ROOT_SHIFT; shift >= 0; shift -= 4) {
    const bitmap = bitmapOf(node);
    const bit = bitOf(hash, shift);
    if ((bitmap & bit) == 0) return 0;
    const child = elementOf(node, childIndex(bitmap, bit));
    if (isCons(child)) return isSame(headOf(child), key) ? child - L.TermTag_cons : 0;
    node = child;
  }
  for (let i: u32 = 1; i < arityOf(node); i++) {
    const leaf = elementOf(node, i);
    if (equalExact(headOf(leaf), key)) return leaf - L.TermTag_cons;
  }
  return 0;
}

/** A node for two leaves whose hashes agree in the bits above `shift`. */
function pairNode(shift: i32, a: u32, hashA: u32, b: u32, hashB: u32): u32 {
  if (shift < 0) {
    const node = makeNode(COLLISION, 2);
    const inOrder = compareExact(headOf(a), headOf(b)) < 0;
    store<u32>(node, inOrder ? a : b, 8);
    store<u32>(node, inOrder ? b : a, 12);
    return node | L.TermTag_boxed;
  }
  const bitA = bitOf(hashA, shift);
  const bitB = bitOf(hashB, shift);
  if (bitA == bitB) {
    const child = pairNode(shift - 4, a, hashA, b, hashB);
    const node = makeNode(bitA, 1);
    store<u32>(node, child, 8);
    return node | L.TermTag_boxed;
  }
  const node = makeNode(bitA | bitB, 2);
  store<u32>(node, bitA < bitB ? a : b, 8);
  store<u32>(node, bitA < bitB ? b : a, 12);
  return node | L.TermTag_boxed;
}

/** A leaf with another value; itself if it has it. */
// @ts-ignore: decorator
@inline
function replaceLeaf(leaf: u32, value: u32): u32 {
  return tailOf(leaf) == value ? leaf : makeLeaf(headOf(leaf), value);
}

function insertColliding(node: u32, key: u32, value: u32): u32 {
  let i: u32 = 1;
  for (; i < arityOf(node); i++) {
    const leaf = elementOf(node, i);
    const order = compareExact(headOf(leaf), key);
    if (order == 0) {
      const replaced = replaceLeaf(leaf, value);
      return replaced == leaf ? node : withWord(node, i, replaced);
    }
    if (order > 0) break;
  }
  inserted = true;
  return withChild(node, COLLISION, i, makeLeaf(key, value));
}

/** The trie with the key at a value: itself if it has that. Sets `inserted` when the key is new. */
export function insertInTrie(root: u32, key: u32, value: u32): u32 {
  inserted = false;
  return insert(root, ROOT_SHIFT, hashTerm(key), key, value);
}

function insert(node: u32, shift: i32, hash: u32, key: u32, value: u32): u32 {
  if (shift < 0) return insertColliding(node, key, value);
  const bitmap = bitmapOf(node);
  const bit = bitOf(hash, shift);
  const index = childIndex(bitmap, bit);
  if ((bitmap & bit) == 0) {
    inserted = true;
    return withChild(node, bitmap | bit, index, makeLeaf(key, value));
  }
  const child = elementOf(node, index);
  let replaced: u32;
  if (!isCons(child)) {
    replaced = insert(child, shift - 4, hash, key, value);
  } else if (isSame(headOf(child), key)) {
    replaced = replaceLeaf(child, value);
  } else {
    inserted = true;
    replaced = pairNode(shift - 4, child, hashTerm(headOf(child)), makeLeaf(key, value), hash);
  }
  return replaced == child ? node : withWord(node, index, replaced);
}

/** The trie without a key: itself if it has it not. */
export function removeFromTrie(root: u32, key: u32): u32 {
  return removeFrom(root, ROOT_SHIFT, hashTerm(key), key);
}

/** The node without a key: itself if it has it not, a leaf if that is all that is left, 0 if nothing is. */
function removeFrom(node: u32, shift: i32, hash: u32, key: u32): u32 {
  let bitmap = bitmapOf(node);
  let index: u32 = 1;
  if (shift < 0) {
    const words = arityOf(node);
    while (index < words && !equalExact(headOf(elementOf(node, index)), key)) index++;
    if (index == words) return node;
  } else {
    const bit = bitOf(hash, shift);
    if ((bitmap & bit) == 0) return node;
    index = childIndex(bitmap, bit);
    const child = elementOf(node, index);
    if (isCons(child)) {
      if (!equalExact(headOf(child), key)) return node;
    } else {
      const rest = removeFrom(child, shift - 4, hash, key);
      if (rest == child) return node;
      // A leaf that is alone moves up to the node that has others.
      return isCons(rest) && arityOf(node) == 2 && shift != ROOT_SHIFT ? rest : withWord(node, index, rest);
    }
    bitmap &= ~bit;
  }
  const children = arityOf(node) - 1;
  if (children == 1) return 0;
  if (children == 2 && shift != ROOT_SHIFT) {
    const other = elementOf(node, 3 - index);
    if (isCons(other)) return other;
  }
  return withoutChild(node, bitmap, index);
}
