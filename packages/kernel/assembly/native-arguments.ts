// What native functions do with their arguments: they travel through X, and are told when one of them is wrong.
import * as L from './generated/layout';
import { failNative } from './raise';

// @ts-ignore: decorator
@inline
export function setX(i: u32, term: u32): void { store<u32>(L.X_REGISTERS + (i << 2), term); }
// @ts-ignore: decorator
@inline
export function getX(i: u32): u32 { return load<u32>(L.X_REGISTERS + (i << 2)); }

/** Puts arguments into the first X registers. */
export function setX2(a: u32, b: u32): void {
  setX(0, a);
  setX(1, b);
}
export function setX3(a: u32, b: u32, c: u32): void {
  setX2(a, b);
  setX(2, c);
}
export function setX4(a: u32, b: u32, c: u32, d: u32): void {
  setX3(a, b, c);
  setX(3, d);
}
export function setX5(a: u32, b: u32, c: u32, d: u32, e: u32): void {
  setX4(a, b, c, d);
  setX(4, e);
}

export function badarg1(sp: u32, native: u32, a: u32): u32 {
  setX(0, a);
  return failNative(sp, L.Atom_badarg, native, 1);
}

export function badarg2(sp: u32, native: u32, a: u32, b: u32): u32 {
  setX2(a, b);
  return failNative(sp, L.Atom_badarg, native, 2);
}

export function badarg3(sp: u32, native: u32, a: u32, b: u32, c: u32): u32 {
  setX3(a, b, c);
  return failNative(sp, L.Atom_badarg, native, 3);
}

export function badarg4(sp: u32, native: u32, a: u32, b: u32, c: u32, d: u32): u32 {
  setX4(a, b, c, d);
  return failNative(sp, L.Atom_badarg, native, 4);
}
