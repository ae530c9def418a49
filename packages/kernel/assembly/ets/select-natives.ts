// select, match and match_object of the module `ets`, and what deletes, replaces and counts by match specifications.
import * as L from '../generated/layout';
import { spendReductions } from '../heap';
import { collect } from '../collector';
import { exportSlot } from '../host';
import { makeInteger } from '../integer';
import { growBlock, grownCapacity } from '../memory';
import { badarg1, badarg2, badarg3, setX } from '../native-arguments';
import { makeCons, makePair, makeTuple, setElement } from '../term-construction';
import { arityOf, elementOf, headOf, isCons, isSmall, isTuple, makeAtom, makeBoolean, makeSmall, smallValue, tailOf } from '../term';
import { copyToHeap } from '../copy-term';
import { keepsKeys } from './key-keeping';
import { compileMatch } from './match-compile';
import { isMatchHandle, makeMatchHandle, programOf } from './match-handle';
import { runMatch, startMatch } from './match-run';
import { keyOf, termOf } from './object';
import { deleteObject, replaceObject, shrink } from './objects';
import { fixTable, unfixTable } from './ownership';
import { bucketEnded, canPause, nextObject, scanBucket, scanned, scanRange, startBehind, startBuckets, startScan } from './scan';
import { ACCESS_READ, ACCESS_WRITE, findTable, isOrdered, KIND_BAG, Table, tableAt, tableFor } from './table';

const END: u32 = makeAtom(L.END_OF_TABLE_ATOM);
const TRUE: u32 = makeAtom(L.Atom_true);
/** In place of a bucket: there are none left. */
const NO_BUCKET: u32 = makeSmall(-1);

/** The specification of `match` (all variables) or `match_object` (the object): one clause for a pattern. */
function specificationOf(pattern: u32, body: u32): u32 {
  const clause = makeTuple(3);
  setElement(clause, 0, pattern);
  setElement(clause, 1, L.TermTag_nil);
  setElement(clause, 2, makeCons(makeAtom(body), L.TermTag_nil));
  return makeCons(clause, L.TermTag_nil);
}

// Results: a list, in the order in which they come.
let first: u32 = L.TermTag_nil;
let last: u32 = 0;
let count: u32 = 0;

function startResults(): void {
  first = L.TermTag_nil;
  last = 0;
  count = 0;
}

function addResult(term: u32): void {
  const cell = makeCons(term, L.TermTag_nil);
  if (last == 0) first = cell;
  else store<u32>(last - L.TermTag_cons, cell);
  last = cell;
  count++;
}

/** The elements of a list in the opposite order. */
function reversed(list: u32): u32 {
  let result: u32 = L.TermTag_nil;
  for (; isCons(list); list = tailOf(list)) result = makeCons(headOf(list), result);
  return result;
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
// fixed, so that it misses nothing: as OTP's, by a native function `select_trap/1`, whose argument is a tuple of what follows,
// or a continuation.

/** What becomes of the results. */
const SELECT: u32 = 0;
const COUNT: u32 = 1;
const DELETE: u32 = 2;
const REPLACE: u32 = 3;

/** Objects that are looked at before others may run. */
const SLICE: u32 = 10000;

const STATE_MODE: u32 = 0;
/** Number of the native function that fails if something is wrong later, and its arguments. */
const STATE_NATIVE: u32 = 1;
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
function accessOf(mode: u32): u32 { return mode >= DELETE ? ACCESS_WRITE : ACCESS_READ; }

/** Writes how far the scan is to a new state. */
function describe(mode: u32, native: u32, tid: u32, argument: u32, handle: u32, object: u32, table: Table, down: bool, results: u32): u32 {
  const position = isOrdered(table) ? copyToHeap(keyOf(object)) : makeInteger(scanBucket() + 1);
  const range = isOrdered(table) ? copyToHeap(scanRange()) : L.TermTag_nil;
  const state = makeTuple(STATE_ARITY);
  setElement(state, STATE_MODE, makeSmall(mode));
  setElement(state, STATE_NATIVE, makeSmall(native));
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
function pause(sp: u32, state: u32): u32 {
  setX(0, state);
  if (load<u32>(L.MachineRegister_collectSoon) != 0) {
    store<u32>(L.MachineRegister_collectSoon, 0);
    collect(sp, 0, 1);
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
function scan(sp: u32, table: Table, mode: u32, native: u32, tid: u32, argument: u32, specification: u32, handle: u32, down: bool, before: u32, beforeCount: u32): u32 {
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
      const state = describe(mode, native, tid, argument, next, object, table, down, mode == SELECT ? list : makeInteger(found));
      if (handle == 0) fixTable(table);
      deleteChosen(table);
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

/** Begins to look at all that a specification can match in a table. `argument` is what the native function was given for it. */
function startWhole(sp: u32, mode: u32, native: u32, tid: u32, argument: u32, specification: u32, down: bool): u32 {
  const at = tableFor(tid, accessOf(mode));
  const table = tableAt(at);
  if (at != 0 && (mode != REPLACE || table.kind != KIND_BAG)) {
    // A specification without clauses matches nothing, though it cannot be compiled.
    if (specification == L.TermTag_nil) return mode == SELECT ? L.TermTag_nil : makeSmall(0);
    const program = compileMatch(specification, false);
    if (program != 0 && (mode != REPLACE || keepsKeys(specification, table.keyPosition))) {
      startMatch(program, true);
      startScan(table, specification, down);
      return scan(sp, table, mode, native, tid, argument, specification, 0, down, L.TermTag_nil, 0);
    }
  }
  return badarg2(sp, native, tid, argument);
}

/** `select_trap/1`: goes on with a scan that has paused, or with a part of one. */
export function nativeEtsSelectTrap(sp: u32, state: u32): u32 {
  if (isTuple(state) && (arityOf(state) == 6 || arityOf(state) == 8)) return more(sp, state, L.Native_nativeEtsSelect1);
  if (!isTuple(state) || arityOf(state) != STATE_ARITY || !isMatchHandle(elementOf(state, STATE_HANDLE)) || !isSmall(elementOf(state, STATE_MODE))) {
    return badarg1(sp, L.Native_nativeEtsSelectTrap, state);
  }
  const mode = smallValue(elementOf(state, STATE_MODE)) as u32;
  const native = smallValue(elementOf(state, STATE_NATIVE)) as u32;
  const tid = elementOf(state, STATE_TABLE);
  const argument = elementOf(state, STATE_ARGUMENT);
  const handle = elementOf(state, STATE_HANDLE);
  const position = elementOf(state, STATE_POSITION);
  const down = elementOf(state, STATE_DOWN) == TRUE;
  const at = tableFor(tid, accessOf(mode));
  if (at == 0) {
    // It is gone, or another process's.
    if (findTable(tid) != 0) unfixTable(tableAt(findTable(tid)));
    return badarg2(sp, native, tid, argument);
  }
  const table = tableAt(at);
  startMatch(programOf(handle), true);
  if (isOrdered(table)) startBehind(table, position, elementOf(state, STATE_RANGE), down);
  else startBuckets(table, isSmall(position) ? smallValue(position) : 0);
  const results = elementOf(state, STATE_RESULTS);
  const found = mode == SELECT ? 0 : isSmall(results) ? (smallValue(results) as u32) : 0;
  return scan(sp, table, mode, native, tid, argument, 0, handle, down, mode == SELECT ? results : L.TermTag_nil, found);
}

export function nativeEtsSelect2(sp: u32, tid: u32, specification: u32): u32 {
  return startWhole(sp, SELECT, L.Native_nativeEtsSelect2, tid, specification, specification, false);
}

export function nativeEtsSelectReverse2(sp: u32, tid: u32, specification: u32): u32 {
  return startWhole(sp, SELECT, L.Native_nativeEtsSelectReverse2, tid, specification, specification, true);
}

export function nativeEtsMatch2(sp: u32, tid: u32, pattern: u32): u32 {
  return startWhole(sp, SELECT, L.Native_nativeEtsMatch2, tid, pattern, specificationOf(pattern, L.VARIABLES_ATOM), false);
}

export function nativeEtsMatchObject2(sp: u32, tid: u32, pattern: u32): u32 {
  return startWhole(sp, SELECT, L.Native_nativeEtsMatchObject2, tid, pattern, specificationOf(pattern, L.OBJECT_ATOM), false);
}

export function nativeEtsSelectCount(sp: u32, tid: u32, specification: u32): u32 {
  return startWhole(sp, COUNT, L.Native_nativeEtsSelectCount, tid, specification, specification, false);
}

export function nativeEtsInternalSelectDelete(sp: u32, tid: u32, specification: u32): u32 {
  return startWhole(sp, DELETE, L.Native_nativeEtsInternalSelectDelete, tid, specification, specification, false);
}

/** `select_replace/2`: the specification must be seen to keep the keys. */
export function nativeEtsSelectReplace(sp: u32, tid: u32, specification: u32): u32 {
  return startWhole(sp, REPLACE, L.Native_nativeEtsSelectReplace, tid, specification, specification, false);
}

// A part of the results at a time. A continuation has the form that `ets:repair_continuation/2` expects: of a hash table
// {Table, Bucket, Limit, Program, Rest, LengthOfRest}, of an ordered one {Table, LastKey, Range, Limit, Program, [], Down, 0}.

/** Takes the results behind the first `limit` ones away; answers them. */
function cutResults(limit: u32): u32 {
  let cell = first;
  for (let i: u32 = 1; i < limit; i++) cell = tailOf(cell);
  const rest = tailOf(cell);
  store<u32>(cell - L.TermTag_cons, L.TermTag_nil);
  return rest;
}

function continuationOfHashTable(tid: u32, bucket: u32, limit: u32, handle: u32, rest: u32, length: u32): u32 {
  const continuation = makeTuple(6);
  setElement(continuation, 0, tid);
  setElement(continuation, 1, bucket);
  setElement(continuation, 2, makeSmall(limit));
  setElement(continuation, 3, handle);
  setElement(continuation, 4, rest);
  setElement(continuation, 5, makeInteger(length));
  return continuation;
}

function continuationOfTree(tid: u32, key: u32, range: u32, limit: u32, handle: u32, rest: u32, down: bool): u32 {
  const continuation = makeTuple(8);
  setElement(continuation, 0, tid);
  setElement(continuation, 1, key);
  setElement(continuation, 2, range);
  setElement(continuation, 3, makeSmall(limit));
  setElement(continuation, 4, handle);
  setElement(continuation, 5, rest);
  setElement(continuation, 6, makeSmall(down ? 1 : 0));
  setElement(continuation, 7, makeSmall(0));
  return continuation;
}

/** True if the last part has paused: `select_trap/1` goes on with a continuation, which has the results so far as its rest. */
let paused: bool = false;

function pausePart(sp: u32, continuation: u32): u32 {
  paused = true;
  return pause(sp, continuation);
}

/**
 * Goes on with the scan of a hash table until there are enough results; they and a continuation, or what stands for the end;
 * 0 if it pauses.
 */
function chunkOfHashTable(sp: u32, table: Table, tid: u32, limit: u32, handle: u32, more: bool): u32 {
  startMatch(programOf(handle), true);
  let bucket: u32 = NO_BUCKET;
  while (more) {
    const object = nextObject();
    if (object == 0) break;
    const result = runMatch(termOf(object));
    if (result != 0) addResult(result);
    if (count >= limit && bucketEnded()) {
      if (scanBucket() + 1 < table.active) bucket = makeSmall(scanBucket() + 1);
      break;
    }
    if (scanned >= SLICE && bucketEnded()) {
      return pausePart(sp, continuationOfHashTable(tid, makeSmall(scanBucket() + 1), limit, handle, first, count));
    }
  }
  spendReductions(scanned);
  if (count == 0) return END;
  if (count <= limit && bucket == NO_BUCKET) return makePair(first, END);
  const taken = min(limit, count);
  const rest = cutResults(taken);
  return makePair(first, continuationOfHashTable(tid, bucket, limit, handle, rest, count - taken));
}

/** As `chunkOfHashTable`, of an ordered table. */
function chunkOfTree(sp: u32, tid: u32, limit: u32, handle: u32, range: u32, down: bool): u32 {
  startMatch(programOf(handle), true);
  let object: u32 = 0;
  while (count < limit) {
    object = nextObject();
    if (object == 0) break;
    const result = runMatch(termOf(object));
    if (result != 0) addResult(result);
    if (count < limit && scanned >= SLICE && canPause()) {
      return pausePart(sp, continuationOfTree(tid, copyToHeap(keyOf(object)), range, limit, handle, first, down));
    }
  }
  spendReductions(scanned);
  if (count == 0) return END;
  if (object == 0) return makePair(first, END);
  return makePair(first, continuationOfTree(tid, copyToHeap(keyOf(object)), range, limit, handle, L.TermTag_nil, down));
}

/** The first results of a specification; 0 for bad arguments, or if it pauses. */
function selectSome(sp: u32, tid: u32, specification: u32, limit: u32, down: bool): u32 {
  paused = false;
  const at = tableFor(tid, ACCESS_READ);
  if (at == 0 || !isSmall(limit) || smallValue(limit) < 1) return 0;
  if (specification == L.TermTag_nil) return END;
  const handle = makeMatchHandle(specification);
  if (handle == 0) return 0;
  startScan(tableAt(at), specification, down);
  startResults();
  const most = smallValue(limit) as u32;
  return isOrdered(tableAt(at)) ? chunkOfTree(sp, tid, most, handle, scanRange(), down) : chunkOfHashTable(sp, tableAt(at), tid, most, handle, true);
}

export function nativeEtsSelect3(sp: u32, tid: u32, specification: u32, limit: u32): u32 {
  const result = selectSome(sp, tid, specification, limit, false);
  return result != 0 || paused ? result : badarg3(sp, L.Native_nativeEtsSelect3, tid, specification, limit);
}

export function nativeEtsSelectReverse3(sp: u32, tid: u32, specification: u32, limit: u32): u32 {
  const result = selectSome(sp, tid, specification, limit, true);
  return result != 0 || paused ? result : badarg3(sp, L.Native_nativeEtsSelectReverse3, tid, specification, limit);
}

export function nativeEtsMatch3(sp: u32, tid: u32, pattern: u32, limit: u32): u32 {
  const result = selectSome(sp, tid, specificationOf(pattern, L.VARIABLES_ATOM), limit, false);
  return result != 0 || paused ? result : badarg3(sp, L.Native_nativeEtsMatch3, tid, pattern, limit);
}

export function nativeEtsMatchObject3(sp: u32, tid: u32, pattern: u32, limit: u32): u32 {
  const result = selectSome(sp, tid, specificationOf(pattern, L.OBJECT_ATOM), limit, false);
  return result != 0 || paused ? result : badarg3(sp, L.Native_nativeEtsMatchObject3, tid, pattern, limit);
}

/** The results that a continuation promises; 0 for bad arguments, or if it pauses. */
function selectMore(sp: u32, continuation: u32): u32 {
  paused = false;
  if (continuation == END) return END;
  if (!isTuple(continuation) || (arityOf(continuation) != 6 && arityOf(continuation) != 8)) return 0;
  const ordered = arityOf(continuation) == 8;
  const tid = elementOf(continuation, 0);
  const limit = elementOf(continuation, ordered ? 3 : 2);
  const handle = elementOf(continuation, ordered ? 4 : 3);
  const at = tableFor(tid, ACCESS_READ);
  if (at == 0 || isOrdered(tableAt(at)) != ordered || !isSmall(limit) || smallValue(limit) < 1 || !isMatchHandle(handle)) return 0;
  const most = smallValue(limit) as u32;
  startResults();
  let rest = elementOf(continuation, ordered ? 5 : 4);
  for (; isCons(rest); rest = tailOf(rest)) addResult(headOf(rest));
  if (rest != L.TermTag_nil) return 0;
  if (ordered) {
    const down = elementOf(continuation, 6) == makeSmall(1);
    const range = elementOf(continuation, 2);
    startBehind(tableAt(at), elementOf(continuation, 1), range, down);
    return chunkOfTree(sp, tid, most, handle, range, down);
  }
  const bucket = elementOf(continuation, 1);
  if (!isSmall(bucket)) return 0;
  const more = count < most && bucket != NO_BUCKET;
  if (!more && bucket != NO_BUCKET) {
    // There are enough: the bucket is for later.
    const left = cutResults(most);
    return makePair(first, continuationOfHashTable(tid, bucket, most, handle, left, count - most));
  }
  startBuckets(tableAt(at), smallValue(bucket));
  return chunkOfHashTable(sp, tableAt(at), tid, most, handle, more);
}

function more(sp: u32, continuation: u32, native: u32): u32 {
  const result = selectMore(sp, continuation);
  return result != 0 || paused ? result : badarg1(sp, native, continuation);
}

export function nativeEtsSelect1(sp: u32, continuation: u32): u32 { return more(sp, continuation, L.Native_nativeEtsSelect1); }
export function nativeEtsSelectReverse1(sp: u32, continuation: u32): u32 { return more(sp, continuation, L.Native_nativeEtsSelectReverse1); }
export function nativeEtsMatch1(sp: u32, continuation: u32): u32 { return more(sp, continuation, L.Native_nativeEtsMatch1); }
export function nativeEtsMatchObject1(sp: u32, continuation: u32): u32 { return more(sp, continuation, L.Native_nativeEtsMatchObject1); }
