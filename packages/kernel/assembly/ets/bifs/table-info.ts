// What is told of tables.

import { timeOffset } from '../../clocks';
import * as L from '../../generated/layout';
import { makeCons, makePair, makeTuple, setElement } from '../../terms/construct';
import { copyToHeap } from '../../terms/copy-term';
import { makeFloat, makeInteger } from '../../terms/integer';
import { isAnyReference } from '../../terms/magic-references';
import { isAtom, makeAtom, makeBoolean, makeSmall } from '../../terms/term';
import { makeTimestamp } from '../../terms/timestamp';
import { bucketLink, linkBehind } from '../hash-table';
import { binariesOfObject } from '../object';
import { nextInTree, startTree } from '../ordered-table';
import {
  blameTable,
  bytesOfTable,
  Fixation,
  findTable,
  isFixed,
  isOrdered,
  KIND_BAG,
  KIND_DUPLICATE_BAG,
  KIND_SET,
  PROTECTED,
  PUBLIC,
  referenceOf,
  Table,
  tableAt,
} from '../table';
import { refuse1, refuse2 } from './refusals';
import { FALSE, pidOf, WORD } from './tables';

// What is told of tables.

/** Who has fixed a table, and since when; false if nobody has. */
function fixers(table: Table, asTimestamp: bool): u32 {
  if (!isFixed(table)) return FALSE;
  let list: u32 = L.TermTag_nil;
  for (let at = table.fixations; at != 0; ) {
    const fixation = changetype<Fixation>(at as usize);
    list = makeCons(makePair(pidOf(fixation.process), makeInteger(fixation.count)), list);
    at = fixation.next;
  }
  const since = asTimestamp ? makeTimestamp(table.fixedAt + timeOffset()) : makeInteger(table.fixedAt);
  return makePair(since, list);
}

/** Of a hash table: buckets, average chain, its deviation, the one to be expected, shortest and longest chain, deleted objects in place. */
function statistics(table: Table): u32 {
  if (isOrdered(table)) return FALSE;
  let least: u32 = u32.MAX_VALUE;
  let most: u32 = 0;
  let squares: f64 = 0;
  let count: f64 = 0;
  for (let bucket: u32 = 0; bucket < table.active; bucket++) {
    let length: u32 = 0;
    for (let object = load<u32>(bucketLink(table, bucket)); object != 0; object = load<u32>(linkBehind(object))) length++;
    least = min(least, length);
    most = max(most, length);
    squares += (length as f64) * (length as f64);
    count += length;
  }
  const buckets = table.active as f64;
  const average = count / buckets;
  const tuple = makeTuple(8);
  setElement(tuple, 0, makeInteger(table.active));
  setElement(tuple, 1, makeFloat(average));
  setElement(tuple, 2, makeFloat(Math.sqrt(max<f64>(0, (squares - average * count) / max<f64>(1, buckets - 1)))));
  setElement(tuple, 3, makeFloat(Math.sqrt(average * (1 - 1 / buckets))));
  setElement(tuple, 4, makeInteger(least));
  setElement(tuple, 5, makeInteger(most));
  setElement(tuple, 6, makeInteger(table.deletionBytes >> 2));
  setElement(tuple, 7, makeSmall(1));
  return tuple;
}

function binaryTriples(object: u32, list: u32): u32 {
  for (let box = binariesOfObject(object); box != 0; box = load<u32>(box, L.RefcBinaryOffset_next)) {
    if ((load<u32>(box) & L.TermTag_headerMask) != L.HeaderTag_refcBinary) continue;
    const block = load<u32>(box, L.RefcBinaryOffset_block);
    const tuple = makeTuple(3);
    setElement(tuple, 0, makeInteger(block));
    setElement(tuple, 1, makeInteger(load<u32>(block, L.BinaryBlockOffset_capacity)));
    setElement(tuple, 2, makeInteger(load<u32>(block, L.BinaryBlockOffset_references)));
    list = makeCons(tuple, list);
  }
  return list;
}

/** The `refc` binaries of a table: of each block an identity, its size in bytes, and how many refer to it. */
function binariesOfTable(table: Table): u32 {
  let list: u32 = L.TermTag_nil;
  if (isOrdered(table)) {
    startTree(table, 0, false);
    for (let object = nextInTree(); object != 0; object = nextInTree()) list = binaryTriples(object, list);
    return list;
  }
  for (let bucket: u32 = 0; bucket < table.active; bucket++) {
    for (let object = load<u32>(bucketLink(table, bucket)); object != 0; object = load<u32>(linkBehind(object)))
      list = binaryTriples(object, list);
  }
  return list;
}

function kindAtom(table: Table): u32 {
  if (table.kind == KIND_SET) return makeAtom(L.Atom_set);
  if (table.kind == KIND_BAG) return makeAtom(L.Atom_bag);
  return makeAtom(table.kind == KIND_DUPLICATE_BAG ? L.Atom_duplicate_bag : L.Atom_ordered_set);
}

/** What `info/2` tells under an atom, by its index; 0 if there is no such thing. */
function infoOf(table: Table, item: u32): u32 {
  switch (item) {
    case L.Atom_size:
      return makeInteger(table.size);
    case L.Atom_type:
      return kindAtom(table);
    case L.Atom_memory:
      return makeInteger(bytesOfTable(table) / WORD);
    case L.Atom_owner:
      return pidOf(table.owner);
    case L.Atom_heir:
      return table.heir == 0 ? makeAtom(L.Atom_none) : pidOf(table.heir);
    case L.Atom_name:
      return table.name;
    case L.Atom_named_table:
      return makeBoolean(table.named);
    case L.Atom_keypos:
      return makeSmall(table.keyPosition);
    case L.Atom_node:
      return load<u32>(L.MachineRegister_nodeName);
    case L.Atom_protection:
      return makeAtom(table.protection == PUBLIC ? L.Atom_public : table.protection == PROTECTED ? L.Atom_protected : L.Atom_private);
    case L.Atom_compressed:
      return makeBoolean(table.compressed);
    case L.Atom_read_concurrency:
      return makeBoolean(table.readConcurrency);
    case L.Atom_write_concurrency:
      return table.writeConcurrency;
    case L.Atom_decentralized_counters:
      return makeBoolean(table.decentralizedCounters);
    case L.Atom_id:
      return copyToHeap(referenceOf(table));
    case L.Atom_fixed:
      return makeBoolean(isFixed(table));
    case L.Atom_safe_fixed:
      return fixers(table, true);
    case L.Atom_safe_fixed_monotonic_time:
      return fixers(table, false);
    case L.Atom_stats:
      return statistics(table);
    case L.Atom_binary:
      return binariesOfTable(table);
    default:
      return 0;
  }
}

/** The atoms of `info/1`, last one first. */
const items: u32 = memory.data<u32>([
  L.Atom_protection,
  L.Atom_keypos,
  L.Atom_type,
  L.Atom_named_table,
  L.Atom_node,
  L.Atom_size,
  L.Atom_name,
  L.Atom_heir,
  L.Atom_owner,
  L.Atom_memory,
  L.Atom_compressed,
  L.Atom_write_concurrency,
  L.Atom_read_concurrency,
  L.Atom_decentralized_counters,
  L.Atom_id,
]) as u32;
const ITEMS: u32 = 15;

/** @bif ets:info/1 */
export function ets_info_1(sp: u32, tid: u32): u32 {
  const at = findTable(tid);
  if (at == 0) {
    if (isAtom(tid) || isAnyReference(tid)) return makeAtom(L.Atom_undefined);
    blameTable(tid);
    return refuse1(sp, L.Bif_ets_info_1, tid);
  }
  let list: u32 = L.TermTag_nil;
  for (let i: u32 = 0; i < ITEMS; i++) {
    const item = load<u32>(items + (i << 2));
    list = makeCons(makePair(makeAtom(item), infoOf(tableAt(at), item)), list);
  }
  return list;
}

/** @bif ets:info/2 */
export function ets_info_2(sp: u32, tid: u32, item: u32): u32 {
  const at = findTable(tid);
  if (at == 0) {
    if (isAtom(tid) || isAnyReference(tid)) return makeAtom(L.Atom_undefined);
    blameTable(tid);
    return refuse2(sp, L.Bif_ets_info_2, tid, item);
  }
  const info = isAtom(item) ? infoOf(tableAt(at), item >> L.TermTag_atomShift) : 0;
  return info != 0 ? info : refuse2(sp, L.Bif_ets_info_2, tid, item);
}
