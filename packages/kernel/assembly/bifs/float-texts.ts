// Texts of floats, and floats from their texts. What has few digits is done here, the rest by the host, which can do it exactly.

import { isBinary, locate, locatedBase, locatedBits, locatedStart, newBitstring } from '../binaries/binary';
import { readBits } from '../binaries/bits';
import * as L from '../generated/layout';
import { floatText, textFloat } from '../host';
import { allocateNoCollect, spendReductions } from '../memory/heap';
import { allocateTemporary, freeTemporary } from '../memory/temporary-blocks';
import { makeFloat } from '../terms/integer';
import {
  arityOf,
  elementOf,
  floatOf,
  headOf,
  isCons,
  isFloat,
  isSmall,
  isTuple,
  makeAtom,
  makeSmall,
  smallValue,
  tailOf,
} from '../terms/term';
import { badarg1, badarg2 } from './arguments';

/** Longest text that OTP's buffer takes, and room for it. */
const TEXT_BYTES: u32 = 255;
const text: u32 = memory.data(264) as u32;

/** Powers of ten that a float is exactly. */
const GREATEST_POWER: i32 = 22;
const powers: u32 = memory.data<f64>([
  1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
]) as u32;

// @ts-ignore: decorator
@inline
function power(exponent: i32): f64 {
  return load<f64>(powers + ((exponent as u32) << 3));
}

/** Decimals of a number that is written here, and what its digits must be below: there each of them is a float of its own. */
const MOST_DECIMALS: i32 = 15;
const DIGITS_LIMIT: f64 = 4503599627370496.0;
/** Smaller numbers, and all that OTP writes with an exponent, are the host's. */
const LEAST_SHORT: f64 = 0.01;

let format: u32 = 0;
let digits: i32 = 0;

/** Reads the options of a text; false if something is wrong with them. */
function takeOptions(options: u32): bool {
  format = L.FloatFormat_scientific;
  digits = 20;
  let isCompact = false;
  for (; isCons(options); options = tailOf(options)) {
    const option = headOf(options);
    if (option == makeAtom(L.Atom_short)) {
      format = L.FloatFormat_short;
    } else if (option == makeAtom(L.Atom_compact)) {
      isCompact = true;
    } else if (isTuple(option) && arityOf(option) == 2 && isSmall(elementOf(option, 1))) {
      const isDecimals = elementOf(option, 0) == makeAtom(L.Atom_decimals);
      if (!isDecimals && elementOf(option, 0) != makeAtom(L.Atom_scientific)) return false;
      digits = smallValue(elementOf(option, 1));
      if (digits < 0 || digits > (isDecimals ? 253 : 249)) return false;
      format = isDecimals ? L.FloatFormat_decimals : L.FloatFormat_scientific;
    } else {
      return false;
    }
  }
  if (isCompact && format == L.FloatFormat_decimals) format = L.FloatFormat_compact;
  return options == L.TermTag_nil;
}

/** Writes the shortest text of a number with few digits; its bytes, 0 for one that it is not for. */
function writeShort(value: f64): u32 {
  const size = abs(value);
  if (!(size >= LEAST_SHORT)) return 0;
  let decimals: i32 = 0;
  let number: f64 = 0;
  while (true) {
    const scaled = size * power(decimals);
    if (scaled >= DIGITS_LIMIT) return 0;
    number = nearest(scaled);
    if (number / power(decimals) == size) break;
    if (++decimals > MOST_DECIMALS) return 0;
  }
  let rest = number as u64;
  let at = text + TEXT_BYTES;
  if (decimals == 0) {
    // OTP writes an exponent where that is shorter than zeros.
    let zeros = 0;
    let significant = rest;
    while (significant % 10 == 0) {
      significant /= 10;
      zeros++;
    }
    if (zeros > (significant < 10 ? 2 : 1)) return 0;
    store<u8>(--at, 48);
  }
  for (let i = 0; i < decimals; i++) {
    store<u8>(--at, (48 + (rest % 10)) as u8);
    rest /= 10;
  }
  store<u8>(--at, 46);
  do {
    store<u8>(--at, (48 + (rest % 10)) as u8);
    rest /= 10;
  } while (rest != 0);
  if (value < 0) store<u8>(--at, 45);
  return moveText(at);
}

/** Numbers up to this size, with so many decimals, OTP rounds by arithmetic of floats (`sys_double_to_chars_fast`). */
const ROUNDED_LIMIT: f64 = 9007199254740991.0;
const ROUNDED_DECIMALS: i32 = 18;

/** Writes a number with the decimals that are wanted; its bytes, 0 if it is too large. */
function writeDecimals(value: f64): u32 {
  const size = abs(value);
  if (size > ROUNDED_LIMIT || digits > ROUNDED_DECIMALS) return 0;
  let whole = size as u64;
  const scaled = (size - (whole as f64)) * power(digits);
  let fraction = scaled as u64;
  if (scaled - (fraction as f64) >= 0.5) fraction++;
  let at = text + TEXT_BYTES;
  let isLeftOut = format == L.FloatFormat_compact;
  for (let i = digits; i > 0; i--) {
    const digit = fraction % 10;
    fraction /= 10;
    // The first decimal stays.
    if (isLeftOut && digit == 0 && i > 1) continue;
    isLeftOut = false;
    store<u8>(--at, (48 + digit) as u8);
  }
  if (digits > 0) store<u8>(--at, 46);
  // What has been rounded up to the next whole number.
  whole += fraction;
  do {
    store<u8>(--at, (48 + (whole % 10)) as u8);
    whole /= 10;
  } while (whole != 0);
  if (reinterpret<i64>(value) < 0) store<u8>(--at, 45);
  return moveText(at);
}

/** Moves what was written up to the end of the room for texts to its start; its bytes. */
function moveText(at: u32): u32 {
  const bytes = text + TEXT_BYTES - at;
  memory.copy(text, at, bytes);
  return bytes;
}

/** Writes the text of a float by the options that were read; its bytes, 0 if they are too many. */
function write(value: f64): u32 {
  let bytes: u32 = 0;
  if (format == L.FloatFormat_short) bytes = writeShort(value);
  else if (format != L.FloatFormat_scientific) bytes = writeDecimals(value);
  return bytes != 0 ? bytes : floatText(value, format, digits, text);
}

function list(bytes: u32): u32 {
  const cells = allocateNoCollect(bytes << 3);
  let rest: u32 = L.TermTag_nil;
  for (let i = bytes; i-- > 0; ) {
    const cell = cells + (i << 3);
    store<u32>(cell, rest);
    store<u32>(cell, makeSmall(load<u8>(text + i)), 4);
    rest = cell | L.TermTag_cons;
  }
  return rest;
}

function binary(bytes: u32): u32 {
  const result = newBitstring(bytes << 3);
  memory.copy(locatedBase, text, bytes);
  return result;
}

/** Writes a float's text; 0 for a term that is none, and for wrong options. */
function textOf(float: u32, options: u32): u32 {
  return isFloat(float) && takeOptions(options) ? write(floatOf(float)) : 0;
}

/** @bif erlang:float_to_list/1 */
export function erlang_float_to_list_1(sp: u32, float: u32): u32 {
  const bytes = textOf(float, L.TermTag_nil);
  return bytes != 0 ? list(bytes) : badarg1(sp, L.Bif_erlang_float_to_list_1, float);
}

/** @bif erlang:float_to_list/2 */
export function erlang_float_to_list_2(sp: u32, float: u32, options: u32): u32 {
  const bytes = textOf(float, options);
  return bytes != 0 ? list(bytes) : badarg2(sp, L.Bif_erlang_float_to_list_2, float, options);
}

/** @bif erlang:float_to_binary/1 */
export function erlang_float_to_binary_1(sp: u32, float: u32): u32 {
  const bytes = textOf(float, L.TermTag_nil);
  return bytes != 0 ? binary(bytes) : badarg1(sp, L.Bif_erlang_float_to_binary_1, float);
}

/** @bif erlang:float_to_binary/2 */
export function erlang_float_to_binary_2(sp: u32, float: u32, options: u32): u32 {
  const bytes = textOf(float, options);
  return bytes != 0 ? binary(bytes) : badarg2(sp, L.Bif_erlang_float_to_binary_2, float, options);
}

// @ts-ignore: decorator
@inline
function isDigit(byte: u32): bool {
  return byte - 48 <= 9;
}

/** Where the digits that begin at an address end. */
function digitsEnd(at: u32, end: u32): u32 {
  while (at < end && isDigit(load<u8>(at))) at++;
  return at;
}

/** The float of a text in memory, whose comma becomes a point; NaN or infinite if it is none. */
function parse(from: u32, end: u32): f64 {
  let at = from;
  const sign = at < end ? (load<u8>(at) as u32) : 0;
  if (sign == 43 || sign == 45) at++;
  const wholeEnd = digitsEnd(at, end);
  if (wholeEnd == at || wholeEnd == end) return NaN;
  const point = load<u8>(wholeEnd);
  if (point != 46 && point != 44) return NaN;
  store<u8>(wholeEnd, 46);
  const fractionEnd = digitsEnd(wholeEnd + 1, end);
  if (fractionEnd == wholeEnd + 1) return NaN;
  let exponent: i32 = 0;
  if (fractionEnd != end) {
    if ((load<u8>(fractionEnd) | 0x20) != 101) return NaN;
    let digit = fractionEnd + 1;
    const exponentSign = digit < end ? (load<u8>(digit) as u32) : 0;
    if (exponentSign == 43 || exponentSign == 45) digit++;
    if (digit == end || digitsEnd(digit, end) != end) return NaN;
    for (; digit < end && exponent < 10000; digit++) exponent = exponent * 10 + load<u8>(digit) - 48;
    if (exponentSign == 45) exponent = -exponent;
  }
  // A whole number below 2^53 and a power of ten that are floats give the nearest float.
  exponent -= fractionEnd - wholeEnd - 1;
  if (fractionEnd - at <= 17 && exponent >= -GREATEST_POWER && exponent <= GREATEST_POWER) {
    let number: u64 = 0;
    for (; at < fractionEnd; at++) if (at != wholeEnd) number = number * 10 + (load<u8>(at) - 48);
    if (number < 1 << 53) {
      const size = exponent < 0 ? (number as f64) / power(-exponent) : (number as f64) * power(exponent);
      return sign == 45 ? -size : size;
    }
  }
  return textFloat(from, end - from);
}

/** Copies the bytes of a list of characters or a binary, of which there are `count`; false if it is no such list. */
function copyText(term: u32, count: u32, to: u32): bool {
  if (isCons(term)) {
    for (; isCons(term); term = tailOf(term)) {
      const head = headOf(term);
      if (!isSmall(head) || smallValue(head) < 0 || smallValue(head) > 127) return false;
      store<u8>(to++, smallValue(head) as u8);
    }
    return term == L.TermTag_nil;
  }
  locate(term);
  for (let i: u32 = 0; i < count; i++) store<u8>(to + i, readBits(locatedBase, locatedStart + (i << 3), 8) as u8);
  return true;
}

/** Characters of a list, or bytes of a binary; 0 for any other term. */
function countOf(term: u32): u32 {
  let count: u32 = 0;
  for (let rest = term; isCons(rest); rest = tailOf(rest)) count++;
  if (count != 0 || !isBinary(term)) return count;
  locate(term);
  return locatedBits >> 3;
}

const BYTES_PER_REDUCTION: u32 = 64;

/** The float of a text, 0 if it is not one. */
function floatFrom(term: u32): u32 {
  const count = countOf(term);
  if (count == 0) return 0;
  spendReductions(count / BYTES_PER_REDUCTION);
  const bytes = count <= TEXT_BYTES ? text : allocateTemporary(count);
  const value = copyText(term, count, bytes) ? parse(bytes, bytes + count) : NaN;
  if (bytes != text) freeTemporary(bytes);
  return isFinite<f64>(value) ? makeFloat(value) : 0;
}

/** @bif erlang:list_to_float/1 */
export function erlang_list_to_float_1(sp: u32, characters: u32): u32 {
  const float = isCons(characters) ? floatFrom(characters) : 0;
  return float != 0 ? float : badarg1(sp, L.Bif_erlang_list_to_float_1, characters);
}

/** @bif erlang:binary_to_float/1 */
export function erlang_binary_to_float_1(sp: u32, bytes: u32): u32 {
  const float = isBinary(bytes) ? floatFrom(bytes) : 0;
  return float != 0 ? float : badarg1(sp, L.Bif_erlang_binary_to_float_1, bytes);
}
