// Runs jobs in one engine: a plan comes on the standard input, a line of JSON for what begins and what came of it goes to the output.
import { readFileSync } from 'node:fs';
import { readCases } from '../differential/cases.js';
import { runJob } from './job.js';
import type { Plan } from './plan.js';

const { files, jobs } = JSON.parse(readFileSync(0, 'utf8')) as Plan;
const subjects = new Map(
  Object.entries(files).map(([module, { beam, cases, otpRelease }]) => [
    module,
    {
      module: module.replace(/^otp29\//, ''),
      beam: new Uint8Array(readFileSync(beam)),
      cases: readCases(readFileSync(cases, 'utf8')),
      otpRelease,
    },
  ]),
);
for (const [index, { module, kind, seed }] of jobs.entries()) {
  process.stdout.write(`${JSON.stringify({ begins: index })}\n`);
  const subject = subjects.get(module);
  if (subject === undefined) throw new Error(`there is no module ${module} in the plan`);
  process.stdout.write(`${JSON.stringify({ ended: index, ...(await runJob(subject, kind, seed)) })}\n`);
}
