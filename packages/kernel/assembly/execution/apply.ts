// `apply` with module and function known at run time: a small cache before the host's table.
import { erlang_error_1, erlang_error_2, erlang_error_3, erlang_exit_1, erlang_throw_1 } from '../bifs/errors';
import * as L from '../generated/layout';
import { exportSlot } from '../host';
import { isAtom, makeAtom } from '../terms/term';
import { raiseBadApply } from './raise';
import { getX } from './x-registers';

/** Entries of the cache: module, name, arity, slot. */
const ENTRIES: u32 = 256;
const cache: u32 = memory.data(4096) as u32;

/** True for `erlang:error/1,2,3`, `exit/1` and `throw/1`. */
export function onlyRaises(module: u32, name: u32, arity: u32): bool {
  if (module != makeAtom(L.Atom_erlang)) return false;
  if (name == makeAtom(L.Atom_error)) return arity >= 1 && arity <= 3;
  return arity == 1 && (name == makeAtom(L.Atom_exit) || name == makeAtom(L.Atom_throw));
}

/**
 * Table index to call for `apply(Module, Name, Arguments)`; 0 when `raiseApply` is to be called: module or name is not an atom, or the
 * function only raises.
 */
export function applyTarget(module: u32, name: u32, arity: u32): u32 {
  return onlyRaises(module, name, arity) ? 0 : functionTarget(module, name, arity);
}

/** Table index of a function; 0 when module or name is not an atom. */
export function functionTarget(module: u32, name: u32, arity: u32): u32 {
  if (!isAtom(module) || !isAtom(name)) return 0;
  const hash = ((module * 31 + name) >> L.TermTag_atomShift) * 31 + arity;
  const entry = cache + ((hash & (ENTRIES - 1)) << 4);
  if (load<u32>(entry) == module && load<u32>(entry, 4) == name && load<u32>(entry, 8) == arity) return load<u32>(entry, 12);
  const slot = exportSlot(module, name, arity);
  store<u32>(entry, module);
  store<u32>(entry, name, 4);
  store<u32>(entry, arity, 8);
  store<u32>(entry, slot, 12);
  return slot;
}

/** Calls what `onlyRaises` is true for; the arguments are in X. */
export function raiseNamed(sp: u32, name: u32, arity: u32): u32 {
  if (name == makeAtom(L.Atom_throw)) return erlang_throw_1(sp, getX(0));
  if (name == makeAtom(L.Atom_exit)) return erlang_exit_1(sp, getX(0));
  if (arity == 1) return erlang_error_1(sp, getX(0));
  return arity == 2 ? erlang_error_2(sp, getX(0), getX(1)) : erlang_error_3(sp, getX(0), getX(1), getX(2));
}

/**
 * `apply` of what `applyTarget` has no index for; the arguments are in X. A function that only raises does so where it is applied, so that
 * the stack trace has who applied it even by a tail call (`apply_bif_error_adjustment` in OTP's `erts/emulator/beam/beam_common.c`).
 */
export function raiseApply(sp: u32, site: u32, module: u32, name: u32, arity: u32): u32 {
  if (!onlyRaises(module, name, arity)) return raiseBadApply(sp, site, module, name, arity);
  raiseNamed(sp, name, arity);
  store<u32>(L.MachineRegister_trapSite, site);
  return 0;
}
