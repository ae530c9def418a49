import { decodeExternalTerm, encodeExternalTerm, readBeamFile } from '@beamline/beam-file';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CompiledChunkError, ModuleCompiler, readCompiledModule, withCompiledModule } from '../src/index.js';
import { fixtureBytes, fixtureNames } from './fixtures.js';

const compiler = new ModuleCompiler();
const written = (name: (typeof fixtureNames)[number], tailCalls = true): Uint8Array => {
  const bytes = fixtureBytes(name);
  return withCompiledModule(bytes, compiler.compile(readBeamFile(bytes), { tailCalls }));
};

describe('a compiled module in its file', () => {
  test.each(fixtureNames)('%s is read as it was compiled', (name) => {
    const compiled = compiler.compile(readBeamFile(fixtureBytes(name)));
    const beam = readBeamFile(withCompiledModule(fixtureBytes(name), compiled));
    // An integer is a number where it is safe.
    const extraLiterals = compiled.extraLiterals.map((term) => decodeExternalTerm(encodeExternalTerm(term)));
    expect(readCompiledModule(beam, true)).toEqual({ ...compiled, beam, extraLiterals });
  });

  test('writing it twice gives the same file, and the other chunks stay', () => {
    const once = written('data');
    expect(withCompiledModule(once, compiler.compile(readBeamFile(once)))).toEqual(once);
    const { chunks } = readBeamFile(once);
    for (const [name, data] of readBeamFile(fixtureBytes('data')).chunks) expect(chunks.get(name)).toEqual(data);
  });

  test('a file without it has none', () => {
    expect(readCompiledModule(readBeamFile(fixtureBytes('data')), true)).toBeUndefined();
  });

  test('tail calls are of no use to an engine without them', () => {
    expect(readCompiledModule(readBeamFile(written('data')), false)).toBeUndefined();
    expect(readCompiledModule(readBeamFile(written('data', false)), false)?.tailCalls).toBe(false);
  });

  test('that of other code or of another version is not taken', () => {
    const beam = readBeamFile(written('data'));
    const chunk = beam.chunks.get('Wasm') ?? new Uint8Array();
    const other = readBeamFile(fixtureBytes('control'));
    expect(readCompiledModule({ ...other, chunks: new Map([...other.chunks, ['Wasm', chunk]]) }, true)).toBeUndefined();
    for (const at of [3, 7]) {
      const changed = chunk.slice();
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(readCompiledModule({ ...beam, chunks: new Map([...beam.chunks, ['Wasm', changed]]) }, true)).toBeUndefined();
    }
  });

  test('what is damaged in its description gives a typed error, or another module', () => {
    const beam = readBeamFile(written('control'));
    const chunk = beam.chunks.get('Wasm') ?? new Uint8Array();
    const read = (data: Uint8Array): unknown => {
      try {
        return readCompiledModule({ ...beam, chunks: new Map([...beam.chunks, ['Wasm', data]]) }, true);
      } catch (error) {
        expect(error).toBeInstanceOf(CompiledChunkError);
        return error;
      }
    };
    fc.assert(
      fc.property(fc.nat(chunk.length - 1), fc.nat(255), (at, byte) => {
        const changed = chunk.slice();
        changed[at] = byte;
        read(changed);
        read(chunk.subarray(0, at));
      }),
      { numRuns: 1000 },
    );
    expect(read(chunk.subarray(0, chunk.length - 1))).toBeInstanceOf(CompiledChunkError);
    expect(String(read(chunk.subarray(0, 10)))).toBe('CompiledChunkError: the compiled module in the chunk Wasm of control is cut off');
  });
});
