// The instructions that take bitstrings apart: `bs_start_match…`, `bs_get_…`, `bs_skip_…`, `bs_test_…`, `bs_match`.
// A match context is `MatchContextOffset` of the machine model; what fails leaves its position as it was.
import * as L from '../generated/layout';
import { allocateNoCollect } from '../memory/heap';
import { allocateTemporary, freeTemporary } from '../memory/temporary-blocks';
import { halfToFloat } from '../terms/half-float';
import { makeFloat, makeInteger, makeLimbs, makeUnsigned } from '../terms/integer';
import { headerOf, integer64Of, isBoxed, isInteger64, isSmall, makeSmall, smallValue } from '../terms/term';
import { isBitstringTag, newHeapBinary, partOf } from './binary';
import { dataOf } from './binary-blocks';
import { compareBits, readBits } from './bits';

// @ts-ignore: decorator
@inline
function positionOf(context: u32): u32 {
  return load<u32>(context - 2 + L.MatchContextOffset_position);
}

// @ts-ignore: decorator
@inline
function endOf(context: u32): u32 {
  return load<u32>(context - 2 + L.MatchContextOffset_end);
}

// @ts-ignore: decorator
@inline
function baseOf(context: u32): u32 {
  return load<u32>(context - 2 + L.MatchContextOffset_base);
}

// @ts-ignore: decorator
@inline
function advance(context: u32, position: u32): void {
  store<u32>(context - 2 + L.MatchContextOffset_position, position);
}

/** How many bits are left. */
// @ts-ignore: decorator
@inline
export function bitsLeft(context: u32): u32 {
  return endOf(context) - positionOf(context);
}

/** True if fewer than `bits` bits are left. */
// @ts-ignore: decorator
@inline
function isShort(context: u32, bits: u32): bool {
  return bitsLeft(context) < bits;
}

/** A match context at the start of a bitstring; a context stays what it is. 0 for anything else. */
export function bsStartMatch(t: u32): u32 {
  if (!isBoxed(t)) return 0;
  const header = headerOf(t);
  if (header == L.MATCH_CONTEXT_HEADER) return t;
  let start: u32 = 0;
  let bits: u32;
  let parent = t;
  const tag = header & L.TermTag_headerMask;
  if (tag == L.HeaderTag_subBinary) {
    start = load<u32>(t - 2 + L.SubBinaryOffset_start);
    bits = load<u32>(t - 2 + L.SubBinaryOffset_size);
    parent = load<u32>(t - 2 + L.SubBinaryOffset_parent);
  } else {
    if (!isBitstringTag(tag)) return 0;
    bits = load<u32>(t + 2) << 3;
  }
  const box = allocateNoCollect(L.MATCH_CONTEXT_BYTES);
  store<u32>(box, L.MATCH_CONTEXT_HEADER);
  store<u32>(box, start, L.MatchContextOffset_position);
  store<u32>(box, start + bits, L.MatchContextOffset_end);
  store<u32>(box, parent, L.MatchContextOffset_parent);
  store<u32>(box, dataOf(parent), L.MatchContextOffset_base);
  return box | L.TermTag_boxed;
}

/** Bits that a size operand stands for, 0xffffffff for what can match nothing. */
export function bsMatchSize(size: u32, unit: u32): u32 {
  if (!isSmall(size) || smallValue(size) < 0) return 0xffffffff;
  const bits = (smallValue(size) as u64) * unit;
  return bits > 0xfffffffe ? 0xffffffff : (bits as u32);
}

/** The integer in `count` bits from a position on, with the flags of a segment. 0 if it is larger than integers can be. */
export function integerAt(base: u32, position: u32, count: u32, flags: u32): u32 {
  const little = (flags & (L.SegmentFlag_little | L.SegmentFlag_native)) != 0;
  const signed = (flags & L.SegmentFlag_signed) != 0;
  if (count <= 64) {
    let value: u64;
    if (little && count > 8) {
      value = 0;
      let shift: u32 = 0;
      for (; shift + 8 <= count; shift += 8) value |= readBits(base, position + shift, 8) << shift;
      if (shift < count) value |= readBits(base, position + shift, count - shift) << shift;
    } else {
      value = readBits(base, position, count);
    }
    if (!signed || count == 0) return makeUnsigned(value);
    const unused = 64 - count;
    return makeInteger(((value << unused) as i64) >> unused);
  }
  // The number in limbs, least first: from the end for big-endian, from the start for little-endian.
  const limbs = (count + 31) >> 5;
  const block = allocateTemporary(limbs << 2);
  memory.fill(block, 0, limbs << 2);
  const whole = count >> 3;
  const rest = count & 7;
  for (let i: u32 = 0; i < whole; i++) {
    const at = little ? position + (i << 3) : position + count - ((i + 1) << 3);
    store<u8>(block + i, readBits(base, at, 8) as u8);
  }
  if (rest != 0) store<u8>(block + whole, readBits(base, little ? position + (whole << 3) : position, rest) as u8);
  let negative = false;
  if (signed) {
    const top = count - 1;
    negative = ((load<u32>(block + ((top >> 5) << 2)) >> (top & 31)) & 1) != 0;
    if (negative) {
      // The magnitude: two's complement within the bits.
      let carry: u64 = 1;
      for (let i: u32 = 0; i < limbs; i++) {
        let inverted: u32 = ~load<u32>(block + (i << 2));
        if (i == limbs - 1 && (count & 31) != 0) inverted &= (1 << (count & 31)) - 1;
        const sum = (inverted as u64) + carry;
        store<u32>(block + (i << 2), sum as u32);
        carry = sum >> 32;
      }
    }
  }
  const result = makeLimbs(block, limbs, negative);
  freeTemporary(block);
  return result;
}

/** `bs_get_integer2`; 0 if it does not match. */
export function bsGetInteger(context: u32, bits: u32, flags: u32): u32 {
  if (bits == 0xffffffff || isShort(context, bits)) return 0;
  const position = positionOf(context);
  advance(context, position + bits);
  // Unsigned fields of less than a byte, flags above all.
  if (bits < 8 && (flags & L.SegmentFlag_signed) == 0) return makeSmall(readBits(baseOf(context), position, bits) as i32);
  return integerAt(baseOf(context), position, bits, flags);
}

/** The integer of a segment of `bs_match`, which is known to be there. */
export function bsReadInteger(context: u32, position: u32, bits: u32, flags: u32): u32 {
  return integerAt(baseOf(context), position, bits, flags);
}

/** The value of up to 32 bits, for `=:=` of `bs_match`. */
export function bsReadBits(context: u32, position: u32, bits: u32): u32 {
  return readBits(baseOf(context), position, bits) as u32;
}

/** The float in 16, 32 or 64 bits; NaN for what is none. */
function floatAt(base: u32, position: u32, bits: u32, flags: u32): f64 {
  const little = (flags & (L.SegmentFlag_little | L.SegmentFlag_native)) != 0;
  const raw = readBits(base, position, bits);
  if (bits == 64) return reinterpret<f64>(little ? bswap<u64>(raw) : raw);
  if (bits == 32) return reinterpret<f32>(little ? bswap<u32>(raw as u32) : (raw as u32)) as f64;
  return halfToFloat(little ? bswap<u16>(raw as u16) : (raw as u16));
}

/** `bs_get_float2`; 0 if it does not match. No bits are 0.0, as in OTP. */
export function bsGetFloat(context: u32, bits: u32, flags: u32): u32 {
  if (bits == 0) return makeFloat(0.0);
  if ((bits != 16 && bits != 32 && bits != 64) || isShort(context, bits)) return 0;
  const position = positionOf(context);
  const value = floatAt(baseOf(context), position, bits, flags);
  if (!isFinite(value)) return 0;
  advance(context, position + bits);
  return makeFloat(value);
}

/** `bs_get_binary2` of `bits` bits; 0 if there are fewer. */
export function bsGetBinary(context: u32, bits: u32): u32 {
  if (bits == 0xffffffff || isShort(context, bits)) return 0;
  const position = positionOf(context);
  advance(context, position + bits);
  return partOf(load<u32>(context - 2 + L.MatchContextOffset_parent), position, bits);
}

/** `bs_get_binary2` of the rest, which must be a multiple of `unit` bits; 0 if it is not. */
export function bsGetRest(context: u32, unit: u32): u32 {
  const bits = bitsLeft(context);
  return unit > 1 && bits % unit != 0 ? 0 : bsGetBinary(context, bits);
}

/** `bs_get_tail`: the rest, as a bitstring; the position stays. */
export function bsGetTail(context: u32): u32 {
  const position = positionOf(context);
  const bits = endOf(context) - position;
  if (bits == 0) return newHeapBinary(0);
  return partOf(load<u32>(context - 2 + L.MatchContextOffset_parent), position, bits);
}

/** Part of the bitstring of a context, from a position on: a segment of `bs_match`. */
export function bsReadBinary(context: u32, position: u32, bits: u32): u32 {
  return partOf(load<u32>(context - 2 + L.MatchContextOffset_parent), position, bits);
}

/** `bs_skip_bits2`. */
export function bsSkip(context: u32, bits: u32): bool {
  if (bits == 0xffffffff || isShort(context, bits)) return false;
  advance(context, positionOf(context) + bits);
  return true;
}

/** `bs_skip_bits2` of the rest. */
export function bsSkipRest(context: u32, unit: u32): bool {
  if (unit > 1 && bitsLeft(context) % unit != 0) return false;
  advance(context, endOf(context));
  return true;
}

/** `bs_match_string`: are the next bits those at an address? */
export function bsMatchString(context: u32, address: u32, bits: u32): bool {
  if (isShort(context, bits)) return false;
  const position = positionOf(context);
  if (compareBits(baseOf(context), position, address, 0, bits) != 0) return false;
  advance(context, position + bits);
  return true;
}

/** `bs_get_position`, as a term. */
export function bsGetPosition(context: u32): u32 {
  return makeInteger(positionOf(context));
}

/** `bs_set_position`. */
export function bsSetPosition(context: u32, position: u32): void {
  const to: u32 = isSmall(position) ? smallValue(position) : isInteger64(position) ? (integer64Of(position) as u32) : positionOf(context);
  // Not after the end, whatever the number is.
  advance(context, min<u32>(to, endOf(context)));
}

// @ts-ignore: decorator
@inline
function isScalar(code: u32): bool {
  return code < 0xd800 || (code > 0xdfff && code <= 0x10ffff);
}

/** `bs_get_utf8`: a character; 0 if there is none. */
export function bsGetUtf8(context: u32): u32 {
  const base = baseOf(context);
  const position = positionOf(context);
  const left = endOf(context) - position;
  if (left < 8) return 0;
  const first = readBits(base, position, 8) as u32;
  if (first < 0x80) {
    advance(context, position + 8);
    return makeSmall(first);
  }
  let more: u32;
  let code: u32;
  if (first >= 0xc2 && first < 0xe0) {
    more = 1;
    code = first & 0x1f;
  } else if (first >= 0xe0 && first < 0xf0) {
    more = 2;
    code = first & 0x0f;
  } else if (first >= 0xf0 && first < 0xf5) {
    more = 3;
    code = first & 0x07;
  } else {
    return 0;
  }
  if (left < 8 + (more << 3)) return 0;
  for (let i: u32 = 1; i <= more; i++) {
    const next = readBits(base, position + (i << 3), 8) as u32;
    if ((next & 0xc0) != 0x80) return 0;
    code = (code << 6) | (next & 0x3f);
  }
  if ((more == 2 && code < 0x800) || (more == 3 && code < 0x10000) || !isScalar(code)) return 0;
  advance(context, position + 8 + (more << 3));
  return makeSmall(code);
}

/** `bs_get_utf16`: a character; 0 if there is none. */
export function bsGetUtf16(context: u32, flags: u32): u32 {
  const base = baseOf(context);
  const position = positionOf(context);
  const little = (flags & (L.SegmentFlag_little | L.SegmentFlag_native)) != 0;
  const left = endOf(context) - position;
  if (left < 16) return 0;
  let first = readBits(base, position, 16) as u32;
  if (little) first = bswap<u16>(first as u16);
  if (first < 0xd800 || first > 0xdfff) {
    advance(context, position + 16);
    return makeSmall(first);
  }
  if (first > 0xdbff || left < 32) return 0;
  let second = readBits(base, position + 16, 16) as u32;
  if (little) second = bswap<u16>(second as u16);
  if (second < 0xdc00 || second > 0xdfff) return 0;
  advance(context, position + 32);
  return makeSmall(0x10000 + ((first & 0x3ff) << 10) + (second & 0x3ff));
}

/** `bs_get_utf32`: a character; 0 if there is none. */
export function bsGetUtf32(context: u32, flags: u32): u32 {
  const position = positionOf(context);
  if (isShort(context, 32)) return 0;
  let code = readBits(baseOf(context), position, 32) as u32;
  if ((flags & (L.SegmentFlag_little | L.SegmentFlag_native)) != 0) code = bswap<u32>(code);
  if (!isScalar(code)) return 0;
  advance(context, position + 32);
  return makeSmall(code);
}

/** True if the rest of a context is a multiple of `unit` bits. */
export function bsTestUnit(context: u32, unit: u32): bool {
  return bitsLeft(context) % unit == 0;
}
