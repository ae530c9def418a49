// Guard BIFs that are not arithmetic: terms in, a term or 0 out, no collection.
import * as L from './generated/layout';
import { nodeOfIdentifier } from './external-identifiers';
import { compareTerms, equal, equalExact, less } from './compare';
import { bitSizeOf, isBinary, isBitstring, isMatchContext, locate, locatedStart, parentOf, partOf } from './binary';
import { bitsLeft } from './binary-matching';
import { allocateNoCollect, currentContext } from './heap';
import { mapFind, mapSize as sizeOfMap } from './map';
import { isRecordOf, nameOfRecord } from './native-records';
import { makeFloat, makeInteger, toFloat } from './integer';
import {
  arityOf, elementOf, floatOf, headOf, isAtom, isBoxed, isBoxedInteger, isCons, isFloat, isFun, isInteger, isMap, isNativeRecord, isSmall, isTuple,
  makeAtom, makeBoolean, makeSmall, smallValue, tagOf, tailOf,
} from './term';

export function number(a: u32): u32 {
  return isInteger(a) || isFloat(a) ? a : 0;
}

export function toFloatTerm(a: u32): u32 {
  if (isFloat(a)) return a;
  const value = toFloat(a);
  return isNaN(value) ? 0 : makeFloat(value);
}

/** The integer with the value of a whole float. */
function wholeToInteger(value: f64): u32 {
  if (value >= -9223372036854775808.0 && value < 9223372036854775808.0) return makeInteger(value as i64);
  // mantissa << exponent, in limbs.
  const bits = reinterpret<u64>(value < 0 ? -value : value);
  const exponent = ((bits >> 52) as u32) - 1075;
  const mantissa = (bits & 0xfffffffffffff) | 0x10000000000000;
  const first = exponent >> 5;
  const shift = exponent & 31;
  let limbs = first + 2;
  const high = ((mantissa >> 32) << shift) | ((mantissa & 0xffffffff) << shift >> 32);
  if (high >> 32 != 0) limbs++;
  else if ((high & 0xffffffff) == 0) limbs--;
  if (limbs < 3) limbs = 3;
  const box = allocateNoCollect((limbs + 1) << 2);
  memory.fill(box, 0, (limbs + 1) << 2);
  store<u32>(box, (limbs << L.TermTag_arityShift) | (value < 0 ? L.HeaderTag_negativeInteger : L.HeaderTag_positiveInteger));
  const at = box + 4 + (first << 2);
  store<u32>(at, ((mantissa & 0xffffffff) << shift) as u32);
  if (first + 1 < limbs) store<u32>(at + 4, high as u32);
  if (first + 2 < limbs) store<u32>(at + 8, (high >> 32) as u32);
  return box | L.TermTag_boxed;
}

export function truncate(a: u32): u32 {
  return isFloat(a) ? wholeToInteger(Math.trunc(floatOf(a))) : isInteger(a) ? a : 0;
}

/** Half away from zero, as C's `round`. */
export function round(a: u32): u32 {
  if (!isFloat(a)) return isInteger(a) ? a : 0;
  const value = floatOf(a);
  const whole = Math.trunc(value);
  return wholeToInteger(Math.abs(value - whole) >= 0.5 ? whole + (value < 0 ? -1.0 : 1.0) : whole);
}

export function floor(a: u32): u32 {
  return isFloat(a) ? wholeToInteger(Math.floor(floatOf(a))) : isInteger(a) ? a : 0;
}

export function ceiling(a: u32): u32 {
  return isFloat(a) ? wholeToInteger(Math.ceil(floatOf(a))) : isInteger(a) ? a : 0;
}

export function length(a: u32): u32 {
  let n = 0;
  while (isCons(a)) {
    n++;
    a = tailOf(a);
  }
  return a == L.TermTag_nil ? makeSmall(n) : 0;
}

export function head(a: u32): u32 {
  return isCons(a) ? headOf(a) : 0;
}

export function tail(a: u32): u32 {
  return isCons(a) ? tailOf(a) : 0;
}

export function element(n: u32, tuple: u32): u32 {
  if (!isSmall(n) || !isTuple(tuple)) return 0;
  const index = smallValue(n) - 1;
  return (index as u32) < arityOf(tuple) ? elementOf(tuple, index) : 0;
}

export function tupleSize(a: u32): u32 {
  return isTuple(a) ? makeSmall(arityOf(a)) : 0;
}

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

export function byteSize(a: u32): u32 {
  const bits = bitsIn(a);
  return bits < 0 ? 0 : makeInteger((bits + 7) >> 3);
}

export function bitSize(a: u32): u32 {
  const bits = bitsIn(a);
  return bits < 0 ? 0 : makeInteger(bits);
}

/** `binary_part/3`: a negative length counts backwards from the start. */
export function binaryPart(binary: u32, start: u32, length: u32): u32 {
  if (!isBitstring(binary) || !isSmall(start) || !isSmall(length)) return 0;
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

/** `binary_part/2`: start and length in a tuple. */
export function binaryPart2(binary: u32, part: u32): u32 {
  return isTuple(part) && arityOf(part) == 2 ? binaryPart(binary, elementOf(part, 0), elementOf(part, 1)) : 0;
}

export function mapSize(a: u32): u32 {
  return isMap(a) ? makeSmall(sizeOfMap(a)) : 0;
}

export function mapGet(key: u32, map: u32): u32 {
  if (!isMap(map)) return 0;
  const found = mapFind(map, key);
  return found == 0 ? 0 : load<u32>(found);
}

export function isMapKey(key: u32, map: u32): u32 {
  return isMap(map) ? makeBoolean(mapFind(map, key) != 0) : 0;
}

/** `is_record/1`: a native record. */
export function isNativeRecordTerm(a: u32): u32 { return makeBoolean(isNativeRecord(a)); }

/** `is_record/2`: a tuple with the atom as its first element, or a native record of that name. */
export function isRecord(a: u32, name: u32): u32 {
  if (isAtom(name) && isNativeRecord(a)) return makeBoolean(nameOfRecord(a) == name);
  return isAtom(name) ? makeBoolean(isTuple(a) && arityOf(a) > 0 && elementOf(a, 0) == name) : 0;
}

/** `is_record/3`: of so many elements, or a native record of a module and name. */
export function isRecordOfSize(a: u32, name: u32, size: u32): u32 {
  if (isAtom(name) && isAtom(size)) return makeBoolean(isNativeRecord(a) && isRecordOf(a, name, size));
  if (!isAtom(name) || !isSmall(size)) return 0;
  return makeBoolean(isTuple(a) && arityOf(a) > 0 && elementOf(a, 0) == name && arityOf(a) == (smallValue(size) as u32));
}

/** `is_integer/3`: an integer between two others. */
export function isIntegerBetween(a: u32, least: u32, most: u32): u32 {
  if (!isInteger(least) || !isInteger(most)) return 0;
  return makeBoolean(isInteger(a) && compareTerms(a, least) >= 0 && compareTerms(a, most) <= 0);
}

/** `get/1`: the value of a key in the process dictionary, a map, or the atom undefined. */
export function dictionaryValue(key: u32): u32 {
  const map = load<u32>(currentContext() + L.ContextOffset_dictionary);
  const found = map == 0 ? 0 : mapFind(map, key);
  return found == 0 ? makeAtom(L.Atom_undefined) : load<u32>(found);
}

export function localNode(): u32 {
  return makeAtom(L.LOCAL_NODE_ATOM);
}

/** `node/1`: of a pid, port or reference. */
export function nodeOf(a: u32): u32 {
  const isIdentifier = isPidTerm(a) == makeAtom(L.Atom_true) || isPortTerm(a) == makeAtom(L.Atom_true) || isReferenceTerm(a) == makeAtom(L.Atom_true);
  return isIdentifier ? nodeOfIdentifier(a) : 0;
}

export function self(): u32 {
  return (load<u32>(currentContext() + L.ContextOffset_processId) << 4) | L.TermTag_pid;
}

export function minimum(a: u32, b: u32): u32 {
  return compareTerms(a, b) <= 0 ? a : b;
}

export function maximum(a: u32, b: u32): u32 {
  return compareTerms(a, b) >= 0 ? a : b;
}

function isBoolean(a: u32): bool {
  return a == makeAtom(L.Atom_true) || a == makeAtom(L.Atom_false);
}

export function not(a: u32): u32 {
  return isBoolean(a) ? makeBoolean(a == makeAtom(L.Atom_false)) : 0;
}

export function and(a: u32, b: u32): u32 {
  return isBoolean(a) && isBoolean(b) ? makeBoolean(a == b && a == makeAtom(L.Atom_true)) : 0;
}

export function or(a: u32, b: u32): u32 {
  return isBoolean(a) && isBoolean(b) ? makeBoolean(a != b || a == makeAtom(L.Atom_true)) : 0;
}

export function xor(a: u32, b: u32): u32 {
  return isBoolean(a) && isBoolean(b) ? makeBoolean(a != b) : 0;
}

export function isEqual(a: u32, b: u32): u32 { return makeBoolean(equal(a, b)); }
export function isNotEqual(a: u32, b: u32): u32 { return makeBoolean(!equal(a, b)); }
export function isExactlyEqual(a: u32, b: u32): u32 { return makeBoolean(equalExact(a, b)); }
export function isNotExactlyEqual(a: u32, b: u32): u32 { return makeBoolean(!equalExact(a, b)); }
export function isLess(a: u32, b: u32): u32 { return makeBoolean(less(a, b)); }
export function isGreaterOrEqual(a: u32, b: u32): u32 { return makeBoolean(!less(a, b)); }
export function isGreater(a: u32, b: u32): u32 { return makeBoolean(less(b, a)); }
export function isLessOrEqual(a: u32, b: u32): u32 { return makeBoolean(!less(b, a)); }
export function isIntegerTerm(a: u32): u32 { return makeBoolean(isInteger(a)); }
export function isFloatTerm(a: u32): u32 { return makeBoolean(isFloat(a)); }
export function isNumberTerm(a: u32): u32 { return makeBoolean(isInteger(a) || isFloat(a)); }
export function isAtomTerm(a: u32): u32 { return makeBoolean(isAtom(a)); }
export function isBooleanTerm(a: u32): u32 { return makeBoolean(isBoolean(a)); }
export function isListTerm(a: u32): u32 { return makeBoolean(isCons(a) || a == L.TermTag_nil); }
export function isTupleTerm(a: u32): u32 { return makeBoolean(isTuple(a)); }
export function isBinaryTerm(a: u32): u32 { return makeBoolean(isBinary(a)); }
export function isBitstringTerm(a: u32): u32 { return makeBoolean(isBitstring(a)); }
export function isFunctionTerm(a: u32): u32 { return makeBoolean(isFun(a)); }
export function isPidTerm(a: u32): u32 { return makeBoolean((a & L.TermTag_immediateMask) == L.TermTag_pid || hasTag(a, L.HeaderTag_externalPid)); }
export function isPortTerm(a: u32): u32 { return makeBoolean((a & L.TermTag_immediateMask) == L.TermTag_port || hasTag(a, L.HeaderTag_externalPort)); }
export function isReferenceTerm(a: u32): u32 { return makeBoolean(hasTag(a, L.HeaderTag_reference) || hasTag(a, L.HeaderTag_externalReference)); }
export function isMapTerm(a: u32): u32 { return makeBoolean(isMap(a)); }

function hasTag(a: u32, tag: u32): bool {
  return isBoxed(a) && tagOf(a) == tag;
}

export function isFunctionOfArity(a: u32, arity: u32): u32 {
  if (!isSmall(arity)) return isBoxedInteger(arity) && (load<u32>(arity - 2) & 4) == 0 ? makeAtom(L.Atom_false) : 0;
  if (smallValue(arity) < 0) return 0;
  return makeBoolean(isFun(a) && load<u32>(a - 2 + L.FunOffset_arity) == arity);
}
