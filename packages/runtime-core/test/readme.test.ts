import { readFile } from 'node:fs/promises';
import { expect, test, vi } from 'vitest';
import { tuple } from '../src/index.js';

test("the README's example is the file that runs here, and prints what it says", async () => {
  const readme = await readFile(new URL('../README.md', import.meta.url), 'utf8');
  const example = await readFile(new URL('readme-example.ts', import.meta.url), 'utf8');
  expect(/```ts\n([\s\S]*?)```/.exec(readme)?.[1]).toBe(example);
  const log = vi.spyOn(console, 'log').mockImplementation(() => undefined);
  await import('./readme-example.js');
  expect(log.mock.calls).toEqual([[500_000_500_000], [[tuple(2, 3.5), 1]]]);
  log.mockRestore();
});
