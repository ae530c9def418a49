import { expect, test } from 'vitest';
import { atom, tuple } from '../src/index.js';
import { runtimeWith } from './fixture.js';

test('Erlang code sees which modules are loaded, and that there are no native libraries', async () => {
  const runtime = await runtimeWith(['stress', 'one/version']);
  expect(await runtime.call('erlang', 'loaded')).toEqual([atom('stress'), atom('version')]);
  expect(await runtime.call('erlang', 'module_loaded', [atom('version')])).toBe(true);
  expect(await runtime.call('erlang', 'module_loaded', [atom('nowhere')])).toBe(false);
  const failed = await runtime.call('erlang', 'load_nif', [[...'./lib'].map((c) => c.charCodeAt(0)), 0]);
  expect(failed).toMatchObject(tuple(atom('error'), tuple(atom('load_failed'), expect.anything() as never)));
});
