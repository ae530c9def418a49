import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, describe, expect, test } from 'vitest';
import { atom, ErlangError, type Runtime, SystemLimitError } from '../src/index.js';
import { fixture, runtimeWith } from './fixture.js';
import { testHost } from './test-host.js';

const LIMIT = 12 << 20;

/** What tables that have grown, and blocks of processes that are kept for the next ones, may take more than before. */
const KEPT = 2 << 20;

/** What `eat/1` in `hungry.erl` knows. */
const KINDS = [
  ...['messages', 'long_messages', 'off_heap', 'message_binaries', 'timers', 'wrapped_timers', 'set', 'long_objects', 'ordered'],
  ...['bag', 'tables', 'binaries', 'short_binaries', 'appended', 'big_integers', 'shifts', 'list', 'nested_list', 'tuples', 'map'],
  ...['map_in_map', 'references', 'dictionary', 'stack', 'handlers', 'aliases', 'monitors', 'own_links', 'counters', 'funs', 'strings'],
  ...['decoded', 'matches', 'characters', 'digits', 'comprehension', 'binary_comprehension', 'arguments', 'exit_reason'],
  'exit_messages',
];

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

const used = (runtime: Runtime): number => runtime.machine.kernel.usedBytes() >>> 0;

/** Ends what is left, and expects that a machine has the memory back and does its work. */
async function expectSound(runtime: Runtime, before: number): Promise<void> {
  runtime.stop();
  // Large tables are freed in parts.
  for (let i = 0; i < 100 && (runtime.machine.processes.count() > 1 || used(runtime) - before >= KEPT); i++) await pause(1);
  expect(used(runtime) - before).toBeLessThan(KEPT);
  expect(await runtime.call('hungry', 'sum')).toBe(500_500);
}

function isForWantOfMemory(error: unknown): boolean {
  return (
    (error instanceof SystemLimitError && error.limit === 'memory') ||
    (error instanceof ErlangError && String(error.reason) === String(atom('system_limit')))
  );
}

/** Bytes of the JavaScript heap that something refers to, as near as can be told. */
function heapBytes(): number {
  for (let i = 0; i < 3; i++) collectGarbage();
  return process.memoryUsage().heapUsed;
}

describe.each([
  ['a machine', {}],
  ['a machine that collects at every allocation', { collectAlways: true }],
  ['a machine with a random schedule', { scheduleSeed: 4711 }],
])('in %s with a limit', (_, options) => {
  const shared = runtimeWith(['hungry'], { memoryLimit: LIMIT, ...options });
  const slow = Object.keys(options).length > 0;
  /** Kinds that take long when each step is slow. */
  const kinds = slow ? KINDS.filter((_kind, i) => i % 4 === 0) : KINDS;

  test.each(kinds)('what takes memory without end, of the kind %s, ends alone', { timeout: 120_000 }, async (kind) => {
    const runtime = await shared;
    expect(await runtime.call('hungry', 'sum')).toBe(500_500);
    const before = used(runtime);
    const error = await runtime.call('hungry', 'eat', [atom(kind)]).catch((reason: unknown) => reason);
    expect(isForWantOfMemory(error), String(error)).toBe(true);
    await expectSound(runtime, before);
  });
});

describe('mixtures', () => {
  const reports: string[] = [];
  afterAll(() => {
    expect(reports.filter((line) => !/^A process ended: the machine is out of memory|^Error in process/.test(line))).toEqual([]);
  });

  test.each([1, 2, 3, 4, 5, 6, 7, 8])('of programs that take memory without end: seed %i', { timeout: 120_000 }, async (seed) => {
    const runtime = await runtimeWith(['hungry'], { memoryLimit: 2 * LIMIT, scheduleSeed: seed % 4 === 0 ? seed : 0 }, testHost(reports));
    expect(await runtime.call('hungry', 'sum')).toBe(500_500);
    const before = used(runtime);
    let random = seed;
    const next = (): number => {
      random = (Math.imul(random, 1_103_515_245) + 12_345) >>> 0;
      return random >>> 8;
    };
    for (let round = 0; round < 3; round++) {
      const kinds = Array.from({ length: 6 }, () => KINDS[next() % KINDS.length] ?? 'list');
      const errors = await Promise.all(kinds.map((kind) => runtime.call('hungry', 'eat', [atom(kind)]).catch((reason: unknown) => reason)));
      for (const [i, error] of errors.entries()) expect(isForWantOfMemory(error), `${kinds[i]}: ${String(error)}`).toBe(true);
      await expectSound(runtime, before);
    }
  });
});

describe('what JavaScript keeps counts', () => {
  test('atoms', { timeout: 60_000 }, async () => {
    const runtime = await runtimeWith(['hungry'], { memoryLimit: LIMIT });
    const error = await runtime.call('hungry', 'eat', [atom('atoms')]).catch((reason: unknown) => reason);
    expect(isForWantOfMemory(error), String(error)).toBe(true);
    expect(runtime.machine.memory.bytes.length).toBeLessThan(2 * LIMIT);
  });

  test('loaded code, until it is purged', async () => {
    const runtime = await runtimeWith([]);
    const before = used(runtime);
    const { bytes } = await runtime.load(fixture('large'));
    expect(used(runtime) - before).toBeGreaterThan(bytes);
    await runtime.call('code', 'delete', [atom('large')]);
    await runtime.call('code', 'purge', [atom('large')]);
    expect(used(runtime) - before).toBeLessThan(bytes);
    const small = await runtimeWith([], { memoryLimit: before + bytes });
    await expect(small.load(fixture('large'))).rejects.toBeInstanceOf(SystemLimitError);
    // Atoms and names of functions stay.
    expect(used(small) - before).toBeLessThan(bytes);
  });
});

describe('what is replaced is given back', () => {
  test('persistent terms, while processes use them', { timeout: 60_000 }, async () => {
    const runtime = await runtimeWith(['hungry']);
    expect(await runtime.call('hungry', 'replace_terms', [1000])).toBe(atom('ok'));
    const before = used(runtime);
    expect(await runtime.call('hungry', 'replace_terms', [20_000])).toBe(atom('ok'));
    // The processes that used them have been killed, and what they had is given back in parts.
    for (let i = 0; i < 1000 && used(runtime) - before >= 100_000; i++) await pause(1);
    expect(used(runtime) - before).toBeLessThan(100_000);
  });

  test('persistent terms, whatever the schedule', { timeout: 60_000 }, async () => {
    for (const scheduleSeed of [1, 2, 3, 4, 5]) {
      const runtime = await runtimeWith(['hungry'], { scheduleSeed });
      expect(await runtime.call('hungry', 'replace_terms', [200])).toBe(atom('ok'));
    }
  });

  test('code, 2,000 times', { timeout: 120_000 }, async () => {
    const runtime = await runtimeWith([]);
    const versions = [fixture('one/replaced'), fixture('two/replaced')];
    const round = async (count: number): Promise<void> => {
      for (let i = 0; i < count; i++) {
        await runtime.load(versions[i % 2] ?? new Uint8Array());
        await runtime.call('code', 'purge', [atom('replaced')]);
      }
    };
    await round(500);
    const before = used(runtime);
    const heap = heapBytes();
    await round(1500);
    expect(used(runtime) - before).toBeLessThan(20_000);
    expect(heapBytes() - heap).toBeLessThan(4_000_000);
  });
});
