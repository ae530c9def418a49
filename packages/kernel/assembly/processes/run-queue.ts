// The run queues: processes that can run, by priority, each in the order in which they came.
import { draw, isScheduleRandom } from '../execution/random-schedule';
import * as L from '../generated/layout';
import { traced } from '../host';

const LOW: u32 = 0;
const NORMAL: u32 = 1;
const HIGH: u32 = 2;
const MAX: u32 = 3;

/** One of this many processes that run at normal or low priority is of low priority, as in OTP (`RESCHEDULE_LOW`). */
const LOW_SHARE: u32 = 8;
const heads: u32 = memory.data(16) as u32;
const tails: u32 = memory.data(16) as u32;
let runnable: u32 = 0;
let turn: u32 = 0;

/** Number of processes in the run queues. */
// @ts-ignore: decorator
@inline
export function runnableCount(): u32 {
  return runnable;
}

/**
 * Puts a process into the run queue of its priority, unless it is there, runs, has ended or is suspended. One that has an
 * exit signal is never held back.
 */
export function makeRunnable(context: u32): void {
  const flags = load<u32>(context + L.ContextOffset_flags);
  if ((flags & (L.ProcessFlag_queued | L.ProcessFlag_ended | L.ProcessFlag_mailbox)) != 0) return;
  if (load<u32>(context + L.ContextOffset_pending) == L.TrapReason_none) return;
  if (load<u32>(context + L.ContextOffset_suspended) != 0 && load<u32>(context + L.ContextOffset_exitSignal) == 0) return;
  store<u32>(context + L.ContextOffset_flags, flags | L.ProcessFlag_queued);
  if ((flags & L.ProcessFlag_tracedQueueing) != 0) traced(L.TraceEvent_queued, context, 0);
  store<u32>(context + L.ContextOffset_queueNext, 0);
  const at = load<u32>(context + L.ContextOffset_priority) << 2;
  const tail = load<u32>(tails + at);
  if (tail == 0) store<u32>(heads + at, context);
  else store<u32>(tail + L.ContextOffset_queueNext, context);
  store<u32>(tails + at, context);
  runnable++;
}

/**
 * With a random schedule: puts some of the first processes of a queue after the others. A signal is acted upon when it is sent, so
 * this changes the order of none.
 */
function turnQueue(at: u32): void {
  for (let skipped = draw(4); skipped > 0; skipped--) {
    const first = load<u32>(heads + at);
    if (first == 0) return;
    const next = load<u32>(first + L.ContextOffset_queueNext);
    if (next == 0) return;
    store<u32>(heads + at, next);
    store<u32>(load<u32>(tails + at) + L.ContextOffset_queueNext, first);
    store<u32>(first + L.ContextOffset_queueNext, 0);
    store<u32>(tails + at, first);
  }
}

function takeFrom(priority: u32): u32 {
  const at = priority << 2;
  if (isScheduleRandom()) turnQueue(at);
  const context = load<u32>(heads + at);
  if (context == 0) return 0;
  const next = load<u32>(context + L.ContextOffset_queueNext);
  store<u32>(heads + at, next);
  if (next == 0) store<u32>(tails + at, 0);
  store<u32>(context + L.ContextOffset_flags, load<u32>(context + L.ContextOffset_flags) & ~L.ProcessFlag_queued);
  runnable--;
  return context;
}

/** Takes the process that is to run next out of its queue; 0 if there is none. */
export function takeRunnable(): u32 {
  if (runnable == 0) return 0;
  // High and max in one look: these queues are nearly always empty.
  if (load<u64>(heads + (HIGH << 2)) != 0) return takeFrom(load<u32>(heads + (MAX << 2)) != 0 ? MAX : HIGH);
  turn++;
  const first: u32 = turn % LOW_SHARE == 0 ? LOW : NORMAL;
  const context = takeFrom(first);
  return context != 0 ? context : takeFrom(first ^ NORMAL);
}
