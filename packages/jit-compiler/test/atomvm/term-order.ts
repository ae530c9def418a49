/** Terms as plain data: how they compare, and what makes them. */
import type { Term } from '@beamline/beam-file';

export const atom = (name: string): Term => ({ kind: 'atom', name });
export const bool = (value: boolean): Term => atom(value ? 'true' : 'false');
export const nil: Term = { kind: 'nil' };
export const tuple = (...elements: readonly Term[]): Term => ({ kind: 'tuple', elements });

export function integer(value: number | bigint): Term {
  const small = Number(value);
  return { kind: 'integer', value: Number.isSafeInteger(small) ? small : BigInt(value) };
}

export function list(elements: readonly Term[], tail: Term = nil): Term {
  if (elements.length === 0) return tail;
  return tail.kind === 'list'
    ? { kind: 'list', elements: [...elements, ...tail.elements], tail: tail.tail }
    : { kind: 'list', elements, tail };
}

/** OTP's order of kinds. */
const RANKS: Readonly<Record<Term['kind'], number>> = {
  integer: 0,
  float: 0,
  atom: 1,
  reference: 2,
  fun: 3,
  export: 3,
  port: 4,
  pid: 5,
  tuple: 6,
  record: 6,
  map: 7,
  nil: 8,
  list: 9,
  bitstring: 10,
};

const by = (a: number | bigint | string, z: number | bigint | string): number => (a < z ? -1 : a > z ? 1 : 0);

/** Compares numbers of different kinds by their values; `exact` puts integers before floats. */
export function compareTerms(a: Term, z: Term, exact = false): number {
  const rank = RANKS[a.kind] - RANKS[z.kind];
  if (rank !== 0) return rank;
  if ((a.kind === 'integer' || a.kind === 'float') && (z.kind === 'integer' || z.kind === 'float')) {
    if (exact && a.kind !== z.kind) return a.kind === 'integer' ? -1 : 1;
    if (a.kind === 'float' && z.kind === 'float') return by(a.value, z.value);
    return by(a.value, z.value);
  }
  if (a.kind === 'atom' && z.kind === 'atom') return by(a.name, z.name);
  if (a.kind === 'tuple' && z.kind === 'tuple') {
    return a.elements.length - z.elements.length || compareAll(a.elements, z.elements, exact);
  }
  if (a.kind === 'list' && z.kind === 'list') {
    const length = Math.min(a.elements.length, z.elements.length);
    const order = compareAll(a.elements.slice(0, length), z.elements.slice(0, length), exact);
    if (order !== 0) return order;
    return compareTerms(list(a.elements.slice(length), a.tail), list(z.elements.slice(length), z.tail), exact);
  }
  if (a.kind === 'map' && z.kind === 'map') {
    const [left, right] = [sortedPairs(a.pairs), sortedPairs(z.pairs)];
    const keys = (pairs: readonly (readonly [Term, Term])[]): Term[] => pairs.map(([key]) => key);
    const values = (pairs: readonly (readonly [Term, Term])[]): Term[] => pairs.map(([, value]) => value);
    return left.length - right.length || compareAll(keys(left), keys(right), true) || compareAll(values(left), values(right), exact);
  }
  if (a.kind === 'bitstring' && z.kind === 'bitstring') {
    for (let i = 0; i < Math.min(a.bytes.length, z.bytes.length); i++) {
      const order = (a.bytes[i] ?? 0) - (z.bytes[i] ?? 0);
      if (order !== 0) return order;
    }
    return a.bitSize - z.bitSize;
  }
  return by(JSON.stringify(a, plain), JSON.stringify(z, plain));
}

const plain = (_: string, value: unknown): unknown => (typeof value === 'bigint' ? `${value}` : value);

function compareAll(a: readonly Term[], z: readonly Term[], exact: boolean): number {
  for (let i = 0; i < a.length; i++) {
    const order = compareTerms(a[i] ?? nil, z[i] ?? nil, exact);
    if (order !== 0) return order;
  }
  return 0;
}

/** The pairs of a map in the order of its keys. */
export function sortedPairs(pairs: readonly (readonly [Term, Term])[]): readonly (readonly [Term, Term])[] {
  return pairs.toSorted(([a], [z]) => compareTerms(a, z, true));
}

/** The position of a key among pairs; -1 if it is not there. */
export function findKey(pairs: readonly (readonly [Term, Term])[], key: Term): number {
  return pairs.findIndex(([each]) => compareTerms(each, key, true) === 0);
}
