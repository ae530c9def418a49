import { TermTag, wellKnownAtoms } from '@beamline/machine-model';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readBigInt } from '../src/terms/integer-term.js';
import { machine, withTerms } from './integer-operations.js';

const { kernel, memory } = machine;

/** Digits around those from which numbers are halved, in any base, and of their multiples. */
const LENGTHS = [
  1, 2, 8, 9, 10, 11, 12, 13, 18, 19, 20, 37, 63, 64, 65, 96, 128, 180, 269, 270, 271, 288, 289, 360, 361, 539, 540, 541, 1080, 1081, 2161,
  5000,
];

const FILLS = ['random', 'zeros', 'highest', 'power', 'mostly zeros'] as const;

/** The digits of a number in a base, without zeros in front. */
function digitsOf(base: number, length: number, fill: (typeof FILLS)[number], seed: number): string {
  let state = seed;
  const random = (below: number): number => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    return ((state ^ (state >>> 15)) >>> 0) % below;
  };
  const digit = (): number => {
    if (fill === 'random') return random(base);
    if (fill === 'highest') return base - 1;
    return fill === 'mostly zeros' && random(9) === 0 ? random(base) : 0;
  };
  const digits = Array.from({ length: length - 1 }, () => digit().toString(base));
  const first = fill === 'highest' ? base - 1 : fill === 'random' ? 1 + random(base - 1) : 1;
  return (first.toString(base) + digits.join('')).toUpperCase();
}

/** The value of digits, by halves. */
function numberOf(digits: string, base: number): bigint {
  if (digits.length <= 9) return BigInt(Number.parseInt(digits, base));
  const low = digits.length >> 1;
  return numberOf(digits.slice(0, -low), base) * BigInt(base) ** BigInt(low) + numberOf(digits.slice(-low), base);
}

const texts = fc
  .tuple(fc.integer({ min: 2, max: 36 }), fc.constantFrom(...LENGTHS), fc.constantFrom(...FILLS), fc.integer(), fc.boolean())
  .map(([base, length, fill, seed, negative]) => {
    const digits = digitsOf(base, length, fill, seed);
    return { base, text: negative ? `-${digits}` : digits, value: negative ? -numberOf(digits, base) : numberOf(digits, base) };
  });

const natives = kernel as unknown as Readonly<Record<string, (...words: number[]) => number>>;
const BADARG = (wellKnownAtoms.indexOf('badarg') << TermTag.atomShift) | TermTag.atom;
const small = (value: number): number => (value << TermTag.integerShift) | TermTag.integer;

/** The result of a BIF. */
const call = (name: string, ...terms: number[]): number => (natives[name]?.(0, ...terms) ?? 0) >>> 0;

/** Gives a list of characters to a function and frees it. */
function withList<T>(text: string, use: (list: number) => T): T {
  const block = kernel.allocateBlock(8 * text.length) >>> 0;
  for (let i = 0; i < text.length; i++) {
    const at = block + 8 * i;
    memory.store(at, i + 1 === text.length ? TermTag.nil : (at + 8) | TermTag.cons);
    memory.store(at + 4, small(text.charCodeAt(i)));
  }
  const result = use(block | TermTag.cons);
  kernel.freeBlock(block);
  return result;
}

/** The characters of a list. */
function textOf(list: number): string {
  const codes: number[] = [];
  for (let rest = list; rest !== TermTag.nil; ) {
    const at = rest - TermTag.cons;
    codes.push(memory.load(at + 4) >> TermTag.integerShift);
    rest = memory.load(at) >>> 0;
  }
  return String.fromCharCode(...codes);
}

test('integers become texts and texts integers, in all bases', () => {
  fc.assert(
    fc.property(texts, ({ base, text, value }) => {
      withTerms([value], ([term]) => {
        expect(textOf(call('erlang_integer_to_list_2', term ?? 0, small(base)))).toBe(text);
        const binary = call('erlang_integer_to_binary_2', term ?? 0, small(base));
        expect(textOf(call('erlang_binary_to_list_1', binary))).toBe(text);
        const read = call('erlang_binary_to_integer_2', binary, small(base));
        expect(readBigInt(memory, read) === value).toBe(true);
        expect(kernel.equalExact(read, term ?? 0)).toBe(1);
      });
      withList(text.toLowerCase(), (list) => {
        expect(readBigInt(memory, call('erlang_list_to_integer_2', list, small(base))) === value).toBe(true);
      });
    }),
    { numRuns: 1500 },
  );
});

test('zeros in front of digits, and a plus, change nothing', () => {
  fc.assert(
    fc.property(texts, fc.constantFrom(1, 9, 20, 600), ({ base, text, value }, zeros) => {
      const magnitude = value < 0n ? -value : value;
      withList(`+${'0'.repeat(zeros)}${text.replace('-', '')}`, (list) => {
        expect(readBigInt(memory, call('erlang_list_to_integer_2', list, small(base))) === magnitude).toBe(true);
      });
    }),
    { numRuns: 300 },
  );
});

test('a text that goes on after its digits is of no integer, wherever that is', () => {
  fc.assert(
    fc.property(
      texts,
      fc.nat(),
      fc.constantFrom(' ', '-', '/', ':', '@', '[', '`', '{', '\u0000', '\u00ff'),
      ({ base, text }, at, other) => {
        const place = 1 + (at % text.length);
        withList(`${text.slice(0, place)}${other}${text.slice(place)}`, (list) => {
          expect(call('erts_internal_list_to_integer_2', list, small(base))).toBe(BADARG);
        });
      },
    ),
    { numRuns: 500 },
  );
});

test('numbers of a hundred thousand digits are those of BigInt', () => {
  for (const [base, length] of [
    [10, 100_000],
    [16, 60_000],
    [36, 50_000],
    [3, 70_000],
  ] as const) {
    for (const fill of FILLS) {
      const digits = digitsOf(base, length, fill, 5);
      const value = numberOf(digits, base);
      withList(digits, (list) => {
        expect(readBigInt(memory, call('erlang_list_to_integer_2', list, small(base))) === value).toBe(true);
      });
      withTerms([value], ([term]) => {
        const binary = call('erlang_integer_to_binary_2', term ?? 0, small(base));
        expect(readBigInt(memory, call('erlang_binary_to_integer_2', binary, small(base))) === value).toBe(true);
        if (base !== 10 || fill !== 'random') return;
        expect(memory.load(binary - TermTag.boxed + 4)).toBe(length);
      });
    }
  }
});
