// Digits of integers.

import { locate, locatedBase, locatedBits, newBitstring } from '../binaries/binary';
import * as L from '../generated/layout';
import { integerText } from '../host';
import { allocateNoCollect, spendReductions } from '../memory/heap';
import { arityOf, integer64Of, isBoxedInteger, isInteger, isInteger64, isSmall, makeSmall, smallValue } from '../terms/term';
import { badarg2, fail1 } from './arguments';
import { byteList } from './iolists';

/** Room for the digits of a 64-bit number and its sign. */
const digits: u32 = memory.data(24) as u32;

/** Writes a number to the end of `digits`; returns where it begins. */
function writeDigits(value: i64): u32 {
  let at = digits + 24;
  let rest = (value < 0 ? -value : value) as u64;
  do {
    at--;
    store<u8>(at, (48 + (rest % 10)) as u8);
    rest /= 10;
  } while (rest != 0);
  if (value < 0) {
    at--;
    store<u8>(at, 45);
  }
  return at;
}

/** What `writeDigits` has written, as a list. */
function digitList(at: u32): u32 {
  const size = digits + 24 - at;
  const cells = allocateNoCollect(size << 3);
  let list: u32 = L.TermTag_nil;
  for (let i = size; i != 0; i--) {
    const cell = cells + ((i - 1) << 3);
    store<u32>(cell, list);
    store<u32>(cell, makeSmall(load<u8>(at + i - 1)), 4);
    list = cell | L.TermTag_cons;
  }
  return list;
}

/** Digits of an integer as a binary, which the host makes in one go. */
function textBinary(integer: u32, base: u32): u32 {
  if (isBoxedInteger(integer)) spendReductions(arityOf(integer));
  return integerText(integer, base);
}

/** Digits of an integer as a list. */
function textList(integer: u32, base: u32): u32 {
  locate(textBinary(integer, base));
  return byteList(locatedBase, 0, locatedBits >> 3);
}

/** True for a number of digits that there are. */
function isBase(base: u32): bool {
  return isSmall(base) && smallValue(base) >= 2 && smallValue(base) <= 36;
}

/** @bif erlang:integer_to_list/1 */
export function erlang_integer_to_list_1(sp: u32, integer: u32): u32 {
  if (isSmall(integer) || isInteger64(integer)) {
    const at = writeDigits(isSmall(integer) ? (smallValue(integer) as i64) : integer64Of(integer));
    return digitList(at);
  }
  return isBoxedInteger(integer) ? textList(integer, 10) : fail1(sp, L.Atom_badarg, L.Bif_erlang_integer_to_list_1, integer);
}

/** @bif erlang:integer_to_binary/1 */
export function erlang_integer_to_binary_1(sp: u32, integer: u32): u32 {
  if (isSmall(integer) || isInteger64(integer)) {
    const at = writeDigits(isSmall(integer) ? (smallValue(integer) as i64) : integer64Of(integer));
    const size = digits + 24 - at;
    const binary = newBitstring(size << 3);
    memory.copy(locatedBase, at, size);
    return binary;
  }
  return isBoxedInteger(integer) ? textBinary(integer, 10) : fail1(sp, L.Atom_badarg, L.Bif_erlang_integer_to_binary_1, integer);
}

/** @bif erlang:integer_to_list/2 */
export function erlang_integer_to_list_2(sp: u32, integer: u32, base: u32): u32 {
  if (!isInteger(integer) || !isBase(base)) return badarg2(sp, L.Bif_erlang_integer_to_list_2, integer, base);
  return textList(integer, smallValue(base));
}

/** @bif erlang:integer_to_binary/2 */
export function erlang_integer_to_binary_2(sp: u32, integer: u32, base: u32): u32 {
  if (!isInteger(integer) || !isBase(base)) return badarg2(sp, L.Bif_erlang_integer_to_binary_2, integer, base);
  return textBinary(integer, smallValue(base));
}
