// The garbage collector: copying, with two generations, as OTP's (`erts/emulator/beam/erl_gc.c`).
// What has survived one collection lies below the high water mark of the young heap; the next one
// moves it to the old heap. A major collection copies everything into one new young heap.
//
// A moved boxed term has its new term in the header word (a header ends in 00, a term never does); a
// moved cons has 0, which is never a term, in its tail and its new term in its head.

import { dataOf, hasParent, releaseBlock } from '../binaries/binary-blocks';
import { draw, drawHeapLimit, happens, isScheduleRandom, poison, poisonX } from '../execution/random-schedule';
import * as L from '../generated/layout';
import { traced } from '../host';
import { makeAtom, tagHoldsTerms } from '../terms/term';
import { allocateBlock, freeBlock } from './blocks';
import { freeFragments, freeProcessBlock, PROCESS_BLOCK } from './fragments';
import { collectAfterPause } from './paused-native';
import { allocateTemporary, freeTemporary } from './temporary-blocks';

/** A heap above this size (bytes) halves when hardly anything survives. */
const SHRINK_ABOVE: u32 = 0x10000;

/** With a random schedule one of four collections is a major one while the old heap is below this size (bytes). */
const OFTEN_MAJOR: u32 = 0x1000;
let youngStart: u32 = 0;
let youngBytes: u32 = 0;
let matureEnd: u32 = 0;
let oldStart: u32 = 0;
let oldBytes: u32 = 0;
let fragments: u32 = 0;

/** First fragment of an area whose terms are to be copied to the heap, or 0. */
let evacuating: u32 = 0;
let newTop: u32 = 0;
let promotedTop: u32 = 0;
let promotedStart: u32 = 0;

function inFragments(first: u32, address: u32): bool {
  for (let f = first; f != 0; f = load<u32>(f)) {
    if (address - (f + 16) < load<u32>(f + 8)) return true;
  }
  return false;
}

function copyCons(cell: u32, mature: bool): u32 {
  const tail = load<u32>(cell);
  if (tail == 0) return load<u32>(cell, 4);
  let to: u32;
  if (mature) {
    to = promotedTop;
    promotedTop = to + 8;
  } else {
    to = newTop;
    newTop = to + 8;
  }
  store<u64>(to, load<u64>(cell));
  const moved = to | L.TermTag_cons;
  store<u32>(cell, 0);
  store<u32>(cell, moved, 4);
  return moved;
}

function copyBoxed(box: u32, mature: bool): u32 {
  const header = load<u32>(box);
  if ((header & L.TermTag_primaryMask) != 0) return header;
  const bytes = ((header >> L.TermTag_arityShift) + 1) << 2;
  let to: u32;
  if (mature) {
    to = promotedTop;
    promotedTop = to + bytes;
  } else {
    to = newTop;
    newTop = to + bytes;
  }
  if (bytes <= 32) {
    for (let i: u32 = 0; i < bytes; i += 4) store<u32>(to + i, load<u32>(box + i));
  } else {
    memory.copy(to, box, bytes);
  }
  const moved = to | L.TermTag_boxed;
  store<u32>(box, moved);
  return moved;
}

/** Copies what the word at `slot` refers to, if it lies in a space that is being emptied. */
// @ts-ignore: decorator
@inline
function forward(slot: u32): void {
  const term = load<u32>(slot);
  const primary = term & L.TermTag_primaryMask;
  if (primary == L.TermTag_cons) {
    const cell = term - L.TermTag_cons;
    if (cell - youngStart < youngBytes) store<u32>(slot, copyCons(cell, cell < matureEnd));
    else forwardOutside(slot, term);
  } else if (primary == L.TermTag_boxed) {
    const box = term - L.TermTag_boxed;
    if (box - youngStart < youngBytes) store<u32>(slot, copyBoxed(box, box < matureEnd));
    else forwardOutside(slot, term);
  }
}

function forwardOutside(slot: u32, term: u32): void {
  const address = term & ~L.TermTag_primaryMask;
  if (
    address - oldStart < oldBytes ||
    (fragments != 0 && inFragments(fragments, address)) ||
    (evacuating != 0 && inFragments(evacuating, address))
  ) {
    store<u32>(slot, (term & L.TermTag_primaryMask) == L.TermTag_cons ? copyCons(address, false) : copyBoxed(address, false));
  }
}

/** Forwards the binary that a sub binary or match context refers to. */
function scanParent(at: u32, header: u32): void {
  forward(at + L.SubBinaryOffset_parent);
  if (header == L.MATCH_CONTEXT_HEADER) store<u32>(at, dataOf(load<u32>(at + L.MatchContextOffset_parent)), L.MatchContextOffset_base);
}

/** Least bytes of blocks that come to the old heap before all is collected: those that nobody refers to any more are freed only then. */
const OLD_BINARY_BYTES: u32 = 8 << 20;

/** Bytes of the blocks of binaries that the running collection has left in the young heap, and of those that it has moved to the old one. */
let keptBytes: u64 = 0;
let promotedBytes: u64 = 0;

/**
 * Goes through a list of `refc` binaries whose space has been emptied: those that were moved are put into the list of
 * their new space, the blocks of the others are given up.
 */
function sweepBinaries(context: u32, box: u32): void {
  while (box != 0) {
    const next = load<u32>(box, L.RefcBinaryOffset_next);
    const moved = load<u32>(box);
    if ((moved & L.TermTag_primaryMask) == 0) {
      releaseBlock(load<u32>(box, L.RefcBinaryOffset_block));
    } else {
      const copy = moved - L.TermTag_boxed;
      const isOld = copy - promotedStart < promotedTop - promotedStart;
      const bytes = load<u32>(load<u32>(copy, L.RefcBinaryOffset_block), L.BinaryBlockOffset_capacity);
      if (isOld) promotedBytes += bytes;
      else keptBytes += bytes;
      const list = context + (isOld ? L.ContextOffset_oldBinaries : L.ContextOffset_youngBinaries);
      store<u32>(copy, load<u32>(list), L.RefcBinaryOffset_next);
      store<u32>(list, copy);
    }
    box = next;
  }
}

/** Forwards the word at `at` of a space that is being filled; the address of the next one to scan. */
// @ts-ignore: decorator
@inline
function scanWord(at: u32): u32 {
  const word = load<u32>(at);
  if ((word & L.TermTag_primaryMask) == 0) {
    const tag = word & L.TermTag_headerMask;
    if (tagHoldsTerms(tag)) return at + 4;
    if (hasParent(word)) scanParent(at, word);
    // All other words of boxed terms are plain data.
    return at + (((word >> L.TermTag_arityShift) + 1) << 2);
  }
  forward(at);
  return at + 4;
}

function forwardRoots(context: u32, sp: u32, live: u32): void {
  const stackEnd = load<u32>(context + L.ContextOffset_stackEnd);
  for (let at = sp; at < stackEnd; at += 4) forward(at);
  const xEnd = L.X_REGISTERS + (live << 2);
  for (let at: u32 = L.X_REGISTERS; at < xEnd; at += 4) forward(at);
  forward(L.MachineRegister_exceptionReason);
  forward(L.MachineRegister_exceptionArguments);
  forward(L.MachineRegister_exceptionInfo);
  forward(context + L.ContextOffset_result);
  forward(L.MachineRegister_exceptionTrace);
  forward(context + L.ContextOffset_exitTrace);
  forward(context + L.ContextOffset_dictionary);
  forward(context + L.ContextOffset_options);
  // A pid of another node is no immediate term.
  forward(context + L.ContextOffset_groupLeader);
  forward(context + L.ContextOffset_traceToken);
  // Only the first message can have its data on the heap.
  const message = load<u32>(context + L.ContextOffset_mailboxFirst);
  if (message != 0 && load<u32>(message, L.MessageOffset_used) == 0) forward(message + L.MessageOffset_term);
}

/**
 * Collects so that `need` bytes can be allocated by bumping. Roots are the stack from `sp`, the first
 * `live` X registers and the terms of the context. With OWN_FRAME_FLAG in `sp` the frame there has a
 * return address word that may be stale; it is made harmless first.
 */
export function collect(sp: u32, need: u32, live: u32): void {
  if (sp & L.OWN_FRAME_FLAG) {
    sp -= L.OWN_FRAME_FLAG;
    store<u32>(sp, 0);
  }
  const context = load<u32>(L.MachineRegister_context);
  const start = load<u32>(context + L.ContextOffset_heapStart);
  const end = load<u32>(context + L.ContextOffset_heapEnd);
  const top = load<u32>(L.MachineRegister_heapTop);
  if (isScheduleRandom() && isSpared(top, end, need)) return;
  const isTraced = (load<u32>(context + L.ContextOffset_flags) & L.ProcessFlag_tracedCollections) != 0;
  const highWater = load<u32>(context + L.ContextOffset_highWater);
  const oldTop = load<u32>(context + L.ContextOffset_oldTop);
  const oldEnd = load<u32>(context + L.ContextOffset_oldEnd);
  const fragmentBytes = load<u32>(context + L.ContextOffset_fragmentBytes);
  const stackBytes = load<u32>(context + L.ContextOffset_stackEnd) - sp;
  const mature = highWater - start;

  youngStart = start;
  youngBytes = top - start;
  fragments = load<u32>(context + L.ContextOffset_fragments);

  let promoteTo = oldTop;
  let major = false;
  if (evacuating != 0) {
    major = true;
  } else if (isScheduleRandom() && draw(oldTop - load<u32>(context + L.ContextOffset_oldStart) < OFTEN_MAJOR ? 4 : 1024) == 0) {
    major = true;
  } else if (oldEnd != 0 && load<u32>(context + L.ContextOffset_oldBinaryRoom) == 0) {
    major = true;
  } else if (mature > oldEnd - oldTop) {
    if (oldEnd == 0) {
      // The first promotion makes the old heap; it has room for some more of the same size.
      const size = max<u32>(mature * 2, end - start);
      promoteTo = allocateBlock(size);
      store<u32>(context + L.ContextOffset_oldStart, promoteTo);
      store<u32>(context + L.ContextOffset_oldTop, promoteTo);
      store<u32>(context + L.ContextOffset_oldEnd, promoteTo + size);
      store<u32>(context + L.ContextOffset_oldBinaryRoom, OLD_BINARY_BYTES);
    } else {
      major = true;
    }
  }

  if (isTraced) traced(major ? L.TraceEvent_majorStart : L.TraceEvent_minorStart, context, 0);
  let size: u32;
  if (major) {
    const oldBlock = load<u32>(context + L.ContextOffset_oldStart);
    oldStart = oldBlock;
    oldBytes = oldTop - oldBlock;
    matureEnd = 0;
    size = max<u32>(youngBytes + oldBytes + fragmentBytes + need, load<u32>(context + L.ContextOffset_nextHeapBytes));
  } else {
    oldStart = 0;
    oldBytes = 0;
    matureEnd = highWater;
    size = max<u32>(youngBytes - mature + fragmentBytes + need, load<u32>(context + L.ContextOffset_nextHeapBytes));
  }
  // The whole stack is scanned by each collection: a heap at least as large keeps that amortised.
  if (size < stackBytes) size = stackBytes;
  if (happens(2)) size += draw(64) << 2;
  const to = allocateBlock(size);
  newTop = to;
  promotedTop = promoteTo;
  promotedStart = promoteTo;

  forwardRoots(context, sp, live);
  let scan = to;
  let scanPromoted = promoteTo;
  do {
    while (scan < newTop) scan = scanWord(scan);
    while (scanPromoted < promotedTop) scanPromoted = scanWord(scanPromoted);
  } while (scan < newTop);

  const young = load<u32>(context + L.ContextOffset_youngBinaries);
  store<u32>(context + L.ContextOffset_youngBinaries, 0);
  keptBytes = 0;
  promotedBytes = 0;
  if (major) {
    const old = load<u32>(context + L.ContextOffset_oldBinaries);
    store<u32>(context + L.ContextOffset_oldBinaries, 0);
    sweepBinaries(context, old);
  }
  sweepBinaries(context, young);
  store<u32>(context + L.ContextOffset_binaryBytes, 0);
  const room: u64 = load<u32>(context + L.ContextOffset_oldBinaryRoom);
  // After all was collected twice as much as is alive may come, so that work for each block is bounded.
  const left: u64 = major ? min<u64>(max<u64>(OLD_BINARY_BYTES, 2 * keptBytes), u32.MAX_VALUE) : room - min<u64>(room, promotedBytes);
  store<u32>(context + L.ContextOffset_oldBinaryRoom, left as u32);

  freeProcessBlock(context, start);
  freeFragments(context);
  if (major) {
    freeBlock(oldStart);
    store<u32>(context + L.ContextOffset_oldStart, 0);
    store<u32>(context + L.ContextOffset_oldTop, 0);
    store<u32>(context + L.ContextOffset_oldEnd, 0);
    store<u32>(context + L.ContextOffset_majorCollections, load<u32>(context + L.ContextOffset_majorCollections) + 1);
  } else {
    store<u32>(context + L.ContextOffset_oldTop, promotedTop);
    store<u32>(context + L.ContextOffset_minorCollections, load<u32>(context + L.ContextOffset_minorCollections) + 1);
  }
  const survived = newTop - to;
  // Survivors are to fill at most a quarter of the heap, so that work per allocated byte is bounded.
  let next = size;
  if (survived * 4 > size) next = size * 2;
  else if (survived * 32 < size && size > SHRINK_ABOVE) next = size / 2;
  next = max<u32>(next, load<u32>(context + L.ContextOffset_minHeapBytes));
  store<u32>(context + L.ContextOffset_nextHeapBytes, next);
  // Room for what did not survive is not used: garbage in fragments, of which a heap may have as much as it is large, would double it for ever.
  const newEnd = to + min<u32>(size, max<u32>(max<u32>(next, stackBytes), survived + need));
  store<u32>(context + L.ContextOffset_heapStart, to);
  store<u32>(context + L.ContextOffset_heapEnd, newEnd);
  store<u32>(context + L.ContextOffset_highWater, newTop);
  const most: u32 = load<u32>(context + L.ContextOffset_maxHeapWordsHigh) != 0 ? 0 : load<u32>(context + L.ContextOffset_maxHeapWords);
  if (most != 0 && size + (load<u32>(context + L.ContextOffset_oldEnd) - load<u32>(context + L.ContextOffset_oldStart)) > most << 2)
    exceedLimit(context);
  store<u32>(L.MachineRegister_heapTop, newTop);
  store<u32>(L.MachineRegister_heapLimit, heapLimitOf(newTop, newEnd));
  if (isTraced) traced(major ? L.TraceEvent_majorEnd : L.TraceEvent_minorEnd, context, 0);
  if (isScheduleRandom()) {
    poisonX(live);
    if (start - context < PROCESS_BLOCK) poison(start, end - start);
  }
}

/** How far compiled code may allocate in a heap that is filled up to `top` and ends at `end`. */
// @ts-ignore: decorator
@inline
export function heapLimitOf(top: u32, end: u32): u32 {
  const forced = load<u32>(L.MachineRegister_forcedCollections);
  if (forced == L.ForcedCollections_none) return end;
  return forced == L.ForcedCollections_always ? 0 : drawHeapLimit(top, end);
}

/** With a random schedule: true for a collection that was asked for only because `heapLimit` is below the end of the heap. */
function isSpared(top: u32, end: u32, need: u32): bool {
  if (
    need == 0 ||
    evacuating != 0 ||
    need > end - top ||
    load<u32>(L.MachineRegister_forcedCollections) == L.ForcedCollections_always ||
    draw(4) == 0
  )
    return false;
  store<u32>(L.MachineRegister_heapLimit, drawHeapLimit(top, end));
  return true;
}

/** The heap is larger than the process's `max_heap_size`: it ends with the reason killed at its next function entry. */
function exceedLimit(context: u32): void {
  if ((load<u32>(context + L.ContextOffset_flags) & L.ProcessFlag_softLimit) != 0 || load<u32>(context + L.ContextOffset_exitSignal) != 0)
    return;
  store<u32>(context + L.ContextOffset_exitSignal, makeAtom(L.Atom_killed));
  store<i32>(L.MachineRegister_reductions, 0);
}

/** Collects any process: the running one with the stack from `sp`, another one as it rests; `live` X registers are kept. */
export function collectOther(context: u32, sp: u32, live: u32): void {
  if (context == load<u32>(L.MachineRegister_context)) collect(sp, 0, live);
  // A BIF that has paused goes on with addresses of its terms.
  else if (load<u32>(context + L.ContextOffset_paused) != 0) collectAfterPause(context);
  else collectWith(context, 0);
}

/** Collects a process that does not run, so that `need` bytes are free. */
function collectWith(context: u32, need: u32): void {
  const running = load<u32>(L.MachineRegister_context);
  const live = load<u32>(context + L.ContextOffset_savedLive);
  const soon = load<u32>(L.MachineRegister_collectSoon);
  const reductions = load<u32>(L.MachineRegister_reductions);
  const top = load<u32>(L.MachineRegister_heapTop);
  const limit = load<u32>(L.MachineRegister_heapLimit);
  store<u32>(L.MachineRegister_context, context);
  store<u32>(L.MachineRegister_heapTop, load<u32>(context + L.ContextOffset_heapTop));
  const saved = load<u32>(context + L.ContextOffset_savedX);
  const kept = allocateTemporary(live << 2);
  memory.copy(kept, L.X_REGISTERS, live << 2);
  memory.copy(L.X_REGISTERS, saved, live << 2);
  collect(load<u32>(context + L.ContextOffset_e), need, live);
  memory.copy(saved, L.X_REGISTERS, live << 2);
  memory.copy(L.X_REGISTERS, kept, live << 2);
  freeTemporary(kept);
  store<u32>(context + L.ContextOffset_heapTop, load<u32>(L.MachineRegister_heapTop));
  store<u32>(L.MachineRegister_collectSoon, soon);
  store<u32>(L.MachineRegister_reductions, reductions);
  store<u32>(L.MachineRegister_context, running);
  store<u32>(L.MachineRegister_heapTop, top);
  store<u32>(L.MachineRegister_heapLimit, limit);
}

/** Forgets the area of a `collectEvacuating` that was broken off. */
export function stopEvacuating(): void {
  evacuating = 0;
}

/** Copies what a process that does not run has of the terms of an area, a Context without a process, to its own heap. */
export function collectEvacuating(context: u32, area: u32): void {
  const first = load<u32>(area + L.ContextOffset_fragments);
  if (first == 0) return;
  // Each process gets copies of its own: what is left of one must not be there for the next one.
  let bytes: u32 = 0;
  for (let f = first; f != 0; f = load<u32>(f)) bytes += load<u32>(f, 8);
  const backup = allocateTemporary(bytes);
  let at = backup;
  for (let f = first; f != 0; f = load<u32>(f)) {
    memory.copy(at, f + 16, load<u32>(f, 8));
    at += load<u32>(f, 8);
  }
  evacuating = first;
  collectWith(context, bytes);
  evacuating = 0;
  for (let box = load<u32>(area + L.ContextOffset_youngBinaries); box != 0; box = load<u32>(box, L.RefcBinaryOffset_next)) {
    const moved = load<u32>(box);
    if ((moved & L.TermTag_primaryMask) == 0) continue;
    const copy = moved - L.TermTag_boxed;
    const block = load<u32>(copy, L.RefcBinaryOffset_block);
    store<u32>(block, load<u32>(block) + 1);
    store<u32>(copy, load<u32>(context + L.ContextOffset_youngBinaries), L.RefcBinaryOffset_next);
    store<u32>(context + L.ContextOffset_youngBinaries, copy);
  }
  at = backup;
  for (let f = first; f != 0; f = load<u32>(f)) {
    memory.copy(f + 16, at, load<u32>(f, 8));
    at += load<u32>(f, 8);
  }
  freeTemporary(backup);
}
