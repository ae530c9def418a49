import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { atom, type ErlangInput, SystemLimitError } from '../src/index.js';
import { bundle } from './engines.js';
import { fixture, runtimeWith } from './fixture.js';

const folder = mkdtempSync(join(tmpdir(), 'big-terms-'));
const program = join(folder, 'program.mjs');

beforeAll(() => {
  bundle('big-terms-program.ts', program);
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

const MILLION = 1_000_000;

// An object of JavaScript for each element would take several times as much.
test.each([
  [['external', 3 * MILLION], '[16705041,"true",16705041,16705041]'],
  [['deep', 300_000], '[6598217,"true",6598217,6598217]'],
  [['compressed', 300_000], '["true","true"]'],
  [['byte_lists', 3 * MILLION], '["true","true","true","true"]'],
  [['texts', 3 * MILLION], '["true","true","true"]'],
  [['sums', 3 * MILLION], '["true","true","true"]'],
  [['search', 3 * MILLION], '[3000000,3000001,6000000,"nomatch"]'],
  [['trace', 3 * MILLION], '"true"'],
  [['digits', MILLION], '[1000001,"true","true","true"]'],
  [['unread', 3 * MILLION], '"system_limit"'],
] as const)('%j needs no memory of JavaScript', { timeout: 120_000 }, (call, result) => {
  const file = fileURLToPath(new URL('fixtures/big_terms.beam', import.meta.url));
  // Reading arguments that are refused may take what the most that are not refused do.
  const megabytes = call[0] === 'unread' ? 256 : 48;
  const output = execFileSync(process.execPath, [`--max-old-space-size=${megabytes}`, program, file, JSON.stringify([call])], {
    encoding: 'utf8',
  });
  expect(output).toBe(`${call[0]} ${result}\n`);
});

/** Bytes of the limits below. */
const LIMIT = 64 << 20;

async function outcome(name: string, args: readonly ErlangInput[], memoryLimit?: number): Promise<unknown> {
  const runtime = await runtimeWith(['big_terms'], memoryLimit === undefined ? {} : { memoryLimit });
  try {
    return await runtime.call('big_terms', name, args);
  } catch (error) {
    return error instanceof SystemLimitError ? error.limit : error;
  }
}

describe('under a memory limit', () => {
  test('what natives make counts', { timeout: 60_000 }, async () => {
    expect(await outcome('copies', [8 * MILLION, 3000], LIMIT)).toEqual(atom('system_limit'));
    expect(await outcome('copies', [8 * MILLION, 12], LIMIT)).toBe('memory');
    expect(await outcome('copies', [8 * MILLION, 4], LIMIT)).toBe(32 * MILLION);
    expect(await outcome('characters', [new Uint8Array(10 * MILLION)], LIMIT)).toBe('memory');
    expect(await outcome('buffers', [1000, MILLION], LIMIT)).toBe('memory');
    expect(await outcome('dropped_buffers', [2000], LIMIT)).toEqual(atom('ok'));
  });

  test('code that is prepared counts', { timeout: 60_000 }, async () => {
    const result = await outcome('prepared', [atom('large'), fixture('large'), 1000], LIMIT);
    expect(result).toMatchObject({ elements: [atom('system_limit'), expect.any(Number)] });
    expect(await outcome('prepared', [atom('large'), fixture('large'), 2], LIMIT)).toEqual(atom('none'));
  });

  test('what is read out of the machine has a sixty-fourth of it as elements, and its bytes', async () => {
    expect(await outcome('list', [1_100_000], LIMIT)).toBe('terms');
    expect(await outcome('list', [900_000], LIMIT)).toHaveLength(900_000);
    expect(await outcome('shared', [1000], LIMIT)).toBe('terms');
    expect(await outcome('shared', [600], LIMIT)).toHaveLength(600);
  });

  test('a message that is too large rejects the one that waits for it, and the next one comes', async () => {
    const runtime = await runtimeWith(['big_terms'], { memoryLimit: LIMIT });
    const mailbox = runtime.mailbox();
    await runtime.call('big_terms', 'send_list', [mailbox.pid, 1_100_000]);
    runtime.send(mailbox.pid, atom('small'));
    await expect(mailbox.receive()).rejects.toMatchObject({ name: 'SystemLimitError', limit: 'terms' });
    expect(await mailbox.receive()).toEqual(atom('small'));
    const waiting = mailbox.receive();
    await runtime.call('big_terms', 'send_list', [mailbox.pid, 1_100_000]);
    await expect(waiting).rejects.toMatchObject({ name: 'SystemLimitError', limit: 'terms' });
  });

  test('a request to write what is too large to be read gets an answer', async () => {
    const runtime = await runtimeWith(['big_terms'], { memoryLimit: LIMIT });
    expect(await runtime.call('big_terms', 'put_chars', [1_100_000])).toEqual(atom('system_limit'));
  });

  test('a function of the user that is called with a term that is too large does not run', async () => {
    let called = 0;
    const runtime = await runtimeWith(['big_terms'], {
      memoryLimit: LIMIT,
      natives: {
        'user:take/1': () => {
          called++;
          return atom('taken');
        },
      },
    });
    expect(await runtime.call('big_terms', 'to_user', [1_100_000])).toEqual(atom('system_limit'));
    expect(await runtime.call('big_terms', 'to_user', [1000])).toEqual(atom('taken'));
    expect(called).toBe(1);
  });
});

test('an error of a call with arguments that are too large to be shown has their number', async () => {
  const error = await outcome('fails', [200_000]);
  expect(String(error)).toMatch(/^ErlangError: error: badarg\n {4}in erlang:list_to_binary\/1\n {4}in big_terms:fails\/1/);
  expect(String(await outcome('fails', [2]))).toContain('in erlang:list_to_binary([1,2|not_bytes])');
  expect(String(await outcome('exits', [200_000])).length).toBeLessThan(1000);
});

test('without a limit only what does not fit into a binary is refused', async () => {
  expect(await outcome('copies', [1, 270 * MILLION])).toBe(270 * MILLION);
  expect(await outcome('copies', [1, 600 * MILLION])).toEqual(atom('system_limit'));
});
