// Selections a part at a time: with a limit, and their continuations.

import * as L from '../../generated/layout';
import { spendReductions } from '../../memory/heap';
import { makePair, makeTuple, setElement } from '../../terms/construct';
import { copyToHeap } from '../../terms/copy-term';
import { makeInteger } from '../../terms/integer';
import { arityOf, elementOf, headOf, isCons, isPositiveWord, isSmall, isTuple, makeSmall, smallValue, tailOf } from '../../terms/term';
import { isMatchHandle, makeMatchHandle, programOf } from '../match-handle';
import { runMatch, startMatch } from '../match-run';
import { keyOf, termOf } from '../object';
import { bucketEnded, canPause, nextObject, scanBucket, scanned, scanRange, startBehind, startBuckets, startScan } from '../scan';
import { ACCESS_READ, blameTable, findTable, isOrdered, referenceOf, Table, tableAt, tableFor } from '../table';
import { refuse1, refuse3 } from './refusals';
import { addResult, count, cutResults, first, startResults } from './select-results';
import { END, NO_BUCKET, pause, resumeScan, SLICE, specificationOf } from './selects';

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

/** The greatest limit: no table has as many objects, and it is still small in a continuation. */
const MOST_OBJECTS: u32 = 0x7ffffff;

function objectsOf(limit: u32): u32 {
  return isSmall(limit) ? (smallValue(limit) as u32) : MOST_OBJECTS;
}

/** The first results of a specification; 0 for bad arguments, or if it pauses. */
function selectSome(sp: u32, tid: u32, specification: u32, limit: u32, down: bool): u32 {
  paused = false;
  const at = tableFor(tid, ACCESS_READ);
  if (at == 0 || !isPositiveWord(limit)) return 0;
  if (specification == L.TermTag_nil) return END;
  const handle = makeMatchHandle(specification);
  if (handle == 0) return 0;
  startScan(tableAt(at), specification, down);
  startResults();
  const most = objectsOf(limit);
  // A continuation outlives the name of the table.
  const reference = copyToHeap(referenceOf(tableAt(at)));
  return isOrdered(tableAt(at))
    ? chunkOfTree(sp, reference, most, handle, scanRange(), down)
    : chunkOfHashTable(sp, tableAt(at), reference, most, handle, true);
}

/** @bif ets:select/3 */
export function ets_select_3(sp: u32, tid: u32, specification: u32, limit: u32): u32 {
  const result = selectSome(sp, tid, specification, limit, false);
  return result != 0 || paused ? result : refuse3(sp, L.Bif_ets_select_3, tid, specification, limit);
}

/** @bif ets:select_reverse/3 */
export function ets_select_reverse_3(sp: u32, tid: u32, specification: u32, limit: u32): u32 {
  const result = selectSome(sp, tid, specification, limit, true);
  return result != 0 || paused ? result : refuse3(sp, L.Bif_ets_select_reverse_3, tid, specification, limit);
}

/** @bif ets:match/3 */
export function ets_match_3(sp: u32, tid: u32, pattern: u32, limit: u32): u32 {
  const result = selectSome(sp, tid, specificationOf(pattern, L.VARIABLES_ATOM), limit, false);
  return result != 0 || paused ? result : refuse3(sp, L.Bif_ets_match_3, tid, pattern, limit);
}

/** @bif ets:match_object/3 */
export function ets_match_object_3(sp: u32, tid: u32, pattern: u32, limit: u32): u32 {
  const result = selectSome(sp, tid, specificationOf(pattern, L.OBJECT_ATOM), limit, false);
  return result != 0 || paused ? result : refuse3(sp, L.Bif_ets_match_object_3, tid, pattern, limit);
}

/** The results that a continuation promises; 0 for bad arguments, or if it pauses. */
function selectMore(sp: u32, continuation: u32): u32 {
  paused = false;
  if (continuation == END) return END;
  if (!isTuple(continuation)) return 0;
  if (arityOf(continuation) != 6 && arityOf(continuation) != 8) {
    if (arityOf(continuation) > 0 && findTable(elementOf(continuation, 0)) == 0) blameTable(elementOf(continuation, 0));
    return 0;
  }
  const ordered = arityOf(continuation) == 8;
  const tid = elementOf(continuation, 0);
  const limit = elementOf(continuation, ordered ? 3 : 2);
  const handle = elementOf(continuation, ordered ? 4 : 3);
  const at = tableFor(tid, ACCESS_READ);
  if (at == 0 || isOrdered(tableAt(at)) != ordered || !isPositiveWord(limit) || !isMatchHandle(handle)) return 0;
  const most = objectsOf(limit);
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

export function more(sp: u32, continuation: u32, bif: u32): u32 {
  const result = selectMore(sp, continuation);
  return result != 0 || paused ? result : refuse1(sp, bif, continuation);
}

/** @bif ets:select/1 */
export function ets_select_1(sp: u32, continuation: u32): u32 {
  return more(sp, continuation, L.Bif_ets_select_1);
}

/** @bif ets:select_reverse/1 */
export function ets_select_reverse_1(sp: u32, continuation: u32): u32 {
  return more(sp, continuation, L.Bif_ets_select_reverse_1);
}

/** @bif ets:match/1 */
export function ets_match_1(sp: u32, continuation: u32): u32 {
  return more(sp, continuation, L.Bif_ets_match_1);
}

/** @bif ets:match_object/1 */
export function ets_match_object_1(sp: u32, continuation: u32): u32 {
  return more(sp, continuation, L.Bif_ets_match_object_1);
}

/**
 * `select_trap/1`: goes on with a scan that has paused, or with a part of one.
 *
 * @bif ets:select_trap/1
 */
export function ets_select_trap_1(sp: u32, state: u32): u32 {
  const isPart = isTuple(state) && (arityOf(state) == 6 || arityOf(state) == 8);
  return isPart ? more(sp, state, L.Bif_ets_select_1) : resumeScan(sp, state);
}
