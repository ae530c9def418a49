import { readFile } from 'node:fs/promises';
import { Runtime } from '@beamline/runtime-core';
import { describe, expect, test } from 'vitest';
import { type AdapterContext, AdapterTestError, adapterTests, fixturesUrl } from '../src/index.js';

const files: Pick<AdapterContext, 'fixture' | 'location'> = {
  fixture: (file) => readFile(new URL(file, fixturesUrl)),
  location: (file) => new URL(file, fixturesUrl).href,
};

/** An adapter for Node with something in place of what it should do. */
function adapter(changed: Partial<Parameters<typeof Runtime.create>[0]>): AdapterContext['createRuntime'] {
  return (options = {}) =>
    Runtime.create(
      {
        now: () => performance.now(),
        systemTime: () => Date.now(),
        schedule: (task) => {
          setImmediate(task);
        },
        timer: (milliseconds, task) => {
          const timer = setTimeout(task, milliseconds);
          return () => clearTimeout(timer);
        },
        compile: (bytes) => WebAssembly.compile(bytes),
        writeLine: options.writeLine ?? (() => undefined),
        ...changed,
      },
      options,
    );
}

/** Names of the tests that an adapter fails, with the errors. */
async function failures(context: AdapterContext): Promise<Map<string, unknown>> {
  const failed = new Map<string, unknown>();
  for (const { name, run } of adapterTests) await run(context).catch((error: unknown) => failed.set(name, error));
  return failed;
}

test('names are there, and no two are the same', () => {
  const names = adapterTests.map(({ name }) => name);
  expect(names.length).toBeGreaterThan(40);
  expect(new Set(names).size).toBe(names.length);
});

describe('an adapter that', () => {
  test('never schedules fails by the time limit, and does not hang', { timeout: 60_000 }, async () => {
    const failed = await failures({ ...files, createRuntime: adapter({ schedule: () => undefined }), timeLimit: 100 });
    expect(failed.size).toBeGreaterThan(adapterTests.length / 2);
    expect([...failed.values()]).toContainEqual(new AdapterTestError('has not come to an end after 0.1 s'));
  });

  test('loses output fails where that is looked at', { timeout: 60_000 }, async () => {
    const failed = await failures({ ...files, createRuntime: adapter({ writeLine: () => undefined }), timeLimit: 2000 });
    expect([...failed.keys()].some((name) => /line|writ|output/i.test(name))).toBe(true);
  });

  test('has timers that never fire fails', { timeout: 60_000 }, async () => {
    const failed = await failures({ ...files, createRuntime: adapter({ timer: () => () => undefined }), timeLimit: 1000 });
    expect([...failed.values()].some((error) => error instanceof AdapterTestError)).toBe(true);
  });
});
