// Guard BIFs that are not arithmetic: terms in, a term or 0 out, no collection.

import { bitSizeOf, isBinary, isBitstring, isMatchContext, locate, locatedStart, parentOf, partOf } from '../binaries/binary';
import { bitsLeft } from '../binaries/binary-matching';
import * as L from '../generated/layout';
import { toFloat } from '../integers/arithmetic';
import { FLOAT_LIMBS, limbsOfFloat } from '../integers/float';
import { mapFind } from '../maps/map';
import { sizeOfMap } from '../maps/map-shape';
import { currentContext, spendOnElements } from '../memory/heap';
import { compareTerms, equal, equalExact, less } from '../terms/compare';
import { nodeOfIdentifier } from '../terms/external-identifiers';
import { finishLimbs, limbsOf, makeFloat, makeInteger, newLimbs } from '../terms/integer';
import { isRecordOf, nameOfRecord } from '../terms/native-records';
import {
  arityOf,
  elementOf,
  floatOf,
  headOf,
  integer64Of,
  isAtom,
  isBoxed,
  isBoxedInteger,
  isCons,
  isFloat,
  isFun,
  isInteger,
  isInteger64,
  isMap,
  isNativeRecord,
  isSmall,
  isTuple,
  makeAtom,
  makeBoolean,
  makeSmall,
  smallValue,
  tagOf,
  tailOf,
} from '../terms/term';

/** @guard +/1 badarith */
export function number(a: u32): u32 {
  return isInteger(a) || isFloat(a) ? a : 0;
}

/** @guard float/1 badarg */
export function toFloatTerm(a: u32): u32 {
  if (isFloat(a)) return a;
  const value = toFloat(a);
  return isNaN(value) ? 0 : makeFloat(value);
}

/** The integer with the value of a whole float. */
function wholeToInteger(value: f64): u32 {
  if (value >= -9223372036854775808.0 && value < 9223372036854775808.0) return makeInteger(value as i64);
  const room = newLimbs(FLOAT_LIMBS);
  limbsOfFloat(limbsOf(room), value);
  return finishLimbs(room, FLOAT_LIMBS, value < 0);
}

/** @guard trunc/1 badarg */
export function truncate(a: u32): u32 {
  return isFloat(a) ? wholeToInteger(Math.trunc(floatOf(a))) : isInteger(a) ? a : 0;
}

/**
 * Half away from zero, as C's `round`.
 *
 * @guard round/1 badarg
 */
export function round(a: u32): u32 {
  if (!isFloat(a)) return isInteger(a) ? a : 0;
  const value = floatOf(a);
  const whole = Math.trunc(value);
  return wholeToInteger(Math.abs(value - whole) >= 0.5 ? whole + (value < 0 ? -1.0 : 1.0) : whole);
}

/** @guard floor/1 badarg */
export function floor(a: u32): u32 {
  return isFloat(a) ? wholeToInteger(Math.floor(floatOf(a))) : isInteger(a) ? a : 0;
}

/** @guard ceil/1 badarg */
export function ceiling(a: u32): u32 {
  return isFloat(a) ? wholeToInteger(Math.ceil(floatOf(a))) : isInteger(a) ? a : 0;
}

/** @guard length/1 badarg */
export function length(a: u32): u32 {
  let n = 0;
  while (isCons(a)) {
    n++;
    a = tailOf(a);
  }
  spendOnElements(n);
  return a == L.TermTag_nil ? makeSmall(n) : 0;
}

/** @guard hd/1 badarg */
export function head(a: u32): u32 {
  return isCons(a) ? headOf(a) : 0;
}

/** @guard tl/1 badarg */
export function tail(a: u32): u32 {
  return isCons(a) ? tailOf(a) : 0;
}

/** @guard element/2 badarg */
export function element(n: u32, tuple: u32): u32 {
  if (!isSmall(n) || !isTuple(tuple)) return 0;
  const index = smallValue(n) - 1;
  return (index as u32) < arityOf(tuple) ? elementOf(tuple, index) : 0;
}

/** @guard tuple_size/1 badarg */
export function tupleSize(a: u32): u32 {
  return isTuple(a) ? makeSmall(arityOf(a)) : 0;
}

/** @guard size/1 badarg */
export function size(a: u32): u32 {
  if (isTuple(a)) return makeSmall(arityOf(a));
  // Whole bytes only, unlike byte_size.
  return isBitstring(a) ? makeInteger(bitSizeOf(a) >> 3) : 0;
}

/** Bits of a bitstring, or left in a match context, of which OTP's compiler asks the size since OTP 27; -1 for all else. */
function bitsIn(a: u32): i64 {
  if (isBitstring(a)) return bitSizeOf(a) as i64;
  return isMatchContext(a) ? (bitsLeft(a) as i64) : -1;
}

/** @guard byte_size/1 badarg */
export function byteSize(a: u32): u32 {
  const bits = bitsIn(a);
  return bits < 0 ? 0 : makeInteger((bits + 7) >> 3);
}

/** @guard bit_size/1 badarg */
export function bitSize(a: u32): u32 {
  const bits = bitsIn(a);
  return bits < 0 ? 0 : makeInteger(bits);
}

/** From this release on only whole bytes have parts; before, bits after the last byte did no harm. */
export const WHOLE_BYTES_RELEASE: u32 = 27;

/** True for what `binary_part` and its like take parts of. */
export function hasParts(t: u32): bool {
  return isBitstring(t) && ((bitSizeOf(t) & 7) == 0 || load<u32>(L.MachineRegister_otpRelease) < WHOLE_BYTES_RELEASE);
}

/**
 * `binary_part/3`: a negative length counts backwards from the start.
 *
 * @guard binary_part/3 badarg
 */
export function binaryPart(binary: u32, start: u32, length: u32): u32 {
  if (!hasParts(binary) || !isSmall(start) || !isSmall(length)) return 0;
  const bytes = (bitSizeOf(binary) >> 3) as i64;
  let from = smallValue(start) as i64;
  let count = smallValue(length) as i64;
  if (from < 0 || from > bytes) return 0;
  if (count < 0) {
    from += count;
    count = -count;
  }
  if (from < 0 || from + count > bytes) return 0;
  locate(binary);
  return partOf(parentOf(binary), locatedStart + ((from as u32) << 3), (count as u32) << 3);
}

/**
 * `binary_part/2`: start and length in a tuple.
 *
 * @guard binary_part/2 badarg
 */
export function binaryPart2(binary: u32, part: u32): u32 {
  return isTuple(part) && arityOf(part) == 2 ? binaryPart(binary, elementOf(part, 0), elementOf(part, 1)) : 0;
}

/** @guard map_size/1 badmap */
export function mapSize(a: u32): u32 {
  return isMap(a) ? makeSmall(sizeOfMap(a)) : 0;
}

/** @guard map_get/2 badmap */
export function mapGet(key: u32, map: u32): u32 {
  if (!isMap(map)) return 0;
  const found = mapFind(map, key);
  return found == 0 ? 0 : load<u32>(found);
}

/** @guard is_map_key/2 badmap */
export function isMapKey(key: u32, map: u32): u32 {
  return isMap(map) ? makeBoolean(mapFind(map, key) != 0) : 0;
}

/**
 * `is_record/1`: a native record.
 *
 * @guard is_record/1 badarg
 */
export function isNativeRecordTerm(a: u32): u32 {
  return makeBoolean(isNativeRecord(a));
}

/**
 * `is_record/2`: a tuple with the atom as its first element, or a native record of that name.
 *
 * @guard is_record/2 badarg
 */
export function isRecord(a: u32, name: u32): u32 {
  if (isAtom(name) && isNativeRecord(a)) return makeBoolean(nameOfRecord(a) == name);
  return isAtom(name) ? makeBoolean(isTuple(a) && arityOf(a) > 0 && elementOf(a, 0) == name) : 0;
}

/** True for what is a small integer in OTP. */
function isInteger60(term: u32): bool {
  if (isSmall(term)) return true;
  if (!isInteger64(term)) return false;
  const value = integer64Of(term);
  return value == (value << 4) >> 4;
}

/** The release of OTP that has native records. */
const NATIVE_RECORDS_RELEASE: u32 = 29;

/**
 * `is_record/3`: with a given size, or a native record of a module and name.
 *
 * @guard is_record/3 badarg
 */
export function isRecordOfSize(a: u32, name: u32, size: u32): u32 {
  if (isAtom(name) && isAtom(size)) {
    // Releases without native records have sizes only.
    if (load<u32>(L.MachineRegister_otpRelease) < NATIVE_RECORDS_RELEASE) return 0;
    return makeBoolean(isNativeRecord(a) && isRecordOf(a, name, size));
  }
  if (!isAtom(name) || !isInteger60(size)) return 0;
  return makeBoolean(isSmall(size) && isTuple(a) && arityOf(a) > 0 && elementOf(a, 0) == name && arityOf(a) == (smallValue(size) as u32));
}

/**
 * `is_integer/3`: an integer between two others.
 *
 * @guard is_integer/3 badarg
 */
export function isIntegerBetween(a: u32, least: u32, most: u32): u32 {
  if (!isInteger(least) || !isInteger(most)) return 0;
  return makeBoolean(isInteger(a) && compareTerms(a, least) >= 0 && compareTerms(a, most) <= 0);
}

/**
 * `get/1`: the value of a key in the process dictionary, a map, or the atom undefined.
 *
 * @guard get/1 badarg
 */
export function dictionaryValue(key: u32): u32 {
  const map = load<u32>(currentContext() + L.ContextOffset_dictionary);
  const found = map == 0 ? 0 : mapFind(map, key);
  return found == 0 ? makeAtom(L.Atom_undefined) : load<u32>(found);
}

/** @guard node/0 badarg */
export function localNode(): u32 {
  return load<u32>(L.MachineRegister_nodeName);
}

/**
 * `node/1`: of a pid, port or reference.
 *
 * @guard node/1 badarg
 */
export function nodeOf(a: u32): u32 {
  const isIdentifier =
    isPidTerm(a) == makeAtom(L.Atom_true) || isPortTerm(a) == makeAtom(L.Atom_true) || isReferenceTerm(a) == makeAtom(L.Atom_true);
  return isIdentifier ? nodeOfIdentifier(a) : 0;
}

/** @guard self/0 badarg */
export function self(): u32 {
  return (load<u32>(currentContext() + L.ContextOffset_processId) << 4) | L.TermTag_pid;
}

/** @guard min/2 badarg */
export function minimum(a: u32, b: u32): u32 {
  if (isSmall(a) && isSmall(b)) return (b as i32) < (a as i32) ? b : a;
  return less(b, a) ? b : a;
}

/** @guard max/2 badarg */
export function maximum(a: u32, b: u32): u32 {
  if (isSmall(a) && isSmall(b)) return (a as i32) < (b as i32) ? b : a;
  return less(a, b) ? b : a;
}

function isBoolean(a: u32): bool {
  return a == makeAtom(L.Atom_true) || a == makeAtom(L.Atom_false);
}

/** @guard not/1 badarg */
export function not(a: u32): u32 {
  return isBoolean(a) ? makeBoolean(a == makeAtom(L.Atom_false)) : 0;
}

/** @guard and/2 badarg */
export function and(a: u32, b: u32): u32 {
  return isBoolean(a) && isBoolean(b) ? makeBoolean(a == b && a == makeAtom(L.Atom_true)) : 0;
}

/** @guard or/2 badarg */
export function or(a: u32, b: u32): u32 {
  return isBoolean(a) && isBoolean(b) ? makeBoolean(a != b || a == makeAtom(L.Atom_true)) : 0;
}

/** @guard xor/2 badarg */
export function xor(a: u32, b: u32): u32 {
  return isBoolean(a) && isBoolean(b) ? makeBoolean(a != b) : 0;
}

/** @guard ==/2 badarg */
export function isEqual(a: u32, b: u32): u32 {
  return makeBoolean(equal(a, b));
}

/** @guard /=/2 badarg */
export function isNotEqual(a: u32, b: u32): u32 {
  return makeBoolean(!equal(a, b));
}

/** @guard =:=/2 badarg */
export function isExactlyEqual(a: u32, b: u32): u32 {
  return makeBoolean(equalExact(a, b));
}

/** @guard =/=/2 badarg */
export function isNotExactlyEqual(a: u32, b: u32): u32 {
  return makeBoolean(!equalExact(a, b));
}

/** @guard </2 badarg */
export function isLess(a: u32, b: u32): u32 {
  return makeBoolean(less(a, b));
}

/** @guard >=/2 badarg */
export function isGreaterOrEqual(a: u32, b: u32): u32 {
  return makeBoolean(!less(a, b));
}

/** @guard >/2 badarg */
export function isGreater(a: u32, b: u32): u32 {
  return makeBoolean(less(b, a));
}

/** @guard =</2 badarg */
export function isLessOrEqual(a: u32, b: u32): u32 {
  return makeBoolean(!less(b, a));
}

/** @guard is_integer/1 badarg */
export function isIntegerTerm(a: u32): u32 {
  return makeBoolean(isInteger(a));
}

/** @guard is_float/1 badarg */
export function isFloatTerm(a: u32): u32 {
  return makeBoolean(isFloat(a));
}

/** @guard is_number/1 badarg */
export function isNumberTerm(a: u32): u32 {
  return makeBoolean(isInteger(a) || isFloat(a));
}

/** @guard is_atom/1 badarg */
export function isAtomTerm(a: u32): u32 {
  return makeBoolean(isAtom(a));
}

/** @guard is_boolean/1 badarg */
export function isBooleanTerm(a: u32): u32 {
  return makeBoolean(isBoolean(a));
}

/** @guard is_list/1 badarg */
export function isListTerm(a: u32): u32 {
  return makeBoolean(isCons(a) || a == L.TermTag_nil);
}

/** @guard is_tuple/1 badarg */
export function isTupleTerm(a: u32): u32 {
  return makeBoolean(isTuple(a));
}

/** @guard is_binary/1 badarg */
export function isBinaryTerm(a: u32): u32 {
  return makeBoolean(isBinary(a));
}

/** @guard is_bitstring/1 badarg */
export function isBitstringTerm(a: u32): u32 {
  return makeBoolean(isBitstring(a));
}

/** @guard is_function/1 badarg */
export function isFunctionTerm(a: u32): u32 {
  return makeBoolean(isFun(a));
}

/** @guard is_pid/1 badarg */
export function isPidTerm(a: u32): u32 {
  return makeBoolean((a & L.TermTag_immediateMask) == L.TermTag_pid || hasTag(a, L.HeaderTag_externalPid));
}

/** @guard is_port/1 badarg */
export function isPortTerm(a: u32): u32 {
  return makeBoolean((a & L.TermTag_immediateMask) == L.TermTag_port || hasTag(a, L.HeaderTag_externalPort));
}

/** @guard is_reference/1 badarg */
export function isReferenceTerm(a: u32): u32 {
  return makeBoolean(hasTag(a, L.HeaderTag_reference) || hasTag(a, L.HeaderTag_externalReference));
}

/** @guard is_map/1 badarg */
export function isMapTerm(a: u32): u32 {
  return makeBoolean(isMap(a));
}

function hasTag(a: u32, tag: u32): bool {
  return isBoxed(a) && tagOf(a) == tag;
}

/** @guard is_function/2 badarg */
export function isFunctionOfArity(a: u32, arity: u32): u32 {
  if (!isSmall(arity)) return isBoxedInteger(arity) && (load<u32>(arity - 2) & 4) == 0 ? makeAtom(L.Atom_false) : 0;
  if (smallValue(arity) < 0) return 0;
  return makeBoolean(isFun(a) && load<u32>(a - 2 + L.FunOffset_arity) == arity);
}
