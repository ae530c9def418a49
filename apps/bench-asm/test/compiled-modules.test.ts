/** The modules that the compiler makes of the bench programs, decoded, written again, and validated. */
import { readdirSync, readFileSync } from 'node:fs';
import { readBeamFile } from '@beamline/beam-file';
import { ModuleCompiler } from '@beamline/jit-compiler';
import { decodeModule, encodeModule } from '@beamline/module-writer';
import { validateModule } from '@beamline/wasm-validator';
import { describe, expect, test } from 'vitest';

const folder = new URL('../../bench/programs/compiled/', import.meta.url);
const programs = readdirSync(folder).filter((name) => name.endsWith('.beam'));
const compiler = new ModuleCompiler();

test('there are all programs', () => {
  expect(programs.length).toBeGreaterThanOrEqual(50);
});

describe.each(programs)('%s', (name) => {
  const beam = readBeamFile(readFileSync(new URL(name, folder)));

  test.each([true, false])('is the same after decoding and encoding, and valid (tail calls: %s)', (tailCalls) => {
    const { bytes } = compiler.compile(beam, { tailCalls });
    const decoded = decodeModule(bytes);
    expect(Buffer.compare(encodeModule(decoded), bytes)).toBe(0);
    validateModule(decoded);
    expect(WebAssembly.validate(bytes)).toBe(true);
  });
});
