import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readBigInt } from '../src/terms/integer-term.js';
import { apply, machine, withTerms } from './integer-operations.js';

const { kernel, memory } = machine;

/** Integers around the borders of their forms, and random ones. */
const integers = fc
  .oneof(
    fc
      .tuple(
        fc.constantFrom(0, 1, 26, 27, 28, 31, 32, 33, 53, 62, 63, 64, 65, 95, 96, 97, 127, 128, 129, 1000),
        fc.integer({ min: -2, max: 2 }),
      )
      .map(([bits, near]) => 2n ** BigInt(bits) + BigInt(near)),
    fc.bigInt(),
    fc.bigInt({ min: -(2n ** 66n), max: 2n ** 66n }),
    fc.bigInt({ min: 0n, max: 2n ** 2000n }),
  )
  .chain((value) => fc.constantFrom(value, -value));

test('integers are written and read', () => {
  fc.assert(
    fc.property(integers, (value) => {
      expect(withTerms([value], ([term]) => readBigInt(memory, term ?? 0))).toBe(value);
    }),
    { numRuns: 2000 },
  );
});

test.each<[string, (a: bigint, b: bigint) => bigint]>([
  ['+', (a, b) => a + b],
  ['-', (a, b) => a - b],
  ['*', (a, b) => a * b],
  ['div', (a, b) => a / b],
  ['rem', (a, b) => a % b],
  ['band', (a, b) => a & b],
  ['bor', (a, b) => a | b],
  ['bxor', (a, b) => a ^ b],
])('%s is that of BigInt', (name, operation) => {
  fc.assert(
    fc.property(integers, integers, (a, b) => {
      const fails = b === 0n && (name === 'div' || name === 'rem');
      expect(apply(name, a, b)).toBe(fails ? undefined : operation(a, b));
    }),
    { numRuns: 2000 },
  );
});

test.each<[string, (a: bigint) => bigint]>([
  ['bnot', (a) => ~a],
  ['-', (a) => -a],
  ['+', (a) => a],
  ['abs', (a) => (a < 0n ? -a : a)],
])('%s of one argument is that of BigInt', (name, operation) => {
  fc.assert(
    fc.property(integers, (a) => {
      expect(apply(name, a)).toBe(operation(a));
    }),
    { numRuns: 1000 },
  );
});

test('shifts are those of BigInt, either way', () => {
  const distances = fc.oneof(fc.integer({ min: -200, max: 200 }), fc.constantFrom(0, 1, 27, 28, 31, 32, 62, 63, 64, 65)).map(BigInt);
  fc.assert(
    fc.property(integers, distances, (a, by) => {
      expect(apply('bsl', a, by)).toBe(by >= 0n ? a << by : a >> -by);
      expect(apply('bsr', a, by)).toBe(by >= 0n ? a >> by : a << -by);
    }),
    { numRuns: 3000 },
  );
});

test('a shift whose result has no place fails; one of 0, or far to the right, does not', () => {
  for (const far of [2n ** 40n, 2n ** 100n]) {
    expect(apply('bsl', 1n, far)).toBeUndefined();
    expect(apply('bsr', 1n, -far)).toBeUndefined();
    expect(apply('bsl', 0n, far)).toBe(0n);
    expect(apply('bsr', -5n, far)).toBe(-1n);
    expect(apply('bsr', 2n ** 70n, far)).toBe(0n);
  }
});

test('order is that of BigInt', () => {
  fc.assert(
    fc.property(integers, integers, (a, b) => {
      const order = withTerms([a, b], ([x, y]) => Math.sign(kernel.compareTerms(x ?? 0, y ?? 0)));
      expect(order).toBe(a < b ? -1 : a > b ? 1 : 0);
    }),
    { numRuns: 3000 },
  );
});
