// Blocks of linear memory outside the heaps: stacks, heaps, tables. AssemblyScript's TLSF allocator
// serves them; it grows the memory as needed.
import { isScheduleRandom, mayGrowMemory, poison } from '../execution/random-schedule';
import { outOfMemory } from '../host';

/** Addresses end below 4 GiB, and so does what may be reckoned without an overflow. */
const GREATEST_LIMIT: u32 = 0xfff00000;

let used: u32 = 0;
let limit: u32 = GREATEST_LIMIT;
/** `limit`, or 0 with a random schedule: what passes it takes the slow way. */
let fastLimit: u32 = limit;

/** What ends a process for want of memory may take so much more than there may be. */
const RESERVE: u32 = 1 << 16;

/** The block that is given up for it, as the engine may not give more; 0 while it is in use. */
let reserve: u32 = 0;

/** True while the reserve is open. */
let isOpen: bool = false;

/** True while the allocator may ask the engine for memory: if that refuses the allocator traps. */
let isAllocating: bool = false;

/** Bytes that a block takes: its size is in front of it (AssemblyScript's `rt/tlsf.ts`), its lowest bits are flags. */
// @ts-ignore: decorator
@inline
function bytesOf(block: u32): u32 {
  return (load<u32>(block - 4) & ~3) + 4;
}

// @ts-ignore: decorator
@inline
function serve(bytes: u32): u32 {
  isAllocating = true;
  const block = heap.alloc(bytes) as u32;
  isAllocating = false;
  return block;
}

/** Sets how many bytes all blocks may take. */
export function setMemoryLimit(bytes: u32): void {
  limit = min<u32>(bytes, GREATEST_LIMIT);
  fastLimit = isScheduleRandom() ? 0 : limit;
}

/** Bytes that all blocks take. */
export function usedBytes(): u32 {
  return used;
}

/** True if the engine's trap that ended a slice was its refusal of more memory. Asking takes it back. */
export function wasRefused(): bool {
  const refused = isAllocating;
  isAllocating = false;
  return refused;
}

/** Lets a process that ends have the reserve, until `fillReserve`. */
export function openReserve(): void {
  isOpen = true;
  if (reserve == 0) return;
  heap.free(reserve);
  reserve = 0;
}

/** Sets the reserve aside, again if it was opened. If the engine refuses it traps, and the next one to end tries to do without. */
export function fillReserve(): void {
  isOpen = false;
  if (reserve == 0) reserve = serve(RESERVE);
}

/** True if the limit leaves room for so many bytes. */
export function hasRoomFor(bytes: u32): bool {
  const most = isOpen ? limit + RESERVE : limit;
  return bytes <= most && used <= most - bytes;
}

/** Bytes that the allocator may take in addition for a few blocks. */
export const BLOCK_HEADERS: u32 = 128;

/** The host ends the running process unless the limit leaves room for so many bytes: before what must be done as a whole or not at all. */
export function requireRoom(bytes: u32): void {
  // The host first has freed what waits for it.
  while (!hasRoomFor(bytes)) outOfMemory();
}

/** Counts bytes that the host keeps for a program as those of blocks; false if the limit leaves no room for them. */
export function keepHostBytes(bytes: u32): bool {
  if (!hasRoomFor(bytes)) return false;
  used += bytes;
  return true;
}

/** What `keepHostBytes` has counted is gone. */
export function giveHostBytes(bytes: u32): void {
  used -= bytes;
}

/** Allocates `bytes` bytes, 16-byte aligned. The host ends the running process if that is more than there may be. */
export function allocateBlock(bytes: u32): u32 {
  if (bytes > fastLimit || used > fastLimit - bytes) return allocateSlowly(bytes);
  const block = serve(bytes);
  used += bytesOf(block);
  return block;
}

/** Near the limit, or with a random schedule. */
function allocateSlowly(bytes: u32): u32 {
  requireRoom(bytes);
  if (isScheduleRandom()) mayGrowMemory();
  const block = serve(bytes);
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
