// What can be done with the objects of a table, whatever its kind.
import * as L from '../generated/layout';
import { equalExact } from '../terms/compare';
import { makeCons } from '../terms/construct';
import { arityOf, elementOf } from '../terms/term';
import { emptyTable } from './deletion';
import {
  afterKey,
  clearHashTable,
  deleteHashed,
  deleteHashedObject,
  findHashed,
  firstFrom,
  initializeHashTable,
  insertHashed,
  keyMissing,
  nextOfKey,
  replaceHashed,
  resizeHashTable,
} from './hash-table';
import { copyObject, keyOf, termOf } from './object';
import { besideOrdered, deleteOrdered, findEnd, findOrdered, insertOrdered, replaceOrdered } from './ordered-table';
import { isFixed, isOrdered, Table } from './table';

export function initializeObjects(table: Table): void {
  if (!isOrdered(table)) initializeHashTable(table);
}

export function clearObjects(table: Table): void {
  if (isFixed(table) && !isOrdered(table)) clearHashTable(table);
  else emptyTable(table);
}

/** First object of a key, 0 if there is none. */
export function findObject(table: Table, key: u32): u32 {
  return isOrdered(table) ? findOrdered(table, key) : findHashed(table, key);
}

/** The next object that has the key of one, 0 if there is none. */
export function nextObjectOfKey(table: Table, object: u32): u32 {
  return isOrdered(table) ? 0 : nextOfKey(table, object);
}

/** Inserts a tuple that has a key; returns the object. */
export function insertObject(table: Table, tuple: u32): u32 {
  return isOrdered(table) ? insertOrdered(table, tuple) : insertHashed(table, tuple);
}

/** Puts a tuple of the same key into the place of an object. */
export function replaceObject(table: Table, object: u32, tuple: u32): u32 {
  return isOrdered(table) ? replaceOrdered(table, object, tuple) : replaceHashed(table, object, tuple);
}

export function deleteKey(table: Table, key: u32): void {
  if (isOrdered(table)) deleteOrdered(table, key);
  else deleteHashed(table, key, 0);
}

/** Deletes the objects that are `=:=` a tuple which has a key. */
export function deleteTuple(table: Table, tuple: u32): void {
  const key = keyOfTuple(table, tuple);
  if (!isOrdered(table)) {
    deleteHashed(table, key, tuple);
    return;
  }
  const object = findOrdered(table, key);
  if (object != 0 && equalExact(termOf(object), tuple)) deleteOrdered(table, key);
}

/** Deletes an object. A hash table keeps its buckets: see `shrink`. */
export function deleteObject(table: Table, object: u32): void {
  if (isOrdered(table)) deleteOrdered(table, keyOf(object));
  else deleteHashedObject(table, object);
}

/** Gives up what memory a hash table needs no more when many objects were deleted. */
export function shrink(table: Table): void {
  if (!isOrdered(table)) resizeHashTable(table);
}

/** True for a tuple that a table can hold. */
// @ts-ignore: decorator
@inline
export function hasKeyPosition(table: Table, tuple: u32): bool {
  return arityOf(tuple) >= table.keyPosition;
}

// @ts-ignore: decorator
@inline
export function keyOfTuple(table: Table, tuple: u32): u32 {
  return elementOf(tuple, table.keyPosition - 1);
}

/** A list of copies of the objects of a key, oldest first. */
export function listObjects(table: Table, key: u32): u32 {
  let list: u32 = L.TermTag_nil;
  for (let object = findObject(table, key); object != 0; object = nextObjectOfKey(table, object)) list = makeCons(copyObject(object), list);
  return list;
}

/** The first object, or in an ordered table the last one; 0 if the table is empty. */
export function endOf(table: Table, last: bool): u32 {
  return isOrdered(table) ? findEnd(table, last) : firstFrom(table, 0);
}

/** Set by `besideKey` for a key that the table must have, but lacks. */
export let besideMissing: bool = false;

/** The object with the key after one, or in an ordered table before it; 0 if there is none. */
export function besideKey(table: Table, key: u32, before: bool): u32 {
  besideMissing = false;
  if (isOrdered(table)) return besideOrdered(table, key, before);
  const object = afterKey(table, key);
  besideMissing = keyMissing;
  return object;
}
