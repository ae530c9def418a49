// Blocks of linear memory outside the heaps: stacks, heaps, tables. AssemblyScript's TLSF allocator
// serves them; it grows the memory as needed.
import { isScheduleRandom, mayGrowMemory, poison } from '../execution/random-schedule';
import { outOfMemory } from '../host';

let used: u32 = 0;
let limit: u32 = 0xfff00000;
/** `limit`, or 0 with a random schedule: what passes it takes the slow way. */
let fastLimit: u32 = limit;

/** Small blocks may pass the limit by so much, so that what ends a process for want of memory can be done. */
const SLACK: u32 = 1 << 20;
const SMALL: u32 = 4096;

/** Bytes that a block takes: its size is in front of it (AssemblyScript's `rt/tlsf.ts`), its lowest bits are flags. */
// @ts-ignore: decorator
@inline
function bytesOf(block: u32): u32 {
  return (load<u32>(block - 4) & ~3) + 4;
}

/** Sets how many bytes all blocks may take. */
export function setMemoryLimit(bytes: u32): void {
  limit = min<u32>(bytes, 0xfff00000);
  fastLimit = isScheduleRandom() ? 0 : limit;
}

/** Bytes that all blocks take. */
export function usedBytes(): u32 {
  return used;
}

/** Allocates `bytes` bytes, 16-byte aligned. The host ends the running process if that is more than there may be. */
export function allocateBlock(bytes: u32): u32 {
  if (bytes > fastLimit || used > fastLimit - bytes) return allocateSlowly(bytes);
  const block = heap.alloc(bytes) as u32;
  used += bytesOf(block);
  return block;
}

/** Near the limit, or with a random schedule. */
function allocateSlowly(bytes: u32): u32 {
  if (bytes > limit || used > limit - bytes) {
    if (bytes > SMALL || used - (limit - bytes) > SLACK) outOfMemory();
  }
  if (isScheduleRandom()) mayGrowMemory();
  const block = heap.alloc(bytes) as u32;
  used += bytesOf(block);
  if (isScheduleRandom()) poison(block, bytes);
  return block;
}

/** Frees a block of `allocateBlock`; 0 is ignored. */
export function freeBlock(block: u32): void {
  if (block == 0) return;
  used -= bytesOf(block);
  if (isScheduleRandom()) poison(block, bytesOf(block) - 4);
  heap.free(block);
}

/** Copies words to where none of them lies: for a few this is faster than the engine's `memory.copy`. */
export function copyWords(to: u32, from: u32, count: u32): void {
  const end = from + ((count & ~1) << 2);
  while (from < end) {
    store<u64>(to, load<u64>(from));
    from += 8;
    to += 8;
  }
  if (count & 1) store<u32>(to, load<u32>(from));
}

/** Capacity of the block that `growBlock` makes of one of a given size. */
export function grownCapacity(capacity: u32): u32 {
  return capacity == 0 ? 1024 : capacity * 2;
}

/** A larger block with the first `used` bytes of one of `capacity` bytes, which is freed. */
export function growBlock(block: u32, capacity: u32, used: u32): u32 {
  const larger = allocateBlock(grownCapacity(capacity));
  memory.copy(larger, block, used);
  freeBlock(block);
  return larger;
}
