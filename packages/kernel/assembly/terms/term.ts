// Term tags. Layout and tags: the `TermTag` and `HeaderTag` tables of the machine model.
import * as L from '../generated/layout';

// @ts-ignore: decorator
@inline
export function isImmediate(t: u32): bool {
  return (t & L.TermTag_primaryMask) == L.TermTag_primaryMask;
}

// @ts-ignore: decorator
@inline
export function isSmall(t: u32): bool {
  return (t & L.TermTag_immediateMask) == L.TermTag_integer;
}

// @ts-ignore: decorator
@inline
export function smallValue(t: u32): i32 {
  return (t as i32) >> L.TermTag_integerShift;
}

// @ts-ignore: decorator
@inline
export function makeSmall(v: i32): u32 {
  return ((v << L.TermTag_integerShift) | L.TermTag_integer) as u32;
}

// @ts-ignore: decorator
@inline
export function isAtom(t: u32): bool {
  return (t & L.TermTag_atomMask) == L.TermTag_atom;
}

// @ts-ignore: decorator
@inline
export function makeAtom(index: u32): u32 {
  return (index << L.TermTag_atomShift) | L.TermTag_atom;
}

/** Address of the text of an atom: its length in bytes, a word, then UTF-8. */
// @ts-ignore: decorator
@inline
export function atomText(atom: u32): u32 {
  return load<u32>(load<u32>(L.MachineRegister_atomTable) + ((atom >> L.TermTag_atomShift) << 2));
}

// @ts-ignore: decorator
@inline
export function makeBoolean(b: bool): u32 {
  return b ? makeAtom(L.Atom_true) : makeAtom(L.Atom_false);
}

// @ts-ignore: decorator
@inline
export function isCons(t: u32): bool {
  return (t & L.TermTag_primaryMask) == L.TermTag_cons;
}

// @ts-ignore: decorator
@inline
export function isBoxed(t: u32): bool {
  return (t & L.TermTag_primaryMask) == L.TermTag_boxed;
}

// @ts-ignore: decorator
@inline
export function headOf(t: u32): u32 {
  return load<u32>(t + 3);
}

// @ts-ignore: decorator
@inline
export function tailOf(t: u32): u32 {
  return load<u32>(t - 1);
}

// @ts-ignore: decorator
@inline
export function headerOf(t: u32): u32 {
  return load<u32>(t - 2);
}

/** Header tag of a boxed term. */
// @ts-ignore: decorator
@inline
export function tagOf(t: u32): u32 {
  return headerOf(t) & L.TermTag_headerMask;
}

/** Words after the header of a boxed term. */
// @ts-ignore: decorator
@inline
export function arityOf(t: u32): u32 {
  return headerOf(t) >> L.TermTag_arityShift;
}

// @ts-ignore: decorator
@inline
export function isTuple(t: u32): bool {
  return isBoxed(t) && tagOf(t) == L.HeaderTag_tuple;
}

// @ts-ignore: decorator
@inline
export function isFloat(t: u32): bool {
  return isBoxed(t) && headerOf(t) == L.FLOAT_HEADER;
}

// @ts-ignore: decorator
@inline
export function isFun(t: u32): bool {
  return isBoxed(t) && tagOf(t) == L.HeaderTag_fun;
}

// @ts-ignore: decorator
@inline
export function isMap(t: u32): bool {
  return isBoxed(t) && tagOf(t) == L.HeaderTag_map;
}

// @ts-ignore: decorator
@inline
export function isNativeRecord(t: u32): bool {
  return isBoxed(t) && tagOf(t) == L.HeaderTag_record;
}

/** True for the tag of a boxed term whose words are all terms. */
// @ts-ignore: decorator
@inline
export function tagHoldsTerms(tag: u32): bool {
  return tag == L.HeaderTag_tuple || tag == L.HeaderTag_fun || tag == L.HeaderTag_map || tag == L.HeaderTag_record;
}

/** Element `i`, from 0, of a tuple. */
// @ts-ignore: decorator
@inline
export function elementOf(t: u32, i: u32): u32 {
  return load<u32>(t + 2 + (i << 2));
}

// @ts-ignore: decorator
@inline
export function floatOf(t: u32): f64 {
  return load<f64>(t + 2);
}

/** True for a boxed integer of any size. */
// @ts-ignore: decorator
@inline
export function isBoxedInteger(t: u32): bool {
  return isBoxed(t) && (headerOf(t) & 0x3b) == L.HeaderTag_positiveInteger;
}

/** True for a boxed integer in the 64-bit form. */
// @ts-ignore: decorator
@inline
export function isInteger64(t: u32): bool {
  return isBoxed(t) && (headerOf(t) & ~(4 as u32)) == L.INTEGER64_HEADER_POSITIVE;
}

// @ts-ignore: decorator
@inline
export function integer64Of(t: u32): i64 {
  return load<i64>(t + 2);
}

/** True for a pid of this node. */
// @ts-ignore: decorator
@inline
export function isPid(term: u32): bool {
  return (term & L.TermTag_immediateMask) == L.TermTag_pid;
}

// @ts-ignore: decorator
@inline
export function isInteger(t: u32): bool {
  return isSmall(t) || isBoxedInteger(t);
}

/** Number of cells of a proper list, -1 for any other term. */
export function listLength(list: u32): i32 {
  let n = 0;
  for (; isCons(list); list = tailOf(list)) n++;
  return list == L.TermTag_nil ? n : -1;
}

/** True for a positive integer that is a small one in OTP, of 60 bits: more than there is room for of anything. */
export function isPositiveWord(t: u32): bool {
  if (isSmall(t)) return smallValue(t) > 0;
  return isInteger64(t) && integer64Of(t) > 0 && integer64Of(t) < 1 << 59;
}

/** True for an integer of up to 64 bits. */
// @ts-ignore: decorator
@inline
export function fits64(t: u32): bool {
  return isSmall(t) || isInteger64(t);
}

/** Value of a term for which `fits64` holds. */
// @ts-ignore: decorator
@inline
export function value64(t: u32): i64 {
  return isSmall(t) ? (smallValue(t) as i64) : integer64Of(t);
}
