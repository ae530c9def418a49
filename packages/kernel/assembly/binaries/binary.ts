// Bitstrings: heap binaries, `refc` binaries (a block outside the heap), and sub binaries of either. The layout
// is in the machine model's `RefcBinaryOffset`, `BinaryBlockOffset` and `SubBinaryOffset`.
import * as L from '../generated/layout';
import { allocateBlock } from '../memory/blocks';
import { allocateNoCollect, collectAtNextEntry, currentContext } from '../memory/heap';
import { headerOf, isBoxed, tagOf } from '../terms/term';
import { dataOf, releaseBlock } from './binary-blocks';
import { copyBits } from './bits';

/** Bytes in blocks that ask for a collection, at least: memory outside the heap has to be found free too. */
const BINARY_BYTES_MINIMUM: u32 = 1 << 20;

/** Capacity of the first block that is appended to, in bytes (OTP's in `erts_bs_append`). */
const APPEND_MINIMUM: u32 = 256;

/** Address of the data of the binary that `locate` found. */
export let locatedBase: u32 = 0;

/** First bit of it, from the base. */
export let locatedStart: u32 = 0;

/** Its size in bits. */
export let locatedBits: u32 = 0;

// @ts-ignore: decorator
@inline
export function isBitstringTag(tag: u32): bool {
  return tag == L.HeaderTag_heapBinary || tag == L.HeaderTag_refcBinary || tag == L.HeaderTag_subBinary;
}

export function isBitstring(t: u32): bool {
  return isBoxed(t) && isBitstringTag(tagOf(t));
}

/** True for a bitstring of whole bytes. */
export function isBinary(t: u32): bool {
  return isBitstring(t) && (bitSizeOf(t) & 7) == 0;
}

/** Size in bits of a bitstring. */
export function bitSizeOf(t: u32): u32 {
  return tagOf(t) == L.HeaderTag_subBinary ? load<u32>(t - 2 + L.SubBinaryOffset_size) : load<u32>(t + 2) << 3;
}

/** The heap or `refc` binary of a bitstring. */
// @ts-ignore: decorator
@inline
export function parentOf(t: u32): u32 {
  return tagOf(t) == L.HeaderTag_subBinary ? load<u32>(t - 2 + L.SubBinaryOffset_parent) : t;
}

/** Where the bits of a term are, in `located…`; false for anything but a bitstring. */
export function locate(t: u32): bool {
  if (!isBitstring(t)) return false;
  if (tagOf(t) == L.HeaderTag_subBinary) {
    locatedStart = load<u32>(t - 2 + L.SubBinaryOffset_start);
    locatedBits = load<u32>(t - 2 + L.SubBinaryOffset_size);
    t = load<u32>(t - 2 + L.SubBinaryOffset_parent);
  } else {
    locatedStart = 0;
    locatedBits = load<u32>(t + 2) << 3;
  }
  locatedBase = dataOf(t);
  return true;
}

/** A heap binary of `bytes` bytes, its data not set. */
export function newHeapBinary(bytes: u32): u32 {
  const words = (bytes + 3) >> 2;
  const box = allocateNoCollect(L.BINARY_DATA_OFFSET + (words << 2));
  store<u32>(box, ((words + 1) << L.TermTag_arityShift) | L.HeaderTag_heapBinary);
  store<u32>(box, bytes, 4);
  return box | L.TermTag_boxed;
}

/** A block with one reference, with room for `capacity` bytes, of which the first `bits` bits are used. */
export function newBlock(bits: u32, capacity: u32): u32 {
  const block = allocateBlock(L.BinaryBlockOffset_data + capacity);
  store<u32>(block, 1, L.BinaryBlockOffset_references);
  store<u32>(block, capacity, L.BinaryBlockOffset_capacity);
  store<u32>(block, bits, L.BinaryBlockOffset_used);
  store<u32>(block, 0, L.BinaryBlockOffset_binaries);
  store<u32>(L.MachineCounter_binaryBytes, load<u32>(L.MachineCounter_binaryBytes) + L.BinaryBlockOffset_data + capacity);
  return block;
}

/** A `refc` binary with a new block of `capacity` bytes, of which the first `bits` bits are used. */
function newRefcBinary(bits: u32, capacity: u32): u32 {
  const context = currentContext();
  // First, as nothing would refer to the block if there were no memory for this.
  const box = allocateNoCollect(16);
  const block = newBlock(bits, capacity);
  store<u32>(box, (3 << L.TermTag_arityShift) | L.HeaderTag_refcBinary);
  store<u32>(box, (bits + 7) >> 3, L.RefcBinaryOffset_size);
  store<u32>(box, block, L.RefcBinaryOffset_block);
  store<u32>(box, load<u32>(context + L.ContextOffset_youngBinaries), L.RefcBinaryOffset_next);
  store<u32>(context + L.ContextOffset_youngBinaries, box);
  countBlock(context, capacity);
  return box | L.TermTag_boxed;
}

/** Counts a new block of `bytes` bytes that a process has: enough of them ask for a collection. */
export function countBlock(context: u32, bytes: u32): void {
  const total = load<u32>(context + L.ContextOffset_binaryBytes) + bytes;
  store<u32>(context + L.ContextOffset_binaryBytes, total);
  const heapBytes = load<u32>(context + L.ContextOffset_heapEnd) - load<u32>(context + L.ContextOffset_heapStart);
  if (total > max<u32>(BINARY_BYTES_MINIMUM, heapBytes)) collectAtNextEntry();
}

function newSubBinary(parent: u32, start: u32, bits: u32): u32 {
  const box = allocateNoCollect(16);
  store<u32>(box, (3 << L.TermTag_arityShift) | L.HeaderTag_subBinary);
  store<u32>(box, start, L.SubBinaryOffset_start);
  store<u32>(box, bits, L.SubBinaryOffset_size);
  store<u32>(box, parent, L.SubBinaryOffset_parent);
  return box | L.TermTag_boxed;
}

/** A bitstring of `bits` bits, which the caller writes from `locatedBase` on. */
export function newBitstring(bits: u32): u32 {
  const bytes = (bits + 7) >> 3;
  const parent = bytes <= L.HEAP_BINARY_LIMIT ? newHeapBinary(bytes) : newRefcBinary(bits, bytes);
  locatedBase = dataOf(parent);
  locatedStart = 0;
  locatedBits = bits;
  if ((bits & 7) == 0) return parent;
  store<u8>(locatedBase + bytes - 1, 0);
  return newSubBinary(parent, 0, bits);
}

/** `bits` bits of a heap or `refc` binary from bit `start` on, which must be there. */
export function partOf(parent: u32, start: u32, bits: u32): u32 {
  if (start == 0 && bits == load<u32>(parent + 2) << 3) return parent;
  if (bits == 0) return newHeapBinary(0);
  return newSubBinary(parent, start, bits);
}

/**
 * A bitstring that begins with all of `t` and has room for `more` bits after it, from `locatedStart` on. Appending to
 * the last bits of a block that has room costs no copy; blocks are made twice as large as they need to be. 0 if
 * it is too large.
 */
export function append(t: u32, more: u32): u32 {
  locate(t);
  const start = locatedStart;
  const bits = locatedBits;
  const from = locatedBase;
  if ((more as u64) + bits > (L.MAXIMUM_BINARY_BYTES as u64) * 8) return 0;
  const total = bits + more;
  const parent = parentOf(t);
  if (tagOf(parent) == L.HeaderTag_refcBinary) {
    const block = load<u32>(parent - 2 + L.RefcBinaryOffset_block);
    if (
      start + bits == load<u32>(block, L.BinaryBlockOffset_used) &&
      start + total <= load<u32>(block, L.BinaryBlockOffset_capacity) << 3
    ) {
      store<u32>(block, start + total, L.BinaryBlockOffset_used);
      const result = newSubBinary(parent, start, total);
      locatedStart = start + bits;
      return result;
    }
  }
  const bytes = (total + 7) >> 3;
  let result: u32;
  if (bytes <= L.HEAP_BINARY_LIMIT) {
    result = newHeapBinary(bytes);
  } else {
    result = newRefcBinary(total, max<u32>(APPEND_MINIMUM, min<u32>(bytes * 2, L.MAXIMUM_BINARY_BYTES)));
  }
  locatedBase = dataOf(result);
  if ((total & 7) != 0) {
    store<u8>(locatedBase + bytes - 1, 0);
    result = newSubBinary(result, 0, total);
  }
  copyBits(from, start, locatedBase, 0, bits);
  locatedStart = bits;
  return result;
}

/**
 * As `append`, for a bitstring that only this code has: it is changed in place, and what `t` was is what it becomes. Code that
 * OTP 29 writes for comprehensions goes on with `t`.
 */
export function appendInPlace(t: u32, more: u32): u32 {
  const parent = tagOf(t) == L.HeaderTag_subBinary ? load<u32>(t - 2 + L.SubBinaryOffset_parent) : 0;
  if (parent == 0 || tagOf(parent) != L.HeaderTag_refcBinary || load<u32>(t - 2 + L.SubBinaryOffset_start) != 0) return append(t, more);
  const bits = load<u32>(t - 2 + L.SubBinaryOffset_size);
  if ((more as u64) + bits > (L.MAXIMUM_BINARY_BYTES as u64) * 8) return 0;
  const total = bits + more;
  let block = load<u32>(parent - 2 + L.RefcBinaryOffset_block);
  if (bits != load<u32>(block, L.BinaryBlockOffset_used)) return append(t, more);
  if (total > load<u32>(block, L.BinaryBlockOffset_capacity) << 3) {
    const capacity = max<u32>(APPEND_MINIMUM, min<u32>(((total + 7) >> 3) * 2, L.MAXIMUM_BINARY_BYTES));
    const larger = newBlock(total, capacity);
    memory.copy(larger + L.BinaryBlockOffset_data, block + L.BinaryBlockOffset_data, (bits + 7) >> 3);
    store<u32>(parent - 2 + L.RefcBinaryOffset_block, larger);
    releaseBlock(block);
    block = larger;
    countBlock(currentContext(), capacity);
  }
  store<u32>(block, total, L.BinaryBlockOffset_used);
  store<u32>(t - 2 + L.SubBinaryOffset_size, total);
  locatedBase = block + L.BinaryBlockOffset_data;
  locatedStart = bits;
  return t;
}

/** An empty binary that is going to be appended to, with room for `bytes` bytes. */
export function newWritable(bytes: u32): u32 {
  return newSubBinary(newRefcBinary(0, max<u32>(APPEND_MINIMUM, bytes)), 0, 0);
}

/** True for a match context, which programs never see. */
export function isMatchContext(t: u32): bool {
  return isBoxed(t) && headerOf(t) == L.MATCH_CONTEXT_HEADER;
}
