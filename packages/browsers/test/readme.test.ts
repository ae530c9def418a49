import { readFile } from 'node:fs/promises';
import { expect, test, vi } from 'vitest';
import { browsers } from '../src/index.js';

test("the README's example is the file that runs here, in each browser that is installed", { timeout: 120_000 }, async () => {
  const readme = await readFile(new URL('../README.md', import.meta.url), 'utf8');
  const example = await readFile(new URL('readme-example.ts', import.meta.url), 'utf8');
  expect(/```ts\n([\s\S]*?)```/.exec(readme)?.[1]).toBe(example);
  const log = vi.spyOn(console, 'log').mockImplementation(() => undefined);
  await import('./readme-example.js');
  const installed = browsers.filter((kind) => kind.installed);
  expect(log.mock.calls).toEqual(installed.map(({ name }) => [name, 'A page']));
  log.mockRestore();
});
