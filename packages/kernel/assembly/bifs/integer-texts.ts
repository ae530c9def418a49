// Texts of integers.

import { locatedBase, newBitstring } from '../binaries/binary';
import * as L from '../generated/layout';
import { spendOnProduct } from '../integers/large';
import { isNegative, limbCount, limbsAt, readOperand } from '../integers/operands';
import { mostDigits, radixScratch, writeDigits } from '../integers/radix';
import { allocateNoCollect } from '../memory/heap';
import { allocateScratch, freeScratch } from '../memory/scratch';
import { fits64, isInteger, isSmall, makeSmall, smallValue, value64 } from '../terms/term';
import { badarg2, fail1 } from './arguments';

/** Room for the digits of a 64-bit number and its sign. */
const WORD_DIGITS: u32 = 72;
const wordDigits: u32 = memory.data(72) as u32;

/** Where the last text is, and how long; and the scratch that it is in, or 0. */
let textAt: u32 = 0;
let textSize: u32 = 0;
let scratch: u32 = 0;

/** Writes the digits of a 64-bit number. */
function writeWord(value: i64, base: u32): void {
  const end = wordDigits + WORD_DIGITS;
  let at = end;
  let rest = (value < 0 ? -value : value) as u64;
  if (base == 10) {
    do {
      store<u8>(--at, (48 + (rest % 10)) as u8);
      rest /= 10;
    } while (rest != 0);
  } else {
    do {
      const digit = (rest % base) as u32;
      store<u8>(--at, digit + (digit < 10 ? 48 : 55));
      rest /= base;
    } while (rest != 0);
  }
  if (value < 0) store<u8>(--at, 45);
  textAt = at;
  textSize = end - at;
}

/** Writes the text of an integer, to be freed by `freeText`. */
function writeText(integer: u32, base: u32): void {
  scratch = 0;
  if (fits64(integer)) {
    writeWord(value64(integer), base);
    return;
  }
  readOperand(integer, 0);
  const count = limbCount;
  spendOnProduct(count, count);
  const digits = (mostDigits(count, base) + 8) & ~7;
  scratch = allocateScratch(digits + (count << 2) + radixScratch(count));
  const end = scratch + digits;
  // The limbs are used up.
  memory.copy(end, limbsAt, count << 2);
  let at = writeDigits(end, end, count, base, end + (count << 2));
  if (isNegative) store<u8>(--at, 45);
  textAt = at;
  textSize = end - at;
}

function freeText(): void {
  if (scratch != 0) freeScratch(scratch);
}

function textList(integer: u32, base: u32): u32 {
  writeText(integer, base);
  // Without a pause: the text is where others write theirs.
  const cells = allocateNoCollect(textSize << 3);
  let list: u32 = L.TermTag_nil;
  for (let i = textSize; i != 0; i--) {
    const cell = cells + ((i - 1) << 3);
    store<u32>(cell, list);
    store<u32>(cell, makeSmall(load<u8>(textAt + i - 1)), 4);
    list = cell | L.TermTag_cons;
  }
  freeText();
  return list;
}

function textBinary(integer: u32, base: u32): u32 {
  writeText(integer, base);
  const binary = newBitstring(textSize << 3);
  memory.copy(locatedBase, textAt, textSize);
  freeText();
  return binary;
}

/** True for a number of digits that there are. */
export function isBase(base: u32): bool {
  return isSmall(base) && smallValue(base) >= 2 && smallValue(base) <= 36;
}

/** @bif erlang:integer_to_list/1 */
export function erlang_integer_to_list_1(sp: u32, integer: u32): u32 {
  return isInteger(integer) ? textList(integer, 10) : fail1(sp, L.Atom_badarg, L.Bif_erlang_integer_to_list_1, integer);
}

/** @bif erlang:integer_to_binary/1 */
export function erlang_integer_to_binary_1(sp: u32, integer: u32): u32 {
  return isInteger(integer) ? textBinary(integer, 10) : fail1(sp, L.Atom_badarg, L.Bif_erlang_integer_to_binary_1, integer);
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
