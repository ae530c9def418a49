// A copy of a term that shares nothing with it, as a message is. What a term has twice the copy has twice, as in OTP
// (`copy_struct` in `erts/emulator/beam/copy.c`). Nesting costs memory, not native stack.
import { dataOf, hasParent } from '../binaries/binary-blocks';
import * as L from '../generated/layout';
import { copyWords, requireRoom } from '../memory/blocks';
import { allocateNoCollect, currentContext } from '../memory/heap';
import { WorkStack } from '../memory/work-stack';
import { adoptBinaries } from '../processes/process';
import { elementOf, headerOf, headOf, isBoxed, isCons, isImmediate, tagHoldsTerms, tailOf } from './term';

const EMPTY_TUPLE_HEADER: u32 = 0;

/** Bytes of a copy from which on it is seen whether there is room for it. */
const ENORMOUS: u32 = 1 << 20;
/** Up to so many bytes are copied word by word. */
const FEW_BYTES: u32 = 64;
/** Empty tuples that `sizeOfCopy` has come across. */
let emptyTuples: u32 = 0;

const pending: WorkStack = changetype<WorkStack>(memory.data(8));

// @ts-ignore: decorator
@inline
function push(at: u32, term: u32): u32 {
  if ((term & L.TermTag_primaryMask) == 3) return at;
  return pending.push(at, term);
}

/** True for a boxed term whose words are all terms. */
// @ts-ignore: decorator
@inline
function holdsTerms(header: u32): bool {
  const tag = header & L.TermTag_headerMask;
  return tagHoldsTerms(tag);
}

/** True for a boxed term that holds a counted block, and is in a list of such. */
// @ts-ignore: decorator
@inline
export function hasBlock(header: u32): bool {
  return (header & L.TermTag_headerMask) == L.HeaderTag_refcBinary || header == L.MAGIC_REFERENCE_HEADER;
}

/** Bytes that a copy of a term needs. The running process ends if that is more than there may be. */
export function sizeOfCopy(term: u32): u32 {
  return sizeOf(term, ENORMOUS);
}

/** `most`: from how many bytes on to look whether there is room for them. */
function sizeOf(term: u32, most: u32): u32 {
  let bytes: u32 = 0;
  let depth = push(0, term);
  while (depth > 0) {
    depth -= 4;
    term = pending.word(depth);
    // What a term has twice counts twice: small ones may have copies that no memory has room for.
    if (bytes > most) requireRoom(bytes);
    if (isCons(term)) {
      // Along the list; only heads wait.
      do {
        bytes += 8;
        depth = push(depth, headOf(term));
        term = tailOf(term);
      } while (isCons(term));
      depth = push(depth, term);
      continue;
    }
    const header = headerOf(term);
    if (header == EMPTY_TUPLE_HEADER) emptyTuples++;
    const arity = header >> L.TermTag_arityShift;
    bytes += (arity + 1) << 2;
    if (holdsTerms(header)) for (let i: u32 = 0; i < arity; i++) depth = push(depth, elementOf(term, i));
    else if (hasParent(header)) depth = push(depth, load<u32>(term - 2 + L.SubBinaryOffset_parent));
  }
  return bytes;
}

/** Words of a term as OTP counts them: its empty tuple takes none. */
export function flatSize(term: u32): u32 {
  emptyTuples = 0;
  const words = sizeOf(term, u32.MAX_VALUE) >> 2;
  return words - emptyTuples;
}

let top: u32 = 0;
let binaries: u32 = 0;

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

/** Copies a term to where there are `sizeOfCopy` bytes; `binariesOfCopy` then tells its `refc` binaries. */
export function copyTerm(term: u32, to: u32): u32 {
  top = to;
  binaries = 0;
  const result = copyOne(term);
  let scan = to;
  while (scan < top) {
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
  return result;
}

/** A copy of a term on the heap of the running process. */
export function copyToHeap(term: u32): u32 {
  if (isImmediate(term)) return term;
  const copy = copyTerm(term, allocateNoCollect(sizeOfCopy(term)));
  adoptBinaries(currentContext(), binaries);
  return copy;
}

/** First `refc` binary of the last copy, or 0; they are a list. */
export function binariesOfCopy(): u32 {
  return binaries;
}
