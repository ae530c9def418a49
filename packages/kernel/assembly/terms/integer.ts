// The forms of integers: small ones, 64-bit boxed ones, and magnitudes in limbs beyond that.
import * as L from '../generated/layout';
import { significant } from '../integers/limbs';
import { allocateInline, allocateNoCollect, giveBack } from '../memory/heap';
import { makeSmall } from './term';

/** Most bytes of an integer (`BIG_ARITY_MAX` in OTP's `erl_term.h`): fewer since OTP 27. */
export function mostIntegerBytes(): u32 {
  return load<u32>(L.MachineRegister_otpRelease) >= 27 ? 8 * 65535 : 8 * 524287;
}

/** The term of a 64-bit integer. */
export function makeInteger(value: i64): u32 {
  if (value >= -0x8000000 && value <= 0x7ffffff) return makeSmall(value as i32);
  const box = allocateInline(12);
  store<u32>(box, value < 0 ? L.INTEGER64_HEADER_NEGATIVE : L.INTEGER64_HEADER_POSITIVE);
  store<i64>(box, value, 4);
  return box | L.TermTag_boxed;
}

/** The term of an unsigned 64-bit integer. */
export function makeUnsigned(value: u64): u32 {
  if ((value as i64) >= 0) return makeInteger(value as i64);
  // Outside the signed range a magnitude has at least three limbs, to tell it from the 64-bit form.
  const box = allocateInline(16);
  store<u32>(box, (3 << L.TermTag_arityShift) | L.HeaderTag_positiveInteger);
  store<u64>(box, value, 4);
  store<u32>(box, 0, 12);
  return box | L.TermTag_boxed;
}

/** The integer with the magnitude `high << 64 | low`. */
export function makeMagnitude(low: u64, high: u64, negative: bool): u32 {
  if (high == 0) {
    if (!negative) return makeUnsigned(low);
    if (low <= 0x8000000000000000) return makeInteger(-(low as i64));
  }
  const limbs: u32 = high >> 32 != 0 ? 4 : 3;
  const box = allocateNoCollect((limbs + 1) << 2);
  store<u32>(box, headerOfLimbs(limbs, negative));
  store<u64>(box, low, 4);
  store<u32>(box, high as u32, 12);
  if (limbs == 4) store<u32>(box, (high >> 32) as u32, 16);
  return box | L.TermTag_boxed;
}

function headerOfLimbs(limbs: u32, negative: bool): u32 {
  return (limbs << L.TermTag_arityShift) | (negative ? L.HeaderTag_negativeInteger : L.HeaderTag_positiveInteger);
}

/** Room for an integer of so many limbs, which are to be written from `limbsOf` on and given to `finishLimbs`. */
export function newLimbs(count: u32): u32 {
  return allocateNoCollect((max<u32>(count, 3) + 1) << 2);
}

/** Where the limbs of an integer in the making are. */
// @ts-ignore: decorator
@inline
export function limbsOf(room: u32): u32 {
  return room + 4;
}

/** The integer whose magnitude was written to the room that was allocated last, for `count` limbs. The highest ones may be 0. */
export function finishLimbs(room: u32, count: u32, negative: bool): u32 {
  const end = room + ((max<u32>(count, 3) + 1) << 2);
  count = significant(limbsOf(room), count);
  if (count <= 2) {
    const magnitude: u64 = count == 2 ? load<u64>(room, 4) : count == 1 ? (load<u32>(room, 4) as u64) : 0;
    giveBack(end, end - room);
    return makeMagnitude(magnitude, 0, negative);
  }
  const used = room + ((count + 1) << 2);
  if (used != end) giveBack(end, end - used);
  store<u32>(room, headerOfLimbs(count, negative));
  return room | L.TermTag_boxed;
}

/** Gives back the room for so many limbs that was allocated last. */
export function dropLimbs(room: u32, count: u32): void {
  const bytes = (max<u32>(count, 3) + 1) << 2;
  giveBack(room + bytes, bytes);
}

/** The integer with the magnitude in `count` limbs from an address on, least first; the highest ones may be 0. */
export function makeLimbs(at: u32, count: u32, negative: bool): u32 {
  const room = newLimbs(count);
  memory.copy(limbsOf(room), at, count << 2);
  return finishLimbs(room, count, negative);
}

export function makeFloat(value: f64): u32 {
  const box = allocateInline(12);
  store<u32>(box, L.FLOAT_HEADER);
  store<f64>(box, value, 4);
  return box | L.TermTag_boxed;
}
