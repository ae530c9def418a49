import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import {
  Atom,
  atom,
  type ErlangValue,
  Float,
  ImproperList,
  type Runtime,
  TermConversionError,
  Tuple,
  toTerm,
  toValue,
  tuple,
} from '../src/index.js';
import { runtimeWith } from './fixture.js';

/** Order of two lists of bytes, an empty one least. */
function compareLists(a: ErlangValue, b: ErlangValue): number {
  const [x, y] = [a, b].map((list) => (Array.isArray(list) ? list.map((byte) => String.fromCharCode(Number(byte))).join('') : ''));
  return (x ?? '') < (y ?? '') ? -1 : 1;
}

/** Values in the form in which they come back. */
const { value } = fc.letrec<{ value: ErlangValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    fc.integer(),
    fc.maxSafeInteger(),
    fc.bigInt().map((big) => (Number.isSafeInteger(Number(big)) ? Number(big) : big)),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((double) => (Number.isInteger(double) ? new Float(double) : double)),
    fc.boolean(),
    fc
      .string({ unit: 'grapheme', maxLength: 20 })
      .filter((name) => name !== 'true' && name !== 'false')
      .map(atom),
    fc.uint8Array({ maxLength: 40 }),
    fc.array(tie('value'), { maxLength: 5 }),
    fc.array(tie('value'), { maxLength: 5 }).map((elements) => new Tuple(elements)),
    // Keys come back in the order of terms.
    fc.dictionary(fc.string({ maxLength: 3 }), tie('value'), { maxKeys: 5 }).map(
      (pairs) =>
        new Map(
          Object.entries(pairs)
            .map(([key, of]): [ErlangValue, ErlangValue] => [[...new TextEncoder().encode(key)], of])
            .toSorted(([a], [b]) => compareLists(a, b)),
        ),
    ),
    fc
      .tuple(
        fc.array(tie('value'), { minLength: 1, maxLength: 4 }),
        tie('value').filter((tail) => !Array.isArray(tail) && !(tail instanceof ImproperList)),
      )
      .map(([elements, tail]) => new ImproperList(elements, tail)),
  ),
}));

test('values survive the way to terms and back', () => {
  fc.assert(
    fc.property(value, (original) => {
      expect(toValue(toTerm(original))).toEqual(original);
    }),
  );
});

describe('in a machine', () => {
  let runtime: Runtime;
  beforeAll(async () => {
    runtime = await runtimeWith(['stress']);
  });

  test('values survive the way through memory', async () => {
    await fc.assert(
      fc.asyncProperty(value, async (original) => {
        expect(await runtime.call('stress', 'echo', [original])).toEqual(original);
      }),
      { numRuns: 300 },
    );
  });

  test('a term nested 100,000 deep passes as plain data, but not as a value', async () => {
    let term = toTerm(0);
    for (let i = 0; i < 100_000; i++) term = { kind: 'tuple', elements: [term] };
    const result = await runtime.callTerm('stress', 'echo', [term]);
    expect(result.kind).toBe('tuple');
    expect(() => toValue(result)).toThrow(TermConversionError);
  });

  test('a bitstring that is no binary passes as plain data', async () => {
    const bits = { kind: 'bitstring', bytes: Uint8Array.of(0xab, 0x80), bitSize: 9 } as const;
    expect(await runtime.callTerm('stress', 'echo', [bits])).toEqual(bits);
  });

  test('pids and references of the machine pass as plain data', async () => {
    const reference = { kind: 'reference', node: 'nonode@nohost', creation: 0, ids: [1, 2, 3] } as const;
    const pid = { kind: 'pid', node: 'nonode@nohost', id: 7, serial: 0, creation: 0 } as const;
    expect(await runtime.callTerm('stress', 'echo', [reference])).toEqual(reference);
    expect(await runtime.callTerm('stress', 'echo', [pid])).toEqual(pid);
  });

  test('those of another node are data', async () => {
    const reference = { kind: 'reference', node: 'a@other', creation: 7, ids: [1, 2, 3] } as const;
    const pid = { kind: 'pid', node: 'a@other', id: 7, serial: 9, creation: 1 } as const;
    const port = { kind: 'port', node: 'a@other', id: 1n << 40n, creation: 2 } as const;
    for (const term of [reference, pid, port]) expect(await runtime.callTerm('stress', 'echo', [term])).toEqual(term);
  });

  test('funs of modules that are not there come back, and end whoever calls them', async () => {
    const pid = { kind: 'pid', node: 'a@other', id: 7, serial: 0, creation: 0 } as const;
    const base = { kind: 'fun', module: 'nowhere', arity: 0, uniq: new Uint8Array(16), index: 0, oldIndex: 0, oldUniq: 0 } as const;
    const fun = { ...base, pid, free: [] };
    expect(await runtime.callTerm('stress', 'echo', [fun])).toMatchObject({ kind: 'fun', module: 'nowhere', index: 0, free: [] });
    const call = runtime.callTerm('erlang', 'apply', [fun, { kind: 'nil' }]);
    await expect(call).rejects.toMatchObject({ class: 'error', reasonTerm: { kind: 'atom', name: 'undef' } });
    expect(await runtime.call('stress', 'echo', [1])).toBe(1);
  });
});

test('what is not a value is refused by name', () => {
  const refused: [unknown, RegExp][] = [
    [Number.NaN, /^value: not an Erlang number: NaN$/],
    [Number.POSITIVE_INFINITY, /^value: not an Erlang number: Infinity$/],
    [new Date(), /^value: not an Erlang value: \[object Date\]$/],
    [[1, Symbol('a')], /^value\[1\]: not an Erlang value: a symbol$/],
    [{ a: { b: [Symbol('b')] } }, /^value\.a\.b\[0\]: not an Erlang value: a symbol$/],
    [new Float(Number.NaN), /NaN/],
  ];
  for (const [wrong, message] of refused) expect(() => toTerm(wrong as ErlangValue)).toThrow(message);
  let deep: ErlangValue = [];
  for (let i = 0; i < 3000; i++) deep = [deep];
  expect(() => toTerm(deep)).toThrow('the value is nested more than 2000 levels deep');
});

test('forms that are only taken, not given', () => {
  expect(toValue(toTerm({ a: 1, b: { c: [] } }))).toEqual(
    new Map<ErlangValue, ErlangValue>([
      [Uint8Array.of(97), 1],
      [Uint8Array.of(98), new Map([[Uint8Array.of(99), []]])],
    ]),
  );
  expect(toValue(toTerm(Object.assign(Object.create(null), { a: null })))).toEqual(new Map([[Uint8Array.of(97), atom('null')]]));
  // biome-ignore lint/suspicious/noSparseArray: it is about one
  expect(toValue(toTerm([1, , 2]))).toEqual([1, atom('undefined'), 2]);
  expect(toValue(toTerm('é'))).toEqual(Uint8Array.of(0xc3, 0xa9));
  expect(toValue(toTerm(new ImproperList([], 2)))).toBe(2);
  expect(toValue(toTerm(2 ** 60))).toBe(2n ** 60n);
  expect(toValue(toTerm(-0))).toEqual(new Float(-0));
  expect(toValue(toTerm(atom('true')))).toBe(true);
  expect(atom('a')).toBe(Atom.of('a'));
  expect(tuple(1).elements).toEqual([1]);
});
