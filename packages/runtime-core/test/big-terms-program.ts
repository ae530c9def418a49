// Run by big-terms.test.ts in a process of its own, with little memory for JavaScript: natives on large terms.
import { readFileSync } from 'node:fs';
import { Runtime } from '../src/index.js';
import { testHost } from './test-host.js';

const [file = '', calls = '[]'] = process.argv.slice(2);
const runtime = await Runtime.create(testHost(), { otpRelease: 25 });
await runtime.load(readFileSync(file));
for (const [name, ...args] of JSON.parse(calls) as [string, ...number[]][]) {
  const result = await runtime.callTerm(
    'big_terms',
    name,
    args.map((value) => ({ kind: 'integer', value })),
  );
  console.log(name, JSON.stringify(result.kind === 'tuple' ? result.elements.map(plain) : plain(result)));
}

function plain(term: Awaited<ReturnType<typeof runtime.callTerm>>): unknown {
  return term.kind === 'integer' ? Number(term.value) : term.kind === 'atom' ? term.name : term.kind;
}
