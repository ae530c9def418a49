// What BIFs share: their arguments travel through X, and a failure tells them.

import { failBif } from '../execution/raise';
import { setX, setX2, setX3, setX4 } from '../execution/x-registers';
import * as L from '../generated/layout';
import { spendOnElements } from '../memory/heap';
import { reserve } from '../memory/reserve';

/** A BIF with one argument fails with an atom. */
export function fail1(sp: u32, atom: u32, bif: u32, a: u32): u32 {
  setX(0, a);
  return failBif(sp, atom, bif, 1);
}

/** One with two arguments. */
export function fail2(sp: u32, atom: u32, bif: u32, a: u32, b: u32): u32 {
  setX2(a, b);
  return failBif(sp, atom, bif, 2);
}

export function badarg1(sp: u32, bif: u32, a: u32): u32 {
  return fail1(sp, L.Atom_badarg, bif, a);
}

export function badarg2(sp: u32, bif: u32, a: u32, b: u32): u32 {
  return fail2(sp, L.Atom_badarg, bif, a, b);
}

export function badarg3(sp: u32, bif: u32, a: u32, b: u32, c: u32): u32 {
  setX3(a, b, c);
  return failBif(sp, L.Atom_badarg, bif, 3);
}

export function badarg4(sp: u32, bif: u32, a: u32, b: u32, c: u32, d: u32): u32 {
  setX4(a, b, c, d);
  return failBif(sp, L.Atom_badarg, bif, 4);
}

/** Makes room for `bytes` with two terms kept, which are then in x0 and x1. */
// @ts-ignore: decorator
@inline
export function reserveWith2(sp: u32, bytes: u32, a: u32, b: u32): void {
  setX(0, a);
  setX(1, b);
  spendOnElements(bytes >> 3);
  reserve(sp, bytes, 2);
}
