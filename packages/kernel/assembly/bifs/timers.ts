// BIFs on timers. Times are milliseconds.

import { isExternalReference } from '../distribution/connections';
import { failBif, failBifFor } from '../execution/raise';
import { setX, setX2, setX3, setX4 } from '../execution/x-registers';
import * as L from '../generated/layout';
import { now } from '../host';
import { currentContext } from '../memory/heap';
import { deliver } from '../processes/mailbox';
import { cancelMessageTimer, startMessageTimer, timerDue } from '../processes/message-timers';
import { processOf } from '../processes/process';
import { makeTriple } from '../terms/construct';
import { makeInteger } from '../terms/integer';
import { isReference, newReferenceNumber, numberOf, referenceTerm } from '../terms/references';
import {
  arityOf,
  elementOf,
  headOf,
  integer64Of,
  isAtom,
  isCons,
  isInteger64,
  isSmall,
  isTuple,
  makeAtom,
  makeBoolean,
  smallValue,
  tailOf,
} from '../terms/term';

/** The end of time: 2^63 nanoseconds of the clock, in milliseconds. */
const END: i64 = 9223372036854;

/** Starts a timer; the arguments are in X. `wraps`: the message is `{timeout, Reference, Message}`. */
function start(sp: u32, bif: u32, arity: u32, time: u32, to: u32, message: u32, options: u32, wraps: bool): u32 {
  let absolute = false;
  for (; isCons(options); options = tailOf(options)) {
    const option = headOf(options);
    if (!isTuple(option) || arityOf(option) != 2 || elementOf(option, 0) != makeAtom(L.Atom_abs)) break;
    if (elementOf(option, 1) == makeAtom(L.Atom_true)) absolute = true;
    else if (elementOf(option, 1) == makeAtom(L.Atom_false)) absolute = false;
    else break;
  }
  const isNumber = isSmall(time) || isInteger64(time);
  const value: i64 = isSmall(time) ? (smallValue(time) as i64) : isInteger64(time) ? integer64Of(time) : -1;
  const isPid = (to & L.TermTag_immediateMask) == L.TermTag_pid;
  if (options != L.TermTag_nil) return failBifFor(sp, L.Atom_badarg, L.Atom_badopt, bif, arity);
  const isTime = absolute ? value >= -END && value <= END : value >= 0 && value <= END - (now() as i64);
  if (!isNumber || !isTime) return failBifFor(sp, L.Atom_badarg, L.Atom_time, bif, arity);
  if (!(isPid || isAtom(to))) return failBif(sp, L.Atom_badarg, bif, arity);
  const number = newReferenceNumber();
  const reference = referenceTerm(number);
  const context: u32 = isPid ? processOf(to >> 4) : 0;
  if (!isPid || context != 0) {
    const body = wraps ? makeTriple(makeAtom(L.Atom_timeout), reference, message) : message;
    startMessageTimer(number, absolute ? (value as f64) : now() + (value as f64), context, isPid ? 0 : to, body);
  }
  return reference;
}

/** @bif erlang:send_after/3 */
export function erlang_send_after_3(sp: u32, time: u32, to: u32, message: u32): u32 {
  setX3(time, to, message);
  return start(sp, L.Bif_erlang_send_after_3, 3, time, to, message, L.TermTag_nil, false);
}

/** @bif erlang:send_after/4 */
export function erlang_send_after_4(sp: u32, time: u32, to: u32, message: u32, options: u32): u32 {
  setX4(time, to, message, options);
  return start(sp, L.Bif_erlang_send_after_4, 4, time, to, message, options, false);
}

/** @bif erlang:start_timer/3 */
export function erlang_start_timer_3(sp: u32, time: u32, to: u32, message: u32): u32 {
  setX3(time, to, message);
  return start(sp, L.Bif_erlang_start_timer_3, 3, time, to, message, L.TermTag_nil, true);
}

/** @bif erlang:start_timer/4 */
export function erlang_start_timer_4(sp: u32, time: u32, to: u32, message: u32, options: u32): u32 {
  setX4(time, to, message, options);
  return start(sp, L.Bif_erlang_start_timer_4, 4, time, to, message, options, true);
}

/** Milliseconds that a timer still has, or false. */
function remaining(number: u64): u32 {
  const due = timerDue(number);
  return due < 0 ? makeBoolean(false) : makeInteger(max<i64>(0, ceil(due - now()) as i64));
}

/** What `cancel_timer` and `read_timer` have in common; the arguments are in X. */
function look(sp: u32, bif: u32, arity: u32, reference: u32, options: u32, cancels: bool): u32 {
  let isAsync = false;
  let info = true;
  for (; isCons(options); options = tailOf(options)) {
    const option = headOf(options);
    if (!isTuple(option) || arityOf(option) != 2) break;
    const value = elementOf(option, 1);
    if (value != makeAtom(L.Atom_true) && value != makeAtom(L.Atom_false)) break;
    if (elementOf(option, 0) == makeAtom(L.Atom_async)) isAsync = value == makeAtom(L.Atom_true);
    else if (elementOf(option, 0) == makeAtom(L.Atom_info) && cancels) info = value == makeAtom(L.Atom_true);
    else break;
  }
  // No timer here has a reference of another node.
  const isOther = isExternalReference(reference);
  if (options != L.TermTag_nil || !(isOther || isReference(reference))) return failBif(sp, L.Atom_badarg, bif, arity);
  const number: u64 = isOther ? 0 : numberOf(reference);
  const result = isOther ? makeBoolean(false) : remaining(number);
  if (cancels && result != makeBoolean(false)) cancelMessageTimer(number);
  if (!isAsync) return info ? result : makeAtom(L.Atom_ok);
  if (info) deliver(currentContext(), makeTriple(makeAtom(cancels ? L.Atom_cancel_timer : L.Atom_read_timer), reference, result));
  return makeAtom(L.Atom_ok);
}

/** @bif erlang:cancel_timer/1 */
export function erlang_cancel_timer_1(sp: u32, reference: u32): u32 {
  setX(0, reference);
  return look(sp, L.Bif_erlang_cancel_timer_1, 1, reference, L.TermTag_nil, true);
}

/** @bif erlang:cancel_timer/2 */
export function erlang_cancel_timer_2(sp: u32, reference: u32, options: u32): u32 {
  setX2(reference, options);
  return look(sp, L.Bif_erlang_cancel_timer_2, 2, reference, options, true);
}

/** @bif erlang:read_timer/1 */
export function erlang_read_timer_1(sp: u32, reference: u32): u32 {
  setX(0, reference);
  return look(sp, L.Bif_erlang_read_timer_1, 1, reference, L.TermTag_nil, false);
}

/** @bif erlang:read_timer/2 */
export function erlang_read_timer_2(sp: u32, reference: u32, options: u32): u32 {
  setX2(reference, options);
  return look(sp, L.Bif_erlang_read_timer_2, 2, reference, options, false);
}
