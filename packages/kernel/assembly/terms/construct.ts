// New terms on the heap of the running process, made without a collection.
import * as L from '../generated/layout';
import { allocateNoCollect } from '../memory/heap';

/** A cons cell. */
export function makeCons(head: u32, tail: u32): u32 {
  const cell = allocateNoCollect(8);
  store<u32>(cell, tail);
  store<u32>(cell, head, 4);
  return cell | L.TermTag_cons;
}

/** A tuple, whose elements are to be written from `tuple + 2` on. */
export function makeTuple(arity: u32): u32 {
  const at = allocateNoCollect((arity + 1) << 2);
  store<u32>(at, arity << L.TermTag_arityShift);
  return at | L.TermTag_boxed;
}

/** Sets element `i`, from 0, of a new tuple. */
export function setElement(tuple: u32, i: u32, term: u32): void {
  store<u32>(tuple + 2 + (i << 2), term);
}

/** A tuple of two elements. */
export function makePair(a: u32, b: u32): u32 {
  const tuple = makeTuple(2);
  setElement(tuple, 0, a);
  setElement(tuple, 1, b);
  return tuple;
}

/** A tuple of three elements. */
export function makeTriple(a: u32, b: u32, c: u32): u32 {
  const tuple = makeTuple(3);
  setElement(tuple, 0, a);
  setElement(tuple, 1, b);
  setElement(tuple, 2, c);
  return tuple;
}
