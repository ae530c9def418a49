// The run loop of the native calling convention. Compiled functions call each other natively; whenever
// one returns 0 the native stack has been unwound to here, and the frames in memory tell how to go on.
import * as L from '../generated/layout';
import { now } from '../host';
import { collectInSteps, collectNow, collectOrPutOff, heapLimitOf } from '../memory/collector';
import { collectAtNextEntry, currentContext } from '../memory/heap';
import { growStack, growStackInSteps, loadX, mayMoveStack, moveStackInSteps, saveX } from '../processes/process';
import { takeExitSignal } from '../processes/signals';
import { isStarted, startTimer } from '../processes/timers';
import { makeAtom } from '../terms/term';
import { currentTrace, enterHandler, unwindToHandler } from './exceptions';
import { endPausing, resumeNative } from './pausing';
import { enterFunction, failBifWith } from './raise';
import { draw, drawNativeDepth, happens, isScheduleRandom, poisonX } from './random-schedule';
import { countReductions, endsSlice, grantReductions, isTurnOver, nextSlice } from './slices';

/** The native stack is unwound after this many slices at the latest, so that the engine can put better code in place. */
const SLICES_PER_UNWINDING: u32 = 8;

/** Bytes of Erlang stack that one run of native frames may cover: the watermark of native depth. */
let nativeDepth: u32 = 24576;

/** Sets how many bytes of Erlang stack native frames may mirror before the native stack is unwound. */
export function setNativeDepth(bytes: u32): void {
  nativeDepth = bytes;
}

/** Table index of the trampoline that enters a function of `arity` arguments from X. */
// @ts-ignore: decorator
@inline
function enterTrampoline(arity: u32): u32 {
  return L.ENTER_TABLE_BASE + arity;
}

// @ts-ignore: decorator
@inline
function arityOfFunction(index: u32): u32 {
  return load<u32>(load<u32>(L.MachineRegister_functionInfo) + (index << 2)) & L.FUNCTION_ARITY_MASK;
}

/** Table index under which a function that has been called is entered. */
function reentryOf(index: u32): u32 {
  const reentry = load<u32>(load<u32>(L.MachineRegister_functionInfo) + (index << 2)) >> L.FUNCTION_REENTRY_SHIFT;
  return reentry != 0 ? reentry : index;
}

// @ts-ignore: decorator
@inline
function setStackLimit(context: u32, sp: u32, frame: u32): void {
  const start = load<u32>(context + L.ContextOffset_stackStart) + L.STACK_RESERVE;
  // A function that is entered on an empty native stack has to find that its frame fits.
  const depth = (isScheduleRandom() ? drawNativeDepth(nativeDepth) : nativeDepth) + frame;
  const watermark = sp > depth ? sp - depth : 0;
  store<u32>(L.MachineRegister_stackLimit, max<u32>(start, watermark));
}

/**
 * What a function asks at its entry when its reductions have run out or its frame does not fit: its
 * arguments are in X. 1: go on, with the arguments read back. 0: return 0, the run loop will enter it again.
 */
export function functionEntry(sp: u32, index: u32, frameBytes: u32): u32 {
  const arity = arityOfFunction(index);
  let isPutOff = false;
  if (load<u32>(L.MachineRegister_collectSoon) != 0) {
    store<u32>(L.MachineRegister_collectSoon, 0);
    store<i32>(L.MachineRegister_reductions, load<i32>(L.MachineRegister_reductions) + load<i32>(L.MachineRegister_savedReductions));
    isPutOff = collectOrPutOff(sp, arity, false);
  } else if (happens(16)) {
    isPutOff = collectOrPutOff(sp, arity, false);
  }
  let trap = L.TrapReason_call;
  if (isPutOff) {
    trap = L.TrapReason_yield;
  } else if (load<i32>(L.MachineRegister_reductions) < 0) {
    const context = currentContext();
    const slices = nextSlice(context);
    if (isScheduleRandom()) {
      if (load<u32>(context + L.ContextOffset_exitSignal) != 0 || draw(4) == 0) trap = L.TrapReason_yield;
      else if (draw(4) != 0 && sp - frameBytes >= load<u32>(L.MachineRegister_stackLimit)) return 1;
    } else if (isTurnOver(context)) trap = L.TrapReason_yield;
    else if (slices % SLICES_PER_UNWINDING != 0 && sp - frameBytes >= load<u32>(L.MachineRegister_stackLimit)) return 1;
  } else if (sp - frameBytes >= load<u32>(L.MachineRegister_stackLimit)) {
    return 1;
  }
  store<u32>(L.MachineRegister_trapReason, trap);
  store<u32>(L.MachineRegister_trapSp, sp);
  store<u32>(L.MachineRegister_trapFunction, reentryOf(index));
  store<u32>(L.MachineRegister_trapFrame, frameBytes);
  return 0;
}

/** A tail call in an engine without them: the arguments are in X. */
export function tailCall(sp: u32, index: u32): u32 {
  return enterFunction(sp, index);
}

/** Stack pointer of the next frame above the one at `sp`. */
function nextFrame(sp: u32): u32 {
  do {
    sp += 4;
  } while ((load<u32>(sp) & L.TermTag_primaryMask) != 0);
  return sp;
}

/** Counts what a process has used of the slice that it leaves. */
function countUsed(context: u32): void {
  // While a collection is wanted the counter is 0 and the reductions are kept aside.
  const register: u32 = load<u32>(L.MachineRegister_collectSoon) != 0 ? L.MachineRegister_savedReductions : L.MachineRegister_reductions;
  countReductions(context, load<i32>(L.MachineRegister_granted) - max<i32>(load<i32>(register), 0));
}

function suspend(context: u32, pending: u32): u32 {
  countUsed(context);
  store<u32>(context + L.ContextOffset_e, load<u32>(L.MachineRegister_trapSp));
  store<u32>(context + L.ContextOffset_heapTop, load<u32>(L.MachineRegister_heapTop));
  store<u32>(context + L.ContextOffset_pending, pending);
  const index = load<u32>(L.MachineRegister_trapFunction);
  store<u32>(context + L.ContextOffset_pendingFunction, index);
  saveX(context, arityOfFunction(index));
  return pending;
}

/** The process rests in the frame at `sp`, with the first `live` X registers. */
function rest(context: u32, sp: u32, pending: u32, live: u32): u32 {
  countUsed(context);
  store<u32>(context + L.ContextOffset_e, sp);
  store<u32>(context + L.ContextOffset_heapTop, load<u32>(L.MachineRegister_heapTop));
  store<u32>(context + L.ContextOffset_pending, pending);
  saveX(context, live);
  return pending;
}

/** As `rest` until a message comes or the time of its `receive` is over. */
function restForMessage(context: u32, sp: u32): u32 {
  const timer = context + L.ContextOffset_timeoutAt;
  const due = load<f64>(timer);
  if (due != 0 && due != Infinity && !isStarted(timer)) startTimer(timer);
  return rest(context, sp, L.TrapReason_waiting, 0);
}

/**
 * `hibernate`: rests with as small a heap as can be until there is a message, then enters `trapFunction` on an empty stack; if
 * that is 0 it keeps the stack and returns ok to it.
 */
function hibernate(context: u32): u32 {
  const index = load<u32>(L.MachineRegister_trapFunction);
  const live = index == 0 ? 0 : arityOfFunction(index);
  const sp = index == 0 ? load<u32>(L.MachineRegister_trapSp) : load<u32>(context + L.ContextOffset_stackEnd) - 4;
  store<u32>(context + L.ContextOffset_nextHeapBytes, 0);
  collectNow(sp, 0, live, false);
  store<u32>(context + L.ContextOffset_pendingFunction, index);
  store<u32>(context + L.ContextOffset_callSite, load<u32>(L.MachineRegister_trapSite));
  let pending = L.TrapReason_hibernating;
  if (load<u32>(context + L.ContextOffset_mailboxFirst) != 0) pending = index == 0 ? L.TrapReason_resume : L.TrapReason_call;
  if (pending == L.TrapReason_resume) store<u32>(context + L.ContextOffset_result, makeAtom(L.Atom_ok));
  return rest(context, sp, pending, live);
}

/** True if a process waits with a limit that has passed, and no message is there that it has not looked at. */
function isTimeOver(context: u32): bool {
  const at = load<f64>(context + L.ContextOffset_timeoutAt);
  return at != 0 && now() >= at && load<u32>(load<u32>(context + L.ContextOffset_mailboxNext)) == 0;
}

/** What the last exception left in the machine registers is no longer a root. */
function forgetException(): void {
  store<u32>(L.MachineRegister_exceptionReason, 0);
  store<u32>(L.MachineRegister_exceptionArguments, 0);
  store<u32>(L.MachineRegister_exceptionTrace, 0);
  store<u32>(L.MachineRegister_exceptionInfo, 0);
}

function end(context: u32, trap: u32): u32 {
  countUsed(context);
  store<u32>(context + L.ContextOffset_heapTop, load<u32>(L.MachineRegister_heapTop));
  store<u32>(context + L.ContextOffset_pending, trap);
  return trap;
}

/** Ends the running process by its exit signal. */
function endBySignal(context: u32): u32 {
  store<u32>(context + L.ContextOffset_result, takeExitSignal(context));
  store<u32>(context + L.ContextOffset_exitClass, L.ExceptionClass_exit);
  store<u32>(context + L.ContextOffset_exitTrace, 0);
  return end(context, L.TrapReason_exited);
}

/** Returns to frames that were resumed from here: such code takes no reductions, and a deep stack has very many. */
let returns: u32 = 0;
const RETURNS_PER_LOOK: u32 = 1024;

/** Goes on with what a process has put off, a collection or the move of its stack; true when there is nothing of it left. */
function isFitToRun(context: u32, pending: u32): bool {
  // What has paused refers to its heap, and who is to end needs none.
  if (pending == L.TrapReason_paused || load<u32>(context + L.ContextOffset_exitSignal) != 0) return true;
  if (load<u32>(context + L.ContextOffset_collection) != 0 && !collectInSteps(context)) return false;
  return load<u32>(context + L.ContextOffset_movedStack) == 0 || moveStackInSteps(context);
}

/**
 * Runs a process until its slice is over. Returns the trap reason that stopped it: yield, paused, waiting, hibernating, blocked, resume,
 * finished, failed or exited.
 */
export function run(context: u32): u32 {
  const pending = load<u32>(context + L.ContextOffset_pending);
  // It is this process that ends if there is no memory for what follows.
  store<u32>(L.MachineRegister_context, context);
  if (!isFitToRun(context, pending)) return L.TrapReason_yield;
  const heapEnd = load<u32>(context + L.ContextOffset_heapEnd);
  const heapTop = load<u32>(context + L.ContextOffset_heapTop);
  store<u32>(L.MachineRegister_heapTop, heapTop);
  store<u32>(L.MachineRegister_heapLimit, heapLimitOf(heapTop, heapEnd));
  grantReductions();
  store<u32>(L.MachineRegister_collectSoon, 0);
  if (load<u32>(context + L.ContextOffset_collection) != 0) collectAtNextEntry();
  forgetException();
  if (isScheduleRandom()) poisonX(0);
  loadX(context);
  store<u32>(L.MachineRegister_trapSp, load<u32>(context + L.ContextOffset_e));
  store<u32>(L.MachineRegister_trapFunction, load<u32>(context + L.ContextOffset_pendingFunction));
  store<u32>(L.MachineRegister_trapFrame, 0);
  store<u32>(L.MachineRegister_trapReason, L.TrapReason_call);
  // While it runs nobody has to wake it.
  store<u32>(context + L.ContextOffset_pending, L.TrapReason_none);

  if (load<u32>(context + L.ContextOffset_exitSignal) != 0) return endBySignal(context);
  let sp: u32 = load<u32>(context + L.ContextOffset_e);
  let value: u32 = 0;
  // A process that has waited goes on in its frame: a message has come, or its time is over.
  if (pending == L.TrapReason_waiting) value = isTimeOver(context) ? makeAtom(L.Atom_true) : L.TermTag_nil;
  else if (pending == L.TrapReason_hibernating && load<u32>(L.MachineRegister_trapFunction) == 0) value = makeAtom(L.Atom_ok);
  else if (pending == L.TrapReason_resume) {
    value = load<u32>(context + L.ContextOffset_result);
    store<u32>(context + L.ContextOffset_result, 0);
  } else if (pending == L.TrapReason_paused) {
    value = resumeNative(context, sp);
  } else if (pending == L.TrapReason_failBif) {
    failBifWith(
      sp,
      load<u32>(context + L.ContextOffset_exitClass),
      load<u32>(context + L.ContextOffset_result),
      load<u32>(context + L.ContextOffset_exitTrace),
      load<u32>(context + L.ContextOffset_asyncBif),
      load<u32>(context + L.ContextOffset_savedLive),
    );
    // The code that has called it in tail position is not there any more to tell where that was.
    store<u32>(L.MachineRegister_trapSite, load<u32>(context + L.ContextOffset_callSite));
    store<u32>(context + L.ContextOffset_result, 0);
    store<u32>(context + L.ContextOffset_exitTrace, 0);
  }
  while (true) {
    if (value != 0) {
      // The function at the native base has returned: its frame is gone, resume the one below it.
      const address = load<u32>(sp);
      if (address == L.BOTTOM_RETURN_ADDRESS) {
        store<u32>(context + L.ContextOffset_result, value);
        return end(context, L.TrapReason_finished);
      }
      if ((++returns % RETURNS_PER_LOOK == 0 || happens(64)) && endsSlice(RETURNS_PER_LOOK as i32)) {
        store<u32>(context + L.ContextOffset_result, value);
        return rest(context, sp, L.TrapReason_resume, 0);
      }
      if (isScheduleRandom()) {
        sp = mayMoveStack(context, sp);
        poisonX(0);
      }
      const above = nextFrame(sp);
      store<u32>(L.X_REGISTERS, value);
      setStackLimit(context, sp, 0);
      value = call_indirect<u32>(address >> (L.RESUME_POINT_BITS + 2), sp);
      sp = above;
      continue;
    }
    const trap = load<u32>(L.MachineRegister_trapReason);
    sp = load<u32>(L.MachineRegister_trapSp);
    if (trap == L.TrapReason_paused) endPausing(context);
    if (trap == L.TrapReason_exception) {
      const trace = currentTrace(context, sp);
      const handler = unwindToHandler(context, sp);
      if (handler == 0) {
        store<u32>(context + L.ContextOffset_result, load<u32>(L.MachineRegister_exceptionReason));
        store<u32>(context + L.ContextOffset_exitClass, load<u32>(L.MachineRegister_exceptionClass));
        store<u32>(context + L.ContextOffset_exitTrace, trace);
        return end(context, L.TrapReason_failed);
      }
      enterHandler(trace);
      // Nothing of the exception is to be kept alive from here on.
      forgetException();
      sp = isScheduleRandom() ? mayMoveStack(context, handler) : handler;
      const above = nextFrame(sp);
      setStackLimit(context, sp, 0);
      value = call_indirect<u32>(load<u32>(sp) >> (L.RESUME_POINT_BITS + 2), sp);
      sp = above;
      continue;
    }
    if (load<u32>(context + L.ContextOffset_exitSignal) != 0) return endBySignal(context);
    if (trap != L.TrapReason_call) {
      if (trap == L.TrapReason_yield) return suspend(context, L.TrapReason_yield);
      if (trap == L.TrapReason_waiting) return restForMessage(context, sp);
      if (trap == L.TrapReason_hibernating) return hibernate(context);
      if (trap == L.TrapReason_resume || trap == L.TrapReason_paused) return rest(context, sp, trap, 0);
      // What waits for the host enters a function then, or goes on after a BIF, whose arguments are kept.
      if (load<u32>(L.MachineRegister_trapFunction) != 0) return suspend(context, L.TrapReason_blocked);
      store<u32>(context + L.ContextOffset_pendingFunction, 0);
      store<u32>(context + L.ContextOffset_callSite, load<u32>(L.MachineRegister_trapSite));
      return rest(context, sp, L.TrapReason_blocked, load<u32>(L.MachineRegister_trapFrame));
    }
    // TrapReason.call: enter the function on an empty native stack.
    const index = load<u32>(L.MachineRegister_trapFunction);
    const stackStart = load<u32>(context + L.ContextOffset_stackStart);
    const frame = load<u32>(L.MachineRegister_trapFrame);
    const need = frame + L.STACK_RESERVE;
    if (sp - stackStart < need) {
      if (growStackInSteps(context, sp, need)) return suspend(context, L.TrapReason_yield);
      sp = growStack(context, sp, need);
    } else if (isScheduleRandom()) sp = mayMoveStack(context, sp);
    setStackLimit(context, sp, frame);
    value = call_indirect<u32>(enterTrampoline(arityOfFunction(index)), index, sp);
  }
}
