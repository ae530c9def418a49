// Deleted tables, and what tables had that were emptied: nobody finds it any more, and it is freed in parts, between slices.
import { draw, isScheduleRandom } from '../execution/random-schedule';
import { allocateBlock, freeBlock, requireRoom } from '../memory/blocks';
import { bucketLink, initializeHashTable, linkBehind } from './hash-table';
import { freeObject, HASH_HEADER, LEFT, RIGHT, TREE_HEADER } from './object';
import { forgetWalk } from './ordered-table';
import { addressOf, isOrdered, Table, tableAt } from './table';

/** Objects of a part. Between two parts a slice cannot make as many. */
const PART: u32 = 8192;

/** Bytes that `emptyTable` takes, at most. */
const ROOM_TO_EMPTY: u32 = 1024;

/** The first table whose objects are to be freed, or 0; `next` leads to others. */
let first: u32 = 0;

/** Has a table freed, with all that it has, which is forgotten already. */
export function freeInParts(table: Table): void {
  forgetWalk();
  table.next = first;
  first = addressOf(table);
}

/** Empties a table that is not fixed. */
export function emptyTable(table: Table): void {
  // Until there is memory for all that it takes nothing happens.
  requireRoom(ROOM_TO_EMPTY);
  const husk = allocateBlock(offsetof<Table>());
  memory.copy(husk, addressOf(table), offsetof<Table>());
  if (isOrdered(table)) {
    table.root = 0;
  } else {
    initializeHashTable(table);
    table.deletions = 0;
    table.deletionBytes = 0;
    table.deletionCapacity = 0;
  }
  table.size = 0;
  table.bytes = 0;
  freeInParts(tableAt(husk));
}

/** True if there is something for `freePart` to do. */
// @ts-ignore: decorator
@inline
export function hasDeleted(): bool {
  return first != 0;
}

/** Frees some objects of a hash table, from the last bucket on; how many may still be freed. */
function freeBuckets(table: Table, left: i32): i32 {
  while (table.active != 0) {
    const link = bucketLink(table, table.active - 1);
    let object = load<u32>(link);
    while (object != 0 && left > 0) {
      const next = load<u32>(linkBehind(object));
      freeObject(object, HASH_HEADER);
      object = next;
      left--;
    }
    store<u32>(link, object);
    if (--left < 0) break;
    table.active--;
  }
  return left;
}

/** As `freeBuckets`, of a tree: turned until nothing is on the left of its root, which then goes. */
function freeNodes(table: Table, left: i32): i32 {
  let root = table.root;
  for (; root != 0 && left > 0; left--) {
    const less = load<u32>(root - LEFT);
    if (less == 0) {
      const next = load<u32>(root - RIGHT);
      freeObject(root, TREE_HEADER);
      root = next;
    } else {
      store<u32>(root - LEFT, load<u32>(less - RIGHT));
      store<u32>(less - RIGHT, root);
      root = less;
    }
  }
  table.root = root;
  return left;
}

/** Frees a part of what is to be freed; false if there was nothing. */
export function freePart(): bool {
  if (first == 0) return false;
  let left: i32 = isScheduleRandom() ? draw(PART) + 1 : PART;
  while (first != 0) {
    const table = tableAt(first);
    left = isOrdered(table) ? freeNodes(table, left) : freeBuckets(table, left);
    if (isOrdered(table) ? table.root != 0 : table.active != 0) break;
    first = table.next;
    freeBlock(table.buckets);
    freeBlock(table.deletions);
    freeBlock(addressOf(table));
  }
  return true;
}
