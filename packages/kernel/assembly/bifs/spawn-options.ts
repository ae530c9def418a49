// Options of `erlang:spawn_opt/4`, of `erlang:spawn_request/5` and of `erlang:monitor/3`.

import * as L from '../generated/layout';
import { mapPut } from '../maps/map';
import { mapFromPairs } from '../maps/map-building';
import { minHeapWordsOf, priorityOf, wordsOf } from '../processes/process-limits';
import { ALIAS_DEMONITOR, ALIAS_EXPLICIT, ALIAS_NONE, ALIAS_REPLY, PRIORITY_ALIAS, PRIORITY_DOWN } from '../processes/signals';
import { arityOf, elementOf, headOf, isCons, isTuple, makeAtom, tailOf } from '../terms/term';
import { keptFlag } from './process-flags';

// The options that were read last, or those of `plain`, `withLink` and `withMonitor`.

/** True for a link with the parent. */
export let linked: bool = false;

/** True for a monitor by the parent; its alias mode, and the tag of its message or 0. */
export let monitored: bool = false;
export let aliasMode: u32 = 0;
export let monitorTag: u32 = 0;

/** Priority as `process-limits.ts` numbers them. */
export let priority: u32 = 0;

/** Least size of the heap in words, 0 for the usual one. */
export let minHeapWords: u32 = 0;

/** The value of `max_heap_size`, a term that was not looked at; 0 without. */
export let maxHeap: u32 = 0;

/** A map with the flags that are kept for `process_info`; 0 without any. */
export let keptFlags: u32 = 0;

/** Of a request: the tag of the reply, and whether there is one when the process is made and when it cannot be. */
export let replyTag: u32 = 0;
export let replyOk: bool = false;
export let replyError: bool = false;

/** Options of a process that is neither linked nor monitored. */
export function plain(): void {
  linked = false;
  monitored = false;
  aliasMode = ALIAS_NONE;
  monitorTag = 0;
  priority = 1;
  minHeapWords = 0;
  maxHeap = 0;
  keptFlags = 0;
  replyTag = makeAtom(L.Atom_spawn_reply);
  replyOk = true;
  replyError = true;
}

/** The alias mode with that name, ALIAS_NONE if there is none. */
export function aliasModeOf(name: u32): u32 {
  if (name == makeAtom(L.Atom_explicit_unalias)) return ALIAS_EXPLICIT;
  if (name == makeAtom(L.Atom_demonitor)) return ALIAS_DEMONITOR;
  return name == makeAtom(L.Atom_reply_demonitor) ? ALIAS_REPLY : ALIAS_NONE;
}

/** Alias mode of the monitor options that were read. */
export let monitorAlias: u32 = 0;

/** Tag in the monitor options that were read, 0 for none. */
export let monitorTagOption: u32 = 0;

/** Bits of the priority that its messages have. */
export let monitorPriority: u32 = 0;

/** Reads the options of `monitor/3`; false if they are none. */
export function readMonitorOptions(options: u32): bool {
  monitorAlias = ALIAS_NONE;
  monitorTagOption = 0;
  monitorPriority = 0;
  for (; isCons(options); options = tailOf(options)) {
    const option = headOf(options);
    if (option == makeAtom(L.Atom_priority)) {
      monitorPriority = PRIORITY_ALIAS | PRIORITY_DOWN;
      continue;
    }
    if (!isTuple(option) || arityOf(option) != 2) return false;
    if (elementOf(option, 0) == makeAtom(L.Atom_alias)) {
      monitorAlias = aliasModeOf(elementOf(option, 1));
      if (monitorAlias == ALIAS_NONE) return false;
    } else if (elementOf(option, 0) == makeAtom(L.Atom_tag)) {
      monitorTagOption = elementOf(option, 1);
    } else {
      return false;
    }
  }
  return options == L.TermTag_nil;
}

/** True for what the option `reply` of a request can have. */
export function isReply(value: u32): bool {
  return (
    value == makeAtom(L.Atom_yes) ||
    value == makeAtom(L.Atom_no) ||
    value == makeAtom(L.Atom_success_only) ||
    value == makeAtom(L.Atom_error_only)
  );
}

function readOption(option: u32, isRequest: bool): bool {
  if (option == makeAtom(L.Atom_link)) {
    linked = true;
    return true;
  }
  if (option == makeAtom(L.Atom_monitor)) {
    monitored = true;
    return true;
  }
  if (!isTuple(option) || arityOf(option) != 2) return false;
  const name = elementOf(option, 0);
  const value = elementOf(option, 1);
  if (name == makeAtom(L.Atom_monitor)) {
    if (!readMonitorOptions(value)) return false;
    monitored = true;
    aliasMode = monitorAlias;
    monitorTag = monitorTagOption;
    return true;
  }
  if (name == makeAtom(L.Atom_priority)) {
    const number = priorityOf(value);
    if (number < 0) return false;
    priority = number as u32;
    return true;
  }
  if (name == makeAtom(L.Atom_min_heap_size)) {
    const words = wordsOf(value);
    if (words < 0) return false;
    minHeapWords = minHeapWordsOf(words);
    return true;
  }
  if (name == makeAtom(L.Atom_max_heap_size)) {
    maxHeap = value;
    return true;
  }
  const kept = keptFlag(name, value);
  if (kept != 0) {
    keptFlags = mapPut(keptFlags == 0 ? mapFromPairs(0, 0) : keptFlags, name, kept);
    return true;
  }
  if (!isRequest) return false;
  if (name == makeAtom(L.Atom_reply_tag)) {
    replyTag = value;
    return true;
  }
  if (name == makeAtom(L.Atom_reply)) {
    if (!isReply(value)) return false;
    replyOk = value == makeAtom(L.Atom_yes) || value == makeAtom(L.Atom_success_only);
    replyError = value == makeAtom(L.Atom_yes) || value == makeAtom(L.Atom_error_only);
    return true;
  }
  return false;
}

/** Reads the options of a spawn; 1 if they are right, 0 if one is unknown, -1 if they are not a list. */
export function readOptions(options: u32, isRequest: bool): i32 {
  plain();
  let result = 1;
  for (; isCons(options); options = tailOf(options)) if (!readOption(headOf(options), isRequest)) result = 0;
  return options == L.TermTag_nil ? result : -1;
}

/** Options of a process that is linked. */
export function withLink(): void {
  plain();
  linked = true;
}

/** Options of a process that is monitored. */
export function withMonitor(): void {
  plain();
  monitored = true;
}
