import { decodeExternalTerm, encodeExternalTerm, readBeamFile } from '@beamline/beam-file';
import { LINK_FIXUP_WORDS } from '@beamline/machine-model';
import { describe, expect, test } from 'vitest';
import { CompiledDataError, type CompiledFile, decodeBundle, encodeBundle, type ModuleBundle, ModuleCompiler } from '../src/index.js';
import { fixtureBytes, fixtureNames } from './fixtures.js';

const compiler = new ModuleCompiler();

function compiledFiles(tailCalls = true): CompiledFile[] {
  return fixtureNames.map((name) => {
    const file = fixtureBytes(name);
    return { file, compiled: compiler.compile(readBeamFile(file), { tailCalls }) };
  });
}

function encoded(files: readonly CompiledFile[]): Uint8Array<ArrayBuffer> {
  const parts = encodeBundle(files);
  for (;;) {
    const { done, value } = parts.next();
    if (done === true) return value;
  }
}

function decoded(data: Uint8Array, tailCalls = true): ModuleBundle {
  const bundle = decodeBundle(data, tailCalls);
  if (bundle === undefined) throw new Error('is not taken');
  return bundle;
}

const files = compiledFiles();
const whole = encoded(files);

describe('a bundle of compiled modules', () => {
  test('has the modules as they were compiled, their code in one valid WebAssembly module', () => {
    const bundle = decoded(whole.slice());
    expect(WebAssembly.validate(bundle.bytes)).toBe(true);
    const read = [...bundle.files()];
    read.forEach(({ file, compiled }, i) => {
      const original = files[i];
      if (original === undefined) throw new Error('there are more modules');
      expect(Buffer.compare(file, original.file)).toBe(0);
      const { bytes: _, fixups, beam, extraLiterals, ...rest } = original.compiled;
      expect(compiled).toMatchObject(rest);
      expect(compiled.beam.atoms).toEqual(beam.atoms);
      expect(compiled.extraLiterals).toEqual(extraLiterals.map((term) => decodeExternalTerm(encodeExternalTerm(term))));
      expect(compiled.bytes).toBe(bundle.bytes);
      // Kinds and values stay, offsets are those of the constants.
      expect(compiled.fixups).toHaveLength(fixups.length);
      fixups.forEach((word, at) => {
        if (at % LINK_FIXUP_WORDS !== 0) expect(compiled.fixups[at]).toBe(word);
      });
    });
    expect(read).toHaveLength(files.length);
  });

  test('every constant to be linked is one of its own, as long as linking needs it', () => {
    const bundle = decoded(whole.slice());
    const seen = new Set<number>();
    for (const { compiled } of bundle.files()) {
      for (let i = 0; i < compiled.fixups.length; i += LINK_FIXUP_WORDS) {
        const at = compiled.fixups[i] ?? 0;
        expect([...bundle.bytes.subarray(at - 1, at + 5)]).toEqual([0x41, 0xff, 0xff, 0xff, 0xff, 0x07]);
        seen.add(at);
      }
    }
    expect(seen.size).toBe(files.reduce((sum, { compiled }) => sum + compiled.fixups.length / LINK_FIXUP_WORDS, 0));
  });

  test('is read wherever its data lies', () => {
    const elsewhere = new Uint8Array(whole.length + 1);
    elsewhere.set(whole, 1);
    expect(Buffer.compare(decoded(elsewhere.subarray(1)).bytes, decoded(whole.slice()).bytes)).toBe(0);
  });

  test('of another version, or with tail calls where there are none, is not taken', () => {
    for (const at of [0, 5]) {
      const changed = whole.slice();
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(decodeBundle(changed, true)).toBeUndefined();
    }
    expect(decodeBundle(whole.slice(), false)).toBeUndefined();
    expect([...decoded(encoded(compiledFiles(false).slice(0, 2)), false).files()]).toHaveLength(2);
  });

  test('a damaged one is a typed error', () => {
    for (const length of [0, 19, 40, whole.length - 1]) {
      expect(() => decodeBundle(whole.slice(0, length), true)).toThrow(CompiledDataError);
    }
    const unreadable = whole.slice();
    unreadable[20] = 0;
    expect(() => decodeBundle(unreadable, true)).toThrow(CompiledDataError);
  });
});
