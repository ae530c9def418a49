import { BeamFileError, readBeamFile } from '@beamline/beam-file';
import { afterAll, describe, expect, test } from 'vitest';
import { CompileError, ModuleCompiler } from '../src/index.js';
import { fixtureBytes, fixtureNames } from './fixtures.js';

/** Milliseconds that one small file may take; far above what is measured, so that a slow machine passes. */
const SLOW = 20_000;

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

const compiler = new ModuleCompiler();
let slowest = 0;

/** Compiles a file. Any error but those of the two packages, and any module that the engine refuses, fails the test. */
function tryCompile(bytes: Uint8Array): 'compiled' | 'unread' | 'refused' {
  const start = performance.now();
  try {
    const { bytes: wasm } = compiler.compile(readBeamFile(bytes));
    slowest = Math.max(slowest, performance.now() - start);
    if (!WebAssembly.validate(wasm)) new WebAssembly.Module(wasm);
    return 'compiled';
  } catch (error) {
    slowest = Math.max(slowest, performance.now() - start);
    if (error instanceof BeamFileError) return 'unread';
    if (error instanceof CompileError) return 'refused';
    throw error;
  }
}

function mutate(bytes: Uint8Array, from: number, to: number, next: () => number): Uint8Array {
  const mutant = bytes.slice();
  const changes = 1 + (next() % 3);
  for (let c = 0; c < changes; c++) {
    const at = from + (next() % (to - from));
    const how = next() % 4;
    if (how === 0) mutant[at] = next();
    else if (how === 1) mutant[at] = (mutant[at] ?? 0) ^ (1 << (next() % 8));
    else if (how === 2) mutant[at] = (mutant[at] ?? 0) + 1;
    else mutant[at] = mutant[from + (next() % (to - from))] ?? 0;
  }
  return mutant;
}

describe.each(fixtureNames)('%s', (name) => {
  const bytes = fixtureBytes(name);

  test('no prefix is compiled', { timeout: 60_000 }, () => {
    for (let size = 0; size < bytes.length; size++) expect(tryCompile(bytes.subarray(0, size))).toBe('unread');
  });

  test('1,000 mutations of the file give a valid module or a typed error', { timeout: 60_000 }, () => {
    const next = random(bytes.length);
    const outcomes = { compiled: 0, unread: 0, refused: 0 };
    for (let i = 0; i < 1000; i++) outcomes[tryCompile(mutate(bytes, 0, bytes.length, next))]++;
    expect(Object.values(outcomes).every((count) => count > 0)).toBe(true);
  });

  test('so do 1,000 mutations of the code alone', { timeout: 60_000 }, () => {
    const code = readBeamFile(bytes).chunks.get('Code') ?? new Uint8Array(0);
    const from = code.byteOffset - bytes.byteOffset + 20;
    const next = random(bytes.length + 1);
    const outcomes = { compiled: 0, unread: 0, refused: 0 };
    for (let i = 0; i < 1000; i++) outcomes[tryCompile(mutate(bytes, from, from + code.length - 20, next))]++;
    expect(Object.values(outcomes).every((count) => count > 0)).toBe(true);
  });
});

afterAll(() => {
  expect(slowest).toBeLessThan(SLOW);
});
