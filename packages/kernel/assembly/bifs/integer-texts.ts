// Decimal digits of integers.

import { locatedBase, newBitstring } from '../binaries/binary';
import * as L from '../generated/layout';
import { integerText } from '../host';
import { integer64Of, isBoxedInteger, isInteger64, isSmall, smallValue } from '../terms/term';
import { fail1 } from './arguments';
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

/** @bif erlang:integer_to_list/1 */
export function erlang_integer_to_list_1(sp: u32, integer: u32): u32 {
  if (isSmall(integer) || isInteger64(integer)) {
    const at = writeDigits(isSmall(integer) ? (smallValue(integer) as i64) : integer64Of(integer));
    return byteList(at, 0, digits + 24 - at);
  }
  return isBoxedInteger(integer) ? integerText(integer, 0) : fail1(sp, L.Atom_badarg, L.Bif_erlang_integer_to_list_1, integer);
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
  return isBoxedInteger(integer) ? integerText(integer, 1) : fail1(sp, L.Atom_badarg, L.Bif_erlang_integer_to_binary_1, integer);
}
