// What becomes of tables: they are deleted, given away, inherited, and released by processes that end.
import { monotonicTime } from '../clocks';
import * as L from '../generated/layout';
import { allocateBlock, freeBlock, hasRoomFor } from '../memory/blocks';
import { allocateTemporary, freeTemporary } from '../memory/temporary-blocks';
import { deliver } from '../processes/mailbox';
import { processOf } from '../processes/process';
import { sizeOfCopy } from '../terms/copy-term';
import { elementOf } from '../terms/term';
import { freeInParts, freePart } from './deletion';
import { removeDeleted } from './hash-table';
import { freeObject, HASH_HEADER, makeObject, termOf } from './object';
import {
  addressOf,
  currentProcess,
  disown,
  Fixation,
  firstTable,
  forgetTable,
  isFixed,
  isOrdered,
  own,
  referenceOf,
  Table,
  tableAt,
} from './table';

/** Number of fixations of all tables. */
let fixationCount: u32 = 0;

function fixationAt(address: u32): Fixation {
  return changetype<Fixation>(address as usize);
}

/** Sets who inherits a table, by number, and what it is told; 0 for nobody. */
export function setHeir(table: Table, process: u32, data: u32): void {
  if (table.heirData != 0) freeObject(table.heirData, HASH_HEADER);
  table.heir = 0;
  table.heirData = 0;
  if (process == 0) return;
  const tuple = allocateTemporary(8);
  store<u32>(tuple, 1 << L.TermTag_arityShift);
  store<u32>(tuple, data, 4);
  table.heirData = makeObject(tuple | L.TermTag_boxed, HASH_HEADER);
  table.heir = process;
  freeTemporary(tuple);
}

/** Deletes a table with all that it has, which is freed in parts if it is much. */
export function deleteTable(table: Table): void {
  setHeir(table, 0, 0);
  while (isFixed(table)) removeFixation(table, addressOf(table) + offsetof<Table>('fixations'));
  const owner = processOf(table.owner);
  if (owner != 0) disown(table, owner);
  forgetTable(table);
  freeInParts(table);
  freePart();
}

/** Bytes of the message to a new owner, apart from its data. */
const TRANSFER_BYTES: u32 = 1024;

/** Gives a table to a process that there is, once that has been told. */
export function transfer(table: Table, context: u32, data: u32): void {
  const giver = table.owner;
  const message = allocateTemporary(20);
  store<u32>(message, 4 << L.TermTag_arityShift);
  store<u32>(message, (L.TRANSFER_ATOM << L.TermTag_atomShift) | L.TermTag_atom, 4);
  store<u32>(message, table.named ? table.name : referenceOf(table), 8);
  store<u32>(message, (giver << 4) | L.TermTag_pid, 12);
  store<u32>(message, data, 16);
  deliver(context, message | L.TermTag_boxed);
  freeTemporary(message);
  const owner = processOf(giver);
  if (owner != 0) disown(table, owner);
  own(table, context);
}

/** Fixes a table once more for the running process. */
export function fixTable(table: Table): void {
  const process = currentProcess();
  let at = table.fixations;
  if (at == 0) table.fixedAt = monotonicTime();
  while (at != 0 && fixationAt(at).process != process) at = fixationAt(at).next;
  if (at == 0) {
    at = allocateBlock(offsetof<Fixation>());
    fixationAt(at).next = table.fixations;
    fixationAt(at).process = process;
    fixationAt(at).count = 0;
    table.fixations = at;
    fixationCount++;
  }
  fixationAt(at).count++;
}

/** Address of the link to the fixation of a process; the link leads to 0 if there is none. */
function linkOfFixation(table: Table, process: u32): u32 {
  let link = addressOf(table) + offsetof<Table>('fixations');
  while (load<u32>(link) != 0 && fixationAt(load<u32>(link)).process != process) link = load<u32>(link) + offsetof<Fixation>('next');
  return link;
}

function removeFixation(table: Table, link: u32): void {
  const at = load<u32>(link);
  store<u32>(link, fixationAt(at).next);
  freeBlock(at);
  fixationCount--;
}

/** Takes all of a process's fixations of a table back. */
function releaseFixation(table: Table, process: u32): void {
  const link = linkOfFixation(table, process);
  if (load<u32>(link) == 0) return;
  removeFixation(table, link);
  if (!isFixed(table) && !isOrdered(table)) removeDeleted(table);
}

/** Takes one fixation of the running process back, if there is one. */
export function unfixTable(table: Table): void {
  const at = load<u32>(linkOfFixation(table, currentProcess()));
  if (at == 0) return;
  if (--fixationAt(at).count == 0) releaseFixation(table, currentProcess());
}

/**
 * What a process that ends had: its tables go to their heirs, or are deleted; its fixations are taken back. To be called
 * while its Context is still there.
 */
export function releaseTables(context: u32): void {
  const process = load<u32>(context + L.ContextOffset_processId);
  let at = load<u32>(context + L.ContextOffset_tables);
  while (at != 0) {
    const table = tableAt(at);
    const next = table.nextOfOwner;
    const heir = table.heir == process ? 0 : processOf(table.heir);
    const data = heir == 0 ? L.TermTag_nil : elementOf(termOf(table.heirData), 0);
    // A table whose heir cannot be told, for want of memory, is of use to nobody.
    if (heir == 0 || !hasRoomFor(TRANSFER_BYTES + sizeOfCopy(data))) deleteTable(table);
    else transfer(table, heir, data);
    at = next;
  }
  if (fixationCount == 0) return;
  for (at = firstTable; at != 0; at = tableAt(at).next) releaseFixation(tableAt(at), process);
}
