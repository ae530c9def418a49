// The X registers of the running process, where they lie in memory.
import * as L from '../generated/layout';

// @ts-ignore: decorator
@inline
export function setX(i: u32, term: u32): void {
  store<u32>(L.X_REGISTERS + (i << 2), term);
}

// @ts-ignore: decorator
@inline
export function getX(i: u32): u32 {
  return load<u32>(L.X_REGISTERS + (i << 2));
}

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
