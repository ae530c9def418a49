// Calls of functions that are known at run time only.

import { raiseBadFun } from '../execution/raise';
import { tailCall } from '../execution/run-loop';
import { setX } from '../execution/x-registers';
import * as L from '../generated/layout';
import { exportSlot } from '../host';
import { headOf, isAtom, isCons, isFun, makeSmall, smallValue, tailOf } from '../terms/term';
import { badarg2, badarg3 } from './arguments';

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

/** @bif erlang:apply/2 */
export function erlang_apply_2(sp: u32, fun: u32, list: u32): u32 {
  const n = spread(list);
  if (n < 0) return badarg2(sp, L.Bif_erlang_apply_2, fun, list);
  if (!isFun(fun) || load<u32>(fun - 2 + L.FunOffset_arity) != makeSmall(n)) return raiseBadFun(sp, 0, fun, n);
  setX(n, fun);
  return tailCall(sp, smallValue(load<u32>(fun - 2 + L.FunOffset_entry)));
}

/** @bif erlang:apply/3 */
export function erlang_apply_3(sp: u32, module: u32, name: u32, list: u32): u32 {
  const n = spread(list);
  if (n < 0 || !isAtom(module) || !isAtom(name)) return badarg3(sp, L.Bif_erlang_apply_3, module, name, list);
  return tailCall(sp, exportSlot(module, name, n));
}
