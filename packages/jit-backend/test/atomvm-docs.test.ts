import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { AtomvmBackend } from '../src/index.js';

const docs = new URL('../docs/atomvm.md', import.meta.url);

test('the docs name the tests of every operation', () => {
  const rows = [...readFileSync(docs, 'utf8').matchAll(/^\| `(\w+)` \|.*\| \[([^\]]+)\]\(([^)]+)\) \|$/gm)];
  const operations = new Set<string>();
  for (let of: object = AtomvmBackend.prototype; of !== Object.prototype; of = Object.getPrototypeOf(of)) {
    for (const name of Object.getOwnPropertyNames(of)) if (name !== 'constructor') operations.add(name);
  }
  expect(rows.map(([, operation]) => operation).toSorted()).toEqual([...operations].toSorted());
  for (const [, , title, file] of rows) {
    const source = readFileSync(new URL(file ?? '', docs), 'utf8');
    // A group of tests with that title, or a row of a table of groups.
    expect(source.includes(`describe('${title}'`) || source.includes(`['${title}',`), title).toBe(true);
  }
});
