import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Job, Plan, Progress } from './plan.js';

/** What came of a job. */
export interface Finished {
  readonly job: Job;
  readonly problems: readonly string[];
  /** What the schedule came to; undefined if the engine ended. */
  readonly state: number | undefined;
}

/** Runs jobs in a process until it ends; answers how many have begun, and what ended it if that was too early. */
function runSome(
  { file, args }: { file: string; args: readonly string[] },
  plan: Plan,
  patience: number,
  finished: (result: Finished) => void,
): Promise<{ begun: number; problem: string | undefined }> {
  return new Promise((resolve) => {
    const child = spawn(file, args, { stdio: ['pipe', 'pipe', 'pipe'] });
    let begun = 0;
    let ended = 0;
    let errors = '';
    let isLate = false;
    const startClock = (): NodeJS.Timeout =>
      setTimeout(() => {
        isLate = true;
        child.kill('SIGKILL');
      }, patience);
    let clock = startClock();
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (!line.startsWith('{')) return;
      const progress = JSON.parse(line) as Progress;
      clearTimeout(clock);
      clock = startClock();
      if ('begins' in progress) {
        begun = progress.begins + 1;
        return;
      }
      ended++;
      const job = plan.jobs[progress.ended];
      if (job !== undefined) finished({ job, problems: progress.problems, state: progress.state });
    });
    child.stderr.on('data', (data: Buffer) => {
      errors = (errors + data.toString()).slice(-2000);
    });
    child.stdin.on('error', () => undefined);
    child.on('close', (code, signal) => {
      clearTimeout(clock);
      if (ended === plan.jobs.length) resolve({ begun, problem: undefined });
      else if (isLate) resolve({ begun, problem: `nothing came of it in ${patience / 1000} s` });
      else resolve({ begun, problem: `the engine ended with ${signal ?? `status ${code ?? ''}`}\n${errors}` });
    });
    child.stdin.end(JSON.stringify(plan));
  });
}

/**
 * Runs all jobs of a plan in processes of one command: in another one from the next job on when one hangs or ends.
 * @param patience - milliseconds that a job may take
 */
export async function runPlan(
  command: { file: string; args: readonly string[] },
  plan: Plan,
  patience: number,
  finished: (result: Finished) => void,
): Promise<void> {
  for (let { jobs } = plan; jobs.length > 0; ) {
    const { begun, problem } = await runSome(command, { ...plan, jobs }, patience, finished);
    if (problem === undefined) return;
    const job = jobs[begun - 1];
    if (job === undefined) throw new Error(`cannot start ${command.file}: ${problem}`);
    finished({ job, problems: [problem], state: undefined });
    jobs = jobs.slice(begun);
  }
}
