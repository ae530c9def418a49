// The instructions that build bitstrings: first the sizes of all segments, then the room, then each segment. What
// fails leaves the index of its error's atom in `binaryError`, and what is wrong with which segment in ConstructionFailure.
// Functions take a `segment`: its number, from 1, in the upper 16 bits, and the index of the atom of its type; 0 for an older
// instruction, whose errors say no more than `badarg`.
import * as L from '../generated/layout';
import { toFloat } from '../integers/arithmetic';
import { floatToHalf } from '../terms/half-float';
import { makeInteger } from '../terms/integer';
import { arityOf, headerOf, integer64Of, isBoxedInteger, isInteger, isInteger64, isSmall, smallValue } from '../terms/term';
import {
  append,
  appendInPlace,
  bitSizeOf,
  isBitstring,
  locate,
  locatedBase,
  locatedBits,
  locatedStart,
  newBitstring,
  newWritable,
} from './binary';
import { copyBits, writeBits } from './bits';

/** What a size function returns when it fails. */
const FAILED: u32 = 0xffffffff;
const MAXIMUM_BITS: u64 = (L.MAXIMUM_BINARY_BYTES as u64) * 8;

/** Size of the block for a binary comprehension that tells no size, in bytes (OTP's in `erts_bs_init_writable`). */
const WRITABLE_BYTES: u32 = 1024;

/** What is wrong with a segment, for the `cause` of the `error_info`. */
export class ConstructionFailure {
  static segment: u32 = 0;
  /** Index of an atom. */
  static problem: u32 = 0;
  static value: u32 = 0;
}

function fail(atom: u32, segment: u32, problem: u32, value: u32): u32 {
  store<u32>(L.MachineRegister_binaryError, atom);
  ConstructionFailure.segment = segment;
  ConstructionFailure.problem = problem;
  ConstructionFailure.value = value;
  return FAILED;
}

function refuse(segment: u32, problem: u32, value: u32): bool {
  fail(L.Atom_badarg, segment, problem, value);
  return false;
}

/** Bits of a segment of `size` units. */
export function bsSize(size: u32, unit: u32, segment: u32): u32 {
  let isTooLarge: bool;
  if (isSmall(size) && smallValue(size) >= 0) {
    const bits = (smallValue(size) as u64) * unit;
    if (bits <= MAXIMUM_BITS) return bits as u32;
    isTooLarge = true;
  } else {
    isTooLarge = isBoxedInteger(size) && (headerOf(size) & 4) == 0;
  }
  return fail(isTooLarge ? L.Atom_system_limit : L.Atom_badarg, segment, L.Atom_size, size);
}

/** Bits of a whole bitstring, which must be a multiple of `unit`. */
export function bsWholeSize(t: u32, unit: u32, segment: u32): u32 {
  if (!isBitstring(t)) return fail(L.Atom_badarg, segment, L.Atom_type, t);
  const bits = bitSizeOf(t);
  return unit > 1 && bits % unit != 0 ? fail(L.Atom_badarg, segment, L.Atom_unit, t) : bits;
}

function isCharacter(t: u32): bool {
  if (!isSmall(t)) return false;
  const code = smallValue(t);
  return (code >= 0 && code < 0xd800) || (code > 0xdfff && code <= 0x10ffff);
}

/** From this release on what is not a character fails as soon as its size in UTF-8 is asked for, before all segments are written. */
const CHECKED_UTF8_RELEASE: u32 = 26;

/** Bits of a character in UTF-8; what is not a character may fail only when it is written. */
export function bsUtf8Size(t: u32, segment: u32): u32 {
  if (!isCharacter(t)) {
    if (load<u32>(L.MachineRegister_otpRelease) < CHECKED_UTF8_RELEASE) return 32;
    return fail(L.Atom_badarg, segment, L.Atom_type, t);
  }
  const code = smallValue(t);
  return code < 0x80 ? 8 : code < 0x800 ? 16 : code < 0x10000 ? 24 : 32;
}

/** Bits of a character in UTF-16; what is not a character fails when it is written. */
export function bsUtf16Size(t: u32): u32 {
  return isCharacter(t) && smallValue(t) < 0x10000 ? 16 : 32;
}

/** A new bitstring of `bits` bits; where to write it is in binaryBase and binaryPosition. 0 if it is too large. */
export function bsInit(bits: u64): u32 {
  if (bits > MAXIMUM_BITS) {
    fail(L.Atom_system_limit, 0, 0, 0);
    return 0;
  }
  const result = newBitstring(bits as u32);
  store<u32>(L.MachineRegister_binaryBase, locatedBase);
  store<u32>(L.MachineRegister_binaryPosition, 0);
  return result;
}

/** A bitstring with room for `more` bits after all of `t`; where to write them is in binaryBase and binaryPosition. */
export function bsAppend(t: u32, more: u32, unit: u32, segment: u32): u32 {
  return bsWholeSize(t, unit, segment) == FAILED ? 0 : appended(append(t, more));
}

/** As `bsAppend`, in place. */
export function bsPrivateAppend(t: u32, more: u32, unit: u32, segment: u32): u32 {
  return bsWholeSize(t, unit, segment) == FAILED ? 0 : appended(appendInPlace(t, more));
}

function appended(result: u32): u32 {
  if (result == 0) {
    fail(L.Atom_system_limit, 0, 0, 0);
    return 0;
  }
  store<u32>(L.MachineRegister_binaryBase, locatedBase);
  store<u32>(L.MachineRegister_binaryPosition, locatedStart);
  return result;
}

/** `bs_init_writable`: an empty binary with room for `bytes` bytes. */
export function bsInitWritable(size: u32): u32 {
  const bytes = isSmall(size) && smallValue(size) > 0 ? min<u32>(smallValue(size), L.MAXIMUM_BINARY_BYTES) : WRITABLE_BYTES;
  return newWritable(bytes);
}

/** The integer of a segment: a 64-bit number, or limbs with their sign. */
class Digits {
  static value: u64 = 0;
  static limbs: u32 = 0;
  static address: u32 = 0;
  static sign: u8 = 0;
}

function openInteger(t: u32): bool {
  if (isSmall(t)) {
    Digits.value = smallValue(t) as i64 as u64;
    Digits.limbs = 0;
  } else if (isInteger64(t)) {
    Digits.value = integer64Of(t) as u64;
    Digits.limbs = 0;
  } else if (isBoxedInteger(t)) {
    Digits.limbs = arityOf(t);
    Digits.address = t + 2;
    Digits.sign = (headerOf(t) & 4) != 0 ? 0xff : 0;
  } else {
    return false;
  }
  return true;
}

/** Limb `index` of a large integer in two's complement. */
function word32(index: u32): u32 {
  if (index >= Digits.limbs) return Digits.sign != 0 ? 0xffffffff : 0;
  const limb = load<u32>(Digits.address + (index << 2));
  if (Digits.sign == 0) return limb;
  // Two's complement of the magnitude: inverted, plus one while all lower limbs are 0.
  for (let i: u32 = 0; i < index; i++) if (load<u32>(Digits.address + (i << 2)) != 0) return ~limb;
  return ~limb + 1;
}

/** Byte `i`, from the least significant, in two's complement without end. */
function byteOf(i: u32): u64 {
  if (Digits.limbs == 0) return i < 8 ? (Digits.value >> (i << 3)) & 0xff : (Digits.value as i64) < 0 ? 0xff : 0;
  return (word32(i >> 2) >> ((i & 3) << 3)) & 0xff;
}

/** An integer segment. */
export function bsPutInteger(base: u32, position: u32, bits: u32, flags: u32, t: u32, segment: u32): bool {
  if (!openInteger(t)) return refuse(segment, L.Atom_type, t);
  const little = (flags & (L.SegmentFlag_little | L.SegmentFlag_native)) != 0;
  if (bits <= 64 && Digits.limbs == 0 && (!little || bits <= 8)) {
    writeBits(base, position, bits, Digits.value);
    return true;
  }
  const whole = bits >> 3;
  const rest = bits & 7;
  if (little) {
    for (let i: u32 = 0; i < whole; i++) writeBits(base, position + (i << 3), 8, byteOf(i));
    writeBits(base, position + (whole << 3), rest, byteOf(whole));
  } else {
    writeBits(base, position, rest, byteOf(whole));
    for (let i: u32 = 0; i < whole; i++) writeBits(base, position + bits - ((i + 1) << 3), 8, byteOf(i));
  }
  return true;
}

/** A float segment of 16, 32 or 64 bits; what is too large for them becomes infinite, as in OTP 25. */
export function bsPutFloat(base: u32, position: u32, bits: u32, flags: u32, t: u32, segment: u32): bool {
  if (bits != 64 && bits != 32 && bits != 16) return refuse(segment, L.Atom_invalid, makeInteger(bits));
  const value = toFloat(t);
  if (isNaN(value)) return refuse(segment, isInteger(t) ? L.Atom_no_float : L.Atom_type, t);
  const little = (flags & (L.SegmentFlag_little | L.SegmentFlag_native)) != 0;
  if (bits == 64) {
    const raw = reinterpret<u64>(value);
    writeBits(base, position, 64, little ? bswap<u64>(raw) : raw);
    return true;
  }
  const single = value as f32;
  if (bits == 32) {
    const raw = reinterpret<u32>(single);
    writeBits(base, position, 32, little ? bswap<u32>(raw) : raw);
    return true;
  }
  const half = floatToHalf(value);
  writeBits(base, position, 16, little ? bswap<u16>(half) : half);
  return true;
}

/** A segment of the first `bits` bits of a bitstring. */
export function bsPutBinary(base: u32, position: u32, bits: u32, t: u32, segment: u32): bool {
  if (!locate(t)) return refuse(segment, L.Atom_type, t);
  if (locatedBits < bits) return refuse(segment, L.Atom_short, t);
  copyBits(locatedBase, locatedStart, base, position, bits);
  return true;
}

/** Bytes from an address. */
export function bsPutString(base: u32, position: u32, address: u32, bytes: u32): void {
  copyBits(address, 0, base, position, bytes << 3);
}

/** A character in UTF-8, whose size has been asked for. */
export function bsPutUtf8(base: u32, position: u32, t: u32, segment: u32): bool {
  if (!isCharacter(t)) return refuse(segment, L.Atom_type, t);
  const code = smallValue(t) as u32;
  if (code < 0x80) {
    writeBits(base, position, 8, code);
  } else if (code < 0x800) {
    writeBits(base, position, 16, 0xc080 | ((code & 0x7c0) << 2) | (code & 0x3f));
  } else if (code < 0x10000) {
    writeBits(base, position, 24, 0xe08080 | ((code & 0xf000) << 4) | ((code & 0xfc0) << 2) | (code & 0x3f));
  } else {
    writeBits(base, position, 32, 0xf0808080 | ((code & 0x1c0000) << 6) | ((code & 0x3f000) << 4) | ((code & 0xfc0) << 2) | (code & 0x3f));
  }
  return true;
}

/** A character in UTF-16, whose size has been asked for. */
export function bsPutUtf16(base: u32, position: u32, flags: u32, t: u32, segment: u32): bool {
  if (!isCharacter(t)) return refuse(segment, L.Atom_type, t);
  const little = (flags & (L.SegmentFlag_little | L.SegmentFlag_native)) != 0;
  let code = smallValue(t) as u32;
  if (code < 0x10000) {
    writeBits(base, position, 16, little ? bswap<u16>(code as u16) : (code as u16));
    return true;
  }
  code -= 0x10000;
  const high: u16 = (0xd800 | (code >> 10)) as u16;
  const low: u16 = (0xdc00 | (code & 0x3ff)) as u16;
  writeBits(base, position, 16, little ? bswap<u16>(high) : high);
  writeBits(base, position + 16, 16, little ? bswap<u16>(low) : low);
  return true;
}

/** A character in UTF-32. */
export function bsPutUtf32(base: u32, position: u32, flags: u32, t: u32, segment: u32): bool {
  if (!isCharacter(t)) return refuse(segment, L.Atom_type, t);
  const code = smallValue(t) as u32;
  const little = (flags & (L.SegmentFlag_little | L.SegmentFlag_native)) != 0;
  writeBits(base, position, 32, little ? bswap<u32>(code) : code);
  return true;
}

// The older instructions build a bitstring one after the other: where the next one writes is in binaryPosition.

// @ts-ignore: decorator
@inline
function nextBase(): u32 {
  return load<u32>(L.MachineRegister_binaryBase);
}

/** Where the bitstring ends that the older instructions are building. */
let buildingEnd: u32 = 0;

/** Lets the older instructions write to a new bitstring with `bits` more bits; 0 stays 0. */
function building(result: u32, bits: u32): u32 {
  buildingEnd = result == 0 ? 0 : load<u32>(L.MachineRegister_binaryPosition) + bits;
  return result;
}

/** True if there is room for a segment of `bits` bits. */
function hasRoom(bits: u32): bool {
  const position = load<u32>(L.MachineRegister_binaryPosition);
  if (position <= buildingEnd && bits <= buildingEnd - position) return true;
  // Only code that was made to break the machine writes more than it has made room for.
  return refuse(0, 0, 0);
}

/** Where the next segment begins; it has `bits` bits, for which there is room. */
// @ts-ignore: decorator
@inline
function takeBits(bits: u32): u32 {
  const position = load<u32>(L.MachineRegister_binaryPosition);
  store<u32>(L.MachineRegister_binaryPosition, position + bits);
  return position;
}

/** `bs_add`: `a + b * unit`, a size; 0 if either is not a size. */
export function bsAdd(a: u32, b: u32, unit: u32): u32 {
  const first = bsSize(a, 1, 0);
  const second = bsSize(b, unit, 0);
  return first == FAILED || second == FAILED ? 0 : makeInteger((first as u64) + second);
}

/** `bs_init2`, `bs_init_bits`: a new bitstring of `count` units. */
export function bsInitSize(size: u32, unit: u32): u32 {
  const bits = bsSize(size, unit, 0);
  return bits == FAILED ? 0 : building(bsInit(bits), bits);
}

/** `bs_append`, `bs_private_append`: `size` is a number of bits. */
export function bsAppendSize(t: u32, size: u32, unit: u32): u32 {
  const bits = bsSize(size, 1, 0);
  return bits == FAILED ? 0 : building(bsAppend(t, bits, unit, 0), bits);
}

/** As `bsAppendSize`, in place. */
export function bsPrivateAppendSize(t: u32, size: u32, unit: u32): u32 {
  const bits = bsSize(size, 1, 0);
  return bits == FAILED ? 0 : building(bsPrivateAppend(t, bits, unit, 0), bits);
}

export function bsNextInteger(size: u32, unit: u32, flags: u32, t: u32): bool {
  const bits = bsSize(size, unit, 0);
  return bits != FAILED && hasRoom(bits) && bsPutInteger(nextBase(), takeBits(bits), bits, flags, t, 0);
}

export function bsNextFloat(size: u32, unit: u32, flags: u32, t: u32): bool {
  const bits = bsSize(size, unit, 0);
  return bits != FAILED && hasRoom(bits) && bsPutFloat(nextBase(), takeBits(bits), bits, flags, t, 0);
}

export function bsNextBinary(size: u32, unit: u32, t: u32): bool {
  const bits = bsSize(size, unit, 0);
  return bits != FAILED && hasRoom(bits) && bsPutBinary(nextBase(), takeBits(bits), bits, t, 0);
}

/** All of a bitstring. */
export function bsNextWhole(t: u32, unit: u32): bool {
  const bits = bsWholeSize(t, unit, 0);
  return bits != FAILED && hasRoom(bits) && bsPutBinary(nextBase(), takeBits(bits), bits, t, 0);
}

export function bsNextString(address: u32, bytes: u32): void {
  if (hasRoom(bytes << 3)) bsPutString(nextBase(), takeBits(bytes << 3), address, bytes);
}

export function bsNextUtf8(t: u32): bool {
  const bits = bsUtf8Size(t, 0);
  return bits != FAILED && hasRoom(bits) && bsPutUtf8(nextBase(), takeBits(bits), t, 0);
}

export function bsNextUtf16(flags: u32, t: u32): bool {
  const bits = bsUtf16Size(t);
  return hasRoom(bits) && bsPutUtf16(nextBase(), takeBits(bits), flags, t, 0);
}

export function bsNextUtf32(flags: u32, t: u32): bool {
  return hasRoom(32) && bsPutUtf32(nextBase(), takeBits(32), flags, t, 0);
}

/** `bs_utf8_size`: bytes of a character, a term. */
export function bsUtf8Bytes(t: u32): u32 {
  const bits = bsUtf8Size(t, 0);
  return bits == FAILED ? 0 : makeInteger(bits >> 3);
}

/** `bs_utf16_size`. */
export function bsUtf16Bytes(t: u32): u32 {
  return makeInteger(bsUtf16Size(t) >> 3);
}
