// Terms outside all heaps that are of no use any more, such as a persistent term that has been replaced or the literals of purged code. Processes may still
// refer to them: one after the other, between slices, is looked at and gets copies; then they are freed (OTP's literal area collector,
// `erts/preloaded/src/erts_literal_area_collector.erl`). What is sent, stored or kept elsewhere is always a copy.
import { isScheduleRandom } from '../execution/random-schedule';
import * as L from '../generated/layout';
import { adoptBinaries, clearArea } from '../processes/process';
import { binariesOfCopy, copyTerm, sizeOfCopy } from '../terms/copy-term';
import { isImmediate } from '../terms/term';
import { allocateBlock, freeBlock, hasRoomFor } from './blocks';
import { collectEvacuating, settleCollection } from './collector';
import { indexFragments, inFragments } from './fragment-index';
import { FRAGMENT_HEADER } from './fragments';

/** In the header of a literal, which is a fragment of its own: the first `refc` binary in it. */
const BINARIES: usize = 12;

/** Retired literals are collected when there are so many, or so many bytes of them. */
const MOST_RETIRED: u32 = 256;
const MOST_BYTES: u32 = 1 << 16;

/** A Context without a process, in whose fragments retired literals lie, or 0. */
let area: u32 = 0;
let areaCount: u32 = 0;
let areaBytes: u32 = 0;

/** The one whose literals are being collected, or 0; their index; where they lie; the next entry of the table of processes to look at. */
let collected: u32 = 0;
let index: u32 = 0;
let lowest: u32 = 0;
let highest: u32 = 0;
let next: u32 = 0;
let capacity: u32 = 0;

/** A copy of a term outside all heaps. */
export function makeLiteral(term: u32): u32 {
  if (isImmediate(term)) return term;
  const bytes = sizeOfCopy(term);
  const literal = allocateBlock(FRAGMENT_HEADER + bytes);
  store<u32>(literal, bytes, 4);
  store<u32>(literal, bytes, 8);
  const copy = copyTerm(term, literal + FRAGMENT_HEADER);
  store<u32>(literal, binariesOfCopy(), BINARIES);
  return copy;
}

/** Bytes of a literal. */
export function sizeOfLiteral(term: u32): u32 {
  return isImmediate(term) ? 0 : load<u32>(blockOf(term), 4);
}

/** A copy begins with its outermost term. */
function blockOf(term: u32): u32 {
  return (term & ~L.TermTag_primaryMask) - FRAGMENT_HEADER;
}

function newArea(): u32 {
  const context = allocateBlock(L.ContextOffset_size);
  memory.fill(context, 0, L.ContextOffset_size);
  return context;
}

/** Makes room for what `retireLiteral` does, which then takes no memory. */
export function prepareRetirement(): void {
  if (area == 0) area = newArea();
}

/** Gives up a literal that nothing but heaps and stacks of processes refers to, after `prepareRetirement`. */
export function retireLiteral(term: u32): void {
  if (isImmediate(term)) return;
  const literal = blockOf(term);
  store<u32>(literal, load<u32>(area + L.ContextOffset_fragments));
  store<u32>(area + L.ContextOffset_fragments, literal);
  adoptBinaries(area, load<u32>(literal, BINARIES));
  areaCount++;
  areaBytes += load<u32>(literal, 4);
}

/** Gives up a Context without a process with all terms in it, to which nothing but heaps and stacks of processes refers. Takes no memory. */
export function retireArea(context: u32): void {
  // They are not to wait for others.
  areaCount = MOST_RETIRED;
  if (area == 0) {
    area = context;
    return;
  }
  let last = context + L.ContextOffset_fragments;
  while (load<u32>(last) != 0) last = load<u32>(last);
  store<u32>(last, load<u32>(area + L.ContextOffset_fragments));
  store<u32>(area + L.ContextOffset_fragments, load<u32>(context + L.ContextOffset_fragments));
  adoptBinaries(area, load<u32>(context + L.ContextOffset_youngBinaries));
  freeBlock(context);
}

/** True if there is something for `collectLiterals` to do. */
// @ts-ignore: decorator
@inline
export function hasRetiredLiterals(): bool {
  return collected != 0 || areaCount != 0;
}

function begin(): void {
  collected = area;
  area = 0;
  areaCount = 0;
  areaBytes = 0;
  lowest = 0xffffffff;
  highest = 0;
  for (let f = load<u32>(collected + L.ContextOffset_fragments); f != 0; f = load<u32>(f)) {
    lowest = min<u32>(lowest, f);
    highest = max<u32>(highest, f + FRAGMENT_HEADER + load<u32>(f, 8));
  }
  index = indexFragments(load<u32>(collected + L.ContextOffset_fragments));
  next = 0;
  capacity = load<u32>(L.MachineRegister_processCapacity);
}

/**
 * Goes on with the collection of retired literals: looks at the process that comes next. No process may be running. Returns the Context of
 * one that refers to such literals and is to get copies by `copyLiterals`; 0 otherwise.
 */
export function collectLiterals(): u32 {
  if (collected == 0) {
    if (areaCount < MOST_RETIRED && areaBytes < MOST_BYTES && !isScheduleRandom()) return 0;
    begin();
  }
  // A larger table has its processes in other places.
  if (capacity != load<u32>(L.MachineRegister_processCapacity)) {
    capacity = load<u32>(L.MachineRegister_processCapacity);
    next = 0;
  }
  const table = load<u32>(L.MachineRegister_processTable);
  // Empty places cost little, but the table may have very many.
  for (let looks = 0; next < capacity && looks < 4096; looks++) {
    const context = load<u32>(table + (next << 2));
    next++;
    if (context == 0 || (load<u32>(context + L.ContextOffset_flags) & L.ProcessFlag_mailbox) != 0) continue;
    // What a BIF that has paused refers to is on its native frames, too, and its heap must not move.
    if (load<u32>(context + L.ContextOffset_paused) != 0) {
      next--;
      return 0;
    }
    settleCollection(context);
    if (!refersToCollected(context)) return 0;
    if (hasRoomFor(copyBytes(context))) return context;
    // Without room for the copies everything has to wait.
    next--;
    return 0;
  }
  if (next < capacity) return 0;
  clearArea(collected);
  freeBlock(collected);
  freeBlock(index);
  collected = 0;
  index = 0;
  return 0;
}

/** Gives a process, which does not run, copies of the literals that are being collected. */
export function copyLiterals(context: u32): void {
  collectEvacuating(context, collected, index);
}

/** What a collection of a process may take at most. */
function copyBytes(context: u32): u32 {
  let bytes: u32 = 0;
  for (let f = load<u32>(collected + L.ContextOffset_fragments); f != 0; f = load<u32>(f)) bytes += load<u32>(f, 8);
  const full = load<u32>(context + L.ContextOffset_fullStart);
  const heap =
    full != 0
      ? load<u32>(context + L.ContextOffset_fullTop) - full
      : load<u32>(context + L.ContextOffset_heapEnd) - load<u32>(context + L.ContextOffset_heapStart);
  const old = load<u32>(context + L.ContextOffset_oldEnd) - load<u32>(context + L.ContextOffset_oldStart);
  const stack = load<u32>(context + L.ContextOffset_stackEnd) - load<u32>(context + L.ContextOffset_stackStart);
  return 2 * bytes + heap + old + stack + load<u32>(context + L.ContextOffset_fragmentBytes) + 4096;
}

/** True if a word between two addresses may be a reference to what is collected: plain data may look like one. */
function refersFrom(start: u32, end: u32): bool {
  for (let at = start; at < end; at += 4) {
    const word = load<u32>(at);
    const primary = word & L.TermTag_primaryMask;
    if (primary == 0 || primary == L.TermTag_primaryMask) continue;
    const address = word - primary;
    if (address - lowest >= highest - lowest) continue;
    if (inFragments(load<u32>(collected + L.ContextOffset_fragments), index, address)) return true;
  }
  return false;
}

function refersToCollected(context: u32): bool {
  if (refersFrom(load<u32>(context + L.ContextOffset_e), load<u32>(context + L.ContextOffset_stackEnd))) return true;
  const saved = load<u32>(context + L.ContextOffset_savedX);
  if (refersFrom(saved, saved + (load<u32>(context + L.ContextOffset_savedLive) << 2))) return true;
  if (refersFrom(context, context + L.ContextOffset_size)) return true;
  if (refersFrom(load<u32>(context + L.ContextOffset_heapStart), load<u32>(context + L.ContextOffset_heapTop))) return true;
  const full = load<u32>(context + L.ContextOffset_fullStart);
  if (full != 0 && refersFrom(full, load<u32>(context + L.ContextOffset_fullTop))) return true;
  if (refersFrom(load<u32>(context + L.ContextOffset_oldStart), load<u32>(context + L.ContextOffset_oldTop))) return true;
  for (let f = load<u32>(context + L.ContextOffset_fragments); f != 0; f = load<u32>(f)) {
    if (refersFrom(f + FRAGMENT_HEADER, f + FRAGMENT_HEADER + load<u32>(f, 8))) return true;
  }
  return false;
}
