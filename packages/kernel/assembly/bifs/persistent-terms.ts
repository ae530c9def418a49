// The module `persistent_term`: terms outside all heaps, in a table.

import { failBif, failBifWith } from '../execution/raise';
import { setX } from '../execution/x-registers';
import * as L from '../generated/layout';
import { mapFromPairs } from '../maps/map-building';
import { allocateBlock, BLOCK_HEADERS, freeBlock, requireRoom } from '../memory/blocks';
import { allocateNoCollect } from '../memory/heap';
import { makeLiteral, prepareRetirement, retireLiteral, sizeOfLiteral } from '../memory/literal-collector';
import { allocateTemporary, freeTemporary } from '../memory/temporary-blocks';
import { equalExact } from '../terms/compare';
import { sizeOfCopy } from '../terms/copy-term';
import { makeInteger } from '../terms/integer';
import { hashTerm } from '../terms/map-hash';
import { makeAtom, makeBoolean, makeSmall } from '../terms/term';
import { badarg1 } from './arguments';

/** An entry: { next in its chain, hash of the key, key, value }. Key and value are literals. */
const HASH: usize = 4;
const KEY: usize = 8;
const VALUE: usize = 12;
const ENTRY_BYTES: u32 = 16;

const INITIAL_CHAINS: u32 = 16;
let chains: u32 = 0;
let chainCount: u32 = 0;
let count: u32 = 0;

/** Bytes of the terms that are in the table. */
let bytes: u32 = 0;

function grow(): void {
  const larger = max<u32>(INITIAL_CHAINS, chainCount * 2);
  const block = allocateBlock(larger << 2);
  memory.fill(block, 0, larger << 2);
  for (let i: u32 = 0; i < chainCount; i++) {
    let entry = load<u32>(chains + (i << 2));
    while (entry != 0) {
      const next = load<u32>(entry);
      const chain = block + ((load<u32>(entry, HASH) & (larger - 1)) << 2);
      store<u32>(entry, load<u32>(chain));
      store<u32>(chain, entry);
      entry = next;
    }
  }
  freeBlock(chains);
  chains = block;
  chainCount = larger;
}

/** Address of the link to the entry of a key; 0 if there is none. */
function linkOf(key: u32, hash: u32): u32 {
  if (chainCount == 0) return 0;
  let link = chains + ((hash & (chainCount - 1)) << 2);
  for (let entry = load<u32>(link); entry != 0; entry = load<u32>(link)) {
    if (load<u32>(entry, HASH) == hash && equalExact(load<u32>(entry, KEY), key)) return link;
    link = entry;
  }
  return 0;
}

/** The value of a key; 0 if there is none. */
function find(key: u32): u32 {
  const link = linkOf(key, hashTerm(key));
  return link == 0 ? 0 : load<u32>(load<u32>(link), VALUE);
}

function putTerm(key: u32, value: u32): void {
  const hash = hashTerm(key);
  const link = linkOf(key, hash);
  if (link != 0) {
    const entry = load<u32>(link);
    const old = load<u32>(entry, VALUE);
    if (equalExact(old, value)) return;
    prepareRetirement();
    const literal = makeLiteral(value);
    bytes += sizeOfLiteral(literal) - sizeOfLiteral(old);
    store<u32>(entry, literal, VALUE);
    retireLiteral(old);
    return;
  }
  if (count == chainCount) grow();
  // Nothing of it may be there if there is no memory for all of it.
  requireRoom(sizeOfCopy(key) + sizeOfCopy(value) + ENTRY_BYTES + BLOCK_HEADERS);
  const entry = allocateBlock(ENTRY_BYTES);
  const chain = chains + ((hash & (chainCount - 1)) << 2);
  store<u32>(entry, load<u32>(chain));
  store<u32>(entry, hash, HASH);
  store<u32>(entry, makeLiteral(key), KEY);
  store<u32>(entry, makeLiteral(value), VALUE);
  store<u32>(chain, entry);
  count++;
  bytes += sizeOfLiteral(load<u32>(entry, KEY)) + sizeOfLiteral(load<u32>(entry, VALUE));
}

/** The release of OTP that has `put_new/2`. */
const PUT_NEW_RELEASE: u32 = 26;

/** @bif persistent_term:put/2 */
export function persistent_term_put_2(sp: u32, key: u32, value: u32): u32 {
  putTerm(key, value);
  return makeAtom(L.Atom_ok);
}

/**
 * `put_new/2`, which OTP 25 does not have: badarg for a key that is there with another value.
 *
 * @bif persistent_term:put_new/2
 */
export function persistent_term_put_new_2(sp: u32, key: u32, value: u32): u32 {
  if (load<u32>(L.MachineRegister_otpRelease) < PUT_NEW_RELEASE) {
    setX(0, key);
    setX(1, value);
    return failBifWith(sp, L.ExceptionClass_error, makeAtom(L.Atom_undef), 0, L.Bif_persistent_term_put_new_2, 2);
  }
  const found = find(key);
  if (found != 0 && !equalExact(found, value)) {
    setX(0, key);
    setX(1, value);
    return failBif(sp, L.Atom_badarg, L.Bif_persistent_term_put_new_2, 2);
  }
  putTerm(key, value);
  return makeAtom(L.Atom_ok);
}

/** @bif persistent_term:get/1 */
export function persistent_term_get_1(sp: u32, key: u32): u32 {
  const found = find(key);
  return found != 0 ? found : badarg1(sp, L.Bif_persistent_term_get_1, key);
}

/** @bif persistent_term:get/2 */
export function persistent_term_get_2(sp: u32, key: u32, other: u32): u32 {
  const found = find(key);
  return found != 0 ? found : other;
}

/**
 * `get/0`: all of them, in tuples.
 *
 * @bif persistent_term:get/0
 */
export function persistent_term_get_0(sp: u32): u32 {
  let list: u32 = L.TermTag_nil;
  for (let i: u32 = 0; i < chainCount; i++) {
    for (let entry = load<u32>(chains + (i << 2)); entry != 0; entry = load<u32>(entry)) {
      const words = allocateNoCollect(20);
      store<u32>(words, 2 << L.TermTag_arityShift);
      store<u64>(words, load<u64>(entry, KEY), 4);
      store<u32>(words, list, 12);
      store<u32>(words, words | L.TermTag_boxed, 16);
      list = (words + 12) | L.TermTag_cons;
    }
  }
  return list;
}

/** @bif persistent_term:erase/1 */
export function persistent_term_erase_1(sp: u32, key: u32): u32 {
  const link = linkOf(key, hashTerm(key));
  if (link == 0) return makeBoolean(false);
  eraseAt(link);
  return makeBoolean(true);
}

/**
 * `erase_persistent_terms/0`: all of them.
 *
 * @bif erts_internal:erase_persistent_terms/0
 */
export function erts_internal_erase_persistent_terms_0(sp: u32): u32 {
  for (let i: u32 = 0; i < chainCount; i++) {
    const chain = chains + (i << 2);
    while (load<u32>(chain) != 0) eraseAt(chain);
  }
  return makeBoolean(true);
}

/** Erases the term that a link leads to. */
function eraseAt(link: u32): void {
  prepareRetirement();
  const entry = load<u32>(link);
  store<u32>(link, load<u32>(entry));
  count--;
  bytes -= sizeOfLiteral(load<u32>(entry, KEY)) + sizeOfLiteral(load<u32>(entry, VALUE));
  retireLiteral(load<u32>(entry, KEY));
  retireLiteral(load<u32>(entry, VALUE));
  freeBlock(entry);
}

/**
 * `info/0`: how many there are, and their memory.
 *
 * @bif persistent_term:info/0
 */
export function persistent_term_info_0(sp: u32): u32 {
  const pairs = allocateTemporary(16);
  store<u32>(pairs, makeAtom(L.Atom_count));
  store<u32>(pairs, makeSmall(count), 4);
  store<u32>(pairs, makeAtom(L.Atom_memory), 8);
  store<u32>(pairs, makeInteger(bytes), 12);
  const map = mapFromPairs(pairs, 2);
  freeTemporary(pairs);
  return map;
}
