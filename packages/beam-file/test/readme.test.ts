import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8');

test('the first example of the README is the file that runs here', async () => {
  expect(/```ts\n([\s\S]*?)```/.exec(read('../README.md'))?.[1]).toBe(read('./readme-example.ts'));
  const directory = process.cwd();
  process.chdir(new URL('..', import.meta.url).pathname);
  try {
    const { calls, listing } = await import('./readme-example.js');
    expect(calls).toEqual(['erlang:list_to_binary/1']);
    expect(listing).toContain('{function, twice, 1, 2}.');
  } finally {
    process.chdir(directory);
  }
});
