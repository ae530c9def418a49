import { describe, expect, test, vi } from 'vitest';
import { measureReference, readTimes } from '../src/beamasm.js';
import { bench, type Effort } from '../src/bench.js';
import { bestTime } from '../src/best-time.js';
import { measureCompileSpeed } from '../src/compile-speed.js';
import type { Measurement } from '../src/measure-program.js';
import { readOptions, UsageError } from '../src/options.js';
import { withoutNode } from '../src/other-node.js';
import { type Program, readPrograms } from '../src/programs.js';
import { footer, geometricMean, header, row, shorten, summarize } from '../src/table.js';

const programs = readPrograms();
const fib = programs.filter(({ name }) => name === 'fib');

/** A clock that moves by one each time it is read. */
function clock(): () => number {
  let time = 0;
  return () => time++;
}

describe('bestTime', () => {
  test('takes the shortest run', async () => {
    const times = [0, 5, 10, 12, 20, 27];
    const now = (): number => times.shift() ?? 0;
    const best = await bestTime(() => Promise.resolve(), { minimumRuns: 3, maximumRuns: 3, budget: 100 }, now);
    expect(best).toEqual({ milliseconds: 2, runs: 3 });
  });

  test.each([
    [{ minimumRuns: 10, maximumRuns: 200, budget: 5 }, 10],
    [{ minimumRuns: 10, maximumRuns: 200, budget: 50 }, 51],
    [{ minimumRuns: 10, maximumRuns: 40, budget: 50 }, 40],
  ])('runs as often as %j says', async (rule, runs) => {
    expect(await bestTime(() => Promise.resolve(), rule, clock())).toEqual({ milliseconds: 1, runs });
  });
});

describe('the table', () => {
  const measurement: Measurement = {
    name: 'fib',
    group: 'function-calls',
    result: '832040',
    correct: true,
    compileMilliseconds: 0.514,
    linkMilliseconds: 0.333,
    runMilliseconds: 6,
    runs: 100,
  };

  test('has aligned columns', () => {
    const memory = { kilobytes: 102400, reference: 51200, longestTurn: 8.04 };
    expect(
      `${header()}\n${row(measurement, 5, memory)}\n${row({ ...measurement, correct: false, runMilliseconds: undefined }, undefined)}`,
    ).toBe(
      `program          result                    compile ms  link ms     run ms  BeamAsm ms   ratio     MB  OTP MB  turn ms
---------------  ------------------------  ----------  -------  ---------  ----------  ------  -----  ------  -------
fib              832040                          0.51     0.33      6.000       5.000    1.20    100      50      8.0
fib              WRONG: 832040                   0.51     0.33          -           -       -      -       -        -`,
    );
  });

  test('shortens results', () => {
    expect(shorten('{paused,{23776,824520,56027}}')).toBe('{paused,{23776,824520,5…');
    expect(shorten('a\n    in b')).toBe('a in b');
  });

  test('ends with the mean and the speed of the compiler', () => {
    const speed = { megabytesPerSecond: 9.034, wasmPerCode: 9.061 };
    const compiler = 'Compiler: 9.03 MB of .beam per second, 9.06 bytes of WebAssembly per byte of BEAM code';
    const reference = { emulator: 'jit', otp: '25', times: new Map() };
    const summary = summarize(
      [measurement, { ...measurement, name: 'tak', group: 'other', runMilliseconds: 2 }],
      new Map([
        ['fib', 4],
        ['tak', 4],
      ]),
    );
    const mean = 'Geometric mean of the ratios to BeamAsm of OTP 25: 0.866 (below 1 is faster)';
    const details = 'By group: function-calls 1.50, other 0.50\nWorst: fib 1.50, tak 0.50';
    expect(footer(reference, summary, speed)).toBe(`${mean}\n${details}\n${compiler}`);
    expect(footer({ ...reference, emulator: 'emu' }, summary, speed)).toContain('erl\'s emulator "emu"');
    const memory = { bytes: 2000, reference: 2500 };
    expect(footer(reference, summary, speed, memory)).toContain('\nAn idle process: 2000 bytes, 2500 in OTP, ratio 0.80\n');
    expect(footer('erl is not installed', summarize([measurement], undefined), speed)).toBe(
      `No comparison with BeamAsm: erl is not installed.\n${compiler}`,
    );
  });

  test('geometricMean', () => {
    expect(geometricMean([0.5, 2])).toBeCloseTo(1);
    expect(geometricMean([2, 8])).toBeCloseTo(4);
    expect(geometricMean([])).toBeUndefined();
  });
});

describe('the reference', () => {
  test('reads the times', () => {
    const line = (name: string, microseconds: number): string =>
      `{"name":"${name}","microseconds":${microseconds},"runs":10,"emulator":"jit","otp":"25"}\n`;
    expect(readTimes(line('fib', 5000) + line('tak', 8750))).toEqual({
      emulator: 'jit',
      otp: '25',
      times: new Map([
        ['fib', 5],
        ['tak', 8.75],
      ]),
    });
    expect(readTimes('no such thing\n')).toBe('erl printed no times: no such thing');
  });

  test('says that erl is missing', async () => {
    vi.stubEnv('PATH', '/nowhere');
    expect(await measureReference(['fib'])).toBe('erl is not installed');
    vi.unstubAllEnvs();
  });
});

describe('options', () => {
  const names = ['fib', 'tak'];

  test.each([
    [[], { programs: [], node: undefined, json: false, help: false }],
    [['--', '--json'], { programs: [], node: undefined, json: true, help: false }],
    [['--program', 'fib', '--program=tak', '--node', '26'], { programs: ['fib', 'tak'], node: '26', json: false, help: false }],
  ])('%j', (args, expected) => {
    expect(readOptions(args, names)).toEqual(expected);
  });

  test.each([[['--program', 'nope']], [['--node', 'x; y']], [['--nope']], [['fib']], [['--program']]])('refuses %j', (args) => {
    expect(() => readOptions(args, names)).toThrow(UsageError);
  });

  test('passes on all but the version of Node', () => {
    expect(withoutNode(['--node', '26', '--json', '--node=24', '--program', 'fib'])).toEqual(['--json', '--program', 'fib']);
  });
});

test('the speed of the compiler is measured', () => {
  const speed = measureCompileSpeed(
    programs.map(({ bytes }) => bytes),
    1,
    20,
  );
  expect(speed.megabytesPerSecond).toBeGreaterThan(0.1);
  expect(speed.wasmPerCode).toBeGreaterThan(1);
});

describe('bench', () => {
  const effort: Effort = { rule: { minimumRuns: 1, maximumRuns: 1, budget: 0 }, compileWarmUp: 0, compileDuration: 1, memory: false };

  async function run(chosen: readonly Program[], json: boolean): Promise<{ right: boolean; text: string }> {
    vi.stubEnv('PATH', '/nowhere');
    const lines: string[] = [];
    const right = await bench(chosen, { json, writeLine: (line) => lines.push(line) }, effort);
    vi.unstubAllEnvs();
    return { right, text: lines.join('\n') };
  }

  test('all programs have the results that they have in OTP', async () => {
    const { right, text } = await run(programs, false);
    expect(right, text).toBe(true);
    expect(programs.length).toBeGreaterThanOrEqual(50);
    for (const { name } of programs) expect(text).toContain(`\n${name} `);
    expect(text).toContain('No comparison with BeamAsm');
  });

  test('notices wrong results and exceptions', async () => {
    const wrong = fib.map((program) => ({ ...program, expected: '832041' }));
    const failing = fib.map((program) => ({ ...program, name: 'no_main' }));
    const { right, text } = await run([...wrong, ...failing], false);
    expect(right).toBe(false);
    expect(text).toContain('fib is WRONG: 832040');
    expect(text).toContain('no_main is WRONG: error: undef');
  });

  test('prints nothing but JSON if asked', async () => {
    const { right, text } = await run(fib, true);
    expect(right).toBe(true);
    expect(JSON.parse(text)).toMatchObject({
      node: process.versions.node,
      reference: 'erl is not installed',
      programs: [{ name: 'fib', result: '832040', correct: true, runs: 1 }],
    });
  });
});
