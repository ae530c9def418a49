// Native functions on terms of any kind: tuples, the process dictionary, references, hashes, comparison.
import * as L from './generated/layout';
import { badarg1, badarg2, badarg3, setX } from './native-arguments';
import { compareExact } from './compare';
import { sizeOfCopy } from './copy-term';
import { allocateNoCollect, currentContext } from './heap';
import { makeInteger } from './integer';
import { funHash } from './host';
import { isFlatMap, mapFind, mapFromPairs, mapPut, mapRemove, mapSize, writePairs } from './map';
import { allocateBlock, copyWords, freeBlock } from './memory';
import { oldPortableHash } from './old-portable-hash';
import { portableHash } from './portable-hash';
import { nativeAppend, nativeSubtractList } from './natives';
import { listOfX, raiseClass } from './raise';
import { makeReference } from './references';
import {
  arityOf, elementOf, headOf, integer64Of, isAtom, isBoxed, isCons, isImmediate, isInteger64, isSmall, isTuple, listLength, makeAtom, makeBoolean, makeSmall, smallValue, tagOf,
  tailOf,
} from './term';
import { makeCons } from './term-construction';

/** Most elements of a tuple (OTP's MAX_ARITYVAL). */
const MAX_TUPLE: i32 = 0xffffff;

/** Address of a new tuple without elements. */
// @ts-ignore: decorator
@inline
function newTuple(arity: u32): u32 {
  const tuple = allocateNoCollect((arity + 1) << 2);
  store<u32>(tuple, arity << L.TermTag_arityShift);
  return tuple;
}

export function nativeAppendElement(sp: u32, tuple: u32, value: u32): u32 {
  if (!isTuple(tuple) || (arityOf(tuple) as i32) >= MAX_TUPLE) return badarg2(sp, L.Native_nativeAppendElement, tuple, value);
  const arity = arityOf(tuple);
  const copy = newTuple(arity + 1);
  copyWords(copy + 4, tuple + 2, arity);
  store<u32>(copy + 4 + (arity << 2), value);
  return copy | L.TermTag_boxed;
}

export function nativeInsertElement(sp: u32, n: u32, tuple: u32, value: u32): u32 {
  if (!isSmall(n) || !isTuple(tuple) || smallValue(n) < 1 || (smallValue(n) as u32) > arityOf(tuple) + 1) {
    return badarg3(sp, L.Native_nativeInsertElement, n, tuple, value);
  }
  const before = (smallValue(n) - 1) as u32;
  const arity = arityOf(tuple);
  const copy = newTuple(arity + 1);
  copyWords(copy + 4, tuple + 2, before);
  store<u32>(copy + 4 + (before << 2), value);
  copyWords(copy + 8 + (before << 2), tuple + 2 + (before << 2), arity - before);
  return copy | L.TermTag_boxed;
}

export function nativeDeleteElement(sp: u32, n: u32, tuple: u32): u32 {
  if (!isSmall(n) || !isTuple(tuple) || smallValue(n) < 1 || (smallValue(n) as u32) > arityOf(tuple)) {
    return badarg2(sp, L.Native_nativeDeleteElement, n, tuple);
  }
  const before = (smallValue(n) - 1) as u32;
  const arity = arityOf(tuple) - 1;
  const copy = newTuple(arity);
  copyWords(copy + 4, tuple + 2, before);
  copyWords(copy + 4 + (before << 2), tuple + 6 + (before << 2), arity - before);
  return copy | L.TermTag_boxed;
}

/** `make_tuple/3`: a default, and pairs of position and value, of which later ones count. */
export function nativeMakeTuple3(sp: u32, n: u32, value: u32, list: u32): u32 {
  const valid = isSmall(n) && smallValue(n) >= 0 && smallValue(n) <= MAX_TUPLE;
  let rest = list;
  for (; valid && isCons(rest); rest = tailOf(rest)) {
    const pair = headOf(rest);
    if (!isTuple(pair) || arityOf(pair) != 2 || !isSmall(elementOf(pair, 0))) break;
    const position = smallValue(elementOf(pair, 0));
    if (position < 1 || position > smallValue(n)) break;
  }
  if (!valid || rest != L.TermTag_nil) return badarg3(sp, L.Native_nativeMakeTuple3, n, value, list);
  const arity = smallValue(n) as u32;
  const tuple = newTuple(arity);
  for (let i: u32 = 1; i <= arity; i++) store<u32>(tuple + (i << 2), value);
  for (rest = list; isCons(rest); rest = tailOf(rest)) {
    const pair = headOf(rest);
    store<u32>(tuple + (smallValue(elementOf(pair, 0)) << 2), elementOf(pair, 1));
  }
  return tuple | L.TermTag_boxed;
}

// The process dictionary is a map.

function dictionary(): u32 {
  const map = load<u32>(currentContext() + L.ContextOffset_dictionary);
  return map != 0 ? map : mapFromPairs(0, 0);
}

function setDictionary(map: u32): void {
  store<u32>(currentContext() + L.ContextOffset_dictionary, map);
}

/** The value of a key, or the atom undefined. */
function valueIn(map: u32, key: u32): u32 {
  const found = mapFind(map, key);
  return found == 0 ? makeAtom(L.Atom_undefined) : load<u32>(found);
}

export function nativePut(sp: u32, key: u32, value: u32): u32 {
  const map = dictionary();
  const old = valueIn(map, key);
  setDictionary(mapPut(map, key, value));
  return old;
}

export function nativeErase1(sp: u32, key: u32): u32 {
  const map = dictionary();
  const old = valueIn(map, key);
  setDictionary(mapRemove(map, key));
  return old;
}

/** A list of what `get/0` or, with `keysOf` a value, `get_keys/1` tells of a dictionary; the keys alone with `keysOf` 0. */
function listDictionary(map: u32, withValues: bool, keysOf: u32): u32 {
  const size = mapSize(map);
  const pairs = allocateBlock(size << 3);
  writePairs(map, pairs);
  let list: u32 = L.TermTag_nil;
  for (let i: u32 = 0; i < size; i++) {
    const key = load<u32>(pairs + (i << 3));
    const value = load<u32>(pairs + (i << 3), 4);
    if (withValues) {
      const tuple = newTuple(2);
      store<u32>(tuple, key, 4);
      store<u32>(tuple, value, 8);
      list = makeCons(tuple | L.TermTag_boxed, list);
    } else if (keysOf == 0 || compareExact(value, keysOf) == 0) {
      list = makeCons(key, list);
    }
  }
  freeBlock(pairs);
  return list;
}

export function nativeGet0(sp: u32): u32 { return listDictionary(dictionary(), true, 0); }
export function nativeGetKeys0(sp: u32): u32 { return listDictionary(dictionary(), false, 0); }
export function nativeGetKeys1(sp: u32, value: u32): u32 { return listDictionary(dictionary(), false, value); }

export function nativeErase0(sp: u32): u32 {
  const list = listDictionary(dictionary(), true, 0);
  setDictionary(0);
  return list;
}

// Integers that are unique in the machine, and references.

let lastUnique: u64 = 0;
let lastMonotonic: u64 = 0;

export function nativeMakeRef(sp: u32): u32 { return makeReference(); }

/** Unique integers begin low, as OTP's, so that many are small. */
function uniqueInteger(positive: bool, monotonic: bool): u32 {
  if (monotonic) lastMonotonic++;
  else lastUnique++;
  const value = (monotonic ? lastMonotonic : lastUnique) as i64;
  return makeInteger(positive ? value : value - 0x8000000);
}

export function nativeUniqueInteger0(sp: u32): u32 { return uniqueInteger(false, false); }

export function nativeUniqueInteger1(sp: u32, options: u32): u32 {
  let positive = false;
  let monotonic = false;
  let rest = options;
  for (; isCons(rest); rest = tailOf(rest)) {
    if (headOf(rest) == makeAtom(L.Atom_positive)) positive = true;
    else if (headOf(rest) == makeAtom(L.Atom_monotonic)) monotonic = true;
    else break;
  }
  return rest == L.TermTag_nil ? uniqueInteger(positive, monotonic) : badarg1(sp, L.Native_nativeUniqueInteger1, options);
}

/** `phash2/1`: 27 bits. */
export function nativePhash1(sp: u32, term: u32): u32 {
  return makeSmall(portableHash(term) & 0x7ffffff);
}

/** `phash2/2`: below a range from 1 to 2^32. */
export function nativePhash2(sp: u32, term: u32, range: u32): u32 {
  let most: i64 = 0;
  if (isSmall(range)) most = smallValue(range);
  else if (isInteger64(range)) most = integer64Of(range);
  if (most < 1 || most > 0x100000000) return badarg2(sp, L.Native_nativePhash2, term, range);
  return makeInteger((portableHash(term) as i64) % most);
}

/** `phash/2`: from 1 to a range of up to 2^32. */
export function nativeOldPhash(sp: u32, term: u32, range: u32): u32 {
  let most: i64 = 0;
  if (isSmall(range)) most = smallValue(range);
  else if (isInteger64(range)) most = integer64Of(range);
  if (most < 1 || most > 0x100000000) return badarg2(sp, L.Native_nativeOldPhash, term, range);
  return makeInteger((oldPortableHash(term) as i64) % most + 1);
}

/** `erts_debug:same/2`: the same word. */
export function nativeSame(sp: u32, a: u32, b: u32): u32 { return makeBoolean(a == b); }

/** `erts_debug:flat_size/1`: words of a copy that shares nothing. */
export function nativeFlatSize(sp: u32, term: u32): u32 {
  return makeInteger(isImmediate(term) ? 0 : ((sizeOfCopy(term) >> 2) as i64));
}

/** `erts_internal:term_type/1`: how a term is represented, in OTP's words. */
export function nativeTermType(sp: u32, term: u32): u32 {
  if (isSmall(term)) return makeAtom(L.Atom_fixnum);
  if (isAtom(term)) return makeAtom(L.Atom_atom);
  if (term == L.TermTag_nil) return makeAtom(L.Atom_nil);
  if (isCons(term)) return makeAtom(L.Atom_list);
  if (!isBoxed(term)) return makeAtom((term & L.TermTag_immediateMask) == L.TermTag_pid ? L.Atom_pid : L.Atom_port);
  switch (tagOf(term)) {
    case L.HeaderTag_tuple:
      return makeAtom(L.Atom_tuple);
    case L.HeaderTag_float:
      return makeAtom(L.Atom_hfloat);
    case L.HeaderTag_map:
      return makeAtom(isFlatMap(term) ? L.Atom_flatmap : L.Atom_hashmap);
    case L.HeaderTag_fun:
      return makeAtom(funHash(smallValue(elementOf(term, 2))) != 0 ? L.Atom_fun : L.Atom_export);
    case L.HeaderTag_heapBinary:
      return makeAtom(L.Atom_heap_binary);
    case L.HeaderTag_refcBinary:
      return makeAtom(L.Atom_refc_binary);
    case L.HeaderTag_subBinary:
      return makeAtom(L.Atom_sub_binary);
    case L.HeaderTag_reference:
      return makeAtom(L.Atom_reference);
    default:
      // OTP's small integers have 60 bits.
      return makeAtom(isInteger64(term) && integer64Of(term) >> 59 == integer64Of(term) >> 63 ? L.Atom_fixnum : L.Atom_bignum);
  }
}

/** `erts_internal:cmp_term/2`: the order in which integers come before floats. */
export function nativeCompareTerm(sp: u32, a: u32, b: u32): u32 {
  const order = compareExact(a, b);
  return makeSmall(order < 0 ? -1 : order > 0 ? 1 : 0);
}

/** Raises an error whose stack trace begins with a native function; its arguments are in X. */
function raiseIn(sp: u32, reason: u32, native: u32, arity: u32): u32 {
  raiseClass(sp, L.ExceptionClass_error, reason);
  store<u32>(L.MachineRegister_exceptionNative, native);
  store<u32>(L.MachineRegister_exceptionArguments, listOfX(arity));
  return 0;
}

/** `nif_error/1,2`: unlike `error` they stand in the stack trace themselves. */
export function nativeNifError1(sp: u32, reason: u32): u32 {
  setX(0, reason);
  return raiseIn(sp, reason, L.Native_nativeNifError1, 1);
}

export function nativeNifError2(sp: u32, reason: u32, list: u32): u32 {
  setX(0, reason);
  setX(1, list);
  return raiseIn(sp, reason, L.Native_nativeNifError2, 2);
}

/** `append/2` and `subtract/2`: `++` and `--` by another name. */
export function nativeAppend2(sp: u32, a: u32, b: u32): u32 {
  return listLength(a) >= 0 ? nativeAppend(sp, a, b) : badarg2(sp, L.Native_nativeAppend2, a, b);
}

export function nativeSubtract2(sp: u32, a: u32, b: u32): u32 {
  return listLength(a) >= 0 && listLength(b) >= 0 ? nativeSubtractList(sp, a, b) : badarg2(sp, L.Native_nativeSubtract2, a, b);
}
