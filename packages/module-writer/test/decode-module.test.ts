import { readFileSync } from 'node:fs';
import { CodeEmitter, ValueType } from '@beamline/wasm-asm';
import { describe, expect, test } from 'vitest';
import { ConstExpression, decodeModule, emptyModule, encodeModule, importCount, ModuleDecodeError, ModuleWriter } from '../src/index.js';
import { corpus, wabtModules } from './corpus.js';
import { Random } from './random.js';
import { randomModule } from './random-module.js';

function fixture(name: string): Uint8Array {
  return readFileSync(new URL(`fixtures/${name}.wasm`, import.meta.url));
}

/** Decodes bytes that may be broken: the error, or undefined; anything but `ModuleDecodeError` is thrown on. */
function failure(bytes: Uint8Array): ModuleDecodeError | undefined {
  try {
    decodeModule(bytes);
    return undefined;
  } catch (error) {
    if (error instanceof ModuleDecodeError) return error;
    throw error;
  }
}

function hex(text: string): number[] {
  return text
    .split(' ')
    .filter((byte) => byte !== '')
    .map((byte) => Number.parseInt(byte, 16));
}

/** The header and then some bytes. */
function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from([...hex('00 61 73 6d 01 00 00 00'), ...hex(text)]);
}

/** Whether a longer LEB128 integer than needed is near the byte at which two encodings part. */
function hasPaddingNear(bytes: Uint8Array, at: number): boolean {
  for (let i = Math.max(0, at - 5); i < at + 5; i++) {
    const byte = bytes[i] ?? 0;
    const next = bytes[i + 1];
    if (byte >= 0x80 && (next === 0 || next === 0x7f)) return true;
  }
  return false;
}

describe('round trip', () => {
  test('modules of other programs', () => {
    const modules = corpus();
    const padded: string[] = [];
    let total = 0;
    for (const { name, bytes } of modules) {
      total += bytes.length;
      const written = encodeModule(decodeModule(bytes));
      const differs = written.findIndex((byte, i) => byte !== bytes[i]);
      if (differs < 0 && written.length === bytes.length) continue;
      // The only excuse: an integer that was not in its shortest form. Then a second trip changes nothing.
      expect(hasPaddingNear(bytes, differs), name).toBe(true);
      expect(written.length, name).toBeLessThan(bytes.length);
      expect(Buffer.compare(encodeModule(decodeModule(written)), written), name).toBe(0);
      expect(WebAssembly.validate(written), name).toBe(WebAssembly.validate(new Uint8Array(bytes)));
      padded.push(name);
    }
    console.log(`${modules.length} modules, ${total} bytes; with padded integers: ${padded.join(', ') || 'none'}`);
    expect(modules.length).toBeGreaterThan(5);
  }, 20_000);

  test('modules that wabt made of texts', async () => {
    const modules = await wabtModules();
    for (const { name, bytes } of modules) {
      expect(WebAssembly.validate(new Uint8Array(bytes)), name).toBe(true);
      expect(Buffer.from(encodeModule(decodeModule(bytes))).toString('hex'), name).toBe(Buffer.from(bytes).toString('hex'));
    }
    expect(modules).toHaveLength(10);
  });

  test('random modules with every form, as objects and as bytes', { timeout: 30_000 }, () => {
    for (let seed = 0; seed < 1500; seed++) {
      const module = randomModule(new Random(seed));
      const bytes = encodeModule(module);
      const decoded = decodeModule(bytes);
      expect(decoded, `seed ${seed}`).toEqual(module);
      expect(Buffer.compare(encodeModule(decoded), bytes), `seed ${seed}`).toBe(0);
    }
  });

  test('what the writer writes', () => {
    const m = new ModuleWriter();
    const t = m.functionType([ValueType.i32], [ValueType.i32]);
    m.importFunction('env', 'f', t);
    const c = new CodeEmitter();
    c.local.get(0);
    c.end();
    m.exportFunction('g', m.addFunction(t, [3, ValueType.i64], c.buffer));
    m.memory({ min: 1 });
    m.data({ offset: ConstExpression.i32(8) }, Uint8Array.of(1, 2));
    m.nameFunction(0, 'f');
    const bytes = m.finish();
    const module = decodeModule(bytes);
    expect(module.imports).toEqual([{ module: 'env', name: 'f', external: { kind: 'function', type: 0 } }]);
    expect(importCount(module, 'function')).toBe(1);
    expect(module.code[0]?.locals).toEqual([3, ValueType.i64]);
    expect([...(module.code[0]?.body ?? [])]).toEqual(hex('20 00 0b'));
    expect(module.exports).toEqual([{ name: 'g', kind: 'function', index: 1 }]);
    expect(module.customs.map(({ name, placement }) => [name, placement])).toEqual([['name', 'data']]);
    expect(encodeModule(module)).toEqual(bytes);
  });
});

test('a module can be patched and written again', () => {
  const module = decodeModule(fixture('fib'));
  const customs = module.customs.length;
  module.exports.push({ name: 'größe', kind: 'function', index: importCount(module, 'function') });
  module.customs.push({ name: 'note', bytes: Uint8Array.of(1, 2, 3), placement: 'first' });
  const bytes = encodeModule(module);
  const engine = new WebAssembly.Module(bytes);
  expect(WebAssembly.Module.exports(engine).map(({ name }) => name)).toContain('größe');
  expect([...new Uint8Array(WebAssembly.Module.customSections(engine, 'note')[0] ?? new ArrayBuffer(0))]).toEqual([1, 2, 3]);
  expect(decodeModule(bytes).customs.length).toBe(customs + 1);
});

test('an empty module', () => {
  expect([...encodeModule(emptyModule())]).toEqual([...bytesOf('')]);
  expect(decodeModule(bytesOf(''))).toEqual(emptyModule());
});

describe('malformed bytes', () => {
  test.each([
    ['bad-magic', 0, 'module', Uint8Array.of(1, 0x61, 0x73, 0x6d, 1, 0, 0, 0)],
    ['bad-version', 4, 'module', Uint8Array.of(0, 0x61, 0x73, 0x6d, 2, 0, 0, 0)],
    ['truncated', 3, 'module', Uint8Array.of(0, 0x61, 0x73)],
    ['unknown-section', 8, 'module', bytesOf('0e 01 00')],
    ['section-order', 11, 'module', bytesOf('03 01 00 01 01 00')],
    ['section-order', 11, 'module', bytesOf('01 01 00 01 01 00')],
    ['truncated', 10, 'module', bytesOf('01 02 00')],
    ['bytes-left', 11, 'type', bytesOf('01 02 00 00')],
    ['truncated', 11, 'type', bytesOf('01 01 01 60 00 00')],
    ['malformed-integer', 10, 'type', bytesOf('01 06 80 80 80 80 80 00')],
    ['malformed-integer', 10, 'type', bytesOf('01 05 80 80 80 80 10')],
    ['malformed-name', 11, 'custom', bytesOf('00 03 02 c0 80')],
    ['malformed-type', 11, 'type', bytesOf('01 03 01 5d 00')],
    ['malformed-type', 13, 'type', bytesOf('01 05 01 60 01 7a 00')],
    ['malformed-type', 11, 'table', bytesOf('04 04 01 7f 00 00')],
    ['many-supertypes', 12, 'type', bytesOf('01 08 01 50 02 00 00 60 00 00')],
    ['malformed-flags', 11, 'memory', bytesOf('05 03 01 08 00')],
    ['malformed-flags', 12, 'table', bytesOf('04 05 01 70 03 00 00')],
    ['malformed-flags', 12, 'global', bytesOf('06 06 01 7f 02 41 00 0b')],
    ['malformed-instruction', 13, 'global', bytesOf('06 06 01 7f 00 ff 00 0b')],
    ['truncated', 15, 'global', bytesOf('06 05 01 7f 00 41 00')],
    ['malformed-flags', 11, 'element', bytesOf('09 02 01 08')],
    ['malformed-flags', 11, 'data', bytesOf('0b 02 01 03')],
    ['truncated', 13, 'data', bytesOf('0b 04 01 01 05 00')],
    ['many-locals', 19, 'code', bytesOf('0a 10 01 0e 02 ff ff ff ff 0f 7f 01 7f 0b 00 00 00 00')],
    ['count-mismatch', 14, 'module', bytesOf('03 02 01 00 0c 00'.slice(0, 11))],
    ['count-mismatch', 11, 'module', bytesOf('0c 01 01')],
  ] as const)('%s at byte %i, section %s', (problem, offset, section, bytes) => {
    const error = failure(bytes);
    expect([error?.problem, error?.offset, error?.section]).toEqual([
      problem,
      problem === 'count-mismatch' ? bytes.length : offset,
      section,
    ]);
    expect(error?.message).toContain(problem.replaceAll('-', ' '));
    expect(WebAssembly.validate(bytes)).toBe(false);
  });

  test('every prefix of a module is an error, or a shorter module', () => {
    for (const name of ['fib', 'higher_order']) {
      const bytes = fixture(name);
      let whole = 0;
      for (let length = 0; length < bytes.length; length++) {
        const error = failure(bytes.subarray(0, length));
        if (error === undefined) whole++;
        else expect(error.offset).toBeLessThanOrEqual(length);
      }
      // Only between sections, and only before functions or after their code.
      expect(whole).toBeLessThan(14);
    }
  });

  test('random changes give an error or a module that can be written', () => {
    const sources = [fixture('fib'), ...Array.from({ length: 60 }, (_, seed) => encodeModule(randomModule(new Random(seed))))];
    let broken = 0;
    for (let seed = 0; seed < 20_000; seed++) {
      const r = new Random(seed);
      const source = sources[r.below(sources.length)] ?? Uint8Array.of();
      const bytes = source.slice();
      for (let changes = 1 + r.below(4); changes > 0; changes--)
        bytes[8 + r.below(bytes.length - 8)] = r.pick([0, 1, 0x7f, 0x80, 0xff, r.below(256)]);
      if (failure(bytes) === undefined) {
        const written = encodeModule(decodeModule(bytes));
        expect(Buffer.compare(encodeModule(decodeModule(written)), written), `seed ${seed}`).toBe(0);
      } else broken++;
    }
    expect(broken).toBeGreaterThan(5000);
  });

  test('random bytes behind the header', () => {
    for (let seed = 0; seed < 20_000; seed++) {
      const r = new Random(seed);
      const section = r.below(14);
      const content = Array.from({ length: r.below(40) }, () => r.pick([0, 1, 2, 0x41, 0x0b, 0x60, 0x7f, r.below(256)]));
      failure(Uint8Array.from([...bytesOf(''), section, content.length, ...content]));
    }
  });
});
