// Integers from their texts, lists of characters and binaries.

import { isBinary, locate, locatedBase, locatedBits, locatedStart } from '../binaries/binary';
import { readBits } from '../binaries/bits';
import * as L from '../generated/layout';
import { spendOnProduct } from '../integers/large';
import { addDigits, beginDigits, chunk, countRead, limbsRead, mostLimbs, radixScratch, readDigits } from '../integers/radix';
import { spendOnElements } from '../memory/heap';
import { allocateScratch, freeScratch } from '../memory/scratch';
import { makePair } from '../terms/construct';
import { dropLimbs, finishLimbs, limbsOf, makeInteger, makeLimbs, mostIntegerBytes, newLimbs } from '../terms/integer';
import { headOf, isCons, isSmall, makeAtom, smallValue, tailOf } from '../terms/term';
import { fail1, fail2 } from './arguments';
import { isBase } from './integer-texts';

/** What is read: what is left of a list, or bytes from a bit on up to another, of `base`. */
let isList: bool = false;
let list: u32 = 0;
let base: u32 = 0;
let at: u32 = 0;
let end: u32 = 0;

/** True if the last text is that of an integer that is too large. */
let isTooLarge: bool = false;

const END: i32 = -1;
/** What is in no number. */
const OTHER: i32 = -2;

/** Below it one more digit of any base leaves 63 bits. */
const LARGE: u64 = (0x7fffffffffffffff - 35) / 36;

function beginList(term: u32): void {
  isList = true;
  list = term;
}

/** False unless it is whole bytes. */
function beginBinary(term: u32): bool {
  if (!isBinary(term)) return false;
  locate(term);
  isList = false;
  base = locatedBase;
  at = locatedStart;
  end = locatedStart + locatedBits;
  return true;
}

/** The next character, or `END`. */
// @ts-ignore: decorator
@inline
function peek(): i32 {
  if (isList) {
    if (!isCons(list)) return list == L.TermTag_nil ? END : OTHER;
    const head = headOf(list);
    return isSmall(head) && smallValue(head) >= 0 ? smallValue(head) : OTHER;
  }
  if (at == end) return END;
  return (at & 7) == 0 ? (load<u8>(base + (at >> 3)) as i32) : (readBits(base, at, 8) as i32);
}

// @ts-ignore: decorator
@inline
function advance(): void {
  if (isList) list = tailOf(list);
  else at += 8;
}

/** Value of a digit; a large number for any other character. */
// @ts-ignore: decorator
@inline
function digitOf(character: i32): u32 {
  const number: u32 = character - 48;
  const letter: u32 = (character | 32) - 97;
  return number < 10 ? number : letter < 26 ? letter + 10 : u32.MAX_VALUE;
}

/**
 * The integer whose text follows; 0 if that is none, or is too large. `isPart`: the text may go on with other things, otherwise
 * it must end.
 */
function readInteger(radix: u32, isPart: bool): u32 {
  isTooLarge = false;
  const sign = peek();
  const negative = sign == 45;
  if (negative || sign == 43) advance();
  let digit = digitOf(peek());
  if (digit >= radix) return 0;
  let value: u64 = 0;
  // Where the first digit is that is not 0.
  let firstCell = list;
  let firstBit = at;
  while (digit < radix && value < LARGE) {
    if (value == 0) {
      firstCell = list;
      firstBit = at;
    }
    value = value * radix + digit;
    advance();
    digit = digitOf(peek());
  }
  if (digit >= radix) return isPart || peek() == END ? makeInteger(negative ? -value : value) : 0;
  beginDigits(radix, value);
  let isShort = true;
  while (digit < radix && isShort) {
    let part: u32 = 0;
    let power: u32 = 1;
    if (isList || (at & 7) != 0) {
      do {
        part = part * radix + digit;
        power *= radix;
        advance();
        digit = digitOf(peek());
      } while (digit < radix && power != chunk);
    } else {
      let byte = base + (at >> 3);
      const last = base + (end >> 3) - 1;
      do {
        part = part * radix + digit;
        power *= radix;
        digit = byte++ == last ? u32.MAX_VALUE : digitOf(load<u8>(byte));
      } while (digit < radix && power != chunk);
      at = (byte - base) << 3;
    }
    isShort = addDigits(part, power);
  }
  if (digit >= radix) {
    if (!isPart && peek() != END) return 0;
    return makeLimbs(limbsRead, countRead, negative);
  }
  list = firstCell;
  at = firstBit;
  let length: u32 = 0;
  for (; digitOf(peek()) < radix; length++) advance();
  if (!isPart && peek() != END) return 0;
  // Each digit but the first is so many bits at least.
  if (((length - 1) as u64) * (31 - clz<u32>(radix)) > (mostIntegerBytes() as u64) << 3) {
    isTooLarge = true;
    return 0;
  }
  return readLong(radix, length, firstCell, firstBit, negative);
}

/** The integer of a number of digits that begin at a cell, or a bit; 0 if it is too large. */
function readLong(radix: u32, length: u32, cell: u32, bit: u32, negative: bool): u32 {
  const limbs = mostLimbs(length, radix);
  spendOnProduct(limbs, limbs);
  spendOnElements(length);
  const rest = list;
  const bytes = (length + 7) & ~7;
  const digits = allocateScratch(bytes + radixScratch(limbs));
  list = cell;
  at = bit;
  for (let i: u32 = 0; i < length; i++) {
    store<u8>(digits + i, digitOf(peek()));
    advance();
  }
  list = rest;
  const room = newLimbs(limbs);
  const to = limbsOf(room);
  const count = readDigits(to, digits, length, radix, digits + bytes);
  freeScratch(digits);
  if (count > mostIntegerBytes() >> 2) {
    dropLimbs(room, limbs);
    isTooLarge = true;
    return 0;
  }
  memory.fill(to + (count << 2), 0, (limbs - count) << 2);
  return finishLimbs(room, limbs, negative);
}

function problem(): u32 {
  return isTooLarge ? L.Atom_system_limit : L.Atom_badarg;
}

function ofList(term: u32, radix: u32): u32 {
  beginList(term);
  return readInteger(radix, false);
}

function ofBinary(term: u32, radix: u32): u32 {
  isTooLarge = false;
  return beginBinary(term) ? readInteger(radix, false) : 0;
}

/** The integer, or the reason why there is none. */
function orReason(integer: u32): u32 {
  return integer != 0 ? integer : makeAtom(problem());
}

/** @bif erlang:list_to_integer/1 */
export function erlang_list_to_integer_1(sp: u32, text: u32): u32 {
  const integer = ofList(text, 10);
  return integer != 0 ? integer : fail1(sp, problem(), L.Bif_erlang_list_to_integer_1, text);
}

/** @bif erlang:binary_to_integer/1 */
export function erlang_binary_to_integer_1(sp: u32, text: u32): u32 {
  const integer = ofBinary(text, 10);
  return integer != 0 ? integer : fail1(sp, problem(), L.Bif_erlang_binary_to_integer_1, text);
}

/** @bif erlang:list_to_integer/2 */
export function erlang_list_to_integer_2(sp: u32, text: u32, radix: u32): u32 {
  isTooLarge = false;
  const integer = isBase(radix) ? ofList(text, smallValue(radix)) : 0;
  return integer != 0 ? integer : fail2(sp, problem(), L.Bif_erlang_list_to_integer_2, text, radix);
}

/** @bif erlang:binary_to_integer/2 */
export function erlang_binary_to_integer_2(sp: u32, text: u32, radix: u32): u32 {
  isTooLarge = false;
  const integer = isBase(radix) ? ofBinary(text, smallValue(radix)) : 0;
  return integer != 0 ? integer : fail2(sp, problem(), L.Bif_erlang_binary_to_integer_2, text, radix);
}

/** @bif erts_internal:list_to_integer/2 */
export function erts_internal_list_to_integer_2(_sp: u32, text: u32, radix: u32): u32 {
  isTooLarge = false;
  return orReason(isBase(radix) ? ofList(text, smallValue(radix)) : 0);
}

/** @bif erts_internal:binary_to_integer/2 */
export function erts_internal_binary_to_integer_2(_sp: u32, text: u32, radix: u32): u32 {
  isTooLarge = false;
  return orReason(isBase(radix) ? ofBinary(text, smallValue(radix)) : 0);
}

/**
 * The integer that a list begins with, and the rest of the list.
 *
 * @bif string:list_to_integer/1
 */
export function string_list_to_integer_1(sp: u32, text: u32): u32 {
  if (!isCons(text) && text != L.TermTag_nil) return makePair(makeAtom(L.Atom_error), makeAtom(L.Atom_not_a_list));
  beginList(text);
  const integer = readInteger(10, true);
  if (integer != 0) return makePair(integer, list);
  if (isTooLarge) return fail1(sp, L.Atom_system_limit, L.Bif_string_list_to_integer_1, text);
  return makePair(makeAtom(L.Atom_error), makeAtom(L.Atom_no_integer));
}
