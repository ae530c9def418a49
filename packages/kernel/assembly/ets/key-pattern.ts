// Patterns of keys against keys: what part of an ordered table a pattern can match.
import * as L from '../generated/layout';
import { compareTerms } from '../terms/compare';
import { arityOf, elementOf, headOf, isCons, isMap, isTuple, makeAtom, tailOf } from '../terms/term';
import { variableNumber } from './match-compile';

/** Nesting of patterns that is looked into: what is deeper may be anything. */
const DEPTH: u32 = 64;

/** True when a comparison has met something that may be anything: what comes later tells nothing. */
let open: bool = false;

function compareAt(pattern: u32, key: u32, depth: u32): i32 {
  while (true) {
    if (depth == 0 || pattern == makeAtom(L.Atom__) || isMap(pattern) || variableNumber(pattern) >= 0) {
      open = true;
      return 0;
    }
    if (isTuple(pattern) && isTuple(key) && arityOf(pattern) == arityOf(key)) {
      for (let i: u32 = 0; i < arityOf(key); i++) {
        const order = compareAt(elementOf(pattern, i), elementOf(key, i), depth - 1);
        if (order != 0 || open) return order;
      }
      return 0;
    }
    if (!isCons(pattern) || !isCons(key)) return compareTerms(pattern, key);
    const order = compareAt(headOf(pattern), headOf(key), depth - 1);
    if (order != 0 || open) return order;
    pattern = tailOf(pattern);
    key = tailOf(key);
  }
}

/** The order of the keys that a pattern may match and a key: negative if they all come before it, positive if after, 0 if it may be one. */
export function comparePattern(pattern: u32, key: u32): i32 {
  open = false;
  return compareAt(pattern, key, DEPTH);
}
