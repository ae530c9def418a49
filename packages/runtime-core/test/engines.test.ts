import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bundle, nodePath } from './engines.js';

const folder = mkdtempSync(join(tmpdir(), 'engines-'));
const program = join(folder, 'program.mjs');

beforeAll(() => {
  bundle('trap-foldl-program.ts', program);
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

// Up to V8 12.4 this ended with "memory access out of bounds" when functions had more than two results.
test.each(['20.20.2', '22.23.3'] as const)(
  'collections while the engine optimizes leave registers right: Node %s',
  { timeout: 120_000 },
  (version) => {
    const file = fileURLToPath(new URL('fixtures/trap_foldl.beam', import.meta.url));
    const output = execFileSync(nodePath(version), [program, file], { encoding: 'utf8' });
    expect(output).toBe('{done,ok}\n'.repeat(60));
  },
);
