import type { Term } from '@beamline/beam-file';
import { describe, expect, test } from 'vitest';
import {
  atom,
  EngineTrapError,
  ErlangError,
  type ErlangValue,
  HaltedError,
  Mailbox,
  Opaque,
  type RuntimeOptions,
  StoppedError,
  SystemLimitError,
  TermConversionError,
  tuple,
} from '../src/index.js';
import { fixture, memoryBytes, runtimeWith } from './fixture.js';
import { testHost } from './test-host.js';

const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

function failure(call: Promise<unknown>): Promise<unknown> {
  return call.then(
    () => new Error('it did not fail'),
    (error: unknown) => error,
  );
}

const hosting = (options: RuntimeOptions = {}, lines: string[] = []) => runtimeWith(['hosting'], options, testHost(lines));

describe('an error of the engine', () => {
  const breaking = {
    natives: {
      'user_native:fails/1': () => {
        throw new WebAssembly.RuntimeError('memory access out of bounds');
      },
    },
  };

  test('ends the process that ran, names its function and leaves the others alone', async () => {
    const runtime = await hosting(breaking);
    const waiting = runtime.mailbox();
    const pid = runtime.spawn('hosting', 'echo_to', [waiting.pid]);
    const error = await failure(runtime.call('hosting', 'caught', [1]));
    expect(error).toBeInstanceOf(EngineTrapError);
    expect(error).toMatchObject({ trap: 'memory access out of bounds', functionName: 'hosting:caught/1' });
    runtime.send(pid, 1);
    expect(await waiting.receive()).toEqual(tuple(atom('echo'), 1));
    expect(await failure(runtime.call('hosting', 'crash', [1]))).toBeInstanceOf(ErlangError);
  });

  test('is the reason internal_error to those that are linked to the process', async () => {
    const lines: string[] = [];
    const later = (n: ErlangValue): ErlangValue | Promise<ErlangValue> => {
      if (n !== 1) throw new WebAssembly.RuntimeError('unreachable');
      return pause(20).then(() => 1);
    };
    const runtime = await hosting({ natives: { 'user_native:later/1': later } }, lines);
    const pid = runtime.spawn('hosting', 'ask_twice', [1]);
    expect(await runtime.call('hosting', 'watch', [pid])).toBe(atom('internal_error'));
    expect(lines).toEqual(['A process ended: the engine stopped hosting:ask_twice/1: unreachable']);
  });
});

describe('messages between JavaScript and processes', () => {
  test('a process that was spawned answers to a mailbox, in order', async () => {
    const runtime = await hosting();
    const mailbox = runtime.mailbox();
    const pid = runtime.spawn('hosting', 'echo_to', [mailbox.pid]);
    for (let i = 0; i < 100; i++) runtime.send(pid, [i, 'text', new Map([[atom('k'), 1.5]])]);
    for (let i = 0; i < 100; i++) {
      const text = new TextEncoder().encode('text');
      expect(await mailbox.receive()).toEqual(tuple(atom('echo'), [i, text, new Map([[atom('k'), 1.5]])]));
    }
  });

  test('whoever waits first gets the first message', async () => {
    const runtime = await hosting();
    const mailbox = runtime.mailbox();
    const waiting = [mailbox.receive(), mailbox.receive(), mailbox.receive()];
    for (const message of [1, 2, 3]) runtime.send(mailbox.pid, message);
    expect(await Promise.all(waiting)).toEqual([1, 2, 3]);
  });

  test('timers of processes reach it', async () => {
    const runtime = await hosting();
    const mailbox = runtime.mailbox();
    expect(await runtime.call('hosting', 'tick', [mailbox.pid, 3])).toBe(atom('done'));
    expect([await mailbox.receive(), await mailbox.receive(), await mailbox.receive()]).toEqual([3, 2, 1]);
  });

  test('it can be linked and monitored, and closed', async () => {
    const runtime = await hosting();
    const mailbox = runtime.mailbox();
    const calls = [runtime.call('hosting', 'link_to', [mailbox.pid]), runtime.call('hosting', 'watch', [mailbox.pid])];
    await pause(5);
    const waiting = failure(mailbox.receive());
    mailbox.close();
    mailbox.close();
    expect(await Promise.all(calls)).toEqual([atom('normal'), atom('normal')]);
    expect(await waiting).toBeInstanceOf(StoppedError);
    expect(await failure(mailbox.receive())).toBeInstanceOf(StoppedError);
    runtime.send(mailbox.pid, 1);
    expect(mailbox).toBeInstanceOf(Mailbox);
  });

  test('what cannot be sent to is told', async () => {
    const runtime = await hosting();
    expect(() => runtime.send('nobody', 1)).toThrow(ErlangError);
    expect(() => runtime.send(new Opaque({ kind: 'integer', value: 1 }), 1)).toThrow(ErlangError);
  });

  test('a process that nobody watches and that fails is reported', async () => {
    const lines: string[] = [];
    const runtime = await hosting({}, lines);
    runtime.spawn('hosting', 'crash', [atom('oops')]);
    await pause(5);
    expect(lines.join('\n')).toMatch(/^Error in process <0\.\d+\.0> with exit value:\n\{oops,\[\{hosting,crash,1,/);
  });
});

test('a program that writes where the host throws is told, and goes on', async () => {
  const host = {
    ...testHost(),
    write: () => {
      throw new Error('no paper');
    },
  };
  const runtime = await runtimeWith(['hosting'], {}, host);
  const expected = tuple(atom('error'), tuple(atom('host_error'), new TextEncoder().encode('no paper')));
  expect(await runtime.call('hosting', 'printed', ['text'])).toEqual(expected);
  expect(await runtime.call('hosting', 'printed', ['text'])).toEqual(expected);
  await runtime.flush();
});

describe('stop', () => {
  // Time that grew with the square of their number would be minutes.
  test('settles 100,000 calls that wait', { timeout: 60_000 }, async () => {
    const runtime = await hosting({ processLimit: 400_000 });
    const calls = Array.from({ length: 100_000 }, () => failure(runtime.call('hosting', 'sleeper')));
    while (runtime.machine.run(performance.now() + 1000) > 0);
    runtime.stop();
    const errors = await Promise.all(calls);
    expect(errors.every((error) => error instanceof StoppedError && error.message === 'hosting:sleeper/0 was stopped')).toBe(true);
    expect(runtime.machine.processes.all()).toEqual([]);
  });

  test('a call that began afterwards runs', async () => {
    const runtime = await hosting();
    const waiting = failure(runtime.call('hosting', 'sleeper'));
    runtime.stop();
    expect(await runtime.call('hosting', 'collect', [0])).toEqual([]);
    expect(await waiting).toBeInstanceOf(StoppedError);
  });
});

describe('native functions in JavaScript', () => {
  test('are called with values, before those of a module', async () => {
    const runtime = await hosting({ natives: { 'user_native:join/2': (a, b) => [a, b], 'hosting:lookup/1': () => 'mine' } });
    expect(await runtime.call('hosting', 'ask', [atom('user_native'), atom('join')])).toEqual([1, new TextEncoder().encode('two')]);
    expect(await runtime.call('hosting', 'lookup', [1])).toEqual(new TextEncoder().encode('mine'));
  });

  test('a promise has its process wait, and no other', async () => {
    const runtime = await hosting({
      natives: {
        'user_native:later/1': async (x) => {
          await pause(20);
          return Number(x) * 2;
        },
      },
    });
    const start = performance.now();
    const calls = Array.from({ length: 50 }, (_, i) => runtime.call('hosting', 'ask_twice', [i]));
    expect(await Promise.all(calls)).toEqual(Array.from({ length: 50 }, (_, i) => tuple(2 * i, 2 * i + 2)));
    expect(performance.now() - start).toBeLessThan(1500);
  });

  test.each([
    ['an Erlang error', () => new ErlangError('throw', { kind: 'atom', name: 'ball' }, []), tuple(atom('throw'), atom('ball'))],
    [
      'any other error',
      () => new TypeError('no such thing'),
      tuple(atom('error'), tuple(atom('host_error'), new TextEncoder().encode('no such thing'))),
    ],
  ])('%s is raised, at once or later', async (_, make, expected) => {
    const now = await hosting({
      natives: {
        'user_native:fails/1': () => {
          throw make();
        },
      },
    });
    expect(await now.call('hosting', 'caught', [1])).toEqual(expected);
    const later = await hosting({
      natives: {
        'user_native:fails/1': async () => {
          await pause(1);
          throw make();
        },
      },
    });
    expect(await later.call('hosting', 'caught', [1])).toEqual(expected);
  });

  test('a process that is stopped while it waits for a promise', async () => {
    const runtime = await hosting({ natives: { 'user_native:later/1': () => new Promise<number>(() => undefined) } });
    const stop = new AbortController();
    const call = failure(runtime.call('hosting', 'ask_twice', [1], { signal: stop.signal }));
    await pause(5);
    stop.abort();
    expect(await call).toBeInstanceOf(StoppedError);
  });

  test('a module calls those in place of its own functions from within', async () => {
    for (const tailCalls of [undefined, false]) {
      const runtime = await runtimeWith(['prim_buffer'], tailCalls === undefined ? {} : { tailCalls });
      expect(await runtime.call('prim_buffer', 'of_list', [[new Uint8Array([1, 2]), new Uint8Array([3])]])).toBe(3);
      expect(await failure(runtime.call('prim_buffer', 'total', [1]))).toMatchObject({ class: 'error', reason: atom('badarg') });
    }
  });

  test('names that are none, or taken', async () => {
    await expect(hosting({ natives: { 'user_native/1': () => 1 } })).rejects.toThrow(RangeError);
    await expect(hosting({ natives: { 'erlang:self/0': () => 1 } })).rejects.toThrow(RangeError);
  });
});

describe('calls that no function can be meant by', () => {
  // Whoever writes JavaScript is held to no type.
  const calls: [string, unknown[], RegExp][] = [
    [
      'more arguments than a function has',
      ['lists', 'append', Array.from({ length: 256 }, () => 1)],
      /at most 255 arguments, lists:append was given 256/,
    ],
    ['a module that is no string', [3, 'append', [[]]], /the module of a call must be a string, not a number/],
    ['a function that is no string', ['lists', undefined, [[]]], /the function of a call must be a string, not undefined/],
    ['arguments that are no array', ['lists', 'append', 5], /the arguments of a call must be an array/],
    ['an atom that is too long', ['erlang', 'abs', [atom('é'.repeat(256))]], /an atom has at most 255 characters, not 256/],
    ['a module whose name is too long', ['a'.repeat(256), 'abs', [1]], /an atom has at most 255 characters, not 256/],
  ];
  test.each(calls)('%s', async (_, args, message) => {
    const runtime = await hosting();
    type Arguments = Parameters<typeof runtime.call>;
    const error = await failure(runtime.call(...(args as unknown as Arguments)));
    expect(error).toBeInstanceOf(TermConversionError);
    expect(error).toMatchObject({ message: expect.stringMatching(message) as string });
    expect(() => runtime.spawn(...(args as unknown as Parameters<typeof runtime.spawn>))).toThrow(TermConversionError);
    expect(await runtime.call('erlang', 'abs', [-1])).toBe(1);
  });

  test('a fun with as many arguments as there can be', async () => {
    const runtime = await hosting();
    const fun: Term = { kind: 'export', module: 'nowhere', function: 'f', arity: 255 };
    const args: Term = {
      kind: 'list',
      elements: Array.from({ length: 255 }, (_, value): Term => ({ kind: 'integer', value })),
      tail: { kind: 'nil' },
    };
    const error = await failure(runtime.callTerm('erlang', 'apply', [fun, args]));
    expect(error).toMatchObject({ class: 'error', reason: atom('undef') });
    expect((error as ErlangError).stacktrace[0]).toMatchObject({ module: 'nowhere', function: 'f', arity: 255 });
  });

  test('terms with holes', async () => {
    const runtime = await hosting();
    const holes = Array<Term>(3);
    for (const args of [holes, [{ kind: 'list', elements: holes, tail: { kind: 'nil' } }], [{ kind: 'none' }]])
      expect(await failure(runtime.callTerm('erlang', 'abs', args as Term[]))).toBeInstanceOf(TermConversionError);
    expect(await runtime.call('erlang', 'length', [Array<ErlangValue>(3)])).toBe(3);
    expect(await runtime.call('erlang', 'hd', Array<ErlangValue>(1)).catch((error: unknown) => error)).toMatchObject({
      reason: atom('badarg'),
    });
  });
});

describe('limits', () => {
  test('a process that runs out of memory dies alone', { timeout: 60_000 }, async () => {
    const runtime = await hosting({ memoryLimit: 64 << 20 });
    const lines = await Promise.all([failure(runtime.call('hosting', 'eat')), runtime.call('hosting', 'survive')]);
    expect(lines[0]).toBeInstanceOf(SystemLimitError);
    expect(lines[0]).toMatchObject({ limit: 'memory' });
    expect(lines[1]).toEqual(tuple(atom('system_limit'), 1000));
    for (let i = 0; i < 5; i++) expect(await failure(runtime.call('hosting', 'eat'))).toBeInstanceOf(SystemLimitError);
    expect(runtime.machine.kernel.usedBytes()).toBeLessThan(4 << 20);
  });

  test('processes', async () => {
    const runtime = await hosting({ processLimit: 100 });
    const error = await failure(runtime.call('hosting', 'many', [1000]));
    expect(error).toMatchObject({ class: 'error', reason: atom('system_limit') });
    runtime.stop();
    await pause(5);
    expect(await runtime.call('hosting', 'many', [50])).toBe(atom('ok'));
  });

  test('atoms', async () => {
    const runtime = await hosting({ atomLimit: 8192 });
    expect(await failure(runtime.call('hosting', 'atoms', [8192]))).toMatchObject({ class: 'error', reason: atom('system_limit') });
    expect(await runtime.call('hosting', 'collect', [0])).toEqual([]);
  });

  test('programs are told the limit of atoms', async () => {
    const limit = async (options: RuntimeOptions): Promise<unknown> =>
      (await hosting(options)).call('erlang', 'system_info', [atom('atom_limit')]);
    expect(await limit({ atomLimit: 8192 })).toBe(8192);
    expect(await limit({})).toBe(1_048_576);
    expect(await limit({ atomLimit: 1 << 30 })).toBe(1_048_576);
  });

  test('time', async () => {
    const runtime = await hosting({ timeLimit: 50 });
    const loops = [failure(runtime.call('hosting', 'forever')), failure(runtime.call('hosting', 'sleeper'))];
    for (const error of await Promise.all(loops)) expect(error).toMatchObject({ name: 'SystemLimitError', limit: 'time' });
  });

  test('calls after the time is over, or without any, are told so; nothing waits for a message or a timer', async () => {
    const runtime = await hosting({ timeLimit: 50 });
    const mailbox = runtime.mailbox();
    const message = failure(mailbox.receive());
    const over = { name: 'SystemLimitError', limit: 'time' };
    await runtime.call('erlang', 'send_after', [100, atom('user'), 1]);
    expect(await failure(runtime.call('hosting', 'forever'))).toMatchObject(over);
    expect(await message).toBeInstanceOf(StoppedError);
    await pause(60);
    expect(await failure(runtime.call('erlang', 'abs', [1]))).toMatchObject(over);
    expect(await failure((await hosting({ timeLimit: 0 })).call('erlang', 'abs', [1]))).toMatchObject(over);
  });

  test('a million processes that end leave nothing behind', { timeout: 60_000 }, async () => {
    const runtime = await hosting();
    await runtime.call('hosting', 'collect', [0]);
    const before = runtime.machine.kernel.usedBytes();
    for (let round = 0; round < 10; round++) {
      await runtime.call('hosting', 'many', [10_000]);
      runtime.stop();
      await pause(0);
    }
    // They end in the turns that follow.
    for (let i = 0; i < 200 && runtime.machine.processes.count() > 0; i++) await pause(5);
    expect(runtime.machine.processes.all()).toEqual([]);
    // Spare blocks of processes and the table of processes remain.
    expect(runtime.machine.kernel.usedBytes() - before).toBeLessThan(2 << 20);
    expect(memoryBytes(runtime)).toBeLessThan(128 << 20);
  });
});

describe('code', () => {
  test('a module that is called is looked for once, and loaded', async () => {
    const asked: string[] = [];
    const host = {
      ...testHost(),
      findModule: async (name: string) => {
        asked.push(name);
        await pause(1);
        return name === 'replaced' ? fixture('one/replaced') : undefined;
      },
    };
    const runtime = await runtimeWith(['hosting'], {}, host);
    const calls = Array.from({ length: 10 }, () => runtime.call('hosting', 'lookup', [atom('replaced')]));
    expect(await Promise.all(calls)).toEqual(Array.from({ length: 10 }, () => atom('one')));
    expect(await failure(runtime.call('hosting', 'lookup', [atom('elsewhere')]))).toMatchObject({ class: 'error', reason: atom('undef') });
    expect(asked).toEqual(['replaced', 'elsewhere']);
  });

  test('one that is damaged is undefined, and reported', async () => {
    const lines: string[] = [];
    const host = { ...testHost(lines), findModule: () => Promise.resolve(new Uint8Array(10)) };
    const runtime = await runtimeWith(['hosting'], {}, host);
    expect(await failure(runtime.call('hosting', 'lookup', [atom('replaced')]))).toMatchObject({ reason: atom('undef') });
    expect(lines).toEqual([expect.stringMatching(/^Cannot load the module replaced: /)]);
  });

  test('a program replaces a module, whose old code is purged', async () => {
    const runtime = await hosting();
    await runtime.load(fixture('one/replaced'));
    const result = await runtime.call('hosting', 'replace', [atom('replaced'), fixture('two/replaced')]);
    expect(result).toEqual(
      tuple(
        tuple(atom('module'), atom('replaced')),
        true,
        true,
        false,
        true,
        atom('killed'),
        false,
        atom('two'),
        tuple(atom('error'), atom('undef')),
      ),
    );
    expect(await runtime.call('hosting', 'load', [atom('replaced'), new Uint8Array(3)])).toEqual(tuple(atom('error'), atom('badfile')));
    expect(await runtime.call('hosting', 'load', [atom('other'), fixture('two/replaced')])).toEqual(tuple(atom('error'), atom('badfile')));
  });

  test('literals outlive the module that they are of', async () => {
    const runtime = await hosting();
    await runtime.load(fixture('one/replaced'));
    const literal = await runtime.call('replaced', 'literal');
    expect(await runtime.call('hosting', 'state', [atom('replaced')])).toEqual(tuple(literal, atom('undef')));
  });

  test('replacing and purging again and again takes no more memory', async () => {
    const runtime = await hosting();
    const round = async (tag: string): Promise<void> => {
      await runtime.load(fixture(`${tag}/replaced`));
      await runtime.call('code', 'purge', [atom('replaced')]);
    };
    for (let i = 0; i < 5; i++) await round(i % 2 === 0 ? 'one' : 'two');
    const before = runtime.machine.kernel.usedBytes();
    for (let i = 0; i < 200; i++) await round(i % 2 === 0 ? 'one' : 'two');
    expect(runtime.machine.kernel.usedBytes() - before).toBeLessThan(20_000);
    expect(await runtime.call('replaced', 'version')).toBe(atom('two'));
  });
});

describe('the program and its surroundings', () => {
  test('input and output by the process user', async () => {
    const output: string[] = [];
    const input = ['first li', 'ne\nsecond\nth', 'ird'];
    const host = {
      ...testHost(),
      write: (text: string) => {
        output.push(text);
      },
      readInput: () => Promise.resolve(input.shift()),
    };
    const runtime = await runtimeWith(['hosting'], {}, host);
    expect(await runtime.call('hosting', 'printed', [[new TextEncoder().encode('grün '), 0x3bb, [[10]]]])).toBe(atom('ok'));
    expect(await runtime.call('hosting', 'printed', [[atom('no text')]])).toMatchObject({ elements: [atom('error'), {}] });
    const codes = (text: string) => [...text].map((character) => character.codePointAt(0));
    expect(await runtime.call('hosting', 'read_lines')).toEqual([codes('first line\n'), codes('second\n'), codes('third')]);
    expect(output.join('')).toBe('grün λ\n> > > > ');
  });

  test("random bytes are the host's", async () => {
    const none = await hosting();
    expect(await failure(none.call('crypto', 'strong_rand_bytes', [4]))).toMatchObject({ class: 'error', reason: atom('low_entropy') });
    const host = { ...testHost(), random: (count: number) => new Uint8Array(count).fill(7) };
    const runtime = await runtimeWith(['hosting'], {}, host);
    expect(await runtime.call('crypto', 'strong_rand_bytes', [100_000])).toEqual(new Uint8Array(100_000).fill(7));
    expect(await failure(runtime.call('crypto', 'strong_rand_bytes', [-1]))).toMatchObject({ reason: atom('badarg') });
  });

  test('halt ends everything with a status', async () => {
    const runtime = await hosting();
    const others = failure(runtime.call('hosting', 'sleeper'));
    const error = await failure(runtime.call('hosting', 'halt_with', [3]));
    expect(error).toBeInstanceOf(HaltedError);
    expect(error).toMatchObject({ status: 3 });
    expect(await others).toBeInstanceOf(HaltedError);
  });

  test('a program sees only what it is given', async () => {
    const none = await hosting();
    expect(await none.call('hosting', 'environment', [[72]])).toBe(false);
    expect(await none.call('hosting', 'arguments')).toEqual([]);
    const host = { ...testHost(), environment: () => ({ H: 'x' }) };
    const some = await runtimeWith(['hosting'], { programArguments: ['a'] }, host);
    expect(await some.call('hosting', 'environment', [[72]])).toEqual([120]);
    expect(await some.call('hosting', 'arguments')).toEqual([[97]]);
  });
});
