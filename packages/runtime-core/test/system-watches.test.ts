import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { atom, Runtime, tuple } from '../src/index.js';
import { testHost } from './test-host.js';

test('a system monitor is told of slices that take long, and where they began and ended', async () => {
  let time = 0;
  const host = { ...testHost(), now: () => (time += 3) };
  const runtime = await Runtime.create(host, { otpRelease: 25 });
  await runtime.load(await readFile(new URL('differential/otp25/system_watches.beam', import.meta.url)));
  const spins = tuple(atom('system_watches'), atom('spin'), 1);
  const told = await runtime.call('system_watches', 'slow', []);
  expect([tuple(true, atom('undefined'), spins), tuple(true, spins, spins)]).toContainEqual(told);
});
