// Native functions on timers. Times are milliseconds.
import * as L from './generated/layout';
import { currentContext } from './heap';
import { now } from './host';
import { makeInteger } from './integer';
import { deliver, makeMessage } from './mailbox';
import { setX, setX2, setX3, setX4 } from './native-arguments';
import { processOf } from './process';
import { failNative } from './raise';
import { isReference, newReferenceNumber, numberOf, referenceTerm } from './references';
import { cancelMessageTimer, startMessageTimer, timerDue } from './signals';
import { arityOf, elementOf, headOf, integer64Of, isAtom, isCons, isInteger64, isSmall, isTuple, makeAtom, makeBoolean, smallValue, tailOf } from './term';
import { makeTriple } from './term-construction';

/** Longest time of a timer: 2^32 - 1 milliseconds was the limit once, OTP's is this now. */
const LONGEST: i64 = 0x7ffffffffffff;

/** Starts a timer; the arguments are in X. `wraps`: the message is `{timeout, Reference, Message}`. */
function start(sp: u32, native: u32, arity: u32, time: u32, to: u32, message: u32, options: u32, wraps: bool): u32 {
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
  if (options != L.TermTag_nil || !isNumber || (value < 0 && !absolute) || value > LONGEST || !(isPid || isAtom(to))) return failNative(sp, L.Atom_badarg, native, arity);
  const number = newReferenceNumber();
  const reference = referenceTerm(number);
  const context: u32 = isPid ? processOf(to >> 4) : 0;
  if (!isPid || context != 0) {
    const body = makeMessage(wraps ? makeTriple(makeAtom(L.Atom_timeout), reference, message) : message);
    startMessageTimer(number, absolute ? (value as f64) : now() + (value as f64), context, isPid ? 0 : to, body);
  }
  return reference;
}

export function nativeSendAfter3(sp: u32, time: u32, to: u32, message: u32): u32 {
  setX3(time, to, message);
  return start(sp, L.Native_nativeSendAfter3, 3, time, to, message, L.TermTag_nil, false);
}
export function nativeSendAfter4(sp: u32, time: u32, to: u32, message: u32, options: u32): u32 {
  setX4(time, to, message, options);
  return start(sp, L.Native_nativeSendAfter4, 4, time, to, message, options, false);
}
export function nativeStartTimer3(sp: u32, time: u32, to: u32, message: u32): u32 {
  setX3(time, to, message);
  return start(sp, L.Native_nativeStartTimer3, 3, time, to, message, L.TermTag_nil, true);
}
export function nativeStartTimer4(sp: u32, time: u32, to: u32, message: u32, options: u32): u32 {
  setX4(time, to, message, options);
  return start(sp, L.Native_nativeStartTimer4, 4, time, to, message, options, true);
}

/** Milliseconds that a timer still has, or false. */
function remaining(number: u64): u32 {
  const due = timerDue(number);
  return due < 0 ? makeBoolean(false) : makeInteger(max<i64>(0, ceil(due - now()) as i64));
}

/** What `cancel_timer` and `read_timer` have in common; the arguments are in X. */
function look(sp: u32, native: u32, arity: u32, reference: u32, options: u32, cancels: bool): u32 {
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
  if (options != L.TermTag_nil || !isReference(reference)) return failNative(sp, L.Atom_badarg, native, arity);
  const number = numberOf(reference);
  const result = remaining(number);
  if (cancels && result != makeBoolean(false)) cancelMessageTimer(number);
  if (!isAsync) return info ? result : makeAtom(L.Atom_ok);
  if (info) deliver(currentContext(), makeTriple(makeAtom(cancels ? L.Atom_cancel_timer : L.Atom_read_timer), reference, result));
  return makeAtom(L.Atom_ok);
}

export function nativeCancelTimer1(sp: u32, reference: u32): u32 {
  setX(0, reference);
  return look(sp, L.Native_nativeCancelTimer1, 1, reference, L.TermTag_nil, true);
}
export function nativeCancelTimer2(sp: u32, reference: u32, options: u32): u32 {
  setX2(reference, options);
  return look(sp, L.Native_nativeCancelTimer2, 2, reference, options, true);
}
export function nativeReadTimer1(sp: u32, reference: u32): u32 {
  setX(0, reference);
  return look(sp, L.Native_nativeReadTimer1, 1, reference, L.TermTag_nil, false);
}
export function nativeReadTimer2(sp: u32, reference: u32, options: u32): u32 {
  setX2(reference, options);
  return look(sp, L.Native_nativeReadTimer2, 2, reference, options, false);
}
