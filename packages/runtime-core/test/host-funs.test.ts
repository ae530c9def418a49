import type { Term } from '@beamline/beam-file';
import { describe, expect, test } from 'vitest';
import {
  atom,
  ErlangError,
  type ErlangValue,
  type MachineOptions,
  Opaque,
  type Runtime,
  StoppedError,
  TermConversionError,
  tuple,
  type UserNative,
  withArity,
} from '../src/index.js';
import { runtimeWith } from './fixture.js';

const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));
const text = (value: string): Uint8Array => new TextEncoder().encode(value);

function failure(call: Promise<unknown>): Promise<unknown> {
  return call.then(
    (value) => new Error(`it did not fail: ${String(value)}`),
    (error: unknown) => error,
  );
}

const modes: [string, MachineOptions][] = [
  ['as usual', {}],
  ['collecting always', { collectAlways: true }],
  ['without tail calls', { tailCalls: false }],
  ['with little native stack', { nativeDepth: 16 }],
  ['in a random schedule', { scheduleSeed: 7 }],
];

describe.each(modes)('functions of JavaScript as funs, %s', (_, options) => {
  const start = () => runtimeWith(['host_funs'], options);
  const double = (x: ErlangValue): number => Number(x) * 2;

  test('are called with values, in a body, as the last call and by apply', async () => {
    const runtime = await start();
    expect(await runtime.call('host_funs', 'call', [double, [4]])).toEqual(tuple(atom('result'), 8));
    expect(await runtime.call('host_funs', 'tail', [double, 5])).toBe(10);
    expect(await runtime.call('host_funs', 'applied', [double, 6])).toEqual([12, 12, 12]);
    expect(await runtime.call('host_funs', 'map', [double, [1, 2, 3]])).toEqual([2, 4, 6]);
    expect(await runtime.call('erlang', 'apply', [double, [7]])).toBe(14);
    const seen: ErlangValue[] = [];
    const note = withArity((...args) => {
      seen.push(...args);
      return undefined;
    }, 3);
    expect(await runtime.call('host_funs', 'call', [note, [atom('a'), [1.5], tuple()]])).toEqual(tuple(atom('result'), atom('undefined')));
    expect(seen).toEqual([atom('a'), [1.5], tuple()]);
  });

  test('have as many arguments as the function, or as was stated', async () => {
    const runtime = await start();
    const facts = (fun: (...args: ErlangValue[]) => number) => runtime.call('host_funs', 'facts', [fun]);
    const of = (arity: number) =>
      tuple(
        true,
        arity === 0,
        arity === 1,
        arity === 2,
        tuple(atom('arity'), arity),
        tuple(atom('module'), atom('javascript')),
        tuple(atom('name'), atom('function')),
        tuple(atom('type'), atom('local')),
        10,
        [...'#Fun<javascript.0.0>'].map((character) => character.charCodeAt(0)),
      );
    expect(await facts(() => 1)).toEqual(of(0));
    expect(await facts((a) => Number(a))).toEqual(of(1));
    expect(await facts((...all) => all.length)).toEqual(of(0));
    expect(await facts(withArity((...all) => all.length, 2))).toEqual(of(2));
    expect(await runtime.call('host_funs', 'guarded', [withArity((...all) => all.length, 2)])).toBe(atom('two'));
    expect(await runtime.call('host_funs', 'guarded', [double])).toBe(atom('other'));
    const many = withArity((...all) => all.length, 255);
    expect(await runtime.call('erlang', 'apply', [many, Array.from({ length: 255 }, (_, i) => i)])).toBe(255);
    expect(() => withArity(double, 256)).toThrow(RangeError);
    expect(() => withArity(double, 0.5)).toThrow(RangeError);
    const error = await failure(runtime.call('host_funs', 'call', [double, [1, 2]]));
    expect(error).toMatchObject({ class: 'error', reason: tuple(atom('badarity'), tuple(double, [1, 2])) });
  });

  test('are the same function when they come back', async () => {
    const runtime = await start();
    expect(await runtime.call('host_funs', 'echo', [double])).toBe(double);
    expect(await runtime.call('host_funs', 'echo', [[tuple(double, new Map([[atom('f'), double]]))]])).toEqual([
      tuple(double, new Map([[atom('f'), double]])),
    ]);
    const term = await runtime.callTerm('host_funs', 'echo', [{ kind: 'tuple', elements: [await echoTerm(runtime, double)] }]);
    expect(term).toMatchObject({ elements: [{ kind: 'fun', arity: 1, implementation: double }] });
    const mailbox = runtime.mailbox();
    runtime.send(mailbox.pid, [double]);
    expect(await mailbox.receive()).toEqual([double]);
    const own = await runtime.call('host_funs', 'asked');
    expect(own).toBeInstanceOf(Opaque);
    expect(await runtime.call('host_funs', 'tail', [own, 3])).toBe(6);
  });

  test('are equal if they are the same function, and ordered among funs', async () => {
    const runtime = await start();
    const other = (x: ErlangValue): number => Number(x);
    expect(await runtime.call('host_funs', 'same', [double, double])).toEqual(tuple(true, true, false, true, false, false));
    const [same, , , , less, greater] = ((await runtime.call('host_funs', 'same', [double, other])) as { elements: boolean[] }).elements;
    expect([same, less !== greater]).toEqual([false, true]);
    // Funs come after references and before pids and tuples.
    const reference = await runtime.call('erlang', 'make_ref');
    const pid = await runtime.call('erlang', 'self');
    expect(await runtime.call('host_funs', 'order', [double, [1, atom('a'), reference, pid, tuple()]])).toEqual([
      true,
      true,
      true,
      false,
      false,
    ]);
    expect(await runtime.call('host_funs', 'key', [double, 5])).toBe(5);
  });

  test('go to other processes, into tables, dictionaries and persistent terms', async () => {
    const runtime = await start();
    expect(await runtime.call('host_funs', 'sent', [double, 4])).toEqual(tuple(double, 8));
    expect(await runtime.call('host_funs', 'kept', [double, 5])).toEqual(tuple(10, true, true));
    expect(await runtime.call('host_funs', 'stored', [double])).toBe(4);
    expect(await runtime.call('host_funs', 'put_away', [double])).toBe(atom('ok'));
    for (let i = 0; i < 3; i++) expect(await runtime.call('host_funs', 'taken')).toBe(2);
    let calls = 0;
    const count = (): number => calls++;
    expect(await runtime.call('host_funs', 'spawned', [count, 20])).toEqual(Array.from({ length: 20 }, () => atom('normal')));
    expect(calls).toBe(20);
  });

  test('may return a promise, for which the process waits, and no other', async () => {
    const runtime = await start();
    const later = async (x: ErlangValue): Promise<number> => {
      await pause(20);
      return Number(x) + 1;
    };
    const before = performance.now();
    const calls = Array.from({ length: 50 }, (_, i) => runtime.call('host_funs', 'applied', [later, i]));
    expect(await Promise.all(calls)).toEqual(Array.from({ length: 50 }, (_, i) => [i + 1, i + 1, i + 1]));
    expect(performance.now() - before).toBeLessThan(2000);
  });

  test('may be given to others, made by functions and call back', async () => {
    const adder = (n: ErlangValue) => (x: ErlangValue) => Number(x) + Number(n);
    const runtime = await runtimeWith(['host_funs'], { ...options, natives: { 'maker:adder/1': adder } });
    const add = await runtime.call('maker', 'adder', [5]);
    expect(await runtime.call('host_funs', 'tail', [add as (x: ErlangValue) => number, 2])).toBe(7);
    const nested = async (x: ErlangValue): Promise<ErlangValue> => await runtime.call('host_funs', 'tail', [double, x]);
    expect(await runtime.call('host_funs', 'tail', [nested, 21])).toBe(42);
    const sum = (x: ErlangValue, total: ErlangValue): number => Number(x) + Number(total);
    expect(await runtime.call('host_funs', 'sum_of', [sum, [1, 2, 3]])).toBe(6);
  });

  test('raise what they throw, with a stack trace', async () => {
    const runtime = await start();
    const fails = (x: ErlangValue): never => {
      throw new TypeError(`not ${String(x)}`);
    };
    const expected = tuple(atom('error'), tuple(atom('host_error'), text('not 1')), [
      tuple(atom('javascript'), atom('function'), 1),
      tuple(atom('host_funs'), atom('caught'), 2),
    ]);
    expect(await runtime.call('host_funs', 'caught', [fails, [1]])).toEqual(expected);
    expect(await runtime.call('host_funs', 'caught', [async (x: ErlangValue) => fails(await Promise.resolve(x)), [1]])).toEqual(expected);
    const throws = (): never => {
      throw new ErlangError('throw', { kind: 'atom', name: 'ball' }, []);
    };
    expect(await runtime.call('host_funs', 'caught', [throws, []])).toMatchObject({
      elements: [atom('throw'), atom('ball'), expect.anything()],
    });
  });

  test('are no functions outside of the machine', async () => {
    const runtime = await start();
    const [isFunction, isSame, result] = ((await runtime.call('host_funs', 'external', [double])) as { elements: ErlangValue[] }).elements;
    expect([isFunction, isSame, result]).toEqual([true, false, tuple(atom('error'), atom('undef'))]);
  });
});

async function echoTerm(runtime: Runtime, value: UserNative): Promise<Term> {
  const mailbox = runtime.mailbox();
  runtime.send(mailbox.pid, value);
  return await mailbox.receiveTerm();
}

describe('a function of JavaScript', () => {
  /** Collects garbage; works only with `node --expose-gc`, which the test turns on for itself. */
  async function collected(reference: WeakRef<object>): Promise<boolean> {
    const { setFlagsFromString } = await import('node:v8');
    const { runInNewContext } = await import('node:vm');
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    for (let i = 0; i < 50; i++) {
      await pause(1);
      collect();
      if (reference.deref() === undefined) return true;
    }
    return false;
  }

  const given = (): { fun: () => number; reference: WeakRef<object> } => {
    const state = { calls: 0 };
    const fun = (): number => ++state.calls;
    return { fun, reference: new WeakRef(fun) };
  };

  test('is kept while a term refers to it, and not longer', async () => {
    const runtime = await runtimeWith(['host_funs']);
    const call = async (name: string): Promise<WeakRef<object>> => {
      const { fun, reference } = given();
      await runtime.call('host_funs', name, [fun]);
      return reference;
    };
    expect(await collected(await call('after_it'))).toBe(true);
    expect(await collected(await call('forget'))).toBe(true);
    expect(runtime.machine.resourceCount).toBe(0);
    const kept = await call('put_away');
    expect(await collected(kept)).toBe(false);
    expect(runtime.machine.resourceCount).toBe(1);
    expect(await runtime.call('erlang', 'apply', [kept.deref() as () => number, []])).toBe(1);
  });

  test('goes with a call that is stopped', async () => {
    const runtime = await runtimeWith(['host_funs']);
    const stop = new AbortController();
    const wait = async (): Promise<WeakRef<object>> => {
      const { fun, reference } = given();
      expect(await failure(runtime.call('host_funs', 'wait', [fun], { signal: stop.signal }))).toBeInstanceOf(StoppedError);
      return reference;
    };
    const waiting = wait();
    await pause(5);
    expect(runtime.machine.resourceCount).toBe(1);
    stop.abort();
    expect(await collected(await waiting)).toBe(true);
    expect(runtime.machine.resourceCount).toBe(0);
  });

  test('given 300,000 times takes no memory', { timeout: 60_000 }, async () => {
    const runtime = await runtimeWith(['host_funs']);
    const natives = (x: ErlangValue) => [() => x, () => x];
    await runtime.call('host_funs', 'call_many', [natives, 1, 1000]);
    const before = runtime.machine.kernel.usedBytes();
    await runtime.call('host_funs', 'call_many', [natives, 1, 150_000]);
    expect(runtime.machine.resourceCount).toBe(0);
    expect(runtime.machine.kernel.usedBytes() - before).toBeLessThan(1 << 20);
  });

  test('of two machines is a fun of each', async () => {
    const [one, two] = [await runtimeWith(['host_funs']), await runtimeWith(['host_funs'])];
    const { fun } = given();
    await one.call('host_funs', 'put_away', [fun]);
    await two.call('host_funs', 'put_away', [await echoTerm(two, fun).then(() => fun)]);
    expect(await one.call('host_funs', 'taken').catch((error: unknown) => error)).toMatchObject({
      reason: tuple(atom('badarity'), tuple(fun, [1])),
    });
    expect(await two.call('host_funs', 'echo', [fun])).toBe(fun);
  });
});

describe('what JavaScript has thrown', () => {
  class Oops extends Error {}
  const thrown = new Oops('oops');
  const fails = (): never => {
    throw thrown;
  };
  const reason = tuple(atom('host_error'), text('oops'));

  test.each<[string, string, (f: () => never) => ErlangValue[]]>([
    ['when nothing catches it', 'call', (f) => [f, []]],
    ['from deep within', 'deep', (f) => [f, 20]],
    ['after a try', 'after_it', (f) => [f]],
  ])('is the cause of the error of the call, %s', async (_, name, args) => {
    const runtime = await runtimeWith(['host_funs']);
    const error = await failure(runtime.call('host_funs', name, args(fails)));
    expect(error).toBeInstanceOf(ErlangError);
    expect(error).toMatchObject({ class: 'error', reason });
    expect((error as ErlangError).cause).toBe(thrown);
    expect((error as ErlangError).stacktrace[0]).toMatchObject({ module: 'javascript', function: 'function', arity: 0 });
    expect((error as ErlangError).stacktrace[1]).toMatchObject({ module: 'host_funs', file: 'host_funs.erl' });
    const later = async (): Promise<never> => {
      await pause(1);
      throw thrown;
    };
    expect(((await failure(runtime.call('host_funs', name, args(later as unknown as () => never)))) as ErlangError).cause).toBe(thrown);
  });

  test('is so when it is raised again, and when it comes from another process', async () => {
    const runtime = await runtimeWith(['host_funs']);
    const other = (): never => fails();
    const again = await failure(runtime.call('host_funs', 'again', [withArity(other, 1), 1]));
    expect(again).toMatchObject({ class: 'error', reason, cause: thrown });
    const linked = await failure(runtime.call('host_funs', 'linked', [withArity(other, 1), 1]));
    expect(linked).toMatchObject({ class: 'exit', cause: thrown });
    const wrapped = await failure(runtime.call('host_funs', 'reraised', [fails]));
    expect(wrapped).toMatchObject({ class: 'exit', reason: tuple(atom('wrapped'), reason) });
    expect((wrapped as ErlangError).cause).toBeUndefined();
    expect(runtime.machine.resourceCount).toBe(0);
  });

  test('may be anything', async () => {
    const proxy = Proxy.revocable({}, {});
    proxy.revoke();
    const values: [unknown, string][] = [
      [7, '7'],
      [undefined, 'undefined'],
      [Symbol('s'), 'Symbol(s)'],
      [{ toString: () => fails() }, 'something was thrown that cannot be shown'],
      [Object.create(null), 'something was thrown that cannot be shown'],
      [proxy.proxy, 'something was thrown that cannot be shown'],
      [
        Object.defineProperty(new Error('a'), 'message', {
          get: () => fails(),
        }),
        'something was thrown that cannot be shown',
      ],
      ['x'.repeat(1_000_000), 'x'.repeat(65_536)],
    ];
    const runtime = await runtimeWith(['host_funs']);
    for (const [value, shown] of values) {
      const now = (): never => {
        throw value;
      };
      for (const fun of [now, () => Promise.reject(value as Error)]) {
        const error = await failure(runtime.call('host_funs', 'call', [fun, []]));
        expect(error).toMatchObject({ class: 'error', reason: tuple(atom('host_error'), text(shown)) });
        expect((error as ErlangError).cause).toBe(value);
      }
    }
    expect(await runtime.call('host_funs', 'echo', [1])).toBe(1);
  });

  test('an Erlang error is raised as it is, and the cause too', async () => {
    const runtime = await runtimeWith(['host_funs']);
    const own = new ErlangError('exit', { kind: 'tuple', elements: [{ kind: 'atom', name: 'a' }] }, []);
    const error = await failure(
      runtime.call('host_funs', 'call', [
        () => {
          throw own;
        },
        [],
      ]),
    );
    expect(error).toMatchObject({ class: 'exit', reason: tuple(atom('a')) });
    expect((error as ErlangError).cause).toBe(own);
    // One that was made of something else is an error like any other.
    const wrong = new ErlangError('error', { kind: 'atom', name: 'a' }, []);
    Object.assign(wrong, { reasonTerm: { kind: 'none' } });
    expect(
      await failure(
        runtime.call('host_funs', 'call', [
          () => {
            throw wrong;
          },
          [],
        ]),
      ),
    ).toMatchObject({ class: 'error', cause: wrong });
  });

  test('a result that is no value', async () => {
    const runtime = await runtimeWith(['host_funs']);
    const results: [unknown, string][] = [
      [{ a: [1, Symbol('a')] }, 'result.a[1]: not an Erlang value: a symbol'],
      [Promise.resolve(new Date()), 'result: not an Erlang value: [object Date]'],
      [atom('x'.repeat(300)), 'result: an atom has at most 255 characters, not 300'],
    ];
    for (const [result, message] of results) {
      const error = await failure(runtime.call('host_funs', 'call', [() => result as number, []]));
      expect(error).toMatchObject({ class: 'error', reason: tuple(atom('host_error'), text(message)) });
      expect((error as ErlangError).cause).toBeInstanceOf(TermConversionError);
    }
  });
});
