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
