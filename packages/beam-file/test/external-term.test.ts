import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  decodeExternalTerm,
  decodeExternalTermPrefix,
  ExternalTermError,
  encodeExternalTerm,
  formatTerm,
  type Term,
} from '../src/index.js';

/** Encodes what the property test generates, by erl_ext_dist, with the tags that OTP 26 uses. */
function encode(term: Term): number[] {
  switch (term.kind) {
    case 'integer': {
      const value = BigInt(term.value);
      if (value >= 0n && value < 256n) return [97, Number(value)];
      if (value === BigInt.asIntN(32, value)) return [98, ...uint32(Number(value))];
      const bytes: number[] = [];
      for (let rest = value < 0n ? -value : value; rest > 0n; rest >>= 8n) bytes.push(Number(rest & 255n));
      const sign = value < 0n ? 1 : 0;
      return bytes.length < 256 ? [110, bytes.length, sign, ...bytes] : [111, ...uint32(bytes.length), sign, ...bytes];
    }
    case 'float':
      return [70, ...new Uint8Array(new Float64Array([term.value]).buffer).reverse()];
    case 'atom': {
      const bytes = [...new TextEncoder().encode(term.name)];
      return bytes.length < 256 ? [119, bytes.length, ...bytes] : [118, bytes.length >> 8, bytes.length & 255, ...bytes];
    }
    case 'nil':
      return [106];
    case 'list':
      return [108, ...uint32(term.elements.length), ...term.elements.flatMap(encode), ...encode(term.tail)];
    case 'tuple':
      return [104, term.elements.length, ...term.elements.flatMap(encode)];
    case 'map':
      return [116, ...uint32(term.pairs.length), ...term.pairs.flatMap(([k, v]) => [...encode(k), ...encode(v)])];
    case 'bitstring': {
      const size = uint32(term.bytes.length);
      return term.bitSize % 8 === 0 ? [109, ...size, ...term.bytes] : [77, ...size, term.bitSize % 8, ...term.bytes];
    }
    default:
      throw new Error(`not generated: ${term.kind}`);
  }
}

function uint32(value: number): number[] {
  return [(value >>> 24) & 255, (value >>> 16) & 255, (value >>> 8) & 255, value & 255];
}

const { term } = fc.letrec<{ term: Term; simple: Term }>((tie) => ({
  simple: fc.oneof(
    fc.bigInt().map((n): Term => ({ kind: 'integer', value: Number.isSafeInteger(Number(n)) ? Number(n) : n })),
    fc.integer().map((value): Term => ({ kind: 'integer', value })),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((value): Term => ({ kind: 'float', value })),
    fc
      .string({ unit: 'binary', maxLength: 255 })
      .filter((s) => !/\p{Surrogate}/u.test(s))
      .map((name): Term => ({ kind: 'atom', name })),
    fc.constant<Term>({ kind: 'nil' }),
    fc.uint8Array({ maxLength: 20 }).map((bytes): Term => ({ kind: 'bitstring', bytes, bitSize: bytes.length * 8 })),
    fc.tuple(fc.uint8Array({ maxLength: 4 }), fc.integer({ min: 1, max: 7 }), fc.nat(255)).map(([bytes, bits, last]): Term => {
      return { kind: 'bitstring', bytes: new Uint8Array([...bytes, last & (0xff00 >> bits)]), bitSize: bytes.length * 8 + bits };
    }),
  ),
  term: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    tie('simple'),
    fc.array(tie('term'), { maxLength: 5 }).map((elements): Term => ({ kind: 'tuple', elements })),
    fc
      .tuple(fc.array(tie('term'), { minLength: 1, maxLength: 5 }), tie('simple'))
      .map(([elements, tail]): Term => ({ kind: 'list', elements, tail })),
    fc.array(fc.tuple(tie('term'), tie('term')), { maxLength: 3 }).map((pairs): Term => ({ kind: 'map', pairs })),
  ),
}));

function bytes(...values: number[]): Uint8Array {
  return new Uint8Array([131, ...values]);
}

describe('decodeExternalTerm', () => {
  test('gives back what was encoded', () => {
    fc.assert(
      fc.property(term, (value) => {
        expect(decodeExternalTerm(bytes(...encode(value)))).toEqual(value);
      }),
      { numRuns: 300 },
    );
  });

  test('gives back what encodeExternalTerm wrote, and tells where it ends', () => {
    fc.assert(
      fc.property(term, fc.uint8Array({ maxLength: 3 }), (value, behind) => {
        const written = encodeExternalTerm(value);
        expect(decodeExternalTermPrefix(Uint8Array.of(...written, ...behind))).toEqual({ term: value, size: written.length });
      }),
      { numRuns: 300 },
    );
  });

  test('throws only ExternalTermError on any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (tail) => {
        try {
          decodeExternalTerm(bytes(...tail));
        } catch (error) {
          expect(error).toBeInstanceOf(ExternalTermError);
        }
      }),
      { numRuns: 2000 },
    );
  });

  test('decodes identifiers in all forms', () => {
    const node = [119, 1, 110];
    expect(decodeExternalTerm(bytes(88, ...node, 0, 0, 0, 80, 0, 0, 0, 1, 0, 0, 0, 9))).toEqual({
      kind: 'pid',
      node: 'n',
      id: 80,
      serial: 1,
      creation: 9,
    });
    expect(decodeExternalTerm(bytes(103, ...node, 0, 0, 0, 80, 0, 0, 0, 1, 2))).toMatchObject({ kind: 'pid', creation: 2 });
    expect(decodeExternalTerm(bytes(102, ...node, 0, 0, 0, 5, 1))).toEqual({ kind: 'port', node: 'n', id: 5n, creation: 1 });
    expect(decodeExternalTerm(bytes(89, ...node, 0, 0, 0, 5, 0, 0, 1, 0))).toMatchObject({ kind: 'port', creation: 256 });
    expect(decodeExternalTerm(bytes(120, ...node, 0, 0, 0, 1, 0, 0, 0, 5, 0, 0, 0, 1))).toMatchObject({ id: 0x100000005n });
    expect(decodeExternalTerm(bytes(101, ...node, 0, 0, 0, 5, 1))).toEqual({ kind: 'reference', node: 'n', creation: 1, ids: [5] });
    expect(decodeExternalTerm(bytes(114, 0, 1, ...node, 3, 0, 0, 0, 5))).toEqual({ kind: 'reference', node: 'n', creation: 3, ids: [5] });
    expect(decodeExternalTerm(bytes(90, 0, 2, ...node, 0, 0, 0, 3, 0, 0, 0, 5, 0, 0, 0, 6))).toMatchObject({ creation: 3, ids: [5, 6] });
  });

  test('decodes a fun', () => {
    const body = [1, ...Array.from({ length: 16 }, (_, i) => i), 0, 0, 0, 2, 0, 0, 0, 1, 119, 1, 109, 97, 3, 98, 0, 0, 1, 0, 106, 97, 7];
    expect(decodeExternalTerm(bytes(112, 0, 0, 0, body.length + 4, ...body))).toMatchObject({
      kind: 'fun',
      module: 'm',
      arity: 1,
      index: 2,
      oldIndex: 3,
      oldUniq: 256,
      pid: { kind: 'nil' },
      free: [{ kind: 'integer', value: 7 }],
    });
  });

  test('decodes a native record as OTP 29 encodes it', () => {
    // term_to_binary(#pair{left = [1], right = "s"}) in a module r2 that exports the record.
    const pair = bytes(
      67,
      0,
      0,
      0,
      2,
      1,
      119,
      2,
      114,
      50,
      119,
      4,
      112,
      97,
      105,
      114,
      119,
      4,
      108,
      101,
      102,
      116,
      119,
      5,
      114,
      105,
      103,
      104,
      116,
      107,
      0,
      1,
      1,
      107,
      0,
      1,
      115,
    );
    const record = decodeExternalTerm(pair);
    expect(record).toMatchObject({ kind: 'record', module: 'r2', name: 'pair', exported: true });
    expect(formatTerm(record)).toBe('#r2:pair{left = [1],right = "s"}');
  });

  test('is linear in a chain of list tails', () => {
    const cells = 200_000;
    const chain = new Uint8Array(cells * 7 + 2);
    chain[0] = 131;
    for (let i = 0; i < cells; i++) chain.set([108, 0, 0, 0, 1, 97, i & 255], 1 + i * 7);
    chain[chain.length - 1] = 106;
    const list = decodeExternalTerm(chain);
    expect(list.kind === 'list' ? list.elements.length : -1).toBe(cells);
    expect(list.kind === 'list' && list.tail).toEqual({ kind: 'nil' });
  });

  test.each([
    ['no version', [1, 2], 0],
    ['nothing', [131], 1],
    ['unknown tag', [131, 255], 1],
    ['bytes behind the term', [131, 106, 0], 2],
    ['tuple larger than the rest', [131, 105, 255, 255, 255, 255, 97], 6],
    ['infinite float', [131, 70, 0x7f, 0xf0, 0, 0, 0, 0, 0, 0], 10],
    ['bitstring with 9 bits in its last byte', [131, 77, 0, 0, 0, 1, 9, 0], 7],
    ['atom that is not UTF-8', [131, 119, 1, 0xff], 4],
    ['compressed size that cannot be', [131, 80, 255, 255, 255, 255, 120, 156, 1, 2, 3, 4], 6],
  ] as const)('rejects: %s', (_, input, offset) => {
    expect(() => decodeExternalTerm(new Uint8Array(input))).toThrow(ExternalTermError);
    expect(() => decodeExternalTerm(new Uint8Array(input))).toThrow(expect.objectContaining({ offset }));
  });
});
