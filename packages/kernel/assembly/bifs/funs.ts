// BIFs that tell about funs.

import { failBif } from '../execution/raise';
import { setX } from '../execution/x-registers';
import * as L from '../generated/layout';
import { funInfo } from '../host';
import { allocateNoCollect } from '../memory/heap';
import { makeCons, makePair } from '../terms/construct';
import { arityOf, elementOf, isFun, makeAtom, smallValue } from '../terms/term';

/** Words of a fun before its free variables: entry, arity, identity. */
const FIXED: u32 = 3;

function environment(fun: u32): u32 {
  let list: u32 = L.TermTag_nil;
  for (let i: i32 = (arityOf(fun) as i32) - 1; i >= (FIXED as i32); i--) list = makeCons(elementOf(fun, i), list);
  return list;
}

/** What there is to know of a fun under a name; 0 if there is no such thing. */
function infoOf(fun: u32, item: u32): u32 {
  if (item == makeAtom(L.Atom_env)) return environment(fun);
  if (item == makeAtom(L.Atom_arity)) return elementOf(fun, 1);
  return funInfo(smallValue(elementOf(fun, 2)), item);
}

/** @bif erlang:fun_info/2 */
export function erlang_fun_info_2(sp: u32, fun: u32, item: u32): u32 {
  const value = isFun(fun) ? infoOf(fun, item) : 0;
  if (value != 0) return makePair(item, value);
  setX(0, fun);
  setX(1, item);
  return failBif(sp, L.Atom_badarg, L.Bif_erlang_fun_info_2, 2);
}

/** A list with an item in front. */
function withInfo(fun: u32, item: u32, list: u32): u32 {
  return makeCons(makePair(makeAtom(item), infoOf(fun, makeAtom(item))), list);
}

/**
 * `fun_info/1`: all there is to know; of an external fun not where and when it was made.
 *
 * @bif erlang:fun_info/1 inErlang
 */
export function erlang_fun_info_1(sp: u32, fun: u32): u32 {
  if (!isFun(fun)) {
    setX(0, fun);
    return failBif(sp, L.Atom_badarg, L.Bif_erlang_fun_info_1, 1);
  }
  let list = withInfo(fun, L.Atom_type, L.TermTag_nil);
  list = withInfo(fun, L.Atom_env, list);
  list = withInfo(fun, L.Atom_arity, list);
  list = withInfo(fun, L.Atom_name, list);
  if (infoOf(fun, makeAtom(L.Atom_type)) == makeAtom(L.Atom_external)) return withInfo(fun, L.Atom_module, list);
  list = withInfo(fun, L.Atom_uniq, list);
  list = withInfo(fun, L.Atom_index, list);
  list = withInfo(fun, L.Atom_new_uniq, list);
  list = withInfo(fun, L.Atom_new_index, list);
  list = withInfo(fun, L.Atom_module, list);
  return withInfo(fun, L.Atom_pid, list);
}

/** @bif erlang:fun_info_mfa/1 */
export function erlang_fun_info_mfa_1(sp: u32, fun: u32): u32 {
  if (!isFun(fun)) {
    setX(0, fun);
    return failBif(sp, L.Atom_badarg, L.Bif_erlang_fun_info_mfa_1, 1);
  }
  const tuple = allocateNoCollect(16);
  store<u32>(tuple, 3 << L.TermTag_arityShift);
  store<u32>(tuple, infoOf(fun, makeAtom(L.Atom_module)), 4);
  store<u32>(tuple, infoOf(fun, makeAtom(L.Atom_name)), 8);
  store<u32>(tuple, elementOf(fun, 1), 12);
  return tuple | L.TermTag_boxed;
}
