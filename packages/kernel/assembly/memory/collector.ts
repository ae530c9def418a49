// The garbage collector: copying, with two generations, as OTP's (`erts/emulator/beam/erl_gc.c`).
// What has survived one collection lies below the high water mark of the young heap; the next one
// moves it to the old heap. A major collection copies everything into one new young heap.
//
// A moved boxed term has its new term in the header word (a header ends in 00, a term never does); a
// moved cons has 0, which is never a term, in its tail and its new term in its head.

import { dataOf, hasParent, releaseBinaries, releaseBlock } from '../binaries/binary-blocks';
import { draw, drawHeapLimit, happens, isScheduleRandom, poison, poisonX } from '../execution/random-schedule';
import * as L from '../generated/layout';
import { traced } from '../host';
import { makeAtom, tagHoldsTerms } from '../terms/term';
import { allocateBlock, freeBlock } from './blocks';
import { FRAGMENT_HEADER, freeFragmentList, freeProcessBlock, PROCESS_BLOCK } from './fragments';
import { collectAtNextEntry } from './heap';
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

/** The space that is being filled: its block and size in bytes; where the scans of it and of what is promoted have come to; whether all is collected. */
let space: u32 = 0;
let spaceBytes: u32 = 0;
let scan: u32 = 0;
let scanPromoted: u32 = 0;
let isMajor: bool = false;

/** The lists of `refc` binaries as they were. */
let youngList: u32 = 0;
let oldList: u32 = 0;

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

function forwardWords(from: u32, to: u32): void {
  for (let at = from; at < to; at += 4) forward(at);
}

/** Forwards the terms of a Context. */
function forwardContext(context: u32): void {
  forward(context + L.ContextOffset_result);
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

/** Forwards the terms of an exception that is on its way. */
function forwardException(): void {
  forward(L.MachineRegister_exceptionReason);
  forward(L.MachineRegister_exceptionArguments);
  forward(L.MachineRegister_exceptionInfo);
  forward(L.MachineRegister_exceptionTrace);
}

/** True if the collection that begins next is to collect all. */
let wantsAll: bool = false;

/** True if the next collection of a process collects all. */
function willBeMajor(context: u32, mature: u32): bool {
  const oldTop = load<u32>(context + L.ContextOffset_oldTop);
  const oldEnd = load<u32>(context + L.ContextOffset_oldEnd);
  return oldEnd != 0 && (load<u32>(context + L.ContextOffset_oldBinaryRoom) == 0 || mature > oldEnd - oldTop);
}

/** Begins a collection of a young heap that is filled up to `top`: makes the space that is to be filled. */
function start(context: u32, top: u32, need: u32, stackBytes: u32): void {
  const full = load<u32>(context + L.ContextOffset_fullStart);
  const young = full != 0 ? full : load<u32>(context + L.ContextOffset_heapStart);
  const used = (full != 0 ? load<u32>(context + L.ContextOffset_fullTop) : top) - young;
  const mature = load<u32>(context + L.ContextOffset_highWater) - young;
  const oldBlock = load<u32>(context + L.ContextOffset_oldStart);
  const oldTop = load<u32>(context + L.ContextOffset_oldTop);
  const fragmentBytes = load<u32>(context + L.ContextOffset_fragmentBytes);
  let major = evacuating != 0 || wantsAll || willBeMajor(context, mature);
  wantsAll = false;
  if (!major && isScheduleRandom()) major = draw(oldTop - oldBlock < OFTEN_MAJOR ? 4 : 1024) == 0;

  if ((load<u32>(context + L.ContextOffset_flags) & L.ProcessFlag_tracedCollections) != 0)
    traced(major ? L.TraceEvent_majorStart : L.TraceEvent_minorStart, context, 0);
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
  youngStart = young;
  youngBytes = used;
  matureEnd = major ? 0 : young + mature;
  oldStart = major ? oldBlock : 0;
  oldBytes = major ? oldTop - oldBlock : 0;
  newTop = space;
  promotedTop = promoteTo;
  promotedStart = promoteTo;
  scan = space;
  scanPromoted = promoteTo;
  // What others make for the process while this is under way is not part of it.
  fragments = load<u32>(context + L.ContextOffset_fragments);
  youngList = load<u32>(context + L.ContextOffset_youngBinaries);
  oldList = load<u32>(context + L.ContextOffset_oldBinaries);
  store<u32>(context + L.ContextOffset_fragments, 0);
  store<u32>(context + L.ContextOffset_fragmentBytes, 0);
  store<u32>(context + L.ContextOffset_youngBinaries, 0);
  // What has been copied of the stack will not be as it was.
  store<u32>(context + L.ContextOffset_movedStackAt, 0);
  if (major) store<u32>(context + L.ContextOffset_oldBinaries, 0);
}

/** Scans what has been copied; false if that is not all of it after so many bytes. */
function scanSpaces(most: u32): bool {
  let left = most as i64;
  do {
    const from = scan + scanPromoted;
    const end = left > 0xffffff ? 0xffffff : (left as i32);
    let until = scan + end;
    while (scan < newTop && scan < until) scan = scanWord(scan);
    until = scanPromoted + end;
    while (scanPromoted < promotedTop && scanPromoted < until) scanPromoted = scanWord(scanPromoted);
    left -= scan + scanPromoted - from;
    if (left <= 0) return scan >= newTop && scanPromoted >= promotedTop;
  } while (scan < newTop || scanPromoted < promotedTop);
  return true;
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
  if ((load<u32>(context + L.ContextOffset_flags) & L.ProcessFlag_tracedCollections) != 0)
    traced(isMajor ? L.TraceEvent_majorEnd : L.TraceEvent_minorEnd, context, 0);
  if (isScheduleRandom() && before - context < PROCESS_BLOCK) poison(before, beforeEnd - before);
}

/**
 * Collects at once. Roots are the stack from `sp`, the first `live` X registers and the terms of the context. With OWN_FRAME_FLAG in `sp`
 * the frame there has a return address word that may be stale; it is made harmless first.
 */
export function collectNow(sp: u32, need: u32, live: u32): void {
  if (sp & L.OWN_FRAME_FLAG) {
    sp -= L.OWN_FRAME_FLAG;
    store<u32>(sp, 0);
  }
  const context = load<u32>(L.MachineRegister_context);
  const stackEnd = load<u32>(context + L.ContextOffset_stackEnd);
  start(context, load<u32>(L.MachineRegister_heapTop), need, stackEnd - sp);
  forwardWords(sp, stackEnd);
  forwardWords(L.X_REGISTERS, L.X_REGISTERS + (live << 2));
  forwardException();
  forwardContext(context);
  scanSpaces(u32.MAX_VALUE);
  finish(context, need, stackEnd - sp);
  store<u32>(L.MachineRegister_heapTop, newTop);
  store<u32>(L.MachineRegister_heapLimit, heapLimitOf(newTop, load<u32>(context + L.ContextOffset_heapEnd)));
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
    collectNow(sp, need, live);
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
    wantsAll = all;
    collectNow(sp, 0, live);
    return false;
  }
  if (load<u32>(context + L.ContextOffset_collection) != PUT_OFF_ALL)
    store<u32>(context + L.ContextOffset_collection, all ? PUT_OFF_ALL : PUT_OFF);
  return true;
}

/** Bytes of a stack, and of copies, that a step goes through. */
const STEP: u32 = 1 << 18;

/** What a collection under way has in its block, by word: see the variables of the same names. */
const STATE_BYTES: u32 = 17 << 2;
let nextState: u32 = 0;

function saveState(block: u32, stackAt: u32): void {
  store<u32>(block, stackAt);
  store<u32>(block, youngStart, 4);
  store<u32>(block, youngBytes, 8);
  store<u32>(block, matureEnd, 12);
  store<u32>(block, oldStart, 16);
  store<u32>(block, oldBytes, 20);
  store<u32>(block, fragments, 24);
  store<u32>(block, space, 28);
  store<u32>(block, spaceBytes, 32);
  store<u32>(block, scan, 36);
  store<u32>(block, scanPromoted, 40);
  store<u32>(block, u32(isMajor), 44);
  store<u32>(block, youngList, 48);
  store<u32>(block, oldList, 52);
  store<u32>(block, newTop, 56);
  store<u32>(block, promotedTop, 60);
  store<u32>(block, promotedStart, 64);
}

function loadState(block: u32): u32 {
  youngStart = load<u32>(block, 4);
  youngBytes = load<u32>(block, 8);
  matureEnd = load<u32>(block, 12);
  oldStart = load<u32>(block, 16);
  oldBytes = load<u32>(block, 20);
  fragments = load<u32>(block, 24);
  space = load<u32>(block, 28);
  spaceBytes = load<u32>(block, 32);
  scan = load<u32>(block, 36);
  scanPromoted = load<u32>(block, 40);
  isMajor = load<u32>(block, 44) != 0;
  youngList = load<u32>(block, 48);
  oldList = load<u32>(block, 52);
  newTop = load<u32>(block, 56);
  promotedTop = load<u32>(block, 60);
  promotedStart = load<u32>(block, 64);
  return load<u32>(block);
}

/** Goes on with the collection of a process that rests, by a step of so many bytes; true when it is done. */
function collectStep(context: u32, most: u32): bool {
  const sp = load<u32>(context + L.ContextOffset_e);
  const stackEnd = load<u32>(context + L.ContextOffset_stackEnd);
  let block = load<u32>(context + L.ContextOffset_collection);
  let stackAt = sp;
  if (block <= PUT_OFF_ALL) {
    wantsAll = block == PUT_OFF_ALL;
    // First, as nothing may fail once it has begun; one that was not used is there for the next.
    if (nextState == 0) nextState = allocateBlock(STATE_BYTES);
    start(context, load<u32>(context + L.ContextOffset_heapTop), 0, stackEnd - sp);
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
  }
  if (stackAt < stackEnd) {
    const until = stackEnd - stackAt > most ? stackAt + most : stackEnd;
    forwardWords(stackAt, until);
    saveState(block, until);
    return false;
  }
  if (!scanSpaces(most)) {
    saveState(block, stackAt);
    return false;
  }
  freeBlock(block);
  finish(context, 0, stackEnd - sp);
  store<u32>(context + L.ContextOffset_heapTop, newTop);
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

/** Collects any process, with `all` everything: the running one with the stack from `sp`, another one as it rests; `live` X registers are kept. */
export function collectOther(context: u32, sp: u32, live: u32, all: bool): void {
  if (context == load<u32>(L.MachineRegister_context)) {
    wantsAll = all;
    collectNow(sp, 0, live);
  } else if (load<u32>(context + L.ContextOffset_paused) != 0) {
    // A BIF that has paused goes on with addresses of its terms.
    collectAfterPause(context);
  } else if (load<u32>(context + L.ContextOffset_collection) > PUT_OFF_ALL) {
    settleCollection(context);
  } else {
    wantsAll = all;
    collectWith(context, 0);
  }
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
  collectNow(load<u32>(context + L.ContextOffset_e), need, live);
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
