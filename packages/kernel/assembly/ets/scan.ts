// Going through the objects of a table that a match specification may match: those of the keys that its patterns have, of a
// part of an ordered table, or all of them.
import * as L from '../generated/layout';
import { growBlock, grownCapacity } from '../memory/blocks';
import { equalExact } from '../terms/compare';
import { arityOf, elementOf, headOf, isCons, isTuple, makeAtom, tailOf } from '../terms/term';
import { bucketLink, linkBehind } from './hash-table';
import { comparePattern } from './key-pattern';
import { isPattern, variableNumber } from './match-compile';
import { isDeleted, keyOf } from './object';
import { nextInTree, startTree, startTreeAt } from './ordered-table';
import { isOrdered, Table } from './table';
import { findObject, nextObjectOfKey } from './table-operations';

let table: Table = changetype<Table>(0);

/** True if only objects of the keys are looked at. */
let byKeys: bool = false;
let keys: u32 = 0;
let keyBytes: u32 = 0;
let keyCapacity: u32 = 0;
let nextKey: u32 = 0;

/** Of the keys: the object to come. Of a hash table: the link to the one that came last, 0 at the beginning of a bucket. */
let pending: u32 = 0;
let link: u32 = 0;
let bucket: u32 = 0;

/** Of an ordered table: the pattern of the keys, 0 if it is not known. */
let range: u32 = 0;

/** Objects that were looked at. */
export let scanned: u32 = 0;

function addKey(key: u32): void {
  for (let at = keys; at < keys + keyBytes; at += 4) if (equalExact(load<u32>(at), key)) return;
  if (keyBytes + 4 > keyCapacity) {
    keys = growBlock(keys, keyCapacity, keyBytes);
    keyCapacity = grownCapacity(keyCapacity);
  }
  store<u32>(keys + keyBytes, key);
  keyBytes += 4;
}

/** Most keys that are looked up one by one: to find those that are the same takes the square of that. */
const MANY_KEYS: u32 = 1000;

/** Finds what a specification, which has been compiled, can match in a table. */
function plan(specification: u32): void {
  byKeys = true;
  keyBytes = 0;
  range = 0;
  let clauses: u32 = 0;
  for (; isCons(specification); specification = tailOf(specification)) {
    const head = elementOf(headOf(specification), 0);
    clauses++;
    // Anything but a tuple with a key matches nothing.
    if (isTuple(head) && arityOf(head) >= table.keyPosition) {
      const key = elementOf(head, table.keyPosition - 1);
      if (!isPattern(key, false)) {
        addKey(key);
        if (keyBytes > MANY_KEYS << 2) byKeys = false;
      } else {
        byKeys = false;
        range = key;
      }
    } else if (head == makeAtom(L.Atom__) || variableNumber(head) >= 0) {
      byKeys = false;
    }
    if (!byKeys && clauses > 1) break;
  }
  if (clauses > 1) range = 0;
  // Results of an ordered table come in the order of the keys.
  if (isOrdered(table) && keyBytes > 4) byKeys = false;
}

/** The pattern of the keys that the scan is confined to, or nil. */
export function scanRange(): u32 {
  return range == 0 ? L.TermTag_nil : range;
}

/** Begins to go through what a specification can match, in an ordered table up or down. */
export function startScan(which: Table, specification: u32, down: bool): void {
  table = which;
  scanned = 0;
  plan(specification);
  if (byKeys) {
    nextKey = 0;
    pending = 0;
  } else if (isOrdered(table)) {
    if (range != 0) startTreeAt(table, range, down);
    else startTree(table, 0, down);
  } else {
    startBuckets(which, 0);
  }
}

/** Begins to go through the buckets of a hash table from one on. */
export function startBuckets(which: Table, first: u32): void {
  table = which;
  byKeys = false;
  scanned = 0;
  bucket = first;
  link = 0;
}

/** Begins to go through an ordered table after a key, as far as a pattern of keys reaches, which may be nil. */
export function startBehind(which: Table, key: u32, pattern: u32, down: bool): void {
  table = which;
  byKeys = false;
  scanned = 0;
  range = pattern == L.TermTag_nil ? 0 : pattern;
  startTree(table, key, down);
}

/** The bucket to go on with when the last object of one has come: see `bucketEnded`. */
export function scanBucket(): u32 {
  return bucket;
}

/** True if the object that came last was the last one of its bucket, or of what there is. */
export function bucketEnded(): bool {
  if (byKeys) return false;
  let next = link == 0 ? 0 : load<u32>(linkBehind(load<u32>(link)));
  while (next != 0 && isDeleted(next)) next = load<u32>(linkBehind(next));
  return next == 0;
}

/** True if the scan can go on later from what `scanBucket` or the last key tells. */
export function canPause(): bool {
  return !byKeys && (isOrdered(table) || bucketEnded());
}

function nextOfKeys(): u32 {
  while (pending == 0) {
    if (nextKey == keyBytes) return 0;
    pending = findObject(table, load<u32>(keys + nextKey));
    nextKey += 4;
  }
  const object = pending;
  pending = nextObjectOfKey(table, object);
  return object;
}

/** The next object, 0 after the last one. What has come may have been replaced by another object. */
export function nextObject(): u32 {
  scanned++;
  if (byKeys) return nextOfKeys();
  if (isOrdered(table)) {
    const object = nextInTree();
    return object == 0 || range == 0 || comparePattern(range, keyOf(object)) == 0 ? object : 0;
  }
  while (true) {
    if (link != 0) {
      link = linkBehind(load<u32>(link));
    } else {
      if (bucket >= table.active) return 0;
      link = bucketLink(table, bucket);
    }
    const object = load<u32>(link);
    if (object == 0) {
      link = 0;
      bucket++;
    } else if (!isDeleted(object)) {
      return object;
    }
  }
}
