/** How often a program is run: the same on all sides, so that each has the same chances. */
export interface RunRule {
  /** Runs before those that count, for compilers to warm up. */
  readonly warmUps: number;
  readonly minimumRuns: number;
  readonly maximumRuns: number;
  /** Milliseconds in all after which no more than the minimum is run. */
  readonly budget: number;
}

/** The rule of the full bench. */
export const fullRule: RunRule = { warmUps: 2, minimumRuns: 10, maximumRuns: 200, budget: 1000 };

/** The rule of the short form, which is for a first look: engines have hardly warmed up. */
export const shortRule: RunRule = { warmUps: 1, minimumRuns: 3, maximumRuns: 50, budget: 50 };

/** The rule in words. */
export function describeRule({ warmUps, minimumRuns, maximumRuns, budget }: RunRule): string {
  const toWarmUp = warmUps === 1 ? '1 run' : `${warmUps} runs`;
  return `${toWarmUp} to warm up, then at least ${minimumRuns} and ${budget} ms, at most ${maximumRuns} runs`;
}

/** The rule as arguments of a command: plain numbers, which every shell passes on. */
export function ruleArguments({ warmUps, minimumRuns, maximumRuns, budget }: RunRule): string[] {
  return [warmUps, minimumRuns, maximumRuns, budget].map(String);
}

/** Reads those arguments. */
export function readRule([warmUps, minimumRuns, maximumRuns, budget]: readonly string[]): RunRule {
  return { warmUps: Number(warmUps), minimumRuns: Number(minimumRuns), maximumRuns: Number(maximumRuns), budget: Number(budget) };
}
