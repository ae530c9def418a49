import { readFile } from 'node:fs/promises';
import { expect, test, vi } from 'vitest';

test("the README's example is the file that runs here, and all tests pass", { timeout: 120_000 }, async () => {
  const readme = await readFile(new URL('../README.md', import.meta.url), 'utf8');
  const example = await readFile(new URL('readme-example.ts', import.meta.url), 'utf8');
  expect(/```ts\n([\s\S]*?)```/.exec(readme)?.[1]).toBe(example);
  const log = vi.spyOn(console, 'log').mockImplementation(() => undefined);
  await import('./readme-example.js');
  expect(log.mock.calls).toEqual([[expect.stringMatching(/^(\d+) of \1 tests passed$/)]]);
  log.mockRestore();
});
