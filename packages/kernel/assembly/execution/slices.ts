// The slices of processes: how many reductions one has, and until when processes may run before the host has its turn.
import * as L from '../generated/layout';
import { now } from '../host';
import { runnableCount } from '../processes/run-queue';
import { drawReductions, isScheduleRandom } from './random-schedule';

/** Reductions in a slice, as OTP's CONTEXT_REDS. */
const SLICE: i32 = L.SLICE_REDUCTIONS;
let deadline: f64 = 0;

/** Sets until when processes may run before the host has its turn, on its clock. */
export function setDeadline(until: f64): void {
  deadline = until;
}

/** Gives the running process its next reductions. */
// @ts-ignore: decorator
@inline
export function grantReductions(): void {
  const count = isScheduleRandom() ? drawReductions(SLICE) : SLICE;
  store<i32>(L.MachineRegister_reductions, count);
  store<i32>(L.MachineRegister_granted, count);
}

/** Counts reductions as done by a process. */
export function countReductions(context: u32, count: u64): void {
  store<u64>(context + L.ContextOffset_reductionsDone, load<u64>(context + L.ContextOffset_reductionsDone) + count);
  store<u64>(L.MachineCounter_reductions, load<u64>(L.MachineCounter_reductions) + count);
}

/** Counts the slice that is used up as done, and gives the next reductions; the number of slices so far. */
export function nextSlice(context: u32): u32 {
  const slices = load<u32>(context + L.ContextOffset_slices) + 1;
  countReductions(context, load<u32>(L.MachineRegister_granted));
  grantReductions();
  store<u32>(context + L.ContextOffset_slices, slices);
  return slices;
}

/** True if the running process, whose slice is over, must let others or the host have their turn, or has to end. */
export function isTurnOver(context: u32): bool {
  return runnableCount() != 0 || load<u32>(context + L.ContextOffset_exitSignal) != 0 || now() >= deadline;
}

/**
 * Takes reductions for work that comes by no function entry; true if the running process must let others have their turn then, by
 * `resumeWith`.
 */
export function endsSlice(count: i32): bool {
  // While a collection is asked for the counter is 0 and the reductions are kept aside.
  const isKept = load<u32>(L.MachineRegister_collectSoon) != 0;
  const register: u32 = isKept ? L.MachineRegister_savedReductions : L.MachineRegister_reductions;
  const left = load<i32>(register) - count;
  store<i32>(register, left);
  if (left >= 0 || isKept) return left < 0;
  const context = load<u32>(L.MachineRegister_context);
  nextSlice(context);
  return isScheduleRandom() || isTurnOver(context);
}

/** Leaves the running process, which goes on in the frame at `sp` with a value in its next turn. Returns 0. */
export function resumeWith(sp: u32, value: u32): u32 {
  store<u32>(load<u32>(L.MachineRegister_context) + L.ContextOffset_result, value);
  store<u32>(L.MachineRegister_trapReason, L.TrapReason_resume);
  store<u32>(L.MachineRegister_trapSp, sp);
  return 0;
}
