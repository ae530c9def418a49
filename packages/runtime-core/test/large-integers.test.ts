import fc from 'fast-check';
import { expect, test } from 'vitest';
import { apply, applyTerms, machine, toFloat, withFloat, withTerms } from './integer-operations.js';

const { kernel } = machine;

/** Numbers of limbs around those from which other algorithms are used, and of their halves and thirds. */
const COUNTS = [
  1, 2, 3, 4, 5, 8, 19, 20, 21, 29, 30, 31, 39, 40, 41, 59, 60, 61, 62, 79, 80, 81, 119, 120, 121, 122, 160, 239, 240, 241, 242, 243, 480,
  481, 725, 1300,
];

/** How limbs are filled: carries run through those that are all 0 or all 1. */
const FILLS = ['random', 'zeros', 'ones', 'mostly zeros', 'mostly ones', 'power', 'below power'] as const;

/** A magnitude of so many limbs, the highest one not 0. */
function magnitude(count: number, fill: (typeof FILLS)[number], seed: number): bigint {
  let state = seed;
  const random = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    return (state ^ (state >>> 15)) >>> 0;
  };
  if (fill === 'power') return 1n << BigInt(32 * count - 1 - (random() % 32));
  if (fill === 'below power') return (1n << BigInt(32 * count - (random() % 31))) - 1n;
  const limbs = Array.from({ length: count }, () => {
    if (fill === 'random') return random();
    const constant = fill.endsWith('zeros') ? 0 : 0xffffffff;
    return fill.startsWith('mostly') && random() % 8 === 0 ? random() : constant;
  });
  const hexadecimal = limbs.map((limb) => limb.toString(16).padStart(8, '0')).join('');
  return BigInt(`0x${hexadecimal}`) | (BigInt(1 + (random() % 0xffffffff)) << BigInt(32 * (count - 1)));
}

const integers = fc
  .tuple(fc.constantFrom(...COUNTS), fc.constantFrom(...FILLS), fc.integer(), fc.boolean())
  .map(([count, fill, seed, negative]) => (negative ? -magnitude(count, fill, seed) : magnitude(count, fill, seed)));

const near = fc.integer({ min: -3, max: 3 }).map(BigInt);

const operations: readonly [string, (a: bigint, b: bigint) => bigint][] = [
  ['+', (a, b) => a + b],
  ['-', (a, b) => a - b],
  ['*', (a, b) => a * b],
  ['div', (a, b) => a / b],
  ['rem', (a, b) => a % b],
  ['band', (a, b) => a & b],
  ['bor', (a, b) => a | b],
  ['bxor', (a, b) => a ^ b],
];

test.each(operations)('%s of large integers is that of BigInt', (name, operation) => {
  fc.assert(
    fc.property(integers, integers, (a, b) => {
      expect(apply(name, a, b) === operation(a, b)).toBe(true);
    }),
    { numRuns: 1500 },
  );
});

test.each(operations)('%s of an integer and itself, at one address', (name, operation) => {
  fc.assert(
    fc.property(integers, (a) => {
      expect(withTerms([a], ([term = 0]) => applyTerms(name, term, term)) === operation(a, a)).toBe(true);
    }),
    { numRuns: 300 },
  );
});

test('the quotient of a product and a little more or less', () => {
  fc.assert(
    fc.property(integers, integers, near, (a, b, more) => {
      const product = a * b + more;
      expect(apply('div', product, b) === product / b).toBe(true);
      expect(apply('rem', product, b) === product % b).toBe(true);
    }),
    { numRuns: 1500 },
  );
});

test('shifts of large integers are those of BigInt', () => {
  fc.assert(
    fc.property(integers, fc.integer({ min: 0, max: 5000 }).map(BigInt), (a, by) => {
      expect(apply('bsl', a, by) === a << by).toBe(true);
      expect(apply('bsr', a, by) === a >> by).toBe(true);
    }),
    { numRuns: 2000 },
  );
});

test('floats nearest to integers, the even one of two', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 970 }), fc.bigInt({ min: 2n ** 52n, max: 2n ** 54n }), near, near, (bits, value, more, fine) => {
      const integer = ((value * 2n + more) << BigInt(bits)) + fine;
      for (const signed of [integer, -integer]) {
        const expected = Number(signed);
        expect(toFloat(signed)).toBe(Number.isFinite(expected) ? expected : Number.NaN);
      }
    }),
    { numRuns: 3000 },
  );
});

test('floats are compared with integers exactly, and become integers', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 60, max: 1023 }),
      fc.double({ min: 1, max: 2, maxExcluded: true, noNaN: true }),
      near,
      fc.boolean(),
      (power, part, more, negative) => {
        const value = (negative ? -part : part) * 2 ** power;
        const whole = BigInt(value);
        const integer = whole + more;
        withFloat(value, (float) => {
          const order = withTerms([integer], ([x = 0]) => Math.sign(kernel.compareTerms(x, float)));
          expect(order).toBe(Number(more > 0n) - Number(more < 0n));
          for (const name of ['trunc', 'round', 'floor', 'ceil']) expect(applyTerms(name, float)).toBe(whole);
        });
      },
    ),
    { numRuns: 2000 },
  );
});
