import { expect, test } from 'vitest';
import { atom } from '../src/index.js';
import { runtimeWith } from './fixture.js';

test('code counts nothing, which cover asks first and then has counters of its own (OTP 27)', async () => {
  const runtime = await runtimeWith([]);
  const call = (name: string, ...args: readonly string[]): Promise<unknown> => runtime.call('code', name, args.map(atom));
  expect(await call('coverage_support')).toBe(false);
  expect(await call('get_coverage_mode')).toEqual(atom('none'));
  expect(await call('get_coverage_mode', 'erlang')).toEqual(atom('none'));
  expect(await call('set_coverage_mode', 'none')).toEqual(atom('none'));
  expect(await call('get_debug_info', 'erlang')).toEqual(atom('none'));
  const refused = [
    ['set_coverage_mode', 'line'],
    ['get_coverage', 'line', 'erlang'],
    ['reset_coverage', 'erlang'],
    ['get_coverage_mode', 'no_module'],
    ['get_debug_info', 'no_module'],
  ] as const;
  for (const [name, ...args] of refused) await expect(call(name, ...args), name).rejects.toThrow('badarg');
  runtime.stop();
});
