// A process: its Context, heap and stack.
import * as L from './generated/layout';
import { releaseBlock } from './binary';
import { allocateBlock, freeBlock } from './memory';

const INITIAL_HEAP: u32 = 4096;
const INITIAL_STACK: u32 = 2048;
const INITIAL_SAVED: u32 = 64;

/**
 * A new process, with the next free number, and with room for `heapBytes` bytes of terms, which will enter function `entry` with
 * `live` arguments. The caller writes them to the heap from heapTop and to savedX, then runs it.
 */
export function createProcess(entry: u32, live: u32, heapBytes: u32): u32 {
  const context = allocateBlock(L.ContextOffset_size);
  memory.fill(context, 0, L.ContextOffset_size);
  const heapSize = max<u32>(heapBytes, INITIAL_HEAP);
  const heap = allocateBlock(heapSize);
  const stack = allocateBlock(INITIAL_STACK);
  store<u32>(context + L.ContextOffset_heapStart, heap);
  store<u32>(context + L.ContextOffset_heapTop, heap);
  store<u32>(context + L.ContextOffset_heapEnd, heap + heapSize);
  store<u32>(context + L.ContextOffset_nextHeapBytes, heapSize);
  store<u32>(context + L.ContextOffset_highWater, heap);
  store<u32>(context + L.ContextOffset_stackStart, stack);
  store<u32>(context + L.ContextOffset_stackEnd, stack + INITIAL_STACK);
  const sp = stack + INITIAL_STACK - 4;
  store<u32>(sp, L.BOTTOM_RETURN_ADDRESS);
  store<u32>(context + L.ContextOffset_e, sp);
  store<u32>(context + L.ContextOffset_pending, L.Event_call);
  store<u32>(context + L.ContextOffset_pendingFunction, entry);
  store<u32>(context + L.ContextOffset_savedLive, live);
  const savedCapacity = max<u32>(live, INITIAL_SAVED / 4);
  store<u32>(context + L.ContextOffset_savedX, allocateBlock(savedCapacity << 2));
  store<u32>(context + L.ContextOffset_savedCapacity, savedCapacity);
  store<u32>(context + L.ContextOffset_mailboxNext, context + L.ContextOffset_mailboxFirst);
  enterProcess(context);
  return context;
}

function releaseBinaries(box: u32): void {
  for (; box != 0; box = load<u32>(box, L.RefcBinaryOffset_next)) releaseBlock(load<u32>(box, L.RefcBinaryOffset_block));
}

/** Frees everything that a process has. */
export function destroyProcess(context: u32): void {
  leaveProcess(context);
  let message = load<u32>(context + L.ContextOffset_mailboxFirst);
  while (message != 0) {
    const next = load<u32>(message, L.MessageOffset_next);
    releaseBinaries(load<u32>(message, L.MessageOffset_binaries));
    freeBlock(message);
    message = next;
  }
  releaseBinaries(load<u32>(context + L.ContextOffset_youngBinaries));
  releaseBinaries(load<u32>(context + L.ContextOffset_oldBinaries));
  freeBlock(load<u32>(context + L.ContextOffset_heapStart));
  freeBlock(load<u32>(context + L.ContextOffset_oldStart));
  freeBlock(load<u32>(context + L.ContextOffset_stackStart));
  freeBlock(load<u32>(context + L.ContextOffset_savedX));
  let fragment = load<u32>(context + L.ContextOffset_fragments);
  while (fragment != 0) {
    const next = load<u32>(fragment);
    freeBlock(fragment);
    fragment = next;
  }
  freeBlock(context);
}

/** Entries of the first table of processes: a power of two, as of each table. */
const INITIAL_PROCESSES: u32 = 256;
/** Greatest number of a process: what a pid holds. */
const GREATEST_NUMBER: u32 = 0xfffffff;

let processCount: u32 = 0;
let lastNumber: u32 = 0;

/**
 * Gives a process the next number whose place in the table is free; half of the table is. So numbers are used again
 * late, and finding a process takes one look.
 */
function enterProcess(context: u32): void {
  if (processCount * 2 >= load<u32>(L.MachineRegister_processCapacity)) growTable();
  const mask = load<u32>(L.MachineRegister_processCapacity) - 1;
  const table = load<u32>(L.MachineRegister_processTable);
  do {
    lastNumber = lastNumber == GREATEST_NUMBER ? 1 : lastNumber + 1;
  } while (load<u32>(table + ((lastNumber & mask) << 2)) != 0);
  store<u32>(table + ((lastNumber & mask) << 2), context);
  store<u32>(context + L.ContextOffset_processId, lastNumber);
  processCount++;
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
}

function leaveProcess(context: u32): void {
  const mask = load<u32>(L.MachineRegister_processCapacity) - 1;
  store<u32>(load<u32>(L.MachineRegister_processTable) + ((load<u32>(context + L.ContextOffset_processId) & mask) << 2), 0);
  processCount--;
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
    freeBlock(load<u32>(context + L.ContextOffset_savedX));
    store<u32>(context + L.ContextOffset_savedX, allocateBlock(live << 2));
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
 * Frames hold no stack addresses. Answers the new stack pointer.
 */
export function growStack(context: u32, sp: u32, need: u32): u32 {
  const start = load<u32>(context + L.ContextOffset_stackStart);
  const end = load<u32>(context + L.ContextOffset_stackEnd);
  let size = (end - start) * 2;
  const used = end - sp;
  while (size < used + need) size *= 2;
  const block = allocateBlock(size);
  const moved = block + size - used;
  memory.copy(moved, sp, used);
  freeBlock(start);
  store<u32>(context + L.ContextOffset_stackStart, block);
  store<u32>(context + L.ContextOffset_stackEnd, block + size);
  return moved;
}
