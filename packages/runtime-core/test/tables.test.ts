import { expect, it } from 'vitest';
import { atom, tuple } from '../src/index.js';
import { memoryBytes, runtimeWith } from './fixture.js';

it.each(['tables', 'fixed', 'updates', 'handles', 'atomics', 'parts', 'owners'])(
  'what %s need is given back',
  { timeout: 60_000 },
  async (what) => {
    const runtime = await runtimeWith(['tables']);
    await runtime.call('tables', 'rounds', [atom(what), 20]);
    const grown = memoryBytes(runtime);
    await runtime.call('tables', 'rounds', [atom(what), 60]);
    expect(memoryBytes(runtime)).toBe(grown);
  },
);

it('going through a large table lets other processes run', { timeout: 60_000 }, async () => {
  const runtime = await runtimeWith(['tables']);
  expect(await runtime.call('tables', 'fair', [50_000])).toEqual(tuple(50_000, true));
});
