// Allocation on the heap of the running process: a bump pointer with a limit, and fragments for
// results that must not start a collection.
import { draw } from '../execution/random-schedule';
import * as L from '../generated/layout';
import { allocateBlock, freeBlock } from './blocks';
import { FRAGMENT_HEADER } from './fragments';

const FRAGMENT_MINIMUM: u32 = 4096;

// @ts-ignore: decorator
@inline
export function currentContext(): u32 {
  return load<u32>(L.MachineRegister_context);
}

/**
 * Bytes for a result, without a collection: from the heap while it lasts, then from a fragment.
 * A heap that is used up, or enough fragment bytes, ask for a collection at the next function entry.
 */
export function allocateNoCollect(bytes: u32): u32 {
  return allocateInline(bytes);
}

/** `allocateNoCollect` without a call, for numbers. */
// @ts-ignore: decorator
@inline
export function allocateInline(bytes: u32): u32 {
  const top = load<u32>(L.MachineRegister_heapTop);
  // The limit may lie below the top. A sum might pass the end of what an address can say.
  const limit = load<u32>(L.MachineRegister_heapLimit);
  if (top <= limit && bytes <= limit - top) {
    store<u32>(L.MachineRegister_heapTop, top + bytes);
    return top;
  }
  return allocateInFragment(bytes);
}

/** Gives back the last `bytes` bytes, up to the address `end`, of what was allocated last. */
export function giveBack(end: u32, bytes: u32): void {
  if (end == load<u32>(L.MachineRegister_heapTop)) {
    store<u32>(L.MachineRegister_heapTop, end - bytes);
    return;
  }
  const context = currentContext();
  const fragment = load<u32>(context + L.ContextOffset_fragments);
  store<u32>(fragment + 8, load<u32>(fragment + 8) - bytes);
  store<u32>(context + L.ContextOffset_fragmentBytes, load<u32>(context + L.ContextOffset_fragmentBytes) - bytes);
}

export function allocateInFragment(bytes: u32): u32 {
  const context = currentContext();
  let fragment = load<u32>(context + L.ContextOffset_fragments);
  if (fragment == 0 || bytes > load<u32>(fragment + 4) - load<u32>(fragment + 8)) {
    // One that ends, perhaps for want of memory, takes no more than it needs.
    const isEnding = (load<u32>(context + L.ContextOffset_flags) & L.ProcessFlag_ended) != 0;
    const last: u32 = fragment == 0 || isEnding ? FRAGMENT_MINIMUM / 2 : load<u32>(fragment + 4);
    const size: u32 = max<u32>(max<u32>(last * 2, FRAGMENT_MINIMUM), bytes);
    const next = fragment;
    // More than there is memory: the block is refused.
    fragment = allocateBlock(size > u32.MAX_VALUE - FRAGMENT_HEADER ? u32.MAX_VALUE : FRAGMENT_HEADER + size);
    store<u32>(fragment, next);
    store<u32>(fragment + 4, size);
    store<u32>(fragment + 8, 0);
    store<u32>(context + L.ContextOffset_fragments, fragment);
  }
  const used = load<u32>(fragment + 8);
  store<u32>(fragment + 8, used + bytes);
  const total = load<u32>(context + L.ContextOffset_fragmentBytes) + bytes;
  store<u32>(context + L.ContextOffset_fragmentBytes, total);
  const heapEnd = load<u32>(context + L.ContextOffset_heapEnd);
  const heapBytes = heapEnd - load<u32>(context + L.ContextOffset_heapStart);
  // A heap that is nearly used up is collected soon anyway: until then each number would take this way.
  const isUsedUp = heapEnd - load<u32>(L.MachineRegister_heapTop) < heapBytes >> 3;
  if (isUsedUp || total > heapBytes || isCollectionForced()) collectAtNextEntry();
  return fragment + FRAGMENT_HEADER + used;
}

/** True if tests have asked for a collection where none is needed: see `ForcedCollections`. */
// @ts-ignore: decorator
@inline
export function isCollectionForced(): bool {
  const forced = load<u32>(L.MachineRegister_forcedCollections);
  return forced != L.ForcedCollections_none && (forced == L.ForcedCollections_always || draw(4) == 0);
}

/** Empties the reduction counter, so that the next function entry comes to the kernel and collects. */
export function collectAtNextEntry(): void {
  if (load<u32>(L.MachineRegister_collectSoon) != 0) return;
  store<u32>(L.MachineRegister_collectSoon, 1);
  store<i32>(L.MachineRegister_savedReductions, load<i32>(L.MachineRegister_reductions));
  store<i32>(L.MachineRegister_reductions, 0);
}

/** Takes reserved bytes. */
// @ts-ignore: decorator
@inline
export function take(bytes: u32): u32 {
  const top = load<u32>(L.MachineRegister_heapTop);
  store<u32>(L.MachineRegister_heapTop, top + bytes);
  return top;
}

/** A cons cell in reserved bytes. */
// @ts-ignore: decorator
@inline
export function takeCons(head: u32, tail: u32): u32 {
  const cell = take(8);
  store<u32>(cell, tail);
  store<u32>(cell, head, 4);
  return cell | L.TermTag_cons;
}

/** So many reductions for one piece of work are long: the scheduler then looks at the clock when the slice is over. */
const LONG_WORK: u32 = 128;
let hasWorkedLong: bool = false;

/** True if a piece of work was long since this was asked last. */
export function takeWorkedLong(): bool {
  const result = hasWorkedLong;
  hasWorkedLong = false;
  return result;
}

/** Charges `count` reductions for work that a BIF did, so that the process yields sooner. */
export function spendReductions(count: u32): void {
  if (count >= LONG_WORK) hasWorkedLong = true;
  // While a collection is wanted the counter is 0 and the reductions are kept aside.
  const register: u32 = load<u32>(L.MachineRegister_collectSoon) != 0 ? L.MachineRegister_savedReductions : L.MachineRegister_reductions;
  const left = load<i32>(register);
  if (left > 0) store<i32>(register, count < (left as u32) ? left - (count as i32) : 0);
}

/** Elements of a list, or words, that a BIF goes through for a reduction. */
const ELEMENTS_PER_REDUCTION: u32 = 64;

/** Charges for a number of elements that a BIF has gone through. */
export function spendOnElements(count: u32): void {
  if (count >= ELEMENTS_PER_REDUCTION) spendReductions(count / ELEMENTS_PER_REDUCTION);
}

/** Where the heap and the fragments of the running process were when `markHeap` was called last. */
let markedTop: u32 = 0;
let markedFragment: u32 = 0;
let markedUsed: u32 = 0;
let markedBytes: u32 = 0;

/** Remembers what the running process has, for `freeSinceMark`. */
export function markHeap(): void {
  const context = currentContext();
  markedTop = load<u32>(L.MachineRegister_heapTop);
  markedFragment = load<u32>(context + L.ContextOffset_fragments);
  markedUsed = markedFragment == 0 ? 0 : load<u32>(markedFragment + 8);
  markedBytes = load<u32>(context + L.ContextOffset_fragmentBytes);
}

/** Gives back what was allocated since `markHeap`, which nobody refers to and which has no `refc` binaries. */
export function freeSinceMark(): void {
  const context = currentContext();
  store<u32>(L.MachineRegister_heapTop, markedTop);
  if (load<u32>(context + L.ContextOffset_fragmentBytes) == markedBytes) return;
  let fragment = load<u32>(context + L.ContextOffset_fragments);
  while (fragment != markedFragment) {
    const next = load<u32>(fragment);
    freeBlock(fragment);
    fragment = next;
  }
  store<u32>(context + L.ContextOffset_fragments, fragment);
  if (fragment != 0) store<u32>(fragment + 8, markedUsed);
  store<u32>(context + L.ContextOffset_fragmentBytes, markedBytes);
}
