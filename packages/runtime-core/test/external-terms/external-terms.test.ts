import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { randomExternalTerm } from './random-external-term.js';
import { difference, readVerdicts, verdictsOf } from './verdicts.js';

const known = readVerdicts(new Uint8Array(readFileSync(new URL('otp25-verdicts.bin', import.meta.url))));

it('takes and refuses random external terms as the real Erlang does', async () => {
  expect(known.length).toBe(1500);
  const cases = known.map((_, seed) => randomExternalTerm(seed));
  const ours = await verdictsOf(cases);
  const differences = cases.filter((bytes, seed) => difference(bytes, ours[seed], known[seed]) === undefined);
  expect(differences.map((bytes) => Buffer.from(bytes).toString('hex'))).toEqual([]);
  // Most are the very same, and some of each verdict.
  const same = cases.filter((bytes, seed) => difference(bytes, ours[seed], known[seed]) === 'same');
  expect(same.length).toBeGreaterThan(1450);
  expect(ours.filter((verdict) => verdict !== undefined).length).toBeGreaterThan(300);
});
