import type { Term } from '@beamline/beam-file';
import { beforeAll, describe, expect, test } from 'vitest';
import {
  Atom,
  atom,
  ErlangError,
  type ErlangInput,
  type ErlangValue,
  Float,
  ImproperList,
  Opaque,
  type Runtime,
  TermConversionError,
  Tuple,
  toTerm,
  tuple,
} from '../src/index.js';
import { runtimeWith } from './fixture.js';

// Whoever writes JavaScript is held to no type: what is given to a call may be anything.

const thrower = (): never => {
  throw new Error('trapped');
};

/** A proxy each of whose traps throws. */
const throwingProxy = (target: object): object =>
  new Proxy(
    target,
    new Proxy(
      {},
      {
        get: () => thrower,
      },
    ),
  );

function revoked(target: object): object {
  const { proxy, revoke } = Proxy.revocable(target, {});
  revoke();
  return proxy;
}

const cycle: unknown[] = [1];
cycle.push({ a: cycle });
const circle: { self?: unknown } = {};
circle.self = circle;
const map = new Map<unknown, unknown>();
map.set('me', map);

/** A value that has 2 ** depth parts, all of them the same few. */
function bush(depth: number, leaf: unknown): unknown {
  let value = leaf;
  for (let i = 0; i < depth; i++) value = [value, value];
  return value;
}

class EndlessMap extends Map<unknown, unknown> {
  override [Symbol.iterator](): MapIterator<[unknown, unknown]> {
    return thrower();
  }
  override get size(): number {
    return -1;
  }
}
class Longer extends Uint8Array {
  override get length(): number {
    return 1000;
  }
  override get byteLength(): number {
    return 1000;
  }
}
const endless = Object.assign([1, 2], {
  *[Symbol.iterator]() {
    for (;;) yield 1;
  },
});
const withProperty = (target: object, name: string, get: () => unknown): object =>
  Object.defineProperty(target, name, { get, enumerable: true });
/** A value that is something else each time it is looked at. */
let looks = 0;
const changing = withProperty({}, 'a', () => (looks++ % 2 === 0 ? 1 : 'x'.repeat(100)));
const half = String.fromCharCode(0xd800);

describe('values that are refused', () => {
  let runtime: Runtime;
  beforeAll(async () => {
    runtime = await runtimeWith(['stress']);
  });

  const refused: [string, unknown, string][] = [
    ['a proxy whose traps throw', throwingProxy({}), 'arguments[0]: cannot be looked at: trapped'],
    ['one of an array', { a: [throwingProxy([])] }, 'arguments[0].a[0]: cannot be looked at: trapped'],
    ['one of a function', throwingProxy(() => 1), 'arguments[0]: cannot be looked at: trapped'],
    ['a revoked proxy', [revoked([])], 'arguments[0][0]: cannot be looked at: Cannot perform '],
    ['a getter that throws', { a: [1, withProperty({}, 'b', thrower)] }, 'arguments[0].a[1].b: cannot be looked at: trapped'],
    ['an array that throws', [withProperty([], '0', thrower)], 'arguments[0][0][0]: cannot be looked at: trapped'],
    ['an array that refers to itself', cycle, 'arguments[0][1].a[1]….a[1].a[1]: the value is nested more than 2000 levels deep'],
    ['an object that does', circle, 'arguments[0].self.self.self….self.self.self.self: the value is nested more than 2000 levels deep'],
    ['a map that does', map, 'arguments[0].values[0]'],
    ['one that is huge by repetition', bush(60, 1), 'too large'],
    ['large integers by repetition', bush(12, 1n << 8_000_000n), 'too large'],
    ['an array that says it is long', new Array(2 ** 32 - 1), 'arguments[0]: too large'],
    ['a proxy that says so', new Proxy([], { get: (_, key) => (key === 'length' ? 2 ** 53 - 1 : 1) }), 'arguments[0]: too large'],
    ['one whose length is not a number', new Proxy([], { get: () => 'many' }), 'arguments[0]: too large'],
    ['a symbol', [Symbol('s')], 'arguments[0][0]: not an Erlang value: a symbol'],
    ['a symbol as a key of a map', new Map([[Symbol('s'), 1]]), 'arguments[0].keys[0]: not an Erlang value: a symbol'],
    ['a symbol in a map', new Map([[1, Symbol('s')]]), 'arguments[0].values[0]: not an Erlang value: a symbol'],
    ['in a tuple', tuple(1, Symbol('s') as unknown as ErlangValue), 'arguments[0].elements[1]: not an Erlang value: a symbol'],
    [
      'at the end of a list',
      new ImproperList([1], Symbol('s') as unknown as ErlangValue),
      'arguments[0].tail: not an Erlang value: a symbol',
    ],
    ['under an odd key', { 'a b': { '': Symbol('s') } }, 'arguments[0]["a b"][""]: not an Erlang value: a symbol'],
    ['an integer beyond all limits', [1n << 100_000_000n], 'arguments[0][0]: the integer is too large'],
    ['a negative one', [-(1n << 100_000_000n)], 'arguments[0][0]: the integer is too large'],
    [
      'an object with a name that throws',
      withProperty(new (class A {})(), Symbol.toStringTag as unknown as string, thrower),
      'arguments[0]: cannot be looked at: trapped',
    ],
    ['a date', new Date(0), 'arguments[0]: not an Erlang value: [object Date]'],
    ['an atom without a name', Object.create(Atom.prototype), 'arguments[0]: the name of an atom must be a string, not a undefined'],
    ['an atom with half of a character', atom(half), 'arguments[0]: the name of an atom has half of a character'],
    ['an atom as long as a book', [atom('a'.repeat(100_000_000))], 'arguments[0][0]: an atom has at most 255 characters'],
    ['a tuple of no array', new Tuple({ length: 3 } as unknown as ErlangValue[]), 'arguments[0]: elements must be an array'],
    ['a float that is none', new Float('1' as unknown as number), 'arguments[0]: not an Erlang number: 1'],
    ['bytes that are none', Object.create(Uint8Array.prototype), 'arguments[0]: cannot be looked at'],
    ['a map that is none', Object.create(Map.prototype), 'arguments[0]: cannot be looked at'],
    [
      'a function without a length',
      Object.defineProperty(() => 1, 'length', { value: -1 }),
      'arguments[0]: a function with a length that no fun can have',
    ],
    [
      'one with a length that throws',
      Object.defineProperty(() => 1, 'length', { get: thrower }),
      'arguments[0]: cannot be looked at: trapped',
    ],
    ['an opaque value of nothing', [new Opaque(undefined as unknown as Term)], 'arguments[0][0]: not a term: undefined'],
    ['an opaque value that refers to itself', opaqueCycle(), 'the term is nested more than 500000 levels deep'],
  ];

  function opaqueCycle(): Opaque {
    const elements: Term[] = [];
    elements.push({ kind: 'tuple', elements }, { kind: 'tuple', elements });
    return new Opaque({ kind: 'tuple', elements });
  }

  test.each(refused)('%s', { timeout: 60_000 }, async (_, value, message) => {
    const before = runtime.machine.kernel.usedBytes();
    const start = performance.now();
    const error = await runtime.call('stress', 'echo', [value as ErlangInput]).then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(TermConversionError);
    expect((error as Error).message).toContain(message);
    expect((error as Error).message.length).toBeLessThan(500);
    expect((error as TermConversionError).where).toMatch(/^arguments\[0\]/);
    expect(() => {
      runtime.send('user', value as ErlangInput);
    }).toThrow(TermConversionError);
    expect(() => runtime.spawn('stress', 'echo', [value as ErlangInput])).toThrow(TermConversionError);
    expect(performance.now() - start).toBeLessThan(50_000);
    expect(runtime.machine.kernel.usedBytes()).toBe(before);
    expect(await runtime.call('stress', 'echo', [[1, 'two']])).toEqual([1, new TextEncoder().encode('two')]);
  });

  test('a text as long as there can be does not end the machine', { timeout: 60_000 }, async () => {
    const longest = 'x'.repeat(2 ** 29 - 24);
    const error = await runtime.call('stress', 'echo', [longest, 1n << 60_000_000n, [longest], 'x']).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(Error);
    expect(['TermConversionError', 'SystemLimitError', 'ErlangError']).toContain((error as Error).name);
    expect((error as Error).message.length).toBeLessThan(100_000);
    expect(await runtime.call('erlang', 'byte_size', [longest])).toBe(longest.length);
    expect(await runtime.call('stress', 'echo', [1])).toBe(1);
  });

  test('arguments that are no array', async () => {
    for (const args of [throwingProxy([]), revoked([]), new Proxy([], { get: () => 2 ** 40 }), 'text', null]) {
      await expect(runtime.call('stress', 'echo', args as ErlangValue[])).rejects.toBeInstanceOf(TermConversionError);
      await expect(runtime.callTerm('stress', 'echo', args as Term[])).rejects.toBeInstanceOf(TermConversionError);
    }
    expect(await runtime.call('stress', 'echo', [1])).toBe(1);
  });

  test('destinations that are none', () => {
    for (const to of [throwingProxy({}), revoked({}), half, 'x'.repeat(1000)])
      expect(() => {
        runtime.send(to as string, 1);
      }).toThrow(TermConversionError);
    for (const to of [undefined, null, 7, {}])
      expect(() => {
        runtime.send(to as unknown as string, 1);
      }).toThrow(ErlangError);
  });
});

describe('values that are odd, and taken', () => {
  // Not shown in the name of the test, which would take for ever.
  const hidden = new Map<string, unknown>([['a list with an iterator that never ends', endless]]);

  test.each<[string, unknown, ErlangValue]>([
    ['a list with an iterator that never ends', undefined, [1, 2]],
    ['a map with an iterator that throws', new EndlessMap([[1, 2]]), new Map([[1, 2]])],
    ['bytes that say they are more', new Longer(3), new Uint8Array(3)],
    ['bytes with a length of their own', withProperty(new Uint8Array(70), 'length', () => 5), new Uint8Array(70)],
    ['bytes that were given away', detached(), new Uint8Array(0)],
    [
      'a value that changes',
      [changing, changing],
      [
        new Map([[new TextEncoder().encode('a'), 1]]),
        new Map([[new TextEncoder().encode('a'), new TextEncoder().encode('x'.repeat(100))]]),
      ],
    ],
    ['an improper list before a list', new ImproperList([1], [2]), [1, 2]],
    ['a text with half of a character', half, new TextEncoder().encode('�')],
    [
      'an object with a key like that of its prototype',
      JSON.parse('{"__proto__": 1}'),
      new Map([[new TextEncoder().encode('__proto__'), 1]]),
    ],
  ])('%s', async (name, shown, expected) => {
    const value = hidden.get(name) ?? shown;
    looks = 0;
    const runtime = await runtimeWith(['stress'], { collectAlways: true });
    expect(await runtime.call('stress', 'echo', [value as ErlangInput])).toEqual(expected);
  });

  function detached(): Uint8Array {
    const bytes = new Uint8Array(100);
    structuredClone(bytes.buffer, { transfer: [bytes.buffer] });
    return bytes;
  }

  test('bytes that grow while other arguments are looked at', async () => {
    const Resizable = ArrayBuffer as unknown as new (size: number, options: object) => ArrayBuffer & { resize?: (size: number) => void };
    const buffer = new Resizable(70, { maxByteLength: 100_000 });
    if (buffer.resize === undefined) return;
    const runtime = await runtimeWith(['stress']);
    const grow = withProperty({}, 'a', () => {
      buffer.resize?.(100_000);
      return 1;
    });
    const [bytes] = (await runtime
      .call('stress', 'echo', [[new Uint8Array(buffer), grow] as ErlangInput])
      .catch(() => [undefined])) as ErlangValue[];
    expect(bytes === undefined || bytes instanceof Uint8Array).toBe(true);
    expect(await runtime.call('stress', 'echo', ['x'.repeat(1000)])).toEqual(new TextEncoder().encode('x'.repeat(1000)));
  });
});

describe('plain terms that are none', () => {
  let runtime: Runtime;
  beforeAll(async () => {
    runtime = await runtimeWith(['stress']);
  });
  const nil = { kind: 'nil' };
  const fun = { kind: 'fun', module: 'm', arity: 0, uniq: new Uint8Array(16), index: 0, oldIndex: 0, oldUniq: 0, pid: nil, free: [] };
  const node = 'nonode@nohost';

  test.each<[string, unknown, string]>([
    ['nothing', undefined, 'not a term: undefined'],
    ['a text', 'a', 'not a term: "a"'],
    ['no kind', {}, 'its kind is undefined'],
    ['a kind that throws', withProperty({}, 'kind', thrower), 'cannot be looked at: trapped'],
    ['a proxy', throwingProxy({}), 'cannot be looked at: trapped'],
    ['an integer with a fraction', { kind: 'integer', value: 1.5 }, 'safe integer'],
    ['one that is not a number', { kind: 'integer', value: '1' }, 'must be a number'],
    ['one that is too large', { kind: 'integer', value: 1n << 100_000_000n }, 'too large'],
    ['a float that is none', { kind: 'float', value: Number.NaN }, 'finite'],
    ['an atom without a name', { kind: 'atom' }, 'must be a string'],
    ['a list without elements', { kind: 'list', elements: [], tail: nil }, 'one element at least'],
    ['a list without a tail', { kind: 'list', elements: [nil] }, '.tail: not a term'],
    ['a list of no array', { kind: 'list', elements: { length: 2 }, tail: nil }, 'must be an array'],
    ['a tuple with holes', { kind: 'tuple', elements: new Array(2) }, '.elements[0]: not a term: undefined'],
    ['a tuple that says it is large', { kind: 'tuple', elements: new Array(2 ** 30) }, 'too large'],
    ['a map of no pairs', { kind: 'map', pairs: [[nil]] }, 'a pair has 1 terms'],
    ['a bitstring with too few bytes', { kind: 'bitstring', bytes: new Uint8Array(1), bitSize: 800 }, 'bitSize does not belong to 1 bytes'],
    ['one with too many', { kind: 'bitstring', bytes: new Uint8Array(100), bitSize: 8 }, 'bitSize does not belong to 100 bytes'],
    ['one of no bytes', { kind: 'bitstring', bytes: [1], bitSize: 8 }, 'must be a Uint8Array'],
    [
      'a reference like those that hold blocks',
      { kind: 'reference', node, creation: 0, ids: [1, 2, 3, 4, 5, 6] },
      'a reference has 6 words',
    ],
    ['a reference of none', { kind: 'reference', node, creation: 0, ids: [] }, 'a reference has 0 words'],
    ['a pid with a fraction', { kind: 'pid', node, id: 0.5, serial: 0, creation: 0 }, 'integer of 32 bits'],
    ['a pid beyond all', { kind: 'pid', node, id: 2 ** 31, serial: 0, creation: 0 }, 'too large for the machine'],
    ['a port of a number', { kind: 'port', node, id: 1, creation: 0 }, 'must be a bigint'],
    ['a fun with too many arguments', { ...fun, arity: 300 }, 'at most 255'],
    ['a fun of no module', { ...fun, module: 1 }, 'must be a string'],
    ['a fun without free variables', { ...fun, free: undefined }, 'must be an array'],
    ['a fun of another digest', { ...fun, uniq: new Uint8Array(3) }, 'must have 16 bytes'],
    ['an external fun', { kind: 'export', module: 'm', function: 'f', arity: -1 }, 'integer of 32 bits'],
    ['a record without fields', { kind: 'record', module: 'm', name: 'n', exported: true }, 'must be an array'],
    [
      'deep within',
      { kind: 'tuple', elements: [{ kind: 'map', pairs: [[nil, { kind: 'list', elements: [{}], tail: nil }]] }] },
      'arguments[0].elements[0].pairs[0][1].elements[0]: not a term',
    ],
  ])('%s', async (_, term, message) => {
    const before = runtime.machine.kernel.usedBytes();
    const error = await runtime.callTerm('stress', 'echo', [term as Term]).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(TermConversionError);
    expect((error as Error).message).toContain(message);
    const opaque = () => toTerm(new Opaque(term as Term));
    if (!message.includes('for the machine')) expect(opaque).toThrow(TermConversionError);
    expect(runtime.machine.kernel.usedBytes()).toBe(before);
    expect(await runtime.call('stress', 'echo', [[1, 'two']])).toEqual([1, new TextEncoder().encode('two')]);
  });

  test('one that is another when it is looked at again', async () => {
    let count = 0;
    const bytes = { kind: 'bitstring', bitSize: 8, bytes: new Uint8Array(1) };
    const term = new Proxy(bytes, {
      get: (target, key) => {
        count++;
        return count > 3 && key === 'bytes' ? new Uint8Array(60) : (Reflect.get(target, key) as unknown);
      },
    });
    for (let i = 0; i < 10; i++) {
      count = i;
      const result = await runtime.callTerm('stress', 'echo', [term as Term]).catch((thrown: unknown) => thrown);
      expect(result instanceof TermConversionError || (result as Term).kind === 'bitstring').toBe(true);
    }
    expect(await runtime.call('stress', 'echo', [1])).toBe(1);
  });
});
