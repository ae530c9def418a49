import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { createRuntime, findInstalledOtp, type Runtime } from '@beamline/runtime-node';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { MachineView } from '../src/index.js';
import { bytesText, countText, durationText } from '../src/quantities.js';

const run = promisify(execFile);
const fixture = new Uint8Array(await readFile(new URL('./fixtures/inspected.beam', import.meta.url)));
const hasErl = (process.env.PATH ?? '').split(path.delimiter).some((folder) => existsSync(path.join(folder, 'erl')));

describe('what can be seen of a machine', () => {
  let runtime: Awaited<ReturnType<typeof createRuntime>>;
  let view: MachineView;

  beforeAll(async () => {
    runtime = await createRuntime({});
    await runtime.load(fixture);
    await runtime.call('inspected', 'start');
    view = new MachineView(runtime);
  });
  afterAll(() => runtime.stop());

  test('figures of the machine', async () => {
    const summary = await view.summary();
    expect(summary.tables).toBe(1);
    expect(summary.release).toMatch(/^\d\d$/);
    expect(summary.memory).toBeGreaterThan(100_000);
    expect(summary.atoms).toBeGreaterThan(1000);
  });

  test('processes by age and by figures, without that which answers', async () => {
    const names = async (order: Parameters<MachineView['processes']>[0], limit = 100): Promise<unknown> =>
      (await view.processes(order, limit)).rows.map(({ name }) => name);
    const { count, rows } = await view.processes();
    expect(rows.map(({ name, messages, links, status }) => ({ name, messages, links, status }))).toEqual([
      { name: 'linked', messages: 0, links: 1, status: 'waiting' },
      { name: 'owner', messages: 2, links: 1, status: 'waiting' },
    ]);
    expect(count).toBe(2);
    expect(await names('oldest')).toEqual(['owner', 'linked']);
    expect(await names('message_queue_len', 1)).toEqual(['owner']);
    expect(await names('memory', 1)).toEqual(['owner']);
    expect((await view.processes('reductions', 1)).count).toBe(2);
  });

  test('one process, and undefined for one that has ended', async () => {
    const [row] = (await view.processes('oldest')).rows;
    if (row === undefined) throw new Error('there is no process');
    const details = await view.process(row.term);
    expect(new Map(details?.items).get('registered_name')).toBe('owner');
    expect(details?.messages).toEqual(['{hello,#{from => "test"}}', '[1,2.5,<<"text">>]']);
    expect(details?.links).toHaveLength(1);
    const ended = await runtime.spawn('erlang', 'self');
    await expect.poll(async () => (await view.processes()).count).toBe(2);
    expect(await view.process(ended.term)).toBeUndefined();
  });

  test('tables, and what is in them', async () => {
    const [table] = await view.tables();
    if (table === undefined) throw new Error('there is no table');
    expect(table).toMatchObject({ name: 'things', type: 'ordered_set', protection: 'protected', size: 3 });
    expect(await view.objects(table.term)).toEqual(['{1,<<"a thing">>}', '{2,<<"a thing">>}', '{3,<<"a thing">>}']);
  });

  test('messages that a process gets and sends, in order, until the signal is aborted', async () => {
    await watches(runtime, view);
  });
});

test.runIf(findInstalledOtp() !== undefined)('with OTP started, messages too', { timeout: 60_000 }, async () => {
  const runtime = await createRuntime({ otpRoot: findInstalledOtp()?.root ?? '' });
  await runtime.load(fixture);
  await runtime.startOtp();
  await watches(runtime, new MachineView(runtime));
  runtime.stop();
});

/** Watches a process that answers two messages, and one that it does not get any more. */
async function watches(runtime: Runtime, view: MachineView): Promise<void> {
  await runtime.call('inspected', 'echo');
  const row = (await view.processes('newest')).rows.find(({ name }) => name === 'echo');
  if (row === undefined) throw new Error('there is no process');
  const end = new AbortController();
  const watched = view.watch(row.term, end.signal);
  const first = watched.next();
  // The machine traces from the time that the first message is waited for.
  await expect.poll(async () => await runtime.call('inspected', 'is_traced')).toBe(true);
  expect(await runtime.call('inspected', 'ask', [1])).toBe(1);
  expect(await runtime.call('inspected', 'ask', [[2.5]])).toEqual([2.5]);
  const seen = [...((await first).value?.messages ?? [])];
  while (seen.length < 4) seen.push(...((await watched.next()).value?.messages ?? []));
  expect(seen.map(({ kind, text }) => `${kind} ${text.replace(/<[\d.]+>/, 'Pid')}`)).toEqual([
    'got {Pid,1}',
    'sent {answer,1}',
    'got {Pid,[2.5]}',
    'sent {answer,[2.5]}',
  ]);
  expect(seen[1]?.to).toMatch(/^<[\d.]+>$/);
  const last = watched.next();
  end.abort();
  expect(await last).toEqual({ done: true, value: undefined });
  await expect.poll(async () => await runtime.call('inspected', 'is_traced')).toBe(false);
}

test.runIf(hasErl)(
  'in OTP, too, the module tells messages that a process gets and sends, cut where they are large',
  { timeout: 20_000 },
  async () => {
    const program = `
    Echo = spawn(fun Loop() -> receive {From, Message} -> From ! Message, Loop() end end),
    beamline_inspector:watch(Echo, self()),
    timer:sleep(100),
    Echo ! {self(), lists:seq(1, 30)},
    receive [1 | _] -> ok end,
    receive {messages, [{got, Echo, {_, Cut}, none}, {sent, Echo, Cut, To}], 0} when To =:= self() -> io:format("~0p", [Cut]) end,
    halt().`;
    const { stdout } = await run('erl', [
      '-noinput',
      '-pa',
      fileURLToPath(new URL('../erlang/compiled', import.meta.url)),
      '-eval',
      program,
    ]);
    expect(stdout).toBe(`[${Array.from({ length: 24 }, (_, i) => i + 1).join(',')},'\\x{2026}']`);
  },
);

test('quantities have units that keep them short', () => {
  expect([0, 999, 1000, 12_345, 123_456, 12_345_678, 1.5e9].map(bytesText)).toEqual([
    '0 B',
    '999 B',
    '1.0 kB',
    '12.3 kB',
    '123 kB',
    '12.3 MB',
    '1.5 GB',
  ]);
  expect([0, 1234, 99_999, 100_040, 2_500_000].map(countText)).toEqual(['0', '1,234', '99,999', '100 k', '2.5 M']);
  expect([900, 61_000, 3_700_000].map(durationText)).toEqual(['0 s', '1 min 1 s', '1 h 1 min']);
});
