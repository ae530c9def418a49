// Which engines give a 32-bit value to a function with garbage in the upper half of its word: docs/decisions/two-results.md.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bundle, nodePath } from '../engines.js';
import { declared } from './fault-modules.js';

const folder = mkdtempSync(join(tmpdir(), 'engine-faults-'));
const program = join(folder, 'program.mjs');

beforeAll(() => {
  bundle('engine-faults/faults-program.ts', program);
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** Runs the modules with the declared functions of some bits optimized, all others by the baseline compiler. */
function run(version: Parameters<typeof nodePath>[0], optimized: number, without: string): { faults: string[]; signal: string | null } {
  const flags = ['--no-wasm-tier-up', `--wasm-tier-mask-for-testing=${optimized}`];
  const { stdout, stderr, status, signal } = spawnSync(nodePath(version), [...flags, program, without], { encoding: 'utf8' });
  if (signal === null && status !== 0) throw new Error(stderr);
  return { faults: stdout.split('\n').filter((line) => line !== ''), signal };
}

const middle = 1 << declared.middle;
const user = 1 << declared.user;
const others = (1 << declared.source) | user;

/** A third or later result. */
const laterResult = /result [3-9]: (store )?address$/;

// What passes such a result on is optimized, what made it and what uses it is not.
test.each(['20.20.2', '22.23.3'] as const)('Node %s leaves garbage in a third result', { timeout: 120_000 }, (version) => {
  // V8 11.3 counts imported functions too: there the bit for `middle` of a module with an import is that of `user`.
  const faults = [middle, user].flatMap((optimized) => run(version, optimized, 'index of a table').faults);
  expect(faults).toContain('result 3: address');
  expect(faults).toContain('imported result 3: address');
  // Parameters on the stack, i64 that are made i32, selections and tail calls are as they should be.
  expect(faults.filter((name) => !laterResult.test(name))).toEqual([]);
  expect(run(version, others, 'nothing').faults).toEqual([]);
});

test('Node 20 reads beyond its table of functions with such a result', { timeout: 120_000 }, () => {
  const { faults, signal } = run('20.20.2', middle, 'address');
  // What it finds there decides between an end of the engine and a trap.
  expect(signal !== null || faults.some((name) => name.endsWith('result 3: index of a table'))).toBe(true);
});

describe.each(['24.21.0', '26.10.0'] as const)('Node %s', (version) => {
  test.each([middle, user, others])('has no such fault with the functions %i optimized', { timeout: 120_000 }, (optimized) => {
    expect(run(version, optimized, 'nothing')).toEqual({ faults: [], signal: null });
  });
});
