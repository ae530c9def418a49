import { describe, expect, test } from 'vitest';
import { atom, tuple } from '../src/index.js';
import { fixture, runtimeWith } from './fixture.js';

test('Erlang code sees which modules are loaded, and that there are no native libraries', async () => {
  const runtime = await runtimeWith(['stress', 'one/version']);
  expect(await runtime.call('erlang', 'loaded')).toEqual([atom('stress'), atom('version')]);
  expect(await runtime.call('erlang', 'module_loaded', [atom('version')])).toBe(true);
  expect(await runtime.call('erlang', 'module_loaded', [atom('nowhere')])).toBe(false);
  const failed = await runtime.call('erlang', 'load_nif', [[...'./lib'].map((c) => c.charCodeAt(0)), 0]);
  expect(failed).toMatchObject(tuple(atom('error'), tuple(atom('load_failed'), expect.anything() as never)));
});

describe.each([true, false])('a module that is replaced often, with tail calls of the engine: %s', (tailCalls) => {
  test('works as before, as do funs of the same version', { timeout: 60_000 }, async () => {
    const runtime = await runtimeWith(['stress', 'hungry'], { tailCalls });
    for (let i = 0; i < 20; i++) {
      await runtime.load(fixture('stress'));
      if (i % 2 === 0) await runtime.call('code', 'purge', [atom('stress')]);
      expect(await runtime.call('stress', 'sum', [1000])).toBe(500_500);
      expect(await runtime.call('stress', 'call', [atom('stress'), atom('echo'), [i]])).toEqual(tuple(atom('called'), i));
    }
    expect(await runtime.call('stress', 'sum', [1_000_000])).toBe(500_000_500_000);
    expect(await runtime.call('stress', 'keep', [1000])).toBe(1000);
    expect(await runtime.call('stress', 'churn', [20, 1000])).toBe(atom('ok'));
    await expect(runtime.call('stress', 'fail', [atom('match')])).rejects.toThrow('badmatch');
    const before = await runtime.call('hungry', 'fun_of');
    for (let i = 0; i < 20; i++) {
      await runtime.load(fixture('hungry'));
      await runtime.call('code', 'purge', [atom('hungry')]);
    }
    expect(await runtime.call('hungry', 'apply_fun', [before, 20])).toBe(42);
    expect(await runtime.call('hungry', 'replace_terms', [100])).toBe(atom('ok'));
  });
});

test('stack traces tell the lines of the module that is loaded, not those of one whose place it has', async () => {
  const runtime = await runtimeWith(['one/replaced']);
  const line = async (): Promise<unknown> => {
    const frame = await runtime.call('replaced', 'where');
    return JSON.stringify(frame).match(/"line"[^0-9]*(\d+)/)?.[1];
  };
  expect(await line()).toBe('11');
  for (const [version, expected] of [
    ['two/replaced', '13'],
    ['one/replaced', '11'],
    ['two/replaced', '13'],
  ] as const) {
    await runtime.load(fixture(version));
    await runtime.call('code', 'purge', [atom('replaced')]);
    expect(await line()).toBe(expected);
  }
});
