// A process: its Context, heap and stack.
import * as L from './generated/layout';
import { releaseBlock } from './binary';
import { allocateBlock, freeBlock } from './memory';

const INITIAL_HEAP: u32 = 4096;
const INITIAL_STACK: u32 = 2048;
const INITIAL_SAVED: u32 = 64;

/**
 * A new process with room for `heapBytes` bytes of terms, which will enter function `entry` with
 * `live` arguments. The caller writes them to the heap from heapTop and to savedX, then runs it.
 */
export function createProcess(id: u32, entry: u32, live: u32, heapBytes: u32): u32 {
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
  store<u32>(context + L.ContextOffset_processId, id);
  return context;
}

function releaseBinaries(box: u32): void {
  for (; box != 0; box = load<u32>(box, L.RefcBinaryOffset_next)) releaseBlock(load<u32>(box, L.RefcBinaryOffset_block));
}

/** Frees everything that a process has. */
export function destroyProcess(context: u32): void {
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
