import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test, vi } from 'vitest';
import { CompiledModules } from '../src/compiled-modules.js';
import { createRuntime, formatTerm, parseTerm } from '../src/index.js';

const fixture = fileURLToPath(new URL('../../adapter-tests/fixtures/adapter_fixture.beam', import.meta.url));
const scratch = mkdtempSync(join(tmpdir(), 'beamline-cache-'));
afterAll(() => {
  rmSync(scratch, { recursive: true });
});
const folder = (): string => mkdtempSync(join(scratch, 'folder-'));

/** Loads the fixture with a cache and calls it. */
async function sum(cache: string | boolean): Promise<unknown> {
  const runtime = await createRuntime({ cache });
  await runtime.load(fixture);
  const result = await runtime.call('adapter_fixture', 'add', [1, 2]);
  runtime.stop();
  return result;
}

/** True if OTP is installed. */
function hasOtp(): boolean {
  try {
    execFileSync('erl', ['-noshell', '-eval', 'halt()']);
    return true;
  } catch {
    return false;
  }
}

/** Starts OTP with a cache and reads a form; how many modules were taken singly, and what was read. */
async function started(cache: string): Promise<{ readonly single: number; readonly result: string }> {
  const read = vi.spyOn(CompiledModules.prototype, 'read');
  try {
    const runtime = await createRuntime({
      cache,
      codePaths: [],
      otpRoot: execFileSync('erl', ['-noshell', '-eval', 'io:put_chars(code:root_dir()), halt()'], { encoding: 'utf8' }),
    });
    await runtime.startOtp();
    const result = formatTerm(await runtime.callTerm('erl_scan', 'string', [parseTerm('"a+1."')]));
    await runtime.flush();
    runtime.stop();
    await runtime.keepLoaded();
    const taken = await Promise.all(read.mock.results.map(({ value }) => value as Promise<Uint8Array | undefined>));
    return { single: taken.filter((data) => data !== undefined).length, result };
  } finally {
    read.mockRestore();
  }
}

/** Waits until the folder has as many whole files. */
async function files(where: string, count: number): Promise<string[]> {
  for (let i = 0; i < 200; i++) {
    const names = readdirSync(where).filter((name) => !name.includes('.'));
    if (names.length === count) return names;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  return readdirSync(where);
}

describe('compiled modules that are kept', () => {
  test('are used by the next run', async () => {
    const where = folder();
    const write = vi.spyOn(CompiledModules.prototype, 'write');
    expect(await sum(where)).toBe(3);
    expect(write).toHaveBeenCalledTimes(1);
    await files(where, 1);
    expect(await sum(where)).toBe(3);
    // Nothing was compiled that would have to be kept.
    expect(write).toHaveBeenCalledTimes(1);
    write.mockRestore();
  });

  test.each([
    ['cut off', (data: Buffer) => data.subarray(0, 10)],
    ['empty', () => Buffer.alloc(0)],
    ['of another version', (data: Buffer) => Buffer.concat([Buffer.from([9, 9, 9, 9]), data.subarray(4)])],
    ['without its end', (data: Buffer) => data.subarray(0, -1)],
  ])('are compiled again if they are %s', async (_, damage) => {
    const where = folder();
    await sum(where);
    const [name = ''] = await files(where, 1);
    const whole = readFileSync(join(where, name));
    writeFileSync(join(where, name), damage(whole));
    expect(await sum(where)).toBe(3);
    for (let i = 0; i < 200 && !readFileSync(join(where, name)).equals(whole); i++) await new Promise((resolve) => setTimeout(resolve, 10));
    expect(readFileSync(join(where, name)).equals(whole)).toBe(true);
  });

  test('belong to the bytes of a file and to the compiler', async () => {
    const cache = CompiledModules.open(folder());
    cache?.write(Uint8Array.of(1), 'a', Uint8Array.of(7));
    for (let i = 0; i < 200 && (await cache?.read(Uint8Array.of(1), 'a')) === undefined; i++)
      await new Promise((resolve) => setTimeout(resolve, 10));
    expect(await cache?.read(Uint8Array.of(1), 'a')).toEqual(Uint8Array.of(7));
    expect(await cache?.read(Uint8Array.of(2), 'a')).toBeUndefined();
    expect(await cache?.read(Uint8Array.of(1), 'b')).toBeUndefined();
  });

  test.runIf(process.platform !== 'win32')('are not taken from a folder in which others can write', () => {
    const where = folder();
    chmodSync(where, 0o777);
    expect(CompiledModules.open(where)).toBeUndefined();
    expect(CompiledModules.open('/dev/null/none')).toBeUndefined();
  });

  test.runIf(hasOtp())('are kept as one where a start of OTP needs them again and again', { timeout: 120_000 }, async () => {
    const where = folder();
    const bundles = (): number => readdirSync(where).filter((name) => statSync(join(where, name)).size > 5_000_000).length;
    const compiled = await started(where);
    expect(compiled.single).toBe(0);
    await files(where, readdirSync(where).length);
    expect(bundles()).toBe(0);
    const single = await started(where);
    expect(single.single).toBeGreaterThan(50);
    await expect.poll(bundles).toBe(1);
    // That of all starts and that of this program, and no more than those.
    const together = await started(where);
    expect(together.single).toBe(2);
    expect([single.result, together.result]).toEqual([compiled.result, compiled.result]);
    // Who damages it, or changes the file of a module, finds each module by itself.
    const [largest = ''] = readdirSync(where).sort((a, b) => statSync(join(where, b)).size - statSync(join(where, a)).size);
    writeFileSync(join(where, largest), readFileSync(join(where, largest)).subarray(0, 1000));
    const damaged = await started(where);
    expect(damaged.single).toBeGreaterThan(50);
    expect(damaged.result).toBe(compiled.result);
  });

  test('are not kept if that is not wanted', async () => {
    const where = folder();
    expect(await sum(false)).toBe(3);
    expect(readdirSync(where)).toEqual([]);
  });
});
