import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { CompilerSources } from '../scripts/compiler-sources.js';
import { COMPILER_DIGEST } from '../src/generated/compiler-digest.js';

const sources = new CompilerSources(path.resolve(import.meta.dirname, '../..'));

describe('the digest of the compiler', () => {
  test('is that of the sources: if it is not, run `npm run build`', () => {
    expect(COMPILER_DIGEST).toBe(sources.digest());
  });

  test('covers every package whose change may change the code', () => {
    const names = new Set(sources.files.map((file) => file.split('/')[0]));
    for (const name of ['beam-file', 'jit-backend', 'jit-compiler', 'leb128', 'machine-model', 'module-writer', 'wasm-asm']) {
      expect(names).toContain(name);
    }
    expect(names).not.toContain('runtime-core');
  });

  test('is another one after a change of any source', () => {
    const texts = new Map(sources.files.map((file) => [file, sources.read(file)]));
    const digest = (changed?: string): number => sources.digest((file) => `${texts.get(file)}${file === changed ? ' ' : ''}`);
    expect(digest()).toBe(sources.digest());
    for (const file of sources.files) expect(digest(file), file).not.toBe(digest());
  });

  test('does not depend on the ends of lines', () => {
    expect(sources.digest((file) => sources.read(file).replaceAll('\n', '\r\n'))).toBe(sources.digest());
  });
});
