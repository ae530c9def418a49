// A copy of a term that shares nothing with it, as a message is. What a term has twice the copy has twice, as in OTP
// (`copy_struct` in `erts/emulator/beam/copy.c`). Nesting costs memory, not native stack.
import { dataOf, hasParent } from '../binaries/binary-blocks';
import { workAllowed, worked } from '../execution/pausing';
import * as L from '../generated/layout';
import { copyWords, requireRoom } from '../memory/blocks';
import { allocateNoCollect, currentContext, spendReductions } from '../memory/heap';
import { WorkStack } from '../memory/work-stack';
import { COPIED_BINARIES, COPIED_BLOCK, copyStack } from '../memory/work-stacks';
import { adoptBinaries } from '../processes/process';
import { elementOf, headerOf, headOf, isBoxed, isCons, isImmediate, tagHoldsTerms, tailOf } from './term';

const EMPTY_TUPLE_HEADER: u32 = 0;

/** Work of a walk that is not done in pieces. */
const NO_LIMIT: u32 = i32.MAX_VALUE;

/** Bytes of a copy from which on it is seen whether there is room for it. */
const ENORMOUS: u32 = 1 << 20;
/** Copies of fewer bytes cost nothing; bytes that are copied for a reduction. */
const MANY_BYTES: u32 = 0x4000;
const BYTES_PER_REDUCTION: u32 = 256;

/** Up to so many bytes are copied word by word. */
const FEW_BYTES: u32 = 64;
/** Empty tuples that `sizeOfCopy` has come across. */
let emptyTuples: u32 = 0;
/** Flat maps that were counted. */
let flatMaps: u32 = 0;

const pending: WorkStack = copyStack;

// @ts-ignore: decorator
@inline
function push(at: u32, term: u32): u32 {
  if ((term & L.TermTag_primaryMask) == 3) return at;
  return pending.push(at, term);
}

/** True for a boxed term whose words are all terms. */
// @ts-ignore: decorator
@inline
export function holdsTerms(header: u32): bool {
  const tag = header & L.TermTag_headerMask;
  return tagHoldsTerms(tag);
}

/** True for a boxed term that holds a counted block, and is in a list of such. */
// @ts-ignore: decorator
@inline
export function hasBlock(header: u32): bool {
  return (header & L.TermTag_headerMask) == L.HeaderTag_refcBinary || header == L.MAGIC_REFERENCE_HEADER;
}

/** Where a walk has come: terms that remain to be counted, bytes so far. */
let depth: u32 = 0;
let counted: u32 = 0;

/** More elements than this wait as one entry of the stack: the address of the next one, which no term is, above the address of the end. */
const MANY_ELEMENTS: u32 = 64;

/** Goes on counting the bytes of a copy; false if more than `allowed` units of work are left to do. `most`: from how many bytes on to look whether there is room for them. */
function countSome(most: u32, allowed: u32): bool {
  let bytes = counted;
  let at = depth;
  let left: i32 = allowed;
  while (at > 0) {
    if (left < 0) {
      counted = bytes;
      depth = at;
      return false;
    }
    at -= 4;
    let term = pending.word(at);
    // What a term has twice counts twice: small ones may have copies that no memory has room for.
    if (bytes > most) requireRoom(bytes);
    left--;
    if (isCons(term)) {
      // Along the list; only heads wait.
      do {
        bytes += 8;
        left--;
        at = push(at, headOf(term));
        term = tailOf(term);
      } while (isCons(term) && left >= 0);
      at = push(at, term);
      continue;
    }
    if ((term & L.TermTag_primaryMask) == 0) {
      at -= 4;
      const end = pending.word(at);
      const stop = min<u32>(end, term + (MANY_ELEMENTS << 2));
      if (stop != end) at = pending.pushPair(at, end, stop);
      for (; term < stop; term += 4) at = push(at, load<u32>(term));
      left -= MANY_ELEMENTS;
      continue;
    }
    const header = headerOf(term);
    if (header == EMPTY_TUPLE_HEADER) emptyTuples++;
    const arity = header >> L.TermTag_arityShift;
    bytes += (arity + 1) << 2;
    if (holdsTerms(header)) {
      if ((header & L.TermTag_headerMask) == L.HeaderTag_map && isBoxed(elementOf(term, 0))) flatMaps++;
      const first = term - L.TermTag_boxed + 4;
      if (arity > MANY_ELEMENTS) at = pending.pushPair(at, first + (arity << 2), first);
      else for (let i: u32 = 0; i < arity; i++) at = push(at, elementOf(term, i));
      left -= arity;
    } else if (hasParent(header)) {
      at = push(at, load<u32>(term - 2 + L.SubBinaryOffset_parent));
    }
  }
  counted = bytes;
  depth = at;
  return true;
}

function startCounting(term: u32): void {
  counted = 0;
  depth = push(0, term);
}

/** Bytes that a copy of a term needs. The running process ends if that is more than there may be. */
export function sizeOfCopy(term: u32): u32 {
  startCounting(term);
  countSome(ENORMOUS, NO_LIMIT);
  spendOnBytes(counted);
  return counted;
}

/** Charges for a copy of so many bytes that is made in one go. */
export function spendOnBytes(bytes: u32): void {
  if (bytes >= MANY_BYTES) spendReductions(bytes / BYTES_PER_REDUCTION);
}

/** As `sizeOfCopy`. May pause. */
export function sizeOfCopyInPieces(term: u32): u32 {
  startCounting(term);
  while (true) {
    const allowed = workAllowed();
    if (countSome(ENORMOUS, allowed)) return counted;
    worked(allowed);
  }
}

/** Words of a term as OTP counts them: its empty tuple takes none, its flat map has a word for the size. May pause. */
export function flatSize(term: u32): u32 {
  emptyTuples = flatMaps = 0;
  startCounting(term);
  while (true) {
    const allowed = workAllowed();
    if (countSome(u32.MAX_VALUE, allowed)) break;
    worked(allowed);
  }
  return (counted >> 2) + flatMaps - emptyTuples;
}

let top: u32 = 0;
let binaries: u32 = 0;

/** The next word of a copy whose terms are to be copied. */
let scanAt: u32 = 0;

function copyOne(term: u32): u32 {
  if (isCons(term)) {
    const cell = top;
    top = cell + 8;
    store<u64>(cell, load<u64>(term - L.TermTag_cons));
    return cell | L.TermTag_cons;
  }
  if (!isBoxed(term)) return term;
  const from = term - L.TermTag_boxed;
  const header = load<u32>(from);
  const bytes = ((header >> L.TermTag_arityShift) + 1) << 2;
  const to = top;
  top = to + bytes;
  if (bytes <= FEW_BYTES) copyWords(to, from, bytes >> 2);
  else memory.copy(to, from, bytes);
  if (hasBlock(header)) {
    const block = load<u32>(to, L.RefcBinaryOffset_block);
    store<u32>(block, load<u32>(block) + 1);
    store<u32>(to, binaries, L.RefcBinaryOffset_next);
    binaries = to;
  }
  return to | L.TermTag_boxed;
}

/** First `refc` binary of the last copy, or 0; they are a list. */
export function binariesOfCopy(): u32 {
  return binaries;
}

function startCopy(term: u32, to: u32): u32 {
  top = to;
  scanAt = to;
  binaries = 0;
  return copyOne(term);
}

/** Goes on with a copy; false if more than `allowed` words are left to do. */
function copySome(allowed: u32): bool {
  let scan = scanAt;
  const stop = allowed == NO_LIMIT ? NO_LIMIT : scan + (allowed << 2);
  while (scan < top) {
    if (scan >= stop) {
      scanAt = scan;
      return false;
    }
    const word = load<u32>(scan);
    if ((word & L.TermTag_primaryMask) != 0) {
      store<u32>(scan, copyOne(word));
      scan += 4;
    } else if (holdsTerms(word)) {
      scan += 4;
    } else {
      if (hasParent(word)) {
        const parent = scan + L.SubBinaryOffset_parent;
        store<u32>(parent, copyOne(load<u32>(parent)));
        // Only code that was made to break the machine sends a match context.
        if (word == L.MATCH_CONTEXT_HEADER) store<u32>(scan, dataOf(load<u32>(parent)), L.MatchContextOffset_base);
      }
      scan += ((word >> L.TermTag_arityShift) + 1) << 2;
    }
  }
  return true;
}

/** Copies a term to where there are `sizeOfCopy` bytes; `binariesOfCopy` then tells its `refc` binaries. */
export function copyTerm(term: u32, to: u32): u32 {
  const result = startCopy(term, to);
  copySome(NO_LIMIT);
  return result;
}

/**
 * As `copyTerm`. May pause: what it copies from and to must stay where it is. `block` is freed if the copy is never completed; 0 if it
 * belongs to somebody.
 */
export function copyTermInPieces(term: u32, to: u32, block: u32): u32 {
  const result = startCopy(term, to);
  while (true) {
    const allowed = workAllowed();
    if (copySome(allowed)) return result;
    store<u32>(COPIED_BLOCK, block);
    store<u32>(COPIED_BINARIES, binaries);
    worked(allowed);
    store<u32>(COPIED_BLOCK, 0);
    store<u32>(COPIED_BINARIES, 0);
  }
}

/** A copy of a term on the heap of the running process. */
export function copyToHeap(term: u32): u32 {
  if (isImmediate(term)) return term;
  const copy = copyTerm(term, allocateNoCollect(sizeOfCopy(term)));
  adoptBinaries(currentContext(), binaries);
  return copy;
}
