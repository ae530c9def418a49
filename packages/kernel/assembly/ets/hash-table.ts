// Tables by the hash of the key: sets, bags and duplicate bags. Linear hashing: buckets are added and taken away one by
// one, so that no insertion takes long; not while the table is fixed, so that who goes through it misses nothing
// (OTP's `erl_db_hash.c`). Objects of one key lie side by side in their bucket, newest first.

import { allocateBlock, freeBlock, growBlock, grownCapacity, hasRoomFor } from '../memory/blocks';
import { equalExact } from '../terms/compare';
import { hashImmediate, hashTerm } from '../terms/map-hash';
import { elementOf, isImmediate } from '../terms/term';
import {
  bytesOf,
  freeObject,
  HASH_HEADER,
  hashOf,
  isDeleted,
  makeObject,
  NEXT,
  overwriteObject,
  setDeleted,
  setHash,
  termOf,
} from './object';
import { isFixed, KIND_BAG, KIND_SET, Table } from './table';

/** Buckets of an empty table, a power of two. */
const FIRST_BUCKETS: u32 = 8;

export function initializeHashTable(table: Table): void {
  // First, as a table without buckets may have to be deleted.
  table.buckets = allocateBlock(FIRST_BUCKETS << 2);
  memory.fill(table.buckets, 0, FIRST_BUCKETS << 2);
  table.active = FIRST_BUCKETS;
  table.mask = FIRST_BUCKETS - 1;
  table.capacity = FIRST_BUCKETS;
}

// @ts-ignore: decorator
@inline
function hashKey(key: u32): u32 {
  return isImmediate(key) ? hashImmediate(key) : hashTerm(key);
}

// @ts-ignore: decorator
@inline
function nextOf(object: u32): u32 {
  return load<u32>(object - NEXT);
}

// @ts-ignore: decorator
@inline
function keyIn(table: Table, object: u32): u32 {
  return load<u32>(object + (table.keyPosition << 2));
}

/** Number of the bucket of a hash. */
// @ts-ignore: decorator
@inline
function bucketOf(table: Table, hash: u32): u32 {
  const i = hash & table.mask;
  return i < table.active ? i : hash & (table.mask >> 1);
}

/** Address of the link to the first object of a bucket. */
// @ts-ignore: decorator
@inline
export function bucketLink(table: Table, bucket: u32): u32 {
  return table.buckets + (bucket << 2);
}

/** Address of the link to the object after one. */
// @ts-ignore: decorator
@inline
export function linkBehind(object: u32): u32 {
  return object - NEXT;
}

// @ts-ignore: decorator
@inline
function hasKey(table: Table, object: u32, key: u32, hash: u32): bool {
  if (hashOf(object) != hash) return false;
  const other = keyIn(table, object);
  return other == key || (!isImmediate(key) && !isImmediate(other) && equalExact(other, key));
}

/** Address of the link to the first object of a key, deleted or not; 0 if there is none. */
function findLink(table: Table, key: u32, hash: u32): u32 {
  let link = bucketLink(table, bucketOf(table, hash));
  let object = load<u32>(link);
  while (object != 0) {
    if (hasKey(table, object, key, hash)) return link;
    link = linkBehind(object);
    object = load<u32>(link);
  }
  return 0;
}

/** First object of a key, 0 if there is none. Others of the key follow: see `nextOfKey`. */
export function findHashed(table: Table, key: u32): u32 {
  const hash = hashKey(key);
  const link = findLink(table, key, hash);
  if (link == 0) return 0;
  const object = load<u32>(link);
  return isDeleted(object) ? nextOfKey(table, object) : object;
}

/** The next object that has the key of one, 0 if there is none. */
export function nextOfKey(table: Table, object: u32): u32 {
  if (table.kind == KIND_SET) return 0;
  const key = keyIn(table, object);
  const hash = hashOf(object);
  do {
    object = nextOf(object);
  } while (object != 0 && hasKey(table, object, key, hash) && isDeleted(object));
  return object != 0 && hasKey(table, object, key, hash) ? object : 0;
}

/** Adds a bucket: it gets some of the objects of another one. */
function split(table: Table): void {
  if (table.active > table.mask) {
    const mask = table.mask * 2 + 1;
    if (table.capacity <= mask) {
      const larger = allocateBlock((mask + 1) << 2);
      memory.copy(larger, table.buckets, table.active << 2);
      freeBlock(table.buckets);
      table.buckets = larger;
      table.capacity = mask + 1;
    }
    table.mask = mask;
  }
  const bucket = table.active;
  let from = bucketLink(table, bucket & (table.mask >> 1));
  let to = bucketLink(table, bucket);
  table.active = bucket + 1;
  let object = load<u32>(from);
  while (object != 0) {
    if ((hashOf(object) & table.mask) == bucket) {
      store<u32>(to, object);
      to = linkBehind(object);
    } else {
      store<u32>(from, object);
      from = linkBehind(object);
    }
    object = nextOf(object);
  }
  store<u32>(from, 0);
  store<u32>(to, 0);
}

/** Takes the last bucket away: its objects go to another one. */
function join(table: Table): void {
  const bucket = table.active - 1;
  let link = bucketLink(table, bucket & (table.mask >> 1));
  while (load<u32>(link) != 0) link = linkBehind(load<u32>(link));
  store<u32>(link, load<u32>(bucketLink(table, bucket)));
  table.active = bucket;
  if (bucket != (table.mask >> 1) + 1) return;
  table.mask >>= 1;
  // A smaller block is not worth the life of a process.
  if (table.capacity >= bucket * 4 && hasRoomFor(bucket << 3)) {
    const smaller = allocateBlock(bucket << 3);
    memory.copy(smaller, table.buckets, bucket << 2);
    freeBlock(table.buckets);
    table.buckets = smaller;
    table.capacity = bucket * 2;
  }
}

/** As many buckets as objects, or up to twice as many. */
export function resizeHashTable(table: Table): void {
  if (isFixed(table)) return;
  while (table.size > table.active) split(table);
  while (table.active > FIRST_BUCKETS && table.size < table.active >> 1) join(table);
}

// @ts-ignore: decorator
@inline
function countObject(table: Table, object: u32): void {
  table.bytes += HASH_HEADER + bytesOf(object);
}

function insertAt(table: Table, link: u32, tuple: u32, hash: u32): u32 {
  const object = makeObject(tuple, HASH_HEADER);
  setHash(object, hash);
  store<u32>(object - NEXT, load<u32>(link));
  store<u32>(link, object);
  countObject(table, object);
  return object;
}

function removeAt(table: Table, link: u32): void {
  const object = load<u32>(link);
  store<u32>(link, nextOf(object));
  table.bytes -= HASH_HEADER + bytesOf(object);
  freeObject(object, HASH_HEADER);
}

/** Puts another object of the same key into the place of one; returns where it is. */
export function replaceHashed(table: Table, old: u32, tuple: u32): u32 {
  if (overwriteObject(old, tuple)) return old;
  const hash = hashOf(old);
  let link = bucketLink(table, bucketOf(table, hash));
  while (load<u32>(link) != old) link = linkBehind(load<u32>(link));
  const object = insertAt(table, link, tuple, hash);
  removeAt(table, linkBehind(object));
  return object;
}

/** Inserts a tuple; returns where it is. */
export function insertHashed(table: Table, tuple: u32): u32 {
  const key = elementOf(tuple, table.keyPosition - 1);
  const hash = hashKey(key);
  const found = findLink(table, key, hash);
  if (found != 0) {
    if (table.kind == KIND_SET) {
      const old = load<u32>(found);
      if (isDeleted(old)) table.size++;
      return replaceHashed(table, old, tuple);
    }
    if (table.kind == KIND_BAG) {
      let link = found;
      let object = load<u32>(link);
      while (object != 0 && hasKey(table, object, key, hash)) {
        if (equalExact(termOf(object), tuple)) {
          if (isDeleted(object)) {
            // It is the newest one now.
            setDeleted(object, false);
            store<u32>(link, nextOf(object));
            store<u32>(object - NEXT, load<u32>(found));
            store<u32>(found, object);
            table.size++;
          }
          return object;
        }
        link = linkBehind(object);
        object = load<u32>(link);
      }
    }
  }
  const object = insertAt(table, found != 0 ? found : bucketLink(table, bucketOf(table, hash)), tuple, hash);
  table.size++;
  if (table.size > table.active && !isFixed(table)) split(table);
  return object;
}

/** Deletes the object that a link leads to. While the table is fixed it stays in its place, so that its key still has a next one. */
export function deleteAt(table: Table, link: u32): void {
  if (!isFixed(table)) {
    table.size--;
    removeAt(table, link);
    return;
  }
  if (table.deletionBytes + 4 > table.deletionCapacity) {
    table.deletions = growBlock(table.deletions, table.deletionCapacity, table.deletionBytes);
    table.deletionCapacity = grownCapacity(table.deletionCapacity);
  }
  const object = load<u32>(link);
  setDeleted(object, true);
  table.size--;
  store<u32>(table.deletions + table.deletionBytes, hashOf(object));
  table.deletionBytes += 4;
}

/** Deletes the objects of a key, or those of them that are `=:=` a tuple. */
export function deleteHashed(table: Table, key: u32, tuple: u32): void {
  const hash = hashKey(key);
  let link = findLink(table, key, hash);
  if (link == 0) return;
  let object = load<u32>(link);
  while (object != 0 && hasKey(table, object, key, hash)) {
    if (!isDeleted(object) && (tuple == 0 || equalExact(termOf(object), tuple))) deleteAt(table, link);
    if (load<u32>(link) == object) link = linkBehind(object);
    object = load<u32>(link);
  }
  resizeHashTable(table);
}

/** Deletes an object. The buckets stay. */
export function deleteHashedObject(table: Table, object: u32): void {
  let link = bucketLink(table, bucketOf(table, hashOf(object)));
  while (load<u32>(link) != object) link = linkBehind(load<u32>(link));
  deleteAt(table, link);
}

/** Removes what was deleted while the table was fixed. */
export function removeDeleted(table: Table): void {
  for (let i: u32 = 0; i < table.deletionBytes; i += 4) {
    let link = bucketLink(table, bucketOf(table, load<u32>(table.deletions + i)));
    while (load<u32>(link) != 0) {
      if (isDeleted(load<u32>(link))) removeAt(table, link);
      else link = linkBehind(load<u32>(link));
    }
  }
  freeBlock(table.deletions);
  table.deletions = 0;
  table.deletionBytes = 0;
  table.deletionCapacity = 0;
  resizeHashTable(table);
}

/** First object of the buckets from one on that is not deleted, 0 if there is none. */
export function firstFrom(table: Table, bucket: u32): u32 {
  for (; bucket < table.active; bucket++) {
    let object = load<u32>(bucketLink(table, bucket));
    while (object != 0 && isDeleted(object)) object = nextOf(object);
    if (object != 0) return object;
  }
  return 0;
}

/** Set by `afterKey` if the table lacks the key. */
export let keyMissing: bool = false;

/** First object after those of a key, which may be deleted; 0 if there is none. */
export function afterKey(table: Table, key: u32): u32 {
  const hash = hashKey(key);
  const link = findLink(table, key, hash);
  keyMissing = link == 0;
  if (keyMissing) return 0;
  let object = load<u32>(link);
  while (object != 0 && (isDeleted(object) || hasKey(table, object, key, hash))) object = nextOf(object);
  return object != 0 ? object : firstFrom(table, bucketOf(table, hash) + 1);
}

/** Deletes all objects of a table that is fixed: they stay in their places. */
export function clearHashTable(table: Table): void {
  for (let bucket: u32 = 0; bucket < table.active; bucket++) {
    let link = bucketLink(table, bucket);
    while (load<u32>(link) != 0) {
      const object = load<u32>(link);
      if (!isDeleted(object)) deleteAt(table, link);
      if (load<u32>(link) == object) link = linkBehind(object);
    }
  }
  resizeHashTable(table);
}
