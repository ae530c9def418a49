import { readFileSync } from 'node:fs';
import { ByteBuffer, CodeEmitter, ValueType } from '@beamline/wasm-asm';
import { describe, expect, test } from 'vitest';
import {
  BRANCH_HINT_SECTION,
  decodeBranchHints,
  decodeModule,
  decodeNameSection,
  decodeProducers,
  decodeSourceMappingUrl,
  decodeTargetFeatures,
  encodeProducers,
  encodeSourceMappingUrl,
  encodeTargetFeatures,
  ModuleDecodeError,
  ModuleWriter,
  ModuleWriterError,
} from '../src/index.js';
import { corpus } from './corpus.js';
import { Random } from './random.js';

function section(module: Uint8Array, name: string): Uint8Array {
  const found = decodeModule(module).customs.find((custom) => custom.name === name);
  if (found === undefined) throw new Error(`no section ${name}`);
  return found.bytes;
}

function written(content: { write(out: ByteBuffer): void }): Uint8Array {
  const b = new ByteBuffer();
  content.write(b);
  return b.slice();
}

describe('names', () => {
  test('every subsection, through a module and back', () => {
    const m = new ModuleWriter();
    const struct = m.structType([{ type: ValueType.i32 }]);
    const t = m.functionType([], []);
    const c = new CodeEmitter();
    c.block();
    c.end();
    c.end();
    const f = m.addFunction(t, [1, ValueType.i32], c.buffer);
    m.table({ element: ValueType.funcref, min: 0 });
    m.memory({ min: 0 });
    m.tag(t);
    m.nameModule('größe');
    m.nameFunction(f, 'f');
    m.nameLocal(f, 0, 'x');
    m.nameLabel(f, 0, 'outer');
    m.nameType(t, 'nothing');
    m.nameField(struct, 0, 'first');
    m.nameTable(0, 'table');
    m.nameMemory(0, 'memory');
    m.nameTag(0, 'tag');
    const bytes = section(m.finish(), 'name');
    const names = decodeNameSection(bytes);
    expect(names.moduleName).toBe('größe');
    expect(names.get('function', f)).toBe('f');
    expect(names.local(f, 0)).toBe('x');
    expect(names.label(f, 0)).toBe('outer');
    expect(names.field(struct, 0)).toBe('first');
    expect([...names.entries('type')]).toEqual([[t, 'nothing']]);
    expect([names.get('table', 0), names.get('memory', 0), names.get('tag', 0), names.get('data', 0)]).toEqual([
      'table',
      'memory',
      'tag',
      undefined,
    ]);
    expect(written(names)).toEqual(bytes);
    // Subsections come by rising numbers.
    expect(bytes.indexOf(10)).toBeLessThan(bytes.lastIndexOf(11));
  });

  test('an unknown subsection is left out', () => {
    expect(decodeNameSection(Uint8Array.of(99, 2, 1, 2, 0, 2, 1, 0x61)).moduleName).toBe('a');
  });

  test('of other programs are written as they were', () => {
    const sections = corpus().flatMap(({ bytes }) => decodeModule(bytes).customs.filter(({ name }) => name === 'name'));
    expect(sections.length).toBeGreaterThan(1);
    for (const { bytes } of sections) expect(Buffer.compare(written(decodeNameSection(bytes)), bytes)).toBe(0);
  });
});

test('producers', () => {
  const fields = [
    { name: 'language', values: [{ name: 'Erlang', version: '28' }] },
    { name: 'processed-by', values: [] },
  ];
  const bytes = encodeProducers(fields);
  expect(decodeProducers(bytes)).toEqual(fields);
  expect(() => decodeProducers(bytes.subarray(0, 12))).toThrow(ModuleDecodeError);
});

test('target features', () => {
  const features = [
    { policy: 'used', name: 'tail-call' },
    { policy: 'disallowed', name: 'atomics' },
    { policy: 'required', name: 'simd128' },
  ] as const;
  const bytes = encodeTargetFeatures(features);
  expect([...bytes.subarray(0, 3)]).toEqual([3, 0x2b, 9]);
  expect(decodeTargetFeatures(bytes)).toEqual(features);
  expect(() => decodeTargetFeatures(Uint8Array.of(1, 0x2a, 0))).toThrow('malformed flags at byte 1');
});

test('those sections of other programs', () => {
  for (const { bytes } of corpus()) {
    for (const custom of decodeModule(bytes).customs) {
      if (custom.name === 'producers') expect(encodeProducers(decodeProducers(custom.bytes))).toEqual(new Uint8Array(custom.bytes));
      if (custom.name === 'target_features') {
        expect(encodeTargetFeatures(decodeTargetFeatures(custom.bytes))).toEqual(new Uint8Array(custom.bytes));
      }
    }
  }
});

test('source map', () => {
  expect(decodeSourceMappingUrl(encodeSourceMappingUrl('./größe.wasm.map'))).toBe('./größe.wasm.map');
  expect(() => decodeSourceMappingUrl(Uint8Array.of(1, 0x61, 0x62))).toThrow('bytes left at byte 2');
});

describe('branch hints', () => {
  test('are sorted and counted from the local declarations', () => {
    const m = new ModuleWriter();
    const t = m.functionType([ValueType.i32], []);
    m.importFunction('env', 'f', t);
    const c = new CodeEmitter();
    const offsets: number[] = [];
    c.block();
    for (let i = 0; i < 2; i++) {
      c.local.get(0);
      offsets.push(c.buffer.length);
      c.brIf(0);
    }
    c.end();
    c.end();
    const first = m.reserveFunction(t);
    const second = m.reserveFunction(t);
    const [a = 0, b = 0] = offsets;
    m.branchHint(second, b, true);
    m.branchHint(second, a, false);
    m.branchHint(first, a, true);
    m.defineFunction(second, [300, ValueType.i64, 1, ValueType.refNull(t)], c.buffer);
    m.defineFunction(first, [], c.buffer);
    const bytes = m.finish();
    const hints = decodeBranchHints(section(bytes, BRANCH_HINT_SECTION));
    expect(hints.functions()).toEqual([1, 2]);
    expect(hints.of(1)).toEqual([{ offset: a + 1, likely: true }]);
    // Count, 300 in two bytes, i64, 1, and a reference type in two bytes.
    expect(hints.of(2)).toEqual([
      { offset: a + 7, likely: false },
      { offset: b + 7, likely: true },
    ]);
    expect(decodeModule(bytes).customs[0]?.placement).toBe('function');
    expect(() => m.branchHint(0, 0, true)).toThrow(ModuleWriterError);
    m.reset();
    expect(decodeModule(m.finish()).customs).toEqual([]);
  });

  test('of the compiler are written as they were', () => {
    const bytes = section(readFileSync(new URL('fixtures/higher_order.wasm', import.meta.url)), BRANCH_HINT_SECTION);
    const hints = decodeBranchHints(bytes);
    expect(hints.functions().length).toBeGreaterThan(1);
    expect(written(hints)).toEqual(new Uint8Array(bytes));
  });
});

test('whatever the bytes, the result is a section or an error with its place', { timeout: 60_000 }, () => {
  const decoders = [decodeNameSection, decodeProducers, decodeTargetFeatures, decodeSourceMappingUrl, decodeBranchHints];
  for (let seed = 0; seed < 20_000; seed++) {
    const r = new Random(seed);
    const bytes = Uint8Array.from({ length: r.below(30) }, () => r.pick([0, 1, 2, 3, 10, 0x61, r.below(256)]));
    for (const decode of decoders) {
      try {
        decode(bytes);
      } catch (error) {
        if (!(error instanceof ModuleDecodeError)) throw error;
        expect(error.offset).toBeLessThanOrEqual(bytes.length);
      }
    }
  }
});
