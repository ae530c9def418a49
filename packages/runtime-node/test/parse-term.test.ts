import { formatTerm, type Term } from '@beamline/beam-file';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseTerm, TermSyntaxError } from '../src/index.js';

const integer = (value: number | bigint): Term => ({ kind: 'integer', value });
const atom = (name: string): Term => ({ kind: 'atom', name });
const nil: Term = { kind: 'nil' };
const list = (...elements: Term[]): Term => ({ kind: 'list', elements, tail: nil });
const text = (value: string): Term => list(...Array.from(value, (character) => integer(character.codePointAt(0) ?? 0)));
const bits = (bitSize: number, ...bytes: number[]): Term => ({ kind: 'bitstring', bytes: Uint8Array.from(bytes), bitSize });

/** Terms that have a form in source code. */
const terms = fc.letrec<{ term: Term }>((tie) => ({
  term: fc.oneof(
    { depthSize: 'medium', withCrossShrink: true },
    fc.oneof(fc.maxSafeInteger(), fc.nat(300)).map(integer),
    fc.bigInt().map((value) => integer(Number.isSafeInteger(Number(value)) ? Number(value) : value)),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((value): Term => ({ kind: 'float', value })),
    fc.string({ unit: 'binary', maxLength: 20 }).map(atom),
    fc.constantFrom('fun', 'case', 'maybe', 'ok', "it's", 'a\\b', 'A', 'größe', 'a@b_1', '').map(atom),
    fc.constant(nil),
    fc.string({ unit: 'grapheme', minLength: 1 }).map(text),
    fc.uint8Array().map((bytes) => bits(8 * bytes.length, ...bytes)),
    fc.string({ unit: 'binary' }).map((value) => {
      const bytes = new TextEncoder().encode(value);
      return bits(8 * bytes.length, ...bytes);
    }),
    fc.tuple(fc.uint8Array({ minLength: 1 }), fc.integer({ min: 1, max: 7 })).map(([bytes, unused]): Term => {
      bytes[bytes.length - 1] = ((bytes[bytes.length - 1] ?? 0) >> unused) << unused;
      return { kind: 'bitstring', bytes, bitSize: 8 * bytes.length - unused };
    }),
    fc.array(tie('term'), { maxLength: 5 }).map((elements): Term => ({ kind: 'tuple', elements })),
    fc.array(tie('term'), { minLength: 1, maxLength: 5 }).map((elements) => list(...elements)),
    fc
      .tuple(
        fc.array(tie('term'), { minLength: 1, maxLength: 3 }),
        tie('term').filter((tail) => tail.kind !== 'list'),
      )
      .map(([elements, tail]): Term => ({ kind: 'list', elements, tail })),
    fc
      .uniqueArray(fc.tuple(tie('term'), tie('term')), { maxLength: 4, selector: ([key]) => formatTerm(key) })
      .map((pairs): Term => ({ kind: 'map', pairs })),
    fc
      .tuple(fc.string({ unit: 'binary', maxLength: 5 }), fc.string({ maxLength: 5 }), fc.nat(255))
      .map(([module, name, arity]): Term => ({ kind: 'export', module, function: name, arity })),
  ),
}));

describe('parseTerm', () => {
  test('reads what formatTerm writes as the same term', () => {
    fc.assert(
      fc.property(terms.term, (term) => {
        expect(parseTerm(formatTerm(term))).toEqual(term);
      }),
      { numRuns: 2000 },
    );
  });

  test.each<[string, Term]>([
    ['42', integer(42)],
    ['-0', integer(0)],
    [' - 7 % seven\n', integer(-7)],
    ['+7', integer(7)],
    ['1_000_000', integer(1000000)],
    ['16#fF', integer(255)],
    ['-2#1010', integer(-10)],
    ['36#Zz_z', integer(46655)],
    ['9007199254740991', integer(9007199254740991)],
    ['9007199254740992', integer(9007199254740992n)],
    ['123456789012345678901234567890', integer(123456789012345678901234567890n)],
    ['$a', integer(97)],
    ['$\\n', integer(10)],
    ['$\\x{1F600}', integer(0x1f600)],
    ['$\\x41', integer(65)],
    ['$\\101', integer(65)],
    ['$\\^A', integer(1)],
    ['$ ', integer(32)],
    ["$'", integer(39)],
    ['-$a', integer(-97)],
    ['1.5', { kind: 'float', value: 1.5 }],
    ['-0.0', { kind: 'float', value: -0 }],
    ['1_0.5e-1_0', { kind: 'float', value: 10.5e-10 }],
    ['2.5E+3', { kind: 'float', value: 2500 }],
    ['ok', atom('ok')],
    ['grün@1_A', atom('grün@1_A')],
    ["'it\\'s \\x{e9}'", atom("it's é")],
    ["''", atom('')],
    ["'日本'", atom('日本')],
    ['"abc"', text('abc')],
    ['"a" "b"\n"c"', text('abc')],
    ['"\\"\\\\\\t\\s\\e\\d\\0"', text('"\\\t \x1b\x7f\0')],
    ['"日本"', text('日本')],
    ['""', nil],
    ['[]', nil],
    ['[ ]', nil],
    ['[1,[2]|[3,4]]', list(integer(1), list(integer(2)), integer(3), integer(4))],
    ['[1,2|x]', { kind: 'list', elements: [integer(1), integer(2)], tail: atom('x') }],
    ['[1|[2|x]]', { kind: 'list', elements: [integer(1), integer(2)], tail: atom('x') }],
    ['[1|[]]', list(integer(1))],
    ['{}', { kind: 'tuple', elements: [] }],
    ['{a,{[]},"b"}', { kind: 'tuple', elements: [atom('a'), { kind: 'tuple', elements: [nil] }, text('b')] }],
    ['#{}', { kind: 'map', pairs: [] }],
    [
      '#{a=>1,1=>#{}}',
      {
        kind: 'map',
        pairs: [
          [atom('a'), integer(1)],
          [integer(1), { kind: 'map', pairs: [] }],
        ],
      },
    ],
    [
      '#{a=>1,b=>2,a=>3}',
      {
        kind: 'map',
        pairs: [
          [atom('a'), integer(3)],
          [atom('b'), integer(2)],
        ],
      },
    ],
    ['#{<<1>>=><<>>}', { kind: 'map', pairs: [[bits(8, 1), bits(0)]] }],
    ['<<1,-1,256,"aé",$b>>', bits(48, 1, 255, 0, 97, 0xe9, 98)],
    [
      '<<"é€"/utf8, 16#20ac/utf16, "😀"/utf16, $a/utf32>>',
      bits(136, 0xc3, 0xa9, 0xe2, 0x82, 0xac, 0x20, 0xac, 0xd8, 0x3d, 0xde, 0, 0, 0, 0, 97),
    ],
    ['<<1:16,5:3,0:0,"ab":4>>', bits(27, 0, 1, 0b10100010, 0b01000000)],
    ['<<-2:70>>', bits(70, 255, 255, 255, 255, 255, 255, 255, 255, 0b11111000)],
    ['<<"a" "b">>', bits(16, 97, 98)],
    ["fun lists:'Map'/2", { kind: 'export', module: 'lists', function: 'Map', arity: 2 }],
  ])('reads %s', (source, expected) => {
    const parsed = parseTerm(source);
    if (expected.kind === 'bitstring' && expected.bitSize === 136)
      return expect(formatTerm(parsed)).toBe('<<195,169,226,130,172,32,172,216,61,222,0,0,0,0,97>>');
    return expect(parsed).toEqual(expected);
  });

  test.each<[string, number, string]>([
    ['', 0, 'expected a term, found the end at character 1'],
    ['{1,', 3, 'expected a term, found the end'],
    ['{1', 2, 'expected a comma or }, found the end'],
    ['[1,2', 4, 'expected a comma, | or ], found the end'],
    ['[1|2,3]', 4, 'expected ], found ","'],
    ['[|1]', 1, 'expected a term, found "|"'],
    ['[1,]', 3, 'expected a term, found "]"'],
    ['{1]', 2, 'expected a comma or }, found "]"'],
    ['1 2', 2, 'expected the end, found 2'],
    ['1e5', 1, 'expected the end, found "e5"'],
    ['1.', 1, 'unexpected "."'],
    ['ok.', 2, 'unexpected "."'],
    ['1.0e999', 0, 'the float is too large'],
    ['37#1', 0, 'the base 37'],
    ['1#0', 0, 'the base 1'],
    ['2#102', 0, '2 is not a digit in base 2'],
    ['Variable', 0, 'unexpected "V"'],
    ['_', 0, 'unexpected "_"'],
    ['case', 0, "write the atom as 'case'"],
    ["'abc", 0, 'the atom has no end'],
    ['["a', 1, 'the string has no end'],
    ['"\\x{110000}"', 1, 'is not a character'],
    ['"\\x{d800}"', 1, 'is not a character'],
    ['"\\xg"', 1, '\\x without hexadecimal digits'],
    ['$', 1, 'a character is missing'],
    ['"\ud800"', 1, 'lone surrogate'],
    [`[${'a'.repeat(256)}]`, 1, 'longer than 255 characters'],
    ['- a', 2, 'expected a number, found "a"'],
    ['#{a}', 3, 'expected =>, found "}"'],
    ['#{a=>1', 6, 'expected a comma or }, found the end'],
    ['#{a=>1|', 6, 'expected a comma or }, found "|"'],
    ['<<1', 3, 'expected a comma or >>, found the end'],
    ['<<a>>', 2, 'expected an integer or a string, found "a"'],
    ['<<-1.5>>', 2, 'floats in bitstrings are not supported'],
    ['<<1:99999999999>>', 4, 'is greater than 1048576'],
    ['<<1:a>>', 4, 'expected an integer, found "a"'],
    ['<<1/float>>', 4, 'expected utf8, utf16 or utf32, found "float"'],
    ['<<1:8/utf8>>', 6, 'both a size and an encoding'],
    ['<<16#d800/utf8>>', 10, '55296 is not a character'],
    ['fun lists/2', 9, 'expected :, found "/"'],
    ['fun lists:map/256', 14, '256 is greater than 255'],
    ['fun 1:map/2', 4, 'expected an atom, found 1'],
    ['fun() -> ok end', 3, 'unexpected "("'],
    ['<0.1.2>', 0, 'unexpected "<"'],
  ])('refuses %s', (source, position, message) => {
    let error: unknown;
    try {
      parseTerm(source);
    } catch (caught) {
      error = caught;
    }
    expect(error).toBeInstanceOf(TermSyntaxError);
    expect(error).toMatchObject({ position, message: expect.stringContaining(message) as string });
  });

  test('throws nothing but TermSyntaxError, whatever the text is', () => {
    const pieces = fc.constantFrom(...'[]{},|:/-+_$\'"\\#<>=.%e1aZ é\n', '<<', '>>', '=>', '#{', 'fun', '16#f', '1.5', 'utf8', '"x"');
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.array(pieces).map((parts) => parts.join('')),
        ),
        (source) => {
          try {
            parseTerm(source);
          } catch (error) {
            expect(error).toBeInstanceOf(TermSyntaxError);
          }
        },
      ),
      { numRuns: 3000 },
    );
  });

  test('nesting and length cost no stack', () => {
    const depth = 200_000;
    const nested = '['.repeat(depth) + ']'.repeat(depth);
    expect(formatTerm(parseTerm(nested))).toBe(nested);
    const long = `[${'a,'.repeat(300_000)}a]`;
    expect(formatTerm(parseTerm(long))).toBe(long);
  });
});
