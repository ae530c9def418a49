import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8');

test('the first example of the README is the file that runs here', { timeout: 60_000 }, async () => {
  expect(/```ts\n([\s\S]*?)```/.exec(read('../README.md'))?.[1]).toBe(read('./readme-example.ts'));
  const directory = process.cwd();
  process.chdir(new URL('..', import.meta.url).pathname);
  try {
    const { written } = await import('./readme-example.js');
    expect(written.toSorted()).toEqual([expect.stringMatching(/^hello-\w{8}\.avm$/), 'stdin.js']);
  } finally {
    process.chdir(directory);
  }
});
