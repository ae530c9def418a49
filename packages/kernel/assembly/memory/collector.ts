// The garbage collector: copying, with two generations, as OTP's (`erts/emulator/beam/erl_gc.c`).
// What has survived one collection lies below the high water mark of the young heap; the next one
// moves it to the old heap. A major collection copies everything into one new young heap.

import { releaseBinaries, releaseBlock } from '../binaries/binary-blocks';
import { draw, drawHeapLimit, happens, isScheduleRandom, poison, poisonX } from '../execution/random-schedule';
import * as L from '../generated/layout';
import { traced } from '../host';
import { makeAtom } from '../terms/term';
import { allocateBlock, freeBlock } from './blocks';
import {
  beginCopying,
  COPYING_BYTES,
  evacuate,
  forwardContext,
  forwardException,
  forwardWords,
  fragments,
  newTop,
  oldBytes,
  oldStart,
  promotedStart,
  promotedTop,
  resumeCopying,
  saveCopying,
  scanSpaces,
  youngBytes,
  youngStart,
} from './copying';
import { FRAGMENT_HEADER, freeFragmentList, freeProcessBlock, PROCESS_BLOCK } from './fragments';
import { collectAtNextEntry } from './heap';
import { collectAfterPause } from './paused-native';
import { allocateTemporary, freeTemporary } from './temporary-blocks';

/** A heap above this size (bytes) halves when hardly anything survives. */
const SHRINK_ABOVE: u32 = 0x10000;

/** With a random schedule one of four collections is a major one while the old heap is below this size (bytes). */
const OFTEN_MAJOR: u32 = 0x1000;

/** The space that is being filled, its block and size in bytes; whether all is collected. */
let space: u32 = 0;
let spaceBytes: u32 = 0;
let isMajor: bool = false;

/** The lists of `refc` binaries as they were. */
let youngList: u32 = 0;
let oldList: u32 = 0;

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

/** True if the next collection of a process collects all. */
function willBeMajor(context: u32, mature: u32): bool {
  const oldTop = load<u32>(context + L.ContextOffset_oldTop);
  const oldEnd = load<u32>(context + L.ContextOffset_oldEnd);
  return oldEnd != 0 && (load<u32>(context + L.ContextOffset_oldBinaryRoom) == 0 || mature > oldEnd - oldTop);
}

/** Begins a collection, with `all` of everything, of a young heap that is filled up to `top`: makes the space that is to be filled. */
function start(context: u32, top: u32, need: u32, stackBytes: u32, all: bool): void {
  const full = load<u32>(context + L.ContextOffset_fullStart);
  const young = full != 0 ? full : load<u32>(context + L.ContextOffset_heapStart);
  const used = (full != 0 ? load<u32>(context + L.ContextOffset_fullTop) : top) - young;
  const mature = load<u32>(context + L.ContextOffset_highWater) - young;
  const oldBlock = load<u32>(context + L.ContextOffset_oldStart);
  const oldTop = load<u32>(context + L.ContextOffset_oldTop);
  const fragmentBytes = load<u32>(context + L.ContextOffset_fragmentBytes);
  let major = all || willBeMajor(context, mature);
  if (!major && isScheduleRandom()) major = draw(oldTop - oldBlock < OFTEN_MAJOR ? 4 : 1024) == 0;

  tellCollection(major ? L.TraceEvent_majorStart : L.TraceEvent_minorStart, context);
  let promoteTo = oldTop;
  let size = max<u32>(
    used + (major ? oldTop - oldBlock : -mature) + fragmentBytes + need,
    load<u32>(context + L.ContextOffset_nextHeapBytes),
  );
  // The whole stack is scanned by each collection: a heap at least as large keeps that amortised.
  if (size < stackBytes) size = stackBytes;
  if (happens(2)) size += draw(64) << 2;
  if (!major && mature > 0 && load<u32>(context + L.ContextOffset_oldEnd) == 0) {
    // The first promotion makes the old heap; it has room for some more of the same size.
    const oldSize = max<u32>(mature * 2, load<u32>(context + L.ContextOffset_heapEnd) - load<u32>(context + L.ContextOffset_heapStart));
    promoteTo = allocateBlock(oldSize);
    store<u32>(context + L.ContextOffset_oldStart, promoteTo);
    store<u32>(context + L.ContextOffset_oldTop, promoteTo);
    store<u32>(context + L.ContextOffset_oldEnd, promoteTo + oldSize);
    store<u32>(context + L.ContextOffset_oldBinaryRoom, OLD_BINARY_BYTES);
  }
  space = allocateBlock(size);
  spaceBytes = size;
  isMajor = major;
  // What others make for the process while this is under way is not part of it.
  beginCopying(
    young,
    used,
    major ? 0 : young + mature,
    major ? oldBlock : 0,
    major ? oldTop - oldBlock : 0,
    load<u32>(context + L.ContextOffset_fragments),
    space,
    promoteTo,
  );
  youngList = load<u32>(context + L.ContextOffset_youngBinaries);
  oldList = load<u32>(context + L.ContextOffset_oldBinaries);
  store<u32>(context + L.ContextOffset_fragments, 0);
  store<u32>(context + L.ContextOffset_fragmentBytes, 0);
  store<u32>(context + L.ContextOffset_youngBinaries, 0);
  // What has been copied of the stack will not be as it was.
  store<u32>(context + L.ContextOffset_movedStackAt, 0);
  if (major) store<u32>(context + L.ContextOffset_oldBinaries, 0);
}

/** Ends a collection when all is copied. The young heap is filled up to `newTop` then. */
function finish(context: u32, need: u32, stackBytes: u32): void {
  const before = load<u32>(context + L.ContextOffset_heapStart);
  const beforeEnd = load<u32>(context + L.ContextOffset_heapEnd);
  keptBytes = 0;
  promotedBytes = 0;
  if (isMajor) sweepBinaries(context, oldList);
  sweepBinaries(context, youngList);
  store<u32>(context + L.ContextOffset_binaryBytes, 0);
  const room: u64 = load<u32>(context + L.ContextOffset_oldBinaryRoom);
  // After all was collected twice as much as is alive may come, so that work for each block is bounded.
  const left: u64 = isMajor ? min<u64>(max<u64>(OLD_BINARY_BYTES, 2 * keptBytes), u32.MAX_VALUE) : room - min<u64>(room, promotedBytes);
  store<u32>(context + L.ContextOffset_oldBinaryRoom, left as u32);

  let copied: u64 = youngBytes + (isMajor ? oldBytes : 0);
  for (let f = fragments; f != 0; f = load<u32>(f)) copied += load<u32>(f, 8);
  const kept: u64 = newTop - space + (promotedTop - promotedStart);
  store<u64>(L.MachineCounter_collections, load<u64>(L.MachineCounter_collections) + 1);
  // What has come from an area of literals may make it more.
  if (kept < copied) store<u64>(L.MachineCounter_reclaimed, load<u64>(L.MachineCounter_reclaimed) + (copied - kept));
  freeProcessBlock(context, youngStart);
  freeFragmentList(fragments);
  if (isMajor) {
    freeBlock(oldStart);
    store<u32>(context + L.ContextOffset_oldStart, 0);
    store<u32>(context + L.ContextOffset_oldTop, 0);
    store<u32>(context + L.ContextOffset_oldEnd, 0);
    store<u32>(context + L.ContextOffset_majorCollections, load<u32>(context + L.ContextOffset_majorCollections) + 1);
  } else {
    store<u32>(context + L.ContextOffset_oldTop, promotedTop);
    store<u32>(context + L.ContextOffset_minorCollections, load<u32>(context + L.ContextOffset_minorCollections) + 1);
  }
  const size = spaceBytes;
  const survived = newTop - space;
  // Survivors are to fill at most a quarter of the heap, so that work per allocated byte is bounded.
  let next = size;
  if (survived * 4 > size) next = size * 2;
  else if (survived * 32 < size && size > SHRINK_ABOVE) next = size / 2;
  next = max<u32>(next, load<u32>(context + L.ContextOffset_minHeapBytes));
  store<u32>(context + L.ContextOffset_nextHeapBytes, next);
  // Room for what did not survive is not used: garbage in fragments, of which a heap may have as much as it is large, would double it for ever.
  const newEnd = space + min<u32>(size, max<u32>(max<u32>(next, stackBytes), survived + need));
  store<u32>(context + L.ContextOffset_heapStart, space);
  store<u32>(context + L.ContextOffset_heapEnd, newEnd);
  store<u32>(context + L.ContextOffset_highWater, newTop);
  store<u32>(context + L.ContextOffset_fullStart, 0);
  store<u32>(context + L.ContextOffset_collection, 0);
  const most: u32 = load<u32>(context + L.ContextOffset_maxHeapWordsHigh) != 0 ? 0 : load<u32>(context + L.ContextOffset_maxHeapWords);
  if (most != 0 && size + (load<u32>(context + L.ContextOffset_oldEnd) - load<u32>(context + L.ContextOffset_oldStart)) > most << 2)
    exceedLimit(context);
  store<u32>(context + L.ContextOffset_heapTop, newTop);
  if (isScheduleRandom() && before - context < PROCESS_BLOCK) poison(before, beforeEnd - before);
}

/** Tells tracing of something about a collection. */
function tellCollection(event: u32, context: u32): void {
  if ((load<u32>(context + L.ContextOffset_flags) & L.ProcessFlag_tracedCollections) != 0) traced(event, context, 0);
}

/** Tells tracing of the end of a collection, when the heap is as it will be. */
function tellEnd(context: u32): void {
  tellCollection(isMajor ? L.TraceEvent_majorEnd : L.TraceEvent_minorEnd, context);
}

/**
 * Collects at once, with `all` everything. Roots are the stack from `sp`, the first `live` X registers and the terms of the context. With OWN_FRAME_FLAG in `sp`
 * the frame there has a return address word that may be stale; it is made harmless first.
 */
export function collectNow(sp: u32, need: u32, live: u32, all: bool): void {
  if (sp & L.OWN_FRAME_FLAG) {
    sp -= L.OWN_FRAME_FLAG;
    store<u32>(sp, 0);
  }
  const context = load<u32>(L.MachineRegister_context);
  const stackEnd = load<u32>(context + L.ContextOffset_stackEnd);
  start(context, load<u32>(L.MachineRegister_heapTop), need, stackEnd - sp, all);
  forwardWords(sp, stackEnd);
  forwardWords(L.X_REGISTERS, L.X_REGISTERS + (live << 2));
  forwardException();
  forwardContext(context);
  scanSpaces(u32.MAX_VALUE);
  finish(context, need, stackEnd - sp);
  store<u32>(L.MachineRegister_heapTop, newTop);
  store<u32>(L.MachineRegister_heapLimit, heapLimitOf(newTop, load<u32>(context + L.ContextOffset_heapEnd)));
  tellEnd(context);
  if (isScheduleRandom()) poisonX(live);
}

/** Bytes that a collection has to look at, at most, from which on it is done in steps between slices: a few milliseconds. */
const LARGE: u32 = 1 << 20;

/** Bytes of the heap that a process gets when its collection is put off: it ends its slice at the next function entry. */
const EXTENSION: u32 = 1 << 18;

/** True if a collection of the running process may take long; with `all` one that collects all. */
function isLong(context: u32, sp: u32, all: bool): bool {
  if (isScheduleRandom()) return draw(8) == 0;
  const full = load<u32>(context + L.ContextOffset_fullStart);
  const young = full != 0 ? full : load<u32>(context + L.ContextOffset_heapStart);
  const used = (full != 0 ? load<u32>(context + L.ContextOffset_fullTop) : load<u32>(L.MachineRegister_heapTop)) - young;
  let bytes = used + load<u32>(context + L.ContextOffset_fragmentBytes) + (load<u32>(context + L.ContextOffset_stackEnd) - sp);
  if (all || willBeMajor(context, load<u32>(context + L.ContextOffset_highWater) - young))
    bytes += load<u32>(context + L.ContextOffset_oldTop) - load<u32>(context + L.ContextOffset_oldStart);
  return bytes > LARGE;
}

/**
 * Makes room so that `need` bytes can be allocated by bumping: collects, or where that would take long gives the process a fragment to go
 * on in and has it collect in steps when its slice is over. `sp` and `live` as in `collectNow`.
 */
export function collect(sp: u32, need: u32, live: u32): void {
  const context = load<u32>(L.MachineRegister_context);
  if (isScheduleRandom() && isSpared(load<u32>(L.MachineRegister_heapTop), load<u32>(context + L.ContextOffset_heapEnd), need)) return;
  if (
    need == 0 ||
    load<u32>(L.MachineRegister_forcedCollections) == L.ForcedCollections_always ||
    !isLong(context, sp & ~L.OWN_FRAME_FLAG, false)
  ) {
    collectNow(sp, need, live, false);
    return;
  }
  const size = max<u32>(need, EXTENSION);
  const fragment = allocateBlock(FRAGMENT_HEADER + size);
  store<u32>(fragment, load<u32>(context + L.ContextOffset_fragments));
  store<u32>(fragment, size, 4);
  store<u32>(fragment, size, 8);
  store<u32>(context + L.ContextOffset_fragments, fragment);
  store<u32>(context + L.ContextOffset_fragmentBytes, load<u32>(context + L.ContextOffset_fragmentBytes) + size);
  if (load<u32>(context + L.ContextOffset_fullStart) == 0) {
    store<u32>(context + L.ContextOffset_fullStart, load<u32>(context + L.ContextOffset_heapStart));
    store<u32>(context + L.ContextOffset_fullTop, load<u32>(L.MachineRegister_heapTop));
  }
  const top = fragment + FRAGMENT_HEADER;
  store<u32>(context + L.ContextOffset_heapStart, top);
  store<u32>(context + L.ContextOffset_heapEnd, top + size);
  store<u32>(L.MachineRegister_heapTop, top);
  store<u32>(L.MachineRegister_heapLimit, top + size);
  if (load<u32>(context + L.ContextOffset_collection) == 0) store<u32>(context + L.ContextOffset_collection, PUT_OFF);
  collectAtNextEntry();
}

/** The states of a collection that is put off, and of one that is to collect all; what is greater is the block of one that is under way. */
const PUT_OFF: u32 = 1;
const PUT_OFF_ALL: u32 = 2;

/**
 * Collects, with `all` everything, or puts that off where it would take long: true then, and the slice of the process has to end. `sp` and
 * `live` as in `collectNow`.
 */
export function collectOrPutOff(sp: u32, live: u32, all: bool): bool {
  const context = load<u32>(L.MachineRegister_context);
  const isForced = load<u32>(L.MachineRegister_forcedCollections) == L.ForcedCollections_always;
  if (load<u32>(context + L.ContextOffset_collection) == 0 && (isForced || !isLong(context, sp, all))) {
    collectNow(sp, 0, live, all);
    return false;
  }
  if (load<u32>(context + L.ContextOffset_collection) != PUT_OFF_ALL)
    store<u32>(context + L.ContextOffset_collection, all ? PUT_OFF_ALL : PUT_OFF);
  return true;
}

/** Bytes of a stack, and of copies, that a step goes through. */
const STEP: u32 = 1 << 18;

/** What a collection under way has in its block: what copying keeps, then these words. */
const STATE_STACK: usize = COPYING_BYTES as usize;
const STATE_SPACE: usize = STATE_STACK + 4;
const STATE_SPACE_BYTES: usize = STATE_STACK + 8;
const STATE_MAJOR: usize = STATE_STACK + 12;
const STATE_YOUNG_LIST: usize = STATE_STACK + 16;
const STATE_OLD_LIST: usize = STATE_STACK + 20;
const STATE_BYTES: u32 = (STATE_STACK as u32) + 24;
let nextState: u32 = 0;

/** Keeps a collection for its next step; of the stack the words from an address on are still to be forwarded. */
function saveState(block: u32, stackAt: u32): void {
  saveCopying(block);
  store<u32>(block, stackAt, STATE_STACK);
  store<u32>(block, space, STATE_SPACE);
  store<u32>(block, spaceBytes, STATE_SPACE_BYTES);
  store<u32>(block, u32(isMajor), STATE_MAJOR);
  store<u32>(block, youngList, STATE_YOUNG_LIST);
  store<u32>(block, oldList, STATE_OLD_LIST);
}

/** Takes up a collection again; returns the address that `saveState` was given. */
function loadState(block: u32): u32 {
  resumeCopying(block);
  space = load<u32>(block, STATE_SPACE);
  spaceBytes = load<u32>(block, STATE_SPACE_BYTES);
  isMajor = load<u32>(block, STATE_MAJOR) != 0;
  youngList = load<u32>(block, STATE_YOUNG_LIST);
  oldList = load<u32>(block, STATE_OLD_LIST);
  return load<u32>(block, STATE_STACK);
}

/** Goes on with the collection of a process that rests, by a step of so many bytes; true when it is done. */
function collectStep(context: u32, most: u32): bool {
  const sp = load<u32>(context + L.ContextOffset_e);
  const stackEnd = load<u32>(context + L.ContextOffset_stackEnd);
  let block = load<u32>(context + L.ContextOffset_collection);
  let stackAt = sp;
  if (block <= PUT_OFF_ALL) {
    const all = block == PUT_OFF_ALL;
    // First, as nothing may fail once it has begun; one that was not used is there for the next.
    if (nextState == 0) nextState = allocateBlock(STATE_BYTES);
    start(context, load<u32>(context + L.ContextOffset_heapTop), 0, stackEnd - sp, all);
    block = nextState;
    nextState = 0;
    store<u32>(context + L.ContextOffset_collection, block);
    // What is made for the process meanwhile goes to fragments.
    store<u32>(context + L.ContextOffset_heapTop, load<u32>(context + L.ContextOffset_heapEnd));
    const saved = load<u32>(context + L.ContextOffset_savedX);
    forwardWords(saved, saved + (load<u32>(context + L.ContextOffset_savedLive) << 2));
    forwardContext(context);
  } else {
    stackAt = loadState(block);
    tellCollection(L.TraceEvent_collectionResumed, context);
  }
  if (stackAt < stackEnd) {
    const until = stackEnd - stackAt > most ? stackAt + most : stackEnd;
    forwardWords(stackAt, until);
    saveState(block, until);
    tellCollection(L.TraceEvent_collectionLeft, context);
    return false;
  }
  if (!scanSpaces(most)) {
    saveState(block, stackAt);
    tellCollection(L.TraceEvent_collectionLeft, context);
    return false;
  }
  freeBlock(block);
  finish(context, 0, stackEnd - sp);
  tellEnd(context);
  return true;
}

/** Goes on with the collection of a process that is to run; true when there is none any more. */
export function collectInSteps(context: u32): bool {
  return collectStep(context, isScheduleRandom() ? (draw(1024) + 1) << 4 : STEP);
}

/** Ends a collection that is under way: somebody else looks at what the process has. */
export function settleCollection(context: u32): void {
  if (load<u32>(context + L.ContextOffset_collection) <= PUT_OFF_ALL) return;
  while (!collectStep(context, u32.MAX_VALUE)) {}
}

/** Frees what a collection under way has, of a process that has ended. */
export function dropCollection(context: u32): void {
  const block = load<u32>(context + L.ContextOffset_collection);
  if (block <= PUT_OFF_ALL) return;
  loadState(block);
  releaseBinaries(youngList);
  if (isMajor) releaseBinaries(oldList);
  freeFragmentList(fragments);
  freeBlock(space);
  freeBlock(block);
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
  if (need == 0 || need > end - top || load<u32>(L.MachineRegister_forcedCollections) == L.ForcedCollections_always || draw(4) == 0)
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

/** Collects a process that does not run, with `all` everything. */
export function collectOther(context: u32, all: bool): void {
  // A BIF that has paused goes on with addresses of its terms.
  if (load<u32>(context + L.ContextOffset_paused) != 0) collectAfterPause(context);
  else if (load<u32>(context + L.ContextOffset_collection) > PUT_OFF_ALL) settleCollection(context);
  else collectWith(context, 0, all);
}

/** Collects a process that does not run, with `all` everything, so that `need` bytes are free. */
function collectWith(context: u32, need: u32, all: bool): void {
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
  collectNow(load<u32>(context + L.ContextOffset_e), need, live, all);
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
  evacuate(0);
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
  evacuate(first);
  collectWith(context, bytes, true);
  evacuate(0);
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
