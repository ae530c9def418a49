/** How often something is run: the rule of `bench_time.erl`, so that both sides have the same chances. */
export interface RunRule {
  readonly minimumRuns: number;
  readonly maximumRuns: number;
  /** Milliseconds after which no more than the minimum is run. */
  readonly budget: number;
}

/** The rule for programs. */
export const runRule: RunRule = { minimumRuns: 10, maximumRuns: 200, budget: 1000 };

/** The shortest time that something took. */
export interface BestTime {
  readonly milliseconds: number;
  readonly runs: number;
}

/** Runs something again and again, each run after the end of the one before. */
export async function bestTime(run: () => Promise<void>, rule: RunRule, now: () => number = () => performance.now()): Promise<BestTime> {
  let milliseconds = Number.POSITIVE_INFINITY;
  let spent = 0;
  let runs = 0;
  while (!((runs >= rule.minimumRuns && spent > rule.budget) || runs >= rule.maximumRuns)) {
    const start = now();
    await run();
    const time = now() - start;
    milliseconds = Math.min(milliseconds, time);
    spent += time;
    runs++;
  }
  return { milliseconds, runs };
}
