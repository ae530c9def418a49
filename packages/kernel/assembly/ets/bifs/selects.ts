// select, match and match_object of the module `ets`, and what deletes, replaces and counts by match specifications.

import { setX } from '../../execution/x-registers';
import * as L from '../../generated/layout';
import { exportSlot } from '../../host';
import { growBlock, grownCapacity } from '../../memory/blocks';
import { collectOrPutOff } from '../../memory/collector';
import { spendReductions } from '../../memory/heap';
import { makeCons, makeTuple, setElement } from '../../terms/construct';
import { copyToHeap } from '../../terms/copy-term';
import { makeInteger } from '../../terms/integer';
import {
  arityOf,
  elementOf,
  headOf,
  isCons,
  isSmall,
  isTuple,
  makeAtom,
  makeBoolean,
  makeSmall,
  smallValue,
  tailOf,
} from '../../terms/term';
import { keepsKeys } from '../key-keeping';
import { compileMatch } from '../match-compile';
import { isMatchHandle, makeMatchHandle, programOf } from '../match-handle';
import { runMatch, startMatch } from '../match-run';
import { keyOf, termOf } from '../object';
import { fixTable, unfixTable } from '../ownership';
import { canPause, nextObject, scanBucket, scanned, scanRange, startBehind, startBuckets, startScan } from '../scan';
import { ACCESS_READ, ACCESS_WRITE, blame, findTable, isOrdered, KIND_BAG, Table, tableAt, tableFor } from '../table';
import { deleteObject, replaceObject, shrink } from '../table-operations';
import { refuse1, refuse2 } from './refusals';
import { addResult, first, reversed, startResults } from './select-results';

export const END: u32 = makeAtom(L.END_OF_TABLE_ATOM);
const TRUE: u32 = makeAtom(L.Atom_true);

/** In place of a bucket: there are none left. */
export const NO_BUCKET: u32 = makeSmall(-1);

/** The specification of `match` (all variables) or `match_object` (the object): one clause for a pattern. */
export function specificationOf(pattern: u32, body: u32): u32 {
  const clause = makeTuple(3);
  setElement(clause, 0, pattern);
  setElement(clause, 1, L.TermTag_nil);
  setElement(clause, 2, makeCons(makeAtom(body), L.TermTag_nil));
  return makeCons(clause, L.TermTag_nil);
}

// Objects that are to be deleted when a scan does not need them any more.
let chosen: u32 = 0;
let chosenBytes: u32 = 0;
let chosenCapacity: u32 = 0;

function choose(object: u32): void {
  if (chosenBytes + 4 > chosenCapacity) {
    chosen = growBlock(chosen, chosenCapacity, chosenBytes);
    chosenCapacity = grownCapacity(chosenCapacity);
  }
  store<u32>(chosen + chosenBytes, object);
  chosenBytes += 4;
}

function deleteChosen(table: Table): void {
  for (let i: u32 = 0; i < chosenBytes; i += 4) deleteObject(table, load<u32>(chosen + i));
  chosenBytes = 0;
}

// Scans of whole tables. One that has looked at many objects lets other processes run and goes on later, with the table
// fixed, so that it misses nothing: as OTP's, by a BIF `select_trap/1`, whose argument is a tuple of what follows,
// or a continuation.

/** What becomes of the results. */
const SELECT: u32 = 0;
const COUNT: u32 = 1;
const DELETE: u32 = 2;
const REPLACE: u32 = 3;

/** Objects that are looked at before others may run. */
export const SLICE: u32 = 4000;
const STATE_MODE: u32 = 0;

/** Number of the BIF that fails if something is wrong later, and its arguments. */
const STATE_BIF: u32 = 1;
const STATE_TABLE: u32 = 2;
const STATE_ARGUMENT: u32 = 3;
const STATE_HANDLE: u32 = 4;

/** The bucket to go on with, or in an ordered table the last key. */
const STATE_POSITION: u32 = 5;

/** Of an ordered table: the pattern of keys or nil, and whether it goes down. */
const STATE_RANGE: u32 = 6;
const STATE_DOWN: u32 = 7;

/** The results so far, last one first, or their number. */
const STATE_RESULTS: u32 = 8;
const STATE_ARITY: u32 = 9;

/** Access that a mode needs. */
function accessOf(mode: u32): u32 {
  return mode >= DELETE ? ACCESS_WRITE : ACCESS_READ;
}

/** Writes how far the scan is to a new state. */
function describe(mode: u32, bif: u32, tid: u32, argument: u32, handle: u32, object: u32, table: Table, down: bool, results: u32): u32 {
  const position = isOrdered(table) ? copyToHeap(keyOf(object)) : makeInteger(scanBucket() + 1);
  const range = isOrdered(table) ? copyToHeap(scanRange()) : L.TermTag_nil;
  const state = makeTuple(STATE_ARITY);
  setElement(state, STATE_MODE, makeSmall(mode));
  setElement(state, STATE_BIF, makeSmall(bif));
  setElement(state, STATE_TABLE, tid);
  setElement(state, STATE_ARGUMENT, argument);
  setElement(state, STATE_HANDLE, handle);
  setElement(state, STATE_POSITION, position);
  setElement(state, STATE_RANGE, range);
  setElement(state, STATE_DOWN, makeBoolean(down));
  setElement(state, STATE_RESULTS, results);
  return state;
}

/** Lets other processes run; then `select_trap/1` goes on with a state. */
export function pause(sp: u32, state: u32): u32 {
  setX(0, state);
  if (load<u32>(L.MachineRegister_collectSoon) != 0) {
    store<u32>(L.MachineRegister_collectSoon, 0);
    collectOrPutOff(sp, 1, false);
  }
  store<u32>(L.MachineRegister_trapReason, L.TrapReason_yield);
  store<u32>(L.MachineRegister_trapSp, sp);
  store<u32>(L.MachineRegister_trapFunction, exportSlot(makeAtom(L.Atom_ets), makeAtom(L.Atom_select_trap), 1));
  store<u32>(L.MachineRegister_trapFrame, 0);
  return 0;
}

/**
 * Goes on with the scan that has begun, with what was found before: a list, last one first, or a number. `specification`
 * is 0 if it has a handle already.
 */
function scan(
  sp: u32,
  table: Table,
  mode: u32,
  bif: u32,
  tid: u32,
  argument: u32,
  specification: u32,
  handle: u32,
  down: bool,
  before: u32,
  beforeCount: u32,
): u32 {
  startResults();
  chosenBytes = 0;
  let found = beforeCount;
  let list = before;
  for (let object = nextObject(); object != 0; object = nextObject()) {
    const result = runMatch(termOf(object));
    if (result != 0) {
      if (mode == SELECT) {
        addResult(result);
      } else if (mode == REPLACE) {
        object = replaceObject(table, object, result);
        found++;
      } else if (result == TRUE) {
        if (mode == DELETE) choose(object);
        found++;
      }
    }
    if (scanned >= SLICE && canPause()) {
      if (mode == SELECT) for (let rest = first; isCons(rest); rest = tailOf(rest)) list = makeCons(headOf(rest), list);
      const next = handle != 0 ? handle : makeMatchHandle(specification);
      const state = describe(mode, bif, tid, argument, next, object, table, down, mode == SELECT ? list : makeInteger(found));
      if (handle == 0) fixTable(table);
      deleteChosen(table);
      spendReductions(scanned);
      return pause(sp, state);
    }
  }
  spendReductions(scanned);
  deleteChosen(table);
  if (handle != 0) unfixTable(table);
  else if (mode == DELETE) shrink(table);
  if (mode != SELECT) return makeInteger(found);
  if (before == L.TermTag_nil) return first;
  // What came first is the tail of the list that is reversed.
  const end = reversed(list);
  if (first == L.TermTag_nil) return end;
  let cell = end;
  while (isCons(tailOf(cell))) cell = tailOf(cell);
  store<u32>(cell - L.TermTag_cons, first);
  return end;
}

/** Begins to look at all that a specification can match in a table. `argument` is what the BIF was given for it. */
function startWhole(sp: u32, mode: u32, bif: u32, tid: u32, argument: u32, specification: u32, down: bool): u32 {
  const at = tableFor(tid, accessOf(mode));
  const table = tableAt(at);
  if (at != 0 && mode == REPLACE && table.kind == KIND_BAG) {
    blame(L.Atom_table_type);
  } else if (at != 0) {
    // A specification without clauses matches nothing, though it cannot be compiled.
    if (specification == L.TermTag_nil) return mode == SELECT ? L.TermTag_nil : makeSmall(0);
    const program = compileMatch(specification, false);
    if (program != 0 && (mode != REPLACE || keepsKeys(specification, table.keyPosition))) {
      startMatch(program, true);
      startScan(table, specification, down);
      return scan(sp, table, mode, bif, tid, argument, specification, 0, down, L.TermTag_nil, 0);
    }
  }
  return refuse2(sp, bif, tid, argument);
}

/** @bif ets:select/2 */
export function ets_select_2(sp: u32, tid: u32, specification: u32): u32 {
  return startWhole(sp, SELECT, L.Bif_ets_select_2, tid, specification, specification, false);
}

/** @bif ets:select_reverse/2 */
export function ets_select_reverse_2(sp: u32, tid: u32, specification: u32): u32 {
  return startWhole(sp, SELECT, L.Bif_ets_select_reverse_2, tid, specification, specification, true);
}

/** @bif ets:match/2 */
export function ets_match_2(sp: u32, tid: u32, pattern: u32): u32 {
  return startWhole(sp, SELECT, L.Bif_ets_match_2, tid, pattern, specificationOf(pattern, L.VARIABLES_ATOM), false);
}

/** @bif ets:match_object/2 */
export function ets_match_object_2(sp: u32, tid: u32, pattern: u32): u32 {
  return startWhole(sp, SELECT, L.Bif_ets_match_object_2, tid, pattern, specificationOf(pattern, L.OBJECT_ATOM), false);
}

/** @bif ets:select_count/2 */
export function ets_select_count_2(sp: u32, tid: u32, specification: u32): u32 {
  return startWhole(sp, COUNT, L.Bif_ets_select_count_2, tid, specification, specification, false);
}

/** @bif ets:internal_select_delete/2 */
export function ets_internal_select_delete_2(sp: u32, tid: u32, specification: u32): u32 {
  return startWhole(sp, DELETE, L.Bif_ets_internal_select_delete_2, tid, specification, specification, false);
}

/**
 * `select_replace/2`: the specification must be seen to keep the keys.
 *
 * @bif ets:select_replace/2
 */
export function ets_select_replace_2(sp: u32, tid: u32, specification: u32): u32 {
  return startWhole(sp, REPLACE, L.Bif_ets_select_replace_2, tid, specification, specification, false);
}

/** Goes on with a scan that has paused, as `describe` has told it. */
export function resumeScan(sp: u32, state: u32): u32 {
  if (
    !isTuple(state) ||
    arityOf(state) != STATE_ARITY ||
    !isMatchHandle(elementOf(state, STATE_HANDLE)) ||
    !isSmall(elementOf(state, STATE_MODE))
  ) {
    return refuse1(sp, L.Bif_ets_select_trap_1, state);
  }
  const mode = smallValue(elementOf(state, STATE_MODE)) as u32;
  const bif = smallValue(elementOf(state, STATE_BIF)) as u32;
  const tid = elementOf(state, STATE_TABLE);
  const argument = elementOf(state, STATE_ARGUMENT);
  const handle = elementOf(state, STATE_HANDLE);
  const position = elementOf(state, STATE_POSITION);
  const down = elementOf(state, STATE_DOWN) == TRUE;
  const at = tableFor(tid, accessOf(mode));
  if (at == 0) {
    // It is gone, or another process's.
    if (findTable(tid) != 0) unfixTable(tableAt(findTable(tid)));
    return refuse2(sp, bif, tid, argument);
  }
  const table = tableAt(at);
  startMatch(programOf(handle), true);
  if (isOrdered(table)) startBehind(table, position, elementOf(state, STATE_RANGE), down);
  else startBuckets(table, isSmall(position) ? smallValue(position) : 0);
  const results = elementOf(state, STATE_RESULTS);
  const found = mode == SELECT ? 0 : isSmall(results) ? (smallValue(results) as u32) : 0;
  return scan(sp, table, mode, bif, tid, argument, 0, handle, down, mode == SELECT ? results : L.TermTag_nil, found);
}
