// A sample of `npm run matrix`: every module under some seed, a few under the engines. See README.md.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readCases } from '../differential/cases.js';
import { bundle } from '../engines.js';
import { type Outcome, runJob } from './job.js';
import { type MachineKind, machineKinds } from './machine-kinds.js';
import { type Engine, engines, nodeCommand } from './matrix-engines.js';
import type { Job } from './plan.js';
import { regressions } from './regressions.js';
import { type Finished, runPlan } from './run-plan.js';
import { differentialFiles } from './subjects.js';

const files = differentialFiles(fileURLToPath(new URL('../differential', import.meta.url)));

/** They take a second or more each, some with a collection at every allocation. */
const slow: ReadonlySet<string> = new Set([
  'exits',
  'ets_objects',
  'ets_random',
  'ets_select',
  'ets_tables',
  'external_terms',
  'integers',
  'map_order',
  'match_specs',
  'resting',
]);

const kinds = Object.keys(machineKinds) as MachineKind[];
const modules = Object.keys(files).filter((name) => !slow.has(name.replace('otp29/', '')) && !name.startsWith('otp29/'));

function run({ module, kind, seed }: Job): Promise<Outcome> {
  const file = files[module];
  if (file === undefined) throw new Error(`there is no module ${module}`);
  const { otpRelease } = file;
  const subject = { module, beam: new Uint8Array(readFileSync(file.beam)), cases: readCases(readFileSync(file.cases, 'utf8')), otpRelease };
  return runJob(subject, kind, seed);
}

test.each(modules.map((module, i) => ({ module, kind: kinds[i % kinds.length] ?? 'plain', seed: i + 1 })))(
  '$module gives the same results under the schedule of seed $seed, $kind',
  { timeout: 60_000 },
  async (job) => {
    expect((await run(job)).problems).toEqual([]);
  },
);

test.each(regressions)('$module under seed $seed, $kind', { timeout: 60_000 }, async (job) => {
  expect((await run(job)).problems).toEqual([]);
});

test('a seed gives the same schedule again, another seed another one', async () => {
  const job: Job = { module: 'process_trees', kind: 'plain', seed: 4711 };
  const first = await run(job);
  expect(await run(job)).toEqual(first);
  expect((await run({ ...job, seed: 4712 })).state).not.toBe(first.state);
});

/** Modules of different kinds that take little time. */
const quick = ['process_trees', 'monitors', 'selective_receive', 'appending', 'map_updates', 'try_shapes', 'tail_calls', 'big_products'];

const tiers = ['baseline', 'budget-100', 'mixed'];

type NodeEngine = Extract<Engine, { kind: 'node' }>;

describe('in other engines', () => {
  const folder = mkdtempSync(join(tmpdir(), 'matrix-'));
  const program = join(folder, 'jobs.mjs');
  const jobs = quick.map((module, i): Job => ({ module, kind: kinds[i % kinds.length] ?? 'plain', seed: 100 + i }));
  let here: Outcome[];
  beforeAll(async () => {
    bundle('matrix/jobs-program.ts', program);
    here = await Promise.all(jobs.map((job) => run(job)));
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  const sample = engines.filter(
    (engine): engine is NodeEngine => engine.kind === 'node' && tiers.some((tier) => engine.name.endsWith(tier)),
  );
  test.each(sample)('$name gives the same results by the same schedules', { timeout: 120_000 }, async (engine) => {
    const results: Finished[] = [];
    await runPlan(nodeCommand(engine, program), { files, jobs }, 60_000, (result) => results.push(result));
    expect(results).toEqual(jobs.map((job, i) => ({ job, problems: [], state: here[i]?.state })));
  });
});
