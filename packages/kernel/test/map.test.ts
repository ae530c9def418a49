import { HeaderTag, TermTag } from '@beamline/machine-model';
import fc from 'fast-check';
import { beforeEach, expect, test } from 'vitest';
import { exactText, Kernel, type Model } from './kernel.js';
import { models } from './models.js';

/** Pairs of integers whose hashes are the same. */
const COLLIDING = [
  1036304517118294078n,
  3095610686528686427n,
  3483529143102075566n,
  467098115816193472n,
  1784403046666328627n,
  82706795443745874n,
];

const kernel = new Kernel();
const { exports } = kernel;
let allocate: (bytes: number) => number;

beforeEach(() => {
  kernel.process(1 << 20);
  allocate = (bytes) => exports.allocateNoCollect(bytes);
});

function empty(): number {
  return exports.mapFromPairs(0, 0);
}

/** Words of a boxed term after its header. */
function words(term: number): number[] {
  const at = (term >>> 0) - TermTag.boxed;
  return Array.from({ length: kernel.load(at) >>> TermTag.arityShift }, (_, i) => kernel.load(at + 4 + 4 * i));
}

function isFlat(map: number): boolean {
  return ((words(map)[0] ?? 0) & TermTag.primaryMask) === TermTag.boxed;
}

function sizeOf(map: number): number {
  const [first = 0] = words(map);
  return isFlat(map) ? words(first).length : first >> TermTag.integerShift;
}

/** Leaves of a trie; checks that its nodes are as they should be. */
function leavesOf(node: number, shift: number, prefix: number): number {
  const [bitmapTerm = 0, ...children] = words(node);
  const bitmap = bitmapTerm >> TermTag.integerShift;
  let count = 0;
  if (shift < 0) {
    expect(bitmap).toBe(0x10000);
    expect(children.length).toBeGreaterThan(1);
    for (const leaf of children) expect(exports.hashTerm(kernel.load(leaf + 3)) >>> 0).toBe(prefix);
    return children.length;
  }
  const nibbles = Array.from({ length: 16 }, (_, i) => i).filter((i) => (bitmap & (1 << i)) !== 0);
  expect(children.length).toBe(nibbles.length);
  for (const [i, child] of children.entries()) {
    const nibble = nibbles[i] ?? 0;
    const below = (prefix | (nibble << shift)) >>> 0;
    if ((child & TermTag.primaryMask) === TermTag.cons) {
      expect(exports.hashTerm(kernel.load(child + 3)) >>> shift).toBe(below >>> shift);
      count++;
    } else {
      const leaves = leavesOf(child, shift - 4, below);
      expect(leaves).toBeGreaterThan(1);
      count += leaves;
    }
  }
  return count;
}

function check(map: number, model: ReadonlyMap<string, readonly [Model, number]>): void {
  expect(kernel.load((map >>> 0) - TermTag.boxed) & TermTag.headerMask).toBe(HeaderTag.map);
  expect(sizeOf(map)).toBe(model.size);
  expect(isFlat(map)).toBe(model.size <= 32);
  if (!isFlat(map)) expect(leavesOf(words(map)[1] ?? 0, 28, 0)).toBe(model.size);
  for (const [key, value] of model.values()) {
    const found = exports.mapFind(map, kernel.write(key, allocate));
    expect(found, exactText(key)).not.toBe(0);
    expect(kernel.read(kernel.load(found))).toBe(value);
  }
}

/** Puts and removals of keys that are often the same. */
const operations = (keys: fc.Arbitrary<Model>): fc.Arbitrary<[Model, number | undefined][]> =>
  fc.array(fc.tuple(keys, fc.option(fc.integer({ min: 0, max: 5 }), { nil: undefined, freq: 3 })), { minLength: 40, maxLength: 150 });

const keys: fc.Arbitrary<Model> = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 0, max: 60 }) },
  { weight: 2, arbitrary: fc.constantFrom(...COLLIDING) },
  { weight: 2, arbitrary: fc.integer({ min: 0, max: 9 }).map((float) => ({ float })) },
  { weight: 1, arbitrary: models },
);

test('maps hold what a JavaScript Map holds', () => {
  fc.assert(
    fc.property(operations(keys), (steps) => {
      kernel.process(1 << 20);
      const model = new Map<string, readonly [Model, number]>();
      let map = empty();
      for (const [key, value] of steps) {
        const word = kernel.write(key, allocate);
        if (value === undefined) {
          map = exports.mapRemove(map, word);
          model.delete(exactText(key));
        } else {
          map = exports.mapPut(map, word, kernel.write(value, allocate));
          model.set(exactText(key), [key, value]);
        }
        expect(sizeOf(map)).toBe(model.size);
      }
      check(map, model);
      // However a map came to be, it is the same.
      const pairs = exports.allocateBlock(16 * model.size);
      const terms = [...model.values()].map(([key, value]) => [kernel.write(key, allocate), kernel.write(value, allocate)]);
      for (const [i, word] of terms.toReversed().flat().entries()) kernel.store(pairs + 4 * i, word);
      for (const [i, word] of terms.flat().entries()) kernel.store(pairs + 8 * model.size + 4 * i, word);
      for (const copies of [1, 2]) {
        const again = exports.mapFromPairs(pairs, copies * model.size);
        check(again, model);
        expect(exports.equalExact(again, map)).toBe(1);
        expect(exports.hashTerm(again)).toBe(exports.hashTerm(map));
        expect(exports.compareTerms(again, map)).toBe(0);
      }
      exports.freeBlock(pairs);
    }),
    { numRuns: 300 },
  );
});

test('the keys of the tests do collide', () => {
  const hashes = COLLIDING.map((key) => exports.hashTerm(kernel.write(key, allocate)));
  expect(new Set(hashes).size).toBe(COLLIDING.length / 2);
});

test('a map of 30,000 keys is built and taken apart', () => {
  kernel.process(1 << 22);
  const count = 30_000;
  const pairs = exports.allocateBlock(8 * count);
  for (let i = 0; i < 2 * count; i++) kernel.store(pairs + 4 * i, ((i >> 1) << TermTag.integerShift) | TermTag.integer);
  let map = exports.mapFromPairs(pairs, count);
  expect(sizeOf(map)).toBe(count);
  expect(leavesOf(words(map)[1] ?? 0, 28, 0)).toBe(count);
  for (let i = 0; i < count - 10; i += 3) map = exports.mapRemove(map, (i << TermTag.integerShift) | TermTag.integer);
  expect(sizeOf(map)).toBe(count - Math.ceil((count - 10) / 3));
  expect(exports.mapFind(map, (3 << TermTag.integerShift) | TermTag.integer)).toBe(0);
  expect(kernel.load(exports.mapFind(map, (4 << TermTag.integerShift) | TermTag.integer))).toBe(
    (4 << TermTag.integerShift) | TermTag.integer,
  );
});
