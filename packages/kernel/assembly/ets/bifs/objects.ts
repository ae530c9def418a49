// The BIFs of the module `ets` on single objects and keys. A table that is not there, or that the process
// may not use so, is a bad argument.

import * as L from '../../generated/layout';
import { spendReductions } from '../../memory/heap';
import { makeCons, makePair } from '../../terms/construct';
import { copyToHeap } from '../../terms/copy-term';
import { arityOf, elementOf, headOf, isCons, isSmall, isTuple, makeAtom, makeBoolean, smallValue, tailOf } from '../../terms/term';
import { bucketLink, linkBehind } from '../hash-table';
import { copyObject, isDeleted, termOf } from '../object';
import { nextInTree, startTree } from '../ordered-table';
import { ACCESS_READ, ACCESS_WRITE, blame, isOrdered, KIND_ORDERED_SET, KIND_SET, Table, tableAt, tableFor } from '../table';
import {
  besideKey,
  besideMissing,
  deleteKey,
  deleteTuple,
  endOf,
  findObject,
  hasKeyPosition,
  insertObject,
  keyOfTuple,
  listObjects,
  nextObjectOfKey,
} from '../table-operations';
import { refuse1, refuse2, refuse3, refuse4 } from './refusals';

const END: u32 = makeAtom(L.END_OF_TABLE_ATOM);

/** True for a tuple, or a proper list of tuples, that a table can hold. */
function canHold(table: Table, objects: u32): bool {
  if (isTuple(objects)) return hasKeyPosition(table, objects);
  for (; isCons(objects); objects = tailOf(objects)) {
    if (!isTuple(headOf(objects)) || !hasKeyPosition(table, headOf(objects))) return false;
  }
  return objects == L.TermTag_nil;
}

/** Inserts a tuple, or all of a list at once. */
function insertAll(table: Table, objects: u32): void {
  if (isTuple(objects)) {
    insertObject(table, objects);
    return;
  }
  let count: u32 = 0;
  for (; isCons(objects); objects = tailOf(objects)) {
    insertObject(table, headOf(objects));
    count++;
  }
  spendReductions(count);
}

/** @bif ets:insert/2 */
export function ets_insert_2(sp: u32, tid: u32, objects: u32): u32 {
  const at = tableFor(tid, ACCESS_WRITE);
  if (at == 0 || !canHold(tableAt(at), objects)) return refuse2(sp, L.Bif_ets_insert_2, tid, objects);
  insertAll(tableAt(at), objects);
  return makeAtom(L.Atom_true);
}

/**
 * `insert_new/2`: nothing is inserted if one of the keys is there.
 *
 * @bif ets:insert_new/2
 */
export function ets_insert_new_2(sp: u32, tid: u32, objects: u32): u32 {
  const at = tableFor(tid, ACCESS_WRITE);
  if (at == 0 || !canHold(tableAt(at), objects)) return refuse2(sp, L.Bif_ets_insert_new_2, tid, objects);
  const table = tableAt(at);
  if (isTuple(objects)) {
    if (findObject(table, keyOfTuple(table, objects)) != 0) return makeAtom(L.Atom_false);
  } else {
    for (let rest = objects; isCons(rest); rest = tailOf(rest)) {
      if (findObject(table, keyOfTuple(table, headOf(rest))) != 0) return makeAtom(L.Atom_false);
    }
  }
  insertAll(table, objects);
  return makeAtom(L.Atom_true);
}

/** @bif ets:lookup/2 */
export function ets_lookup_2(sp: u32, tid: u32, key: u32): u32 {
  const at = tableFor(tid, ACCESS_READ);
  return at != 0 ? listObjects(tableAt(at), key) : refuse2(sp, L.Bif_ets_lookup_2, tid, key);
}

/** @bif ets:member/2 */
export function ets_member_2(sp: u32, tid: u32, key: u32): u32 {
  const at = tableFor(tid, ACCESS_READ);
  return at != 0 ? makeBoolean(findObject(tableAt(at), key) != 0) : refuse2(sp, L.Bif_ets_member_2, tid, key);
}

/** The element of the object of a key, or of a bag the list of those of its objects; `other` if there is none, 0 for bad arguments. */
function lookUpElement(tid: u32, key: u32, position: u32, other: u32): u32 {
  const at = tableFor(tid, ACCESS_READ);
  if (at == 0 || !isSmall(position) || smallValue(position) < 1) return 0;
  const table = tableAt(at);
  const index = (smallValue(position) - 1) as u32;
  let object = findObject(table, key);
  if (object == 0) return other != 0 ? other : blame(L.Atom_badkey);
  if (table.kind == KIND_SET || table.kind == KIND_ORDERED_SET) {
    return index < arityOf(termOf(object)) ? copyToHeap(elementOf(termOf(object), index)) : 0;
  }
  let list: u32 = L.TermTag_nil;
  for (; object != 0; object = nextObjectOfKey(table, object)) {
    if (index >= arityOf(termOf(object))) return 0;
    list = makeCons(copyToHeap(elementOf(termOf(object), index)), list);
  }
  return list;
}

/** @bif ets:lookup_element/3 */
export function ets_lookup_element_3(sp: u32, tid: u32, key: u32, position: u32): u32 {
  const result = lookUpElement(tid, key, position, 0);
  return result != 0 ? result : refuse3(sp, L.Bif_ets_lookup_element_3, tid, key, position);
}

/** @bif ets:lookup_element/4 */
export function ets_lookup_element_4(sp: u32, tid: u32, key: u32, position: u32, other: u32): u32 {
  const result = lookUpElement(tid, key, position, other);
  return result != 0 ? result : refuse4(sp, L.Bif_ets_lookup_element_4, tid, key, position, other);
}

/** @bif ets:delete/2 */
export function ets_delete_2(sp: u32, tid: u32, key: u32): u32 {
  const at = tableFor(tid, ACCESS_WRITE);
  if (at == 0) return refuse2(sp, L.Bif_ets_delete_2, tid, key);
  deleteKey(tableAt(at), key);
  return makeAtom(L.Atom_true);
}

/** @bif ets:delete_object/2 */
export function ets_delete_object_2(sp: u32, tid: u32, tuple: u32): u32 {
  const at = tableFor(tid, ACCESS_WRITE);
  if (at == 0 || !isTuple(tuple) || !hasKeyPosition(tableAt(at), tuple)) return refuse2(sp, L.Bif_ets_delete_object_2, tid, tuple);
  deleteTuple(tableAt(at), tuple);
  return makeAtom(L.Atom_true);
}

/**
 * `take/2`: as `lookup`, and deletes the objects.
 *
 * @bif ets:take/2
 */
export function ets_take_2(sp: u32, tid: u32, key: u32): u32 {
  const at = tableFor(tid, ACCESS_WRITE);
  if (at == 0) return refuse2(sp, L.Bif_ets_take_2, tid, key);
  const list = listObjects(tableAt(at), key);
  deleteKey(tableAt(at), key);
  return list;
}

/** The key of an object, or with its objects if `lookup`, or what stands after the last key. */
function answer(table: Table, object: u32, lookup: bool): u32 {
  if (object == 0) return END;
  const key = elementOf(termOf(object), table.keyPosition - 1);
  return lookup ? makePair(copyToHeap(key), listObjects(table, key)) : copyToHeap(key);
}

function end(sp: u32, tid: u32, bif: u32, last: bool, lookup: bool): u32 {
  const at = tableFor(tid, ACCESS_READ);
  return at != 0 ? answer(tableAt(at), endOf(tableAt(at), last), lookup) : refuse1(sp, bif, tid);
}

/** @bif ets:first/1 */
export function ets_first_1(sp: u32, tid: u32): u32 {
  return end(sp, tid, L.Bif_ets_first_1, false, false);
}

/**
 * `ets_raw_first/1`: keys as they lie in a table, as those of `first/1` here.
 *
 * @bif erts_internal:ets_raw_first/1
 */
export function erts_internal_ets_raw_first_1(sp: u32, tid: u32): u32 {
  return end(sp, tid, L.Bif_erts_internal_ets_raw_first_1, false, false);
}

/** @bif ets:last/1 */
export function ets_last_1(sp: u32, tid: u32): u32 {
  return end(sp, tid, L.Bif_ets_last_1, true, false);
}

/** @bif ets:first_lookup/1 */
export function ets_first_lookup_1(sp: u32, tid: u32): u32 {
  return end(sp, tid, L.Bif_ets_first_lookup_1, false, true);
}

/** @bif ets:last_lookup/1 */
export function ets_last_lookup_1(sp: u32, tid: u32): u32 {
  return end(sp, tid, L.Bif_ets_last_lookup_1, true, true);
}

function beside(sp: u32, tid: u32, key: u32, bif: u32, before: bool, lookup: bool): u32 {
  const at = tableFor(tid, ACCESS_READ);
  if (at == 0) return refuse2(sp, bif, tid, key);
  const object = besideKey(tableAt(at), key, before);
  return besideMissing ? refuse2(sp, bif, tid, key) : answer(tableAt(at), object, lookup);
}

/** @bif ets:next/2 */
export function ets_next_2(sp: u32, tid: u32, key: u32): u32 {
  return beside(sp, tid, key, L.Bif_ets_next_2, false, false);
}

/**
 * `ets_raw_next/2`: see `ets_raw_first/1`.
 *
 * @bif erts_internal:ets_raw_next/2
 */
export function erts_internal_ets_raw_next_2(sp: u32, tid: u32, key: u32): u32 {
  return beside(sp, tid, key, L.Bif_erts_internal_ets_raw_next_2, false, false);
}

/** @bif ets:prev/2 */
export function ets_prev_2(sp: u32, tid: u32, key: u32): u32 {
  return beside(sp, tid, key, L.Bif_ets_prev_2, true, false);
}

/** @bif ets:next_lookup/2 */
export function ets_next_lookup_2(sp: u32, tid: u32, key: u32): u32 {
  return beside(sp, tid, key, L.Bif_ets_next_lookup_2, false, true);
}

/** @bif ets:prev_lookup/2 */
export function ets_prev_lookup_2(sp: u32, tid: u32, key: u32): u32 {
  return beside(sp, tid, key, L.Bif_ets_prev_lookup_2, true, true);
}

/**
 * `slot/2`: the objects of a bucket, or the object in a place of an ordered table.
 *
 * @bif ets:slot/2
 */
export function ets_slot_2(sp: u32, tid: u32, place: u32): u32 {
  const at = tableFor(tid, ACCESS_READ);
  const table = tableAt(at);
  if (at == 0 || !isSmall(place) || smallValue(place) < 0 || (smallValue(place) as u32) > (isOrdered(table) ? table.size : table.active)) {
    return refuse2(sp, L.Bif_ets_slot_2, tid, place);
  }
  const slot = smallValue(place) as u32;
  if (slot == (isOrdered(table) ? table.size : table.active)) return END;
  let list: u32 = L.TermTag_nil;
  if (isOrdered(table)) {
    startTree(table, 0, false);
    let object = nextInTree();
    for (let i: u32 = 0; i < slot; i++) object = nextInTree();
    return makeCons(copyObject(object), list);
  }
  for (let object = load<u32>(bucketLink(table, slot)); object != 0; object = load<u32>(linkBehind(object))) {
    if (!isDeleted(object)) list = makeCons(copyObject(object), list);
  }
  return list;
}
