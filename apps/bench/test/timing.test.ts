import { describe, expect, test } from 'vitest';
import { measureCompileSpeed } from '../src/measuring/compile-speed.js';
import { describeRule, fullRule, shortRule } from '../src/measuring/run-rule.js';
import { spread, summarizeTimes, timeRuns } from '../src/measuring/timing.js';
import { readPrograms } from '../src/programs.js';

/** A clock that moves by one each time it is read. */
function clock(): () => number {
  let time = 0;
  return () => time++;
}

describe('timeRuns', () => {
  test('times each run, but neither those to warm up nor the checks', async () => {
    const times = [0, 5, 10, 12, 20, 27];
    const log: string[] = [];
    const timing = await timeRuns(
      () => log.push('run'),
      () => log.push('check'),
      { warmUps: 1, minimumRuns: 3, maximumRuns: 3, budget: 100 },
      () => {
        log.push('clock');
        return times.shift() ?? 0;
      },
    );
    expect(timing).toEqual({ runs: 3, best: 2, lowerQuartile: 3.5, median: 5, upperQuartile: 6, worst: 7 });
    expect(log.slice(0, 6)).toEqual(['run', 'check', 'clock', 'run', 'clock', 'check']);
  });

  test('waits for what is promised', async () => {
    let time = 0;
    const run = async (): Promise<void> => {
      await Promise.resolve();
      time += 4;
    };
    const rule = { warmUps: 0, minimumRuns: 1, maximumRuns: 1, budget: 0 };
    const timing = await timeRuns(
      run,
      () => undefined,
      rule,
      () => time,
    );
    expect(timing.best).toBe(4);
  });

  test.each([
    [{ warmUps: 0, minimumRuns: 10, maximumRuns: 200, budget: 5 }, 10],
    [{ warmUps: 3, minimumRuns: 10, maximumRuns: 200, budget: 50 }, 51],
    [{ warmUps: 0, minimumRuns: 10, maximumRuns: 40, budget: 50 }, 40],
  ])('runs as often as %j says', async (rule, runs) => {
    let calls = 0;
    const timing = await timeRuns(
      () => calls++,
      () => undefined,
      rule,
      clock(),
    );
    expect(timing).toMatchObject({ best: 1, worst: 1, runs });
    expect(calls).toBe(runs + rule.warmUps);
  });

  test('ends with a result that is wrong', async () => {
    const wrong = (): void => {
      throw new Error('wrong');
    };
    await expect(timeRuns(() => 1, wrong, fullRule)).rejects.toThrow('wrong');
  });
});

test('times are summed up whatever their order', () => {
  expect(summarizeTimes([5, 1, 3, 2, 4])).toEqual({ runs: 5, best: 1, lowerQuartile: 2, median: 3, upperQuartile: 4, worst: 5 });
  expect(summarizeTimes([7])).toEqual({ runs: 1, best: 7, lowerQuartile: 7, median: 7, upperQuartile: 7, worst: 7 });
  expect(summarizeTimes([1, 2]).median).toBe(1.5);
  expect(() => summarizeTimes([])).toThrow(RangeError);
});

test('spread', () => {
  expect(spread(summarizeTimes([8, 9, 10, 11, 12]))).toBeCloseTo(0.2);
  expect(spread(summarizeTimes([0, 0, 0]))).toBe(0);
});

test('rules are told in words', () => {
  expect(describeRule(fullRule)).toBe('2 runs to warm up, then at least 10 and 1000 ms, at most 200 runs');
  expect(describeRule(shortRule)).toMatch(/^1 run to warm up, /);
});

test('the speed of the compiler is measured', () => {
  const files = readPrograms().map(({ bytes }) => bytes);
  const speed = measureCompileSpeed(files, 1, 20);
  expect(speed.megabytesPerSecond).toBeGreaterThan(0);
  expect(speed.wasmPerCode).toBeGreaterThan(1);
});
