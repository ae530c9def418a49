import {
  atom,
  ErlangError,
  type ErlangInput,
  type ErlangValue,
  Float,
  ImproperList,
  TermConversionError,
  tuple,
  withArity,
} from '@beamline/runtime-core';
import { check, checkEqual, failureOf } from './assertions.js';
import type { AdapterContext, AdapterTest } from './context.js';
import { fixtureRuntime, MODULE } from './fixture.js';

/** Values that come back as they went in. */
const sameBothWays: Readonly<Record<string, readonly ErlangValue[]>> = {
  'safe integers': [0, 1, -1, 134217727, 134217728, -134217728, -134217729, 2 ** 31, -(2 ** 31), 2 ** 32, 2 ** 53 - 1, -(2 ** 53 - 1)],
  BigInts: [2n ** 53n, -(2n ** 53n), 2n ** 63n, 2n ** 64n - 1n, -(2n ** 64n), 10n ** 40n, -(10n ** 400n)],
  floats: [0.5, -0.1, 1e-300, 5e-324, new Float(1), new Float(-0), new Float(1e22), new Float(Number.MAX_VALUE)],
  atoms: [atom('ok'), atom(''), atom('Größe'), atom('日本'), atom('a'.repeat(255)), true, false],
  lists: [[], [1], [1, [2, [3, []]], 4], [0.5, atom('a'), 2n ** 70n], Array.from({ length: 5000 }, (_, i) => i)],
  'improper lists': [new ImproperList([1], 2), new ImproperList([1, 2], atom('end')), new ImproperList([[]], tuple())],
  tuples: [tuple(), tuple(1), tuple(atom('a'), tuple(2n ** 65n, [tuple()])), tuple(...Array.from({ length: 300 }, (_, i) => i))],
  binaries: [new Uint8Array(), Uint8Array.of(0, 255, 128), new Uint8Array(100_000).fill(7)],
};

/** What is written one way and read another. */
const conversions: readonly (readonly [ErlangValue, ErlangValue])[] = [
  ['grün', Uint8Array.of(0x67, 0x72, 0xc3, 0xbc, 0x6e)],
  [5n, 5],
  [2 ** 60, 2n ** 60n],
  [-0, new Float(-0)],
  [new Float(1.5), 1.5],
  [atom('true'), true],
  [new ImproperList([1], []), [1]],
  [new ImproperList([], 1), 1],
];

async function checkAll(context: AdapterContext, pairs: readonly (readonly [ErlangValue, ErlangValue])[]): Promise<void> {
  const runtime = await fixtureRuntime(context);
  for (const [given, wanted] of pairs) checkEqual(await runtime.call(MODULE, 'identity', [given]), wanted, 'identity');
}

/** Values go in and come out. */
export const valueTests: readonly AdapterTest[] = [
  ...Object.entries(sameBothWays).map(([kind, values]) => ({
    name: `passes ${kind} both ways`,
    run: (context: AdapterContext) =>
      checkAll(
        context,
        values.map((value) => [value, value]),
      ),
  })),
  {
    name: 'converts strings, BigInts and whole floats as documented',
    run: (context) => checkAll(context, conversions),
  },
  {
    name: 'passes functions as funs, which Erlang code calls, and the same ones back',
    async run(context) {
      const runtime = await fixtureRuntime(context);
      const double = (x: ErlangValue): number => Number(x) * 2;
      const later = async (x: ErlangValue): Promise<ErlangValue> => {
        await new Promise((resolve) => setTimeout(resolve, 1));
        return [x];
      };
      const count = withArity((...all) => all.length, 3);
      check((await runtime.call(MODULE, 'identity', [double])) === double, 'another function came back');
      checkEqual(await runtime.call('erlang', 'apply', [double, [21]]), 42, 'a call of a function');
      checkEqual(await runtime.call('erlang', 'apply', [later, [1]]), [1], 'a call that waits for a promise');
      checkEqual(await runtime.call('erlang', 'apply', [count, [1, 2, 3]]), 3, 'a call with a stated number of arguments');
      const thrown = new RangeError('out of it');
      const fails = (): never => {
        throw thrown;
      };
      const error = await failureOf(runtime.call('erlang', 'apply', [fails, []]), ErlangError);
      checkEqual(error.reason, tuple(atom('host_error'), new TextEncoder().encode('out of it')), 'reason');
      check(error.cause === thrown, 'the cause is not what was thrown');
    },
  },
  {
    name: 'refuses what cannot be looked at, and says where it is',
    async run(context) {
      const runtime = await fixtureRuntime(context);
      const { proxy, revoke } = Proxy.revocable({}, {});
      revoke();
      const circle: ErlangInput[] = [];
      circle.push(circle);
      const long = new Array<ErlangInput>(2 ** 32 - 1);
      for (const value of [proxy as ErlangInput, circle, long, Symbol('s') as unknown as ErlangInput]) {
        const error = await failureOf(runtime.call(MODULE, 'identity', [{ a: [1, value] }]), TermConversionError);
        check(error.where?.startsWith('arguments[0].a[1]') === true, `${error.where}: ${error.message.slice(0, 200)}`);
      }
      checkEqual(await runtime.call(MODULE, 'identity', [1]), 1, 'a call afterwards');
    },
  },
  {
    name: 'computes with what it is given',
    async run(context) {
      const runtime = await fixtureRuntime(context);
      checkEqual(await runtime.call(MODULE, 'add', [2, 3]), 5, '2 + 3');
      checkEqual(await runtime.call(MODULE, 'add', [2 ** 53 - 1, 1]), 2n ** 53n, '2^53 - 1 + 1');
      checkEqual(await runtime.call(MODULE, 'add', [0.25, 0.5]), 0.75, '0.25 + 0.5');
      checkEqual(await runtime.call(MODULE, 'swap', [tuple('a', 1)]), tuple(1, Uint8Array.of(97)), 'swap of a tuple');
      checkEqual(await runtime.call(MODULE, 'swap', [[1, 2]]), new ImproperList([[2]], 1), 'swap of a list');
    },
  },
  {
    name: 'refuses what is not an Erlang value, and goes on',
    async run(context) {
      const runtime = await fixtureRuntime(context);
      for (const value of [Number.NaN, Number.POSITIVE_INFINITY]) {
        await failureOf(runtime.call(MODULE, 'identity', [value]), TermConversionError);
      }
      check((await runtime.call(MODULE, 'add', [1, 1])) === 2, 'a later call gives a wrong result');
    },
  },
];
