// Exceptions that are caught: raw stack traces as terms, handlers, and the instructions of `try` and `catch`.
import * as L from '../generated/layout';
import { copyWords } from '../memory/blocks';
import { allocateNoCollect } from '../memory/heap';
import { makePair } from '../terms/construct';
import { elementOf, makeAtom, makeSmall, smallValue } from '../terms/term';
import { raiseClass } from './raise';
import { buildStacktrace, isRawTrace, TRACE_HEADER } from './stack-trace';

store<u32>(L.MachineRegister_traceDepth, L.TRACE_DEPTH);

function classAtom(exceptionClass: u32): u32 {
  if (exceptionClass == L.ExceptionClass_error) return makeAtom(L.Atom_error);
  return makeAtom(exceptionClass == L.ExceptionClass_exit ? L.Atom_exit : L.Atom_throw);
}

/** The class with that name, -1 if there is none. */
export function classOf(term: u32): i32 {
  if (term == makeAtom(L.Atom_error)) return L.ExceptionClass_error;
  if (term == makeAtom(L.Atom_exit)) return L.ExceptionClass_exit;
  return term == makeAtom(L.Atom_throw) ? L.ExceptionClass_throw : -1;
}

/** The raw stack trace of the exception that is being raised: a new one unless it is raised again. */
export function currentTrace(context: u32, sp: u32): u32 {
  const given = load<u32>(L.MachineRegister_exceptionTrace);
  if (given != 0) return given;
  const stackEnd = load<u32>(context + L.ContextOffset_stackEnd);
  const args = load<u32>(L.MachineRegister_exceptionArguments);
  const depth = load<u32>(L.MachineRegister_traceDepth);
  const tuple = allocateNoCollect(20 + 8 + ((TRACE_HEADER + depth) << 2));
  const binary = tuple + 20;
  const words = binary + L.BINARY_DATA_OFFSET;
  store<u32>(words, load<u32>(L.MachineRegister_exceptionBif));
  store<u32>(words, args != 0 ? 1 : 0, 4);
  store<u32>(words, load<u32>(L.MachineRegister_trapSite), 8);
  // What stands before the return addresses counts, too.
  const limit: i32 =
    depth - (load<u32>(L.MachineRegister_trapSite) != 0 ? 1 : 0) - (load<u32>(L.MachineRegister_exceptionBif) != 0 ? 1 : 0);
  const tracing = load<u32>(L.MachineRegister_tracingAddress);
  let count: u32 = 0;
  let previous: u32 = 0;
  // A frame that belongs to the site's own function tells nothing new; equal return addresses count once.
  let at = load<u32>(L.MachineRegister_trapOwnsFrame) != 0 ? sp + 4 : sp;
  for (; at < stackEnd && (count as i32) < limit; at += 4) {
    const address = load<u32>(at);
    if ((address & L.TermTag_primaryMask) != 0 || address == previous || address == 0 || address == L.BOTTOM_RETURN_ADDRESS) continue;
    if (address == tracing) continue;
    previous = address;
    store<u32>(words + ((TRACE_HEADER + count) << 2), address);
    count++;
  }
  const bytes = (TRACE_HEADER + count) << 2;
  // The words that the trace does not need stay after the binary, where nobody looks.
  store<u32>(binary, (((bytes >> 2) + 1) << L.TermTag_arityShift) | L.HeaderTag_heapBinary);
  store<u32>(binary, bytes, 4);
  store<u32>(tuple, 4 << L.TermTag_arityShift);
  store<u32>(tuple, makeSmall(load<u32>(L.MachineRegister_exceptionClass)), 4);
  store<u32>(tuple, binary | L.TermTag_boxed, 8);
  store<u32>(tuple, args != 0 ? args : L.TermTag_nil, 12);
  const info = load<u32>(L.MachineRegister_exceptionInfo);
  store<u32>(tuple, info <= 1 ? makeSmall(info) : info, 16);
  return tuple | L.TermTag_boxed;
}

/**
 * The frame with the nearest catch tag above `sp`, its return address set to the handler; 0 if there is none.
 */
export function unwindToHandler(context: u32, sp: u32): u32 {
  const stackEnd = load<u32>(context + L.ContextOffset_stackEnd);
  let frame = sp;
  for (let at = sp; at < stackEnd; at += 4) {
    const word = load<u32>(at);
    if ((word & L.TermTag_primaryMask) == 0) {
      frame = at;
    } else if ((word & L.TermTag_catchMask) == L.TermTag_catchTag) {
      store<u32>(frame, load<u32>(load<u32>(L.MachineRegister_catchTable) + ((word >> L.TermTag_atomShift) << 2)));
      return frame;
    }
  }
  return 0;
}

/** Puts an exception into X as its handler expects it: no term, class, reason, raw trace. */
export function enterHandler(trace: u32): void {
  store<u32>(L.X_REGISTERS, 0);
  store<u32>(L.X_REGISTERS, classAtom(load<u32>(L.MachineRegister_exceptionClass)), 4);
  store<u32>(L.X_REGISTERS, load<u32>(L.MachineRegister_exceptionReason), 8);
  store<u32>(L.X_REGISTERS, trace, 12);
}

/** `catch_end` with an exception in X: the value of the expression. */
export function catchEnd(): u32 {
  const exceptionClass = load<u32>(L.X_REGISTERS, 4);
  const reason = load<u32>(L.X_REGISTERS, 8);
  if (exceptionClass == makeAtom(L.Atom_throw)) return reason;
  const exit = makeAtom(L.Atom_EXIT);
  if (exceptionClass == makeAtom(L.Atom_exit)) return makePair(exit, reason);
  return makePair(exit, makePair(reason, buildStacktrace(load<u32>(L.X_REGISTERS, 12))));
}

/** `raise`: raises a caught exception again, with the class of its trace. */
export function raiseAgain(sp: u32, trace: u32, reason: u32): u32 {
  const exceptionClass = isRawTrace(trace) ? smallValue(elementOf(trace, 0)) : (L.ExceptionClass_error as i32);
  raiseClass(sp, exceptionClass, reason);
  if (isRawTrace(trace)) store<u32>(L.MachineRegister_exceptionTrace, trace);
  return 0;
}

/** A trace with a class: who raises it again takes the class from it. */
function withClass(trace: u32, exceptionClass: i32): u32 {
  if (smallValue(elementOf(trace, 0)) == exceptionClass) return trace;
  const copy = allocateNoCollect(20);
  copyWords(copy, trace - L.TermTag_boxed, 5);
  store<u32>(copy, makeSmall(exceptionClass), 4);
  return copy | L.TermTag_boxed;
}

/** `raw_raise`: as `raise` with a class of its own; the atom badarg if it is not a class. */
export function rawRaise(sp: u32, classTerm: u32, reason: u32, trace: u32): u32 {
  const exceptionClass = classOf(classTerm);
  if (exceptionClass < 0) return makeAtom(L.Atom_badarg);
  raiseClass(sp, exceptionClass, reason);
  if (isRawTrace(trace)) store<u32>(L.MachineRegister_exceptionTrace, withClass(trace, exceptionClass));
  return 0;
}
