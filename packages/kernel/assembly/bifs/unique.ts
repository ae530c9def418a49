// Unique references and integers.
import * as L from '../generated/layout';
import { makeInteger, makeUnsigned } from '../terms/integer';
import { makeReference } from '../terms/references';
import { headOf, isCons, makeAtom, tailOf } from '../terms/term';
import { badarg1 } from './arguments';

// Integers that are unique in the machine, and references.

/** The first integers are below zero by so much: they begin low, as OTP's, so that many are small. */
const BELOW_ZERO: u64 = 0x8000000;

let lastUnique: u64 = 0;
let lastMonotonic: u64 = 0;

/** How many monotonic integers there have been. */
export function lastMonotonicInteger(): u64 {
  return lastMonotonic;
}

/** Has monotonic integers go on after so many. */
export function setLastMonotonicInteger(count: u64): void {
  lastMonotonic = count;
}

/** @bif erlang:make_ref/0 */
export function erlang_make_ref_0(sp: u32): u32 {
  return makeReference();
}

function uniqueInteger(positive: bool, monotonic: bool): u32 {
  if (monotonic) lastMonotonic++;
  else lastUnique++;
  const count = monotonic ? lastMonotonic : lastUnique;
  if (positive) return makeUnsigned(count);
  const before = count - 1;
  return before < BELOW_ZERO ? makeInteger((before as i64) - (BELOW_ZERO as i64)) : makeUnsigned(before - BELOW_ZERO);
}

/** @bif erlang:unique_integer/0 */
export function erlang_unique_integer_0(sp: u32): u32 {
  return uniqueInteger(false, false);
}

/** @bif erlang:unique_integer/1 */
export function erlang_unique_integer_1(sp: u32, options: u32): u32 {
  let positive = false;
  let monotonic = false;
  let rest = options;
  for (; isCons(rest); rest = tailOf(rest)) {
    if (headOf(rest) == makeAtom(L.Atom_positive)) positive = true;
    else if (headOf(rest) == makeAtom(L.Atom_monotonic)) monotonic = true;
    else break;
  }
  return rest == L.TermTag_nil ? uniqueInteger(positive, monotonic) : badarg1(sp, L.Bif_erlang_unique_integer_1, options);
}
