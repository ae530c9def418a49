// The scheduler: has processes run, one slice each, until none can or the host wants its turn.

import { freePart, hasDeleted } from '../ets/deletion';
import { releaseTables } from '../ets/ownership';
import { happens } from '../execution/random-schedule';
import { run } from '../execution/run-loop';
import { setDeadline } from '../execution/slices';
import { buildStacktrace } from '../execution/stack-trace';
import * as L from '../generated/layout';
import { crashed, ended, now, ownerEnded, traced } from '../host';
import { openReserve } from '../memory/blocks';
import { stopEvacuating } from '../memory/collector';
import { takeWorkedLong } from '../memory/heap';
import { collectLiterals, copyLiterals, hasRetiredLiterals } from '../memory/literal-collector';
import { freeTemporaries } from '../memory/temporary-blocks';
import { makePair } from '../terms/construct';
import { makeAtom } from '../terms/term';
import { fireMessageTimer, timerName } from './message-timers';
import { freeProcess, hideReceivers, leaveProcess, showReceivers, takeUnstarted } from './process';
import { processNamed, unnameProcess } from './registered-names';
import { makeRunnable, runnableCount, takeRunnable } from './run-queue';
import { breakConnections, hasConnections, setExitSignal } from './signals';
import { stopTimer, TIMER_RECEIVE, takeDue, timerKind } from './timers';

/** The clock is looked at after this many slices at the latest, and after each one that was used up or in which BIFs had much to do. */
const SLICES_PER_LOOK: u32 = 32;

/** The process that has its slice, 0 outside. */
let running: u32 = 0;

/** The reason that others are told when the running process has ended, by a trap reason. */
function exitReason(context: u32, trap: u32): u32 {
  if (trap == L.TrapReason_finished) return makeAtom(L.Atom_normal);
  const reason = load<u32>(context + L.ContextOffset_result);
  const exitClass = load<u32>(context + L.ContextOffset_exitClass);
  if (exitClass == L.ExceptionClass_exit) return reason;
  const trace = buildStacktrace(load<u32>(context + L.ContextOffset_exitTrace));
  return makePair(exitClass == L.ExceptionClass_throw ? makePair(makeAtom(L.Atom_nocatch), reason) : reason, trace);
}

/** Ends the running process: whoever is connected to it is told, what it has is freed. */
function endProcess(context: u32, trap: u32): void {
  const flags = load<u32>(context + L.ContextOffset_flags) | L.ProcessFlag_ended;
  store<u32>(context + L.ContextOffset_flags, flags);
  // Who watches reads what the process has left; a stack trace is made for others only.
  const isTold = (flags & (L.ProcessFlag_watched | L.ProcessFlag_tracedLife)) != L.ProcessFlag_watched || hasConnections(context);
  const reason = isTold ? exitReason(context, trap) : makeAtom(L.Atom_normal);
  if ((flags & L.ProcessFlag_tracedLife) != 0) traced(L.TraceEvent_exit, context, reason);
  finishProcess(context, trap, reason);
}

/** The rest of `endProcess`. */
function finishProcess(context: u32, trap: u32, reason: u32): void {
  const flags = load<u32>(context + L.ContextOffset_flags);
  const watched = (flags & L.ProcessFlag_watched) != 0;
  store<u32>(context + L.ContextOffset_heapTop, load<u32>(L.MachineRegister_heapTop));
  if (!watched && trap == L.TrapReason_failed && load<u32>(context + L.ContextOffset_exitClass) != L.ExceptionClass_exit)
    crashed(context, reason);
  const name = load<u32>(context + L.ContextOffset_name);
  unnameProcess(context);
  if (name != 0 && (flags & L.ProcessFlag_tracedLife) != 0) traced(L.TraceEvent_unregister, context, name);
  releaseTables(context);
  if ((flags & L.ProcessFlag_ownsResources) != 0) ownerEnded(load<u32>(context + L.ContextOffset_processId));
  stopTimer(context + L.ContextOffset_timeoutAt);
  breakConnections(context, reason);
  leaveProcess(context);
  if (watched) ended(context, trap);
  else freeProcess(context);
}

/** Ends a mailbox of the host, normally. It may open the reserve. */
export function closeMailbox(context: u32): void {
  openReserve();
  const current = load<u32>(L.MachineRegister_context);
  store<u32>(L.MachineRegister_context, context);
  store<u32>(L.MachineRegister_heapTop, 0);
  store<u32>(L.MachineRegister_heapLimit, 0);
  endProcess(context, L.TrapReason_finished);
  store<u32>(L.MachineRegister_context, current);
}

/** Ends a port: whoever is linked to it or monitors it is told the reason. */
export function closePort(context: u32, reason: u32): void {
  openReserve();
  const current = load<u32>(L.MachineRegister_context);
  const heapTop = load<u32>(L.MachineRegister_heapTop);
  const heapLimit = load<u32>(L.MachineRegister_heapLimit);
  store<u32>(L.MachineRegister_context, context);
  store<u32>(L.MachineRegister_heapTop, 0);
  store<u32>(L.MachineRegister_heapLimit, 0);
  store<u32>(context + L.ContextOffset_flags, load<u32>(context + L.ContextOffset_flags) | L.ProcessFlag_ended);
  finishProcess(context, L.TrapReason_finished, reason);
  store<u32>(L.MachineRegister_context, current);
  store<u32>(L.MachineRegister_heapTop, heapTop);
  store<u32>(L.MachineRegister_heapLimit, heapLimit);
}

/** A slice is over. */
function settle(context: u32, trap: u32): void {
  if (trap == L.TrapReason_yield || trap == L.TrapReason_paused || trap == L.TrapReason_resume || trap == L.TrapReason_call)
    makeRunnable(context);
  else if (trap == L.TrapReason_finished || trap == L.TrapReason_failed || trap == L.TrapReason_exited) endProcess(context, trap);
  // A signal may have come while it went to rest.
  else if (load<u32>(context + L.ContextOffset_exitSignal) != 0) makeRunnable(context);
}

/** Tracing is told that a process runs, and sees what it sends. */
function beginTracedSlice(context: u32): void {
  store<u32>(L.MachineRegister_tracedSlice, context);
  const flags = load<u32>(context + L.ContextOffset_flags);
  if ((flags & L.ProcessFlag_tracedRunning) != 0) traced(L.TraceEvent_scheduledIn, context, 0);
  if ((flags & L.ProcessFlag_tracedSend) != 0) hideReceivers();
}

/** The slice of such a process is over: it is no longer the running one. */
function endTracedSlice(context: u32, trap: u32): void {
  store<u32>(L.MachineRegister_tracedSlice, 0);
  showReceivers();
  if ((load<u32>(context + L.ContextOffset_flags) & L.ProcessFlag_tracedRunning) != 0) traced(L.TraceEvent_scheduledOut, context, trap);
}

/** The flags of the running process have changed. */
export function refreshTracedSlice(): void {
  const context = running;
  if (context == 0) return;
  if ((load<u32>(context + L.ContextOffset_flags) & L.ProcessFlag_tracedSend) == 0) {
    showReceivers();
    return;
  }
  store<u32>(L.MachineRegister_tracedSlice, context);
  hideReceivers();
}

/** Has what is due at a time happen. */
function fireTimers(time: f64): void {
  for (let node = takeDue(time); node != 0; node = takeDue(time)) {
    if (timerKind(node) == TIMER_RECEIVE) {
      makeRunnable(node - L.ContextOffset_timeoutAt);
    } else {
      const name = timerName(node);
      fireMessageTimer(node, name == 0 ? 0 : processNamed(name));
    }
  }
}

/** Goes on with the collection of literals that are of no use any more, by one process. */
function freeLiterals(): void {
  const context = collectLiterals();
  if (context == 0) return;
  // If the engine has no memory for the copies it is this process that ends.
  running = context;
  copyLiterals(context);
  running = 0;
}

/**
 * Runs processes until the clock of the host passes `until` (milliseconds) or there is nothing to do. Returns how many can run, or 1 if
 * there is other work left.
 */
export function runProcesses(until: f64): u32 {
  setDeadline(until);
  fireTimers(now());
  let slices: u32 = 0;
  while (true) {
    let looks = false;
    const context = takeRunnable();
    if (context == 0) {
      if (!hasDeleted()) break;
    } else {
      if (load<u32>(context + L.ContextOffset_suspended) != 0 && load<u32>(context + L.ContextOffset_exitSignal) == 0) continue;
      running = context;
      if ((load<u32>(context + L.ContextOffset_flags) & L.ProcessFlag_tracedSlices) != 0) beginTracedSlice(context);
      store<u64>(L.MachineCounter_slices, load<u64>(L.MachineCounter_slices) + 1);
      const trap = run(context);
      if (load<u32>(L.MachineRegister_tracedSlice) != 0) endTracedSlice(context, trap);
      settle(context, trap);
      running = 0;
      looks = trap == L.TrapReason_yield || trap == L.TrapReason_paused;
      if (hasRetiredLiterals()) freeLiterals();
    }
    slices++;
    if (happens(64)) break;
    if (takeWorkedLong()) looks = true;
    if (hasDeleted()) {
      freePart();
      looks = true;
    }
    if (looks || slices % SLICES_PER_LOOK == 0) {
      const time = now();
      fireTimers(time);
      if (time >= until) break;
    }
  }
  const runnable = runnableCount();
  return runnable == 0 && hasDeleted() ? 1 : runnable;
}

/**
 * The slice of the running process was broken off by an error of the engine: that process ends with a reason, an atom. Returns
 * its Context, 0 if none ran. It may be gone when this returns.
 */
export function abandonRunning(reason: u32): u32 {
  const context = running;
  running = 0;
  if (load<u32>(L.MachineRegister_tracedSlice) != 0) {
    store<u32>(L.MachineRegister_tracedSlice, 0);
    showReceivers();
  }
  freeTemporaries();
  stopEvacuating();
  const unstarted = takeUnstarted();
  // It may be linked and monitored: it ends as others do.
  if (unstarted != 0) setExitSignal(unstarted, reason);
  if (context == 0) return 0;
  // The operation may have been on another heap. What is made from now on goes to fragments.
  const end = load<u32>(context + L.ContextOffset_heapEnd);
  store<u32>(context + L.ContextOffset_heapTop, end);
  store<u32>(L.MachineRegister_context, context);
  store<u32>(L.MachineRegister_heapTop, end);
  store<u32>(L.MachineRegister_heapLimit, end);
  if ((load<u32>(context + L.ContextOffset_flags) & L.ProcessFlag_ended) != 0) {
    // It was ending, and what it ends with could not be had.
    store<u32>(context + L.ContextOffset_result, reason);
    store<u32>(context + L.ContextOffset_exitClass, L.ExceptionClass_exit);
    openReserve();
    finishProcess(context, L.TrapReason_exited, reason);
    return context;
  }
  store<u32>(context + L.ContextOffset_pending, L.TrapReason_yield);
  setExitSignal(context, reason);
  makeRunnable(context);
  return context;
}

/** Resumes a process that waits for the host: with `TrapReason.resume`, `call` or `failBif`. */
export function unblock(context: u32, trap: u32): void {
  store<u32>(context + L.ContextOffset_pending, trap);
  makeRunnable(context);
}
