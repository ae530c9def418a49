// Blocks of linear memory outside the heaps: stacks, heaps, tables. AssemblyScript's TLSF allocator
// serves them; it grows the memory as needed.

/** Allocates `bytes` bytes, 16-byte aligned. */
export function allocateBlock(bytes: u32): u32 {
  return heap.alloc(bytes) as u32;
}

/** Frees a block of `allocateBlock`; 0 is ignored. */
export function freeBlock(block: u32): void {
  if (block != 0) heap.free(block);
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

/** Capacity of the block that `growBlock` makes of one of so many bytes. */
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
