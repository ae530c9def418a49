import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { atom, ErlangError, type ErlangInput, type Host, Runtime, type RuntimeOptions, tuple } from '../src/index.js';
import { testHost } from './test-host.js';
import { TurnHost } from './turn-host.js';

const encoder = new TextEncoder();

async function withRegex(host: Host, options: RuntimeOptions = {}): Promise<Runtime> {
  const runtime = await Runtime.create(host, { otpRelease: 25, ...options });
  await runtime.load(await readFile(new URL('differential/otp25/regex_natives.beam', import.meta.url)));
  return runtime;
}

function limit(value: number): ErlangInput {
  return [tuple(atom('match_limit'), value), atom('report_errors')];
}

test('a search that takes long is done in pieces, and others have their turns', async () => {
  const host = new TurnHost();
  const runtime = await withRegex(host);
  const subject = encoder.encode(`${'a'.repeat(40)}!`);
  const before = host.turns;
  const search = runtime.call('regex_natives', 'run', [subject, encoder.encode('^(a+)+$'), limit(1_000_000)]);
  let calls = 0;
  let isOver = false;
  const others = (async () => {
    while (!isOver) {
      await runtime.call('regex_natives', 'version', []);
      calls++;
    }
  })();
  const result = await search;
  isOver = true;
  await others;
  expect(result).toEqual(tuple(tuple(atom('error'), atom('match_limit'))));
  expect(host.turns - before).toBeGreaterThan(10);
  expect(calls).toBeGreaterThan(10);
});

test('what a search keeps in mind counts as memory of the machine, until it is over', { timeout: 30_000 }, async () => {
  const runtime = await withRegex(testHost(), { memoryLimit: 32 << 20 });
  const run = (pattern: string): Promise<unknown> => runtime.call('regex_natives', 'run', [subject, encoder.encode(pattern)]);
  const subject = encoder.encode('ab'.repeat(500_000));
  for (let times = 0; times < 3; times++) await expect(run('^(a|b)*$')).rejects.toThrow('system_limit');
  expect(await run('^(?:ab)++$')).toEqual(tuple(tuple(atom('match'), [tuple(0, 1_000_000)])));
});

test('what fails when the natives have just been loaded belongs to the function that called it last', async () => {
  const runtime = await withRegex(testHost());
  const failure: unknown = await runtime
    .call('regex_natives', 'of_the_real_one', [encoder.encode('a'), 17])
    .catch((error: unknown) => error);
  const frames = failure instanceof ErlangError ? failure.stacktrace : [];
  expect(frames.map((frame) => `${frame.module}:${frame.function}/${frame.arity}`)).toEqual([
    're:run/3',
    'regex_natives:of_the_real_one/2',
  ]);
});
