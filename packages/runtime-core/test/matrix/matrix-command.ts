// npm run matrix: differential modules under many seeds of the random schedule, over engines. See README.md.
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { bundle } from '../engines.js';
import { isInstalled, runInBrowser } from './browser-plan.js';
import { type MachineKind, machineKinds } from './machine-kinds.js';
import { type Engine, engines, nodeCommand } from './matrix-engines.js';
import type { Job, Plan } from './plan.js';
import { type Finished, runPlan } from './run-plan.js';
import { differentialFiles } from './subjects.js';

/** Jobs that an engine gets at a time: few enough that all workers have something to do until the end. */
const JOBS_PER_PLAN = 200;

/** A pattern in which `*` stands for any text, several with commas between them. */
function matcher(patterns: string): (name: string) => boolean {
  if (patterns === 'all') return () => true;
  const expression = patterns
    .split(',')
    .map((pattern) => pattern.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*'))
    .join('|');
  const whole = new RegExp(`^(?:${expression})$`);
  return (name) => whole.test(name);
}

function chosen<Name extends string>(what: string, names: readonly Name[], patterns: string): Name[] {
  const matches = matcher(patterns);
  const found = names.filter((name) => matches(name));
  if (found.length === 0) throw new Error(`--${what} ${patterns} matches nothing; there are: ${names.join(' ')}`);
  return found;
}

function wholeNumber(what: string, text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || value >= 2 ** 32) throw new Error(`--${what} ${text} is not a number from 1 to 2^32 - 1`);
  return value;
}

/** How to run one job again. */
function replay(engine: Engine, { module, kind, seed }: Job, folder: string | undefined): string {
  const from = folder === undefined ? '' : ` --folder ${folder}`;
  return `npm run matrix -- --engines ${engine.name} --modules ${module} --machines ${kind} --seed ${seed}${from}`;
}

/** Runs what the arguments ask for. Answers the number of jobs that failed. */
export async function matrix(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      seeds: { type: 'string', default: '10' },
      seed: { type: 'string' },
      engines: { type: 'string', default: `node${process.versions.node.split('.')[0] ?? ''}:*` },
      modules: { type: 'string', default: 'all' },
      machines: { type: 'string', default: 'all' },
      folder: { type: 'string' },
      workers: { type: 'string', default: String(availableParallelism()) },
      patience: { type: 'string', default: '300' },
    },
  });
  const files = differentialFiles(values.folder ?? fileURLToPath(new URL('differential', import.meta.url)));
  const modules = chosen('modules', Object.keys(files), values.modules);
  const kinds = chosen('machines', Object.keys(machineKinds) as MachineKind[], values.machines);
  const names = chosen(
    'engines',
    engines.map(({ name }) => name),
    values.engines,
  );
  const first = wholeNumber('seed', values.seed ?? '1');
  const count = values.seed === undefined ? wholeNumber('seeds', values.seeds) : 1;
  const patience = 1000 * wholeNumber('patience', values.patience);

  const jobs: Job[] = [];
  for (let seed = first; seed < first + count; seed++) {
    for (const module of modules) for (const kind of kinds) jobs.push({ module, kind, seed });
  }
  const folder = mkdtempSync(join(tmpdir(), 'matrix-'));
  const states = new Map<string, { readonly state: number; readonly engine: string }>();
  let failures = 0;
  let done = 0;
  const fail = (engine: Engine, job: Job, problems: readonly string[]): void => {
    failures++;
    console.log(`FAILED ${job.module}, ${engine.name}, ${job.kind}, seed ${job.seed}`);
    for (const problem of problems.slice(0, 3)) console.log(`  ${problem.slice(0, 2000).replaceAll('\n', '\n  ')}`);
    console.log(`  again: ${replay(engine, job, values.folder)}`);
  };
  const finished = (engine: Engine, { job, problems, state }: Finished): void => {
    done++;
    if (problems.length > 0) fail(engine, job, problems);
    // The schedule is the same in each engine; if it is not, something was decided by something else than the seed.
    const key = `${job.module} ${job.kind} ${job.seed}`;
    const other = states.get(key);
    if (state === undefined || problems.length > 0) return;
    if (other === undefined) states.set(key, { state, engine: engine.name });
    else if (other.state !== state) fail(engine, job, [`the schedule is not that of ${other.engine}`]);
  };

  const queue: { readonly engine: Engine; readonly plan: Plan }[] = [];
  for (const engine of engines.filter(({ name }) => names.includes(name))) {
    if (!isInstalled(engine)) {
      console.log(`LEFT OUT ${engine.name}: it is not on this machine`);
      continue;
    }
    for (let from = 0; from < jobs.length; from += JOBS_PER_PLAN)
      queue.push({ engine, plan: { files, jobs: jobs.slice(from, from + JOBS_PER_PLAN) } });
  }
  console.log(
    `${modules.length} modules, ${kinds.length} machines, ${count} seeds, ${names.length} engines: ${jobs.length * names.length} runs`,
  );
  const program = join(folder, 'jobs.mjs');
  const browserProgram = join(folder, 'browser.js');
  bundle('matrix/jobs-program.ts', program);
  bundle('matrix/browser-program.ts', browserProgram, 'browser');
  const work = async (): Promise<void> => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) {
      const { engine, plan } = item;
      const tell = (result: Finished): void => finished(engine, result);
      if (engine.kind === 'node') await runPlan(nodeCommand(engine, program), plan, patience, tell);
      else await runInBrowser(engine, browserProgram, plan, patience, tell);
      console.log(`${done} runs done, ${failures} failed`);
    }
  };
  try {
    await Promise.all(Array.from({ length: wholeNumber('workers', values.workers) }, work));
  } finally {
    rmSync(folder, { recursive: true });
  }
  console.log(`All ${done} runs are done, ${failures} failed`);
  return failures;
}
