// Links, monitors, aliases and exit signals.

import {
  connectionOf,
  control,
  controlOfThree,
  isExternal,
  isExternalPid,
  isExternalReference,
  signal,
  signalWith,
  thisNode,
} from '../distribution/connections';
import { LINK, MONITOR_P, PAYLOAD_EXIT2 } from '../distribution/operations';
import { linkAway, monitorAway, unlinkAway } from '../distribution/remote-entries';
import { failBif, failBifFor } from '../execution/raise';
import { resumeWith } from '../execution/slices';
import { setX, setX2, setX3 } from '../execution/x-registers';
import * as L from '../generated/layout';
import { connection } from '../host';
import { currentContext } from '../memory/heap';
import { unlinkMessage } from '../processes/mailbox';
import { contextOf, freeMessage, isPidOrPort, pidOf, processOf } from '../processes/process';
import { processNamed } from '../processes/registered-names';
import {
  ALIAS_EXPLICIT,
  ALIAS_NONE,
  ALIAS_REPLY,
  deliverDown,
  demonitor,
  givePriority,
  givePriorityToLink,
  kindOf,
  link,
  monitor,
  monitorClock,
  monitoredObject,
  newAlias,
  noteLink,
  PRIORITY_ALIAS,
  priorityReceiver,
  sendExit,
  sendLinkExit,
  unalias,
  unlink,
} from '../processes/signals';
import { isReference, makeReference, newReferenceNumber, numberOf, referenceTerm } from '../terms/references';
import { arityOf, elementOf, headOf, isAtom, isCons, isPid, isTuple, makeAtom, makeBoolean, tailOf } from '../terms/term';
import { badarg1, badarg2, badarg3 } from './arguments';
import { aliasModeOf, monitorAlias, monitorPriority, monitorTagOption, readMonitorOptions } from './spawn-options';

/** True for a process that has not ended and is not about to. */
export function isAlive(context: u32): bool {
  return context != 0 && load<u32>(context + L.ContextOffset_exitSignal) == 0;
}

// Links and exit signals.

/**
 * `link/1`: with a process or port that is not there it is an error, or an exit signal where those are trapped.
 *
 * @bif erlang:link/1
 */
export function erlang_link_1(sp: u32, other: u32): u32 {
  if (isExternal(other)) {
    const self = currentContext();
    // No port of another node can be linked to.
    if (!isExternalPid(other)) return badarg1(sp, L.Bif_erlang_link_1, other);
    const away = connectionOf(other);
    if (away == 0) sendLinkExit(self, other, makeAtom(L.Atom_noconnection));
    else if (linkAway(self, away, other)) signal(away, control(LINK, pidOf(self), other));
    return leave(sp, makeAtom(L.Atom_true));
  }
  if (!isPidOrPort(other)) return badarg1(sp, L.Bif_erlang_link_1, other);
  const context = contextOf(other);
  if (context != 0) {
    if (link(currentContext(), context)) noteLink(currentContext(), context, L.TraceEvent_link, L.TraceEvent_gettingLinked);
    return makeAtom(L.Atom_true);
  }
  if ((load<u32>(currentContext() + L.ContextOffset_flags) & L.ProcessFlag_trapExit) == 0) {
    setX(0, other);
    return failBif(sp, L.Atom_noproc, L.Bif_erlang_link_1, 1);
  }
  sendLinkExit(currentContext(), other, makeAtom(L.Atom_noproc));
  return makeAtom(L.Atom_true);
}

/** True for `[priority]` or an empty list, which `hasPriority` then tells apart. */
let hasPriority: bool = false;
function readPriority(options: u32): bool {
  hasPriority = false;
  for (; isCons(options); options = tailOf(options)) {
    if (headOf(options) != makeAtom(L.Atom_priority)) return false;
    hasPriority = true;
  }
  return options == L.TermTag_nil;
}

/**
 * `link/2`: with the option `priority` the exit signal comes as a priority message (OTP 28).
 *
 * @bif erlang:link/2
 */
export function erlang_link_2(sp: u32, pid: u32, options: u32): u32 {
  if (!readPriority(options) || (!isPidOrPort(pid) && !isExternal(pid))) return badarg2(sp, L.Bif_erlang_link_2, pid, options);
  const result = erlang_link_1(sp, pid);
  if (result != 0 && hasPriority && isPidOrPort(pid)) givePriorityToLink(currentContext(), contextOf(pid));
  return result;
}

/** @bif erlang:unlink/1 */
export function erlang_unlink_1(sp: u32, pid: u32): u32 {
  if (isExternal(pid)) {
    unlinkAway(currentContext(), pid, pidOf(currentContext()));
    return makeAtom(L.Atom_true);
  }
  if (!isPidOrPort(pid)) return badarg1(sp, L.Bif_erlang_unlink_1, pid);
  const context = contextOf(pid);
  if (context != 0 && context != currentContext() && unlink(currentContext(), context))
    noteLink(currentContext(), context, L.TraceEvent_unlink, L.TraceEvent_gettingUnlinked);
  return makeAtom(L.Atom_true);
}

/** The value of a BIF that may have given its own process an exit signal: then nothing more happens there. */
function leave(sp: u32, value: u32): u32 {
  const context = currentContext();
  if (load<u32>(context + L.ContextOffset_exitSignal) == 0) return value;
  return resumeWith(sp, value);
}

/**
 * `exit/3`: with the option `priority` to a priority alias, the exit signal comes as a priority message to who traps it (OTP 28).
 *
 * @bif erlang:exit/3
 */
export function erlang_exit_3(sp: u32, to: u32, reason: u32, options: u32): u32 {
  if (!readPriority(options)) return badarg3(sp, L.Bif_erlang_exit_3, to, reason, options);
  if (isPidOrPort(to) || isExternal(to)) return erlang_exit_2(sp, to, reason);
  if (!isReference(to)) return badarg3(sp, L.Bif_erlang_exit_3, to, reason, options);
  const context = priorityReceiver(numberOf(to));
  if (context != 0) sendExit(context, pidOf(currentContext()), reason, hasPriority);
  return leave(sp, makeAtom(L.Atom_true));
}

/** @bif erlang:exit/2 */
export function erlang_exit_2(sp: u32, pid: u32, reason: u32): u32 {
  if (isExternal(pid)) {
    const away: u32 = isExternalPid(pid) ? connectionOf(pid) : 0;
    if (away != 0) signalWith(away, control(PAYLOAD_EXIT2, pidOf(currentContext()), pid), reason);
    return makeAtom(L.Atom_true);
  }
  if (!isPidOrPort(pid)) return badarg2(sp, L.Bif_erlang_exit_2, pid, reason);
  const context = contextOf(pid);
  if (context != 0) sendExit(context, pidOf(currentContext()), reason);
  return leave(sp, makeAtom(L.Atom_true));
}

/**
 * `exit_signal/2`: as `exit/2`, but that one does not end oneself with `normal`.
 *
 * @bif erlang:exit_signal/2
 */
export function erlang_exit_signal_2(sp: u32, pid: u32, reason: u32): u32 {
  const context = currentContext();
  const traps = (load<u32>(context + L.ContextOffset_flags) & L.ProcessFlag_trapExit) != 0;
  if (pid == pidOf(context) && reason == makeAtom(L.Atom_normal) && !traps) return makeAtom(L.Atom_true);
  return isPidOrPort(pid) || isExternal(pid) ? erlang_exit_2(sp, pid, reason) : badarg2(sp, L.Bif_erlang_exit_signal_2, pid, reason);
}

/**
 * `exit_signal/3`: what `exit/3` is in OTP's own code.
 *
 * @bif erlang:exit_signal/3
 */
export function erlang_exit_signal_3(sp: u32, to: u32, reason: u32, options: u32): u32 {
  if (!readPriority(options)) {
    setX3(to, reason, options);
    return failBifFor(sp, L.Atom_badarg, L.Atom_badopt, L.Bif_erlang_exit_signal_3, 3);
  }
  const isRight = isPidOrPort(to) || isExternal(to) || isReference(to);
  return isRight ? erlang_exit_3(sp, to, reason, options) : badarg3(sp, L.Bif_erlang_exit_signal_3, to, reason, options);
}

/** @bif erlang:is_process_alive/1 */
export function erlang_is_process_alive_1(sp: u32, pid: u32): u32 {
  return isPid(pid) ? makeBoolean(isAlive(processOf(pid >> 4))) : badarg1(sp, L.Bif_erlang_is_process_alive_1, pid);
}

// Monitors.

/** The reference of a monitor that will never tell anything. */
function withoutTarget(origin: u32, mode: u32): u32 {
  return mode == ALIAS_NONE ? makeReference() : referenceTerm(newAlias(origin, mode));
}

/** What is wrong with the last monitor that was refused, an atom by its index, 0 for nothing in particular. */
let monitorCause: u32 = 0;

function refuseMonitor(sp: u32, bif: u32, arity: u32): u32 {
  failBif(sp, L.Atom_badarg, bif, arity);
  if (monitorCause != 0) store<u32>(L.MachineRegister_exceptionInfo, makeAtom(monitorCause));
  monitorCause = 0;
  return 0;
}

/** Monitors what is on another node; `wanted` is the pid or name that it knows it by. */
function setMonitorAway(away: u32, item: u32, wanted: u32, tag: u32, mode: u32): u32 {
  const origin = currentContext();
  const reference = referenceTerm(monitorAway(origin, away, item, tag, mode));
  signal(away, controlOfThree(MONITOR_P, pidOf(origin), wanted, reference));
  return reference;
}

/** The monitor that `monitor/2,3` asks for; 0 for bad arguments. */
function setMonitor(kind: u32, item: u32, tag: u32, mode: u32): u32 {
  const origin = currentContext();
  if (kind == makeAtom(L.Atom_time_offset)) return item == makeAtom(L.Atom_clock_service) ? referenceTerm(monitorClock(origin, mode)) : 0;
  const isPort = kind == makeAtom(L.Atom_port);
  if (!isPort && kind != makeAtom(L.Atom_process)) {
    monitorCause = L.Atom_badtype;
    return 0;
  }
  let name: u32 = 0;
  let target: u32;
  let reason: u32 = L.Atom_noproc;
  if (isPidOrPort(item)) {
    if (isPid(item) == isPort) return 0;
    target = contextOf(item);
  } else if (isExternal(item)) {
    if (isPort || !isExternalPid(item)) return 0;
    const away = connectionOf(item);
    if (away != 0) return setMonitorAway(away, item, item, tag, mode);
    target = 0;
    reason = L.Atom_noconnection;
  } else if (isAtom(item)) {
    name = item;
    target = processNamed(item);
  } else if (isTuple(item) && arityOf(item) == 2 && isAtom(elementOf(item, 0)) && isAtom(elementOf(item, 1))) {
    name = elementOf(item, 0);
    if (elementOf(item, 1) == thisNode()) {
      target = processNamed(name);
    } else {
      // A node that is not distributed knows no other.
      if (isPort || thisNode() == makeAtom(L.LOCAL_NODE_ATOM)) return 0;
      const away = connection(elementOf(item, 1), true);
      if (away != 0) return setMonitorAway(away, item, name, tag, mode);
      target = 0;
      reason = L.Atom_noconnection;
    }
  } else {
    return 0;
  }
  // A name may be that of the other kind.
  if (target != 0 && kindOf(target) != kind) target = 0;
  if (target == origin) return withoutTarget(origin, mode);
  if (target != 0) return referenceTerm(monitor(origin, target, name, tag, mode));
  const object = isAtom(item) ? monitoredObject(0, item) : item;
  const number: u64 = mode == ALIAS_EXPLICIT ? newAlias(origin, mode) : newReferenceNumber();
  deliverDown(origin, number, tag == 0 ? makeAtom(L.Atom_DOWN) : tag, kind, object, makeAtom(reason));
  return referenceTerm(number);
}

/** @bif erlang:monitor/2 */
export function erlang_monitor_2(sp: u32, kind: u32, item: u32): u32 {
  const reference = setMonitor(kind, item, 0, ALIAS_NONE);
  if (reference != 0) return reference;
  setX2(kind, item);
  return refuseMonitor(sp, L.Bif_erlang_monitor_2, 2);
}

/** @bif erlang:monitor/3 */
export function erlang_monitor_3(sp: u32, kind: u32, item: u32, options: u32): u32 {
  const isRight = readMonitorOptions(options);
  if (!isRight) monitorCause = L.Atom_badopt;
  const reference = isRight ? setMonitor(kind, item, monitorTagOption, monitorAlias) : 0;
  if (reference != 0 && monitorPriority != 0) givePriority(numberOf(reference), monitorPriority);
  if (reference != 0) return reference;
  setX3(kind, item, options);
  return refuseMonitor(sp, L.Bif_erlang_monitor_3, 3);
}

/** Removes the first message that a monitor has sent. */
function flushDown(context: u32, number: u64): void {
  let at = context + L.ContextOffset_mailboxFirst;
  for (let message = load<u32>(at); message != 0; message = load<u32>(at)) {
    const term = load<u32>(message, L.MessageOffset_term);
    if (isTuple(term) && arityOf(term) == 5 && isReference(elementOf(term, 1)) && numberOf(elementOf(term, 1)) == number) {
      freeMessage(unlinkMessage(context, at));
      return;
    }
    at = message + (L.MessageOffset_next as u32);
  }
}

/** @bif erlang:demonitor/1 */
export function erlang_demonitor_1(sp: u32, reference: u32): u32 {
  if (!isReference(reference)) return badarg1(sp, L.Bif_erlang_demonitor_1, reference);
  demonitor(currentContext(), numberOf(reference));
  return makeAtom(L.Atom_true);
}

/** @bif erlang:demonitor/2 */
export function erlang_demonitor_2(sp: u32, reference: u32, options: u32): u32 {
  let flush = false;
  let info = false;
  let rest = options;
  for (; isCons(rest); rest = tailOf(rest)) {
    if (headOf(rest) == makeAtom(L.Atom_flush)) flush = true;
    else if (headOf(rest) == makeAtom(L.Atom_info)) info = true;
    else break;
  }
  if (rest != L.TermTag_nil || !isReference(reference)) return badarg2(sp, L.Bif_erlang_demonitor_2, reference, options);
  const number = numberOf(reference);
  const was = demonitor(currentContext(), number);
  if (flush && !was) flushDown(currentContext(), number);
  if (!info) return makeAtom(L.Atom_true);
  // With flush it tells whether a message was in time for it to be removed, without whether there was a monitor.
  return makeBoolean(was);
}

// Aliases.

/** @bif erlang:alias/0 inErlang */
export function erlang_alias_0(sp: u32): u32 {
  return referenceTerm(newAlias(currentContext(), ALIAS_EXPLICIT));
}

/** @bif erlang:alias/1 */
export function erlang_alias_1(sp: u32, options: u32): u32 {
  let mode = ALIAS_EXPLICIT;
  let priority: u32 = 0;
  let rest = options;
  for (; isCons(rest); rest = tailOf(rest)) {
    if (headOf(rest) == makeAtom(L.Atom_reply)) mode = ALIAS_REPLY;
    else if (headOf(rest) == makeAtom(L.Atom_explicit_unalias)) mode = aliasModeOf(headOf(rest));
    else if (headOf(rest) == makeAtom(L.Atom_priority)) priority = PRIORITY_ALIAS;
    else break;
  }
  if (rest != L.TermTag_nil) return badarg1(sp, L.Bif_erlang_alias_1, options);
  const number = newAlias(currentContext(), mode);
  if (priority != 0) givePriority(number, priority);
  return referenceTerm(number);
}

/** @bif erlang:unalias/1 */
export function erlang_unalias_1(sp: u32, reference: u32): u32 {
  if (isExternalReference(reference)) return makeAtom(L.Atom_false);
  if (!isReference(reference)) return badarg1(sp, L.Bif_erlang_unalias_1, reference);
  return makeBoolean(unalias(currentContext(), numberOf(reference)));
}
