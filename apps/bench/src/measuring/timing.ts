import type { RunRule } from './run-rule.js';

/** How long the runs of a program took, in milliseconds. */
export interface Timing {
  /** Runs that count. */
  readonly runs: number;
  readonly best: number;
  /** A quarter of the runs took no longer than the lower quartile, three quarters no longer than the upper one. */
  readonly lowerQuartile: number;
  readonly median: number;
  readonly upperQuartile: number;
  readonly worst: number;
}

/** Sums up times of single runs, in milliseconds. Throws RangeError if there are none. */
export function summarizeTimes(times: readonly number[]): Timing {
  const sorted = times.toSorted((a, b) => a - b);
  return {
    runs: sorted.length,
    best: quantile(sorted, 0),
    lowerQuartile: quantile(sorted, 0.25),
    median: quantile(sorted, 0.5),
    upperQuartile: quantile(sorted, 0.75),
    worst: quantile(sorted, 1),
  };
}

/** Where a part of sorted numbers is below, between two of them in proportion. */
function quantile(sorted: readonly number[], part: number): number {
  const at = part * (sorted.length - 1);
  const below = sorted[Math.floor(at)];
  const above = sorted[Math.ceil(at)];
  if (below === undefined || above === undefined) throw new RangeError('there are no times to sum up');
  return below + (above - below) * (at - Math.floor(at));
}

/** The middle half of the runs by their median: 0.1 if it is a tenth of it wide. */
export function spread({ lowerQuartile, median, upperQuartile }: Timing): number {
  return median === 0 ? 0 : (upperQuartile - lowerQuartile) / median;
}

/**
 * Runs something again and again, each run after the end of the one before, and checks what each has returned; the check is not timed. Rejects
 * with what either throws.
 */
export async function timeRuns<Result>(
  run: () => Result | Promise<Result>,
  check: (result: Result) => void,
  rule: RunRule,
  now: () => number = () => performance.now(),
): Promise<Timing> {
  for (let i = 0; i < rule.warmUps; i++) check(await run());
  const times: number[] = [];
  let spent = 0;
  while (!((times.length >= rule.minimumRuns && spent > rule.budget) || times.length >= rule.maximumRuns)) {
    const start = now();
    const result = await run();
    const time = now() - start;
    check(result);
    times.push(time);
    spent += time;
  }
  return summarizeTimes(times);
}
