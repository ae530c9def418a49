import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { atom, Runtime, tuple } from '../src/index.js';
import { testHost } from './test-host.js';

/** What a function of `system_watches` returns where each look at the clock is three milliseconds after the one before. */
async function told(name: string): Promise<unknown> {
  let time = 0;
  const runtime = await Runtime.create({ ...testHost(), now: () => (time += 3) }, { otpRelease: 25 });
  await runtime.load(await readFile(new URL('differential/otp25/system_watches.beam', import.meta.url)));
  return await runtime.call('system_watches', name, []);
}

test('a system monitor is told of slices that take long, and where they began and ended', async () => {
  const spins = tuple(atom('system_watches'), atom('spin'), 1);
  expect([tuple(true, atom('undefined'), spins), tuple(true, spins, spins)]).toContainEqual(await told('slow'));
});

test('a system monitor is told of collections that take long, as by the real Erlang', async () => {
  const sizes = ['old_heap_block_size', 'heap_block_size', 'mbuf_size', 'stack_size', 'old_heap_size', 'heap_size'];
  expect(await told('long')).toEqual(
    tuple(
      2_000_000,
      true,
      sizes.map((name) => atom(name)),
    ),
  );
});
