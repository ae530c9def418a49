// Flags of processes.
import { failBifFor } from '../execution/raise';
import { setX2, setX3 } from '../execution/x-registers';
import * as L from '../generated/layout';
import { mapFind, mapPut } from '../maps/map';
import { mapFromPairs } from '../maps/map-building';
import { currentContext } from '../memory/heap';
import { processOf } from '../processes/process';
import {
  DEFAULT_BINARY_WORDS,
  DEFAULT_FULL_SWEEP,
  DEFAULT_HEAP_WORDS,
  heapSizeOf,
  isBoolean,
  maxHeapTerm,
  minHeapWordsOf,
  priorityName,
  priorityOf,
  setMaxHeap,
  wordsOf,
} from '../processes/process-limits';
import { makeInteger } from '../terms/integer';
import {
  arityOf,
  elementOf,
  headOf,
  isAtom,
  isCons,
  isMap,
  isTuple,
  makeAtom,
  makeBoolean,
  makeSmall,
  smallValue,
  tailOf,
} from '../terms/term';
import { badarg2, badarg3 } from './arguments';

/** Sets a flag that is only kept; what it was, or its default. */
function keep(context: u32, flag: u32, value: u32, other: u32): u32 {
  let options = load<u32>(context + L.ContextOffset_options);
  const found: u32 = options == 0 ? 0 : mapFind(options, flag);
  const old: u32 = found == 0 ? other : load<u32>(found);
  if (options == 0) options = mapFromPairs(0, 0);
  store<u32>(context + L.ContextOffset_options, mapPut(options, flag, value));
  return old;
}

/** True for `{node_type, hidden | visible | all}`. */
function isNodeType(option: u32): bool {
  if (!isTuple(option) || arityOf(option) != 2 || elementOf(option, 0) != makeAtom(L.Atom_node_type)) return false;
  const kind = elementOf(option, 1);
  return kind == makeAtom(L.Atom_hidden) || kind == makeAtom(L.Atom_visible) || kind == makeAtom(L.Atom_all);
}

/** True for `monitor_nodes` and `{monitor_nodes, Options}`, the flags under `net_kernel:monitor_nodes`. */
function isNodeMonitor(flag: u32): bool {
  if (flag == makeAtom(L.Atom_monitor_nodes)) return true;
  if (!isTuple(flag) || arityOf(flag) != 2 || elementOf(flag, 0) != makeAtom(L.Atom_monitor_nodes)) return false;
  let options = elementOf(flag, 1);
  if (isMap(options)) return true;
  for (; isCons(options); options = tailOf(options)) {
    const option = headOf(options);
    if (option != makeAtom(L.Atom_nodedown_reason) && option != makeAtom(L.Atom_connection_id) && !isNodeType(option)) return false;
  }
  return options == L.TermTag_nil;
}

/** Counts how often a flag has been set since it was cleared; how often that was before. There is no other node to tell of. */
function keepCount(context: u32, flag: u32, isSet: bool): u32 {
  const options = load<u32>(context + L.ContextOffset_options);
  const found: u32 = options == 0 ? 0 : mapFind(options, flag);
  const count: i32 = found == 0 ? 0 : smallValue(load<u32>(found));
  return keep(context, flag, makeSmall(isSet ? count + 1 : 0), makeSmall(0));
}

/** What `setFlag` answers for a flag that there is not: no term. */
const UNKNOWN_FLAG: u32 = 4;

/** What is kept of a flag that is of no consequence for how this machine keeps its heaps; 0 for another one, and for a wrong value. */
export function keptFlag(flag: u32, value: u32): u32 {
  if (flag == makeAtom(L.Atom_fullsweep_after)) return wordsOf(value) >= 0 ? value : 0;
  if (flag == makeAtom(L.Atom_min_bin_vheap_size)) {
    const words = wordsOf(value);
    return words >= 0 ? makeInteger(heapSizeOf(max<i64>(words, DEFAULT_BINARY_WORDS))) : 0;
  }
  if (flag == makeAtom(L.Atom_message_queue_data))
    return value == makeAtom(L.Atom_on_heap) || value == makeAtom(L.Atom_off_heap) ? value : 0;
  return flag == makeAtom(L.Atom_async_dist) && isBoolean(value) ? value : 0;
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
    store<u32>(context + L.ContextOffset_minHeapBytes, minHeapWordsOf(words) << 2);
    return old == 0 ? makeSmall(DEFAULT_HEAP_WORDS) : makeInteger(old);
  }
  if (flag == makeAtom(L.Atom_error_handler)) return isAtom(value) ? keep(context, flag, value, makeAtom(L.Atom_error_handler)) : 0;
  const kept = keptFlag(flag, value);
  if (flag == makeAtom(L.Atom_min_bin_vheap_size)) return kept == 0 ? 0 : keep(context, flag, kept, makeSmall(DEFAULT_BINARY_WORDS));
  if (flag == makeAtom(L.Atom_fullsweep_after)) return kept == 0 ? 0 : keep(context, flag, kept, makeSmall(DEFAULT_FULL_SWEEP));
  if (flag == makeAtom(L.Atom_save_calls))
    return wordsOf(value) >= 0 && wordsOf(value) <= 10000 ? keep(context, flag, value, makeSmall(0)) : 0;
  // There is one scheduler; 0 is any.
  if (flag == makeAtom(L.Atom_scheduler)) return wordsOf(value) == 0 || wordsOf(value) == 1 ? keep(context, flag, value, makeSmall(0)) : 0;
  if (flag == makeAtom(L.Atom_sensitive)) return isBoolean(value) ? keep(context, flag, value, makeBoolean(false)) : 0;
  if (flag == makeAtom(L.Atom_async_dist) && load<u32>(L.MachineRegister_otpRelease) >= L.ASYNC_DIST_RELEASE)
    return kept == 0 ? 0 : keep(context, flag, kept, makeBoolean(false));
  if (isNodeMonitor(flag)) return isBoolean(value) ? keepCount(context, flag, value == makeAtom(L.Atom_true)) : 0;
  if (flag == makeAtom(L.Atom_message_queue_data)) return kept == 0 ? 0 : keep(context, flag, kept, makeAtom(L.Atom_on_heap));
  return UNKNOWN_FLAG;
}

/** @bif erlang:process_flag/2 */
export function erlang_process_flag_2(sp: u32, flag: u32, value: u32): u32 {
  const old = setFlag(flag, value);
  if (old == UNKNOWN_FLAG) {
    setX2(flag, value);
    return failBifFor(sp, L.Atom_badarg, L.Atom_badopt, L.Bif_erlang_process_flag_2, 2);
  }
  return old != 0 ? old : badarg2(sp, L.Bif_erlang_process_flag_2, flag, value);
}

/**
 * `process_flag/3`: save_calls is the only flag that others may set.
 *
 * @bif erlang:process_flag/3 inErlang
 */
export function erlang_process_flag_3(sp: u32, pid: u32, flag: u32, value: u32): u32 {
  const context: u32 = (pid & L.TermTag_immediateMask) == L.TermTag_pid ? processOf(pid >> 4) : 0;
  if (context == 0) {
    setX3(pid, flag, value);
    return failBifFor(sp, L.Atom_badarg, L.Atom_badtype, L.Bif_erlang_process_flag_3, 3);
  }
  const isRight = flag == makeAtom(L.Atom_save_calls) && wordsOf(value) >= 0 && wordsOf(value) <= 10000;
  return isRight && context == currentContext()
    ? keep(context, flag, value, makeSmall(0))
    : badarg3(sp, L.Bif_erlang_process_flag_3, pid, flag, value);
}
