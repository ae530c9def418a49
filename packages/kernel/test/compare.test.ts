import fc from 'fast-check';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import { exactText, Kernel, type Model, NIL } from './kernel.js';
import { mapsOf, models } from './models.js';

const isNumber = (a: Model): a is number | bigint | { float: number } =>
  typeof a === 'number' || typeof a === 'bigint' || (typeof a === 'object' && 'float' in a);

/** Rank of a term's type: number < atom < fun < tuple < map < nil < list < binary. */
function rank(a: Model): number {
  if (isNumber(a)) return 0;
  if (typeof a === 'string') return a === NIL ? 5 : 1;
  return 'fun' in a ? 2 : 'tuple' in a ? 3 : 'map' in a ? 4 : 'list' in a ? 6 : 7;
}

const sign = (a: number | bigint, b: number | bigint): number => (a > b ? 1 : a < b ? -1 : 0);

function compareSequences(a: readonly Model[], b: readonly Model[], exactly = false): number {
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    const order = compare(a[i] ?? NIL, b[i] ?? NIL, exactly);
    if (order !== 0) return order;
  }
  return sign(a.length, b.length);
}

/** Maps: by size, then by their keys in exact order, then by the values. */
function compareMaps(a: readonly (readonly [Model, Model])[], b: readonly (readonly [Model, Model])[], exactly: boolean): number {
  const sorted = (pairs: readonly (readonly [Model, Model])[]) => pairs.toSorted(([x], [y]) => compare(x, y, true));
  const [x, y] = [sorted(a), sorted(b)];
  const column = (pairs: readonly (readonly [Model, Model])[], i: 0 | 1): Model[] => pairs.map((pair) => pair[i]);
  return (
    sign(a.length, b.length) || compareSequences(column(x, 0), column(y, 0), true) || compareSequences(column(x, 1), column(y, 1), exactly)
  );
}

/** The order of terms, as the Erlang reference manual has it; with integers before floats if `exactly`. */
function compare(a: Model, b: Model, exactly = false): number {
  const ranks = sign(rank(a), rank(b));
  if (ranks !== 0) return ranks;
  if (exactly && isNumber(a) && isNumber(b) && (typeof a === 'object') !== (typeof b === 'object')) return typeof a === 'object' ? 1 : -1;
  // JavaScript compares a bigint with a number exactly.
  if (isNumber(a) && isNumber(b)) return sign(typeof a === 'object' ? a.float : a, typeof b === 'object' ? b.float : b);
  if (typeof a === 'string' && typeof b === 'string') return sign(Buffer.compare(Buffer.from(a), Buffer.from(b)), 0);
  if (typeof a !== 'object' || typeof b !== 'object') return 0;
  if ('binary' in a && 'binary' in b) return compareSequences(a.binary, b.binary);
  if ('tuple' in a && 'tuple' in b) return sign(a.tuple.length, b.tuple.length) || compareSequences(a.tuple, b.tuple, exactly);
  if ('fun' in a && 'fun' in b) return sign(a.fun.length, b.fun.length) || compareSequences(a.fun, b.fun, exactly);
  if ('map' in a && 'map' in b) return compareMaps(a.map, b.map, exactly);
  if ('list' in a && 'list' in b) return compareLists(a.list, a.tail, b.list, b.tail, exactly);
  return 0;
}

function compareLists(a: readonly Model[], aTail: Model, b: readonly Model[], bTail: Model, exactly: boolean): number {
  const common = Math.min(a.length, b.length);
  const order = compareSequences(a.slice(0, common), b.slice(0, common), exactly);
  if (order !== 0) return order;
  const rest = (list: readonly Model[], tail: Model): Model => (list.length === common ? tail : { list: list.slice(common), tail });
  return compare(rest(a, aTail), rest(b, bTail), exactly);
}

/** True if terms are the same, with integers and floats apart. */
function exact(a: Model, b: Model): boolean {
  return exactText(a) === exactText(b);
}

let kernel: Kernel;
beforeAll(() => {
  kernel = new Kernel();
});
// Maps are made on the heap of a process.
beforeEach(() => {
  kernel.process(1 << 16);
});

/** Writes two terms, gives their words to a function and frees their memory. */
function withTerms<T>(a: Model, b: Model, use: (a: number, b: number) => T): T {
  const blocks: number[] = [];
  const allocate = (bytes: number): number => {
    const block = kernel.exports.allocateBlock(bytes);
    blocks.push(block);
    return block;
  };
  const result = use(kernel.write(a, allocate), kernel.write(b, allocate));
  for (const block of blocks) kernel.exports.freeBlock(block);
  return result;
}

test('terms are ordered as the model orders them', () => {
  fc.assert(
    fc.property(models, models, (a, b) => {
      expect(withTerms(a, b, (x, y) => Math.sign(kernel.exports.compareTerms(x, y)))).toBe(compare(a, b));
      expect(withTerms(b, a, (x, y) => Math.sign(kernel.exports.compareTerms(x, y)))).toBe(compare(b, a));
      expect(withTerms(a, a, (x, y) => kernel.exports.compareTerms(x, y))).toBe(0);
    }),
    { numRuns: 3000 },
  );
});

test('exact equality is that of the model', () => {
  fc.assert(
    fc.property(models, models, (a, b) => {
      expect(withTerms(a, b, (x, y) => kernel.exports.equalExact(x, y) !== 0)).toBe(exact(a, b));
      expect(withTerms(a, a, (x, y) => kernel.exports.equalExact(x, y) !== 0)).toBe(true);
    }),
    { numRuns: 3000 },
  );
});

test('large maps are ordered as the model orders them', () => {
  const keys = fc.oneof(
    { weight: 8, arbitrary: fc.integer({ min: -100, max: 100 }) },
    { weight: 2, arbitrary: fc.integer({ min: -9, max: 9 }).map((float) => ({ float })) },
    { weight: 1, arbitrary: models },
  );
  const large = mapsOf(keys, 33, 40);
  const changed = fc.tuple(large, models, models).map(([model, key, value]): [Model, Model] => {
    if (typeof model !== 'object' || !('map' in model)) return [model, model];
    const [first, ...rest] = model.map;
    const other: Model = { map: [...rest, [exact(key, first?.[0] ?? NIL) ? key : (first?.[0] ?? NIL), value]] };
    return [model, other];
  });
  fc.assert(
    fc.property(changed, large, ([a, b], c) => {
      for (const [x, y] of [
        [a, b],
        [b, c],
        [a, c],
        [a, a],
      ] as const) {
        expect(withTerms(x, y, (s, t) => Math.sign(kernel.exports.compareTerms(s, t)))).toBe(compare(x, y));
        expect(withTerms(x, y, (s, t) => kernel.exports.equalExact(s, t) !== 0)).toBe(exact(x, y));
      }
    }),
    { numRuns: 200 },
  );
});

test('terms nested a million deep are compared without native stack', () => {
  const bytes = 16 * 1_000_000;
  const chain = (last: number): number => {
    let top = kernel.exports.allocateBlock(bytes);
    let term = last;
    for (let i = 0; i < 1_000_000; i++, top += 8) {
      kernel.store(top, 0x3b);
      kernel.store(top + 4, term);
      term = top | 1;
    }
    return term;
  };
  const a = chain(kernel.atom('a'));
  const b = chain(kernel.atom('b'));
  expect(kernel.exports.compareTerms(a, b)).toBeLessThan(0);
  expect(kernel.exports.equalExact(a, b)).toBe(0);
  expect(kernel.exports.compareTerms(b, a)).toBeGreaterThan(0);
});
