import { describe, expect, test } from 'vitest';
import { isRight } from '../src/bench.js';
import { compare, compareAll, formatRatio, geometricMean } from '../src/report/comparison.js';
import { fillPage } from '../src/report/html.js';
import { costTable, shorten, summary, timeTables } from '../src/report/table.js';
import { peer, report } from './some-report.js';

const ours = peer('beamline', 'node-20', { fib: [6, 7, 8], tak: [2], lcg: [1] });
const otp = peer('otp', '25', { fib: [4, 4.5, 5], tak: [4], lcg: [] });

test('geometricMean', () => {
  expect(geometricMean([0.5, 2])).toBeCloseTo(1);
  expect(geometricMean([2, 8])).toBeCloseTo(4);
  expect(geometricMean([])).toBeUndefined();
});

test('ratios are written with what says something', () => {
  expect([1.504, 0.1, 0.0012345, 163.2].map(formatRatio)).toEqual(['1.50', '0.10', '0.0012', '163.20']);
});

describe('comparisons', () => {
  test('are of programs that both have a time for', () => {
    const comparison = compare(ours, otp, (name) => (name === 'fib' ? 'a' : 'b'));
    expect(comparison).toMatchObject({ of: 'beamline-node-20', by: 'otp-25', programs: 2, groups: { a: 1.5, b: 0.5 } });
    expect(comparison?.mean).toBeCloseTo(Math.sqrt(1.5 * 0.5));
    expect(comparison?.meanOfMedians).toBeCloseTo(Math.sqrt((7 / 4.5) * 0.5));
    expect(comparison?.worst.map(({ name }) => name)).toEqual(['fib', 'tak']);
    expect(compare(ours, peer('otp', '29', { fib: [] }), () => '')).toBeUndefined();
  });

  test('are of pairs that say something', () => {
    const times = { fib: [1] };
    const runs = [
      peer('otp', '25', times),
      peer('beamline', 'node-20', times),
      peer('javascript', 'node-20', times),
      peer('beamline', 'chromium', times),
      peer('javascript', 'chromium', times),
      peer('atomvm', 'chromium', times),
    ];
    expect(compareAll(runs, () => '').map(({ of, by }) => `${of} by ${by}`)).toEqual([
      'beamline-node-20 by otp-25',
      'beamline-node-20 by javascript-node-20',
      'beamline-node-20 by atomvm-chromium',
      'beamline-chromium by otp-25',
      'beamline-chromium by beamline-node-20',
      'beamline-chromium by javascript-chromium',
      'beamline-chromium by atomvm-chromium',
    ]);
  });
});

describe('tables', () => {
  test('have aligned columns', () => {
    expect(timeTables(report(ours, otp))).toBe(
      `                 beamline on node-20           otp on 25
program            best ms     median  spread    best ms     median  spread   ratio
---------------  ---------  ---------  ------  ---------  ---------  ------  ------
fib                  6.000      7.000     14%      4.000      4.500     11%    1.50
tak                  2.000      2.000      0%      4.000      4.000      0%    0.50
lcg                  1.000      1.000      0%     FAILED          -       -       -`,
    );
  });

  test('have as many peers side by side as there is room for, for each engine', () => {
    const javascript = peer('javascript', 'node-20', { fib: [1] });
    const atomvm = peer('atomvm', 'chromium', { fib: [7000] });
    const other = peer('beamline', 'node-26', { fib: [1] });
    const tables = timeTables(report(ours, other, otp, javascript, atomvm)).split('\n\n');
    expect(
      tables.map((table) =>
        table
          .split('\n')[0]
          ?.trim()
          .split(/\s{2,}/),
      ),
    ).toEqual([
      ['beamline on node-20', 'otp on 25', 'javascript on node-20'],
      ['beamline on node-20', 'atomvm on chromium'],
      ['beamline on node-26', 'beamline on node-20', 'otp on 25'],
      ['beamline on node-26', 'atomvm on chromium'],
    ]);
    expect(tables[1]).toContain('0.00086');
    expect(Math.max(...tables.flatMap((table) => table.split('\n')).map((line) => line.length))).toBeLessThanOrEqual(132);
  });

  test('of what it costs besides', () => {
    expect(costTable(report(ours))).toBeUndefined();
    const memory = { fib: { kilobytes: 102400, reference: 51200, longestTurn: 8.04 } };
    expect(
      costTable({ ...report(ours), memory })
        ?.split('\n')
        .slice(1, 4),
    ).toEqual([
      '---------------  ----------  -------  -----  ------  -------',
      'fib                    0.51     0.33    100      50      8.0',
      'tak                    0.51     0.33      -       -        -',
    ]);
  });

  test('texts are shortened', () => {
    expect(shorten('{paused,{23776,824520,56027}}', 24)).toBe('{paused,{23776,824520,5…');
    expect(shorten('a\n    in b')).toBe('a in b');
  });
});

describe('the summary', () => {
  test('has means, groups and the greatest ratios', () => {
    const lines = summary(report(ours, otp)).split('\n');
    expect(lines).toContain('beamline on node-20 by otp on 25: geometric mean 0.87 of 2 programs (of medians 0.88)');
    expect(lines).toContain('  greatest: fib 1.50, tak 0.50');
    const groups = summary(report(ours, peer('otp', '25', { fib: [4], lcg: [2] })));
    expect(groups).toContain('  by group: function-calls 1.50, integers-64 0.50');
  });

  test('tells what failed, ended or was not there', () => {
    const text = summary({
      ...report(ours, { ...otp, ended: 'killed' }),
      absent: [{ title: 'OTP (erl)', reason: 'erl is not installed' }],
    });
    expect(text).toContain('\nNot compared with OTP (erl): erl is not installed\n');
    expect(text).toContain('\notp on 25 ended early: killed\n');
    expect(text).toContain('\notp on 25: lcg FAILED: {badmatch, 1}\n');
  });

  test('tells what else was measured, how, and that the machine was busy', () => {
    const machine = { ...report().machine, loadBefore: 1.25 };
    const more = {
      machine,
      processMemory: { bytes: 2000, reference: 2500 },
      compileSpeed: { megabytesPerSecond: 9.034, wasmPerCode: 9.061 },
    };
    const text = summary({ ...report(ours), ...more });
    expect(text).toContain('An idle process: 2000 bytes, 2500 in OTP, ratio 0.80\n');
    expect(text).toContain('Compiler: 9.03 MB of .beam per second, 9.06 bytes of WebAssembly per byte of BEAM code\n');
    expect(text).toContain('\nRule: 2 runs to warm up, ');
    expect(text).toMatch(/\nThe machine was busy before \(load 1\.[23]\)/);
  });
});

test('a run is right if all programs were, but for those that AtomVM has not', () => {
  expect(isRight(report(ours))).toBe(true);
  expect(isRight(report(ours, otp))).toBe(false);
  expect(isRight(report(ours, peer('atomvm', 'chromium', { fib: [] })))).toBe(true);
  expect(isRight(report({ ...ours, ended: 'killed' }))).toBe(false);
  expect(isRight(report(peer('javascript', 'node-20', { fib: [1] })))).toBe(false);
});

test('what is put into a page cannot end where it stands', () => {
  const page = '<!-- style --><!-- data --><!-- script --><!-- other -->';
  const filled = fillPage(page, { style: 'a{}', data: '{"a":"</script><b>"}', script: 'x = "</script>$&"' });
  expect(filled).toBe(
    '<style>a{}</style><script type="application/json" id="report">{"a":"\\u003c/script>\\u003cb>"}</script><script>x = "<\\/script>$&"</script><!-- other -->',
  );
});
