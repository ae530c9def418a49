// Raising exceptions.

import { classOf } from '../execution/exceptions';
import { listOfX, raiseClass } from '../execution/raise';
import { getX, setX } from '../execution/x-registers';
import * as L from '../generated/layout';
import { take, takeCons } from '../memory/heap';
import { reserve } from '../memory/reserve';
import { arityOf, elementOf, headOf, isAtom, isCons, isFun, isMap, isTuple, listLength, makeAtom, makeSmall, tailOf } from '../terms/term';
import { reverseInPlace } from './lists';

/** @bif erlang:error/1 */
export function erlang_error_1(sp: u32, reason: u32): u32 {
  return raiseClass(sp, L.ExceptionClass_error, reason);
}

/** @bif erlang:exit/1 */
export function erlang_exit_1(sp: u32, reason: u32): u32 {
  return raiseClass(sp, L.ExceptionClass_exit, reason);
}

/** @bif erlang:throw/1 */
export function erlang_throw_1(sp: u32, value: u32): u32 {
  return raiseClass(sp, L.ExceptionClass_throw, value);
}

/**
 * `error/2`: the arguments, unless they are the atom none, stand in the caller's line of the stack trace.
 *
 * @bif erlang:error/2
 */
export function erlang_error_2(sp: u32, reason: u32, list: u32): u32 {
  raiseClass(sp, L.ExceptionClass_error, reason);
  if (listLength(list) >= 0) store<u32>(L.MachineRegister_exceptionArguments, list);
  return 0;
}

/**
 * `error/3`: as `error/2`; what the option `error_info` has goes into the stack trace. Wrong options are ignored, all of them.
 *
 * @bif erlang:error/3
 */
export function erlang_error_3(sp: u32, reason: u32, list: u32, options: u32): u32 {
  erlang_error_2(sp, reason, list);
  let info: u32 = 0;
  for (; isCons(options); options = tailOf(options)) {
    const option = headOf(options);
    const isInfo =
      isTuple(option) && arityOf(option) == 2 && elementOf(option, 0) == makeAtom(L.Atom_error_info) && isMap(elementOf(option, 1));
    if (!isInfo) return 0;
    info = elementOf(option, 1);
  }
  if (options == L.TermTag_nil) store<u32>(L.MachineRegister_exceptionInfo, info);
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

/**
 * `raise/3`: a stack trace of the caller's own; the atom badarg if an argument is not what it must be.
 *
 * @bif erlang:raise/3
 */
export function erlang_raise_3(sp: u32, classTerm: u32, reason: u32, list: u32): u32 {
  const exceptionClass = classOf(classTerm);
  let rest = list;
  while (isCons(rest) && isFrame(headOf(rest))) rest = tailOf(rest);
  if (exceptionClass < 0 || rest != L.TermTag_nil) return makeAtom(L.Atom_badarg);
  setX(0, reason);
  setX(1, list);
  const depth = load<u32>(L.MachineRegister_traceDepth);
  reserve(sp, 20 + depth * (8 + 8 + 20), 2);
  let frames: u32 = L.TermTag_nil;
  rest = getX(1);
  for (let i: u32 = 0; i < depth && isCons(rest); i++) {
    frames = takeCons(withLocation(headOf(rest)), frames);
    rest = tailOf(rest);
  }
  const trace = take(20);
  store<u32>(trace, 4 << L.TermTag_arityShift);
  store<u32>(trace, makeSmall(exceptionClass), 4);
  store<u32>(trace, reverseInPlace(frames), 8);
  store<u32>(trace, L.TermTag_nil, 12);
  store<u32>(trace, makeSmall(0), 16);
  raiseClass(sp, exceptionClass, getX(0));
  store<u32>(L.MachineRegister_exceptionTrace, trace | L.TermTag_boxed);
  return 0;
}

/** Raises an error whose stack trace begins with a BIF; its arguments are in X. */
function raiseIn(sp: u32, reason: u32, bif: u32, arity: u32): u32 {
  raiseClass(sp, L.ExceptionClass_error, reason);
  // As of any BIF.
  store<u32>(L.MachineRegister_exceptionInfo, 1);
  store<u32>(L.MachineRegister_exceptionBif, bif);
  store<u32>(L.MachineRegister_exceptionArguments, listOfX(arity));
  return 0;
}

/**
 * `nif_error/1,2`: unlike `error` they stand in the stack trace themselves.
 *
 * @bif erlang:nif_error/1
 */
export function erlang_nif_error_1(sp: u32, reason: u32): u32 {
  setX(0, reason);
  return raiseIn(sp, reason, L.Bif_erlang_nif_error_1, 1);
}

/** @bif erlang:nif_error/2 */
export function erlang_nif_error_2(sp: u32, reason: u32, list: u32): u32 {
  setX(0, reason);
  setX(1, list);
  return raiseIn(sp, reason, L.Bif_erlang_nif_error_2, 2);
}
