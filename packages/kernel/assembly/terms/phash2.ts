// `erlang:phash2`: the same values as OTP's on every machine (`make_hash2` in `erts/emulator/beam/utils.c`). It
// goes by Bob Jenkins' hash of 1996, which is in the public domain.

import { bitSizeOf, isBitstringTag, locate, locatedBase, locatedBits, locatedStart } from '../binaries/binary';
import { copyBits } from '../binaries/bits';
import { countWork, workAllowed, worked, workedSome } from '../execution/pausing';
import * as L from '../generated/layout';
import { funHash } from '../host';
import { writePairs } from '../maps/map';
import { sizeOfMap } from '../maps/map-shape';
import { allocateTemporary, freeTemporary } from '../memory/temporary-blocks';
import { WorkStack } from '../memory/work-stack';
import { portableHashStack } from '../memory/work-stacks';
import { hashedNumber } from './external-identifiers';
import {
  arityOf,
  atomText,
  elementOf,
  floatOf,
  headerOf,
  headOf,
  integer64Of,
  isCons,
  isInteger64,
  isSmall,
  smallValue,
  tagOf,
  tailOf,
} from './term';

/** The golden ratio; its multiples tell kinds of terms apart. */
const GOLDEN: u32 = 0x9e3779b9;

/** The hash of nil alone. */
const NIL_HASH: u32 = 3468870702;

/** What stands for nil inside a term. */
const NIL_TAG: u32 = 2;
let a: u32 = 0;
let b: u32 = 0;
let hash: u32 = 0;

/** Pairs of a map, by exclusive or: their order does not count. */
let pairs: u32 = 0;

function mix(): void {
  a -= b;
  a -= hash;
  a ^= hash >> 13;
  b -= hash;
  b -= a;
  b ^= a << 8;
  hash -= a;
  hash -= b;
  hash ^= b >> 13;
  a -= b;
  a -= hash;
  a ^= hash >> 12;
  b -= hash;
  b -= a;
  b ^= a << 16;
  hash -= a;
  hash -= b;
  hash ^= b >> 5;
  a -= b;
  a -= hash;
  a ^= hash >> 3;
  b -= hash;
  b -= a;
  b ^= a << 10;
  hash -= a;
  hash -= b;
  hash ^= b >> 15;
}

function add(x: u32, y: u32, kind: u32): void {
  a = GOLDEN * kind + x;
  b = GOLDEN * kind + y;
  mix();
}

/** Bytes, or four bytes of a list, for a unit of work. */
const BYTES_PER_UNIT: u32 = 12;

/** Adds a run of bytes, starting anew from `start`. May pause. */
function addBytes(at: u32, length: u32, start: u32): void {
  a = GOLDEN;
  b = GOLDEN;
  hash = start;
  let left = length;
  while (left >= 12) {
    const allowed = workAllowed();
    for (let i = allowed; i != 0 && left >= 12; i--) {
      a += load<u32>(at);
      b += load<u32>(at, 4);
      hash += load<u32>(at, 8);
      mix();
      at += BYTES_PER_UNIT;
      left -= BYTES_PER_UNIT;
    }
    if (left >= 12) worked(allowed);
  }
  hash += length;
  // The last bytes; the lowest of the third word is for the length.
  for (let i: u32 = 0; i < left; i++) {
    const byte: u32 = load<u8>(at + i);
    if (i < 4) a += byte << (i << 3);
    else if (i < 8) b += byte << ((i - 4) << 3);
    else hash += byte << ((i - 7) << 3);
  }
  mix();
}

function addBitstring(term: u32): void {
  const bits = bitSizeOf(term);
  const bytes = bits >> 3;
  const rest = bits & 7;
  const start = GOLDEN * 13 + hash;
  if (bits == 0) {
    hash = start;
    return;
  }
  locate(term);
  let at = locatedBase + (locatedStart >> 3);
  let copy: u32 = 0;
  if ((locatedStart & 7) != 0) {
    copy = allocateTemporary(bytes + 1);
    copyBits(locatedBase, locatedStart, copy, 0, locatedBits);
    at = copy;
  }
  const last: u32 = rest == 0 ? 0 : load<u8>(at + bytes);
  addBytes(at, bytes, start);
  if (rest != 0) add(rest, last >> (8 - rest), 15);
  freeTemporary(copy);
}

/** The hash of an atom's text: `atom_hash` in `erts/emulator/beam/atom.c`. */
export function atomHash(atom: u32): u32 {
  const text = atomText(atom);
  const end = text + 4 + load<u32>(text);
  let sum: u32 = 0;
  for (let at = text + 4; at < end; at++) {
    let byte: u32 = load<u8>(at);
    // Latin-1 characters count as one byte.
    if (at + 1 < end && (byte & 0xfe) == 0xc2 && (load<u8>(at, 1) & 0xc0) == 0x80) {
      byte = ((byte << 6) | (load<u8>(at, 1) & 0x3f)) & 0xff;
      at++;
    }
    sum = (sum << 4) + byte;
    const high = sum & 0xf0000000;
    if (high != 0) sum = sum ^ (high >> 24) ^ high;
  }
  return sum;
}

/** An integer of up to 64 bits: small ones of OTP's portable range of 28 bits by their value, others by magnitude. */
function addInteger(value: i64): void {
  if (value >= -0x8000000 && value <= 0x7ffffff) {
    // Negative numbers are mixed twice.
    if (value < 0) add(-value as u32, 0, 1);
    add(value as u32, 0, 1);
    return;
  }
  const magnitude = (value < 0 ? -value : value) as u64;
  add(magnitude as u32, (magnitude >> 32) as u32, value < 0 ? 10 : 11);
}

function addWideInteger(term: u32): void {
  const limbs = arityOf(term);
  const kind: u32 = (headerOf(term) & 4) != 0 ? 10 : 11;
  for (let i: u32 = 0; i < limbs; i += 2) {
    const low = elementOf(term, i);
    const high = i + 1 < limbs ? elementOf(term, i + 1) : 0;
    if (low == 0 && high == 0 && i > 0 && i + 2 >= limbs) break;
    add(low, high, kind);
  }
}

/** Work that is left: terms, and below the marks a word or two that they need. No term is a header word. */
const pending: WorkStack = portableHashStack;
let depth: u32 = 0;

/** A pair of a map ends. */
const PAIR_END: u32 = 4;

/** A map ends: the hash before it and the pairs of the map around it follow. */
const MAP_END: u32 = 8;

function push(word: u32): void {
  depth = pending.push(depth, word);
}

function pop(): u32 {
  depth -= 4;
  return pending.word(depth);
}

function addMap(map: u32): void {
  const size = sizeOfMap(map);
  add(size, 0, 16);
  if (size == 0) return;
  push(pairs);
  push(hash);
  push(MAP_END);
  hash = 0;
  pairs = 0;
  const block = allocateTemporary(size << 3);
  writePairs(map, block);
  for (let i: u32 = 0; i < size; i++) {
    push(PAIR_END);
    push(load<u32>(block + (i << 3), 4));
    push(load<u32>(block + (i << 3)));
  }
  freeTemporary(block);
}

// @ts-ignore: decorator
@inline
function isByte(term: u32): bool {
  return isSmall(term) && (smallValue(term) as u32) < 256;
}

/** Bytes of a list that are added before others may have their turn: after four of them what is left is as if it were another list. */
const MANY_BYTES: u32 = 4096;

/** Bytes at the start of a list, four at a time; then its head, and its tail is left. */
function addList(list: u32): void {
  let left = MANY_BYTES;
  let count = 0;
  let bytes: u32 = 0;
  while (isCons(list) && isByte(headOf(list))) {
    bytes = (bytes << 8) + smallValue(headOf(list));
    if (++count == 4) {
      add(bytes, 0, 4);
      count = 0;
      bytes = 0;
    }
    list = tailOf(list);
    if (--left == 0) {
      countWork(MANY_BYTES / 4);
      push(list);
      return;
    }
  }
  if (count > 0) add(bytes, 0, 4);
  if (isCons(list)) {
    push(tailOf(list));
    push(headOf(list));
  } else {
    push(list);
  }
}

function addFun(fun: u32): void {
  const free = arityOf(fun) - 3;
  // Module, and index or function, of the fun, with the hash of its description after them.
  const local = funHash(smallValue(elementOf(fun, 2)));
  const module = load<u32>(L.SCRATCH);
  if (local != 0) {
    add(free, atomHash(module), 1);
    add(load<u32>(L.SCRATCH, 4), load<u32>(L.SCRATCH, 8), 1);
    for (let i: i32 = (free as i32) - 1; i >= 0; i--) push(elementOf(fun, 3 + i));
  } else {
    add(load<u32>(L.SCRATCH, 8), atomHash(module), 1);
    add(atomHash(load<u32>(L.SCRATCH, 4)), 0, 14);
  }
}

function addBoxed(term: u32): void {
  const header = headerOf(term);
  const tag = header & L.TermTag_headerMask;
  if (tag == L.HeaderTag_tuple) {
    const arity = arityOf(term);
    add(arity, 0, 9);
    for (let i: i32 = (arity as i32) - 1; i >= 0; i--) push(elementOf(term, i));
  } else if (tag == L.HeaderTag_record) {
    // Not OTP's values: how OTP 29 hashes a definition is not known.
    const words = arityOf(term);
    add(words, 0, 17);
    for (let i: i32 = (words as i32) - 1; i >= 0; i--) push(elementOf(term, i));
  } else if (tag == L.HeaderTag_map) {
    addMap(term);
  } else if (header == L.FLOAT_HEADER) {
    const bits = floatOf(term) == 0 ? 0 : reinterpret<u64>(floatOf(term));
    add((bits >> 32) as u32, bits as u32, 12);
  } else if (tag == L.HeaderTag_fun) {
    addFun(term);
  } else if (isInteger64(term)) {
    addInteger(integer64Of(term));
  } else if (tag == L.HeaderTag_positiveInteger || tag == L.HeaderTag_negativeInteger) {
    addWideInteger(term);
  } else if (tag == L.HeaderTag_externalPid) {
    addNumber(hashedNumber(term), 5);
  } else if (tag == L.HeaderTag_externalPort) {
    addNumber(hashedNumber(term), 6);
  } else {
    // A reference of another node may have no words.
    const word: u32 = tag == L.HeaderTag_externalReference ? 2 : 0;
    add(word < arityOf(term) ? elementOf(term, word) : 0, 0, 7);
  }
}

/** A number of a pid or port. */
function addNumber(number: u64, constant: u32): void {
  add(number as u32, (number >> 32) as u32, constant);
}

function addImmediate(term: u32): void {
  if (isSmall(term)) addInteger(smallValue(term));
  else if (term == L.TermTag_nil) {
    if (hash == 0) hash = NIL_HASH;
    else add(NIL_TAG, 0, 2);
  } else if ((term & L.TermTag_immediateMask) == L.TermTag_pid) addNumber(hashedNumber(term), 5);
  else if ((term & L.TermTag_immediateMask) == L.TermTag_port) addNumber(hashedNumber(term), 6);
  else if (hash == 0) hash = atomHash(term);
  else add(atomHash(term), 0, 3);
}

/** The hash of a term, 32 bits. May pause. */
export function portableHash(term: u32): u32 {
  hash = 0;
  pairs = 0;
  depth = 0;
  push(term);
  while (depth > 0) {
    const word = pop();
    if (word == PAIR_END) {
      pairs ^= hash;
      hash = 0;
    } else if (word == MAP_END) {
      hash = pop();
      add(pairs, 0, 19);
      pairs = pop();
    } else if ((word & L.TermTag_primaryMask) == L.TermTag_cons) {
      addList(word);
    } else if ((word & L.TermTag_primaryMask) == L.TermTag_boxed) {
      if (isBitstringTag(tagOf(word))) addBitstring(word);
      else addBoxed(word);
    } else {
      addImmediate(word);
    }
    workedSome(1);
  }
  return hash;
}
