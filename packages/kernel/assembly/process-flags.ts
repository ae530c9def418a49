// `process_flag` and the options of a spawn that it can set later.
import * as L from './generated/layout';
import { currentContext } from './heap';
import { makeInteger } from './integer';
import { mapFind, mapFromPairs, mapPut } from './map';
import { allocateBlock, freeBlock } from './memory';
import { badarg2, badarg3 } from './native-arguments';
import { processOf } from './process';
import { integer64Of, isAtom, isInteger64, isMap, isSmall, makeAtom, makeBoolean, makeSmall, smallValue } from './term';

/** The number of a priority by its name, -1 if there is none. */
export function priorityOf(name: u32): i32 {
  if (name == makeAtom(L.Atom_normal)) return 1;
  if (name == makeAtom(L.Atom_low)) return 0;
  if (name == makeAtom(L.Atom_high)) return 2;
  return name == makeAtom(L.Atom_max) ? 3 : -1;
}

function priorityName(number: u32): u32 {
  if (number == 1) return makeAtom(L.Atom_normal);
  if (number == 0) return makeAtom(L.Atom_low);
  return makeAtom(number == 2 ? L.Atom_high : L.Atom_max);
}

/** A number that is not negative, or -1. */
export function wordsOf(term: u32): i64 {
  if (isSmall(term)) return smallValue(term) as i64;
  return isInteger64(term) ? integer64Of(term) : -1;
}

/** OTP's default of `min_heap_size` and `fullsweep_after`, and the least limit of a heap. */
const DEFAULT_HEAP_WORDS: i32 = 233;
const DEFAULT_BINARY_WORDS: i32 = 46422;
const DEFAULT_FULL_SWEEP: i32 = 65535;

function isBoolean(term: u32): bool {
  return term == makeAtom(L.Atom_true) || term == makeAtom(L.Atom_false);
}

/** A boolean of a map, true or false; -1 if it is no boolean, `other` if there is none. */
function booleanIn(map: u32, key: u32, other: i32): i32 {
  const found = mapFind(map, makeAtom(key));
  if (found == 0) return other;
  if (!isBoolean(load<u32>(found))) return -1;
  return load<u32>(found) == makeAtom(L.Atom_true) ? 1 : 0;
}

/** Sets the limit of a heap: a number of words, or a map with it; false if it is none. 0 is no limit. */
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
  if (words < 0 || (words > 0 && words < DEFAULT_HEAP_WORDS)) return false;
  store<u32>(context + L.ContextOffset_maxHeapWords, min<i64>(words, 0x3fffffff) as u32);
  let flags = load<u32>(context + L.ContextOffset_flags) & ~(L.ProcessFlag_quietLimit | L.ProcessFlag_softLimit);
  if (reports == 0) flags |= L.ProcessFlag_quietLimit;
  if (kills == 0) flags |= L.ProcessFlag_softLimit;
  store<u32>(context + L.ContextOffset_flags, flags);
  return true;
}

/** The limit of a heap as `process_flag` and `process_info` tell it. */
export function maxHeapTerm(context: u32): u32 {
  const flags = load<u32>(context + L.ContextOffset_flags);
  const pairs = allocateBlock(32);
  store<u32>(pairs, makeAtom(L.Atom_error_logger));
  store<u32>(pairs, makeBoolean((flags & L.ProcessFlag_quietLimit) == 0), 4);
  store<u32>(pairs, makeAtom(L.Atom_include_shared_binaries), 8);
  store<u32>(pairs, makeBoolean(false), 12);
  store<u32>(pairs, makeAtom(L.Atom_kill), 16);
  store<u32>(pairs, makeBoolean((flags & L.ProcessFlag_softLimit) == 0), 20);
  store<u32>(pairs, makeAtom(L.Atom_size), 24);
  store<u32>(pairs, makeInteger(load<u32>(context + L.ContextOffset_maxHeapWords)), 28);
  const map = mapFromPairs(pairs, 4);
  freeBlock(pairs);
  return map;
}

/** Sets a flag that is only kept; what it was, or its default. */
function keep(context: u32, flag: u32, value: u32, other: u32): u32 {
  let options = load<u32>(context + L.ContextOffset_options);
  const found: u32 = options == 0 ? 0 : mapFind(options, flag);
  const old: u32 = found == 0 ? other : load<u32>(found);
  if (options == 0) options = mapFromPairs(0, 0);
  store<u32>(context + L.ContextOffset_options, mapPut(options, flag, value));
  return old;
}

/** Sets a flag of the running process; what it was, 0 for what is none. */
function setFlag(flag: u32, value: u32): u32 {
  const context = currentContext();
  const flags = load<u32>(context + L.ContextOffset_flags);
  if (flag == makeAtom(L.Atom_trap_exit)) {
    if (!isBoolean(value)) return 0;
    const set: u32 = value == makeAtom(L.Atom_true) ? L.ProcessFlag_trapExit : 0;
    store<u32>(context + L.ContextOffset_flags, (flags & ~L.ProcessFlag_trapExit) | set);
    return makeBoolean((flags & L.ProcessFlag_trapExit) != 0);
  }
  if (flag == makeAtom(L.Atom_priority)) {
    const number = priorityOf(value);
    if (number < 0) return 0;
    const old = priorityName(load<u32>(context + L.ContextOffset_priority));
    store<u32>(context + L.ContextOffset_priority, number as u32);
    return old;
  }
  if (flag == makeAtom(L.Atom_max_heap_size)) {
    const old = maxHeapTerm(context);
    return setMaxHeap(context, value) ? old : 0;
  }
  if (flag == makeAtom(L.Atom_min_heap_size)) {
    const words = wordsOf(value);
    if (words < 0) return 0;
    const old = load<u32>(context + L.ContextOffset_minHeapBytes) >> 2;
    store<u32>(context + L.ContextOffset_minHeapBytes, (min<i64>(words, 0xffffff) as u32) << 2);
    return old == 0 ? makeSmall(DEFAULT_HEAP_WORDS) : makeInteger(old);
  }
  if (flag == makeAtom(L.Atom_error_handler)) return isAtom(value) ? keep(context, flag, value, makeAtom(L.Atom_error_handler)) : 0;
  if (flag == makeAtom(L.Atom_min_bin_vheap_size)) return wordsOf(value) >= 0 ? keep(context, flag, value, makeSmall(DEFAULT_BINARY_WORDS)) : 0;
  if (flag == makeAtom(L.Atom_fullsweep_after)) return wordsOf(value) >= 0 ? keep(context, flag, value, makeSmall(DEFAULT_FULL_SWEEP)) : 0;
  if (flag == makeAtom(L.Atom_save_calls)) return wordsOf(value) >= 0 && wordsOf(value) <= 10000 ? keep(context, flag, value, makeSmall(0)) : 0;
  if (flag == makeAtom(L.Atom_sensitive)) return isBoolean(value) ? keep(context, flag, value, makeBoolean(false)) : 0;
  if (flag == makeAtom(L.Atom_async_dist)) return isBoolean(value) ? keep(context, flag, value, makeBoolean(false)) : 0;
  if (flag == makeAtom(L.Atom_message_queue_data)) {
    return value == makeAtom(L.Atom_on_heap) || value == makeAtom(L.Atom_off_heap) ? keep(context, flag, value, makeAtom(L.Atom_on_heap)) : 0;
  }
  return 0;
}

export function nativeProcessFlag2(sp: u32, flag: u32, value: u32): u32 {
  const old = setFlag(flag, value);
  return old != 0 ? old : badarg2(sp, L.Native_nativeProcessFlag2, flag, value);
}

/** `process_flag/3`: save_calls is the only flag that others may set. */
export function nativeProcessFlag3(sp: u32, pid: u32, flag: u32, value: u32): u32 {
  const context: u32 = (pid & L.TermTag_immediateMask) == L.TermTag_pid ? processOf(pid >> 4) : 0;
  const isRight = context != 0 && flag == makeAtom(L.Atom_save_calls) && wordsOf(value) >= 0 && wordsOf(value) <= 10000;
  return isRight && context == currentContext() ? keep(context, flag, value, makeSmall(0)) : badarg3(sp, L.Native_nativeProcessFlag3, pid, flag, value);
}
