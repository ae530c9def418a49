import { readFile } from 'node:fs/promises';
import { expect, test, vi } from 'vitest';

const readme = await readFile(new URL('../README.md', import.meta.url), 'utf8');

test.each([
  ['readme-example', () => import('./readme-example.js'), '20 00 20 00 6c 20 01 20 01 6c 6a 0b'],
  ['readme-control-flow', () => import('./readme-control-flow.js'), '03 40 20 00 45 04 40 0f 05 20 00 41 01 6b 21 00 0c 01 0b 0b'],
])('%s.ts is in the README, and prints what it says', async (name, run, printed) => {
  const example = await readFile(new URL(`${name}.ts`, import.meta.url), 'utf8');
  expect(readme).toContain(`\`\`\`ts\n${example}\`\`\``);
  expect(example).toContain(`// ${printed}\n`);
  const log = vi.spyOn(console, 'log').mockImplementation(() => undefined);
  await run();
  expect(log.mock.calls).toEqual([[printed]]);
  log.mockRestore();
});
