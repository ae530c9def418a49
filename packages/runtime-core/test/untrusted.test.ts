import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { fixture } from './fixture.js';
import { Mutants } from './untrusted/mutants.js';

/** Mutants that are tried here; `node scripts/fuzz.mjs` tries many. */
const COUNT = 300;
/** Mutants that have done harm. */
const HARMFUL: readonly number[] = [];

const names = ['binaries-otp29', 'binaries_stepwise', 'control', 'data', 'data-otp29', 'exceptions', 'functions', 'integers'];
const files = [
  ...names.map((name) => new Uint8Array(readFileSync(new URL(`../../jit-compiler/test/fixtures/${name}.beam`, import.meta.url)))),
  ...['hosting', 'tables', 'trap_foldl'].map(fixture),
];

test('mutants of files do no harm', { timeout: 120_000 }, async () => {
  const mutants = new Mutants(files, fixture('stress'));
  const fates = new Set<string>();
  for (let seed = 0; seed < COUNT; seed++) fates.add(await mutants.try(seed));
  for (const seed of HARMFUL) fates.add(await mutants.try(seed));
  expect(mutants.traps).toEqual([]);
  expect([...fates].sort()).toEqual(['ran', 'refused', 'unlinked', 'unread']);
});
