// Calls of functions that are known at run time only.

import { onlyRaises, raiseNamed } from '../execution/apply';
import { failBif, raiseBadFun, raiseUndefinedFunction } from '../execution/raise';
import { tailCall } from '../execution/run-loop';
import { setX, setX2, setX3 } from '../execution/x-registers';
import * as L from '../generated/layout';
import { exportSlot } from '../host';
import { headOf, isAtom, isCons, isFun, listLength, makeSmall, smallValue, tailOf } from '../terms/term';
import { badarg2, badarg3 } from './arguments';

/** Most arguments that a function can have. */
const MOST_ARGUMENTS: i32 = 255;
/** In place of a number of arguments: there are more than X registers. */
const TOO_MANY: i32 = -2;

/** Moves the elements of a proper list to X; how many, -1 for any other term, or TOO_MANY. */
function spread(list: u32): i32 {
  let n = 0;
  while (isCons(list)) {
    if (n >= (L.X_REGISTER_COUNT as i32) - 1) return listLength(list) < 0 ? -1 : TOO_MANY;
    setX(n, headOf(list));
    n++;
    list = tailOf(list);
  }
  return list == L.TermTag_nil ? n : -1;
}

/** @bif erlang:apply/2 */
export function erlang_apply_2(sp: u32, fun: u32, list: u32): u32 {
  const n = spread(list);
  if (n == TOO_MANY) {
    setX2(fun, list);
    return failBif(sp, L.Atom_system_limit, L.Bif_erlang_apply_2, 2);
  }
  if (n < 0) return badarg2(sp, L.Bif_erlang_apply_2, fun, list);
  if (n > MOST_ARGUMENTS || !isFun(fun) || load<u32>(fun - 2 + L.FunOffset_arity) != makeSmall(n)) return raiseBadFun(sp, 0, fun, n);
  setX(n, fun);
  return tailCall(sp, smallValue(load<u32>(fun - 2 + L.FunOffset_entry)));
}

/** @bif erlang:apply/3 */
export function erlang_apply_3(sp: u32, module: u32, name: u32, list: u32): u32 {
  const n = spread(list);
  if (n == TOO_MANY) {
    setX3(module, name, list);
    return failBif(sp, L.Atom_system_limit, L.Bif_erlang_apply_3, 3);
  }
  if (n < 0 || !isAtom(module) || !isAtom(name)) return badarg3(sp, L.Bif_erlang_apply_3, module, name, list);
  if (onlyRaises(module, name, n)) return raiseNamed(sp, name, n);
  const slot = exportSlot(module, name, n);
  return n > MOST_ARGUMENTS ? raiseUndefinedFunction(sp, slot, n) : tailCall(sp, slot);
}
