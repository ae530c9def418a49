import { readFileSync } from 'node:fs';
import { readBeamFile } from '@beamline/beam-file';
import { expect, test } from 'vitest';
import { atom, LinkError, LoadError, ModuleCompiler, Runtime } from '../src/index.js';
import { testHost } from './test-host.js';

const file = (tag: string): Uint8Array => new Uint8Array(readFileSync(new URL(`fixtures/${tag}/starting.beam`, import.meta.url)));

test('a module can be called when its on_load function has given ok', async () => {
  const runtime = await Runtime.create(testHost());
  await runtime.load(file('ok'));
  expect(await runtime.call('starting', 'state')).toBe(atom('ok'));
});

test.each([
  ['other', 'the on_load function of starting returned {error,no} instead of ok'],
  ['fails', /^the on_load function of starting failed: error: bad_start/],
])('one that does not give ok: %s', async (tag, message) => {
  const runtime = await Runtime.create(testHost());
  await expect(runtime.load(file(tag))).rejects.toThrow(message);
  await expect(runtime.load(file(tag))).rejects.toBeInstanceOf(LoadError);
  await expect(runtime.call('starting', 'state')).rejects.toThrow('undef');
  // An older version stays.
  await runtime.load(file('ok'));
  await expect(runtime.load(file(tag))).rejects.toThrow(message);
  expect(await runtime.call('starting', 'state')).toBe(atom('ok'));
});

test('a machine alone does not link it', async () => {
  const runtime = await Runtime.create(testHost());
  const compiled = new ModuleCompiler().compile(readBeamFile(file('ok')));
  expect(() => runtime.machine.link(compiled)).toThrow(LinkError);
});
