// Timers that send (`erlang:start_timer/4`, `erlang:send_after/4`).

import * as L from '../generated/layout';
import { freeBlock } from '../memory/blocks';
import { ENTRY_KIND, ENTRY_TIMER, findReference, leaveReference } from '../terms/references';
import { FIRST_HALF, HALF_CONTEXT, HALF_ENTRY, newEntry, pushHalf, removeHalf } from './connection-entries';
import { deliverMessage, makeMessage } from './mailbox';
import { freeMessage } from './process';
import { startTimer, stopTimer, TIMER_MESSAGE } from './timers';

/** Of a timer: its node, the message, and the name or 0 when the process is the first half's. */
const TIMER_NODE: u32 = 48;
const TIMER_BODY: usize = 64;
const TIMER_NAME: usize = 68;

/** Starts a timer that sends a term to a process, or to the one that has a name then; its number is given. */
export function startMessageTimer(number: u64, due: f64, context: u32, name: u32, term: u32): void {
  const entry = newEntry(ENTRY_TIMER, number);
  store<f64>(entry + TIMER_NODE, due);
  store<u32>(entry + TIMER_NODE, TIMER_MESSAGE, 12);
  store<u32>(entry, name, TIMER_NAME);
  store<u32>(entry + FIRST_HALF, context, HALF_CONTEXT);
  if (context != 0) pushHalf(context + L.ContextOffset_timers, entry + FIRST_HALF, context, entry);
  startTimer(entry + TIMER_NODE);
  store<u32>(entry, makeMessage(term), TIMER_BODY);
}

/** Frees the message of a timer; it has none if there was no memory for it. */
function freeBody(entry: u32): void {
  const message = load<u32>(entry, TIMER_BODY);
  if (message != 0) freeMessage(message);
}

/** When the timer with that number is due, negative if there is none. */
export function timerDue(number: u64): f64 {
  const entry = findReference(number);
  return entry == 0 || load<u32>(entry, ENTRY_KIND) != ENTRY_TIMER ? -1 : load<f64>(entry + TIMER_NODE);
}

/** Forgets a timer, whose message stays. */
function removeTimer(entry: u32): void {
  stopTimer(entry + TIMER_NODE);
  const context = load<u32>(entry + FIRST_HALF, HALF_CONTEXT);
  if (context != 0) removeHalf(context + L.ContextOffset_timers, entry + FIRST_HALF);
  leaveReference(entry);
  freeBlock(entry);
}

/** Takes back the timer with that number, which there is. */
export function cancelMessageTimer(number: u64): void {
  const entry = findReference(number);
  freeBody(entry);
  removeTimer(entry);
}

/** The name that the timer of a node sends to, or 0. */
export function timerName(node: u32): u32 {
  return load<u32>(node - TIMER_NODE, TIMER_NAME);
}

/** The timer of a node is due: sends its message, to `named` if it is for a name that a process has. */
export function fireMessageTimer(node: u32, named: u32): void {
  const entry = node - TIMER_NODE;
  const message = load<u32>(entry, TIMER_BODY);
  const context = load<u32>(entry, TIMER_NAME) != 0 ? named : load<u32>(entry + FIRST_HALF, HALF_CONTEXT);
  removeTimer(entry);
  if (message == 0) return;
  if (context != 0) deliverMessage(context, message);
  else freeMessage(message);
}

/** Takes back all timers that send to a process. */
export function cancelTimersOf(context: u32): void {
  for (let half = load<u32>(context + L.ContextOffset_timers); half != 0; half = load<u32>(context + L.ContextOffset_timers)) {
    const entry = load<u32>(half, HALF_ENTRY);
    freeBody(entry);
    removeTimer(entry);
  }
}
