import type { Term } from '@beamline/beam-file';
import { describe, expect, test, vi } from 'vitest';
import { atom, ErlangError, type NifLibrary, type NifModule, Runtime, terms, tuple } from '../src/index.js';
import { fixture, runtimeWith } from './fixture.js';
import { testHost } from './test-host.js';

/** What a reference of the program is to. */
class Kept {
  constructor(readonly value: Term) {}
}

const numberOf = (term: Term | undefined): number => (term?.kind === 'integer' ? Number(term.value) : Number.NaN);

const library = (load?: NifLibrary['load']): NifLibrary => ({
  functions: {
    'add/2': ([left, right]) => terms.integer(numberOf(left) + numberOf(right)),
    'hidden/1': ([argument]) => {
      if (numberOf(argument) < 0) throw new ErlangError('error', terms.atom('negative'), []);
      return terms.integer(numberOf(argument) * 10);
    },
    'later/1': async ([argument]) => {
      await Promise.resolve();
      return terms.integer(numberOf(argument) + 100);
    },
    'make/1': ([argument], context) => context.reference(new Kept(argument ?? terms.NIL), 64),
    'value/1': ([reference], context) => context.find(reference, Kept)?.value ?? terms.atom('none'),
  },
  ...(load === undefined ? {} : { load }),
});

describe.each([true, false])('a library of NIFs, with tail calls of the engine: %s', (tailCalls) => {
  test('takes the place of functions of a module, exported or not', async () => {
    const runtime = await runtimeWith(['nif_program'], { tailCalls, nifs: { nif_program: () => library((info) => numberOf(info) - 7) } });
    expect(await runtime.call('nif_program', 'add', [1, 2])).toBe(3);
    expect(await runtime.call('nif_program', 'twice', [21])).toBe(42);
    expect(await runtime.call('nif_program', 'hidden_ones', [[1, 2, 3]])).toEqual([10, 20, 30]);
    expect(await runtime.call('nif_program', 'caught', [-1])).toEqual(
      tuple(atom('error'), atom('negative'), atom('nif_program'), atom('hidden'), [-1]),
    );
    expect(await runtime.call('nif_program', 'waited', [1])).toEqual([101, 102]);
    expect(await runtime.call('nif_program', 'kept', [5])).toEqual(tuple(true, 5, atom('none')));
    expect(await runtime.call('nif_program', 'count', [100_000])).toBe(atom('done'));
    await expect(runtime.call('nif_program', 'hidden', [1])).rejects.toThrow('undef');
    await expect(runtime.call('nif_program', 'stub')).rejects.toThrow('not_loaded');
    // Nothing is left of what the terms that referred to it have gone with.
    expect(await runtime.call('erlang', 'garbage_collect')).toBe(true);
    expect(runtime.machine.resourceCount).toBe(0);
    runtime.stop();
  });

  test('is loaded again with the module', async () => {
    const runtime = await runtimeWith([], { tailCalls, nifs: { nif_program: () => library() } });
    for (let i = 0; i < 20; i++) {
      await runtime.load(fixture('nif_program'));
      expect(await runtime.call('nif_program', 'twice', [i])).toBe(2 * i);
      await runtime.call('code', 'purge', [atom('nif_program')]);
    }
    runtime.stop();
  });

  test('replaces functions of modules without the attribute, when they ask for it', async () => {
    const asked: NifModule[] = [];
    const plain = (module: NifModule): NifLibrary => {
      asked.push(module);
      return { functions: { 'answer/0': () => terms.integer(42) }, load: (info) => numberOf(info) };
    };
    const runtime = await runtimeWith(['plain_nifs'], { tailCalls, nifs: { plain_nifs: plain }, otpRelease: 26 });
    await expect(runtime.call('plain_nifs', 'asked')).rejects.toThrow('not_loaded');
    expect(await runtime.callTerm('plain_nifs', 'load', [terms.integer(3)])).toEqual(
      terms.tuple(
        terms.atom('error'),
        terms.tuple(
          terms.tuple(terms.atom('load'), terms.integer(3)),
          terms.list(Array.from('Library load-call unsuccessful (3).', (character) => terms.integer(character.codePointAt(0) ?? 0))),
        ),
      ),
    );
    expect(await runtime.call('plain_nifs', 'load', [0])).toBe(atom('ok'));
    expect(await runtime.call('plain_nifs', 'asked')).toEqual(tuple(atom('answered'), 42));
    expect(await runtime.call('plain_nifs', 'unloaded')).toBe(atom('still_erlang'));
    expect(await runtime.call('plain_nifs', 'load', [0])).toMatchObject(
      tuple(atom('error'), tuple(atom('reload'), expect.anything() as never)),
    );
    expect(asked.map(({ name, otpRelease }) => [name, otpRelease])).toEqual(new Array(2).fill(['plain_nifs', 26]));
    expect([asked[0]?.has('answer/0'), asked[0]?.has('answer/1')]).toEqual([true, false]);
    runtime.stop();
  });
});

test('a library that has what its module has not, that cannot be fetched, or that is not there is an error of load_nif', async () => {
  const load = async (nifs: Record<string, () => NifLibrary | Promise<NifLibrary>>): Promise<string> => {
    const runtime = await Runtime.create(testHost(), { nifs });
    try {
      await runtime.load(fixture('nif_program'));
      return 'loaded';
    } catch (error) {
      return String(error);
    } finally {
      runtime.stop();
    }
  };
  expect(await load({ nif_program: () => ({ functions: { 'other/0': () => terms.NIL } }) })).toContain(
    '{error,{bad_lib,"Function not found nif_program:other/0"}}',
  );
  expect(await load({ nif_program: () => Promise.reject(new Error('gone')) })).toContain('{error,{load_failed,');
  expect(await load({ other: () => library() })).toContain('{error,{load_failed,');
  expect(await load({ nif_program: () => Promise.resolve(library()) })).toBe('loaded');
});

test('work in slices lets others run, and gives its result', async () => {
  let turns = 0;
  // It is over when others have had their turns.
  function* counted(): Generator<undefined, Term> {
    const before = turns;
    while (turns < before + 4) yield;
    return terms.atom('counted');
  }
  const host = testHost();
  const counting = {
    ...host,
    schedule: (task: () => void) => {
      host.schedule(() => {
        turns++;
        task();
      });
    },
  };
  const runtime = await Runtime.create(counting, {
    nifs: { plain_nifs: () => ({ functions: { 'answer/0': (_, context) => context.inSlices(counted()) } }) },
  });
  await runtime.load(fixture('plain_nifs'));
  await runtime.call('plain_nifs', 'load', [0]);
  expect(await runtime.call('plain_nifs', 'answer')).toBe(atom('counted'));
  runtime.stop();
});

test('work in slices ends with the process that wants it', async () => {
  let isOver = false;
  function* endless(): Generator<undefined, Term> {
    try {
      for (;;) yield;
    } finally {
      isOver = true;
    }
  }
  const runtime = await runtimeWith(['plain_nifs'], {
    nifs: { plain_nifs: () => ({ functions: { 'answer/0': (_, context) => context.inSlices(endless()) } }) },
  });
  await runtime.call('plain_nifs', 'load', [0]);
  const pid = runtime.spawn('plain_nifs', 'answer');
  await new Promise((resolve) => setTimeout(resolve, 30));
  expect(await runtime.call('erlang', 'is_process_alive', [pid])).toBe(true);
  expect(isOver).toBe(false);
  await runtime.call('erlang', 'exit', [pid, atom('kill')]);
  await vi.waitFor(() => {
    expect(isOver).toBe(true);
  });
  expect(await runtime.call('erlang', 'is_process_alive', [pid])).toBe(false);
  runtime.stop();
});
