// What a native that has paused goes on with: a block that its process has.
import * as L from '../generated/layout';
import { freeBlock } from './blocks';
import { freeTemporaryList } from './temporary-blocks';
import { freeStacksAside, WORK_STACKS_BYTES } from './work-stacks';

/** Where the native frames are kept, as binaryen's Asyncify wants it: the end of what is used, the end of the block. */
export const PAUSED_FRAMES: u32 = 0;

/** Number of the BIF; its temporary blocks, a list; whether a collection is wanted; the site that its failure belongs to, or 0; where its module variables are. */
export const PAUSED_BIF: usize = 8;
export const PAUSED_TEMPORARIES: usize = 12;
export const PAUSED_COLLECT: usize = 16;
export const PAUSED_SITE: usize = 20;
export const PAUSED_STACKS: u32 = 24;
export const PAUSED_VARIABLES: u32 = PAUSED_STACKS + WORK_STACKS_BYTES;

/** Has a process whose native has paused collect its heap when that is done. */
export function collectAfterPause(context: u32): void {
  store<u32>(load<u32>(context + L.ContextOffset_paused), 1, PAUSED_COLLECT);
}

/** Frees all that a native has which has paused and will not go on. */
export function freePausedNative(context: u32): void {
  const block = load<u32>(context + L.ContextOffset_paused);
  if (block == 0) return;
  store<u32>(context + L.ContextOffset_paused, 0);
  freeTemporaryList(load<u32>(block, PAUSED_TEMPORARIES));
  freeStacksAside(block + PAUSED_STACKS);
  freeBlock(block);
}
