// Blocks for the time of one operation. If that is broken off, for want of memory or by a trap, nobody else would free them.
import { allocateBlock, freeBlock } from './blocks';

/** In front of a block: the next and the previous one, or 0. 16 bytes, so that the block is aligned as others are. */
const HEADER: u32 = 16;
const PREVIOUS: usize = 4;
let first: u32 = 0;

/** A number of bytes that are never there: who needs more asks for these. */
export const MOST_TEMPORARY: u32 = 0xfff00001;

/** As `allocateBlock`, to be freed by `freeTemporary`. */
export function allocateTemporary(bytes: u32): u32 {
  const block = allocateBlock(HEADER + bytes);
  store<u32>(block, first);
  store<u32>(block, 0, PREVIOUS);
  if (first != 0) store<u32>(first, block, PREVIOUS);
  first = block;
  return block + HEADER;
}

/** Frees a block of `allocateTemporary`; 0 is ignored. */
export function freeTemporary(block: u32): void {
  if (block == 0) return;
  block -= HEADER;
  const next = load<u32>(block);
  const previous = load<u32>(block, PREVIOUS);
  if (next != 0) store<u32>(next, previous, PREVIOUS);
  if (previous == 0) first = next;
  else store<u32>(previous, next);
  freeBlock(block);
}

/** Frees what an operation that was broken off has left. */
export function freeTemporaries(): void {
  while (first != 0) freeTemporary(first + HEADER);
}

/** Sets the blocks of an operation aside that pauses: a list. */
export function setTemporariesAside(): u32 {
  const list = first;
  first = 0;
  return list;
}

/** Takes a list back that was set aside. No operation is under way. */
export function putTemporariesBack(list: u32): void {
  first = list;
}

/** Frees a list that was set aside. */
export function freeTemporaryList(list: u32): void {
  while (list != 0) {
    const next = load<u32>(list);
    freeBlock(list);
    list = next;
  }
}
