// Stacks in memory for walks over terms, so that nesting costs no native stack.
import { growBlock, grownCapacity } from './blocks';

/**
 * A stack of words in a block that grows. Positions are in bytes and the caller's, so that a walk keeps them in a local. The
 * block is kept from one walk to the next.
 */
@unmanaged
export class WorkStack {
  block: u32 = 0;
  capacity: u32 = 0;

  /** Pushes a word at a position; returns the next position. */
  push(at: u32, word: u32): u32 {
    if (at + 4 > this.capacity) this.grow(at);
    store<u32>(this.block + at, word);
    return at + 4;
  }

  /** Pushes two words, the second above the first; returns the next position. */
  pushPair(at: u32, a: u32, b: u32): u32 {
    if (at + 8 > this.capacity) this.grow(at);
    store<u32>(this.block + at, a);
    store<u32>(this.block + at, b, 4);
    return at + 8;
  }

  /** The word at a position. */
  @inline
  word(at: u32): u32 {
    return load<u32>(this.block + at);
  }

  grow(used: u32): void {
    this.block = growBlock(this.block, this.capacity, used);
    this.capacity = grownCapacity(this.capacity);
  }
}
