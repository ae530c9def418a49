import { expect, test } from 'vitest';
import { generate } from '../scripts/generator.js';

// `npx pnpm --filter @beamline/wasm-asm generate` runs this test with --update, which writes the files.
test.each([...generate()])('src/generated/%s is what the table gives', async (file, text) => {
  await expect(text).toMatchFileSnapshot(`../src/generated/${file}`);
});
