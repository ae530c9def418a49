// The BIFs of the module `ets` on whole tables: making, naming, fixing, giving away, what is told of them.

import * as L from '../../generated/layout';
import { currentContext, spendReductions } from '../../memory/heap';
import { deliver } from '../../processes/mailbox';
import { processOf } from '../../processes/process';
import { makeCons, makePair } from '../../terms/construct';
import { copyToHeap } from '../../terms/copy-term';
import { makeInteger } from '../../terms/integer';
import { makeReference } from '../../terms/references';
import { arityOf, elementOf, headOf, isAtom, isCons, isPid, isSmall, isTuple, makeAtom, smallValue, tailOf } from '../../terms/term';
import { deleteTable, fixTable, setHeir, transfer, unfixTable } from '../ownership';
import {
  ACCESS_READ,
  ACCESS_WRITE,
  blame,
  currentProcess,
  enterName,
  firstTable,
  KIND_BAG,
  KIND_DUPLICATE_BAG,
  KIND_ORDERED_SET,
  KIND_SET,
  leaveName,
  newTable,
  PRIVATE,
  PROTECTED,
  PUBLIC,
  referenceOf,
  tableAt,
  tableCount,
  tableFor,
  tableOfName,
} from '../table';
import { clearObjects, initializeObjects } from '../table-operations';
import { refuse1, refuse2, refuse3 } from './refusals';

/** Bytes of a word of OTP: memory is told in such. */
export const WORD: u32 = 8;
const TRUE: u32 = makeAtom(L.Atom_true);
export const FALSE: u32 = makeAtom(L.Atom_false);

// @ts-ignore: decorator
@inline
function isBoolean(term: u32): bool {
  return term == TRUE || term == FALSE;
}

// @ts-ignore: decorator
@inline
export function pidOf(process: u32): u32 {
  return (process << 4) | L.TermTag_pid;
}

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

/** @bif ets:new/2 */
export function ets_new_2(sp: u32, name: u32, options: u32): u32 {
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
  const isTaken = isAtom(name) && rest == L.TermTag_nil && named && tableOfName(name) != 0;
  if (isTaken) blame(L.Atom_already_exists);
  if (!isAtom(name) || rest != L.TermTag_nil || isTaken) return refuse2(sp, L.Bif_ets_new_2, name, options);
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

/** @bif ets:delete/1 */
export function ets_delete_1(sp: u32, tid: u32): u32 {
  const at = tableFor(tid, ACCESS_WRITE);
  if (at == 0) return refuse1(sp, L.Bif_ets_delete_1, tid);
  spendReductions(tableAt(at).size);
  deleteTable(tableAt(at));
  return TRUE;
}

/**
 * `internal_delete_all/2` with undefined: how many objects there were. Any other number says that they are deleted already,
 * as OTP does when it was interrupted.
 *
 * @bif ets:internal_delete_all/2
 */
export function ets_internal_delete_all_2(sp: u32, tid: u32, count: u32): u32 {
  const at = tableFor(tid, ACCESS_WRITE);
  if (at == 0) return refuse2(sp, L.Bif_ets_internal_delete_all_2, tid, count);
  if (count != makeAtom(L.Atom_undefined)) return count;
  const size = tableAt(at).size;
  spendReductions(size);
  clearObjects(tableAt(at));
  return makeInteger(size);
}

/** @bif ets:rename/2 */
export function ets_rename_2(sp: u32, tid: u32, name: u32): u32 {
  const at = tableFor(tid, ACCESS_WRITE);
  if (at == 0 || !isAtom(name)) return refuse2(sp, L.Bif_ets_rename_2, tid, name);
  const table = tableAt(at);
  if (!table.named) {
    table.name = name;
    return tid;
  }
  if (tableOfName(name) != 0) return refuse2(sp, L.Bif_ets_rename_2, tid, name);
  leaveName(table);
  table.name = name;
  enterName(table);
  return name;
}

/** @bif ets:whereis/1 */
export function ets_whereis_1(sp: u32, name: u32): u32 {
  if (!isAtom(name)) return refuse1(sp, L.Bif_ets_whereis_1, name);
  const at = tableOfName(name);
  return at == 0 ? makeAtom(L.Atom_undefined) : copyToHeap(referenceOf(tableAt(at)));
}

/** @bif ets:safe_fixtable/2 */
export function ets_safe_fixtable_2(sp: u32, tid: u32, fix: u32): u32 {
  const at = tableFor(tid, ACCESS_READ);
  if (at == 0 || !isBoolean(fix)) return refuse2(sp, L.Bif_ets_safe_fixtable_2, tid, fix);
  if (fix == TRUE) fixTable(tableAt(at));
  else unfixTable(tableAt(at));
  return TRUE;
}

/**
 * `give_away/3`: by the owner, to another process that there is.
 *
 * @bif ets:give_away/3
 */
export function ets_give_away_3(sp: u32, tid: u32, pid: u32, data: u32): u32 {
  const at = tableFor(tid, ACCESS_WRITE);
  const process = currentProcess();
  const context = isPid(pid) ? processOf(pid >> 4) : 0;
  if (at != 0 && context != 0) {
    if (tableAt(at).owner != process) blame(L.Atom_not_owner);
    else if (pid >> 4 == process) blame(L.Atom_owner);
  }
  if (at == 0 || tableAt(at).owner != process || context == 0 || pid >> 4 == process)
    return refuse3(sp, L.Bif_ets_give_away_3, tid, pid, data);
  transfer(tableAt(at), context, data);
  return TRUE;
}

/**
 * `setopts/2`: heir and protection, each at most once, by the owner.
 *
 * @bif ets:setopts/2
 */
export function ets_setopts_2(sp: u32, tid: u32, options: u32): u32 {
  const at = tableFor(tid, ACCESS_WRITE);
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
  if (at == 0 || rest != L.TermTag_nil || tableAt(at).owner != currentProcess()) return refuse2(sp, L.Bif_ets_setopts_2, tid, options);
  if (withHeir) setHeir(tableAt(at), heir, heirData);
  if (changed >= 0) tableAt(at).protection = changed;
  return TRUE;
}

/**
 * `internal_request_all/0`: a reference, with which a message comes that has a list of all tables.
 *
 * @bif ets:internal_request_all/0
 */
export function ets_internal_request_all_0(sp: u32): u32 {
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
