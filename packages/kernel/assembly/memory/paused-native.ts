// What a native that has paused goes on with: a block that its process has.
import * as L from '../generated/layout';
import { freeBlock } from './blocks';
import { freeTemporaryList } from './temporary-blocks';
import { freeStacksAside, WORK_STACKS_BYTES } from './work-stacks';

/** Where its module variables are, after the work stacks. */
export const PAUSED_VARIABLES: u32 = L.PausedNativeOffset_stacks + WORK_STACKS_BYTES;

/** Has a process whose native has paused collect its heap when that is done. */
export function collectAfterPause(context: u32): void {
  store<u32>(load<u32>(context + L.ContextOffset_paused), 1, L.PausedNativeOffset_collect);
}

/** Frees all that a native has which has paused and will not go on. */
export function freePausedNative(context: u32): void {
  const block = load<u32>(context + L.ContextOffset_paused);
  if (block == 0) return;
  store<u32>(context + L.ContextOffset_paused, 0);
  freeTemporaryList(load<u32>(block, L.PausedNativeOffset_temporaries));
  freeStacksAside(block + L.PausedNativeOffset_stacks);
  freeBlock(block);
}
