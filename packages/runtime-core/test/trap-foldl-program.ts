// Run by engines.test.ts in processes of their own: prints the results of calls that trapped.
import { readFileSync } from 'node:fs';
import { formatTerm } from '@beamline/beam-file';
import { Runtime } from '../src/index.js';
import { testHost } from './test-host.js';

const [file = ''] = process.argv.slice(2);
for (const collectAlways of [false, true]) {
  const runtime = await Runtime.create(testHost(), { collectAlways });
  await runtime.load(readFileSync(file));
  for (let i = 0; i < 30; i++) console.log(formatTerm(await runtime.callTerm('trap_foldl', 'start', [{ kind: 'integer', value: 100 }])));
}
