import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
// @ts-expect-error: a script without types
import { generate, withBifTables } from '../scripts/generator.mjs';

// The build writes the files; what is committed must be the same.
test.each([...generate()])('src/generated/%s is what the sources declare', async (file, text) => {
  expect(await readFile(new URL(`../src/generated/${file}`, import.meta.url), 'utf8')).toBe(text);
});

test('the README of runtime-core lists them', async () => {
  const readme = await readFile(new URL('../../runtime-core/README.md', import.meta.url), 'utf8');
  expect(withBifTables(readme)).toBe(readme);
});
