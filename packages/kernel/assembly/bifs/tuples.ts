// Tuples.

import { workAllowed, worked } from '../execution/pausing';
import { getX } from '../execution/x-registers';
import * as L from '../generated/layout';
import { copyWords } from '../memory/blocks';
import { allocateNoCollect, take, takeCons } from '../memory/heap';
import { arityOf, elementOf, headOf, isCons, isSmall, isTuple, smallValue, tailOf } from '../terms/term';
import { badarg1, badarg2, badarg3, reserveWith2 } from './arguments';
import { lengthInPieces } from './lists';

/** @bif erlang:setelement/3 */
export function erlang_setelement_3(sp: u32, n: u32, tuple: u32, value: u32): u32 {
  if (!isSmall(n) || !isTuple(tuple) || ((smallValue(n) - 1) as u32) >= arityOf(tuple)) {
    return badarg3(sp, L.Bif_erlang_setelement_3, n, tuple, value);
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

/** @bif erlang:make_tuple/2 */
export function erlang_make_tuple_2(sp: u32, n: u32, value: u32): u32 {
  if (!isSmall(n) || smallValue(n) < 0 || smallValue(n) > MAX_TUPLE) return badarg2(sp, L.Bif_erlang_make_tuple_2, n, value);
  const arity = smallValue(n) as u32;
  reserveWith2(sp, (arity + 1) << 2, n, value);
  const tuple = take((arity + 1) << 2);
  store<u32>(tuple, arity << L.TermTag_arityShift);
  for (let i: u32 = 1; i <= arity; i++) store<u32>(tuple + (i << 2), getX(1));
  return tuple | L.TermTag_boxed;
}

/** @bif erlang:list_to_tuple/1 */
export function erlang_list_to_tuple_1(sp: u32, list: u32): u32 {
  const n = lengthInPieces(list);
  if (n < 0 || n > MAX_TUPLE) return badarg1(sp, L.Bif_erlang_list_to_tuple_1, list);
  reserveWith2(sp, ((n + 1) as u32) << 2, list, L.TermTag_nil);
  list = getX(0);
  const tuple = take(((n + 1) as u32) << 2);
  store<u32>(tuple, (n as u32) << L.TermTag_arityShift);
  for (let at = tuple + 4; isCons(list); ) {
    const allowed = workAllowed();
    for (const stop = at + (allowed << 2); isCons(list) && at < stop; at += 4) {
      store<u32>(at, headOf(list));
      list = tailOf(list);
    }
    if (isCons(list)) worked(allowed);
  }
  return tuple | L.TermTag_boxed;
}

/** @bif erlang:tuple_to_list/1 */
export function erlang_tuple_to_list_1(sp: u32, tuple: u32): u32 {
  if (!isTuple(tuple)) return badarg1(sp, L.Bif_erlang_tuple_to_list_1, tuple);
  const n = arityOf(tuple);
  reserveWith2(sp, n << 3, tuple, L.TermTag_nil);
  tuple = getX(0);
  let list: u32 = L.TermTag_nil;
  for (let left = n; left != 0; ) {
    const allowed = workAllowed();
    const stop = left - min<u32>(left, allowed);
    for (; left != stop; left--) list = takeCons(elementOf(tuple, left - 1), list);
    if (left != 0) worked(allowed);
  }
  return list;
}

/** Address of a new tuple without elements. */
// @ts-ignore: decorator
@inline
export function newTuple(arity: u32): u32 {
  const tuple = allocateNoCollect((arity + 1) << 2);
  store<u32>(tuple, arity << L.TermTag_arityShift);
  return tuple;
}

/** @bif erlang:append_element/2 */
export function erlang_append_element_2(sp: u32, tuple: u32, value: u32): u32 {
  if (!isTuple(tuple) || (arityOf(tuple) as i32) >= MAX_TUPLE) return badarg2(sp, L.Bif_erlang_append_element_2, tuple, value);
  const arity = arityOf(tuple);
  const copy = newTuple(arity + 1);
  copyWords(copy + 4, tuple + 2, arity);
  store<u32>(copy + 4 + (arity << 2), value);
  return copy | L.TermTag_boxed;
}

/** @bif erlang:insert_element/3 */
export function erlang_insert_element_3(sp: u32, n: u32, tuple: u32, value: u32): u32 {
  if (!isSmall(n) || !isTuple(tuple) || smallValue(n) < 1 || (smallValue(n) as u32) > arityOf(tuple) + 1) {
    return badarg3(sp, L.Bif_erlang_insert_element_3, n, tuple, value);
  }
  const before = (smallValue(n) - 1) as u32;
  const arity = arityOf(tuple);
  const copy = newTuple(arity + 1);
  copyWords(copy + 4, tuple + 2, before);
  store<u32>(copy + 4 + (before << 2), value);
  copyWords(copy + 8 + (before << 2), tuple + 2 + (before << 2), arity - before);
  return copy | L.TermTag_boxed;
}

/** @bif erlang:delete_element/2 */
export function erlang_delete_element_2(sp: u32, n: u32, tuple: u32): u32 {
  if (!isSmall(n) || !isTuple(tuple) || smallValue(n) < 1 || (smallValue(n) as u32) > arityOf(tuple)) {
    return badarg2(sp, L.Bif_erlang_delete_element_2, n, tuple);
  }
  const before = (smallValue(n) - 1) as u32;
  const arity = arityOf(tuple) - 1;
  const copy = newTuple(arity);
  copyWords(copy + 4, tuple + 2, before);
  copyWords(copy + 4 + (before << 2), tuple + 6 + (before << 2), arity - before);
  return copy | L.TermTag_boxed;
}

/**
 * `make_tuple/3`: a default, and pairs of position and value, of which later ones count.
 *
 * @bif erlang:make_tuple/3
 */
export function erlang_make_tuple_3(sp: u32, n: u32, value: u32, list: u32): u32 {
  const valid = isSmall(n) && smallValue(n) >= 0 && smallValue(n) <= MAX_TUPLE;
  let rest = list;
  for (; valid && isCons(rest); rest = tailOf(rest)) {
    const pair = headOf(rest);
    if (!isTuple(pair) || arityOf(pair) != 2 || !isSmall(elementOf(pair, 0))) break;
    const position = smallValue(elementOf(pair, 0));
    if (position < 1 || position > smallValue(n)) break;
  }
  if (!valid || rest != L.TermTag_nil) return badarg3(sp, L.Bif_erlang_make_tuple_3, n, value, list);
  const arity = smallValue(n) as u32;
  const tuple = newTuple(arity);
  for (let i: u32 = 1; i <= arity; i++) store<u32>(tuple + (i << 2), value);
  for (rest = list; isCons(rest); rest = tailOf(rest)) {
    const pair = headOf(rest);
    store<u32>(tuple + (smallValue(elementOf(pair, 0)) << 2), elementOf(pair, 1));
  }
  return tuple | L.TermTag_boxed;
}
