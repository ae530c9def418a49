// Scratch for the time of one operation: a block that is kept, unless more is wanted.
import { allocateBlock } from './blocks';
import { allocateTemporary, freeTemporary } from './temporary-blocks';

/** What most operations need. */
const KEPT: u32 = 8192;

let kept: u32 = 0;

/** Scratch of a number of bytes, to be given to `freeScratch`. Only one at a time. */
export function allocateScratch(bytes: u32): u32 {
  if (bytes > KEPT) return allocateTemporary(bytes);
  if (kept == 0) kept = allocateBlock(KEPT);
  return kept;
}

export function freeScratch(scratch: u32): void {
  if (scratch != kept) freeTemporary(scratch);
}
