// select, match and match_object of the module `ets`, and what deletes, replaces and counts by match specifications.
import * as L from '../generated/layout';
import { spendReductions } from '../heap';
import { makeInteger } from '../integer';
import { growBlock, grownCapacity } from '../memory';
import { badarg1, badarg2, badarg3 } from '../native-arguments';
import { makeCons, makePair, makeTuple, setElement } from '../term-construction';
import { arityOf, elementOf, headOf, isCons, isSmall, isTuple, makeAtom, makeSmall, smallValue, tailOf } from '../term';
import { copyToHeap } from '../copy-term';
import { keepsKeys } from './key-keeping';
import { compileMatch } from './match-compile';
import { isMatchHandle, makeMatchHandle, programOf } from './match-handle';
import { runMatch, startMatch } from './match-run';
import { keyOf, termOf } from './object';
import { deleteObject, replaceObject, shrink } from './objects';
import { bucketEnded, nextObject, scanBucket, scanned, scanRange, startBehind, startBuckets, startScan } from './scan';
import { ACCESS_READ, ACCESS_WRITE, isOrdered, KIND_BAG, Table, tableAt, tableFor } from './table';

const END: u32 = makeAtom(L.END_OF_TABLE_ATOM);
const TRUE: u32 = makeAtom(L.Atom_true);
/** In place of a bucket: there are none left. */
const NO_BUCKET: u32 = makeSmall(-1);

/** The specification of `match` (all variables) or `match_object` (the object): one clause for a pattern. */
function specificationOf(pattern: u32, body: u32): u32 {
  const clause = makeTuple(3);
  setElement(clause, 0, pattern);
  setElement(clause, 1, L.Term_nil);
  setElement(clause, 2, makeCons(makeAtom(body), L.Term_nil));
  return makeCons(clause, L.Term_nil);
}

// Results: a list, in the order in which they come.
let first: u32 = L.Term_nil;
let last: u32 = 0;
let count: u32 = 0;

function startResults(): void {
  first = L.Term_nil;
  last = 0;
  count = 0;
}

function addResult(term: u32): void {
  const cell = makeCons(term, L.Term_nil);
  if (last == 0) first = cell;
  else store<u32>(last - L.Term_cons, cell);
  last = cell;
  count++;
}

// A specification without clauses matches nothing in a table, though it cannot be compiled.

/** All results of a specification in a table; 0 for bad arguments. */
function selectAll(tid: u32, specification: u32, down: bool): u32 {
  const at = tableFor(tid, ACCESS_READ);
  if (at != 0 && specification == L.Term_nil) return L.Term_nil;
  const program = at == 0 ? 0 : compileMatch(specification, false);
  if (program == 0) return 0;
  startMatch(program, true);
  startScan(tableAt(at), specification, down);
  startResults();
  for (let object = nextObject(); object != 0; object = nextObject()) {
    const result = runMatch(termOf(object));
    if (result != 0) addResult(result);
  }
  spendReductions(scanned);
  return first;
}

export function nativeEtsSelect2(sp: u32, tid: u32, specification: u32): u32 {
  const result = selectAll(tid, specification, false);
  return result != 0 ? result : badarg2(sp, L.Native_nativeEtsSelect2, tid, specification);
}

export function nativeEtsSelectReverse2(sp: u32, tid: u32, specification: u32): u32 {
  const result = selectAll(tid, specification, true);
  return result != 0 ? result : badarg2(sp, L.Native_nativeEtsSelectReverse2, tid, specification);
}

export function nativeEtsMatch2(sp: u32, tid: u32, pattern: u32): u32 {
  const result = selectAll(tid, specificationOf(pattern, L.VARIABLES_ATOM), false);
  return result != 0 ? result : badarg2(sp, L.Native_nativeEtsMatch2, tid, pattern);
}

export function nativeEtsMatchObject2(sp: u32, tid: u32, pattern: u32): u32 {
  const result = selectAll(tid, specificationOf(pattern, L.OBJECT_ATOM), false);
  return result != 0 ? result : badarg2(sp, L.Native_nativeEtsMatchObject2, tid, pattern);
}

// A part of the results at a time. A continuation has the form that `ets:repair_continuation/2` expects: of a hash table
// {Table, Bucket, Limit, Program, Rest, LengthOfRest}, of an ordered one {Table, LastKey, Range, Limit, Program, [], Down, 0}.

/** Takes the results behind the first `limit` ones away; answers them. */
function cutResults(limit: u32): u32 {
  let cell = first;
  for (let i: u32 = 1; i < limit; i++) cell = tailOf(cell);
  const rest = tailOf(cell);
  store<u32>(cell - L.Term_cons, L.Term_nil);
  return rest;
}

/** Goes on with the scan of a hash table until there are enough results; they and a continuation, or what stands for the end. */
function chunkOfHashTable(table: Table, tid: u32, limit: u32, handle: u32, more: bool): u32 {
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
  }
  spendReductions(scanned);
  if (count == 0) return END;
  if (count <= limit && bucket == NO_BUCKET) return makePair(first, END);
  const rest = cutResults(min(limit, count));
  const continuation = makeTuple(6);
  setElement(continuation, 0, tid);
  setElement(continuation, 1, bucket);
  setElement(continuation, 2, makeSmall(limit));
  setElement(continuation, 3, handle);
  setElement(continuation, 4, rest);
  setElement(continuation, 5, makeInteger(count - min(limit, count)));
  return makePair(first, continuation);
}

/** As `chunkOfHashTable`, of an ordered table. */
function chunkOfTree(tid: u32, limit: u32, handle: u32, range: u32, down: bool): u32 {
  startMatch(programOf(handle), true);
  let object: u32 = 0;
  while (count < limit) {
    object = nextObject();
    if (object == 0) break;
    const result = runMatch(termOf(object));
    if (result != 0) addResult(result);
  }
  spendReductions(scanned);
  if (count == 0) return END;
  if (object == 0) return makePair(first, END);
  const continuation = makeTuple(8);
  setElement(continuation, 0, tid);
  setElement(continuation, 1, copyToHeap(keyOf(object)));
  setElement(continuation, 2, range);
  setElement(continuation, 3, makeSmall(limit));
  setElement(continuation, 4, handle);
  setElement(continuation, 5, L.Term_nil);
  setElement(continuation, 6, makeSmall(down ? 1 : 0));
  setElement(continuation, 7, makeSmall(0));
  return makePair(first, continuation);
}

/** The first results of a specification; 0 for bad arguments. */
function selectSome(tid: u32, specification: u32, limit: u32, down: bool): u32 {
  const at = tableFor(tid, ACCESS_READ);
  if (at == 0 || !isSmall(limit) || smallValue(limit) < 1) return 0;
  if (specification == L.Term_nil) return END;
  const handle = makeMatchHandle(specification);
  if (handle == 0) return 0;
  startScan(tableAt(at), specification, down);
  startResults();
  const most = smallValue(limit) as u32;
  return isOrdered(tableAt(at)) ? chunkOfTree(tid, most, handle, scanRange(), down) : chunkOfHashTable(tableAt(at), tid, most, handle, true);
}

export function nativeEtsSelect3(sp: u32, tid: u32, specification: u32, limit: u32): u32 {
  const result = selectSome(tid, specification, limit, false);
  return result != 0 ? result : badarg3(sp, L.Native_nativeEtsSelect3, tid, specification, limit);
}

export function nativeEtsSelectReverse3(sp: u32, tid: u32, specification: u32, limit: u32): u32 {
  const result = selectSome(tid, specification, limit, true);
  return result != 0 ? result : badarg3(sp, L.Native_nativeEtsSelectReverse3, tid, specification, limit);
}

export function nativeEtsMatch3(sp: u32, tid: u32, pattern: u32, limit: u32): u32 {
  const result = selectSome(tid, specificationOf(pattern, L.VARIABLES_ATOM), limit, false);
  return result != 0 ? result : badarg3(sp, L.Native_nativeEtsMatch3, tid, pattern, limit);
}

export function nativeEtsMatchObject3(sp: u32, tid: u32, pattern: u32, limit: u32): u32 {
  const result = selectSome(tid, specificationOf(pattern, L.OBJECT_ATOM), limit, false);
  return result != 0 ? result : badarg3(sp, L.Native_nativeEtsMatchObject3, tid, pattern, limit);
}

/** The results that a continuation promises; 0 for bad arguments. */
function selectMore(continuation: u32): u32 {
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
  if (ordered) {
    const down = elementOf(continuation, 6) == makeSmall(1);
    const range = elementOf(continuation, 2);
    startBehind(tableAt(at), elementOf(continuation, 1), range, down);
    return chunkOfTree(tid, most, handle, range, down);
  }
  const bucket = elementOf(continuation, 1);
  let rest = elementOf(continuation, 4);
  if (!isSmall(bucket)) return 0;
  for (; isCons(rest); rest = tailOf(rest)) addResult(headOf(rest));
  if (rest != L.Term_nil) return 0;
  const more = count < most && bucket != NO_BUCKET;
  if (!more && bucket != NO_BUCKET) {
    // There are enough: the bucket is for later.
    const left = cutResults(most);
    const next = makeTuple(6);
    for (let i: u32 = 0; i < 4; i++) setElement(next, i, elementOf(continuation, i));
    setElement(next, 4, left);
    setElement(next, 5, makeInteger(count - most));
    return makePair(first, next);
  }
  startBuckets(tableAt(at), smallValue(bucket));
  return chunkOfHashTable(tableAt(at), tid, most, handle, more);
}

function more(sp: u32, continuation: u32, native: u32): u32 {
  const result = selectMore(continuation);
  return result != 0 ? result : badarg1(sp, native, continuation);
}

export function nativeEtsSelect1(sp: u32, continuation: u32): u32 { return more(sp, continuation, L.Native_nativeEtsSelect1); }
export function nativeEtsSelectReverse1(sp: u32, continuation: u32): u32 { return more(sp, continuation, L.Native_nativeEtsSelectReverse1); }
export function nativeEtsMatch1(sp: u32, continuation: u32): u32 { return more(sp, continuation, L.Native_nativeEtsMatch1); }
export function nativeEtsMatchObject1(sp: u32, continuation: u32): u32 { return more(sp, continuation, L.Native_nativeEtsMatchObject1); }

// What counts and deletes: the objects for which the result is true.

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

/** How many objects have true as their result; they are kept in `chosen` if `keep`. */
function countTrue(table: Table, program: u32, specification: u32, keep: bool): u32 {
  startMatch(program, true);
  startScan(table, specification, false);
  let found: u32 = 0;
  chosenBytes = 0;
  for (let object = nextObject(); object != 0; object = nextObject()) {
    const result = runMatch(termOf(object));
    if (result == TRUE) {
      found++;
      if (keep) choose(object);
    }
  }
  spendReductions(scanned);
  return found;
}

export function nativeEtsSelectCount(sp: u32, tid: u32, specification: u32): u32 {
  const at = tableFor(tid, ACCESS_READ);
  if (at != 0 && specification == L.Term_nil) return makeSmall(0);
  const program = at == 0 ? 0 : compileMatch(specification, false);
  if (program == 0) return badarg2(sp, L.Native_nativeEtsSelectCount, tid, specification);
  return makeInteger(countTrue(tableAt(at), program, specification, false));
}

export function nativeEtsInternalSelectDelete(sp: u32, tid: u32, specification: u32): u32 {
  const at = tableFor(tid, ACCESS_WRITE);
  if (at != 0 && specification == L.Term_nil) return makeSmall(0);
  const program = at == 0 ? 0 : compileMatch(specification, false);
  if (program == 0) return badarg2(sp, L.Native_nativeEtsInternalSelectDelete, tid, specification);
  const found = countTrue(tableAt(at), program, specification, true);
  for (let i: u32 = 0; i < chosenBytes; i += 4) deleteObject(tableAt(at), load<u32>(chosen + i));
  shrink(tableAt(at));
  return makeInteger(found);
}

/** `select_replace/2`: the specification must be seen to keep the keys. */
export function nativeEtsSelectReplace(sp: u32, tid: u32, specification: u32): u32 {
  const at = tableFor(tid, ACCESS_WRITE);
  const table = tableAt(at);
  if (at != 0 && table.kind != KIND_BAG && specification == L.Term_nil) return makeSmall(0);
  const program = at == 0 || table.kind == KIND_BAG ? 0 : compileMatch(specification, false);
  if (program == 0 || !keepsKeys(specification, table.keyPosition)) return badarg2(sp, L.Native_nativeEtsSelectReplace, tid, specification);
  startMatch(program, true);
  startScan(table, specification, false);
  let found: u32 = 0;
  for (let object = nextObject(); object != 0; object = nextObject()) {
    const result = runMatch(termOf(object));
    if (result == 0) continue;
    replaceObject(table, object, result);
    found++;
  }
  spendReductions(scanned);
  return makeInteger(found);
}
