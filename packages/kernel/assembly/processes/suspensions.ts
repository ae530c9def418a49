// Suspensions of processes (`erlang:suspend_process/1`): kept as monitors are, as they end with either process.

import * as L from '../generated/layout';
import { ENTRY_KIND, ENTRY_SUSPENSION, findReference } from '../terms/references';
import { connectHalves, HALF_ENTRY, newEntry, removeMonitor, targetOf } from './connection-entries';
import { makeRunnable } from './run-queue';

/** Of a suspension: how often the process has been suspended. */
const SUSPENSIONS: usize = 68;

/** What a suspension is found by: the numbers of its processes, apart from references and links. */
function suspensionNumber(origin: u32, target: u32): u64 {
  const first = load<u32>(origin + L.ContextOffset_processId) as u64;
  return (3 << 62) | (first << 29) | (load<u32>(target + L.ContextOffset_processId) as u64);
}

/** True if a process has suspended another. */
export function suspends(origin: u32, target: u32): bool {
  return findReference(suspensionNumber(origin, target)) != 0;
}

/** A process suspends another once more. */
export function suspend(origin: u32, target: u32): void {
  const number = suspensionNumber(origin, target);
  let entry = findReference(number);
  if (entry == 0) {
    entry = newEntry(ENTRY_SUSPENSION, number);
    connectHalves(entry, origin, L.ContextOffset_monitors, target, L.ContextOffset_monitoredBy);
  }
  store<u32>(entry, load<u32>(entry, SUSPENSIONS) + 1, SUSPENSIONS);
  store<u32>(target + L.ContextOffset_suspended, load<u32>(target + L.ContextOffset_suspended) + 1);
}

/** A process takes a suspension of another back; false if there is none. */
export function resume(origin: u32, target: u32): bool {
  const entry = findReference(suspensionNumber(origin, target));
  if (entry == 0) return false;
  const left = load<u32>(entry, SUSPENSIONS) - 1;
  store<u32>(entry, left, SUSPENSIONS);
  release(target, 1);
  if (left == 0) removeMonitor(entry);
  return true;
}

/** Takes suspensions from a process, which goes on after the last one. */
function release(target: u32, count: u32): void {
  const left = load<u32>(target + L.ContextOffset_suspended) - count;
  store<u32>(target + L.ContextOffset_suspended, left);
  // One that waits looks once whether it still has to.
  if (left == 0 && load<u32>(target + L.ContextOffset_pending) != L.TrapReason_blocked) makeRunnable(target);
}

/** The process that has suspended another has ended. */
export function endSuspension(entry: u32): void {
  release(targetOf(entry), load<u32>(entry, SUSPENSIONS));
  removeMonitor(entry);
}

/** The process that a half among the monitors of another suspends; 0 for a half of something else. */
export function suspendedProcess(half: u32): u32 {
  const entry = load<u32>(half, HALF_ENTRY);
  return load<u32>(entry, ENTRY_KIND) == ENTRY_SUSPENSION ? targetOf(entry) : 0;
}

/** How often it does. */
export function suspensionsOf(half: u32): u32 {
  return load<u32>(load<u32>(half, HALF_ENTRY), SUSPENSIONS);
}
