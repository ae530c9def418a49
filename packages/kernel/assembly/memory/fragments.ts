// Blocks that hold heap fragments, and the one that a process begins with.
import { isScheduleRandom, poison } from '../execution/random-schedule';
import * as L from '../generated/layout';
import { allocateBlock, freeBlock } from './blocks';

/** Header of a fragment: next, size of the data area, bytes used. */
export const FRAGMENT_HEADER: u32 = 16;

/**
 * A process begins with all it needs in one block: its Context, saved X registers, stack and heap. Those that it
 * outgrows are replaced by blocks of their own.
 */
export const PROCESS_BLOCK: u32 = 2048;
export const INITIAL_SAVED: u32 = 64;
export const INITIAL_STACK: u32 = 512;
export const SAVED_OFFSET: u32 = L.ContextOffset_size;
export const STACK_OFFSET: u32 = SAVED_OFFSET + INITIAL_SAVED;
export const HEAP_OFFSET: u32 = STACK_OFFSET + INITIAL_STACK;

/** Blocks of processes that have ended, for the next ones: a list. */
let spareBlocks: u32 = 0;
let spareCount: u32 = 0;
const MOST_SPARE: u32 = 256;

/** The block of a new process. */
export function processBlock(): u32 {
  if (spareBlocks == 0) return allocateBlock(PROCESS_BLOCK);
  const block = spareBlocks;
  spareBlocks = load<u32>(block);
  spareCount--;
  return block;
}

/** Keeps the block of a process that has ended for the next one. */
export function keepProcessBlock(block: u32): void {
  if (spareCount >= MOST_SPARE) {
    freeBlock(block);
    return;
  }
  if (isScheduleRandom()) poison(block, PROCESS_BLOCK);
  store<u32>(block, spareBlocks);
  spareBlocks = block;
  spareCount++;
}

/** Frees a block of a process unless it is part of the one that the process began with. */
// @ts-ignore: decorator
@inline
export function freeProcessBlock(context: u32, block: u32): void {
  if (block - context >= PROCESS_BLOCK) freeBlock(block);
}

/** Frees a list of heap fragments. */
export function freeFragmentList(fragment: u32): void {
  while (fragment != 0) {
    const next = load<u32>(fragment);
    freeBlock(fragment);
    fragment = next;
  }
}

/** Frees the heap fragments of a process. */
export function freeFragments(context: u32): void {
  freeFragmentList(load<u32>(context + L.ContextOffset_fragments));
  store<u32>(context + L.ContextOffset_fragments, 0);
  store<u32>(context + L.ContextOffset_fragmentBytes, 0);
}
