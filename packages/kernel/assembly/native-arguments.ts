// What native functions do with their arguments: they travel through X, and are told when one of them is wrong.
import * as L from './generated/layout';
import { failNative } from './raise';

// @ts-ignore: decorator
@inline
export function setX(i: u32, term: u32): void { store<u32>(L.X_REGISTERS + (i << 2), term); }
// @ts-ignore: decorator
@inline
export function getX(i: u32): u32 { return load<u32>(L.X_REGISTERS + (i << 2)); }

export function badarg1(sp: u32, native: u32, a: u32): u32 {
  setX(0, a);
  return failNative(sp, L.Atom_badarg, native, 1);
}

export function badarg2(sp: u32, native: u32, a: u32, b: u32): u32 {
  setX(0, a);
  setX(1, b);
  return failNative(sp, L.Atom_badarg, native, 2);
}

export function badarg3(sp: u32, native: u32, a: u32, b: u32, c: u32): u32 {
  setX(0, a);
  setX(1, b);
  setX(2, c);
  return failNative(sp, L.Atom_badarg, native, 3);
}

export function badarg4(sp: u32, native: u32, a: u32, b: u32, c: u32, d: u32): u32 {
  setX(0, a);
  setX(1, b);
  setX(2, c);
  setX(3, d);
  return failNative(sp, L.Atom_badarg, native, 4);
}
