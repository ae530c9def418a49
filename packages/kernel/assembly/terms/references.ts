// References, and a table of what has one: links (by the pair of processes), monitors, aliases, timers, tables. An entry begins
// with { next in its chain: u32, kind: u32, number: u64 }.
import * as L from '../generated/layout';
import { allocateBlock, freeBlock, hasRoomFor } from '../memory/blocks';
import { allocateNoCollect } from '../memory/heap';
import { elementOf, headerOf, isBoxed } from './term';

/** Kinds of entries. */
export const ENTRY_LINK: u32 = 1;

/** A monitor, which may be an alias as well. */
export const ENTRY_MONITOR: u32 = 2;
export const ENTRY_ALIAS: u32 = 3;
export const ENTRY_TIMER: u32 = 4;
export const ENTRY_TABLE: u32 = 5;
/** A request to another node to spawn a process. */
export const ENTRY_SPAWN: u32 = 6;
/** What one process has suspended another with. */
export const ENTRY_SUSPENSION: u32 = 7;

/** Byte offsets in an entry. */
export const ENTRY_KIND: usize = 4;
export const ENTRY_NUMBER: usize = 8;

/** Header of a reference. */
export const REFERENCE_HEADER: u32 = (3 << L.TermTag_arityShift) | L.HeaderTag_reference;

/** Bytes of one. */
export const REFERENCE_BYTES: u32 = 16;
const INITIAL_CHAINS: u32 = 64;
let chains: u32 = 0;
let chainCount: u32 = 0;
let entries: u32 = 0;
let lastNumber: u64 = 0;

/** Number of a new reference. */
export function newReferenceNumber(): u64 {
  return ++lastNumber;
}

/** Writes the reference with a number to 16 bytes: three words, the most significant one last. */
export function writeReference(number: u64, box: u32): u32 {
  store<u32>(box, REFERENCE_HEADER);
  store<u32>(box, (number & 0x3ffff) as u32, 4);
  store<u32>(box, (number >> 18) as u32, 8);
  store<u32>(box, (number >> 50) as u32, 12);
  return box | L.TermTag_boxed;
}

export function referenceTerm(number: u64): u32 {
  return writeReference(number, allocateNoCollect(REFERENCE_BYTES));
}

/** A reference that no other is equal to. */
export function makeReference(): u32 {
  return referenceTerm(newReferenceNumber());
}

/** True for a reference that the machine made. */
export function isReference(term: u32): bool {
  return isBoxed(term) && headerOf(term) == REFERENCE_HEADER;
}

/** Number of a reference that the machine made. */
export function numberOf(reference: u32): u64 {
  return (elementOf(reference, 0) as u64) | ((elementOf(reference, 1) as u64) << 18) | ((elementOf(reference, 2) as u64) << 50);
}

// @ts-ignore: decorator
@inline
function chainOf(number: u64): u32 {
  const mixed = (number ^ (number >> 28)) as u32;
  return chains + ((mixed & (chainCount - 1)) << 2);
}

function resize(count: u32): void {
  const old = chains;
  const oldCount = chainCount;
  const block = allocateBlock(count << 2);
  memory.fill(block, 0, count << 2);
  chains = block;
  chainCount = count;
  for (let i: u32 = 0; i < oldCount; i++) {
    let entry = load<u32>(old + (i << 2));
    while (entry != 0) {
      const next = load<u32>(entry);
      const chain = chainOf(load<u64>(entry, ENTRY_NUMBER));
      store<u32>(entry, load<u32>(chain));
      store<u32>(chain, entry);
      entry = next;
    }
  }
  freeBlock(old);
}

/** A block for an entry, for which the table has room then. */
export function allocateEntry(bytes: u32): u32 {
  if (entries == chainCount) resize(max<u32>(INITIAL_CHAINS, chainCount * 2));
  return allocateBlock(bytes);
}

/** Puts an entry of `allocateEntry`, whose number is set, into the table. */
export function enterReference(entry: u32): void {
  entries++;
  const chain = chainOf(load<u64>(entry, ENTRY_NUMBER));
  store<u32>(entry, load<u32>(chain));
  store<u32>(chain, entry);
}

/** Takes an entry out of the table. */
export function leaveReference(entry: u32): void {
  let link = chainOf(load<u64>(entry, ENTRY_NUMBER));
  while (load<u32>(link) != entry) link = load<u32>(link);
  store<u32>(link, load<u32>(entry));
  entries--;
  if (entries < chainCount >> 4 && chainCount > INITIAL_CHAINS && hasRoomFor(chainCount)) resize(chainCount >> 2);
}

/** The entry with a number, 0 if there is none. */
export function findReference(number: u64): u32 {
  if (chainCount == 0) return 0;
  let entry = load<u32>(chainOf(number));
  while (entry != 0 && load<u64>(entry, ENTRY_NUMBER) != number) entry = load<u32>(entry);
  return entry;
}
