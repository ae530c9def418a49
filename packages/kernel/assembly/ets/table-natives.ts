// The native functions of the module `ets` on whole tables: making, naming, fixing, giving away, what is told of them.
import * as L from '../generated/layout';
import { copyToHeap } from '../copy-term';
import { currentContext, spendReductions } from '../heap';
import { makeFloat, makeInteger } from '../integer';
import { deliver } from '../mailbox';
import { badarg1, badarg2, badarg3 } from '../native-arguments';
import { processOf } from '../process';
import { isAnyReference } from '../magic-references';
import { makeReference } from '../references';
import { makeCons, makePair, makeTuple, setElement } from '../term-construction';
import { arityOf, elementOf, headOf, isAtom, isCons, isSmall, isTuple, makeAtom, makeBoolean, makeSmall, smallValue, tailOf } from '../term';
import { bucketLink, linkBehind } from './hash-table';
import { binariesOfObject } from './object';
import { clearObjects, initializeObjects } from './objects';
import { nextInTree, startTree } from './ordered-table';
import { deleteTable, fixTable, setHeir, transfer, unfixTable } from './ownership';
import {
  ACCESS_READ, ACCESS_WRITE, currentProcess, enterName, Fixation, findTable, firstTable, isFixed, isOrdered, KIND_BAG, KIND_DUPLICATE_BAG,
  KIND_ORDERED_SET, KIND_SET, leaveName, newTable, PRIVATE, PROTECTED, PUBLIC, referenceOf, Table, tableAt,
  tableCount, tableFor, tableOfName,
} from './table';

/** Bytes of a word of OTP: memory is told in such. */
const WORD: u32 = 8;
const NANOSECONDS: f64 = 1000000;

const TRUE: u32 = makeAtom(L.Atom_true);
const FALSE: u32 = makeAtom(L.Atom_false);

// @ts-ignore: decorator
@inline
function isBoolean(term: u32): bool { return term == TRUE || term == FALSE; }
// @ts-ignore: decorator
@inline
function isPid(term: u32): bool { return (term & L.TermTag_immediateMask) == L.TermTag_pid; }
// @ts-ignore: decorator
@inline
function pidOf(process: u32): u32 { return (process << 4) | L.TermTag_pid; }

/** The kind that an atom means, -1 for none. */
function kindOf(atom: u32): i32 {
  if (atom == makeAtom(L.Atom_set)) return KIND_SET;
  if (atom == makeAtom(L.Atom_bag)) return KIND_BAG;
  if (atom == makeAtom(L.Atom_duplicate_bag)) return KIND_DUPLICATE_BAG;
  return atom == makeAtom(L.Atom_ordered_set) ? KIND_ORDERED_SET : -1;
}

/** The protection that an atom means, -1 for none. */
function protectionOf(atom: u32): i32 {
  if (atom == makeAtom(L.Atom_public)) return PUBLIC;
  if (atom == makeAtom(L.Atom_protected)) return PROTECTED;
  return atom == makeAtom(L.Atom_private) ? PRIVATE : -1;
}

// The options of a new table.
let kind: u32 = 0;
let protection: u32 = 0;
let named: bool = false;
let compressed: bool = false;
let keyPosition: u32 = 0;
let heir: u32 = 0;
let heirData: u32 = 0;
let readConcurrency: bool = false;
let writeConcurrency: u32 = 0;
/** A boolean, or 0 if it is not said. */
let decentralizedCounters: u32 = 0;

/** `{heir, none}` or `{heir, Pid, Data}`; false for what is neither. */
function readHeir(option: u32): bool {
  if (arityOf(option) == 2) {
    heir = 0;
    return elementOf(option, 1) == makeAtom(L.Atom_none);
  }
  if (arityOf(option) != 3 || !isPid(elementOf(option, 1))) return false;
  heir = elementOf(option, 1) >> 4;
  heirData = elementOf(option, 2);
  return true;
}

/** Reads an option of `new/2`; false for what is none. */
function readOption(option: u32): bool {
  if (kindOf(option) >= 0) {
    // `set` and `protected` are so anyway: they take nothing back.
    if (kindOf(option) != KIND_SET) kind = kindOf(option);
  } else if (protectionOf(option) >= 0) {
    if (protectionOf(option) != PROTECTED) protection = protectionOf(option);
  } else if (option == makeAtom(L.Atom_named_table)) {
    named = true;
  } else if (option == makeAtom(L.Atom_compressed)) {
    compressed = true;
  } else {
    if (!isTuple(option) || arityOf(option) < 2) return false;
    const name = elementOf(option, 0);
    if (name == makeAtom(L.Atom_heir)) return readHeir(option);
    if (arityOf(option) != 2) return false;
    const value = elementOf(option, 1);
    if (name == makeAtom(L.Atom_keypos)) {
      if (!isSmall(value) || smallValue(value) < 1) return false;
      keyPosition = smallValue(value);
    } else if (name == makeAtom(L.Atom_write_concurrency)) {
      if (!isBoolean(value) && value != makeAtom(L.Atom_auto)) return false;
      writeConcurrency = value;
    } else {
      if (!isBoolean(value)) return false;
      if (name == makeAtom(L.Atom_read_concurrency)) readConcurrency = value == TRUE;
      else if (name == makeAtom(L.Atom_decentralized_counters)) decentralizedCounters = value;
      else return false;
    }
  }
  return true;
}

export function nativeEtsNew(sp: u32, name: u32, options: u32): u32 {
  kind = KIND_SET;
  protection = PROTECTED;
  named = false;
  compressed = false;
  keyPosition = 1;
  heir = 0;
  readConcurrency = false;
  writeConcurrency = FALSE;
  decentralizedCounters = 0;
  let rest = options;
  while (isCons(rest) && readOption(headOf(rest))) rest = tailOf(rest);
  if (!isAtom(name) || rest != L.TermTag_nil || (named && tableOfName(name) != 0)) return badarg2(sp, L.Native_nativeEtsNew, name, options);
  const table = newTable();
  table.kind = kind;
  table.protection = protection;
  table.name = name;
  table.compressed = compressed;
  table.keyPosition = keyPosition;
  // Concurrency is only told, as OTP does: a private table has none.
  const isPrivate = protection == PRIVATE;
  table.readConcurrency = readConcurrency && !isPrivate;
  table.writeConcurrency = isPrivate ? FALSE : writeConcurrency;
  const usual = writeConcurrency == makeAtom(L.Atom_auto) || kind == KIND_ORDERED_SET;
  table.decentralizedCounters = table.writeConcurrency != FALSE && (decentralizedCounters == 0 ? usual : decentralizedCounters == TRUE);
  setHeir(table, heir, heirData);
  initializeObjects(table);
  if (!named) return copyToHeap(referenceOf(table));
  enterName(table);
  return name;
}

export function nativeEtsDelete(sp: u32, tid: u32): u32 {
  const at = tableFor(tid, ACCESS_WRITE);
  if (at == 0) return badarg1(sp, L.Native_nativeEtsDelete, tid);
  spendReductions(tableAt(at).size);
  deleteTable(tableAt(at));
  return TRUE;
}

/**
 * `internal_delete_all/2` with undefined: how many objects there were. Any other number says that they are deleted already,
 * as OTP does when it was interrupted.
 */
export function nativeEtsInternalDeleteAll(sp: u32, tid: u32, count: u32): u32 {
  const at = tableFor(tid, ACCESS_WRITE);
  if (at == 0) return badarg2(sp, L.Native_nativeEtsInternalDeleteAll, tid, count);
  if (count != makeAtom(L.Atom_undefined)) return count;
  const size = tableAt(at).size;
  spendReductions(size);
  clearObjects(tableAt(at));
  return makeInteger(size);
}

export function nativeEtsRename(sp: u32, tid: u32, name: u32): u32 {
  const at = tableFor(tid, ACCESS_WRITE);
  if (at == 0 || !isAtom(name)) return badarg2(sp, L.Native_nativeEtsRename, tid, name);
  const table = tableAt(at);
  if (!table.named) {
    table.name = name;
    return tid;
  }
  if (tableOfName(name) != 0) return badarg2(sp, L.Native_nativeEtsRename, tid, name);
  leaveName(table);
  table.name = name;
  enterName(table);
  return name;
}

export function nativeEtsWhereis(sp: u32, name: u32): u32 {
  if (!isAtom(name)) return badarg1(sp, L.Native_nativeEtsWhereis, name);
  const at = tableOfName(name);
  return at == 0 ? makeAtom(L.Atom_undefined) : copyToHeap(referenceOf(tableAt(at)));
}

export function nativeEtsSafeFixtable(sp: u32, tid: u32, fix: u32): u32 {
  const at = tableFor(tid, ACCESS_READ);
  if (at == 0 || !isBoolean(fix)) return badarg2(sp, L.Native_nativeEtsSafeFixtable, tid, fix);
  if (fix == TRUE) fixTable(tableAt(at));
  else unfixTable(tableAt(at));
  return TRUE;
}

/** `give_away/3`: by the owner, to another process that there is. */
export function nativeEtsGiveAway(sp: u32, tid: u32, pid: u32, data: u32): u32 {
  const at = findTable(tid);
  const process = currentProcess();
  const context = isPid(pid) && pid >> 4 != process ? processOf(pid >> 4) : 0;
  if (at == 0 || tableAt(at).owner != process || context == 0) return badarg3(sp, L.Native_nativeEtsGiveAway, tid, pid, data);
  transfer(tableAt(at), context, data);
  return TRUE;
}

/** `setopts/2`: heir and protection, each at most once, by the owner. */
export function nativeEtsSetopts(sp: u32, tid: u32, options: u32): u32 {
  const at = findTable(tid);
  let withHeir = false;
  let changed: i32 = -1;
  let rest = options;
  while (isTuple(rest) || isCons(rest)) {
    const option = isTuple(rest) ? rest : headOf(rest);
    if (!isTuple(option) || arityOf(option) < 2) break;
    if (elementOf(option, 0) == makeAtom(L.Atom_heir)) {
      if (withHeir || !readHeir(option)) break;
      withHeir = true;
    } else {
      if (changed >= 0 || elementOf(option, 0) != makeAtom(L.Atom_protection) || arityOf(option) != 2) break;
      changed = protectionOf(elementOf(option, 1));
      if (changed < 0) break;
    }
    rest = isTuple(rest) ? L.TermTag_nil : tailOf(rest);
  }
  if (at == 0 || rest != L.TermTag_nil || tableAt(at).owner != currentProcess()) return badarg2(sp, L.Native_nativeEtsSetopts, tid, options);
  if (withHeir) setHeir(tableAt(at), heir, heirData);
  if (changed >= 0) tableAt(at).protection = changed;
  return TRUE;
}

/** `internal_request_all/0`: a reference, with which a message comes that has a list of all tables. */
export function nativeEtsInternalRequestAll(sp: u32): u32 {
  let list: u32 = L.TermTag_nil;
  for (let at = firstTable; at != 0; ) {
    const table = tableAt(at);
    list = makeCons(table.named ? table.name : copyToHeap(referenceOf(table)), list);
    at = table.next;
  }
  spendReductions(tableCount);
  const reference = makeReference();
  deliver(currentContext(), makePair(reference, list));
  return reference;
}

// What is told of tables.

/** Milliseconds of the clock as an integer in OTP's unit. */
function monotonic(milliseconds: f64): u32 { return makeInteger(Math.round(milliseconds * NANOSECONDS) as i64); }

/** Milliseconds as `{MegaSeconds, Seconds, MicroSeconds}`. */
function timestamp(milliseconds: f64): u32 {
  const microseconds = Math.floor(milliseconds * 1000) as i64;
  const tuple = makeTuple(3);
  setElement(tuple, 0, makeSmall((microseconds / 1000000000000) as i32));
  setElement(tuple, 1, makeSmall(((microseconds / 1000000) % 1000000) as i32));
  setElement(tuple, 2, makeSmall((microseconds % 1000000) as i32));
  return tuple;
}

/** Who has fixed a table, and since when; false if nobody has. */
function fixers(table: Table, asTimestamp: bool): u32 {
  if (!isFixed(table)) return FALSE;
  let list: u32 = L.TermTag_nil;
  for (let at = table.fixations; at != 0; ) {
    const fixation = changetype<Fixation>(at as usize);
    list = makeCons(makePair(pidOf(fixation.process), makeInteger(fixation.count)), list);
    at = fixation.next;
  }
  return makePair(asTimestamp ? timestamp(table.fixedOn) : monotonic(table.fixedAt), list);
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
    for (let object = load<u32>(bucketLink(table, bucket)); object != 0; object = load<u32>(linkBehind(object))) list = binaryTriples(object, list);
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
    case L.Atom_size: return makeInteger(table.size);
    case L.Atom_type: return kindAtom(table);
    case L.Atom_memory: return makeInteger((table.bytes + offsetof<Table>() + (table.capacity << 2)) / WORD);
    case L.Atom_owner: return pidOf(table.owner);
    case L.Atom_heir: return table.heir == 0 ? makeAtom(L.Atom_none) : pidOf(table.heir);
    case L.Atom_name: return table.name;
    case L.Atom_named_table: return makeBoolean(table.named);
    case L.Atom_keypos: return makeSmall(table.keyPosition);
    case L.Atom_node: return makeAtom(L.LOCAL_NODE_ATOM);
    case L.Atom_protection:
      return makeAtom(table.protection == PUBLIC ? L.Atom_public : table.protection == PROTECTED ? L.Atom_protected : L.Atom_private);
    case L.Atom_compressed: return makeBoolean(table.compressed);
    case L.Atom_read_concurrency: return makeBoolean(table.readConcurrency);
    case L.Atom_write_concurrency: return table.writeConcurrency;
    case L.Atom_decentralized_counters: return makeBoolean(table.decentralizedCounters);
    case L.Atom_id: return copyToHeap(referenceOf(table));
    case L.Atom_fixed: return makeBoolean(isFixed(table));
    case L.Atom_safe_fixed: return fixers(table, true);
    case L.Atom_safe_fixed_monotonic_time: return fixers(table, false);
    case L.Atom_stats: return statistics(table);
    case L.Atom_binary: return binariesOfTable(table);
    default: return 0;
  }
}

/** The atoms of `info/1`, last one first. */
const items: u32 = memory.data<u32>([
  L.Atom_protection, L.Atom_keypos, L.Atom_type, L.Atom_named_table, L.Atom_node, L.Atom_size, L.Atom_name, L.Atom_heir, L.Atom_owner,
  L.Atom_memory, L.Atom_compressed, L.Atom_write_concurrency, L.Atom_read_concurrency, L.Atom_decentralized_counters, L.Atom_id,
]) as u32;
const ITEMS: u32 = 15;

export function nativeEtsInfo1(sp: u32, tid: u32): u32 {
  const at = findTable(tid);
  if (at == 0) return isAtom(tid) || isAnyReference(tid) ? makeAtom(L.Atom_undefined) : badarg1(sp, L.Native_nativeEtsInfo1, tid);
  let list: u32 = L.TermTag_nil;
  for (let i: u32 = 0; i < ITEMS; i++) {
    const item = load<u32>(items + (i << 2));
    list = makeCons(makePair(makeAtom(item), infoOf(tableAt(at), item)), list);
  }
  return list;
}

export function nativeEtsInfo2(sp: u32, tid: u32, item: u32): u32 {
  const at = findTable(tid);
  if (at == 0) return isAtom(tid) || isAnyReference(tid) ? makeAtom(L.Atom_undefined) : badarg2(sp, L.Native_nativeEtsInfo2, tid, item);
  const info = isAtom(item) ? infoOf(tableAt(at), item >> L.TermTag_atomShift) : 0;
  return info != 0 ? info : badarg2(sp, L.Native_nativeEtsInfo2, tid, item);
}
