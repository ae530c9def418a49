// Raising: the failing site leaves everything in the machine registers and its function returns 0; the
// run loop looks for a handler. See `MachineRegister.trapReason*`.

import { ConstructionFailure } from '../binaries/binary-construction';
import * as L from '../generated/layout';
import { errorHandler, foreignFun, loadsModule } from '../host';
import { mapFromPairs } from '../maps/map-building';
import { allocateNoCollect, currentContext } from '../memory/heap';
import { makePair, makeTuple, setElement } from '../terms/construct';
import { isInteger, isMap, makeAtom, makeSmall } from '../terms/term';

/** Raises with the stack pointer as compiled code gives it (OWN_FRAME_FLAG: its own frame is there). */
function raise(sp: u32, site: u32, exceptionClass: i32, reason: u32): u32 {
  const ownsFrame = sp & L.OWN_FRAME_FLAG;
  sp -= ownsFrame;
  // The word of the return address may be a catch tag that some stack had there before.
  if (ownsFrame != 0) store<u32>(sp, 0);
  store<u32>(L.MachineRegister_trapOwnsFrame, ownsFrame != 0 ? 1 : 0);
  store<u32>(L.MachineRegister_trapSp, sp);
  store<u32>(L.MachineRegister_trapSite, site);
  store<u32>(L.MachineRegister_trapReason, L.TrapReason_exception);
  store<i32>(L.MachineRegister_exceptionClass, exceptionClass);
  store<u32>(L.MachineRegister_exceptionReason, reason);
  store<u32>(L.MachineRegister_exceptionArguments, 0);
  store<u32>(L.MachineRegister_exceptionBif, 0);
  store<u32>(L.MachineRegister_exceptionTrace, 0);
  store<u32>(L.MachineRegister_exceptionInfo, 0);
  return 0;
}

/** Raises an error whose reason is an atom by its index. */
export function raiseAtom(sp: u32, site: u32, atom: u32): u32 {
  return raise(sp, site, L.ExceptionClass_error, makeAtom(atom));
}

/** Raises the error `{Atom, Value}`: badmatch, case_clause, try_clause, badrecord, badfun, badmap, badkey. */
export function raiseWithValue(sp: u32, site: u32, atom: u32, value: u32): u32 {
  return raise(sp, site, L.ExceptionClass_error, makePair(makeAtom(atom), value));
}

/** A list of the first `count` X registers, made without a collection. */
export function listOfX(count: u32): u32 {
  let list: u32 = L.TermTag_nil;
  const cells = allocateNoCollect(count << 3);
  for (let i: i32 = (count as i32) - 1; i >= 0; i--) {
    const cell = cells + ((i as u32) << 3);
    store<u32>(cell, list);
    store<u32>(cell, load<u32>(L.X_REGISTERS + ((i as u32) << 2)), 4);
    list = cell | L.TermTag_cons;
  }
  return list;
}

/** `func_info`: no clause matched; the arguments are in X. */
export function raiseFunctionClause(sp: u32, site: u32, arity: u32): u32 {
  raise(sp, site, L.ExceptionClass_error, makeAtom(L.Atom_function_clause));
  store<u32>(L.MachineRegister_exceptionArguments, listOfX(arity));
  return 0;
}

/** Arithmetic on two integers fails by a divisor of 0, or by a result that is too large. */
function isTooLarge(bif: u32, arity: u32): bool {
  if (bif < L.GUARD_BIF_IDENTITY || bif == L.Guard_divideFloat || bif == L.Guard_divide || bif == L.Guard_remainder) return false;
  return arity <= 2 && isInteger(load<u32>(L.X_REGISTERS)) && (arity == 1 || isInteger(load<u32>(L.X_REGISTERS, 4)));
}

/** The construction of a binary failed in a body. */
export function raiseBinary(sp: u32, site: u32): u32 {
  raiseAtom(sp, site, load<u32>(L.MachineRegister_binaryError));
  if (ConstructionFailure.segment != 0) store<u32>(L.MachineRegister_exceptionInfo, constructionInfo());
  return 0;
}

/** The `error_info` of a segment, for OTP's `erl_erts_errors:format_bs_fail/2`. */
function constructionInfo(): u32 {
  const cause = makeTuple(4);
  setElement(cause, 0, makeSmall(ConstructionFailure.segment >> 16));
  setElement(cause, 1, makeAtom(ConstructionFailure.segment & 0xffff));
  setElement(cause, 2, makeAtom(ConstructionFailure.problem));
  setElement(cause, 3, ConstructionFailure.value);
  const pairs = L.SCRATCH;
  store<u32>(pairs, makeAtom(L.Atom_cause));
  store<u32>(pairs, cause, 4);
  store<u32>(pairs, makeAtom(L.Atom_function), 8);
  store<u32>(pairs, makeAtom(L.Atom_format_bs_fail), 12);
  store<u32>(pairs, makeAtom(L.Atom_module), 16);
  store<u32>(pairs, makeAtom(L.Atom_erl_erts_errors), 20);
  return mapFromPairs(pairs, 3);
}

/** The reason of a BIF on a map, its last argument: that is not a map, or lacks the key, the first one. */
function mapReason(bif: u32, arity: u32): u32 {
  const first = load<u32>(L.X_REGISTERS);
  const last = load<u32>(L.X_REGISTERS + ((arity - 1) << 2));
  if (bif == L.Bif_maps_merge_2 && !isMap(first)) return makePair(makeAtom(L.Atom_badmap), first);
  return isMap(last) ? makePair(makeAtom(L.Atom_badkey), first) : makePair(makeAtom(L.Atom_badmap), last);
}

/** A BIF that is called as a guard failed in a body: its arguments are in X. */
export function raiseBif(sp: u32, site: u32, atom: u32, bif: u32, arity: u32): u32 {
  if (atom == L.Atom_badarith && isTooLarge(bif, arity)) atom = L.Atom_system_limit;
  const reason = atom == L.Atom_badmap ? mapReason(bif, arity) : makeAtom(atom);
  raise(sp, site, L.ExceptionClass_error, reason);
  store<u32>(L.MachineRegister_exceptionBif, bif);
  store<u32>(L.MachineRegister_exceptionArguments, listOfX(arity));
  if (atom != L.Atom_function_clause) store<u32>(L.MachineRegister_exceptionInfo, 1);
  return 0;
}

/** Until this release sums and differences with a small constant fail without a trace of their operator. */
const INCREMENTS_AS_BIFS_RELEASE: u32 = 26;

/** A guard BIF failed in a body. */
export function raiseGuardBif(sp: u32, site: u32, atom: u32, bif: u32, arity: u32, a: u32, b: u32, c: u32): u32 {
  const isOld = load<u32>(L.MachineRegister_otpRelease) < INCREMENTS_AS_BIFS_RELEASE;
  const isIncrement = (site & L.INCREMENT_FLAG) != 0 || bif == L.Guard_number;
  site &= ~L.INCREMENT_FLAG;
  if (isIncrement && isOld) return raiseAtom(sp, site, atom);
  if (bif == L.Guard_number) {
    // `+X` is compiled to a sum.
    bif = L.Guard_add;
    arity = 2;
    b = makeSmall(0);
  }
  store<u32>(L.X_REGISTERS, a);
  store<u32>(L.X_REGISTERS, b, 4);
  store<u32>(L.X_REGISTERS, c, 8);
  return raiseBif(sp, site, atom, bif, arity);
}

/**
 * Calling something other than a fun, or one of another arity; the arguments are in X. A body call has its function
 * in OTP's trace twice, at the site and at the return address: then `sp` comes without the flag.
 */
export function raiseBadFun(sp: u32, site: u32, fun: u32, arity: u32): u32 {
  if ((fun & L.TermTag_primaryMask) != L.TermTag_boxed || (load<u32>(fun - 2) & L.TermTag_headerMask) != L.HeaderTag_fun) {
    return raiseWithValue(sp, site, L.Atom_badfun, fun);
  }
  const list = listOfX(arity);
  const pair = allocateNoCollect(12);
  store<u32>(pair, 2 << L.TermTag_arityShift);
  store<u32>(pair, fun, 4);
  store<u32>(pair, list, 8);
  return raiseWithValue(sp, site, L.Atom_badarity, pair | L.TermTag_boxed);
}

/** `apply` with a module or function that is not an atom; the arguments are in X. */
export function raiseBadApply(sp: u32, site: u32, module: u32, name: u32, arity: u32): u32 {
  const list = listOfX(arity);
  store<u32>(L.X_REGISTERS, module);
  store<u32>(L.X_REGISTERS, name, 4);
  store<u32>(L.X_REGISTERS, list, 8);
  return raiseBif(sp, site, L.Atom_badarg, L.Bif_erlang_apply_3, 3);
}

/** A call of a function that nobody has loaded; the arguments are in X. `slot` tells which one it is. */
export function raiseUndefined(sp: u32, slot: u32, arity: u32): u32 {
  const asks = load<u32>(L.MachineRegister_asksErrorHandler) != 0 || load<u32>(currentContext() + L.ContextOffset_options) != 0;
  const handler: u32 = asks ? errorHandler(currentContext(), slot) : 0;
  if (handler != 0) {
    const name = load<u32>(L.SCRATCH + 4);
    // Of a fun there is no name: it is the last argument.
    const fun: u32 = name == 0 ? load<u32>(L.X_REGISTERS + ((arity - 1) << 2)) : 0;
    const list = listOfX(name == 0 ? arity - 1 : arity);
    store<u32>(L.X_REGISTERS, load<u32>(L.SCRATCH));
    store<u32>(L.X_REGISTERS, name == 0 ? fun : name, 4);
    store<u32>(L.X_REGISTERS, list, 8);
    return enterFunction(sp, handler);
  }
  if (loadsModule(currentContext(), slot)) {
    // The process waits until the module is there, and calls the function again.
    store<u32>(L.MachineRegister_trapReason, L.TrapReason_blocked);
    store<u32>(L.MachineRegister_trapSp, sp);
    store<u32>(L.MachineRegister_trapFunction, slot);
    return 0;
  }
  const foreign = foreignFun(slot);
  if (foreign == 1) return raiseWithValue(sp, 0, L.Atom_badfun, load<u32>(L.X_REGISTERS + ((arity - 1) << 2)));
  return foreign == 0 ? raiseUndefinedFunction(sp, slot, arity) : raiseUndefinedFunction(sp, foreign, arity - 1);
}

/** Has the run loop enter a function with the arguments in X, on an empty native stack. */
export function enterFunction(sp: u32, index: u32): u32 {
  store<u32>(L.MachineRegister_trapFrame, 0);
  store<u32>(L.MachineRegister_trapReason, L.TrapReason_call);
  store<u32>(L.MachineRegister_trapSp, sp);
  store<u32>(L.MachineRegister_trapFunction, index);
  return 0;
}

/** A call of a function that there is not, whether or not its module is loaded; the arguments are in X. */
export function raiseUndefinedFunction(sp: u32, slot: u32, arity: u32): u32 {
  raise(sp, 0, L.ExceptionClass_error, makeAtom(L.Atom_undef));
  store<u32>(L.MachineRegister_exceptionBif, slot | L.UNDEFINED_IDENTITY);
  store<u32>(L.MachineRegister_exceptionArguments, listOfX(arity));
  return 0;
}

/** A BIF called in a body or tail position fails; `bif` is its number, arguments in X. */
export function failBif(sp: u32, atom: u32, bif: u32, arity: u32): u32 {
  return raiseBif(sp, 0, atom, bif, arity);
}

/** As `failBif`; what is wrong is the `cause` of the `error_info`, an atom. */
export function failBifFor(sp: u32, atom: u32, cause: u32, bif: u32, arity: u32): u32 {
  raiseBif(sp, 0, atom, bif, arity);
  store<u32>(L.MachineRegister_exceptionInfo, makeAtom(cause));
  return 0;
}

/** As `failBif`, with a class and a reason of its own, and an `exceptionInfo`. */
export function failBifWith(sp: u32, exceptionClass: u32, reason: u32, info: u32, bif: u32, arity: u32): u32 {
  raise(sp, 0, exceptionClass, reason);
  store<u32>(L.MachineRegister_exceptionInfo, info);
  store<u32>(L.MachineRegister_exceptionBif, bif);
  store<u32>(L.MachineRegister_exceptionArguments, listOfX(arity));
  return 0;
}

/** `erlang:error/1`, `exit/1`, `throw/1`. */
export function raiseClass(sp: u32, exceptionClass: i32, reason: u32): u32 {
  return raise(sp, 0, exceptionClass, reason);
}
