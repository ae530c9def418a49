// Tables: what all kinds have, who owns them, and how they are found by reference or name.
import * as L from '../generated/layout';
import { allocateBlock, freeBlock } from '../memory/blocks';
import { currentContext } from '../memory/heap';
import {
  allocateEntry,
  ENTRY_KIND,
  ENTRY_TABLE,
  enterReference,
  findReference,
  isReference,
  leaveReference,
  newReferenceNumber,
  numberOf,
  writeReference,
} from '../terms/references';
import { isAtom } from '../terms/term';

export const KIND_SET: u32 = 0;
export const KIND_BAG: u32 = 1;
export const KIND_DUPLICATE_BAG: u32 = 2;
export const KIND_ORDERED_SET: u32 = 3;

/** Who may read and write: all, all but who does not own it, the owner. */
export const PUBLIC: u32 = 0;
export const PROTECTED: u32 = 1;
export const PRIVATE: u32 = 2;

/** What is done with a table: nothing, reading, writing. */
export const ACCESS_READ: u32 = 1;
export const ACCESS_WRITE: u32 = 2;

/** A process that has fixed a table: the list is the table's. */
@unmanaged
export class Fixation {
  next: u32 = 0;
  /** Number of the process. */
  process: u32 = 0;
  count: u32 = 0;
}

/** A table, in a block of its own. Addresses are 0 for none. */
@unmanaged
export class Table {
  /** An entry of the table of references. */
  entryNext: u32 = 0;
  entryKind: u32 = 0;
  entryNumber: u64 = 0;
  /** The reference, as a boxed term's words. */
  reference0: u32 = 0;
  reference1: u32 = 0;
  reference2: u32 = 0;
  reference3: u32 = 0;
  kind: u32 = 0;
  protection: u32 = 0;
  /** The name, an atom. */
  name: u32 = 0;
  named: bool = false;
  compressed: bool = false;
  readConcurrency: bool = false;
  decentralizedCounters: bool = false;
  /** false, true or auto: an atom. */
  writeConcurrency: u32 = 0;
  /** Position of the key, from 1. */
  keyPosition: u32 = 0;
  /** Number of the process that owns it. */
  owner: u32 = 0;
  /** Number of the process that inherits it, or 0. */
  heir: u32 = 0;
  /** What the heir is told, as an object of one element. */
  heirData: u32 = 0;
  /** Neighbours among all tables. */
  next: u32 = 0;
  previous: u32 = 0;
  nextOfName: u32 = 0;
  nextOfOwner: u32 = 0;
  /** Number of objects. */
  size: u32 = 0;
  /** Bytes of objects, with what is in front of them. */
  bytes: u32 = 0;
  /** First Fixation. */
  fixations: u32 = 0;
  /** Monotonic time when it was fixed first, in nanoseconds. */
  fixedAt: i64 = 0;
  /** Hash tables: first links of the buckets, their number, and a mask: see `hash-table.ts`. */
  buckets: u32 = 0;
  active: u32 = 0;
  mask: u32 = 0;
  capacity: u32 = 0;
  /** Hashes of objects that were deleted while the table was fixed. */
  deletions: u32 = 0;
  deletionBytes: u32 = 0;
  deletionCapacity: u32 = 0;
  /** Ordered tables: root of the tree. */
  root: u32 = 0;
}

/** Table block at an address. */
// @ts-ignore: decorator
@inline
export function tableAt(address: u32): Table {
  return changetype<Table>(address as usize);
}

// @ts-ignore: decorator
@inline
export function addressOf(table: Table): u32 {
  return changetype<usize>(table) as u32;
}

/** The reference of a table: a term in its block. */
// @ts-ignore: decorator
@inline
export function referenceOf(table: Table): u32 {
  return (addressOf(table) + offsetof<Table>('reference0')) | L.TermTag_boxed;
}

// @ts-ignore: decorator
@inline
export function isOrdered(table: Table): bool {
  return table.kind == KIND_ORDERED_SET;
}

// @ts-ignore: decorator
@inline
export function isFixed(table: Table): bool {
  return table.fixations != 0;
}

/** Number of the running process. */
// @ts-ignore: decorator
@inline
export function currentProcess(): u32 {
  return load<u32>(currentContext() + L.ContextOffset_processId);
}

/** Named tables by their name: chains. */
const FIRST_CHAINS: u32 = 64;
let chains: u32 = 0;
let chainCount: u32 = 0;
let namedCount: u32 = 0;

/** Address of the first one of all tables, and their number. */
export let firstTable: u32 = 0;
export let tableCount: u32 = 0;

/** Bytes of a table with its objects. */
export function bytesOfTable(table: Table): u32 {
  return table.bytes + offsetof<Table>() + (table.capacity << 2);
}

/** Bytes of all tables. */
export function tableBytes(): u32 {
  let bytes: u32 = 0;
  for (let at = firstTable; at != 0; at = tableAt(at).next) bytes += bytesOfTable(tableAt(at));
  return bytes;
}

/** Number of tables. */
export function tables(): u32 {
  return tableCount;
}

// @ts-ignore: decorator
@inline
function chainOf(name: u32): u32 {
  return chains + (((name >> L.TermTag_atomShift) & (chainCount - 1)) << 2);
}

function growChains(): void {
  const old = chains;
  const oldCount = chainCount;
  const larger = max<u32>(FIRST_CHAINS, oldCount * 2);
  chains = allocateBlock(larger << 2);
  chainCount = larger;
  memory.fill(chains, 0, chainCount << 2);
  for (let i: u32 = 0; i < oldCount; i++) {
    for (let at = load<u32>(old + (i << 2)); at != 0; ) {
      const next = tableAt(at).nextOfName;
      link(tableAt(at));
      at = next;
    }
  }
  freeBlock(old);
}

function link(table: Table): void {
  const chain = chainOf(table.name);
  table.nextOfName = load<u32>(chain);
  store<u32>(chain, addressOf(table));
}

/** A table is found by its name from now on. */
export function enterName(table: Table): void {
  if (namedCount >= chainCount) growChains();
  namedCount++;
  table.named = true;
  link(table);
}

/** A named table is no longer found by its name. */
export function leaveName(table: Table): void {
  let link = chainOf(table.name);
  while (load<u32>(link) != addressOf(table)) link = load<u32>(link) + (offsetof<Table>('nextOfName') as u32);
  store<u32>(link, table.nextOfName);
  table.named = false;
  namedCount--;
}

/** Address of the table of that name, 0 if there is none. */
export function tableOfName(name: u32): u32 {
  if (namedCount == 0) return 0;
  let at = load<u32>(chainOf(name));
  while (at != 0 && tableAt(at).name != name) at = tableAt(at).nextOfName;
  return at;
}

/** Address of the table that a reference or name means, 0 if there is none. */
export function findTable(term: u32): u32 {
  if (isAtom(term)) return tableOfName(term);
  if (!isReference(term)) return 0;
  const entry = findReference(numberOf(term));
  return entry != 0 && load<u32>(entry, ENTRY_KIND) == ENTRY_TABLE ? entry : 0;
}

/** What is wrong, as the error is going to say: an atom by its index, 0 for nothing that has a name. */
let blamed: u32 = 0;

/** Says what is wrong with the call that fails. Returns 0. */
export function blame(atom: u32): u32 {
  blamed = atom;
  return 0;
}

/** What is wrong with the call that fails; after that nothing is. */
export function takeBlame(): u32 {
  const atom = blamed;
  blamed = 0;
  return atom;
}

/** Says what is wrong with a term that means no table. Returns 0. */
export function blameTable(term: u32): u32 {
  return blame(isAtom(term) || isReference(term) ? L.Atom_id : L.Atom_type);
}

/** As `findTable`, but 0 too if the running process may not do that; then it is said what is wrong, otherwise that nothing is. */
export function tableFor(term: u32, access: u32): u32 {
  const at = findTable(term);
  if (at == 0) return blameTable(term);
  const table = tableAt(at);
  blamed = 0;
  return access + table.protection <= 2 || table.owner == currentProcess() ? at : blame(L.Atom_access);
}

/** A new table of the running process, that has only a reference. */
export function newTable(): Table {
  const address = allocateEntry(offsetof<Table>());
  memory.fill(address, 0, offsetof<Table>());
  const table = tableAt(address);
  table.entryKind = ENTRY_TABLE;
  table.entryNumber = newReferenceNumber();
  writeReference(table.entryNumber, referenceOf(table) - L.TermTag_boxed);
  enterReference(address);
  if (firstTable != 0) tableAt(firstTable).previous = address;
  table.next = firstTable;
  firstTable = address;
  tableCount++;
  own(table, currentContext());
  return table;
}

/** Makes a table, which nobody owns, that of a process. */
export function own(table: Table, context: u32): void {
  table.owner = load<u32>(context + L.ContextOffset_processId);
  table.nextOfOwner = load<u32>(context + L.ContextOffset_tables);
  store<u32>(context + L.ContextOffset_tables, addressOf(table));
}

/** Takes a table from the process that owns it. */
export function disown(table: Table, context: u32): void {
  let link = context + L.ContextOffset_tables;
  while (load<u32>(link) != addressOf(table)) link = load<u32>(link) + offsetof<Table>('nextOfOwner');
  store<u32>(link, table.nextOfOwner);
}

/** Forgets a table that nobody owns: its reference and its name mean nothing any more. */
export function forgetTable(table: Table): void {
  if (table.named) leaveName(table);
  leaveReference(addressOf(table));
  if (table.previous == 0) firstTable = table.next;
  else tableAt(table.previous).next = table.next;
  if (table.next != 0) tableAt(table.next).previous = table.previous;
  tableCount--;
}
