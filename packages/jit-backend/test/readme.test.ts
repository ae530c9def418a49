import { readFile } from 'node:fs/promises';
import { expect, test, vi } from 'vitest';

test("the README's example is the file that runs here, and prints what it says", async () => {
  const readme = await readFile(new URL('../README.md', import.meta.url), 'utf8');
  const example = await readFile(new URL('readme-example.ts', import.meta.url), 'utf8');
  const [first] = [...readme.matchAll(/```ts\n([\s\S]*?)```/g)];
  expect(first?.[1]).toBe(example);
  const log = vi.spyOn(console, 'log').mockImplementation(() => undefined);
  await import('./readme-example.js');
  expect(log.mock.calls).toEqual([[Uint8Array.of(0x20, 1, 0x41, 15, 0x71, 0x41, 15, 0x46)]]);
  log.mockRestore();
});

test('so is the example of the AtomVM convention', async () => {
  const readme = await readFile(new URL('../README.md', import.meta.url), 'utf8');
  const example = await readFile(new URL('readme-atomvm.ts', import.meta.url), 'utf8');
  const [, second] = [...readme.matchAll(/```ts\n([\s\S]*?)```/g)];
  expect(second?.[1]).toBe(example);
  expect(example.trim().split('\n').length).toBeLessThanOrEqual(31);
  const log = vi.spyOn(console, 'log').mockImplementation(() => undefined);
  await import('./readme-atomvm.js');
  expect(log.mock.calls).toEqual([[true, Uint32Array.of(0x3b, (7 << 4) | 15)]]);
  log.mockRestore();
});
