import { decodeBranchHints, decodeModule, decodeNameSection, type FunctionCode } from '@beamline/module-writer';
import { readInstructions } from '@beamline/wasm-asm';
import { describe, expect, test } from 'vitest';
import { AtomvmBackend, AtomvmStreamError, decodeAtomvmStream, encodeAtomvmStream, free, PrimitiveTable, xReg } from '../src/index.js';
import { finishLabel, Machine, newBackend } from './atomvm-machine.js';

/** Two labels, a loop and a call: three labels and two continuations. */
function sample(options: ConstructorParameters<typeof AtomvmBackend>[0] = {}): AtomvmBackend {
  const b = newBackend(options);
  b.jumpTable(2);
  b.addLabel(1);
  b.decrementReductionsAndMaybeScheduleNext();
  const x = b.moveToNativeRegister(xReg(0));
  b.returnIfNotEqualToCtx(free(x));
  b.callOrScheduleNext(2);
  finishLabel(b);
  b.addLabel(2);
  b.moveToVmRegister(1, xReg(1));
  finishLabel(b);
  return b;
}

function custom(bytes: Uint8Array, name: string): Uint8Array {
  return decodeModule(bytes).customs.find((section) => section.name === name)?.bytes ?? new Uint8Array();
}

/** The names of a function's instructions. */
function instructions(code: FunctionCode | undefined): string[] {
  const names: string[] = [];
  const body = code?.body ?? new Uint8Array();
  readInstructions(body, 0, body.length, ({ name }) => names.push(name));
  return names;
}

describe('the module', () => {
  test("has AtomVM's thirteen types at their places, then others", () => {
    const types = decodeModule(sample().finish().bytes).types.flatMap(({ types: each }) => each);
    const shapes = types.map((type) => (type.kind === 'function' ? [...type.params, '-', ...type.results].join(' ') : ''));
    const words = (count: number): string => new Array(count).fill(0x7f).join(' ');
    expect(shapes.slice(0, 13)).toEqual([
      ...[1, 2, 3, 4, 5, 6].map((count) => `${words(count)} - ${0x7f}`),
      ...[1, 2, 3, 4, 5, 6].map((count) => `${words(count)} -`),
      `${0x7f} ${0x7e} - ${0x7f}`,
    ]);
    expect(new Set(shapes).size).toBe(shapes.length);
    expect(decodeModule(new AtomvmBackendWithLabel().bytes).types.flatMap(({ types: each }) => each)).toHaveLength(13);
  });

  test('imports memory and table, and nothing else', () => {
    const { imports } = decodeModule(sample().finish().bytes);
    expect(imports.map(({ module, name, external }) => [module, name, external.kind])).toEqual([
      ['env', 'memory', 'memory'],
      ['env', '__indirect_function_table', 'table'],
    ]);
  });

  test('the memory is shared and has 256 to 65,536 pages, unless another one is named', () => {
    const { bytes } = new AtomvmBackendWithLabel();
    expect(decodeModule(bytes).imports[0]?.external).toMatchObject({ type: { min: 256, max: 65536, shared: true } });
    const memory = new WebAssembly.Memory({ initial: 256, maximum: 65536, shared: true });
    const table = new WebAssembly.Table({ element: 'anyfunc', initial: 1 });
    expect(new WebAssembly.Instance(new WebAssembly.Module(bytes), { env: { memory, __indirect_function_table: table } })).toBeDefined();
    const other = { min: 2, max: 10, shared: true };
    expect(decodeModule(sample({ memory: other }).finish().bytes).imports[0]?.external).toMatchObject({ type: other });
  });

  test('exports each label and continuation by its number', () => {
    const { bytes, entryCount, continuations } = sample().finish();
    const { exports } = decodeModule(bytes);
    expect(exports.map(({ name, kind, index }) => [name, kind, index])).toEqual(
      Array.from({ length: entryCount }, (_, i) => [`f${i}`, 'function', i]),
    );
    expect(continuations).toEqual([
      { entry: 4, label: 1 },
      { entry: 3, label: 1 },
    ]);
  });

  test('names functions', () => {
    const names = decodeNameSection(custom(sample().finish().bytes, 'name'));
    expect([...names.entries('function')].map(([, name]) => name)).toEqual([
      'label_0',
      'label_1',
      'label_2',
      'label_1_continuation_3',
      'label_1_continuation_4',
    ]);
  });

  test('hints that the scheduler and other results than the context are rare', () => {
    const { bytes } = sample().finish();
    const { code } = decodeModule(bytes);
    const hints = decodeBranchHints(custom(bytes, 'metadata.code.branch_hint'));
    const found = hints.functions().flatMap((functionIndex) => hints.of(functionIndex).map((hint) => ({ functionIndex, ...hint })));
    expect(found.map(({ functionIndex, likely }) => [functionIndex, likely])).toEqual([
      [1, false],
      [3, false],
      [3, false],
    ]);
    for (const { functionIndex, offset } of found) {
      const { locals, body } = code[functionIndex] ?? { locals: [], body: new Uint8Array() };
      // Counted from the declarations of locals: a byte for their number, and two for each.
      expect(body[offset - 1 - locals.length]).toBe(0x04);
    }
  });

  test.each([false, true])('ends every call in last place as it was told to (tail calls: %s)', (tailCalls) => {
    const names = decodeModule(sample({ tailCalls }).finish().bytes).code.flatMap(instructions);
    expect(names.includes('return_call')).toBe(tailCalls);
    expect(names.includes('return_call_indirect')).toBe(tailCalls);
    expect(names.includes('call')).toBe(false);
  });

  test('declares locals as far as a function needs them, in groups', () => {
    const b = newBackend();
    b.jumpTable(2);
    b.addLabel(1);
    finishLabel(b);
    b.addLabel(2);
    const registers = [b.moveToNativeRegister(1), b.callPrimitive('toFloat', [31]), b.moveToNativeRegister(2)];
    b.freeNativeRegisters(registers);
    finishLabel(b);
    const { code } = decodeModule(b.finish().bytes);
    expect(code[1]?.locals).toEqual([]);
    // The doubles come after the words that there are at first.
    expect([...(code[2]?.locals ?? [])]).toEqual([6, 0x7f, 1, 0x7c]);
  });

  test('finish gives the same again', () => {
    const b = sample();
    expect(b.finish()).toBe(b.finish());
  });
});

class AtomvmBackendWithLabel {
  readonly bytes: Uint8Array<ArrayBuffer>;

  constructor() {
    const b = new AtomvmBackend();
    b.jumpTable(1);
    b.addLabel(1);
    finishLabel(b);
    this.bytes = b.finish().bytes;
  }
}

describe('returnLabelsAndLines', () => {
  test('lines come with the entry of their code', () => {
    const b = newBackend();
    b.jumpTable(2);
    b.addLabel(2);
    const second = { line: 10, offset: b.offset() };
    finishLabel(b);
    b.addLabel(1);
    const first = { line: 20, offset: b.offset() };
    b.debugger();
    b.returnLabelsAndLines([first, second]);
    expect(b.finish().lines).toEqual([
      { line: 20, offset: 4 },
      { line: 10, offset: 8 },
    ]);
  });

  test('ends the code of the last label', () => {
    const b = sample();
    b.returnLabelsAndLines();
    expect(() => b.moveToVmRegister(1, xReg(0))).toThrow('no label');
  });

  test.each([
    [[{ line: -1, offset: 0 }], 'line -1 at offset 0'],
    [[{ line: 65536, offset: 0 }], 'line 65536 at offset 0'],
    [[{ line: 1.5, offset: 0 }], 'line 1.5 at offset 0'],
    [[{ line: 1, offset: -4 }], 'line 1 at offset -4'],
    [[{ line: 1, offset: 6 }], 'line 1 at offset 6'],
    [[{ line: 1, offset: 20 }], 'line 1 at offset 20'],
    [
      [
        { line: 1, offset: 8 },
        { line: 2, offset: 4 },
      ],
      'line 2 at offset 4',
    ],
  ])('%j is an error', (lines, detail) => {
    expect(() => sample().returnLabelsAndLines(lines)).toThrow(`wrong lines: ${detail}`);
  });
});

describe('stream', () => {
  const withLines = (): AtomvmBackend => {
    const b = sample();
    b.returnLabelsAndLines([
      { line: 3, offset: 4 },
      { line: 0, offset: 16 },
    ]);
    return b;
  };

  test('is a header, zeros, the module, lines and continuations', () => {
    const b = withLines();
    const { bytes } = b.finish();
    const stream = b.stream();
    const view = new DataView(stream.buffer);
    // Labels 0 to 2, two continuations.
    expect([0, 4, 8, 12, 16, 20].map((at) => view.getUint32(at, true))).toEqual([5, 24, 24 + bytes.length, 0, 0, 0]);
    expect(stream.subarray(24, 24 + bytes.length)).toEqual(bytes);
    expect([...stream.subarray(24 + bytes.length)]).toEqual([
      ...[2, 0, 3, 0, 4, 0, 0, 0, 0, 0, 16, 0, 0, 0],
      ...[2, 0, 4, 0, 1, 0, 3, 0, 1, 0],
    ]);
  });

  test('can be read back, and the module runs', () => {
    const b = withLines();
    const decoded = decodeAtomvmStream(b.stream());
    expect(decoded).toEqual(b.finish());
    const m = new Machine();
    m.install(decoded);
    m.setX(0, m.ctx);
    m.run(2);
    expect(m.x(1)).toBe(1);
  });

  test('may be part of a larger array', () => {
    const stream = withLines().stream();
    const larger = new Uint8Array(stream.length + 7);
    larger.set(stream, 3);
    expect(decodeAtomvmStream(larger.subarray(3, 3 + stream.length))).toEqual(decodeAtomvmStream(stream));
  });

  test('of any other length is an error', () => {
    const stream = withLines().stream();
    for (let length = 0; length < stream.length; length++) {
      expect(() => decodeAtomvmStream(stream.subarray(0, length))).toThrow(AtomvmStreamError);
    }
    const longer = new Uint8Array(stream.length + 4);
    longer.set(stream);
    expect(() => decodeAtomvmStream(longer)).toThrow(`end at byte ${stream.length}: the stream has 4 bytes more`);
  });

  test.each<[string, number, number, string]>([
    ['too many entries', 0, 0x1000000, 'header at byte 0: 16777216 entries are too many'],
    ['a module inside a word', 4, 25, 'header at byte 4'],
    ['a module in the header', 4, 12, 'header at byte 4'],
    ['more labels than entries', 4, 36, 'header at byte 4'],
    ['no magic number', 24, 0x6d736101, 'module at byte 24'],
    ['lines before the module', 8, 24, 'module at byte 24'],
    ['lines in the head of the module', 8, 31, 'module at byte 24'],
    ['lines behind the stream', 8, 1e6, 'module at byte 24'],
  ])('with %s is an error', (_, at, word, message) => {
    const stream = withLines().stream();
    new DataView(stream.buffer).setUint32(at, word, true);
    expect(() => decodeAtomvmStream(stream)).toThrow(message);
  });

  test('has no more lines and entries than its numbers can say', () => {
    const module = withLines().finish();
    const line = { line: 0, offset: 0 };
    expect(encodeAtomvmStream({ ...module, lines: new Array(65535).fill(line) }).length).toBeGreaterThan(65535 * 6);
    expect(() => encodeAtomvmStream({ ...module, lines: new Array(65536).fill(line) })).toThrow('lines at byte 0: 65536 are too many');
    expect(encodeAtomvmStream({ ...module, entryCount: 65536 })[2]).toBe(1);
    expect(() => encodeAtomvmStream({ ...module, entryCount: 65537 })).toThrow('continuations at byte 0: 65537 entries are too many');
  });
});

describe('primitives', () => {
  test('one that is declared is found by name and index, and may take the place of a known one', () => {
    const own = { index: 90, name: 'own', parameters: ['i32', 'f64'], result: 'void' } as const;
    const other = { index: 2, name: 'schedule_next_cp', parameters: ['i32'], result: 'i32' } as const;
    const table = new PrimitiveTable([own, other]);
    expect(table.find('own')).toBe(own);
    expect(table.find(90)).toBe(own);
    expect(table.find(2)).toBe(other);
    expect(table.find(89)).toBeUndefined();
    expect(table.all().map(({ index }) => index)).toEqual([...Array.from({ length: 77 }, (_, i) => i), 90]);
  });

  test.each([
    [{ index: -1, name: 'a', parameters: [], result: 'i32' }, 'a: index -1'],
    [{ index: 1.5, name: 'a', parameters: [], result: 'i32' }, 'a: index 1.5'],
    [{ index: 65536, name: 'a', parameters: [], result: 'i32' }, 'a: index 65536'],
    [{ index: 90, name: 'a', parameters: ['i128'], result: 'i32' }, 'a: parameter type i128'],
    [{ index: 90, name: 'a', parameters: [], result: 'term' }, 'a: result type term'],
    [{ index: 90, name: 'send', parameters: [], result: 'i32' }, 'send: the name is declared twice'],
  ])('%j cannot be declared', (primitive, detail) => {
    expect(() => new PrimitiveTable([primitive as never])).toThrow(`wrong primitive: ${detail}`);
  });

  test('nor can one index twice', () => {
    const one = { index: 90, name: 'a', parameters: [], result: 'i32' } as const;
    expect(() => new AtomvmBackend({ primitives: [one, { ...one, name: 'b' }] })).toThrow('b: index 90 is declared twice');
  });
});
