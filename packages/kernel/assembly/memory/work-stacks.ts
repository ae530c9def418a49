// The stacks of walks over terms, side by side: when a native pauses they are set aside for it, and those of other natives are
// blocks of their own.
import { releaseBinaries } from '../binaries/binary-blocks';
import { freeBlock } from './blocks';
import { WorkStack } from './work-stack';

/** A block and its capacity. */
const STACK_BYTES: u32 = 8;
const STACKS: u32 = 8;

/** Bytes of all stacks, and of what follows them. */
const STACKS_BYTES: u32 = STACKS * STACK_BYTES;
export const WORK_STACKS_BYTES: u32 = STACKS_BYTES + 16;
const area: u32 = memory.data(80) as u32;

/** Address of the word that has the `refc` binaries of the copy that is being made, a list; and of that with its block, if nobody else has that. */
export const COPIED_BINARIES: u32 = area + STACKS_BYTES;
export const COPIED_BLOCK: u32 = area + STACKS_BYTES + 4;

export const copyStack: WorkStack = changetype<WorkStack>(area);
export const compareStack: WorkStack = changetype<WorkStack>(area + STACK_BYTES);
export const hashStack: WorkStack = changetype<WorkStack>(area + 2 * STACK_BYTES);
export const portableHashStack: WorkStack = changetype<WorkStack>(area + 3 * STACK_BYTES);
export const oldHashStack: WorkStack = changetype<WorkStack>(area + 4 * STACK_BYTES);
export const encodeStack: WorkStack = changetype<WorkStack>(area + 5 * STACK_BYTES);
export const iolistStack: WorkStack = changetype<WorkStack>(area + 6 * STACK_BYTES);
export const unicodeStack: WorkStack = changetype<WorkStack>(area + 7 * STACK_BYTES);

/** Bytes of a character that began in one binary and go on in another: see `unicode.ts`. */
export const CARRIED_BYTES: u32 = area + STACKS_BYTES + 8;

/** Sets all stacks aside: whoever uses one next gets a new block. */
export function setStacksAside(to: u32): void {
  memory.copy(to, area, WORK_STACKS_BYTES);
  memory.fill(area, 0, WORK_STACKS_BYTES);
}

/** Takes stacks back that were set aside. */
export function takeStacksBack(from: u32): void {
  freeStacks(area);
  memory.copy(area, from, WORK_STACKS_BYTES);
}

/** Frees the blocks of stacks. */
function freeStacks(stacks: u32): void {
  for (let at = stacks; at < stacks + STACKS_BYTES; at += STACK_BYTES) freeBlock(load<u32>(at));
}

/** Frees stacks that were set aside, and a copy that is not complete. */
export function freeStacksAside(stacks: u32): void {
  freeStacks(stacks);
  releaseBinaries(load<u32>(stacks + COPIED_BINARIES - area));
  freeBlock(load<u32>(stacks + COPIED_BLOCK - area));
}
