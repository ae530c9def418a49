// A process: its Context, heap and stack.

import { releaseBinaries } from '../binaries/binary-blocks';
import { draw, isScheduleRandom, poison } from '../execution/random-schedule';
import * as L from '../generated/layout';
import { allocateBlock, BLOCK_HEADERS, freeBlock, requireRoom } from '../memory/blocks';
import { dropCollection } from '../memory/collector';
import {
  freeFragments,
  freeProcessBlock,
  HEAP_OFFSET,
  INITIAL_SAVED,
  INITIAL_STACK,
  keepProcessBlock,
  PROCESS_BLOCK,
  processBlock,
  SAVED_OFFSET,
  STACK_OFFSET,
} from '../memory/fragments';
import { freePausedNative } from '../memory/paused-native';
import { isImmediate } from '../terms/term';

let mostProcesses: u32 = 1 << 18;

/** Sets how many processes there may be at the same time. */
export function setProcessLimit(count: u32): void {
  mostProcesses = count;
}

/** How many processes there may be at the same time. */
export function processLimit(): u32 {
  return mostProcesses;
}

/** The process that its parent has made and not yet started, or 0. */
let unstarted: u32 = 0;

/** Tells that the running process has made one that it will start, or with 0 that it has started it. */
export function setUnstarted(context: u32): void {
  unstarted = context;
}

/** The process that a parent whose slice was broken off has not started, which then nobody will; 0 if there is none. */
export function takeUnstarted(): u32 {
  const context = unstarted;
  unstarted = 0;
  return context;
}

/**
 * A new process, with the next free number, and with room for `heapBytes` bytes of terms, which will enter function `entry` with
 * `live` arguments. The caller writes them to the heap from heapTop and to savedX, then makes it runnable. 0 if there are
 * too many.
 */
export function createProcess(entry: u32, live: u32, heapBytes: u32): u32 {
  if (processCount >= mostProcesses) return 0;
  if (processCount * 2 >= load<u32>(L.MachineRegister_processCapacity)) growTable();
  // Nothing of it may be there if there is no memory for all of it.
  requireRoom(PROCESS_BLOCK + heapBytes + (heapBytes >> 1) + (live << 2) + BLOCK_HEADERS);
  const context = processBlock();
  memory.fill(context, 0, L.ContextOffset_size);
  let heap = context + HEAP_OFFSET;
  let heapSize = PROCESS_BLOCK - HEAP_OFFSET;
  if (heapBytes > heapSize) {
    heapSize = heapBytes + (heapBytes >> 1);
    heap = allocateBlock(heapSize);
  }
  store<u32>(context + L.ContextOffset_heapStart, heap);
  store<u32>(context + L.ContextOffset_heapTop, heap);
  store<u32>(context + L.ContextOffset_heapEnd, heap + heapSize);
  store<u32>(context + L.ContextOffset_nextHeapBytes, heapSize);
  store<u32>(context + L.ContextOffset_highWater, heap);
  store<u32>(context + L.ContextOffset_stackStart, context + STACK_OFFSET);
  store<u32>(context + L.ContextOffset_stackEnd, context + STACK_OFFSET + INITIAL_STACK);
  const sp = context + STACK_OFFSET + INITIAL_STACK - 4;
  store<u32>(sp, L.BOTTOM_RETURN_ADDRESS);
  store<u32>(context + L.ContextOffset_e, sp);
  store<u32>(context + L.ContextOffset_pending, L.TrapReason_call);
  store<u32>(context + L.ContextOffset_pendingFunction, entry);
  store<u32>(context + L.ContextOffset_savedLive, live);
  let saved = context + SAVED_OFFSET;
  let savedCapacity = INITIAL_SAVED >> 2;
  if (live > savedCapacity) {
    savedCapacity = live;
    saved = allocateBlock(live << 2);
  }
  store<u32>(context + L.ContextOffset_savedX, saved);
  store<u32>(context + L.ContextOffset_savedCapacity, savedCapacity);
  store<u32>(context + L.ContextOffset_mailboxNext, context + L.ContextOffset_mailboxFirst);
  store<u32>(context + L.ContextOffset_priority, NORMAL_PRIORITY);
  enterProcess(context);
  return context;
}

const NORMAL_PRIORITY: u32 = 1;

/** Makes a list of `refc` binaries part of those of a process. */
export function adoptBinaries(context: u32, list: u32): void {
  while (list != 0) {
    const following = load<u32>(list, L.RefcBinaryOffset_next);
    store<u32>(list, load<u32>(context + L.ContextOffset_youngBinaries), L.RefcBinaryOffset_next);
    store<u32>(context + L.ContextOffset_youngBinaries, list);
    list = following;
  }
}

/** Frees a message that nobody has received. */
export function freeMessage(message: u32): void {
  // One whose data is on the heap of the process has given that its binaries.
  if (load<u32>(message, L.MessageOffset_used) != 0) releaseBinaries(load<u32>(message, L.MessageOffset_binaries));
  freeBlock(message);
}

/** Frees the terms that were made with a Context that does not belong to a process. */
export function clearArea(context: u32): void {
  releaseBinaries(load<u32>(context + L.ContextOffset_youngBinaries));
  store<u32>(context + L.ContextOffset_youngBinaries, 0);
  freeFragments(context);
}

/** Frees everything that a process has, which nobody finds any more. */
export function freeProcess(context: u32): void {
  freePausedNative(context);
  dropCollection(context);
  let message = load<u32>(context + L.ContextOffset_mailboxFirst);
  while (message != 0) {
    const next = load<u32>(message, L.MessageOffset_next);
    freeMessage(message);
    message = next;
  }
  const signal = load<u32>(context + L.ContextOffset_exitSignal);
  if (signal != 0 && !isImmediate(signal)) freeMessage(signal);
  releaseBinaries(load<u32>(context + L.ContextOffset_youngBinaries));
  releaseBinaries(load<u32>(context + L.ContextOffset_oldBinaries));
  // With a full young heap the one that is in use is a fragment.
  const full = load<u32>(context + L.ContextOffset_fullStart);
  freeProcessBlock(context, full != 0 ? full : load<u32>(context + L.ContextOffset_heapStart));
  freeBlock(load<u32>(context + L.ContextOffset_oldStart));
  freeProcessBlock(context, load<u32>(context + L.ContextOffset_stackStart));
  freeBlock(load<u32>(context + L.ContextOffset_movedStack));
  freeProcessBlock(context, load<u32>(context + L.ContextOffset_savedX));
  freeFragments(context);
  keepProcessBlock(context);
}

/** Entries of the first table of processes: a power of two, as of each table. */
const INITIAL_PROCESSES: u32 = 256;

let processCount: u32 = 0;
let portCount: u32 = 0;
let lastNumber: u32 = 0;

/**
 * Gives a process the next number whose place in the table is free; half of the table is. So numbers are used again
 * late, and finding a process takes one look.
 */
function enterProcess(context: u32): void {
  lastNumber = nextProcessNumber();
  const mask = load<u32>(L.MachineRegister_processCapacity) - 1;
  store<u32>(load<u32>(L.MachineRegister_processTable) + ((lastNumber & mask) << 2), context);
  store<u32>(context + L.ContextOffset_processId, lastNumber);
  processCount++;
}

/** The number that the next process will get. */
export function nextProcessNumber(): u32 {
  const mask = load<u32>(L.MachineRegister_processCapacity) - 1;
  const table = load<u32>(L.MachineRegister_processTable);
  let number = lastNumber;
  do {
    number = number == L.GREATEST_NUMBER ? 1 : number + 1;
  } while (load<u32>(table + ((number & mask) << 2)) != 0);
  return number;
}

/** Has the next process get the first free number after this one, from 0 to GREATEST_NUMBER. */
export function setLastProcessNumber(number: u32): void {
  lastNumber = number;
}

function growTable(): void {
  const capacity = load<u32>(L.MachineRegister_processCapacity);
  const old = load<u32>(L.MachineRegister_processTable);
  const larger = max<u32>(INITIAL_PROCESSES, capacity * 2);
  const table = allocateBlock(larger << 2);
  memory.fill(table, 0, larger << 2);
  for (let i: u32 = 0; i < capacity; i++) {
    const context = load<u32>(old + (i << 2));
    if (context != 0) store<u32>(table + ((load<u32>(context + L.ContextOffset_processId) & (larger - 1)) << 2), context);
  }
  freeBlock(old);
  store<u32>(L.MachineRegister_processTable, table);
  store<u32>(L.MachineRegister_processCapacity, larger);
  if (load<u32>(L.MachineRegister_receiverTable) != L.EMPTY_TUPLE) showReceivers();
}

/** What the running process sends is delivered without further ado. */
export function showReceivers(): void {
  store<u32>(L.MachineRegister_receiverTable, load<u32>(L.MachineRegister_processTable));
  store<u32>(L.MachineRegister_receiverMask, load<u32>(L.MachineRegister_processCapacity) - 1);
}

/** The running process finds nobody that it sends to at first, so that who does not trace needs no test. */
export function hideReceivers(): void {
  store<u32>(L.MachineRegister_receiverTable, L.EMPTY_TUPLE);
  store<u32>(L.MachineRegister_receiverMask, 0);
}

/** Takes a process out of the table: nobody finds it by its number any more. */
export function leaveProcess(context: u32): void {
  const mask = load<u32>(L.MachineRegister_processCapacity) - 1;
  store<u32>(load<u32>(L.MachineRegister_processTable) + ((load<u32>(context + L.ContextOffset_processId) & mask) << 2), 0);
  if (isPortContext(context)) portCount--;
  else processCount--;
}

/** Takes back a process that was never started. */
export function destroyProcess(context: u32): void {
  leaveProcess(context);
  freeProcess(context);
}

/** How many processes there are. */
export function processes(): u32 {
  return processCount;
}

/** Pid of a process. */
// @ts-ignore: decorator
@inline
export function pidOf(context: u32): u32 {
  return (load<u32>(context + L.ContextOffset_processId) << 4) | L.TermTag_pid;
}

/** True for a port: a process without code, which only others see as something else. */
// @ts-ignore: decorator
@inline
export function isPortContext(context: u32): bool {
  return (load<u32>(context + L.ContextOffset_processId) & L.PORT_NUMBER_FLAG) != 0;
}

/** Makes a new process a port with its number. */
export function makePort(context: u32): void {
  store<u32>(context + L.ContextOffset_processId, load<u32>(context + L.ContextOffset_processId) | L.PORT_NUMBER_FLAG);
  processCount--;
  portCount++;
}

/** How many ports there are. */
export function ports(): u32 {
  return portCount;
}

/** Pid of a process, or the port that it is. The flag in the number is shifted to the bit by which the tags differ. */
export function identifierOf(context: u32): u32 {
  const number = load<u32>(context + L.ContextOffset_processId);
  return (number << 4) | L.TermTag_pid | ((number & L.PORT_NUMBER_FLAG) >> 26);
}

/** True for a pid or port of this node. */
// @ts-ignore: decorator
@inline
export function isPidOrPort(term: u32): bool {
  return (term & (L.TermTag_immediateMask ^ (L.TermTag_pid ^ L.TermTag_port))) == L.TermTag_pid;
}

/** Context of a pid or port of this node, 0 if there is none any more. */
export function contextOf(identifier: u32): u32 {
  return processOf((identifier >> 4) | ((identifier & (L.TermTag_pid ^ L.TermTag_port)) << 26));
}

/** Context of a pid or port of this node to send to; 0 if there is none, or if tracing is to see what is sent. */
// @ts-ignore: decorator
@inline
export function receiverOf(identifier: u32): u32 {
  const number = (identifier >> 4) | ((identifier & (L.TermTag_pid ^ L.TermTag_port)) << 26);
  const context = load<u32>(load<u32>(L.MachineRegister_receiverTable) + ((number & load<u32>(L.MachineRegister_receiverMask)) << 2));
  return context != 0 && load<u32>(context + L.ContextOffset_processId) == number ? context : 0;
}

/** Context of the process with that number, 0 if there is none. */
export function processOf(number: u32): u32 {
  const mask = load<u32>(L.MachineRegister_processCapacity) - 1;
  const context = load<u32>(load<u32>(L.MachineRegister_processTable) + ((number & mask) << 2));
  return context != 0 && load<u32>(context + L.ContextOffset_processId) == number ? context : 0;
}

/** Saves the first `live` X registers in the context. */
export function saveX(context: u32, live: u32): void {
  if (live > load<u32>(context + L.ContextOffset_savedCapacity)) {
    const block = allocateBlock(live << 2);
    freeProcessBlock(context, load<u32>(context + L.ContextOffset_savedX));
    store<u32>(context + L.ContextOffset_savedX, block);
    store<u32>(context + L.ContextOffset_savedCapacity, live);
  }
  store<u32>(context + L.ContextOffset_savedLive, live);
  memory.copy(load<u32>(context + L.ContextOffset_savedX), L.X_REGISTERS, live << 2);
}

/** Loads the saved X registers. */
export function loadX(context: u32): void {
  memory.copy(L.X_REGISTERS, load<u32>(context + L.ContextOffset_savedX), load<u32>(context + L.ContextOffset_savedLive) << 2);
}

/**
 * Makes the stack of a process larger, so that `need` bytes are free below `sp`, and moves it there.
 * Frames hold no stack addresses. Returns the new stack pointer.
 */
export function growStack(context: u32, sp: u32, need: u32): u32 {
  return moveStack(context, sp, grownSize(context, sp, need));
}

/** Bytes of a stack with `need` bytes free below `sp`. */
function grownSize(context: u32, sp: u32, need: u32): u32 {
  const end = load<u32>(context + L.ContextOffset_stackEnd);
  let size = (end - load<u32>(context + L.ContextOffset_stackStart)) * 2;
  while (size < end - sp + need) size *= 2;
  return size;
}

/** Bytes of a stack from which on it is moved in steps between slices, and bytes of a step. */
const LARGE_STACK: u32 = 1 << 20;
const STACK_STEP: u32 = 1 << 19;

/**
 * As `growStack` for a stack whose move would take long: that is done in steps before the process runs again. False for a stack that is
 * not large.
 */
export function growStackInSteps(context: u32, sp: u32, need: u32): bool {
  const used = load<u32>(context + L.ContextOffset_stackEnd) - sp;
  if (isScheduleRandom() ? draw(2) == 0 : used < LARGE_STACK) return false;
  const size = grownSize(context, sp, need);
  store<u32>(context + L.ContextOffset_movedStack, allocateBlock(size));
  store<u32>(context + L.ContextOffset_movedStackBytes, size);
  store<u32>(context + L.ContextOffset_movedStackAt, 0);
  return true;
}

/** Goes on with the move of the stack of a process that rests; true when it is done. */
export function moveStackInSteps(context: u32): bool {
  const sp = load<u32>(context + L.ContextOffset_e);
  const end = load<u32>(context + L.ContextOffset_stackEnd);
  const block = load<u32>(context + L.ContextOffset_movedStack);
  const size = load<u32>(context + L.ContextOffset_movedStackBytes);
  const at = max<u32>(load<u32>(context + L.ContextOffset_movedStackAt), sp);
  const bytes = min<u32>(end - at, isScheduleRandom() ? (draw(256) + 1) << 2 : STACK_STEP);
  memory.copy(block + size - (end - at), at, bytes);
  store<u32>(context + L.ContextOffset_movedStackAt, at + bytes);
  if (at + bytes < end) return false;
  store<u32>(context + L.ContextOffset_movedStack, 0);
  store<u32>(context + L.ContextOffset_e, replaceStack(context, sp, block, size));
  return true;
}

/** Moves the stack of a process, which ends above `sp`, to a block of `size` bytes. Returns the new stack pointer. */
function moveStack(context: u32, sp: u32, size: u32): u32 {
  const used = load<u32>(context + L.ContextOffset_stackEnd) - sp;
  const block = allocateBlock(size);
  memory.copy(block + size - used, sp, used);
  return replaceStack(context, sp, block, size);
}

/** Puts a block with a copy of the stack, which ends above `sp`, in the place of the stack. Returns the new stack pointer. */
function replaceStack(context: u32, sp: u32, block: u32, size: u32): u32 {
  const start = load<u32>(context + L.ContextOffset_stackStart);
  const end = load<u32>(context + L.ContextOffset_stackEnd);
  freeProcessBlock(context, start);
  if (isScheduleRandom() && start - context < PROCESS_BLOCK) poison(start, end - start);
  store<u32>(context + L.ContextOffset_stackStart, block);
  store<u32>(context + L.ContextOffset_stackEnd, block + size);
  return block + size - (end - sp);
}

/** With a random schedule: moves the stack of the running process now and then. It has at least as much room after that. */
export function mayMoveStack(context: u32, sp: u32): u32 {
  if (draw(16) != 0) return sp;
  const size = load<u32>(context + L.ContextOffset_stackEnd) - load<u32>(context + L.ContextOffset_stackStart);
  return moveStack(context, sp, size < MOST_STRETCHED ? size + (draw(16) << 4) : size);
}

/** Bytes of a stack up to which a random schedule makes it larger. */
const MOST_STRETCHED: u32 = 0x4000;
