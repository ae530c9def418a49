// What is told of terms of any type.
import * as L from '../generated/layout';
import { funHash } from '../host';
import { isFlatMap } from '../maps/map-shape';
import { compareExact } from '../terms/compare';
import { flatSize } from '../terms/copy-term';
import { makeInteger } from '../terms/integer';
import { sharedSize } from '../terms/shared-size';
import {
  elementOf,
  integer64Of,
  isAtom,
  isBoxed,
  isCons,
  isImmediate,
  isInteger64,
  isSmall,
  makeAtom,
  makeBoolean,
  makeSmall,
  smallValue,
  tagOf,
} from '../terms/term';

/**
 * `erts_debug:same/2`: the same word.
 *
 * @bif erts_debug:same/2
 */
export function erts_debug_same_2(sp: u32, a: u32, b: u32): u32 {
  return makeBoolean(a == b);
}

/**
 * `erts_debug:flat_size/1`: words of a copy that shares nothing.
 *
 * @bif erts_debug:flat_size/1
 */
export function erts_debug_flat_size_1(sp: u32, term: u32): u32 {
  return makeInteger(isImmediate(term) ? 0 : (flatSize(term) as i64));
}

/**
 * `erts_debug:size_shared/1`: words of a term, where each part counts once.
 *
 * @bif erts_debug:size_shared/1
 */
export function erts_debug_size_shared_1(sp: u32, term: u32): u32 {
  return makeInteger(sharedSize(term) as i64);
}

/**
 * `erts_internal:term_type/1`: how a term is represented, in OTP's words.
 *
 * @bif erts_internal:term_type/1
 */
export function erts_internal_term_type_1(sp: u32, term: u32): u32 {
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

/**
 * `erts_internal:cmp_term/2`: the order in which integers come before floats.
 *
 * @bif erts_internal:cmp_term/2
 */
export function erts_internal_cmp_term_2(sp: u32, a: u32, b: u32): u32 {
  const order = compareExact(a, b);
  return makeSmall(order < 0 ? -1 : order > 0 ? 1 : 0);
}
