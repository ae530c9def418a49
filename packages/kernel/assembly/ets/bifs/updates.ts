// update_counter and update_element: elements of an object change all at once, or none of them.

import { reverseInPlace } from '../../bifs/lists';
import * as L from '../../generated/layout';
import { add } from '../../integers/arithmetic';
import { copyWords, growBlock, grownCapacity } from '../../memory/blocks';
import { compareTerms } from '../../terms/compare';
import { makeCons } from '../../terms/construct';
import {
  arityOf,
  elementOf,
  headOf,
  isCons,
  isImmediate,
  isInteger,
  isInteger64,
  isSmall,
  isTuple,
  makeAtom,
  makeSmall,
  smallValue,
  tailOf,
} from '../../terms/term';
import { termOf } from '../object';
import { ACCESS_WRITE, blame, KIND_ORDERED_SET, KIND_SET, Table, tableAt, tableFor } from '../table';
import { findObject, insertObject, keyOfTuple, replaceObject } from '../table-operations';
import { refuse3, refuse4 } from './refusals';

/** The tuple that an object is to become: a header and elements that lie where they lay. */
let draft: u32 = 0;
let draftCapacity: u32 = 0;

/** Begins to change a tuple, whose key becomes `key`. */
function startDraft(table: Table, tuple: u32, key: u32): void {
  const bytes = (arityOf(tuple) + 1) << 2;
  while (bytes > draftCapacity) {
    draft = growBlock(draft, draftCapacity, 0);
    draftCapacity = grownCapacity(draftCapacity);
  }
  copyWords(draft, tuple - L.TermTag_boxed, bytes >> 2);
  store<u32>(draft + (table.keyPosition << 2), key);
}

// @ts-ignore: decorator
@inline
function draftTerm(): u32 {
  return draft | L.TermTag_boxed;
}

/** Address of the element of the draft that an operation may change, 0 if it may not. */
function draftElement(table: Table, position: u32): u32 {
  if (!isSmall(position) || smallValue(position) < 1 || (smallValue(position) as u32) > arityOf(draftTerm())) return 0;
  return (smallValue(position) as u32) == table.keyPosition ? blame(L.Atom_keypos) : draft + (smallValue(position) << 2);
}

/** Makes the draft an object: in place of one, or a new one if that is 0. */
function finishDraft(table: Table, object: u32): void {
  if (object == 0) {
    insertObject(table, draftTerm());
    return;
  }
  // What changed lies in the old object no more, but the rest does: a copy is made before that goes.
  replaceObject(table, object, draftTerm());
}

/** Stores an integer into an object where one of the same size is. False if that cannot be done in place. */
function storeInPlace(slot: u32, value: u32): bool {
  const old = load<u32>(slot);
  if (isImmediate(old) && isImmediate(value)) {
    store<u32>(slot, value);
    return true;
  }
  if (!isInteger64(old) || !isInteger64(value)) return false;
  copyWords(old - L.TermTag_boxed, value - L.TermTag_boxed, 3);
  return true;
}

/** The result of an operation on a counter: an integer; 0 if something is wrong with it. */
function counted(old: u32, operation: u32): u32 {
  const step = isTuple(operation) ? elementOf(operation, 1) : operation;
  if (!isInteger(old) || !isInteger(step)) return 0;
  const value = add(old, step);
  if (value == 0 || !isTuple(operation) || arityOf(operation) == 2) return value;
  const threshold = elementOf(operation, 2);
  const instead = elementOf(operation, 3);
  if (!isInteger(threshold) || !isInteger(instead)) return 0;
  const order = compareTerms(value, threshold);
  return (compareTerms(step, makeSmall(0)) < 0 ? order < 0 : order > 0) ? instead : value;
}

/** True for `{Position, Step}` and `{Position, Step, Threshold, Value}`. */
function isCounterOperation(term: u32): bool {
  return isTuple(term) && (arityOf(term) == 2 || arityOf(term) == 4);
}

/** One operation on the draft; its result, 0 if it is wrong. */
function countInDraft(table: Table, position: u32, operation: u32): u32 {
  const slot = draftElement(table, position);
  if (slot == 0) return isInteger(position) && position != makeSmall(table.keyPosition) ? blame(L.Atom_position) : 0;
  const value = counted(load<u32>(slot), operation);
  if (value != 0) store<u32>(slot, value);
  return value;
}

/** `update_counter`: the new values, 0 for bad arguments. `tuple` is the default object, or 0. */
function updateCounter(tid: u32, key: u32, operations: u32, tuple: u32): u32 {
  const at = tableFor(tid, ACCESS_WRITE);
  if (at == 0 || (tuple != 0 && !isTuple(tuple))) return 0;
  const table = tableAt(at);
  if (table.kind != KIND_SET && table.kind != KIND_ORDERED_SET) return blame(L.Atom_table_type);
  const object = findObject(table, key);
  const single = isInteger(operations) || isTuple(operations);
  if (object != 0) {
    if (single) {
      if (isTuple(operations) && !isCounterOperation(operations)) return 0;
      const position = isTuple(operations) ? elementOf(operations, 0) : makeSmall(table.keyPosition + 1);
      if (
        isSmall(position) &&
        smallValue(position) >= 1 &&
        (smallValue(position) as u32) <= arityOf(termOf(object)) &&
        (smallValue(position) as u32) != table.keyPosition
      ) {
        const slot = object + (smallValue(position) << 2);
        const value = counted(load<u32>(slot), operations);
        if (value == 0 || storeInPlace(slot, value)) return value;
      }
    }
    startDraft(table, termOf(object), keyOfTuple(table, termOf(object)));
  } else {
    if (tuple == 0) return blame(L.Atom_badkey);
    if (arityOf(tuple) < table.keyPosition) return 0;
    startDraft(table, tuple, key);
  }
  let result: u32;
  if (single) {
    if (isTuple(operations) && !isCounterOperation(operations)) return 0;
    result = countInDraft(table, isTuple(operations) ? elementOf(operations, 0) : makeSmall(table.keyPosition + 1), operations);
    if (result == 0) return 0;
  } else {
    let list: u32 = L.TermTag_nil;
    let rest = operations;
    for (; isCons(rest); rest = tailOf(rest)) {
      const operation = headOf(rest);
      if (!isCounterOperation(operation)) return 0;
      const value = countInDraft(table, elementOf(operation, 0), operation);
      if (value == 0) return 0;
      list = makeCons(value, list);
    }
    if (rest != L.TermTag_nil) return 0;
    result = reverseInPlace(list);
  }
  finishDraft(table, object);
  return result;
}

/** @bif ets:update_counter/3 */
export function ets_update_counter_3(sp: u32, tid: u32, key: u32, operations: u32): u32 {
  const result = updateCounter(tid, key, operations, 0);
  return result != 0 ? result : refuse3(sp, L.Bif_ets_update_counter_3, tid, key, operations);
}

/** @bif ets:update_counter/4 */
export function ets_update_counter_4(sp: u32, tid: u32, key: u32, operations: u32, tuple: u32): u32 {
  const result = updateCounter(tid, key, operations, tuple);
  return result != 0 ? result : refuse4(sp, L.Bif_ets_update_counter_4, tid, key, operations, tuple);
}

/** One `{Position, Value}` on the draft; false if it is wrong. */
function setInDraft(table: Table, pair: u32): bool {
  const slot = isTuple(pair) && arityOf(pair) == 2 ? draftElement(table, elementOf(pair, 0)) : 0;
  if (slot != 0) store<u32>(slot, elementOf(pair, 1));
  return slot != 0;
}

/** `update_element`: an atom, 0 for bad arguments. `tuple` is the default object, or 0. */
function updateElement(tid: u32, key: u32, pairs: u32, tuple: u32): u32 {
  const at = tableFor(tid, ACCESS_WRITE);
  const table = tableAt(at);
  if (at == 0 || (table.kind != KIND_SET && table.kind != KIND_ORDERED_SET)) return 0;
  if (tuple != 0 && (!isTuple(tuple) || arityOf(tuple) < table.keyPosition)) return 0;
  const object = findObject(table, key);
  if (object == 0) {
    if (tuple == 0) return makeAtom(L.Atom_false);
    startDraft(table, tuple, key);
  } else {
    startDraft(table, termOf(object), keyOfTuple(table, termOf(object)));
  }
  if (isTuple(pairs)) {
    if (!setInDraft(table, pairs)) return 0;
  } else {
    for (; isCons(pairs); pairs = tailOf(pairs)) if (!setInDraft(table, headOf(pairs))) return 0;
    if (pairs != L.TermTag_nil) return 0;
  }
  finishDraft(table, object);
  return makeAtom(L.Atom_true);
}

/** @bif ets:update_element/3 */
export function ets_update_element_3(sp: u32, tid: u32, key: u32, pairs: u32): u32 {
  const result = updateElement(tid, key, pairs, 0);
  return result != 0 ? result : refuse3(sp, L.Bif_ets_update_element_3, tid, key, pairs);
}

/** @bif ets:update_element/4 */
export function ets_update_element_4(sp: u32, tid: u32, key: u32, pairs: u32, tuple: u32): u32 {
  const result = updateElement(tid, key, pairs, tuple);
  return result != 0 ? result : refuse4(sp, L.Bif_ets_update_element_4, tid, key, pairs, tuple);
}
