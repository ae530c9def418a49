// Lists.

import { workAllowed, worked, workedSome } from '../execution/pausing';
import { failBif } from '../execution/raise';
import { getX, setX } from '../execution/x-registers';
import * as L from '../generated/layout';
import { take, takeCons } from '../memory/heap';
import { allocateTemporary, freeTemporary } from '../memory/temporary-blocks';
import { equal, equalExactInPieces } from '../terms/compare';
import { hashTermInPieces } from '../terms/map-hash';
import {
  arityOf,
  elementOf,
  headOf,
  isCons,
  isImmediate,
  isPositiveWord,
  isSmall,
  isTuple,
  makeAtom,
  makeBoolean,
  smallValue,
  tailOf,
} from '../terms/term';
import { badarg2, badarg3, reserveWith2 } from './arguments';

/** Length of a proper list, -1 for anything else. May pause. */
export function lengthInPieces(list: u32): i32 {
  let count = 0;
  while (true) {
    const allowed = workAllowed();
    for (const stop = count + (allowed as i32); isCons(list) && count < stop; count++) list = tailOf(list);
    if (!isCons(list)) return list == L.TermTag_nil ? count : -1;
    worked(allowed);
  }
}

/** @bif lists:reverse/2 */
export function lists_reverse_2(sp: u32, list: u32, tail: u32): u32 {
  const n = lengthInPieces(list);
  if (n < 0) return badarg2(sp, L.Bif_lists_reverse_2, list, tail);
  reserveWith2(sp, (n as u32) << 3, list, tail);
  return reverseOnto(getX(0), getX(1));
}

/** Reverses a proper list onto a tail, in reserved bytes. May pause. */
export function reverseOnto(list: u32, tail: u32): u32 {
  while (true) {
    const allowed = workAllowed();
    let left = allowed;
    for (; isCons(list) && left != 0; left--) {
      tail = takeCons(headOf(list), tail);
      list = tailOf(list);
    }
    if (!isCons(list)) return tail;
    worked(allowed);
  }
}

/** @bif lists:reverse/1 inErlang */
export function lists_reverse_1(sp: u32, list: u32): u32 {
  // OTP's is Erlang code: one clause for the empty list, one for a single element, one for more.
  if (!isCons(list) ? list != L.TermTag_nil : tailOf(list) != L.TermTag_nil && !isCons(tailOf(list))) {
    setX(0, list);
    return failBif(sp, L.Atom_function_clause, L.Bif_lists_reverse_1, 1);
  }
  const n = lengthInPieces(list);
  reserveWith2(sp, max<i32>(n, 2) << 3, list, L.TermTag_nil);
  if (n >= 0) return reverseOnto(getX(0), L.TermTag_nil);
  // The first two are the tail with which OTP's code calls reverse/2.
  const improper = getX(0);
  const rest = tailOf(improper);
  return badarg2(sp, L.Bif_lists_reverse_2, tailOf(rest), takeCons(headOf(rest), takeCons(headOf(improper), L.TermTag_nil)));
}

/** @bif erlang:++/2 */
export function erlang_plusplus_2(sp: u32, left: u32, right: u32): u32 {
  const n = lengthInPieces(left);
  if (n < 0) return badarg2(sp, L.Bif_erlang_plusplus_2, left, right);
  if (n == 0) return right;
  reserveWith2(sp, (n as u32) << 3, left, right);
  left = getX(0);
  right = getX(1);
  // The cells lie one after the other, in order.
  const first = take((n as u32) << 3);
  const end = first + ((n as u32) << 3);
  let cell = first;
  while (true) {
    const allowed = workAllowed();
    for (const stop = min<u32>(end, cell + (allowed << 3)); cell < stop; cell += 8) {
      store<u32>(cell, (cell + 8) | L.TermTag_cons);
      store<u32>(cell, headOf(left), 4);
      left = tailOf(left);
    }
    if (cell == end) break;
    worked(allowed);
  }
  store<u32>(end - 8, right);
  return first | L.TermTag_cons;
}

/** Up to so many pairs of elements `--` compares one by one. */
const FEW_PAIRS: u32 = 1024;

/**
 * `--`: removes the first occurrence of each element of the right list.
 *
 * @bif erlang:--/2
 */
export function erlang_minusminus_2(sp: u32, left: u32, right: u32): u32 {
  const n = lengthInPieces(left);
  const m = lengthInPieces(right);
  if (n < 0 || m < 0) return badarg2(sp, L.Bif_erlang_minusminus_2, left, right);
  reserveWith2(sp, ((n + m) as u32) << 3, left, right);
  if ((n as u64) * (m as u64) <= FEW_PAIRS) return withoutFew(getX(0), getX(1));
  return without(getX(0), getX(1), m as u32);
}

/** `--` of short lists, in reserved bytes. */
function withoutFew(left: u32, right: u32): u32 {
  // A copy of the right list, from which used elements are taken.
  let remaining: u32 = L.TermTag_nil;
  for (let list = right; isCons(list); list = tailOf(list)) remaining = takeCons(headOf(list), remaining);
  remaining = reverseInPlace(remaining);
  let result: u32 = L.TermTag_nil;
  for (; isCons(left); left = tailOf(left)) {
    const item = headOf(left);
    let previous: u32 = 0;
    let found = false;
    for (let list = remaining; isCons(list); list = tailOf(list)) {
      if (equalExactInPieces(headOf(list), item)) {
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

/** Of an entry of `without`, behind the next one in its chain. */
const HASH: usize = 4;
const ITEM: usize = 8;
const COUNT: usize = 12;
const ENTRY_BYTES: u32 = 16;

/** Units of work for an element that is looked up in the table. */
const WORK_PER_ENTRY: u32 = 8;

/** `--` by a table of how often each of the `m` elements of the right list is still to be removed; in reserved bytes. */
function without(left: u32, right: u32, m: u32): u32 {
  const chains: u32 = 1 << (32 - (clz<u32>(m) as u32));
  const table = allocateTemporary((chains << 2) + m * ENTRY_BYTES);
  memory.fill(table, 0, chains << 2);
  let free = table + (chains << 2);
  for (; isCons(right); right = tailOf(right)) {
    const item = headOf(right);
    const hash = hashTermInPieces(item);
    const chain = table + ((hash & (chains - 1)) << 2);
    let entry = entryOf(load<u32>(chain), hash, item);
    if (entry == 0) {
      entry = free;
      free += ENTRY_BYTES;
      store<u32>(entry, load<u32>(chain));
      store<u32>(entry, hash, HASH);
      store<u32>(entry, item, ITEM);
      store<u32>(entry, 0, COUNT);
      store<u32>(chain, entry);
    }
    store<u32>(entry, load<u32>(entry, COUNT) + 1, COUNT);
    workedSome(WORK_PER_ENTRY);
  }
  let result: u32 = L.TermTag_nil;
  for (; isCons(left); left = tailOf(left)) {
    const item = headOf(left);
    const hash = hashTermInPieces(item);
    const entry = entryOf(load<u32>(table + ((hash & (chains - 1)) << 2)), hash, item);
    const count: u32 = entry == 0 ? 0 : load<u32>(entry, COUNT);
    if (count == 0) result = takeCons(item, result);
    else store<u32>(entry, count - 1, COUNT);
    workedSome(WORK_PER_ENTRY);
  }
  freeTemporary(table);
  return reverseInPieces(result);
}

function entryOf(entry: u32, hash: u32, item: u32): u32 {
  while (entry != 0 && !(load<u32>(entry, HASH) == hash && equalExactInPieces(load<u32>(entry, ITEM), item))) entry = load<u32>(entry);
  return entry;
}

/** As `reverseInPlace`. May pause. */
export function reverseInPieces(list: u32): u32 {
  let result: u32 = L.TermTag_nil;
  while (true) {
    const allowed = workAllowed();
    for (let left = allowed; isCons(list) && left != 0; left--) {
      const next = tailOf(list);
      store<u32>(list - 1, result);
      result = list;
      list = next;
    }
    if (!isCons(list)) return result;
    worked(allowed);
  }
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

/** Cells that `seekElement` was allowed to look at and has not. */
let seekLeft: u32 = 0;

/**
 * The cell of a list from one on whose element may be equal to another one, of `allowed` cells; where it has stopped if there is none. What
 * may be large is compared by the caller.
 */
function seekElement(item: u32, rest: u32, allowed: u32): u32 {
  if (isImmediate(item)) for (; allowed != 0 && isCons(rest) && headOf(rest) != item; allowed--) rest = tailOf(rest);
  else for (; allowed != 0 && isCons(rest) && isImmediate(headOf(rest)); allowed--) rest = tailOf(rest);
  seekLeft = allowed;
  return rest;
}

/** @bif lists:member/2 */
export function lists_member_2(sp: u32, item: u32, list: u32): u32 {
  let rest = list;
  while (true) {
    const allowed = workAllowed();
    rest = seekElement(item, rest, allowed);
    if (!isCons(rest)) break;
    workedSome(allowed - seekLeft + WORK_PER_ENTRY);
    if (equalExactInPieces(headOf(rest), item)) return makeAtom(L.Atom_true);
    rest = tailOf(rest);
  }
  return rest == L.TermTag_nil ? makeAtom(L.Atom_false) : badarg2(sp, L.Bif_lists_member_2, item, list);
}

/** Where `seekKey` has stopped. */
let soughtRest: u32 = 0;

/** The first tuple of a list whose element equals the key, of `allowed` cells; 0 if there is none. */
function seekKey(key: u32, index: u32, list: u32, allowed: u32): u32 {
  for (; isCons(list) && allowed != 0; allowed--) {
    const tuple = headOf(list);
    if (isTuple(tuple) && index < arityOf(tuple) && equal(elementOf(tuple, index), key)) return tuple;
    list = tailOf(list);
  }
  soughtRest = list;
  return 0;
}

/** Units of work for a cell that is looked at. */
const WORK_PER_KEY: u32 = 4;

/** First tuple whose element `n` equals the key; 0 if there is none, 1 for bad arguments. */
function findKey(key: u32, n: u32, list: u32): u32 {
  // No tuple has as many elements as an integer that is not small.
  if (!isPositiveWord(n)) return 1;
  const index: u32 = isSmall(n) ? ((smallValue(n) - 1) as u32) : u32.MAX_VALUE;
  while (true) {
    const allowed = workAllowed();
    const tuple = seekKey(key, index, list, allowed / WORK_PER_KEY + 1);
    if (tuple != 0) return tuple;
    list = soughtRest;
    if (!isCons(list)) return list == L.TermTag_nil ? 0 : 1;
    worked(allowed);
  }
}

/** @bif lists:keyfind/3 */
export function lists_keyfind_3(sp: u32, key: u32, n: u32, list: u32): u32 {
  const found = findKey(key, n, list);
  if (found == 1) return badarg3(sp, L.Bif_lists_keyfind_3, key, n, list);
  return found == 0 ? makeAtom(L.Atom_false) : found;
}

/** @bif lists:keymember/3 */
export function lists_keymember_3(sp: u32, key: u32, n: u32, list: u32): u32 {
  const found = findKey(key, n, list);
  return found == 1 ? badarg3(sp, L.Bif_lists_keymember_3, key, n, list) : makeBoolean(found != 0);
}

/** @bif lists:keysearch/3 */
export function lists_keysearch_3(sp: u32, key: u32, n: u32, list: u32): u32 {
  const found = findKey(key, n, list);
  if (found == 1) return badarg3(sp, L.Bif_lists_keysearch_3, key, n, list);
  if (found == 0) return makeAtom(L.Atom_false);
  reserveWith2(sp, 12, found, L.TermTag_nil);
  const tuple = take(12);
  store<u32>(tuple, 2 << L.TermTag_arityShift);
  store<u32>(tuple, makeAtom(L.Atom_value), 4);
  store<u32>(tuple, getX(0), 8);
  return tuple | L.TermTag_boxed;
}

/**
 * `append/2` and `subtract/2`: `++` and `--` by another name.
 *
 * @bif erlang:append/2
 */
export function erlang_append_2(sp: u32, a: u32, b: u32): u32 {
  return lengthInPieces(a) >= 0 ? erlang_plusplus_2(sp, a, b) : badarg2(sp, L.Bif_erlang_append_2, a, b);
}

/** @bif erlang:subtract/2 */
export function erlang_subtract_2(sp: u32, a: u32, b: u32): u32 {
  return lengthInPieces(a) >= 0 && lengthInPieces(b) >= 0 ? erlang_minusminus_2(sp, a, b) : badarg2(sp, L.Bif_erlang_subtract_2, a, b);
}
