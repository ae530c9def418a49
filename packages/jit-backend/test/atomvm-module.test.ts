import { decodeBranchHints, decodeModule, decodeNameSection, type FunctionCode } from '@beamline/module-writer';
import { readInstructions } from '@beamline/wasm-asm';
import { describe, expect, test } from 'vitest';
import {
  AtomvmBackend,
  AtomvmStreamError,
  atomvmPrimitives,
  decodeAtomvmStream,
  encodeAtomvmStream,
  free,
  moduleNativeInterfaceOffset,
  PrimitiveTable,
  xReg,
} from '../src/index.js';
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
  test('has the type of entries first, then those of all primitives, each once', () => {
    const types = decodeModule(new AtomvmBackendWithLabel().bytes).types.flatMap(({ types: each }) => each);
    const shapes = types.map((type) =>
      type.kind === 'function' ? `${type.params.length}${type.params.includes(0x7e) ? 'w' : ''}-${type.results.length}` : '',
    );
    expect(shapes[0]).toBe('3-1');
    const expected = new Set(
      atomvmPrimitives.map(
        ({ parameters, result }) => `${parameters.length}${parameters.includes('i64') ? 'w' : ''}-${result === 'void' ? 0 : 1}`,
      ),
    );
    expect(new Set(shapes)).toEqual(new Set(['3-1', ...expected]));
    expect(new Set(shapes).size).toBe(shapes.length);
  });

  test('imports memory and table, and nothing else', () => {
    const { imports } = decodeModule(sample().finish().bytes);
    expect(imports.map(({ module, name, external }) => [module, name, external.kind])).toEqual([
      ['env', 'memory', 'memory'],
      ['env', '__indirect_function_table', 'table'],
    ]);
  });

  test('a shared memory can be imported', () => {
    const { bytes } = sample({ memory: { min: 2, max: 10, shared: true } }).finish();
    expect(decodeModule(bytes).imports[0]?.external).toMatchObject({ type: { min: 2, max: 10, shared: true } });
    const memory = new WebAssembly.Memory({ initial: 2, maximum: 10, shared: true });
    const table = new WebAssembly.Table({ element: 'anyfunc', initial: 1 });
    expect(new WebAssembly.Instance(new WebAssembly.Module(bytes), { env: { memory, __indirect_function_table: table } })).toBeDefined();
  });

  test('exports each label and continuation by its number', () => {
    const { bytes, entries, continuations } = sample().finish();
    const { exports } = decodeModule(bytes);
    expect(exports.map(({ name, kind, index }) => [name, kind, index])).toEqual(entries.map((_, i) => [`f${i}`, 'function', i]));
    expect(continuations).toEqual([
      { entry: 3, label: 1 },
      { entry: 4, label: 1 },
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
    expect(names.includes('call')).toBe(!tailCalls);
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
  test('lines come with the entry and the place of their code', () => {
    const b = newBackend();
    b.jumpTable(2);
    b.addLabel(2);
    const lines = [{ line: 10, offset: b.offset() }];
    b.moveToVmRegister(1, xReg(0));
    lines.push({ line: 11, offset: b.offset() });
    finishLabel(b);
    b.addLabel(1);
    lines.push({ line: 20, offset: b.offset() });
    b.debugger();
    b.returnLabelsAndLines(lines);
    const { bytes, entries, lines: found } = b.finish();
    expect(found.map(({ line, entry }) => [line, entry])).toEqual([
      [10, 2],
      [11, 2],
      [20, 1],
    ]);
    expect(found[0]?.offset).toBe(entries[2]);
    expect(found[1]?.offset).toBe((entries[2] ?? 0) + (lines[1]?.offset ?? 0));
    expect(found[2]?.offset).toBe(entries[1]);
    // The code of line 11 begins with local.get 0, that of line 20 is unreachable.
    expect(bytes[found[1]?.offset ?? 0]).toBe(0x20);
    expect(bytes[found[2]?.offset ?? 0]).toBe(0x00);
  });

  test('ends the code of the last label', () => {
    const b = sample();
    b.returnLabelsAndLines();
    expect(() => b.moveToVmRegister(1, xReg(0))).toThrow('no label');
  });

  test.each([
    [[{ line: 0, offset: 0 }], 'line 0 at byte 0'],
    [[{ line: 1, offset: -1 }], 'line 1 at byte -1'],
    [[{ line: 1, offset: 1e6 }], 'line 1 at byte 1000000'],
    [
      [
        { line: 1, offset: 5 },
        { line: 2, offset: 4 },
      ],
      'line 2 at byte 4',
    ],
    [[{ line: 1.5, offset: 0 }], 'line 1.5 at byte 0'],
  ])('%j is an error', (lines, detail) => {
    expect(() => sample().returnLabelsAndLines(lines)).toThrow(`wrong lines: ${detail}`);
  });
});

describe('stream', () => {
  const withLines = (): AtomvmBackend => {
    const b = sample();
    b.returnLabelsAndLines([
      { line: 3, offset: 0 },
      { line: 4, offset: 40 },
    ]);
    return b;
  };

  test('is words, the module, words', () => {
    const b = withLines();
    const { bytes, entries, lines, continuations } = b.finish();
    const stream = b.stream();
    const words = new DataView(stream.buffer);
    let at = 0;
    const word = (): number => {
      at += 4;
      return words.getUint32(at - 4, true);
    };
    expect(word()).toBe(5);
    expect(entries.map(word)).toEqual(entries);
    expect(word()).toBe(bytes.length);
    expect(stream.subarray(at, at + bytes.length)).toEqual(bytes);
    at += 4 * Math.ceil(bytes.length / 4);
    expect(word()).toBe(2);
    expect(lines.map(() => ({ line: word(), offset: word() }))).toEqual(lines.map(({ line, offset }) => ({ line, offset })));
    expect(word()).toBe(2);
    expect(continuations.map(() => ({ entry: word(), label: word() }))).toEqual(continuations);
    expect(at).toBe(stream.length);
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
    const larger = new Uint8Array(stream.length + 8);
    larger.set(stream, 4);
    expect(decodeAtomvmStream(larger.subarray(4, 4 + stream.length))).toEqual(decodeAtomvmStream(stream));
  });

  test('of any other length is an error', () => {
    const stream = withLines().stream();
    for (let length = 0; length < stream.length; length++)
      expect(() => decodeAtomvmStream(stream.subarray(0, length))).toThrow(AtomvmStreamError);
    const longer = new Uint8Array(stream.length + 4);
    longer.set(stream);
    expect(() => decodeAtomvmStream(longer)).toThrow(`end at byte ${stream.length}: the stream has another length`);
  });

  test.each([0, 1, 2, 3, 4, 5])('a module of %d bytes', (size) => {
    const module = { bytes: Uint8Array.from({ length: size }, (_, i) => i + 1), entries: [0], lines: [], continuations: [] };
    expect(decodeAtomvmStream(encodeAtomvmStream(module))).toEqual(module);
  });
});

describe('primitives', () => {
  test('the first twenty, in order', () => {
    expect(atomvmPrimitives.map(({ name }) => name)).toEqual([
      'raise_error',
      'return',
      'schedule_next_cp',
      'module_get_atom_term_by_id',
      'call_ext',
      'allocate',
      'handle_error',
      'trim_live_regs',
      'get_imported_bif',
      'deallocate',
      'terminate_context',
      'test_heap',
      'put_list',
      'module_load_literal',
      'alloc_boxed_integer_fragment',
      'term_alloc_tuple',
      'send',
      'extended_register_ptr',
      'raise_error_tuple2',
      'term_compare',
    ]);
    expect(atomvmPrimitives.map(moduleNativeInterfaceOffset)).toEqual(atomvmPrimitives.map((_, i) => 4 * i));
  });

  test('one that is declared is found by name and index, and may take the place of a known one', () => {
    const own = { index: 30, name: 'own', parameters: ['i32', 'f64'], result: 'void' } as const;
    const other = { index: 2, name: 'schedule_next_cp', parameters: ['i32'], result: 'i32' } as const;
    const table = new PrimitiveTable([own, other]);
    expect(table.find('own')).toBe(own);
    expect(table.find(30)).toBe(own);
    expect(table.find(2)).toBe(other);
    expect(table.find(29)).toBeUndefined();
    expect(table.all().map(({ index }) => index)).toEqual([...Array.from({ length: 20 }, (_, i) => i), 30]);
  });

  test.each([
    [{ index: -1, name: 'a', parameters: [], result: 'i32' }, 'a: index -1'],
    [{ index: 1.5, name: 'a', parameters: [], result: 'i32' }, 'a: index 1.5'],
    [{ index: 65536, name: 'a', parameters: [], result: 'i32' }, 'a: index 65536'],
    [{ index: 40, name: 'a', parameters: ['i128'], result: 'i32' }, 'a: parameter type i128'],
    [{ index: 40, name: 'a', parameters: [], result: 'term' }, 'a: result type term'],
    [{ index: 40, name: 'send', parameters: [], result: 'i32' }, 'send: the name is declared twice'],
  ])('%j cannot be declared', (primitive, detail) => {
    expect(() => new PrimitiveTable([primitive as never])).toThrow(`wrong primitive: ${detail}`);
  });

  test('nor can one index twice', () => {
    const one = { index: 40, name: 'a', parameters: [], result: 'i32' } as const;
    expect(() => new AtomvmBackend({ primitives: [one, { ...one, name: 'b' }] })).toThrow('b: index 40 is declared twice');
  });
});
