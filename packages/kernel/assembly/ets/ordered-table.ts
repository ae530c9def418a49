// Ordered sets: an AVL tree by the order of the keys, in which 1 and 1.0 are one key (OTP's `erl_db_tree.c`). The
// objects are its nodes.

import { compareTerms } from '../terms/compare';
import { arityOf, elementOf, headerOf, isSmall, isTuple } from '../terms/term';
import { comparePattern } from './key-pattern';
import { bytesOf, freeObject, heightOf, keyOf, LEFT, makeObject, overwriteObject, RIGHT, setHeight, setKey, TREE_HEADER } from './object';
import { Table } from './table';

/** More than the height of any tree that memory has room for. */
const MAXIMUM_HEIGHT: u32 = 48;

/** Addresses of the links from the root to a node. */
const path: u32 = memory.data(192) as u32;

// @ts-ignore: decorator
@inline
function leftOf(object: u32): u32 {
  return load<u32>(object - LEFT);
}

// @ts-ignore: decorator
@inline
function rightOf(object: u32): u32 {
  return load<u32>(object - RIGHT);
}

// @ts-ignore: decorator
@inline
function rootLink(table: Table): u32 {
  return (changetype<usize>(table) as u32) + offsetof<Table>('root');
}

/** The order of two keys. */
// @ts-ignore: decorator
@inline
function compareKeys(a: u32, b: u32): i32 {
  if (isSmall(a) && isSmall(b)) return ((a as i32) > (b as i32) ? 1 : 0) - ((a as i32) < (b as i32) ? 1 : 0);
  return a == b ? 0 : compareOther(a, b);
}

/** As `compareKeys`: tuples element by element, as they are usual keys. */
function compareOther(a: u32, b: u32): i32 {
  if (!isTuple(a) || !isTuple(b) || headerOf(a) != headerOf(b)) return compareTerms(a, b);
  for (let i: u32 = 0; i < arityOf(a); i++) {
    const x = elementOf(a, i);
    const y = elementOf(b, i);
    if (x == y) continue;
    if (isSmall(x) && isSmall(y)) return (x as i32) < (y as i32) ? -1 : 1;
    const order = compareTerms(x, y);
    if (order != 0) return order;
  }
  return 0;
}

/** The object of a key, 0 if there is none. */
export function findOrdered(table: Table, key: u32): u32 {
  let object = table.root;
  while (object != 0) {
    const order = compareKeys(key, keyOf(object));
    if (order == 0) return object;
    object = order < 0 ? leftOf(object) : rightOf(object);
  }
  return 0;
}

/** Object with the least key, or the greatest if `last`; 0 if the table is empty. */
export function findEnd(table: Table, last: bool): u32 {
  let object = table.root;
  if (object == 0) return 0;
  while (true) {
    const next = last ? rightOf(object) : leftOf(object);
    if (next == 0) return object;
    object = next;
  }
}

function updateHeight(object: u32): void {
  setHeight(object, max(heightOf(leftOf(object)), heightOf(rightOf(object))) + 1);
}

/** Turns a node down to the side `to`; returns the one that takes its place, a child of the side `from`. */
function rotate(object: u32, from: u32, to: u32): u32 {
  const child = load<u32>(object - from);
  store<u32>(object - from, load<u32>(child - to));
  store<u32>(child - to, object);
  updateHeight(object);
  updateHeight(child);
  return child;
}

/** Balances the nodes on the path, from the last of `depth` links up. */
function balance(depth: u32): void {
  while (depth > 0) {
    depth--;
    const link = load<u32>(path + (depth << 2));
    const object = load<u32>(link);
    const before = heightOf(object);
    const left = heightOf(leftOf(object));
    const right = heightOf(rightOf(object));
    let top = object;
    if (left > right + 1) {
      const child = leftOf(object);
      if (heightOf(leftOf(child)) < heightOf(rightOf(child))) store<u32>(object - LEFT, rotate(child, RIGHT, LEFT));
      top = rotate(object, LEFT, RIGHT);
    } else if (right > left + 1) {
      const child = rightOf(object);
      if (heightOf(rightOf(child)) < heightOf(leftOf(child))) store<u32>(object - RIGHT, rotate(child, LEFT, RIGHT));
      top = rotate(object, RIGHT, LEFT);
    } else {
      updateHeight(object);
    }
    store<u32>(link, top);
    if (heightOf(top) == before) return;
  }
}

function newNode(table: Table, tuple: u32): u32 {
  const object = makeObject(tuple, TREE_HEADER);
  setKey(object, load<u32>(object + (table.keyPosition << 2)));
  table.bytes += TREE_HEADER + bytesOf(object);
  return object;
}

function freeNode(table: Table, object: u32): void {
  table.bytes -= TREE_HEADER + bytesOf(object);
  freeObject(object, TREE_HEADER);
}

/** Puts another object of the same key into the place that a link leads to; returns where it is. */
function replaceAt(table: Table, link: u32, tuple: u32): u32 {
  walked = 0;
  const old = load<u32>(link);
  if (overwriteObject(old, tuple)) {
    setKey(old, load<u32>(old + (table.keyPosition << 2)));
    return old;
  }
  const object = newNode(table, tuple);
  store<u32>(object - LEFT, leftOf(old));
  store<u32>(object - RIGHT, rightOf(old));
  setHeight(object, heightOf(old));
  store<u32>(link, object);
  freeNode(table, old);
  return object;
}

/** Puts another object of the same key into the place of one; returns where it is. */
export function replaceOrdered(table: Table, old: u32, tuple: u32): u32 {
  const key = keyOf(old);
  let link = rootLink(table);
  while (load<u32>(link) != old) {
    const object = load<u32>(link);
    link = compareKeys(key, keyOf(object)) < 0 ? object - LEFT : object - RIGHT;
  }
  return replaceAt(table, link, tuple);
}

/** Inserts a tuple, in place of one with the same key; returns where it is. */
export function insertOrdered(table: Table, tuple: u32): u32 {
  walked = 0;
  const key = elementOf(tuple, table.keyPosition - 1);
  let link = rootLink(table);
  let depth: u32 = 0;
  while (true) {
    const object = load<u32>(link);
    if (object == 0) break;
    const order = compareKeys(key, keyOf(object));
    if (order == 0) return replaceAt(table, link, tuple);
    store<u32>(path + (depth++ << 2), link);
    link = order < 0 ? object - LEFT : object - RIGHT;
  }
  const object = newNode(table, tuple);
  store<u32>(object - LEFT, 0);
  store<u32>(object - RIGHT, 0);
  setHeight(object, 1);
  store<u32>(link, object);
  table.size++;
  balance(depth);
  return object;
}

/** Deletes the object of a key, if there is one. */
export function deleteOrdered(table: Table, key: u32): void {
  walked = 0;
  let link = rootLink(table);
  let depth: u32 = 0;
  let object: u32 = 0;
  while (true) {
    object = load<u32>(link);
    if (object == 0) return;
    const order = compareKeys(key, keyOf(object));
    if (order == 0) break;
    store<u32>(path + (depth++ << 2), link);
    link = order < 0 ? object - LEFT : object - RIGHT;
  }
  const left = leftOf(object);
  const right = rightOf(object);
  if (left == 0 || right == 0) {
    store<u32>(link, left == 0 ? right : left);
  } else {
    // The least one of the right side takes its place.
    const own = depth;
    store<u32>(path + (depth++ << 2), link);
    let from = object - RIGHT;
    while (leftOf(load<u32>(from)) != 0) {
      store<u32>(path + (depth++ << 2), from);
      from = load<u32>(from) - LEFT;
    }
    const successor = load<u32>(from);
    store<u32>(from, rightOf(successor));
    store<u32>(successor - LEFT, left);
    store<u32>(successor - RIGHT, rightOf(object));
    setHeight(successor, heightOf(object));
    store<u32>(link, successor);
    if (depth > own + 1) store<u32>(path + ((own + 1) << 2), successor - RIGHT);
  }
  freeNode(table, object);
  table.size--;
  balance(depth);
}

// Going through a tree: the nodes that are to come, with all on their far sides, as a stack. What was visited may be
// replaced, but nothing deleted.
const waiting: u32 = memory.data(MAXIMUM_HEIGHT * 4) as u32;
let waitingCount: u32 = 0;

/** Side of the objects that come before a node, and of those after. */
let nearSide: u32 = 0;
let farSide: u32 = 0;

function wait(object: u32): void {
  while (object != 0) {
    store<u32>(waiting + (waitingCount++ << 2), object);
    object = load<u32>(object - nearSide);
  }
}

/**
 * Begins to go through a tree, up or down, from the first object whose key is after `key`;
 * from the end if `key` is 0.
 */
export function startTree(table: Table, key: u32, down: bool): void {
  walked = 0;
  waitingCount = 0;
  nearSide = down ? RIGHT : LEFT;
  farSide = down ? LEFT : RIGHT;
  if (key == 0) {
    wait(table.root);
    return;
  }
  let object = table.root;
  while (object != 0) {
    const order = down ? compareKeys(keyOf(object), key) : compareKeys(key, keyOf(object));
    if (order < 0) {
      store<u32>(waiting + (waitingCount++ << 2), object);
      object = load<u32>(object - nearSide);
    } else {
      object = load<u32>(object - farSide);
    }
  }
}

/** Begins to go through a tree, up or down, from the first object whose key is not before those that a pattern may match. */
export function startTreeAt(table: Table, pattern: u32, down: bool): void {
  startTree(table, 0, down);
  waitingCount = 0;
  let object = table.root;
  while (object != 0) {
    const order = comparePattern(pattern, keyOf(object));
    if (down ? order >= 0 : order <= 0) {
      store<u32>(waiting + (waitingCount++ << 2), object);
      object = load<u32>(object - nearSide);
    } else {
      object = load<u32>(object - farSide);
    }
  }
}

/** The next object, 0 after the last one. */
export function nextInTree(): u32 {
  if (waitingCount == 0) return 0;
  const object = load<u32>(waiting + (--waitingCount << 2));
  wait(load<u32>(object - farSide));
  return object;
}

// Who goes from key to key asks for the one after that which came last: no search is needed then, unless something else
// has been done with trees meanwhile.
let walked: u32 = 0;
let walkedTable: u32 = 0;
let walkedDown: bool = false;

/** The object with the next key, up or down; 0 if there is none. */
export function besideOrdered(table: Table, key: u32, down: bool): u32 {
  const address = changetype<usize>(table) as u32;
  if (walked == 0 || walkedTable != address || walkedDown != down || compareKeys(key, keyOf(walked)) != 0) startTree(table, key, down);
  const object = nextInTree();
  walked = object;
  walkedTable = address;
  walkedDown = down;
  return object;
}

/** Forgets where who went from key to key has come. */
export function forgetWalk(): void {
  walked = 0;
}
