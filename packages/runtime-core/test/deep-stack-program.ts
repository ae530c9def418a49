// Run by native-stack.test.ts in a process of its own: recursion through functions with large native frames.
import { readFileSync } from 'node:fs';
import { Runtime } from '../src/index.js';
import { testHost } from './test-host.js';

const [file = ''] = process.argv.slice(2);
const runtime = await Runtime.create(testHost());
await runtime.load(readFileSync(file));
for (const [name, depth] of [
  ['registers', 200_000],
  ['variables', 200_000],
] as const) {
  console.log(name, await runtime.call('large', name, [depth]));
}
