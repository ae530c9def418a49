import { describe, expect, test } from 'vitest';
import {
  ANY_TYPE,
  type BeamFile,
  BeamFileError,
  formatTerm,
  LAST_OPCODE,
  OPCODES,
  Opcode,
  OperandKind,
  readBeamFile,
  TypeBit,
} from '../src/index.js';
import { fixture, MODULES } from './fixtures.js';

/** A container of the given chunks. */
function container(chunks: Iterable<readonly [string, Uint8Array]>): Uint8Array {
  const parts: number[] = [];
  const uint32 = (n: number): number[] => [n >>> 24, (n >>> 16) & 255, (n >>> 8) & 255, n & 255];
  const ascii = (text: string): number[] => [...text].map((c) => c.charCodeAt(0));
  for (const [name, data] of chunks) {
    parts.push(...ascii(name), ...uint32(data.length), ...data, ...new Uint8Array((4 - (data.length % 4)) % 4));
  }
  return new Uint8Array([...ascii('FOR1'), ...uint32(parts.length + 4), ...ascii('BEAM'), ...parts]);
}

/** The fixture with one chunk changed, or without it. */
function withChunk(name: string, data: Uint8Array | undefined): Uint8Array {
  const chunks = new Map(readBeamFile(fixture('otp25/small.beam')).chunks);
  if (data === undefined) chunks.delete(name);
  else chunks.set(name, data);
  return container(chunks);
}

/** A file without functions that has this code, after a header with the given highest opcode. */
function withCode(maxOpcode: number, ...code: number[]): Uint8Array {
  const chunks = new Map(readBeamFile(fixture('otp25/small.beam')).chunks);
  chunks.set('Code', new Uint8Array([0, 0, 0, 16, 0, 0, 0, 0, 0, 0, 0, maxOpcode, 0, 0, 0, 1, 0, 0, 0, 0, ...code]));
  chunks.set('ExpT', new Uint8Array(4));
  chunks.delete('LocT');
  chunks.delete('FunT');
  return container(chunks);
}

function functionNames(beam: BeamFile): string[] {
  return beam.exports.map((e) => `${beam.atoms[e.function]}/${e.arity}`).sort();
}

describe('readBeamFile', () => {
  test.each(MODULES)('%s: operands, labels and functions are consistent', (name) => {
    const { code, exports, locals, module } = readBeamFile(fixture(`${name}.beam`));
    expect(module).toBe(name.split('/')[1]);
    expect(code.opcodes.length).toBe(code.length);
    expect(code.operandStart.length).toBe(code.length + 1);
    expect(code.operandStart[code.length]).toBe(code.kinds.length);
    expect(code.opcodes[code.length - 1]).toBe(Opcode.int_code_end);
    const functions = [...code.opcodes].filter((opcode) => opcode === Opcode.func_info).length;
    expect(functions).toBe(code.functionCount);
    expect(exports.length + locals.length).toBe(functions);
  });

  test('reads the tables of a small module', () => {
    const beam = readBeamFile(fixture('otp25/small.beam'));
    expect(functionNames(beam)).toEqual(['greet/1', 'module_info/0', 'module_info/1', 'twice/1']);
    expect(beam.imports.map((i) => beam.atoms[i.function])).toContain('list_to_binary');
    expect(Buffer.from(beam.strings).toString()).toBe('hello ');
    expect(beam.lines?.names).toEqual(['small.erl', 'other.hrl']);
    expect(beam.lines?.lines.slice(1)).toContainEqual({ file: 1, line: 11 });
    expect(formatTerm(beam.attributes ?? { kind: 'nil' })).toContain('{custom,[{a,1}]}');
    expect(formatTerm(beam.compileInfo ?? { kind: 'nil' })).toContain('{version,"8.2.3"}');
    expect(formatTerm(beam.meta ?? { kind: 'nil' })).toBe('[{enabled_features,[]}]');
    expect(beam.debugInfo?.[0]).toBe(131);
  });

  test('reads a file that is compressed as a whole', () => {
    const plain = readBeamFile(fixture('otp25/small.beam'));
    const gzip = readBeamFile(fixture('otp25/small.gzip.beam'));
    expect(gzip.code).toEqual(plain.code);
    expect(gzip.atoms).toEqual(plain.atoms);
  });

  test('gives types the same bits in all versions of the chunk', () => {
    for (const release of ['otp25', 'otp29']) {
      const beam = readBeamFile(fixture(`${release}/sequential.beam`));
      expect(beam.types).toContainEqual({ types: TypeBit.integer, min: 0, max: 3, unit: undefined });
      expect(beam.types).toContainEqual({ types: TypeBit.integer, min: undefined, max: undefined, unit: undefined });
      expect(beam.types[0]).toEqual({ types: ANY_TYPE, min: undefined, max: undefined, unit: undefined });
      const used = [...beam.code.types].filter((type) => type > 0);
      expect(used.length).toBeGreaterThan(20);
      expect(Math.max(...used)).toBeLessThanOrEqual(beam.types.length);
    }
    expect(readBeamFile(fixture('otp29/records.beam')).types).toContainEqual({
      types: TypeBit.record,
      min: undefined,
      max: undefined,
      unit: undefined,
    });
  });

  test('keeps large integers and lists', () => {
    const { code } = readBeamFile(fixture('otp25/sequential.beam'));
    expect(code.bigs).toContain(0xffffffffffffffffffn);
    const select = [...code.opcodes].indexOf(Opcode.select_val);
    const list = (code.operandStart[select] ?? 0) + 2;
    expect(code.kinds[list]).toBe(OperandKind.list);
    expect(list + 1 + (code.values[list] ?? 0)).toBe(code.operandStart[select + 1]);
  });

  test('reads atoms of more than 255 bytes in the form of OTP 28', () => {
    const long = 'λ'.repeat(200);
    const small = readBeamFile(fixture('otp25/small.beam'));
    const bytes = [...small.atoms.slice(1), long].map((atom) => [...new TextEncoder().encode(atom)]);
    const lengths = (n: number): number[] => (n < 16 ? [n << 4] : [((n >> 8) << 5) | 8, n & 255]);
    const chunk = [
      ...new Uint8Array(new Int32Array([-bytes.length]).buffer).reverse(),
      ...bytes.flatMap((b) => [...lengths(b.length), ...b]),
    ];
    const beam = readBeamFile(withChunk('AtU8', new Uint8Array(chunk)));
    expect(beam.atoms).toEqual([...small.atoms, long]);
  });

  test('ignores types and lines of an unknown version', () => {
    const types = readBeamFile(withChunk('Type', new Uint8Array([0, 0, 0, 99, 1, 2, 3])));
    expect(types.types).toEqual([]);
    expect([...types.code.types].every((type) => type === 0)).toBe(true);
    expect(readBeamFile(withChunk('Line', new Uint8Array([0, 0, 0, 9]))).lines).toBeUndefined();
  });

  test('keeps chunks that it does not know', () => {
    const beam = readBeamFile(withChunk('Mine', new Uint8Array([1, 2, 3])));
    expect(beam.chunks.get('Mine')).toEqual(new Uint8Array([1, 2, 3]));
  });

  test.each([
    ['no chunk', 'ExpT', undefined, 'missing-chunk'],
    ['no atoms', 'AtU8', undefined, 'missing-chunk'],
    ['atoms without one', 'AtU8', new Uint8Array(4), 'bad-count'],
    ['import of an atom that is not there', 'ImpT', new Uint8Array([0, 0, 0, 1, 0, 0, 0, 99, 0, 0, 0, 1, 0, 0, 0, 0]), 'bad-index'],
    ['count larger than the chunk', 'ImpT', new Uint8Array([255, 255, 255, 255]), 'bad-count'],
    ['export of a label that is not there', 'ExpT', new Uint8Array([0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 9, 0]), 'bad-label'],
    ['instruction set 1', 'Code', new Uint8Array([0, 0, 0, 16, 0, 0, 0, 1, 0, 0, 0, 9, 0, 0, 0, 1, 0, 0, 0, 0, 3]), 'unsupported-version'],
    ['literals that are a bomb', 'LitT', new Uint8Array([16, 0, 0, 0, 120, 156, 1, 2, 3, 4, 5, 6]), 'bad-compression'],
    ['attributes that are no term', 'Attr', new Uint8Array([131, 200]), 'bad-term'],
  ] as const)('rejects: %s', (_, chunk, data, code) => {
    const file = withChunk(chunk, data);
    expect(() => readBeamFile(file)).toThrow(BeamFileError);
    expect(() => readBeamFile(file)).toThrow(expect.objectContaining({ code }));
  });

  test.each([
    ['opcode of the future', withCode(250, 3), 'unknown-opcode', /needs opcode 250/],
    ['opcode above the stated one', withCode(9, 19, 3), 'unknown-opcode', /opcode 19 \(return\) is above 9.*chunk "Code", offset \d+/],
    ['opcode 0', withCode(19, 0, 3), 'unknown-opcode', /opcode 0 is not known/],
    ['no end of the code', withCode(19, 19), 'truncated', /without int_code_end/],
    ['bytes behind the end of the code', withCode(19, 3, 19), 'bad-size', /1 bytes are left/],
    ['operand of another kind', withCode(72, 72, 0x10, 3), 'bad-operand', /badmatch: operand value is of a kind/],
    ['import that is not there', withCode(7, 7, 0, 0xf0, 3), 'bad-index', /call_ext: there is no import 15/],
    ['import of another arity', withCode(7, 7, 0xf0, 0, 3), 'bad-operand', /call_ext: import 0 has arity/],
    ['fun that is not there', withCode(171, 171, 0x90, 3, 0x17, 0, 3), 'bad-index', /make_fun3: there is no fun 9/],
    ['list that is not made of pairs', withCode(59, 59, 3, 5, 0x17, 0x10, 3, 3), 'bad-count', /select_val: list of 1/],
  ] as const)('rejects code: %s', (_, file, code, message) => {
    expect(() => readBeamFile(file)).toThrow(message);
    expect(() => readBeamFile(file)).toThrow(expect.objectContaining({ name: 'BeamFileError', code, chunk: 'Code' }));
  });

  test('takes code without functions', () => {
    expect(readBeamFile(withCode(19, 19, 3)).code.length).toBe(2);
  });
});

test('the opcode table has every number once, by the name that Opcode has', () => {
  expect(LAST_OPCODE).toBe(191);
  expect(OPCODES.map((info) => info.opcode)).toEqual(Array.from({ length: 191 }, (_, i) => i + 1));
  expect(Object.fromEntries(OPCODES.map((info) => [info.name, info.opcode]))).toEqual(Opcode);
  expect(OPCODES.filter((info) => info.operandNames.length !== info.arity)).toEqual([]);
});
