import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bundle } from './engines.js';

const folder = mkdtempSync(join(tmpdir(), 'native-stack-'));
const program = join(folder, 'program.mjs');

beforeAll(() => {
  bundle('deep-stack-program.ts', program);
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

// The compilers of V8 give the same function native frames of very different sizes.
test.each([[[]], [['--liftoff-only']], [['--no-wasm-tier-up']], [['--no-liftoff']]])(
  'recursion 200,000 deep with 200 variables leaves the native stack alone: node %j',
  { timeout: 120_000 },
  (flags) => {
    const large = fileURLToPath(new URL('fixtures/large.beam', import.meta.url));
    const output = execFileSync(process.execPath, [...flags, program, large], { encoding: 'utf8' });
    expect(output).toBe(`registers 200000\nvariables ${-199 * 200_000}\n`);
  },
);
