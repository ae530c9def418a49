// The module `persistent_term`: terms outside all heaps, in a map that is there too. What was put there stays, as
// processes may refer to it at any time.

import { failBif } from '../execution/raise';
import { setX } from '../execution/x-registers';
import * as L from '../generated/layout';
import { mapFind, mapFromPairs, mapPut, mapRemove, writePairs } from '../maps/map';
import { sizeOfMap } from '../maps/map-shape';
import { allocateBlock } from '../memory/blocks';
import { allocateNoCollect } from '../memory/heap';
import { allocateTemporary, freeTemporary } from '../memory/temporary-blocks';
import { equalExact } from '../terms/compare';
import { copyTerm, sizeOfCopy } from '../terms/copy-term';
import { makeInteger } from '../terms/integer';
import { isImmediate, makeAtom, makeBoolean, makeSmall } from '../terms/term';
import { badarg1 } from './arguments';

/** A Context without a process, in whose fragments the map lies. */
let area: u32 = 0;
let terms: u32 = 0;

/** Bytes of the terms that are in the map. */
let bytes: u32 = 0;

/** The map with a key at a value, or without it if the value is 0, made outside the heap of the process. */
function change(key: u32, value: u32): void {
  if (area == 0) {
    area = allocateBlock(L.ContextOffset_size);
    memory.fill(area, 0, L.ContextOffset_size);
  }
  const context = load<u32>(L.MachineRegister_context);
  const top = load<u32>(L.MachineRegister_heapTop);
  const limit = load<u32>(L.MachineRegister_heapLimit);
  const soon = load<u32>(L.MachineRegister_collectSoon);
  const reductions = load<u32>(L.MachineRegister_reductions);
  const saved = load<u32>(L.MachineRegister_savedReductions);
  store<u32>(L.MachineRegister_context, area);
  store<u32>(L.MachineRegister_heapTop, 0);
  store<u32>(L.MachineRegister_heapLimit, 0);
  if (terms == 0) terms = mapFromPairs(0, 0);
  terms = value == 0 ? mapRemove(terms, key) : mapPut(terms, key, value);
  store<u32>(L.MachineRegister_context, context);
  store<u32>(L.MachineRegister_heapTop, top);
  store<u32>(L.MachineRegister_heapLimit, limit);
  store<u32>(L.MachineRegister_collectSoon, soon);
  store<u32>(L.MachineRegister_reductions, reductions);
  store<u32>(L.MachineRegister_savedReductions, saved);
}

/** A copy of a term outside all heaps. Its `refc` binaries keep their blocks for good. */
function keep(term: u32): u32 {
  return isImmediate(term) ? term : copyTerm(term, allocateBlock(sizeOfCopy(term)));
}

// @ts-ignore: decorator
@inline
function find(key: u32): u32 {
  return terms == 0 ? 0 : mapFind(terms, key);
}

function putTerm(key: u32, value: u32): void {
  const found = find(key);
  if (found != 0 && equalExact(load<u32>(found), value)) return;
  if (found != 0) bytes -= sizeOfCopy(load<u32>(found));
  else bytes += sizeOfCopy(key);
  bytes += sizeOfCopy(value);
  change(found != 0 ? key : keep(key), keep(value));
}

/** @bif persistent_term:put/2 */
export function persistent_term_put_2(sp: u32, key: u32, value: u32): u32 {
  putTerm(key, value);
  return makeAtom(L.Atom_ok);
}

/**
 * `put_new/2`: badarg for a key that is there with another value.
 *
 * @bif persistent_term:put_new/2
 */
export function persistent_term_put_new_2(sp: u32, key: u32, value: u32): u32 {
  const found = find(key);
  if (found != 0 && !equalExact(load<u32>(found), value)) {
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
  return found != 0 ? load<u32>(found) : badarg1(sp, L.Bif_persistent_term_get_1, key);
}

/** @bif persistent_term:get/2 */
export function persistent_term_get_2(sp: u32, key: u32, other: u32): u32 {
  const found = find(key);
  return found != 0 ? load<u32>(found) : other;
}

/**
 * `get/0`: all of them, in tuples.
 *
 * @bif persistent_term:get/0
 */
export function persistent_term_get_0(sp: u32): u32 {
  const size: u32 = terms == 0 ? 0 : sizeOfMap(terms);
  const pairs = allocateTemporary(size << 3);
  if (size != 0) writePairs(terms, pairs);
  let list: u32 = L.TermTag_nil;
  for (let i: u32 = 0; i < size; i++) {
    const words = allocateNoCollect(20);
    store<u32>(words, 2 << L.TermTag_arityShift);
    store<u64>(words, load<u64>(pairs + (i << 3)), 4);
    store<u32>(words, list, 12);
    store<u32>(words, words | L.TermTag_boxed, 16);
    list = (words + 12) | L.TermTag_cons;
  }
  freeTemporary(pairs);
  return list;
}

/** @bif persistent_term:erase/1 */
export function persistent_term_erase_1(sp: u32, key: u32): u32 {
  const found = find(key);
  if (found == 0) return makeBoolean(false);
  bytes -= sizeOfCopy(load<u32>(found)) + sizeOfCopy(key);
  change(key, 0);
  return makeBoolean(true);
}

/**
 * `info/0`: how many there are, and their memory.
 *
 * @bif persistent_term:info/0
 */
export function persistent_term_info_0(sp: u32): u32 {
  const pairs = allocateTemporary(16);
  store<u32>(pairs, makeAtom(L.Atom_count));
  store<u32>(pairs, makeSmall(terms == 0 ? 0 : sizeOfMap(terms)), 4);
  store<u32>(pairs, makeAtom(L.Atom_memory), 8);
  store<u32>(pairs, makeInteger(bytes), 12);
  const map = mapFromPairs(pairs, 2);
  freeTemporary(pairs);
  return map;
}
