import { formatTerm } from '@beamline/beam-file';
import { describe, expect, test } from 'vitest';
import { runtimeWith } from './fixture.js';
import { TurnHost } from './turn-host.js';

const COUNT = 50_000;

/** Calls, and what they give under OTP 25. */
const calls: readonly (readonly [name: string, result: string])[] = [
  ['garbage', '{1250025000,150000,50000}'],
  ['asked', '{1250025000,1250025000}'],
  ['watched', '{{done,{1250025000,150000,50000}},true}'],
  ['killed', 'killed'],
  ['many', `[${Array(4).fill('{1250025000,150000,50000}').join(',')}]`],
];

describe.each(calls)('%s', (name, result) => {
  test.each([undefined, 1, 2, 3])('with the schedule of seed %s', { timeout: 60_000 }, async (seed) => {
    const runtime = await runtimeWith(['large_heaps'], seed === undefined ? {} : { scheduleSeed: seed });
    const before = runtime.machine.kernel.usedBytes();
    expect(formatTerm(await runtime.callTerm('large_heaps', name, [{ kind: 'integer', value: COUNT }]))).toBe(result);
    // Heaps, stacks and collections under way are gone with their processes.
    expect(runtime.machine.kernel.usedBytes() - before).toBeLessThan(1_000_000);
  });
});

test('messages and signals that come during a collection are there after it', async () => {
  const runtime = await runtimeWith(['large_heaps']);
  const binary = (byte: number): string => formatTerm({ kind: 'bitstring', bytes: new Uint8Array(100).fill(byte), bitSize: 800 });
  const messages = [1, 2, 3, 4, 5].map((n) => `{${n},[${n}],<<0,${n}>>,${binary(n)}}`).join(',');
  expect(formatTerm(await runtime.callTerm('large_heaps', 'told', [{ kind: 'integer', value: COUNT }]))).toBe(
    `{1250025000,[${messages},{exit,{a,"reason"}}]}`,
  );
});

test('a collection leaves the host its turns', { timeout: 60_000 }, async () => {
  // The clock of this host goes on when somebody looks at it, which the scheduler does after each step.
  const looks = async (collections: number): Promise<number> => {
    const host = new TurnHost();
    const runtime = await runtimeWith(['large_heaps'], {}, host);
    const before = host.systemTime();
    await runtime.call('large_heaps', 'again', [4 * COUNT, collections]);
    return host.systemTime() - before;
  };
  // The first two copy some 9 MB each, by a quarter of a megabyte.
  expect((await looks(2)) - (await looks(0))).toBeGreaterThan(40);
});

test('a deep stack grows, and is left, in turns', async () => {
  const host = new TurnHost();
  const runtime = await runtimeWith(['large_heaps'], {}, host);
  const before = host.turns;
  const list = await runtime.callTerm('large_heaps', 'deep', [{ kind: 'integer', value: 300_000 }]);
  expect(list.kind === 'list' ? list.elements.length : 0).toBe(300_000);
  expect(host.turns - before).toBeGreaterThan(5);
});
