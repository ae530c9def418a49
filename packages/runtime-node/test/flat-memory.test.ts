import { readFile } from 'node:fs/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { atom, createRuntime, type Runtime, tuple } from '../src/index.js';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** Bytes by which memory may differ when nothing has been left: what the engine keeps of code, and pages of its heap. */
const NOISE = 6_000_000;

const bytes = new Uint8Array(await readFile(new URL('../../adapter-tests/fixtures/flat_memory.beam', import.meta.url)));

/** The program in another version: with another atom of the same length. */
function version(name: string): Uint8Array {
  const other = bytes.slice();
  other.set(new TextEncoder().encode(name), Buffer.from(bytes).indexOf('first'));
  return other;
}

/** What is in use after all garbage has gone, the memories of machines included. */
async function used(): Promise<number> {
  for (let i = 0; i < 4; i++) {
    await new Promise((resolve) => setTimeout(resolve, 10));
    collect();
  }
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

test('100,000 references to JavaScript are made and dropped: nothing of them is left', { timeout: 60_000 }, async () => {
  let collected = 0;
  const registry = new FinalizationRegistry(() => collected++);
  const make = (n: number): object => {
    const made = new (class Made {
      readonly parts = new Array<number>(100).fill(n);
    })();
    registry.register(made, undefined);
    return made;
  };
  const runtime: Runtime = await createRuntime({ javascript: { globals: { make } } });
  await runtime.load(bytes);
  await runtime.call('flat_memory', 'references', [20_000]);
  const before = await used();
  const machineBefore = runtime.machine.kernel.usedBytes();
  await runtime.call('flat_memory', 'references', [80_000]);
  expect((await used()) - before).toBeLessThan(NOISE);
  expect(runtime.machine.kernel.usedBytes() - machineBefore).toBeLessThan(20_000);
  expect(collected).toBe(100_000);
  expect(runtime.machine.resourceCount).toBeLessThanOrEqual(1);
  runtime.stop();
});

test('1,000 hot upgrades of a running process: it keeps its state, and memory is flat', { timeout: 120_000 }, async () => {
  const runtime = await createRuntime({});
  const names = ['first', 'other'];
  const versions = names.map(version);
  await runtime.load(bytes);
  await runtime.call('flat_memory', 'start');
  let steps = 0;
  const upgrade = async (): Promise<void> => {
    const which = (steps + 1) % 2;
    await runtime.load(versions[which] ?? bytes);
    expect(await runtime.call('flat_memory', 'step')).toEqual(tuple(atom(names[which] ?? ''), steps++));
    await runtime.call('code', 'purge', [atom('flat_memory')]);
  };
  while (steps < 200) await upgrade();
  const before = await used();
  const machineBefore = runtime.machine.kernel.usedBytes();
  while (steps < 1000) await upgrade();
  expect((await used()) - before).toBeLessThan(NOISE);
  expect(runtime.machine.kernel.usedBytes() - machineBefore).toBeLessThan(20_000);
  runtime.stop();
});

test('100 machines are started and stopped: none is left', { timeout: 120_000 }, async () => {
  let collected = 0;
  const registry = new FinalizationRegistry(() => collected++);
  const run = async (): Promise<void> => {
    const runtime = await createRuntime({});
    registry.register(runtime, undefined);
    await runtime.load(bytes);
    await runtime.call('flat_memory', 'start');
    expect(await runtime.call('flat_memory', 'step')).toEqual(tuple(atom('first'), 0));
    runtime.stop();
  };
  for (let i = 0; i < 20; i++) await run();
  const before = await used();
  for (let i = 0; i < 80; i++) await run();
  expect((await used()) - before).toBeLessThan(NOISE);
  // The last one may still be in a register of the engine.
  expect(collected).toBeGreaterThanOrEqual(99);
});
