// Native functions on processes: links, monitors, aliases, exit signals, names, and what makes one rest.
import * as L from './generated/layout';
import { applyTarget } from './apply';
import { currentContext, spendReductions } from './heap';
import { deliver, makeMessage, unlinkMessage } from './mailbox';
import { badarg1, badarg2, badarg3, getX, setX } from './native-arguments';
import { failNative } from './raise';
import { collectOther } from './collector';
import { freeMessage, pidOf, processOf } from './process';
import { nameProcess, nextName, processNamed, unnameProcess } from './registered-names';
import { isReference, makeReference, newReferenceNumber, numberOf, referenceTerm } from './references';
import { makeRunnable } from './run-queue';
import {
  ALIAS_EXPLICIT, ALIAS_NONE, ALIAS_REPLY, deliverDown, demonitor, link, monitor, monitoredObject, newAlias, sendExit, sendLinkExit, unalias, unlink,
} from './signals';
import { aliasModeOf, monitorAlias, monitorTagOption, readMonitorOptions } from './spawn';
import { arityOf, elementOf, headOf, isAtom, isBoxed, isCons, isSmall, isTuple, makeAtom, makeBoolean, smallValue, tagOf, tailOf } from './term';
import { makeCons, makePair, makeTriple } from './term-construction';

// @ts-ignore: decorator
@inline
function isPid(term: u32): bool { return (term & L.TermTag_immediateMask) == L.TermTag_pid; }

function isExternalPid(term: u32): bool { return isBoxed(term) && tagOf(term) == L.HeaderTag_externalPid; }

/** True for a process that has not ended and is not about to. */
function isAlive(context: u32): bool {
  return context != 0 && load<u32>(context + L.ContextOffset_exitSignal) == 0;
}

// Links and exit signals.

/** `link/1`: with a process that is not there it is an error, or an exit signal where those are trapped. */
export function nativeLink(sp: u32, pid: u32): u32 {
  if (isExternalPid(pid)) {
    // There is no connection to any other node.
    sendLinkExit(currentContext(), pid, makeAtom(L.Atom_noconnection));
    return leave(sp, makeAtom(L.Atom_true));
  }
  if (!isPid(pid)) return badarg1(sp, L.Native_nativeLink, pid);
  const context = processOf(pid >> 4);
  if (isAlive(context)) {
    link(currentContext(), context);
    return makeAtom(L.Atom_true);
  }
  if ((load<u32>(currentContext() + L.ContextOffset_flags) & L.ProcessFlag_trapExit) == 0) {
    setX(0, pid);
    return failNative(sp, L.Atom_noproc, L.Native_nativeLink, 1);
  }
  sendLinkExit(currentContext(), pid, makeAtom(L.Atom_noproc));
  return makeAtom(L.Atom_true);
}

export function nativeUnlink(sp: u32, pid: u32): u32 {
  if (isExternalPid(pid)) return makeAtom(L.Atom_true);
  if (!isPid(pid)) return badarg1(sp, L.Native_nativeUnlink, pid);
  const context = processOf(pid >> 4);
  if (context != 0 && context != currentContext()) unlink(currentContext(), context);
  return makeAtom(L.Atom_true);
}

/** The value of a native function that may have given its own process an exit signal: then nothing more happens there. */
function leave(sp: u32, value: u32): u32 {
  const context = currentContext();
  if (load<u32>(context + L.ContextOffset_exitSignal) == 0) return value;
  return resumeWith(sp, value);
}

/** Leaves the running process, which will go on with a value. */
function resumeWith(sp: u32, value: u32): u32 {
  store<u32>(currentContext() + L.ContextOffset_result, value);
  store<u32>(L.MachineRegister_trapReason, L.TrapReason_resume);
  store<u32>(L.MachineRegister_trapSp, sp);
  return 0;
}

export function nativeExit2(sp: u32, pid: u32, reason: u32): u32 {
  if (isExternalPid(pid)) return makeAtom(L.Atom_true);
  if (!isPid(pid)) return badarg2(sp, L.Native_nativeExit2, pid, reason);
  const context = processOf(pid >> 4);
  if (context != 0) sendExit(context, pidOf(currentContext()), reason);
  return leave(sp, makeAtom(L.Atom_true));
}

export function nativeIsProcessAlive(sp: u32, pid: u32): u32 {
  return isPid(pid) ? makeBoolean(isAlive(processOf(pid >> 4))) : badarg1(sp, L.Native_nativeIsProcessAlive, pid);
}

export function nativeProcesses(sp: u32): u32 {
  const table = load<u32>(L.MachineRegister_processTable);
  let list: u32 = L.TermTag_nil;
  for (let i = load<u32>(L.MachineRegister_processCapacity); i > 0; i--) {
    const context = load<u32>(table + ((i - 1) << 2));
    if (isAlive(context) && (load<u32>(context + L.ContextOffset_flags) & L.ProcessFlag_mailbox) == 0) list = makeCons(pidOf(context), list);
  }
  return list;
}

// Monitors.

/** The monitor that `monitor/2,3` asks for; 0 for bad arguments. */
function setMonitor(kind: u32, item: u32, tag: u32, mode: u32): u32 {
  const origin = currentContext();
  // The offset of the clocks never changes.
  if (kind == makeAtom(L.Atom_time_offset)) return item == makeAtom(L.Atom_clock_service) ? makeReference() : 0;
  if (kind != makeAtom(L.Atom_process)) return 0;
  let name: u32 = 0;
  let target: u32;
  let reason: u32 = L.Atom_noproc;
  if (isPid(item)) {
    target = processOf(item >> 4);
  } else if (isExternalPid(item)) {
    target = 0;
    reason = L.Atom_noconnection;
  } else if (isAtom(item)) {
    name = item;
    target = processNamed(item);
  } else if (isTuple(item) && arityOf(item) == 2 && isAtom(elementOf(item, 0)) && isAtom(elementOf(item, 1))) {
    // A node that is not distributed knows no other.
    if (elementOf(item, 1) != makeAtom(L.LOCAL_NODE_ATOM)) return 0;
    name = elementOf(item, 0);
    target = processNamed(name);
  } else {
    return 0;
  }
  if (target == origin) return mode == ALIAS_NONE ? makeReference() : referenceTerm(newAlias(origin, mode));
  if (isAlive(target)) return referenceTerm(monitor(origin, target, name, tag == 0 ? 0 : makeMessage(tag), mode));
  const object = isAtom(item) ? monitoredObject(0, item) : item;
  const number: u64 = mode == ALIAS_EXPLICIT ? newAlias(origin, mode) : newReferenceNumber();
  deliverDown(origin, number, tag == 0 ? makeAtom(L.Atom_DOWN) : tag, object, makeAtom(reason));
  return referenceTerm(number);
}

export function nativeMonitor2(sp: u32, kind: u32, item: u32): u32 {
  const reference = setMonitor(kind, item, 0, ALIAS_NONE);
  return reference != 0 ? reference : badarg2(sp, L.Native_nativeMonitor2, kind, item);
}

export function nativeMonitor3(sp: u32, kind: u32, item: u32, options: u32): u32 {
  const reference = readMonitorOptions(options) ? setMonitor(kind, item, monitorTagOption, monitorAlias) : 0;
  return reference != 0 ? reference : badarg3(sp, L.Native_nativeMonitor3, kind, item, options);
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

export function nativeDemonitor1(sp: u32, reference: u32): u32 {
  if (!isReference(reference)) return badarg1(sp, L.Native_nativeDemonitor1, reference);
  demonitor(currentContext(), numberOf(reference));
  return makeAtom(L.Atom_true);
}

export function nativeDemonitor2(sp: u32, reference: u32, options: u32): u32 {
  let flush = false;
  let info = false;
  let rest = options;
  for (; isCons(rest); rest = tailOf(rest)) {
    if (headOf(rest) == makeAtom(L.Atom_flush)) flush = true;
    else if (headOf(rest) == makeAtom(L.Atom_info)) info = true;
    else break;
  }
  if (rest != L.TermTag_nil || !isReference(reference)) return badarg2(sp, L.Native_nativeDemonitor2, reference, options);
  const number = numberOf(reference);
  const was = demonitor(currentContext(), number);
  if (flush && !was) flushDown(currentContext(), number);
  if (!info) return makeAtom(L.Atom_true);
  // With flush it tells whether a message was in time for it to be removed, without whether there was a monitor.
  return makeBoolean(was);
}

// Aliases.

export function nativeAlias0(sp: u32): u32 {
  return referenceTerm(newAlias(currentContext(), ALIAS_EXPLICIT));
}

export function nativeAlias1(sp: u32, options: u32): u32 {
  let mode = ALIAS_EXPLICIT;
  let rest = options;
  for (; isCons(rest); rest = tailOf(rest)) {
    if (headOf(rest) == makeAtom(L.Atom_reply)) mode = ALIAS_REPLY;
    else if (headOf(rest) == makeAtom(L.Atom_explicit_unalias)) mode = aliasModeOf(headOf(rest));
    else if (headOf(rest) != makeAtom(L.Atom_priority)) break;
  }
  return rest == L.TermTag_nil ? referenceTerm(newAlias(currentContext(), mode)) : badarg1(sp, L.Native_nativeAlias1, options);
}

export function nativeUnalias(sp: u32, reference: u32): u32 {
  if (!isReference(reference)) return badarg1(sp, L.Native_nativeUnalias, reference);
  return makeBoolean(unalias(currentContext(), numberOf(reference)));
}

// Names.

export function nativeRegister(sp: u32, name: u32, pid: u32): u32 {
  const context: u32 = isPid(pid) ? processOf(pid >> 4) : 0;
  const isRight = isAtom(name) && name != makeAtom(L.Atom_undefined) && isAlive(context);
  if (!isRight || processNamed(name) != 0 || load<u32>(context + L.ContextOffset_name) != 0) return badarg2(sp, L.Native_nativeRegister, name, pid);
  nameProcess(context, name);
  return makeAtom(L.Atom_true);
}

export function nativeUnregister(sp: u32, name: u32): u32 {
  const context: u32 = isAtom(name) ? processNamed(name) : 0;
  if (context == 0) return badarg1(sp, L.Native_nativeUnregister, name);
  unnameProcess(context);
  return makeAtom(L.Atom_true);
}

export function nativeWhereis(sp: u32, name: u32): u32 {
  if (!isAtom(name)) return badarg1(sp, L.Native_nativeWhereis, name);
  const context = processNamed(name);
  return context == 0 ? makeAtom(L.Atom_undefined) : pidOf(context);
}

export function nativeRegistered(sp: u32): u32 {
  let list: u32 = L.TermTag_nil;
  for (let name = nextName(0); name != 0; name = nextName(name)) list = makeCons(name, list);
  return list;
}

// Group leaders.

export function nativeGroupLeader0(sp: u32): u32 {
  const context = currentContext();
  const leader = load<u32>(context + L.ContextOffset_groupLeader);
  return leader == 0 ? pidOf(context) : leader;
}

export function nativeGroupLeader2(sp: u32, leader: u32, pid: u32): u32 {
  const context: u32 = isPid(pid) ? processOf(pid >> 4) : 0;
  if (!isPid(leader) || context == 0) return badarg2(sp, L.Native_nativeGroupLeader2, leader, pid);
  store<u32>(context + L.ContextOffset_groupLeader, leader);
  return makeAtom(L.Atom_true);
}

// Resting.

/** `yield/0`: others run first. */
export function nativeYield(sp: u32): u32 {
  return resumeWith(sp, makeAtom(L.Atom_true));
}

/** `hibernate/3`: forgets the stack and goes on with a function when there is a message. */
export function nativeHibernate(sp: u32, module: u32, name: u32, list: u32): u32 {
  let count: u32 = 0;
  let rest = list;
  for (; isCons(rest); rest = tailOf(rest)) {
    if (count > 255) break;
    count++;
  }
  if (!isAtom(module) || !isAtom(name) || rest != L.TermTag_nil || count > 255) return badarg3(sp, L.Native_nativeHibernate, module, name, list);
  rest = list;
  for (let i: u32 = 0; i < count; i++) {
    setX(i, headOf(rest));
    rest = tailOf(rest);
  }
  store<u32>(L.MachineRegister_trapReason, L.TrapReason_hibernating);
  store<u32>(L.MachineRegister_trapSp, sp);
  store<u32>(L.MachineRegister_trapFunction, applyTarget(module, name, count));
  return 0;
}

/** Suspends a process; the atom of the failure, 0 if it is done. */
function suspend(pid: u32, unlessSuspending: bool): u32 {
  const context: u32 = isPid(pid) ? processOf(pid >> 4) : 0;
  if (!isAlive(context) || context == currentContext()) return L.Atom_badarg;
  const count = load<u32>(context + L.ContextOffset_suspended);
  if (unlessSuspending && count != 0) return L.Atom_false;
  store<u32>(context + L.ContextOffset_suspended, count + 1);
  return 0;
}

export function nativeSuspendProcess1(sp: u32, pid: u32): u32 {
  return suspend(pid, false) == 0 ? makeAtom(L.Atom_true) : badarg1(sp, L.Native_nativeSuspendProcess1, pid);
}

export function nativeSuspendProcess2(sp: u32, pid: u32, options: u32): u32 {
  let unless = false;
  let asynchronous = false;
  let answer: u32 = L.TermTag_nil;
  let rest = options;
  for (; isCons(rest); rest = tailOf(rest)) {
    const option = headOf(rest);
    if (option == makeAtom(L.Atom_unless_suspending)) unless = true;
    else if (option == makeAtom(L.Atom_asynchronous)) asynchronous = true;
    else if (isTuple(option) && arityOf(option) == 2 && elementOf(option, 0) == makeAtom(L.Atom_asynchronous)) {
      asynchronous = true;
      answer = makeCons(elementOf(option, 1), answer);
    } else break;
  }
  const result: u32 = rest == L.TermTag_nil ? suspend(pid, unless) : L.Atom_badarg;
  if (result == L.Atom_badarg && !(asynchronous && rest == L.TermTag_nil && isPid(pid) && processOf(pid >> 4) == 0)) {
    return badarg2(sp, L.Native_nativeSuspendProcess2, pid, options);
  }
  for (; isCons(answer); answer = tailOf(answer)) {
    deliver(currentContext(), makePair(headOf(answer), makeAtom(result == L.Atom_badarg ? L.Atom_exited : L.Atom_suspended)));
  }
  return makeBoolean(result != L.Atom_false);
}

export function nativeResumeProcess(sp: u32, pid: u32): u32 {
  const context: u32 = isPid(pid) ? processOf(pid >> 4) : 0;
  const count: u32 = context == 0 ? 0 : load<u32>(context + L.ContextOffset_suspended);
  if (count == 0) return badarg1(sp, L.Native_nativeResumeProcess, pid);
  store<u32>(context + L.ContextOffset_suspended, count - 1);
  // One that waits looks once whether it still has to.
  if (count == 1 && load<u32>(context + L.ContextOffset_pending) != L.TrapReason_blocked) makeRunnable(context);
  return makeAtom(L.Atom_true);
}

/** `bump_reductions/1`. */
export function nativeBumpReductions(sp: u32, count: u32): u32 {
  if (!isSmall(count) || smallValue(count) < 0) return badarg1(sp, L.Native_nativeBumpReductions, count);
  spendReductions(smallValue(count));
  return makeAtom(L.Atom_true);
}

// Collections.

/** Collects the heap of a process, as soon as it may: false if there is none. */
function collectProcess(sp: u32, pid: u32): bool {
  const context = processOf(pid >> 4);
  if (!isAlive(context)) return false;
  if (context == currentContext()) collectOther(context, sp, 1);
  else if ((load<u32>(context + L.ContextOffset_flags) & L.ProcessFlag_mailbox) == 0) collectOther(context, 0, load<u32>(context + L.ContextOffset_savedLive));
  return true;
}

export function nativeGarbageCollect1(sp: u32, pid: u32): u32 {
  setX(0, L.TermTag_nil);
  return isPid(pid) ? makeBoolean(collectProcess(sp, pid)) : badarg1(sp, L.Native_nativeGarbageCollect1, pid);
}

/** `garbage_collect/2`: with `{async, Id}` the answer is a message `{garbage_collect, Id, Result}`. */
export function nativeGarbageCollect2(sp: u32, pid: u32, options: u32): u32 {
  let request: u32 = 0;
  let rest = options;
  for (; isCons(rest); rest = tailOf(rest)) {
    const option = headOf(rest);
    if (!isTuple(option) || arityOf(option) != 2) break;
    if (elementOf(option, 0) == makeAtom(L.Atom_async)) request = option;
    else if (elementOf(option, 0) != makeAtom(L.Atom_type)) break;
  }
  if (rest != L.TermTag_nil || !isPid(pid)) return badarg2(sp, L.Native_nativeGarbageCollect2, pid, options);
  // What is needed afterwards is kept in X while the process itself is collected.
  setX(0, request == 0 ? L.TermTag_nil : elementOf(request, 1));
  const done = collectProcess(sp, pid);
  if (request == 0) return makeBoolean(done);
  deliver(currentContext(), makeTriple(makeAtom(L.Atom_garbage_collect), getX(0), makeBoolean(done)));
  return makeAtom(L.Atom_async);
}

/** `erts_internal:garbage_collect/1`: minor or major, of oneself. */
export function nativeGarbageCollectKind(sp: u32, kind: u32): u32 {
  if (!isAtom(kind)) return badarg1(sp, L.Native_nativeGarbageCollectKind, kind);
  collectOther(currentContext(), sp, 0);
  return makeAtom(L.Atom_true);
}
