import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { Runtime } from '../src/index.js';
import { testHost } from './test-host.js';

const file = (name: string): Uint8Array => new Uint8Array(readFileSync(new URL(`math/${name}`, import.meta.url)));

/** Functions that are exact, or by the same formulas as OTP's C library without one of the powers of e that it rounds otherwise. */
const EXACT = ['tanh', 'atanh', 'erf', 'sqrt', 'ceil', 'floor', 'fmod'];

/** Functions whose formulas can make two units of one in the last place of a logarithm or a power of e. */
const TWO_UNITS = ['log10', 'erfc'];

/** The greatest share of results of the others that may have another last digit. */
const SHARE = 0.005;

/** The place of a float in the order of all floats. */
function place(digits: string): bigint {
  const bits = BigInt(`0x${digits}`);
  return bits >> 63n === 0n ? bits : (1n << 63n) - bits;
}

const isError = (result: string): boolean => result.startsWith('bad');

const runtime = await Runtime.create(testHost());
await runtime.load(file('math_results.beam'));

const linesOf = (text: Uint8Array): string[] => new TextDecoder().decode(text).trimEnd().split('\n');

/** The lines with the results that the functions give here. */
async function again(text: Uint8Array): Promise<string[]> {
  const lines = await runtime.call('math_results', 'again', [text]);
  if (!(lines instanceof Uint8Array)) throw new Error('no binary');
  return linesOf(lines);
}

const recorded = file('results.txt');
const expected = linesOf(recorded);
const found = await again(recorded);

const functions = [...new Set(expected.map((line) => line.slice(0, line.indexOf(' '))))];

test('all calls were done', () => {
  expect(functions).toHaveLength(24);
  expect(found).toHaveLength(expected.length);
});

test.each(functions)('%s gives the last digit that OTP gives', (name) => {
  const units = TWO_UNITS.includes(name) ? 2n : 1n;
  let count = 0;
  let differing = 0;
  const wrong: string[] = [];
  for (const [i, line] of expected.entries()) {
    if (!line.startsWith(`${name} `)) continue;
    count++;
    const other = found[i] ?? '';
    if (other === line) continue;
    differing++;
    const [theirs, ours] = [line, other].map((text) => text.slice(text.lastIndexOf(' ') + 1));
    if (theirs === undefined || ours === undefined || isError(theirs) || isError(ours)) wrong.push(`${line}, but ${other}`);
    else {
      const distance = place(theirs) - place(ours);
      if (distance > units || distance < -units) wrong.push(`${line}, but ${other}`);
    }
  }
  expect(wrong).toEqual([]);
  expect(count).toBeGreaterThan(400);
  expect(differing).toBeLessThanOrEqual(EXACT.includes(name) ? 0 : count * SHARE);
});

test('the float nearest to a multiple of a quarter of a turn has all its digits, of which a C library may lose some', async () => {
  expect(await again(new TextEncoder().encode('cos 7506AC5B262CA1FF 0'))).toEqual(['cos 7506AC5B262CA1FF BC214AE72E6BA22F']);
});
