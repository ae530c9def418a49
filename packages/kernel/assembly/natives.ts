// Native functions of the kernel: `(sp, arguments…) → term or 0`. They may collect; the stack is complete
// when they are called, their arguments travel through X.
import * as L from './generated/layout';
import { badarg1, badarg2, badarg3, getX, setX } from './native-arguments';
import { equal, equalExact } from './compare';
import { collect } from './collector';
import { reserve, take, takeCons } from './heap';
import { exportSlot } from './host';
import { classOf } from './exceptions';
import { failNative, raiseBadFun, raiseClass } from './raise';
import { tailCall } from './run-loop';
import { arityOf, elementOf, headOf, isAtom, isCons, isFun, isMap, isSmall, isTuple, listLength, makeAtom, makeBoolean, makeSmall, smallValue, tailOf } from './term';

/** Makes room for `bytes` with two terms kept, which are then in x0 and x1. */
// @ts-ignore: decorator
@inline
function reserveWith2(sp: u32, bytes: u32, a: u32, b: u32): void {
  setX(0, a);
  setX(1, b);
  reserve(sp, bytes, 2);
}

export function nativeError1(sp: u32, reason: u32): u32 { return raiseClass(sp, L.ExceptionClass_error, reason); }
export function nativeExit1(sp: u32, reason: u32): u32 { return raiseClass(sp, L.ExceptionClass_exit, reason); }
export function nativeThrow1(sp: u32, value: u32): u32 { return raiseClass(sp, L.ExceptionClass_throw, value); }

/** `error/2`: the arguments, unless they are the atom none, stand in the caller's line of the stack trace. */
export function nativeError2(sp: u32, reason: u32, list: u32): u32 {
  raiseClass(sp, L.ExceptionClass_error, reason);
  if (listLength(list) >= 0) store<u32>(L.MachineRegister_exceptionArguments, list);
  return 0;
}

/** `error/3`: as `error/2`; what the option `error_info` has goes into the stack trace. */
export function nativeError3(sp: u32, reason: u32, list: u32, options: u32): u32 {
  let info: u32 = 0;
  let rest = options;
  for (; isCons(rest); rest = tailOf(rest)) {
    const option = headOf(rest);
    const isInfo = isTuple(option) && arityOf(option) == 2 && elementOf(option, 0) == makeAtom(L.Atom_error_info) && isMap(elementOf(option, 1));
    if (!isInfo) break;
    info = elementOf(option, 1);
  }
  if (rest != L.TermTag_nil) return badarg3(sp, L.Native_nativeError3, reason, list, options);
  nativeError2(sp, reason, list);
  store<u32>(L.MachineRegister_exceptionInfo, info);
  return 0;
}

/** True for what `raise/3` takes as a frame: `{Module, Function, ArityOrArguments}` or `{Fun, Arguments}`, with or without a location. */
function isFrame(term: u32): bool {
  if (!isTuple(term)) return false;
  const arity = arityOf(term);
  if (arity < 2 || arity > 4) return false;
  const first = elementOf(term, 0);
  if (isFun(first) ? arity == 4 : !isAtom(first) || arity == 2 || !isAtom(elementOf(term, 1))) return false;
  if (hasNoLocation(term)) return true;
  const location = elementOf(term, arity - 1);
  return location == L.TermTag_nil || isCons(location);
}

/** True for a frame without a location. */
function hasNoLocation(frame: u32): bool {
  return arityOf(frame) == (isFun(elementOf(frame, 0)) ? 2 : 3);
}

/** The frame with a location, which is empty if it had none, in reserved bytes. */
function withLocation(frame: u32): u32 {
  if (!hasNoLocation(frame)) return frame;
  const arity = arityOf(frame);
  const tuple = take((arity + 2) << 2);
  store<u32>(tuple, (arity + 1) << L.TermTag_arityShift);
  for (let i: u32 = 0; i < arity; i++) store<u32>(tuple + ((i + 1) << 2), elementOf(frame, i));
  store<u32>(tuple + ((arity + 1) << 2), L.TermTag_nil);
  return tuple | L.TermTag_boxed;
}

/** `raise/3`: a stack trace of the caller's own; the atom badarg if an argument is not what it must be. */
export function nativeRaise3(sp: u32, classTerm: u32, reason: u32, list: u32): u32 {
  const exceptionClass = classOf(classTerm);
  let rest = list;
  while (isCons(rest) && isFrame(headOf(rest))) rest = tailOf(rest);
  if (exceptionClass < 0 || rest != L.TermTag_nil) return makeAtom(L.Atom_badarg);
  setX(0, reason);
  setX(1, list);
  reserve(sp, 20 + L.TRACE_DEPTH * (8 + 8 + 20), 2);
  let frames: u32 = L.TermTag_nil;
  rest = getX(1);
  for (let i: u32 = 0; i < L.TRACE_DEPTH && isCons(rest); i++) {
    frames = takeCons(withLocation(headOf(rest)), frames);
    rest = tailOf(rest);
  }
  const trace = take(20);
  store<u32>(trace, 4 << L.TermTag_arityShift);
  store<u32>(trace, makeSmall(exceptionClass), 4);
  store<u32>(trace, reverseOnto(frames, L.TermTag_nil), 8);
  store<u32>(trace, L.TermTag_nil, 12);
  store<u32>(trace, makeSmall(0), 16);
  raiseClass(sp, exceptionClass, getX(0));
  store<u32>(L.MachineRegister_exceptionTrace, trace | L.TermTag_boxed);
  return 0;
}

/** Moves the elements of a proper list to X; how many, or -1. */
function spread(list: u32): i32 {
  let n = 0;
  while (isCons(list)) {
    if (n >= 255) return -1;
    setX(n, headOf(list));
    n++;
    list = tailOf(list);
  }
  return list == L.TermTag_nil ? n : -1;
}

export function nativeApply2(sp: u32, fun: u32, list: u32): u32 {
  const n = spread(list);
  if (n < 0) return badarg2(sp, L.Native_nativeApply2, fun, list);
  if (!isFun(fun) || load<u32>(fun - 2 + L.FunOffset_arity) != makeSmall(n)) return raiseBadFun(sp, 0, fun, n);
  setX(n, fun);
  return tailCall(sp, smallValue(load<u32>(fun - 2 + L.FunOffset_entry)));
}

export function nativeApply3(sp: u32, module: u32, name: u32, list: u32): u32 {
  const n = spread(list);
  if (n < 0 || !isAtom(module) || !isAtom(name)) return badarg3(sp, L.Native_nativeApply3, module, name, list);
  return tailCall(sp, exportSlot(module, name, n));
}

export function nativeReverse2(sp: u32, list: u32, tail: u32): u32 {
  const n = listLength(list);
  if (n < 0) return badarg2(sp, L.Native_nativeReverse2, list, tail);
  reserveWith2(sp, (n as u32) << 3, list, tail);
  return reverseOnto(getX(0), getX(1));
}

/** Reverses a proper list onto a tail, in reserved bytes. */
function reverseOnto(list: u32, tail: u32): u32 {
  while (isCons(list)) {
    tail = takeCons(headOf(list), tail);
    list = tailOf(list);
  }
  return tail;
}

export function nativeReverse1(sp: u32, list: u32): u32 {
  // OTP's is Erlang code: one clause for the empty list, one for a single element, one for more.
  if (!isCons(list) ? list != L.TermTag_nil : tailOf(list) != L.TermTag_nil && !isCons(tailOf(list))) {
    setX(0, list);
    return failNative(sp, L.Atom_function_clause, L.Native_nativeReverse1, 1);
  }
  return nativeReverse2(sp, list, L.TermTag_nil);
}

export function nativeAppend(sp: u32, left: u32, right: u32): u32 {
  const n = listLength(left);
  if (n < 0) return badarg2(sp, L.Native_nativeAppend, left, right);
  if (n == 0) return right;
  reserveWith2(sp, (n as u32) << 3, left, right);
  left = getX(0);
  // The cells lie one behind the other, in order.
  const first = take((n as u32) << 3);
  let cell = first;
  for (let i = 0; i < n; i++) {
    store<u32>(cell, (cell + 8) | L.TermTag_cons);
    store<u32>(cell, headOf(left), 4);
    left = tailOf(left);
    cell += 8;
  }
  store<u32>(cell - 8, getX(1));
  return first | L.TermTag_cons;
}

/** `--`: removes the first occurrence of each element of the right list. */
export function nativeSubtractList(sp: u32, left: u32, right: u32): u32 {
  const n = listLength(left);
  const m = listLength(right);
  if (n < 0 || m < 0) return badarg2(sp, L.Native_nativeSubtractList, left, right);
  reserveWith2(sp, ((n + m) as u32) << 3, left, right);
  left = getX(0);
  // A copy of the right list, whose used elements get the no-term 0.
  let remaining: u32 = L.TermTag_nil;
  for (let list = getX(1); isCons(list); list = tailOf(list)) remaining = takeCons(headOf(list), remaining);
  remaining = reverseInPlace(remaining);
  let result: u32 = L.TermTag_nil;
  for (; isCons(left); left = tailOf(left)) {
    const item = headOf(left);
    let previous: u32 = 0;
    let found = false;
    for (let list = remaining; isCons(list); list = tailOf(list)) {
      if (equalExact(headOf(list), item)) {
        if (previous == 0) remaining = tailOf(list);
        else store<u32>(previous - 1, tailOf(list));
        found = true;
        break;
      }
      previous = list;
    }
    if (!found) result = takeCons(item, result);
  }
  return reverseInPlace(result);
}

/** Reverses a list whose cells nobody else knows. */
export function reverseInPlace(list: u32): u32 {
  let result: u32 = L.TermTag_nil;
  while (isCons(list)) {
    const next = tailOf(list);
    store<u32>(list - 1, result);
    result = list;
    list = next;
  }
  return result;
}

export function nativeMember(sp: u32, item: u32, list: u32): u32 {
  let rest = list;
  for (; isCons(rest); rest = tailOf(rest)) if (equalExact(headOf(rest), item)) return makeAtom(L.Atom_true);
  return rest == L.TermTag_nil ? makeAtom(L.Atom_false) : badarg2(sp, L.Native_nativeMember, item, list);
}

/** First tuple whose element `n` equals the key; 0 if there is none, 1 for bad arguments. */
function findKey(key: u32, n: u32, list: u32): u32 {
  if (!isSmall(n) || smallValue(n) < 1) return 1;
  const index = (smallValue(n) - 1) as u32;
  for (; isCons(list); list = tailOf(list)) {
    const tuple = headOf(list);
    if (isTuple(tuple) && index < arityOf(tuple) && equal(elementOf(tuple, index), key)) return tuple;
  }
  return list == L.TermTag_nil ? 0 : 1;
}

export function nativeKeyFind(sp: u32, key: u32, n: u32, list: u32): u32 {
  const found = findKey(key, n, list);
  if (found == 1) return badarg3(sp, L.Native_nativeKeyFind, key, n, list);
  return found == 0 ? makeAtom(L.Atom_false) : found;
}

export function nativeKeyMember(sp: u32, key: u32, n: u32, list: u32): u32 {
  const found = findKey(key, n, list);
  return found == 1 ? badarg3(sp, L.Native_nativeKeyMember, key, n, list) : makeBoolean(found != 0);
}

export function nativeKeySearch(sp: u32, key: u32, n: u32, list: u32): u32 {
  const found = findKey(key, n, list);
  if (found == 1) return badarg3(sp, L.Native_nativeKeySearch, key, n, list);
  if (found == 0) return makeAtom(L.Atom_false);
  reserveWith2(sp, 12, found, L.TermTag_nil);
  const tuple = take(12);
  store<u32>(tuple, 2 << L.TermTag_arityShift);
  store<u32>(tuple, makeAtom(L.Atom_value), 4);
  store<u32>(tuple, getX(0), 8);
  return tuple | L.TermTag_boxed;
}

export function nativeSetElement(sp: u32, n: u32, tuple: u32, value: u32): u32 {
  if (!isSmall(n) || !isTuple(tuple) || ((smallValue(n) - 1) as u32) >= arityOf(tuple)) {
    return badarg3(sp, L.Native_nativeSetElement, n, tuple, value);
  }
  const bytes = (arityOf(tuple) + 1) << 2;
  reserveWith2(sp, bytes, tuple, value);
  const copy = take(bytes);
  memory.copy(copy, getX(0) - L.TermTag_boxed, bytes);
  store<u32>(copy + (smallValue(n) << 2), getX(1));
  return copy | L.TermTag_boxed;
}

/** Most elements of a tuple (OTP's MAX_ARITYVAL). */
const MAX_TUPLE: i32 = 0xffffff;

export function nativeMakeTuple(sp: u32, n: u32, value: u32): u32 {
  if (!isSmall(n) || smallValue(n) < 0 || smallValue(n) > MAX_TUPLE) return badarg2(sp, L.Native_nativeMakeTuple, n, value);
  const arity = smallValue(n) as u32;
  reserveWith2(sp, (arity + 1) << 2, n, value);
  const tuple = take((arity + 1) << 2);
  store<u32>(tuple, arity << L.TermTag_arityShift);
  for (let i: u32 = 1; i <= arity; i++) store<u32>(tuple + (i << 2), getX(1));
  return tuple | L.TermTag_boxed;
}

export function nativeListToTuple(sp: u32, list: u32): u32 {
  const n = listLength(list);
  if (n < 0 || n > MAX_TUPLE) return badarg1(sp, L.Native_nativeListToTuple, list);
  reserveWith2(sp, ((n + 1) as u32) << 2, list, L.TermTag_nil);
  list = getX(0);
  const tuple = take(((n + 1) as u32) << 2);
  store<u32>(tuple, (n as u32) << L.TermTag_arityShift);
  for (let at = tuple + 4; isCons(list); at += 4) {
    store<u32>(at, headOf(list));
    list = tailOf(list);
  }
  return tuple | L.TermTag_boxed;
}

export function nativeTupleToList(sp: u32, tuple: u32): u32 {
  if (!isTuple(tuple)) return badarg1(sp, L.Native_nativeTupleToList, tuple);
  const n = arityOf(tuple);
  reserveWith2(sp, n << 3, tuple, L.TermTag_nil);
  tuple = getX(0);
  let list: u32 = L.TermTag_nil;
  for (let i: i32 = (n as i32) - 1; i >= 0; i--) list = takeCons(elementOf(tuple, i), list);
  return list;
}

export function nativeGarbageCollect(sp: u32): u32 {
  collect(sp, 0, 0);
  return makeAtom(L.Atom_true);
}
