import { atom, ErlangError, type ErlangValue, Float, StoppedError, tuple } from '@beamline/runtime-core';
import { check, checkEqual, failureOf } from './assertions.js';
import type { AdapterContext, AdapterTest } from './context.js';

/** The functions of the fixture that these tests call. */
interface Lists {
  reverse(list: readonly ErlangValue[]): ErlangValue;
  member(element: ErlangValue, list: readonly ErlangValue[]): boolean;
}

declare module '@beamline/runtime-core' {
  interface ErlangModules {
    readonly erlang: { byte_size(text: string): number };
  }
}

async function servers(context: AdapterContext): ReturnType<AdapterContext['createRuntime']> {
  const runtime = await context.createRuntime();
  await runtime.load(await context.fixture('js_fixture.beam'));
  await runtime.call('js_fixture', 'server');
  return runtime;
}

const add = (by: number): ErlangValue => tuple(atom('add'), by);

/** Erlang from JavaScript: processes, subscriptions, modules. */
export const processTests: readonly AdapterTest[] = [
  {
    name: 'calls a process by its name, and sends to it',
    async run(context) {
      const runtime = await servers(context);
      const counter = runtime.process('js_counter');
      checkEqual(await counter.call(add(3)), 3, 'a call');
      await counter.cast(add(4));
      checkEqual(await counter.call(atom('get')), 7, 'after a cast');
      await counter.send(atom('reset'));
      checkEqual(await counter.call(atom('get')), 0, 'after a message');
      checkEqual(await Promise.all([1, 2, 3].map((n) => counter.call(add(n)))), [1, 3, 6], 'calls at once');
      const calls = [
        () => counter.call(atom('silence'), { timeout: 10 }),
        () => runtime.process('nobody').call(atom('get')),
        () => counter.call(atom('stop')),
      ];
      for (const [i, name] of ['timeout', 'noproc', 'stopped'].entries()) {
        const error = await failureOf(calls[i]?.() ?? Promise.resolve(), ErlangError);
        const { reasonTerm } = error;
        checkEqual([error.class, reasonTerm.kind === 'tuple' && reasonTerm.elements[0]], ['exit', { kind: 'atom', name }], name);
      }
      await failureOf(runtime.process('js_ticker').call(atom('none'), { signal: AbortSignal.abort() }), StoppedError);
      runtime.stop();
    },
  },
  {
    name: 'loops over the messages that a process sends to its subscribers',
    async run(context) {
      const runtime = await servers(context);
      const ticker = runtime.process('js_ticker');
      const subscribers = (): Promise<ErlangValue> => ticker.call(atom('count'));
      const until = async (count: number): Promise<void> => {
        for (let i = 0; i < 200 && (await subscribers()) !== count; i++) await new Promise((resolve) => setTimeout(resolve, 5));
        checkEqual(await subscribers(), count, 'subscribers');
      };
      const collect = async (most: number): Promise<ErlangValue[]> => {
        const messages: ErlangValue[] = [];
        for await (const message of ticker.subscribe()) {
          messages.push(message);
          if (messages.length === most) break;
        }
        return messages;
      };
      const [two, all] = [collect(2), collect(100)];
      await until(2);
      for (let n = 1; n <= 3; n++) await ticker.send(tuple(atom('tick'), n));
      const ticks = [1, 2, 3].map((n) => tuple(atom('tick'), n));
      checkEqual(await two, ticks.slice(0, 2), 'a loop that ends');
      await until(1);
      await ticker.send(atom('stop'));
      checkEqual(await all, ticks, 'a loop until the process ends');
      runtime.stop();
    },
  },
  {
    name: 'loops over the messages of a mailbox',
    async run(context) {
      const runtime = await servers(context);
      const mailbox = await runtime.mailbox();
      for (let n = 1; n <= 3; n++) await runtime.send(mailbox.pid, n);
      const messages: ErlangValue[] = [];
      for await (const message of mailbox) {
        messages.push(message);
        if (messages.length === 3) break;
      }
      checkEqual(messages, [1, 2, 3], 'messages');
      await failureOf(mailbox.receive(), StoppedError);
      runtime.stop();
    },
  },
  {
    name: 'has the functions of a module as methods',
    async run(context) {
      const runtime = await context.createRuntime();
      const lists = runtime.module<Lists>('lists');
      checkEqual(await lists.reverse([1, new Float(2)]), [new Float(2), 1], 'reverse');
      const isMember: boolean = await lists.member(2, [1, 2]);
      check(isMember, 'member');
      // The types that are declared for the name.
      const size: number = await runtime.module('erlang').byte_size('text');
      checkEqual(size, 4, 'a declared function');
      const error = await failureOf(runtime.module<{ none(): ErlangValue }>('lists').none(), ErlangError);
      checkEqual(error.reason, atom('undef'), 'what is not there');
      check((await runtime.module('lists')) !== undefined, 'it can be awaited');
    },
  },
];
