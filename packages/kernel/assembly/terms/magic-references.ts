// Magic references hold a counted block, which is freed when nobody has the reference any more (the name is from OTP's
// `erl_bif_unique.h`), and references of any length, which come from elsewhere.

import { countBlock, newBlock } from '../binaries/binary';
import * as L from '../generated/layout';
import { allocateNoCollect, currentContext } from '../memory/heap';
import { newReferenceNumber, REFERENCE_BYTES, writeReference } from './references';
import { arityOf, headerOf, isBoxed, tagOf } from './term';

/** True for any reference. */
// @ts-ignore: decorator
@inline
export function isAnyReference(t: u32): bool {
  return isBoxed(t) && tagOf(t) == L.HeaderTag_reference;
}

// @ts-ignore: decorator
@inline
export function isMagicReference(t: u32, kind: u32): bool {
  return isBoxed(t) && headerOf(t) == L.MAGIC_REFERENCE_HEADER && load<u32>(t - 2 + L.MagicReferenceOffset_kind) == kind;
}

/** Address of the data of the block of a magic reference. */
// @ts-ignore: decorator
@inline
export function magicData(t: u32): u32 {
  return load<u32>(t - 2 + L.MagicReferenceOffset_block) + L.BinaryBlockOffset_data;
}

/** Number of words of a reference of this machine. */
// @ts-ignore: decorator
@inline
export function lengthOfReference(t: u32): u32 {
  return headerOf(t) == L.MAGIC_REFERENCE_HEADER ? 3 : arityOf(t);
}

/** Word `i` of a reference, the least significant one first. */
// @ts-ignore: decorator
@inline
export function referenceWord(t: u32, i: u32): u32 {
  const offset = headerOf(t) == L.MAGIC_REFERENCE_HEADER && i > 0 ? L.MagicReferenceOffset_middle + ((i - 1) << 2) : 4 + (i << 2);
  return load<u32>(t - L.TermTag_boxed + offset);
}

/** The order of two references of this machine: negative, 0 or positive. */
export function compareReferences(a: u32, b: u32): i32 {
  const length = lengthOfReference(a);
  if (length != lengthOfReference(b)) return length < lengthOfReference(b) ? -1 : 1;
  for (let i: i32 = (length as i32) - 1; i >= 0; i--) {
    const x = referenceWord(a, i);
    const y = referenceWord(b, i);
    if (x != y) return x < y ? -1 : 1;
  }
  return 0;
}

/** Bytes of a magic reference. */
const MAGIC_REFERENCE_BYTES: u32 = REFERENCE_BYTES + 12;

const plain: u32 = memory.data(16) as u32;

/** A new magic reference of the running process, with a block for `bytes` bytes, which the caller sets, and no binaries. */
export function newMagicReference(bytes: u32, kind: u32): u32 {
  // First, as nothing would refer to the block if there were no memory for this.
  const box = allocateNoCollect(MAGIC_REFERENCE_BYTES);
  const block = newBlock(bytes << 3, bytes);
  writeReference(newReferenceNumber(), plain);
  return writeMagicReference(box, block, kind, plain + 4);
}

/** One more magic reference of the running process to a block, with the three words at `words`. */
export function shareMagicReference(block: u32, kind: u32, words: u32): u32 {
  const box = allocateNoCollect(MAGIC_REFERENCE_BYTES);
  store<u32>(block, load<u32>(block, L.BinaryBlockOffset_references) + 1, L.BinaryBlockOffset_references);
  return writeMagicReference(box, block, kind, words);
}

function writeMagicReference(box: u32, block: u32, kind: u32, words: u32): u32 {
  const context = currentContext();
  const list = context + L.ContextOffset_youngBinaries;
  store<u32>(box, L.MAGIC_REFERENCE_HEADER);
  store<u32>(box, load<u32>(words), L.MagicReferenceOffset_low);
  store<u32>(box, load<u32>(words, 4), L.MagicReferenceOffset_middle);
  store<u32>(box, load<u32>(words, 8), L.MagicReferenceOffset_high);
  store<u32>(box, block, L.MagicReferenceOffset_block);
  store<u32>(box, kind, L.MagicReferenceOffset_kind);
  store<u32>(box, load<u32>(list), L.MagicReferenceOffset_next);
  store<u32>(list, box);
  countBlock(context, load<u32>(block, L.BinaryBlockOffset_capacity));
  return box | L.TermTag_boxed;
}
