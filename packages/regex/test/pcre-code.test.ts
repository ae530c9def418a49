import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { patternOfPcreCode, Regex } from '../src/index.js';
import { type Case, outcomeOfRegex } from './outcome.js';

// Patterns as the real OTP 25 compiled them; see fixtures/make-code.mjs.

interface CompiledCase extends Case {
  /** What PCRE made of the pattern, as base64. */
  readonly code: string;
}

function outcome({ code, ...of }: CompiledCase): string {
  const found = patternOfPcreCode(Buffer.from(code, 'base64'));
  if (found === undefined) return 'not understood';
  try {
    return outcomeOfRegex(new Regex(found.pattern, found.options), of);
  } catch (error) {
    return `${found.pattern}: ${String(error)}`;
  }
}

/** `a`, compiled. */
const CODE_OF_A = 'RVJDUEkAAAAAAAAAEQAAAP//////////YQAAAAAAAAAAAEAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAIMABR1heAAFAA==';

async function recorded(): Promise<CompiledCase[]> {
  const text = await readFile(new URL('fixtures/pcre-code.jsonl', import.meta.url), 'utf8');
  return text
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as CompiledCase);
}

describe('compiled code of PCRE', () => {
  test('means what it did where it was compiled', { timeout: 60_000 }, async () => {
    const cases = await recorded();
    expect(cases.length).toBeGreaterThan(1000);
    const different = cases.filter((of) => outcome(of) !== of.pcre);
    const shown = different
      .slice(0, 5)
      .map((of) => ({ ...of, code: patternOfPcreCode(Buffer.from(of.code, 'base64'))?.pattern, got: outcome(of) }));
    expect([different.length, shown]).toEqual([0, []]);
  });
  test('is refused or read where it is damaged, and never more than that', async () => {
    const cases = await recorded();
    let refused = 0;
    for (const [i, { code }] of cases.entries()) {
      const bytes = Buffer.from(code, 'base64');
      const at = 64 + ((i * 7919) % (bytes.length - 64));
      const damaged = Uint8Array.from(bytes, (byte, k) => (k === at ? (byte + 1 + (i % 255)) & 0xff : byte));
      for (const of of [damaged, bytes.subarray(0, at)]) {
        const found = patternOfPcreCode(of);
        if (found === undefined) refused++;
        else expect(typeof found.pattern).toBe('string');
      }
    }
    expect(refused).toBeGreaterThan(cases.length);
    expect(patternOfPcreCode(new Uint8Array(0))).toBeUndefined();
    expect(patternOfPcreCode(new TextEncoder().encode('ERCP and no more'))).toBeUndefined();
  });

  test('nested too deep is refused', () => {
    const code = new Uint8Array(64 + 3 * 100_000);
    code.set(Buffer.from(CODE_OF_A, 'base64').subarray(0, 64));
    for (let at = 64; at < code.length; at += 3) code[at] = 131;
    expect(patternOfPcreCode(code)).toBeUndefined();
  });
});
