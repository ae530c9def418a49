import { mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { atom, createRuntime, formatTerm, type Runtime, type Term, type Tuple, toTerm, tuple } from '../src/index.js';

const program = fileURLToPath(new URL('./files/open_files.beam', import.meta.url));
const scratch = realpathSync(mkdtempSync(path.join(tmpdir(), 'beamline-open-')));
afterAll(() => {
  rmSync(scratch, { recursive: true });
});

/** A name as `prim_file` takes it. */
function nameOf(file: string): Term {
  return toTerm(new TextEncoder().encode(`${file}\0`));
}

/** How many descriptors this process has of files in the folder of the tests. */
function openFiles(): number {
  return readdirSync('/proc/self/fd').filter((descriptor) => {
    try {
      return realpathSync(`/proc/self/fd/${descriptor}`).startsWith(scratch);
    } catch {
      return false;
    }
  }).length;
}

/** Waits until nothing is open. */
async function allClosed(): Promise<boolean> {
  for (let i = 0; i < 200 && openFiles() > 0; i++) await pause(10);
  return openFiles() === 0;
}

describe.runIf(process.platform === 'linux')('files that programs have open', () => {
  let folder: string;
  let runtime: Runtime;
  beforeEach(async () => {
    folder = mkdtempSync(path.join(scratch, 'test-'));
    runtime = await createRuntime({ writableFolders: [folder] });
    await runtime.load(program);
    writeFileSync(path.join(folder, 'file'), 'text');
    return () => {
      runtime.stop();
    };
  });

  test('are closed when the process ends that opened them', { timeout: 60_000 }, async () => {
    const file = path.join(folder, 'file');
    const before = runtime.machine.resourceCount;
    expect(await runtime.call('open_files', 'open_and_end', [file, 1000])).toBe(1000);
    expect(await allClosed()).toBe(true);
    expect(await runtime.call('open_files', 'open_and_crash', [file, 100])).toBe(100);
    expect(await allClosed()).toBe(true);
    expect(runtime.machine.resourceCount).toBe(before);
  });

  test('are closed with their process though another has them, and are of no use to it', async () => {
    expect(await runtime.call('open_files', 'inherit', [path.join(folder, 'file')])).toEqual(tuple(atom('error'), atom('einval')));
    expect(await allClosed()).toBe(true);
  });

  test('offsets that no file has read nothing and write nothing', async () => {
    const result = await runtime.callTerm('open_files', 'offsets', [nameOf(path.join(folder, 'file'))]);
    expect(formatTerm(result)).toBe(
      '{[{error,efbig},{error,efbig},{error,einval},{error,einval},{error,einval}],' +
        '[eof,eof,{error,einval},{error,einval},{error,einval}],' +
        '[{error,einval},{error,einval},badarg,badarg,{error,einval}],{ok,<<"text">>}}',
    );
  });

  test('what is not supported is an error of the file', async () => {
    expect(formatTerm(await runtime.callTerm('open_files', 'unsupported', [nameOf(path.join(folder, 'file'))]))).toBe(
      '[{error,enotsup},{error,enotsup}]',
    );
  });

  test('are closed when no term refers to them any more', { timeout: 60_000 }, async () => {
    expect(await runtime.call('open_files', 'forget', [path.join(folder, 'file'), 500])).toBe(atom('ok'));
    const context = runtime.machine.processes.named('forgetful');
    expect(context).not.toBe(0);
    expect(await allClosed()).toBe(true);
  });

  test('are closed when a call that opens one is stopped meanwhile, and with the machine', async () => {
    const stops = Array.from({ length: 50 }, () => new AbortController());
    const calls = stops.map(({ signal }) =>
      runtime.call('open_files', 'open_and_wait', [path.join(folder, 'file')], { signal }).catch(() => undefined),
    );
    await pause(1);
    for (const stop of stops) stop.abort();
    await Promise.all(calls);
    expect(await allClosed()).toBe(true);
    runtime.spawn('open_files', 'open_and_wait', [path.join(folder, 'file')]);
    while (openFiles() === 0) await pause(1);
    runtime.stop();
    expect(await allClosed()).toBe(true);
  });

  test('buffers go with the terms that refer to them', async () => {
    const before = runtime.machine.resourceCount;
    expect(await runtime.call('open_files', 'buffers', [1000])).toBe(3000);
    expect(runtime.machine.resourceCount).toBe(before);
  });

  test('a program that renames links and folders while it reads and writes gets nowhere else', { timeout: 120_000 }, async () => {
    const [inside, outside] = [path.join(folder, 'inside'), mkdtempSync(path.join(scratch, 'outside-'))];
    mkdirSync(inside);
    writeFileSync(path.join(inside, 'file'), 'inside');
    writeFileSync(path.join(outside, 'file'), 'secret');
    symlinkSync(outside, path.join(folder, 'link'));
    const result = await runtime.call('open_files', 'swap', [folder, 3000]);
    const seen = new Map((result as Tuple).elements.map((part, i) => [['reads', 'writes'][i], part]));
    const reads = seen.get('reads') as ReadonlyMap<unknown, number>;
    const texts = [...reads.keys()].map((key) => (key instanceof Uint8Array ? new TextDecoder().decode(key) : String(key)));
    expect(texts).toContain('inside');
    expect(texts).not.toContain('secret');
    expect(readdirSync(outside)).toEqual(['file']);
    expect(readFileSync(path.join(outside, 'file'), 'utf8')).toBe('secret');
  });
});

describe('the current folder of a program', () => {
  let runtime: Runtime;
  const call = async (name: string, ...args: (string | Uint8Array)[]): Promise<string> => {
    const terms = args.map((arg) => (typeof arg === 'string' ? new TextEncoder().encode(arg) : arg));
    const result = await runtime.callTerm(
      'prim_file',
      name,
      terms.map((bytes) => ({ kind: 'bitstring', bytes, bitSize: 8 * bytes.length })),
    );
    return formatTerm(result);
  };

  beforeAll(async () => {
    runtime = await createRuntime();
  });

  test('is the root when nothing is granted: where the host is, is not told', async () => {
    expect(await call('get_cwd_nif')).toBe('{ok,<<"/">>}');
    expect(await call('read_file_nif', 'package.json\0')).toBe('{error,eacces}');
    expect(await call('set_cwd_nif', process.cwd())).toBe('{error,eacces}');
  });

  test('can be changed to another that is granted', async () => {
    const folder = mkdtempSync(path.join(scratch, 'cwd-'));
    mkdirSync(path.join(folder, 'sub'));
    writeFileSync(path.join(folder, 'sub/file'), 'text');
    runtime = await createRuntime({ readableFolders: [folder] });
    expect(await call('get_cwd_nif')).toBe(`{ok,<<"${folder}">>}`);
    expect(await call('read_file_nif', 'sub/file')).toBe('{ok,<<"text">>}');
    expect(await call('set_cwd_nif', 'sub')).toBe('ok');
    expect(await call('get_cwd_nif')).toBe(`{ok,<<"${folder}/sub">>}`);
    expect(await call('read_file_nif', 'file')).toBe('{ok,<<"text">>}');
    expect(await call('set_cwd_nif', '../..')).toBe('{error,eacces}');
    expect(await call('set_cwd_nif', 'file')).toBe('{error,enotdir}');
  });
});
