// The BIFs beneath the modules `atomics` and `counters`: arrays of 64-bit integers in the blocks of magic
// references, which are freed when nobody has the reference any more (OTP's `erl_bif_atomics.c`, `erl_bif_counters.c`).

import { failBif } from '../execution/raise';
import { setX } from '../execution/x-registers';
import * as L from '../generated/layout';
import { mapFromPairs } from '../maps/map-building';
import { makeInteger, makeUnsigned } from '../terms/integer';
import { isMagicReference, magicData, newMagicReference } from '../terms/magic-references';
import { arityOf, headerOf, integer64Of, isBoxedInteger, isInteger64, isSmall, makeAtom, smallValue } from '../terms/term';
import { badarg1, badarg2, badarg3, badarg4 } from './arguments';

/** In the data of a block: number of integers, whether they are signed, the integers. */
const SIZE: usize = 0;
const SIGNED: usize = 4;
const INTEGERS: u32 = 8;

/** Option of `atomics_new/2`. */
const OPTION_SIGNED: i32 = 1;

/** Most integers of an array. */
const MOST: i32 = 0x4000000;

function newArray(size: u32, signed: bool, kind: u32): u32 {
  if (!isSmall(size) || smallValue(size) < 1 || smallValue(size) > MOST) return 0;
  const count = smallValue(size) as u32;
  const reference = newMagicReference(INTEGERS + (count << 3), kind);
  const data = magicData(reference);
  memory.fill(data, 0, INTEGERS + (count << 3));
  store<u32>(data, count, SIZE);
  store<u32>(data, signed ? 1 : 0, SIGNED);
  return reference;
}

/** Raises for an array that cannot be made; the arguments are in X. */
function failNew(sp: u32, size: u32, bif: u32, arity: u32): u32 {
  const tooLarge = isSmall(size) ? smallValue(size) > MOST : isBoxedInteger(size) && (headerOf(size) & 4) == 0;
  return failBif(sp, tooLarge ? L.Atom_system_limit : L.Atom_badarg, bif, arity);
}

/** Address of an integer, counted from 1; 0 for bad arguments. */
function slotOf(reference: u32, index: u32, kind: u32): u32 {
  if (!isMagicReference(reference, kind) || !isSmall(index) || smallValue(index) < 1) return 0;
  const data = magicData(reference);
  return (smallValue(index) as u32) <= load<u32>(data, SIZE) ? data + INTEGERS + ((smallValue(index) - 1) << 3) : 0;
}

/** The value that `read` has found. */
let value: i64 = 0;

/** An integer of 64 bits: signed, unsigned, or either. */
function read(term: u32, signed: bool, unsigned: bool): bool {
  if (isSmall(term) || isInteger64(term)) {
    value = isSmall(term) ? (smallValue(term) as i64) : integer64Of(term);
    return signed || value >= 0;
  }
  // From 2^63 on there are three limbs, the last one 0.
  if (!unsigned || !isBoxedInteger(term) || (headerOf(term) & 4) != 0 || arityOf(term) != 3 || load<u32>(term + 10) != 0) return false;
  value = load<i64>(term + 2);
  return true;
}

function isSigned(reference: u32): bool {
  return load<u32>(magicData(reference), SIGNED) != 0;
}

/** Reads an integer that an array may hold. */
function readValue(reference: u32, term: u32): bool {
  const signed = isSigned(reference);
  return read(term, signed, !signed);
}

function termOf(reference: u32, integer: i64): u32 {
  return isSigned(reference) ? makeInteger(integer) : makeUnsigned(integer);
}

/** @bif erts_internal:atomics_new/2 */
export function erts_internal_atomics_new_2(sp: u32, size: u32, options: u32): u32 {
  const array = isSmall(options) ? newArray(size, (smallValue(options) & OPTION_SIGNED) != 0, L.MagicKind_atomics) : 0;
  if (array != 0) return array;
  setX(0, size);
  setX(1, options);
  return failNew(sp, size, L.Bif_erts_internal_atomics_new_2, 2);
}

/** @bif atomics:put/3 */
export function atomics_put_3(sp: u32, reference: u32, index: u32, term: u32): u32 {
  const slot = slotOf(reference, index, L.MagicKind_atomics);
  if (slot == 0 || !readValue(reference, term)) return badarg3(sp, L.Bif_atomics_put_3, reference, index, term);
  store<i64>(slot, value);
  return makeAtom(L.Atom_ok);
}

/** @bif atomics:get/2 */
export function atomics_get_2(sp: u32, reference: u32, index: u32): u32 {
  const slot = slotOf(reference, index, L.MagicKind_atomics);
  return slot != 0 ? termOf(reference, load<i64>(slot)) : badarg2(sp, L.Bif_atomics_get_2, reference, index);
}

/** @bif atomics:add/3 */
export function atomics_add_3(sp: u32, reference: u32, index: u32, term: u32): u32 {
  const slot = slotOf(reference, index, L.MagicKind_atomics);
  if (slot == 0 || !read(term, true, true)) return badarg3(sp, L.Bif_atomics_add_3, reference, index, term);
  store<i64>(slot, load<i64>(slot) + value);
  return makeAtom(L.Atom_ok);
}

/** @bif atomics:add_get/3 */
export function atomics_add_get_3(sp: u32, reference: u32, index: u32, term: u32): u32 {
  const slot = slotOf(reference, index, L.MagicKind_atomics);
  if (slot == 0 || !read(term, true, true)) return badarg3(sp, L.Bif_atomics_add_get_3, reference, index, term);
  store<i64>(slot, load<i64>(slot) + value);
  return termOf(reference, load<i64>(slot));
}

/** @bif atomics:exchange/3 */
export function atomics_exchange_3(sp: u32, reference: u32, index: u32, term: u32): u32 {
  const slot = slotOf(reference, index, L.MagicKind_atomics);
  if (slot == 0 || !readValue(reference, term)) return badarg3(sp, L.Bif_atomics_exchange_3, reference, index, term);
  const old = load<i64>(slot);
  store<i64>(slot, value);
  return termOf(reference, old);
}

/**
 * `compare_exchange/4`: ok, or what is there instead of what was expected.
 *
 * @bif atomics:compare_exchange/4
 */
export function atomics_compare_exchange_4(sp: u32, reference: u32, index: u32, expected: u32, term: u32): u32 {
  const slot = slotOf(reference, index, L.MagicKind_atomics);
  if (slot != 0 && readValue(reference, expected)) {
    const wanted = value;
    if (readValue(reference, term)) {
      if (load<i64>(slot) != wanted) return termOf(reference, load<i64>(slot));
      store<i64>(slot, value);
      return makeAtom(L.Atom_ok);
    }
  }
  return badarg4(sp, L.Bif_atomics_compare_exchange_4, reference, index, expected, term);
}

/** A map of what is known of an array: its size, its memory in bytes, and of `atomics` the limits of its integers. */
function infoOf(reference: u32, withLimits: bool): u32 {
  const data = magicData(reference);
  const signed = isSigned(reference);
  const count = load<u32>(data, SIZE);
  store<u32>(L.SCRATCH, makeAtom(L.Atom_size));
  store<u32>(L.SCRATCH, makeInteger(count), 4);
  store<u32>(L.SCRATCH, makeAtom(L.Atom_memory), 8);
  store<u32>(L.SCRATCH, makeInteger((count << 3) + INTEGERS + L.BinaryBlockOffset_data), 12);
  store<u32>(L.SCRATCH, makeAtom(L.Atom_max), 16);
  store<u32>(L.SCRATCH, signed ? makeInteger(i64.MAX_VALUE) : makeUnsigned(u64.MAX_VALUE), 20);
  store<u32>(L.SCRATCH, makeAtom(L.Atom_min), 24);
  store<u32>(L.SCRATCH, makeInteger(signed ? i64.MIN_VALUE : 0), 28);
  return mapFromPairs(L.SCRATCH, withLimits ? 4 : 2);
}

/** @bif atomics:info/1 */
export function atomics_info_1(sp: u32, reference: u32): u32 {
  return isMagicReference(reference, L.MagicKind_atomics) ? infoOf(reference, true) : badarg1(sp, L.Bif_atomics_info_1, reference);
}

/** @bif erts_internal:counters_new/1 */
export function erts_internal_counters_new_1(sp: u32, size: u32): u32 {
  const array = newArray(size, true, L.MagicKind_counters);
  if (array != 0) return array;
  setX(0, size);
  return failNew(sp, size, L.Bif_erts_internal_counters_new_1, 1);
}

/** @bif erts_internal:counters_get/2 */
export function erts_internal_counters_get_2(sp: u32, reference: u32, index: u32): u32 {
  const slot = slotOf(reference, index, L.MagicKind_counters);
  return slot != 0 ? makeInteger(load<i64>(slot)) : badarg2(sp, L.Bif_erts_internal_counters_get_2, reference, index);
}

/** @bif erts_internal:counters_add/3 */
export function erts_internal_counters_add_3(sp: u32, reference: u32, index: u32, term: u32): u32 {
  const slot = slotOf(reference, index, L.MagicKind_counters);
  if (slot == 0 || !read(term, true, true)) return badarg3(sp, L.Bif_erts_internal_counters_add_3, reference, index, term);
  store<i64>(slot, load<i64>(slot) + value);
  return makeAtom(L.Atom_ok);
}

/** @bif erts_internal:counters_put/3 */
export function erts_internal_counters_put_3(sp: u32, reference: u32, index: u32, term: u32): u32 {
  const slot = slotOf(reference, index, L.MagicKind_counters);
  if (slot == 0 || !read(term, true, false)) return badarg3(sp, L.Bif_erts_internal_counters_put_3, reference, index, term);
  store<i64>(slot, value);
  return makeAtom(L.Atom_ok);
}

/** @bif erts_internal:counters_info/1 */
export function erts_internal_counters_info_1(sp: u32, reference: u32): u32 {
  return isMagicReference(reference, L.MagicKind_counters)
    ? infoOf(reference, false)
    : badarg1(sp, L.Bif_erts_internal_counters_info_1, reference);
}
