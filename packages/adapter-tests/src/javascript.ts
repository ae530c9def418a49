import { atom, ErlangError, type ErlangRuntime, type ErlangValue, Float, ImproperList, tuple } from '@beamline/runtime-core';
import { check, checkEqual, failureOf } from './assertions.js';
import type { AdapterContext, AdapterTest } from './context.js';

/** The module that these tests call. */
const MODULE = 'js_fixture';

/** A runtime with the fixture that may reach what is granted. */
async function jsRuntime(context: AdapterContext, globals: Readonly<Record<string, unknown>>): Promise<ErlangRuntime> {
  const runtime = await context.createRuntime({ javascript: { globals } });
  await runtime.load(await context.fixture(`${MODULE}.beam`));
  return runtime;
}

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const caught = (runtime: ErlangRuntime, name: string, args: readonly ErlangValue[]): Promise<ErlangValue> =>
  runtime.call(MODULE, 'caught', [atom(MODULE), atom(name), args]);
const jsError = (name: string, message: string): ErlangValue => tuple(atom('js_error'), bytes(name), bytes(message), true, true);

/** Values in JavaScript and as they are in Erlang. */
const TO_ERLANG: readonly (readonly [unknown, ErlangValue])[] = [
  [0, 0],
  [-0, new Float(-0)],
  [3.5, 3.5],
  [2 ** 53, new Float(2 ** 53)],
  [1e300, new Float(1e300)],
  [2n ** 70n, 2n ** 70n],
  [Number.NaN, atom('NaN')],
  [Number.NEGATIVE_INFINITY, atom('-Infinity')],
  ['a\u00e4\u{1f600}', bytes('a\u00e4\u{1f600}')],
  ['', new Uint8Array()],
  [true, true],
  [false, false],
  [null, atom('null')],
  [undefined, atom('undefined')],
  [Uint8Array.of(255, 0), tuple(atom('bytes'), Uint8Array.of(255, 0))],
  [Uint8Array.of(1, 2).buffer, tuple(atom('bytes'), Uint8Array.of(1, 2))],
  [
    [1, [null, 'x'], []],
    [1, [atom('null'), bytes('x')], []],
  ],
  [
    { a: 1, b: { c: [undefined] } },
    new Map<ErlangValue, ErlangValue>([
      [bytes('a'), 1],
      [bytes('b'), new Map([[bytes('c'), [atom('undefined')]]])],
    ]),
  ],
  [Object.create(null), new Map()],
  [new Map([['k', 1]]), new Map([[bytes('k'), 1]])],
  [new Set([1, 'two']), [1, bytes('two')]],
  [Int16Array.of(-1, 2), [-1, 2]],
];

/** Terms that come back from JavaScript as something else, or as what they were. */
const ROUND_TRIPS: readonly (readonly [ErlangValue, ErlangValue])[] = [
  [7, 7],
  [2n ** 64n, 2n ** 64n],
  [new Float(1), 1],
  [0.1, 0.1],
  [-0, new Float(-0)],
  [atom('name'), bytes('name')],
  [atom('NaN'), atom('NaN')],
  [true, true],
  ['text', bytes('text')],
  [tuple(atom('bytes'), Uint8Array.of(200, 201)), tuple(atom('bytes'), Uint8Array.of(200, 201))],
  [
    [1, [2], []],
    [1, [2], []],
  ],
  [
    new Map<ErlangValue, ErlangValue>([
      [atom('a'), 1],
      [2, bytes('two')],
    ]),
    new Map<ErlangValue, ErlangValue>([
      [bytes('2'), bytes('two')],
      [bytes('a'), 1],
    ]),
  ],
  [new Map([[bytes('__proto__'), 1]]), new Map([[bytes('__proto__'), 1]])],
];

/** Terms that have no counterpart. */
const REFUSED: readonly ErlangValue[] = [tuple(1, 2), Uint8Array.of(255), new ImproperList([1], 2), new Map([[tuple(), 1]])];

/** Ways from an object to what was not granted. */
const CLOSED: readonly (readonly string[])[] = [
  ['constructor'],
  ['method', 'constructor'],
  ['__proto__'],
  ['method', 'prototype'],
  ['inner', 'constructor', 'constructor'],
  ['maker'],
  ['common'],
];

/** Runs tasks one after the other. */
async function each<T>(items: readonly T[], task: (item: T) => Promise<void>): Promise<void> {
  for (const item of items) await task(item);
}

/** JavaScript from Erlang: the module `js`. */
export const javascriptTests: readonly AdapterTest[] = [
  {
    name: 'has no module js unless it is granted',
    async run(context) {
      const runtime = await context.createRuntime();
      await runtime.load(await context.fixture(`${MODULE}.beam`));
      const error = await failureOf(runtime.call(MODULE, 'value', ['x']), ErlangError);
      checkEqual(error.reason, atom('undef'), 'reason');
    },
  },
  {
    name: 'reaches only what is granted',
    async run(context) {
      const inner = {};
      const prototypeOf = (value: object): unknown => Object.getPrototypeOf(value);
      const globals = { api: { method: (): void => undefined, inner, maker: Function, common: Object.prototype }, prototypeOf };
      const runtime = await jsRuntime(context, globals);
      for (const name of ['globalThis', 'constructor', 'toString', 'console'])
        checkEqual(await caught(runtime, 'value', [name]), tuple(atom('error'), tuple(atom('not_granted'), bytes(name))), name);
      for (const name of ['__lookupGetter__', '__defineGetter__']) {
        const result = await caught(runtime, 'method', ['api', name, ['__proto__']]);
        check(JSON.stringify(result).includes('not_granted'), `${name} was reached`);
      }
      const common = await caught(runtime, 'method', ['prototypeOf', 'call', [atom('null'), new Map()]]);
      check(JSON.stringify(common).includes('not_granted'), 'what all objects have in common was returned');
      await each(CLOSED, async (path) => {
        const result = await caught(runtime, 'closed', ['api', [...path]]);
        const shown = JSON.stringify(path);
        check(
          typeof result === 'object' && 'elements' in result && String(JSON.stringify(result)).includes('not_granted'),
          `${shown} was reached`,
        );
      });
    },
  },
  {
    name: 'converts values to terms',
    async run(context) {
      const runtime = await jsRuntime(context, Object.fromEntries(TO_ERLANG.map(([value], i) => [`v${i}`, value])));
      for (const [i, [, wanted]] of TO_ERLANG.entries()) checkEqual(await runtime.call(MODULE, 'value', [`v${i}`]), wanted, `value ${i}`);
    },
  },
  {
    name: 'converts terms to values and back',
    async run(context) {
      const runtime = await jsRuntime(context, { identity: (value: unknown) => value });
      await each(ROUND_TRIPS, async ([given, wanted]) => {
        checkEqual(await runtime.call(MODULE, 'round_trip', [given]), wanted, 'round trip');
      });
      await each(REFUSED, async (given) => {
        const result = await caught(runtime, 'round_trip', [given]);
        check(JSON.stringify(result).includes('bad_value'), `${JSON.stringify(result)} instead of bad_value`);
      });
    },
  },
  {
    name: 'reads and changes properties, calls methods and makes objects',
    async run(context) {
      const runtime = await jsRuntime(context, {
        target: { nested: { list: [1, 2] }, add: (a: number, b: number) => a + b, self: 5 },
        counter: {
          n: 1,
          next(this: { n: number }): number {
            return ++this.n;
          },
        },
        Map,
      });
      checkEqual(await runtime.call(MODULE, 'property', ['target', [atom('nested'), bytes('list'), 1]]), 2, 'a path');
      checkEqual(await runtime.call(MODULE, 'chain', ['target', 'new']), tuple(bytes('new'), true, true, atom('undefined')), 'a property');
      checkEqual(await runtime.call(MODULE, 'method', ['target', 'add', [1, 2]]), 3, 'a method');
      checkEqual(await runtime.call(MODULE, 'method', ['counter', atom('next'), []]), 2, 'a method with this');
      checkEqual(
        await runtime.call(MODULE, 'classes', ['Map']),
        tuple(
          atom('object'),
          true,
          1,
          2,
          new Map<ErlangValue, ErlangValue>([
            [bytes('a'), 1],
            [bytes('b'), [2, atom('null')]],
          ]),
        ),
        'a class',
      );
      checkEqual(
        await caught(runtime, 'property', ['target', [atom('absent'), atom('more')]]),
        jsError('TypeError', 'cannot read the property more of undefined'),
        'undefined',
      );
    },
  },
  {
    name: 'iterates over what is iterable',
    async run(context) {
      const generate = function* (): Generator<number> {
        yield* [1, 2, 3];
      };
      const runtime = await jsRuntime(context, { numbers: generate(), map: new Map([['a', 1]]), not: {} });
      checkEqual(await runtime.call(MODULE, 'iterated', ['numbers']), [1, 2, 3], 'a generator');
      checkEqual(await runtime.call(MODULE, 'iterated', ['map']), [[bytes('a'), 1]], 'a map');
      check(JSON.stringify(await caught(runtime, 'iterated', ['not'])).includes('js_error'), 'what is not iterable');
    },
  },
  {
    name: 'raises what JavaScript throws, which the caller finds as the cause, with one stack',
    async run(context) {
      class OwnError extends Error {
        override readonly name = 'OwnError';
      }
      const runtime = await jsRuntime(context, {
        throwing: () => {
          throw new OwnError('too bad');
        },
        later: () => Promise.reject(new OwnError('too bad')),
        throwsProxy: () => {
          throw new Proxy(
            {},
            {
              get: () => {
                throw new Error('no');
              },
              getPrototypeOf: () => {
                throw new Error('no');
              },
            },
          );
        },
        throwsText: () => {
          // biome-ignore lint/style/useThrowOnlyError: whatever is thrown is told
          throw 'text';
        },
      });
      checkEqual(await caught(runtime, 'failing', ['throwing']), jsError('OwnError', 'too bad'), 'what it catches');
      checkEqual(
        await caught(runtime, 'failing', ['throwsText']),
        tuple(atom('js_error'), bytes('string'), bytes('text'), true, false),
        'a text',
      );
      checkEqual(
        await caught(runtime, 'failing', ['throwsProxy']),
        tuple(atom('js_error'), bytes('unknown'), bytes('something was thrown that cannot be shown'), true, false),
        'what cannot be looked at',
      );
      await each(['failing', 'waiting'], async (name) => {
        const error = await failureOf(runtime.call(MODULE, name, [name === 'failing' ? 'throwing' : 'later']), ErlangError);
        const { cause } = error;
        check(cause instanceof Error && cause.name === 'OwnError' && cause.message === 'too bad', `cause: ${String(cause)}`);
        const stack = error.stack ?? '';
        check(stack.startsWith('ErlangError: error: {js_error,'), `stack: ${stack}`);
        const [js, erlang, outer] = [stack.search(/js:(apply|await)\(/), stack.indexOf(`${MODULE}:${name}/1`), stack.lastIndexOf('.')];
        check(0 < js && js < erlang && erlang < outer, `frames: ${stack}`);
      });
    },
  },
  {
    name: 'awaits promises in a receive, with a time limit',
    async run(context) {
      const runtime = await jsRuntime(context, {
        soon: () => new Promise((resolve) => setTimeout(() => resolve({ done: true }), 5)),
        never: () => new Promise(() => undefined),
        plain: () => 1,
      });
      checkEqual(await runtime.call(MODULE, 'awaited', ['soon']), new Map([[bytes('done'), true]]), 'result');
      checkEqual(await runtime.call(MODULE, 'awaited', ['plain']), 1, 'what is no promise');
      const error = await failureOf(runtime.call(MODULE, 'awaited', ['never', 10]), ErlangError);
      checkEqual(error.reason, atom('timeout'), 'reason');
    },
  },
  {
    name: 'has funs as functions that return promises',
    async run(context) {
      const runtime = await jsRuntime(context, {
        twice: async (f: (x: number) => Promise<number>, x: number) => (await f(await f(x))) + 1,
        same: (a: unknown, b: unknown) => a === b && typeof a === 'function',
        identity: (value: unknown) => value,
        many: async (f: (x: number) => Promise<number>) => Promise.all([f(1), f(2), f(3)]),
        one: (f: (x: number) => Promise<number>) => f(1).then(String, (error: Error) => error.message),
      });
      checkEqual(await runtime.call(MODULE, 'called_back', ['twice', 5]), 21, 'result');
      checkEqual(await runtime.call(MODULE, 'functions', ['same']), tuple(true, true), 'identity');
      checkEqual(await runtime.call(MODULE, 'served', ['many']), [2, 4, 6], 'calls that a process serves');
      const ended = await runtime.call(MODULE, 'served_then_ended', ['one']);
      check(ended instanceof Uint8Array && new TextDecoder().decode(ended).startsWith('exit: enough'), 'a process that ends');
    },
  },
  {
    name: 'gets events as messages, as many as it asks for',
    async run(context) {
      // Not a subclass of Event in every runtime that this runs in.
      const target = new EventTarget();
      const fire = (type: string, n: number): boolean =>
        target.dispatchEvent(Object.assign(new Event(type, { cancelable: true }), { detail: { n } }));
      const runtime = await jsRuntime(context, {
        target,
        report: (type: string, what: string) => {
          if (what === 'ready') for (let n = 1; n <= 3; n++) fire(type, n);
          else fire(type, 4);
        },
        emit: (count: number) => {
          for (let n = 1; n <= count; n++) fire('n', n);
        },
      });
      const event = (n: number): ErlangValue =>
        new Map<ErlangValue, ErlangValue>([
          [bytes('type'), bytes('x')],
          [[bytes('detail'), bytes('n')], n],
        ]);
      const events = await runtime.call(MODULE, 'listen', ['target', 'x', 3]);
      checkEqual(events, [1, 2, 3].map(event), 'events');
      checkEqual(await runtime.call(MODULE, 'credits', ['target', 'n', 'emit']), tuple([1, 2], [3, 4], [5], 0), 'credit');
      checkEqual(await runtime.call(MODULE, 'latest', ['target', 'emit']), tuple([1], [5], 3), 'latest');
    },
  },
  {
    name: 'has functions that send, and objects that are changed in place',
    async run(context) {
      const runtime = await jsRuntime(context, {
        both: (send: (...args: unknown[]) => void, list: unknown[]) => {
          send(list.length, 'two', [3]);
        },
        holder: { list: [] },
      });
      checkEqual(await runtime.call(MODULE, 'sent', ['both']), tuple([0, bytes('two'), [3]], [bytes('last')], true), 'result');
    },
  },
  {
    name: 'asks for frames, and takes that back',
    async run(context) {
      const frames = new Map<number, (time: number) => void>();
      let last = 0;
      const runtime = await jsRuntime(context, {
        requestAnimationFrame: (draw: (time: number) => void) => {
          frames.set(++last, draw);
          setTimeout(() => frames.get(2)?.(16.5), 5);
          return last;
        },
        cancelAnimationFrame: (id: number) => frames.delete(id),
      });
      checkEqual(await runtime.call(MODULE, 'cancelled', []), 16.5, 'time');
      checkEqual([...frames.keys()], [2], 'frames');
    },
  },
  {
    name: 'makes requests, with a limit of time',
    async run(context) {
      const requests: unknown[] = [];
      let aborted = 0;
      const fetch = (
        url: string,
        options: { readonly body: Uint8Array; readonly signal: AbortSignal; readonly headers: unknown },
      ): Promise<Response> => {
        const { body, signal, ...rest } = options;
        requests.push([url, new TextDecoder().decode(body), rest]);
        signal.addEventListener('abort', () => {
          aborted++;
        });
        if (url === '/never') return new Promise(() => undefined);
        if (url === '/refused') return Promise.reject(new TypeError('no network'));
        return Promise.resolve(new Response('{"a":[1]}', { status: 201, headers: { 'x-answer': 'yes' } }));
      };
      const runtime = await jsRuntime(context, { fetch, AbortController });
      const body = async (as: string): Promise<ErlangValue | undefined> => {
        const response = await runtime.call(MODULE, 'posted', ['/there', atom(as), 10_000]);
        check(response instanceof Map, 'a response is a map');
        checkEqual(response.get(atom('status')), 201, 'status');
        const headers = response.get(atom('headers'));
        check(
          headers instanceof Map &&
            [...headers].some((entry) => JSON.stringify(entry) === JSON.stringify([bytes('x-answer'), bytes('yes')])),
          'headers',
        );
        return response.get(atom('body'));
      };
      checkEqual(await body('text'), bytes('{"a":[1]}'), 'text');
      checkEqual(await body('bytes'), bytes('{"a":[1]}'), 'bytes');
      checkEqual(await body('json'), new Map([[bytes('a'), [1]]]), 'json');
      checkEqual(requests[0], ['/there', 'body', { method: 'post', headers: { 'x-test': '1' }, mode: 'cors' }], 'request');
      checkEqual(await caught(runtime, 'posted', ['/refused', atom('text'), 10_000]), jsError('TypeError', 'no network'), 'a failure');
      checkEqual(aborted, 0, 'given up');
      checkEqual(await caught(runtime, 'posted', ['/never', atom('text'), 20]), tuple(atom('error'), atom('timeout')), 'a time limit');
      checkEqual(aborted, 1, 'given up');
    },
  },
  {
    name: 'forgets the listeners of a process that has ended',
    async run(context) {
      let listeners = 0;
      const target = {
        addEventListener: () => {
          listeners++;
        },
        removeEventListener: () => {
          listeners--;
        },
      };
      const runtime = await jsRuntime(context, { target });
      checkEqual(await runtime.call(MODULE, 'listening_ends', ['target', 'x']), atom('ok'), 'result');
      for (let i = 0; i < 100 && listeners > 0; i++) await new Promise((resolve) => setTimeout(resolve, 5));
      checkEqual(listeners, 0, 'listeners');
    },
  },
  {
    name: 'gives up what no term refers to: many references leave nothing behind',
    async run(context) {
      class Thing {}
      const runtime = await jsRuntime(context, { Thing });
      checkEqual(await runtime.call(MODULE, 'same', ['Thing']), true, 'the same object is the same reference');
      const make = (count: number): Promise<ErlangValue> => runtime.call('js_fixture', 'make_references', ['Thing', count]);
      await make(1000);
      const { resourceCount } = context;
      const size = (): number => resourceCount?.(runtime) ?? 0;
      const before = size();
      // Each is a message there and back where the machine is in a Worker.
      await make(context.endsWhenStopped === true ? 10_000 : 100_000);
      for (let i = 0; i < 400 && size() > before + 10; i++) await new Promise((resolve) => setTimeout(resolve, 5));
      check(size() <= before + 10, `${size()} things are left, there were ${before}`);
    },
  },
];
