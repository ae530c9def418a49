import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import type { Generation } from '../src/index.js';
import { type Case, outcomeOf } from './outcome.js';

// What the real `re` of OTP 25 (PCRE 8.44) and of OTP 29 (PCRE2 10.47) made of the same cases; see fixtures/make.mjs.

const generations: readonly Generation[] = ['pcre', 'pcre2'];

describe.each(['practical', 'random', 'peculiar'])('%s patterns', (name) => {
  test.each(generations)('as %s', { timeout: 60_000 }, async (generation) => {
    const text = await readFile(new URL(`fixtures/${name}.jsonl`, import.meta.url), 'utf8');
    const cases = text
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line) as Case);
    expect(cases.length).toBeGreaterThan(200);
    const different = cases.filter((of) => outcomeOf(of, generation) !== of[generation]);
    const shown = different.slice(0, 5).map((of) => ({ ...of, got: outcomeOf(of, generation) }));
    expect(shown).toEqual([]);
  });
});
