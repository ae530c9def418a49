// `erlang:phash/2`, which `dict` and `sets` go by: the same values as OTP's (`make_hash` in
// `erts/emulator/beam/utils.c`).

import { bitSizeOf, isBitstringTag, locate, locatedBase, locatedStart } from '../binaries/binary';
import { readBits } from '../binaries/bits';
import { workedSome } from '../execution/pausing';
import * as L from '../generated/layout';
import { funHash } from '../host';
import { WorkStack } from '../memory/work-stack';
import { oldHashStack } from '../memory/work-stacks';
import { hashedNumber } from './external-identifiers';
import { atomHash, portableHash } from './phash2';
import {
  arityOf,
  elementOf,
  floatOf,
  headerOf,
  headOf,
  integer64Of,
  isBoxed,
  isCons,
  isInteger64,
  isSmall,
  smallValue,
  tagOf,
  tailOf,
} from './term';

// Primes near 2^28.
const PRIME_1: u32 = 268440163;
const PRIME_2: u32 = 268439161;
const PRIME_3: u32 = 268435459;
const PRIME_4: u32 = 268436141;
const PRIME_5: u32 = 268438633;
const PRIME_6: u32 = 268437017;
const PRIME_8: u32 = 268437511;
const PRIME_9: u32 = 268439627;
const PRIME_10: u32 = 268440479;
const PRIME_11: u32 = 268440577;
const PRIME_12: u32 = 268440581;
const PRIME_13: u32 = 268440593;
const PRIME_14: u32 = 268440611;
let hash: u32 = 0;

/** Work that is left: terms, and marks with a word below them. No term is a header word. */
const pending: WorkStack = oldHashStack;
let depth: u32 = 0;

/** The tail of a list: a term below it. */
const TAIL: u32 = 4;

/** The end of a list. */
const LIST_END: u32 = 8;

/** The end of a tuple: its arity below it. */
const TUPLE_END: u32 = 12;

function push(word: u32): void {
  depth = pending.push(depth, word);
}

function pop(): u32 {
  depth -= 4;
  return pending.word(depth);
}

/** The bytes of a word, the lowest first. */
function addWord(word: u32, prime: u32): void {
  hash = hash * prime + (word & 0xff);
  hash = hash * prime + ((word >> 8) & 0xff);
  hash = hash * prime + ((word >> 16) & 0xff);
  hash = hash * prime + (word >> 24);
}

function addMagnitude(magnitude: u64, negative: bool): void {
  addWord(magnitude as u32, PRIME_2);
  if (magnitude >> 32 != 0) addWord((magnitude >> 32) as u32, PRIME_2);
  hash *= negative ? PRIME_4 : PRIME_3;
}

function addWideInteger(term: u32): void {
  let limbs = arityOf(term);
  while (elementOf(term, limbs - 1) == 0) limbs--;
  for (let i: u32 = 0; i < limbs; i++) addWord(elementOf(term, i), PRIME_2);
  hash *= (headerOf(term) & 4) != 0 ? PRIME_4 : PRIME_3;
}

function addBitstring(term: u32): void {
  locate(term);
  const bits = bitSizeOf(term);
  const bytes = bits >> 3;
  const rest = bits & 7;
  for (let i: u32 = 0; i < bytes; i++) hash = hash * PRIME_1 + (readBits(locatedBase, locatedStart + (i << 3), 8) as u32);
  if (rest != 0) {
    hash = (hash * PRIME_1 + (readBits(locatedBase, locatedStart + (bytes << 3), rest) as u32)) * PRIME_12 + rest;
  }
  hash = hash * PRIME_4 + bytes;
}

/** Bytes at the start of a list; then its head, and its tail is left. */
function addList(list: u32): void {
  while (isSmall(headOf(list)) && (smallValue(headOf(list)) as u32) < 256) {
    hash = hash * PRIME_2 + smallValue(headOf(list));
    const tail = tailOf(list);
    if (!isCons(tail)) {
      push(LIST_END);
      push(tail);
      return;
    }
    list = tail;
  }
  push(tailOf(list));
  push(TAIL);
  push(headOf(list));
}

function addFun(fun: u32): void {
  const free = arityOf(fun) - 3;
  const local = funHash(smallValue(elementOf(fun, 2)));
  const module = load<u32>(L.SCRATCH);
  if (local != 0) {
    hash = hash * PRIME_10 + free;
    hash = hash * PRIME_1 + atomHash(module);
    hash = hash * PRIME_2 + load<u32>(L.SCRATCH, 4);
    hash = hash * PRIME_2 + load<u32>(L.SCRATCH, 8);
    for (let i: i32 = (free as i32) - 1; i >= 0; i--) push(elementOf(fun, 3 + i));
  } else {
    hash = hash * PRIME_11 + load<u32>(L.SCRATCH, 8);
    hash = hash * PRIME_1 + atomHash(module);
    hash = hash * PRIME_1 + atomHash(load<u32>(L.SCRATCH, 4));
  }
}

function addBoxed(term: u32): void {
  const header = headerOf(term);
  const tag = header & L.TermTag_headerMask;
  if (tag == L.HeaderTag_tuple) {
    const arity = arityOf(term);
    push(arity);
    push(TUPLE_END);
    for (let i: i32 = (arity as i32) - 1; i >= 0; i--) push(elementOf(term, i));
  } else if (isBitstringTag(tag)) {
    addBitstring(term);
  } else if (header == L.FLOAT_HEADER) {
    const bits = floatOf(term) == 0 ? 0 : reinterpret<u64>(floatOf(term));
    hash = hash * PRIME_6 + ((bits as u32) ^ ((bits >> 32) as u32));
  } else if (tag == L.HeaderTag_fun) {
    addFun(term);
  } else if (isInteger64(term)) {
    const value = integer64Of(term);
    addMagnitude((value < 0 ? -value : value) as u64, value < 0);
  } else if (tag == L.HeaderTag_positiveInteger || tag == L.HeaderTag_negativeInteger) {
    addWideInteger(term);
  } else {
    addWord(elementOf(term, 0), PRIME_9);
    hash *= PRIME_10;
  }
}

function addImmediate(term: u32): void {
  if (isSmall(term)) {
    const value = smallValue(term);
    addMagnitude((value < 0 ? -value : value) as u64, value < 0);
  } else if (term == L.TermTag_nil) {
    hash = hash * PRIME_3 + 1;
  } else if ((term & L.TermTag_immediateMask) == L.TermTag_pid || (term & L.TermTag_immediateMask) == L.TermTag_port) {
    addWord(hashedNumber(term) as u32, PRIME_5);
    hash *= PRIME_6;
  } else {
    hash = hash * PRIME_1 + atomHash(term);
  }
}

/** True for what is hashed as by `phash2`. */
function isHashedAnew(term: u32): bool {
  return tagOf(term) == L.HeaderTag_map || tagOf(term) == L.HeaderTag_record;
}

/** The hash of a term, 32 bits. May pause. */
export function oldPortableHash(term: u32): u32 {
  hash = 0;
  depth = 0;
  push(term);
  while (depth > 0) {
    const word = pop();
    if (word == TAIL) {
      const tail = pop();
      if (isCons(tail)) {
        addList(tail);
      } else {
        push(LIST_END);
        push(tail);
      }
    } else if (word == LIST_END) {
      hash *= PRIME_8;
    } else if (word == TUPLE_END) {
      hash = hash * PRIME_9 + pop();
    } else if (isCons(word)) {
      addList(word);
    } else if (!isBoxed(word)) {
      addImmediate(word);
    } else if (isHashedAnew(word)) {
      hash = hash * PRIME_13 + PRIME_14;
      const map = portableHash(word);
      hash += map;
    } else {
      addBoxed(word);
    }
    workedSome(1);
  }
  return hash;
}
