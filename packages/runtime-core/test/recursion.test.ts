import { describe, expect, test } from 'vitest';
import type { MachineOptions } from '../src/index.js';
import { Runtime } from '../src/index.js';
import { fixture, memoryBytes, runtimeWith } from './fixture.js';
import { testHost } from './test-host.js';

const MIB = 2 ** 20;

/** Sum of the numbers to n. */
const sum = (n: number): number => (n * (n + 1)) / 2;

describe.each<[string, MachineOptions]>([
  ['by default', {}],
  ['without tail calls of the engine', { tailCalls: false }],
  ['when the native stack is unwound all the time', { nativeDepth: 16 }],
])('%s', (_, options) => {
  test('body recursion may be a million deep', { timeout: 60_000 }, async () => {
    const runtime = await runtimeWith(['stress'], options);
    expect(await runtime.call('stress', 'sum', [1_000_000])).toBe(sum(1_000_000));
    // Again, on a machine that has had such a stack.
    expect(await runtime.call('stress', 'sum', [1_000_000])).toBe(sum(1_000_000));
  });

  test('a function may have more than 1,023 body calls', async () => {
    const runtime = await runtimeWith(['large'], options);
    expect(await runtime.call('large', 'calls', [0])).toBe(2500);
  });

  test('the line of each of its calls is known', async () => {
    const runtime = await runtimeWith(['large'], options);
    // The error is in the first call: `next` takes integers only.
    const error: unknown = await runtime.call('large', 'calls', [1.5]).catch((reason: unknown) => reason);
    expect(String(error)).toBe(
      'ErlangError: error: function_clause\n    in large:next(1.5) (large.erl, line 5)\n    in large:calls/1 (large.erl, line 9)',
    );
  });
});

test('a hundred million turns of a tail call need no stack', { timeout: 60_000 }, async () => {
  const runtime = await runtimeWith(['stress']);
  expect(await runtime.call('stress', 'count', [100_000_000])).toBe(100_000_000);
});

test('ten million cells of garbage stay in a small heap', { timeout: 60_000 }, async () => {
  const runtime = await runtimeWith(['stress']);
  const before = memoryBytes(runtime);
  expect(await runtime.call('stress', 'cells', [10_000_000])).toEqual([1]);
  expect(memoryBytes(runtime)).toBe(before);
});

test('memory grows beyond 64 MiB for what lives, and is used again', { timeout: 60_000 }, async () => {
  const runtime = await runtimeWith(['stress']);
  expect(await runtime.call('stress', 'keep', [9_000_000])).toBe(9_000_000);
  const grown = memoryBytes(runtime);
  expect(grown).toBeGreaterThan(64 * MIB);
  for (let i = 0; i < 3; i++) await runtime.call('stress', 'keep', [9_000_000]);
  expect(memoryBytes(runtime)).toBe(grown);
});

test('lists of a million cells, one after the other, need no more memory in the long run', { timeout: 60_000 }, async () => {
  const runtime = await runtimeWith(['stress']);
  await runtime.call('stress', 'churn', [20, 1_000_000]);
  const grown = memoryBytes(runtime);
  await runtime.call('stress', 'churn', [100, 1_000_000]);
  expect(memoryBytes(runtime)).toBe(grown);
});

test('processes that come and go, 20,000 of them, leave no memory behind', { timeout: 60_000 }, async () => {
  const runtime = await Runtime.create(testHost());
  await runtime.load(fixture('stress'));
  const round = async (): Promise<void> => {
    await Promise.all(Array.from({ length: 2000 }, (_, i) => runtime.call('stress', 'sum', [i % 100])));
  };
  await round();
  const grown = memoryBytes(runtime);
  for (let i = 0; i < 10; i++) await round();
  expect(memoryBytes(runtime)).toBe(grown);
});
