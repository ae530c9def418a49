// How many words a term takes, where each part counts once however often the term has it.
import { hasParent } from '../binaries/binary-blocks';
import * as L from '../generated/layout';
import { spendReductions } from '../memory/heap';
import { allocateTemporary, freeTemporary } from '../memory/temporary-blocks';
import { holdsTerms } from './copy-term';
import { arityOf, elementOf, headerOf, headOf, isBoxed, isCons, tailOf } from './term';

/** Words of the tables at first; a power of two. */
const FIRST_WORDS: u32 = 1024;
const PARTS_PER_REDUCTION: u32 = 16;
/** Spreads addresses over the table: 2^32 divided by the golden ratio. */
const SPREAD: u32 = 0x9e3779b9;

/** Addresses of the parts that were seen, 0 where there is none; half of it stays empty. */
let table: u32 = 0;
let tableWords: u32 = 0;
let seen: u32 = 0;

/** Terms that are still to be looked at. */
let stack: u32 = 0;
let stackWords: u32 = 0;
let depth: u32 = 0;

function emptyTable(words: u32): u32 {
  const block = allocateTemporary(words << 2);
  memory.fill(block, 0, words << 2);
  return block;
}

/** The place of an address in the table: where it is, or where it goes. */
function placeOf(address: u32): u32 {
  let index = (address * SPREAD) & (tableWords - 1);
  while (true) {
    const at = table + (index << 2);
    const found = load<u32>(at);
    if (found == 0 || found == address) return at;
    index = (index + 1) & (tableWords - 1);
  }
}

function growTable(): void {
  const old = table;
  const oldWords = tableWords;
  tableWords = oldWords << 1;
  table = emptyTable(tableWords);
  for (let i: u32 = 0; i < oldWords; i++) {
    const address = load<u32>(old + (i << 2));
    if (address != 0) store<u32>(placeOf(address), address);
  }
  freeTemporary(old);
}

/** True for an address that was not seen before. */
function isNew(address: u32): bool {
  const at = placeOf(address);
  if (load<u32>(at) != 0) return false;
  store<u32>(at, address);
  seen++;
  if (seen << 1 > tableWords) growTable();
  return true;
}

function push(term: u32): void {
  if (!isCons(term) && !isBoxed(term)) return;
  if (depth == stackWords) {
    const larger = allocateTemporary(stackWords << 3);
    memory.copy(larger, stack, stackWords << 2);
    freeTemporary(stack);
    stack = larger;
    stackWords <<= 1;
  }
  store<u32>(stack + (depth << 2), term);
  depth++;
}

/** Words of a boxed term alone; what it refers to is pushed. */
function boxedSize(term: u32): u32 {
  const header = headerOf(term);
  const arity = arityOf(term);
  if (holdsTerms(header)) {
    for (let i: u32 = 0; i < arity; i++) push(elementOf(term, i));
    // OTP's empty tuple takes none, its flat map has a word for the size.
    if (arity == 0) return 0;
    if ((header & L.TermTag_headerMask) == L.HeaderTag_map && isBoxed(elementOf(term, 0))) return arity + 2;
  } else if (hasParent(header)) push(load<u32>(term - L.TermTag_boxed, L.SubBinaryOffset_parent));
  return arity + 1;
}

/** Words of a term, each part once. */
export function sharedSize(term: u32): u32 {
  tableWords = stackWords = FIRST_WORDS;
  table = emptyTable(tableWords);
  stack = allocateTemporary(stackWords << 2);
  seen = depth = 0;
  let words: u32 = 0;
  push(term);
  while (depth > 0) {
    depth--;
    let next = load<u32>(stack + (depth << 2));
    while (isCons(next) && isNew(next)) {
      words += 2;
      push(headOf(next));
      next = tailOf(next);
    }
    if (isBoxed(next) && isNew(next)) words += boxedSize(next);
  }
  spendReductions(seen / PARTS_PER_REDUCTION);
  freeTemporary(stack);
  freeTemporary(table);
  return words;
}
