/**
 * What the verifier knows of the value in a register: bits, and above them the least arity of a tuple or the handler of a
 * catch tag. A bit is only there if it holds on every way to the instruction; 0 is a register that may not have been set.
 */
export const Fact = {
  /** A term. */
  set: 0x1,
  /** Not a part of a message that is still in the mailbox. */
  own: 0x2,
  cons: 0x4,
  /** A tuple with at least the arity above the bits. */
  tuple: 0x8,
  map: 0x10,
  float: 0x20,
  matchContext: 0x40,
  small: 0x80,
  /** A tuple that nothing else refers to, made since the last collection: it may be changed in place. */
  fresh: 0x100,
  /** Of x0: a handler begins, and what was raised is in memory. */
  raised: 0x400,
  /** Of a Y register: the tag of the handler above the bits. It is not a term. */
  catchTag: 0x800,
  /** Of a Y register: a catch tag on some ways only, or different ones. */
  unclear: 0x1000,
  /** Of x0 at `catch_end`: a term, or `raised`. */
  caught: 0x2000,
  /** A term on the heap with parts of a message that is still in the mailbox: on some way. It does not outlive a collection. */
  loan: 0x4000,
} as const;

/** What is true of a part of a value, too. */
export const ORIGIN: number = Fact.own | Fact.loan;

/** A term of which nothing is known. */
export const ANY_TERM: number = Fact.set | Fact.own;

/** Where the number above the bits begins. */
const NUMBER_SHIFT = 15;
/** Greatest number above the bits. */
export const MAXIMUM_NUMBER: number = (1 << (31 - NUMBER_SHIFT)) - 1;
const BITS = (1 << NUMBER_SHIFT) - 1;
const RAISED: number = Fact.raised | Fact.caught;
const LEGIBLE: number = RAISED | Fact.set;
const TAGS: number = Fact.catchTag | Fact.unclear;

/** Facts of a tuple of at least an arity. */
export function tupleOf(arity: number): number {
  return ANY_TERM | Fact.tuple | (Math.min(arity, MAXIMUM_NUMBER) << NUMBER_SHIFT);
}

/** Facts of the tag of a handler. */
export function tagOf(handler: number): number {
  return Fact.catchTag | (handler << NUMBER_SHIFT);
}

/** The least arity of a tuple, or the handler of a tag. */
export function numberOf(facts: number): number {
  return facts >>> NUMBER_SHIFT;
}

/** What holds of a value that is the one or the other. */
export function joinFacts(a: number, b: number): number {
  if (((a | b) & TAGS) !== 0) return a === b ? a : Fact.unclear;
  if (((a | b) & RAISED) !== 0 && (a & LEGIBLE) !== 0 && (b & LEGIBLE) !== 0) return a === b ? a : Fact.caught;
  const bits = (a & b & BITS) | ((a | b) & Fact.loan);
  if ((bits & Fact.tuple) === 0) return bits;
  return bits | (Math.min(a >>> NUMBER_SHIFT, b >>> NUMBER_SHIFT) << NUMBER_SHIFT);
}

/** What holds of a term of which both hold. */
export function meetFacts(a: number, b: number): number {
  return ((a | b) & BITS) | (Math.max(a >>> NUMBER_SHIFT, b >>> NUMBER_SHIFT) << NUMBER_SHIFT);
}
