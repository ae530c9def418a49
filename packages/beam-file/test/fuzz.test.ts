import { describe, expect, test } from 'vitest';
import { BeamFileError, decodeExternalTerm, disassemble, ExternalTermError, readBeamFile } from '../src/index.js';
import { fixture } from './fixtures.js';

/** A generator of 32-bit numbers (mulberry32), so that each run makes the same mutations. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t ^= t + Math.imul(t ^ (t >>> 7), 61 | t);
    return (t ^ (t >>> 14)) >>> 0;
  };
}

let slowest = 0;

/** Reads and uses the file; any error but the two of this package fails the test. */
function tryRead(bytes: Uint8Array): boolean {
  const start = performance.now();
  try {
    const beam = readBeamFile(bytes);
    for (const literal of beam.literals) {
      try {
        decodeExternalTerm(literal);
      } catch (error) {
        if (!(error instanceof ExternalTermError)) throw error;
      }
    }
    try {
      disassemble(beam);
    } catch (error) {
      if (!(error instanceof ExternalTermError)) throw error;
    }
    return true;
  } catch (error) {
    if (!(error instanceof BeamFileError)) throw error;
    return false;
  } finally {
    slowest = Math.max(slowest, performance.now() - start);
  }
}

describe.each(['otp25/processes', 'otp29/sequential', 'otp29/binaries', 'otp25/small.gzip'])('%s', (name) => {
  const bytes = fixture(`${name}.beam`);

  test('every prefix is rejected', { timeout: 60_000 }, () => {
    for (let size = 0; size < bytes.length; size++) expect(tryRead(bytes.subarray(0, size))).toBe(false);
  });

  test('2,000 mutations are read or rejected', { timeout: 60_000 }, () => {
    const next = random(bytes.length);
    let read = 0;
    for (let i = 0; i < 2000; i++) {
      const mutant = bytes.slice();
      const changes = 1 + (next() % 4);
      for (let c = 0; c < changes; c++) {
        const at = next() % mutant.length;
        const how = next() % 4;
        if (how === 0) mutant[at] = next();
        else if (how === 1) mutant[at] = (mutant[at] ?? 0) ^ (1 << (next() % 8));
        else if (how === 2) mutant[at] = [0, 1, 127, 128, 255][next() % 5] ?? 0;
        else mutant.copyWithin(at, next() % mutant.length, next() % mutant.length);
      }
      if (tryRead(mutant)) read++;
    }
    expect(read).toBeLessThan(2000);
    // A bound that only a runaway loop or a memory bomb would pass.
    expect(slowest).toBeLessThan(1000);
  });
});
