import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { appendRecords, HistoryError, type HistoryRecord, readHistory, recordsOf } from '../src/history/history.js';
import { currentCommit, describeMachine } from '../src/history/machine.js';
import { changesSince, describeChange } from '../src/history/slowdowns.js';
import { peer, report } from './some-report.js';

const folder = mkdtempSync(join(tmpdir(), 'beamline-bench-'));
afterAll(() => rmSync(folder, { recursive: true }));

const run = report(
  peer('beamline', 'node-20', { fib: [6, 7, 8.12345], lcg: [] }),
  peer('otp', '25', { fib: [4] }),
  peer('beamline', 'chromium', { fib: [12] }),
);

describe('records', () => {
  test('are made of each engine', () => {
    const [node, chromium, ...others] = recordsOf(run, true);
    expect(others).toEqual([]);
    expect(node).toEqual({
      date: run.date,
      commit: run.commit,
      machine: run.machine.class,
      busy: true,
      engine: 'beamline-node-20',
      version: 'node-20.1',
      means: { 'otp-25': { all: 1.5, groups: { 'function-calls': 1.5 } } },
      programs: { fib: [6, 6.5, 7.562] },
    });
    expect(chromium).toMatchObject({ engine: 'beamline-chromium', means: { 'beamline-node-20': { all: 2 } } });
  });

  test('are added to a file, one a line, and read from it', () => {
    const file = join(folder, 'new', 'runs.jsonl');
    expect(readHistory(file)).toEqual([]);
    const records = recordsOf(run, false);
    appendRecords(records.slice(0, 1), file);
    appendRecords(records.slice(1), file);
    expect(readFileSync(file, 'utf8').trimEnd().split('\n')).toHaveLength(2);
    expect(readHistory(file)).toEqual(records);
  });

  test.each([
    ['{', 'is not JSON'],
    ['{"date":"2026-01-01"}', 'is not a record: it needs date, machine, engine and programs'],
  ])('%s is refused', (line, problem) => {
    const file = join(folder, 'broken.jsonl');
    writeFileSync(file, `${JSON.stringify(recordsOf(run, false)[0])}\n${line}\n`);
    expect(() => readHistory(file)).toThrow(HistoryError);
    expect(() => readHistory(file)).toThrow(`${file}:2 ${problem}`);
  });

  test('that are committed can be read', () => {
    for (const { engine, programs } of readHistory()) {
      expect(engine).toMatch(/^beamline-/);
      expect(Object.values(programs).every(([best, lower, upper]) => best > 0 && best <= lower && lower <= upper)).toBe(true);
    }
  });
});

describe('changes', () => {
  const base: HistoryRecord = {
    date: '2026-01-01T00:00:00.000Z',
    commit: 'abc',
    machine: 'm',
    busy: false,
    engine: 'beamline-node-20',
    version: '',
    means: {},
    programs: { same: [10, 11, 12], slower: [10, 11, 12], faster: [10, 11, 12], spread: [10, 11, 30], noisy: [10, 11, 12] },
  };
  const now = {
    ...base,
    programs: {
      same: [10.5, 11, 13],
      slower: [12.5, 13, 14],
      faster: [5, 6, 7],
      spread: [14, 15, 16],
      noisy: [9, 13, 14],
      added: [1, 1, 1],
    },
  } as const;

  test('are those beyond the spread', () => {
    const change = changesSince([base], now);
    expect(change.slower).toEqual([{ name: 'slower', before: 10, now: 12.5 }]);
    expect(change.faster).toEqual([{ name: 'faster', before: 10, now: 5 }]);
    expect(describeChange(change)).toBe(
      'beamline-node-20, since the record of 2026-01-01, abc:\n  slower beyond the spread: slower 1.25 (10 to 12.5 ms)\n  faster beyond the spread: faster 0.50 (10 to 5 ms)',
    );
  });

  test('are since the last record of the same engine and class of machines', () => {
    const others = [{ ...base, programs: {} }, base, { ...now, machine: 'other' }, { ...now, engine: 'beamline-node-26' }];
    expect(changesSince(others, now).since).toBe(base);
    // What a busy machine has measured is a last resort.
    expect(changesSince([base, { ...now, busy: true }], now).since).toBe(base);
    const none = changesSince([{ ...base, machine: 'other' }], now);
    expect(none.slower).toEqual([]);
    expect(describeChange(none)).toBe('beamline-node-20: no run is recorded on machines of this class');
    expect(describeChange(changesSince([{ ...now, busy: true }], now))).toContain(
      'abc, on a busy machine:\n  slower beyond the spread: none',
    );
  });
});

test('the machine and the commit are told', () => {
  expect(describeMachine().class).toMatch(new RegExp(`^${process.platform}-${process.arch}, \\d+ × .`));
  expect(currentCommit() ?? '0123456789ab').toMatch(/^[0-9a-f]{12,}\+?$/);
});
