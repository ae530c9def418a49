// Limits and priorities of processes, as options and flags give them.
import * as L from '../generated/layout';
import { mapFind } from '../maps/map';
import { mapFromPairs } from '../maps/map-building';
import { allocateTemporary, freeTemporary } from '../memory/temporary-blocks';
import { makeInteger } from '../terms/integer';
import { integer64Of, isInteger64, isMap, isSmall, makeAtom, makeBoolean, smallValue } from '../terms/term';

/** The number of a priority by its name, -1 if there is none. */
export function priorityOf(name: u32): i32 {
  if (name == makeAtom(L.Atom_normal)) return 1;
  if (name == makeAtom(L.Atom_low)) return 0;
  if (name == makeAtom(L.Atom_high)) return 2;
  return name == makeAtom(L.Atom_max) ? 3 : -1;
}

export function priorityName(number: u32): u32 {
  if (number == 1) return makeAtom(L.Atom_normal);
  if (number == 0) return makeAtom(L.Atom_low);
  return makeAtom(number == 2 ? L.Atom_high : L.Atom_max);
}

/** A number that is not negative, or -1. */
export function wordsOf(term: u32): i64 {
  if (isSmall(term)) return smallValue(term) as i64;
  return isInteger64(term) ? integer64Of(term) : -1;
}

/** Words that a heap of OTP has which is to have at least so many: they grow as Fibonacci's numbers, large ones by a fifth. */
export function heapSizeOf(words: i64): i64 {
  words = min<i64>(words, MOST_SIZE);
  let before: i64 = 12;
  let size: i64 = 38;
  for (let i = 2; size < words; i++) {
    const next = i < FIBONACCI_SIZES ? size + before + 1 : size + size / 5;
    before = size;
    size = next;
  }
  return size;
}

/** No memory is larger. */
const MOST_SIZE: i64 = 0xffffffffffff;

/** So many sizes of heaps are made of the two before them. */
const FIBONACCI_SIZES: i32 = 23;

/** The greatest small integer of OTP. */
const GREATEST_SMALL: i64 = 0x7ffffffffffffff;

/** OTP's default of `min_heap_size` and `fullsweep_after`, and the least limit of a heap. */
export const DEFAULT_HEAP_WORDS: i32 = 233;
export const DEFAULT_BINARY_WORDS: i32 = 46422;

/** More words than these are not set aside for a heap from the start. */
const MOST_WORDS: i64 = 0xffffff;

/** Words of a heap that is to have at least so many from the start: those that OTP would give it. */
export function minHeapWordsOf(words: i64): u32 {
  return min<i64>(heapSizeOf(max<i64>(words, DEFAULT_HEAP_WORDS)), MOST_WORDS) as u32;
}
export const DEFAULT_FULL_SWEEP: i32 = 65535;

export function isBoolean(term: u32): bool {
  return term == makeAtom(L.Atom_true) || term == makeAtom(L.Atom_false);
}

/** A boolean of a map, true or false; -1 if it is anything else, `other` if it is not there. */
function booleanIn(map: u32, key: u32, other: i32): i32 {
  const found = mapFind(map, makeAtom(key));
  if (found == 0) return other;
  if (!isBoolean(load<u32>(found))) return -1;
  return load<u32>(found) == makeAtom(L.Atom_true) ? 1 : 0;
}

/** Sets the limit of a heap: a number of words, or a map with it; false if it is neither. 0 means no limit. */
export function setMaxHeap(context: u32, limit: u32): bool {
  let words: i64 = -1;
  let kills = 1;
  let reports = 1;
  if (isMap(limit)) {
    const found = mapFind(limit, makeAtom(L.Atom_size));
    if (found == 0) return false;
    words = wordsOf(load<u32>(found));
    kills = booleanIn(limit, L.Atom_kill, 1);
    reports = booleanIn(limit, L.Atom_error_logger, 1);
    if (kills < 0 || reports < 0 || booleanIn(limit, L.Atom_include_shared_binaries, 0) < 0) return false;
  } else {
    words = wordsOf(limit);
  }
  if (words < 0 || words > GREATEST_SMALL || (words > 0 && words < DEFAULT_HEAP_WORDS)) return false;
  store<u32>(context + L.ContextOffset_maxHeapWords, words as u32);
  store<u32>(context + L.ContextOffset_maxHeapWordsHigh, (words >> 32) as u32);
  let flags = load<u32>(context + L.ContextOffset_flags) & ~(L.ProcessFlag_quietLimit | L.ProcessFlag_softLimit);
  if (reports == 0) flags |= L.ProcessFlag_quietLimit;
  if (kills == 0) flags |= L.ProcessFlag_softLimit;
  store<u32>(context + L.ContextOffset_flags, flags);
  return true;
}

function maxHeapWords(context: u32): i64 {
  const high = load<u32>(context + L.ContextOffset_maxHeapWordsHigh) as i64;
  return (high << 32) | (load<u32>(context + L.ContextOffset_maxHeapWords) as i64);
}

/** The limit of a heap as `process_flag` and `process_info` tell it. */
export function maxHeapTerm(context: u32): u32 {
  const flags = load<u32>(context + L.ContextOffset_flags);
  const pairs = allocateTemporary(32);
  store<u32>(pairs, makeAtom(L.Atom_error_logger));
  store<u32>(pairs, makeBoolean((flags & L.ProcessFlag_quietLimit) == 0), 4);
  store<u32>(pairs, makeAtom(L.Atom_kill), 8);
  store<u32>(pairs, makeBoolean((flags & L.ProcessFlag_softLimit) == 0), 12);
  store<u32>(pairs, makeAtom(L.Atom_size), 16);
  store<u32>(pairs, makeInteger(maxHeapWords(context)), 20);
  const isNew = load<u32>(L.MachineRegister_otpRelease) >= L.SHARED_BINARIES_RELEASE;
  if (isNew) {
    store<u32>(pairs, makeAtom(L.Atom_include_shared_binaries), 24);
    store<u32>(pairs, makeBoolean(false), 28);
  }
  const map = mapFromPairs(pairs, isNew ? 4 : 3);
  freeTemporary(pairs);
  return map;
}
