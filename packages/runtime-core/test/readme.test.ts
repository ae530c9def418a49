import { readFile } from 'node:fs/promises';
import { bifs, guardBifs } from '@beamline/machine-model';
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

test('its tables list the BIFs that there are', async () => {
  const readme = await readFile(new URL('../README.md', import.meta.url), 'utf8');
  const listed = (title: string): string[] => {
    const section = new RegExp(`## ${title}\\n([\\s\\S]*?)(\\n## |$)`).exec(readme)?.[1] ?? '';
    const cells = [...section.matchAll(/^\|.*?\|(.*)\|$/gm)].map(([, cell]) => cell ?? '').join(' ');
    return [...cells.matchAll(/`([^`]+)`/g)].map(([, name]) => name ?? '').toSorted();
  };
  expect(listed('Guard BIFs')).toEqual(guardBifs.map(({ name, arity }) => `${name}/${arity}`).toSorted());
  expect(listed('BIFs')).toEqual(
    bifs
      .slice(1)
      .map(({ module, name, arity }) => `${module}:${name}/${arity}`)
      .toSorted(),
  );
});
