import { ByteBuffer, CodeEmitter, GcInstructions, HeapType, ValueType } from '@beamline/wasm-asm';
import { describe, expect, test } from 'vitest';
import { ConstExpression, ModuleWriter, ModuleWriterError, PackedType } from '../src/index.js';
import { binaryenText, hasWabtCommands, objdump, validateByCommand, wabtText } from './readers.js';

const { i32, i64, f32, f64, v128, funcref, externref } = ValueType;

function code(write: (c: CodeEmitter) => void): ByteBuffer {
  const c = new CodeEmitter();
  write(c);
  c.end();
  return c.buffer;
}

function failure(run: () => unknown): unknown {
  try {
    run();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
}

/** Checks with every reader and gives the text of wabt. */
function check(m: ModuleWriter): string {
  const bytes = m.finish();
  expect(() => new WebAssembly.Module(bytes)).not.toThrow();
  if (hasWabtCommands) validateByCommand(bytes);
  return wabtText(bytes);
}

function exportsOf(m: ModuleWriter, imports: WebAssembly.Imports = {}): WebAssembly.Exports {
  return new WebAssembly.Instance(new WebAssembly.Module(m.finish()), imports).exports;
}

function call(value: unknown, ...args: unknown[]): unknown {
  if (typeof value !== 'function') throw new Error('not a function');
  return Reflect.apply(value, undefined, args);
}

describe('sections', () => {
  test('an empty module is eight bytes', () => {
    const m = new ModuleWriter();
    expect([...m.finish()]).toEqual([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]);
    check(m);
  });

  test('function types are interned', () => {
    const m = new ModuleWriter();
    const a = m.functionType([i32, i64], [f32]);
    const b = m.functionType([i32], [i64, f32]);
    const c = m.functionType([], []);
    expect([a, b, c]).toEqual([0, 1, 2]);
    expect(m.functionType([i32, i64], [f32])).toBe(a);
    expect(m.functionType([i32], [i64, f32])).toBe(b);
    expect(m.functionType([i64, i32], [f32])).toBe(3);
    expect(m.typeCount).toBe(4);
    expect(check(m)).toContain('(type (;1;) (func (param i32) (result i64 f32)))');
  });

  test('ten thousand different function types stay apart', () => {
    const m = new ModuleWriter();
    const types = [i32, i64, f32, f64];
    const shapes = Array.from({ length: 10_000 }, (_, n) => Array.from({ length: 8 }, (_, digit) => types[(n >> (2 * digit)) & 3] ?? i32));
    expect(shapes.map((shape) => m.functionType(shape, []))).toEqual(shapes.map((_, n) => n));
    expect(shapes.map((shape) => m.functionType(shape, []))).toEqual(shapes.map((_, n) => n));
  });

  test('function types whose hashes are equal stay apart', () => {
    // The hash is linear in base 31, and these differ by one there and by 31 here.
    const a = [ValueType.ref(0), ValueType.ref(31)];
    const b = [ValueType.ref(1), ValueType.ref(0)];
    const m = new ModuleWriter();
    expect([m.functionType(a, []), m.functionType(b, []), m.functionType(a, []), m.functionType(b, [])]).toEqual([0, 1, 0, 1]);
  });

  test('imports of every kind', () => {
    const m = new ModuleWriter();
    const t = m.functionType([i32], []);
    expect(m.importFunction('kernel', 'gc', t)).toBe(0);
    expect(m.importFunction('kernel', 'send', t)).toBe(1);
    expect(m.importTable('env', 'table', { element: funcref, min: 1 })).toBe(0);
    expect(m.importMemory('env', 'memory', { min: 1, max: 65536, shared: true })).toBe(0);
    expect(m.importGlobal('env', 'base', { type: i32 })).toBe(0);
    expect(m.importGlobal('env', 'top', { type: i64, mutable: true })).toBe(1);
    expect(m.importTag('env', 'failure', t)).toBe(0);
    const text = check(m);
    for (const line of [
      '(import "kernel" "send" (func (;1;) (type 0)))',
      '(import "env" "table" (table (;0;) 1 funcref))',
      '(import "env" "memory" (memory (;0;) 1 65536 shared))',
      '(import "env" "base" (global (;0;) i32))',
      '(import "env" "top" (global (;1;) (mut i64)))',
      '(import "env" "failure" (tag (;0;) (type 0) (param i32)))',
    ])
      expect(text).toContain(line);
  });

  test('functions: reserved, defined out of order, calling each other and imports', () => {
    const m = new ModuleWriter();
    const t = m.functionType([i32], [i32]);
    const imported = m.importFunction('js', 'double', t);
    const f = m.reserveFunction(t);
    const g = m.reserveFunction(t);
    expect([imported, f, g, m.functionCount]).toEqual([0, 1, 2, 3]);
    m.defineFunction(
      g,
      [1, i32, 2, f64],
      code((c) => {
        c.local.get(0);
        c.call(imported);
        c.local.tee(1);
      }),
    );
    m.defineFunction(
      f,
      [],
      code((c) => {
        c.local.get(0);
        c.i32.const(1);
        c.i32.add();
        c.returnCall(g);
      }),
    );
    m.exportFunction('f', f);
    check(m);
    expect(call(exportsOf(m, { js: { double: (x: number) => 2 * x } }).f, 20)).toBe(42);
  });

  test('bodies are parts of a buffer that goes on growing', () => {
    const m = new ModuleWriter();
    const t = m.functionType([], [i32]);
    const c = new CodeEmitter(new ByteBuffer(16));
    for (let i = 0; i < 100; i++) {
      const start = c.buffer.length;
      c.i32.const(i * 1000);
      c.end();
      m.exportFunction(`f${i}`, m.addFunction(t, [], c.buffer, start));
    }
    const { f99 } = exportsOf(m);
    expect(call(f99)).toBe(99_000);
    const bytes = m.finish();
    const at = m.codeOffset(99);
    expect([...bytes.subarray(at, at + 5)]).toEqual([0x41, 0xb8, 0x85, 0x06, 0x0b]);
  });

  test('codeOffset points behind the locals, in a buffer that held something else before', () => {
    const m = new ModuleWriter();
    const t = m.functionType([], []);
    const marks = [300, 301, 302].map((mark, i) => {
      const locals = Array.from({ length: i * 200 }, (_, n) => (n % 2 === 0 ? 1 : (n >> 1) % 2 === 0 ? i32 : f64));
      return m.addFunction(
        t,
        locals,
        code((c) => {
          c.i32.const(mark);
          c.drop();
        }).slice(),
      );
    });
    expect(failure(() => m.codeOffset(0))).toMatchObject({ problem: 'not-finished' });
    const out = new ByteBuffer(16);
    out.append(new Uint8Array(5));
    m.finishInto(out);
    const bytes = out.slice(5);
    expect(bytes).toEqual(m.finish());
    for (const [i, index] of marks.entries()) {
      const at = m.codeOffset(index);
      expect([...bytes.subarray(at, at + 3)]).toEqual([0x41, 0xac + i, 0x02]);
    }
    if (hasWabtCommands) {
      const lines = objdump(bytes, '-d');
      for (const index of marks) expect(lines).toMatch(new RegExp(`^ 0*${m.codeOffset(index).toString(16)}: 41 `, 'm'));
    }
    check(m);
  });

  test('tables, memories, tags, globals', () => {
    const m = new ModuleWriter();
    const t = m.functionType([i32], []);
    expect(m.table({ element: funcref, min: 2 })).toBe(0);
    expect(m.table({ element: externref, min: 0, max: 10 })).toBe(1);
    expect(m.memory({ min: 1, max: 2 })).toBe(0);
    expect(m.tag(t)).toBe(0);
    const first = [
      m.global({ type: i32 }, ConstExpression.i32(-7)),
      m.global({ type: i64, mutable: true }, ConstExpression.i64(-(2n ** 63n))),
      m.global({ type: f32 }, ConstExpression.f32(1.5)),
      m.global({ type: f64 }, ConstExpression.f64(-2.5)),
      m.global({ type: v128 }, ConstExpression.v128(new Uint8Array(16).fill(1))),
      m.global({ type: externref }, ConstExpression.refNull(HeapType.extern)),
      m.global({ type: funcref }, ConstExpression.refNull(HeapType.func)),
    ];
    expect(first).toEqual([0, 1, 2, 3, 4, 5, 6]);
    for (const index of first.slice(0, 4)) m.exportGlobal(`g${index}`, index);
    m.exportTable('t', 1);
    m.exportMemory('m', 0);
    m.exportTag('e', 0);
    const text = check(m);
    expect(text).toContain('(memory (;0;) 1 2)');
    expect(text).toContain('(tag (;0;) (type 0) (param i32))');
    const exported = exportsOf(m);
    const value = (name: string): unknown => {
      const global = exported[name];
      if (!(global instanceof WebAssembly.Global)) throw new Error(`no global ${name}`);
      const current: unknown = global.value;
      return current;
    };
    expect(['g0', 'g1', 'g2', 'g3'].map(value)).toEqual([-7, -(2n ** 63n), 1.5, -2.5]);
    expect(exported.t).toHaveProperty('length', 0);
  });

  test('globals that take an imported one or a function', () => {
    const m = new ModuleWriter();
    const t = m.functionType([], [i32]);
    const base = m.importGlobal('env', 'base', { type: i32 });
    const f = m.addFunction(
      t,
      [],
      code((c) => c.global.get(1)),
    );
    m.global({ type: i32 }, ConstExpression.globalGet(base));
    m.global({ type: funcref }, ConstExpression.refFunc(f));
    m.exportFunction('f', f);
    check(m);
    expect(call(exportsOf(m, { env: { base: 77 } }).f)).toBe(77);
  });

  test('start', () => {
    const m = new ModuleWriter();
    const hello = m.importFunction('js', 'hello', m.functionType([], []));
    m.start(hello);
    expect(check(m)).toContain('(start 0)');
    let count = 0;
    exportsOf(m, { js: { hello: () => count++ } });
    expect(count).toBe(1);
  });

  test('element segments of every form', () => {
    const m = new ModuleWriter();
    const t = m.functionType([], [i32]);
    const f = m.addFunction(
      t,
      [],
      code((c) => c.i32.const(1)),
    );
    const g = m.addFunction(
      t,
      [],
      code((c) => c.i32.const(2)),
    );
    m.table({ element: funcref, min: 10 });
    m.table({ element: funcref, min: 10 });
    m.table({ element: externref, min: 10 });
    const at = ConstExpression.i32(3);
    const expressions = [ConstExpression.refFunc(f), ConstExpression.refNull(HeapType.func)];
    const nulls = { type: externref, expressions: [ConstExpression.refNull(HeapType.extern)] };
    expect(m.element({ offset: at }, [f, g])).toBe(0);
    expect(m.element('passive', Uint32Array.of(g))).toBe(1);
    expect(m.element({ offset: at, table: 1 }, [g])).toBe(2);
    expect(m.element('declarative', [f])).toBe(3);
    expect(m.element({ offset: at }, { type: funcref, expressions })).toBe(4);
    expect(m.element('passive', nulls)).toBe(5);
    expect(m.element({ offset: at, table: 2 }, nulls)).toBe(6);
    expect(m.element('declarative', { type: funcref, expressions })).toBe(7);
    m.exportTable('one', 1);
    const text = check(m);
    expect(text).toContain('(elem (;2;) (table 1) (i32.const 3) func 1)');
    expect(text).toContain('(elem (;7;) declare funcref (ref.func 0) (ref.null func))');
    const { one } = exportsOf(m);
    if (!(one instanceof WebAssembly.Table)) throw new Error('no table');
    expect(call(one.get(3))).toBe(2);
  });

  test('data segments of every form, with their count before the code', () => {
    const m = new ModuleWriter();
    m.memory({ min: 1 });
    const bytes = Uint8Array.of(1, 2, 3, 4);
    expect(m.data({ offset: ConstExpression.i32(16) }, bytes)).toBe(0);
    const passive = m.data('passive', Uint8Array.of(5, 6, 7, 8));
    const f = m.addFunction(
      m.functionType([], [i32]),
      [],
      code((c) => {
        c.i32.const(20);
        c.i32.const(0);
        c.i32.const(4);
        c.memory.init(passive);
        c.data.drop(passive);
        c.i32.const(18);
        c.i32.load(0, 0);
      }),
    );
    m.exportFunction('f', f);
    check(m);
    expect(call(exportsOf(m).f)).toBe(0x06050403);
  });

  test('a second memory, 64-bit memories, a table with a first value', () => {
    const m = new ModuleWriter();
    m.memory({ min: 1 });
    m.memory({ min: 1, max: 2 ** 40, address: 'i64' });
    m.data({ offset: ConstExpression.i64(2n ** 33n), memory: 1 }, Uint8Array.of(1));
    expect(wabtText(m.finish())).toContain('(memory (;1;) i64 1 1099511627776)');
    const tables = new ModuleWriter();
    const t = tables.functionType([], []);
    const f = tables.addFunction(
      t,
      [],
      code((c) => c.nop()),
    );
    tables.table({ element: ValueType.ref(t), min: 3 }, ConstExpression.refFunc(f));
    expect(binaryenText(tables.finish())).toMatch(/\(table \$\S+ 3 \(ref \$\S+\)/);
  });

  test('shared memories reach V8', () => {
    const m = new ModuleWriter();
    m.importMemory('env', 'memory', { min: 1, max: 4, shared: true });
    check(m);
    expect(() => exportsOf(m, { env: { memory: new WebAssembly.Memory({ initial: 1, maximum: 4, shared: true }) } })).not.toThrow();
  });

  test('names of every kind, given in any order', () => {
    const m = new ModuleWriter();
    const t = m.functionType([i32], []);
    m.importFunction('a', 'b', t);
    const f = m.addFunction(
      t,
      [1, i32],
      code((c) => {
        c.block();
        c.end();
      }),
    );
    m.table({ element: funcref, min: 0 });
    m.memory({ min: 0 });
    m.global({ type: i32 }, ConstExpression.i32(0));
    m.tag(t);
    m.element('passive', [f]);
    m.data('passive', new Uint8Array());
    const long = 'n'.repeat(200);
    m.nameModule('lists');
    m.nameFunction(f, long);
    m.nameFunction(0, 'größe');
    m.nameLocal(f, 1, 'second');
    m.nameLocal(f, 0, 'first');
    m.nameLabel(f, 0, 'out');
    m.nameType(t, 'a_type');
    m.nameTable(0, 'a_table');
    m.nameMemory(0, 'a_memory');
    m.nameGlobal(0, 'a_global');
    m.nameTag(0, 'a_tag');
    m.nameElement(0, 'an_element');
    m.nameData(0, 'a_datum');
    const text = check(m);
    for (const name of [
      `$${long}`,
      '$first',
      '$second',
      '$a_type',
      '$a_table',
      '$a_memory',
      '$a_global',
      '$a_tag',
      '$an_element',
      '$a_datum',
    ]) {
      expect(text).toContain(name);
    }
    const [names] = WebAssembly.Module.customSections(new WebAssembly.Module(m.finish()), 'name');
    if (names === undefined) throw new Error('no name section');
    // Subsections: module, functions, locals, labels, types and so on, in rising order.
    const content = new Uint8Array(names);
    const ids: number[] = [];
    for (let at = 0; at < content.length; ) {
      ids.push(content[at] ?? -1);
      let size = 0;
      let shift = 0;
      for (at++; ; at++, shift += 7) {
        const byte = content[at] ?? 0;
        size |= (byte & 0x7f) << shift;
        if (byte < 0x80) break;
      }
      at += 1 + size;
    }
    expect(ids).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 11]);
    if (hasWabtCommands) expect(objdump(m.finish(), '-x')).toContain('<größe>');
  });

  test('the name of a function is in the stack trace', () => {
    const m = new ModuleWriter();
    const f = m.addFunction(
      m.functionType([], []),
      [],
      code((c) => c.unreachable()),
    );
    m.nameFunction(f, 'lists:reverse/1');
    m.exportFunction('f', f);
    expect(failure(() => call(exportsOf(m).f))).toHaveProperty('stack', expect.stringContaining('lists:reverse/1'));
  });

  test('non-ASCII names of imports and exports', () => {
    const m = new ModuleWriter();
    const t = m.functionType([], []);
    m.importFunction('モジュール', '関数', t);
    m.exportFunction('héllo, wörld 🎈', 0);
    m.exportFunction('', 0);
    check(m);
    const module = new WebAssembly.Module(m.finish());
    expect(WebAssembly.Module.imports(module)).toEqual([{ module: 'モジュール', name: '関数', kind: 'function' }]);
    expect(WebAssembly.Module.exports(module).map((item) => item.name)).toEqual(['héllo, wörld 🎈', '']);
  });

  test('custom sections in every place', () => {
    const m = new ModuleWriter();
    const places = [
      'first',
      'type',
      'import',
      'function',
      'table',
      'memory',
      'tag',
      'global',
      'export',
      'start',
      'element',
      'dataCount',
      'code',
      'data',
    ] as const;
    const t = m.functionType([], []);
    m.addFunction(
      t,
      [],
      code((c) => c.nop()),
    );
    m.memory({ min: 1 });
    m.data('passive', new Uint8Array(1));
    for (const place of places) m.custom(`at ${place}`, new TextEncoder().encode(place), place);
    m.custom('last', new Uint8Array(300));
    check(m);
    const module = new WebAssembly.Module(m.finish());
    for (const place of places) {
      const [content] = WebAssembly.Module.customSections(module, `at ${place}`);
      expect(new TextDecoder().decode(content)).toBe(place);
    }
    if (hasWabtCommands) {
      const headers = objdump(m.finish(), '-h')
        .split('\n')
        .map((line) => line.trim().split(/\s+start=/)[0] + (/"(.*)"/.exec(line)?.[1] ?? ''));
      const order = headers.filter((line) => /^(Custom|Type|Function|Memory|DataCount|Code|Data)/.test(line));
      expect(order).toEqual([
        'Customat first',
        'Type',
        'Customat type',
        'Customat import',
        'Function',
        'Customat function',
        'Customat table',
        'Memory',
        'Customat memory',
        'Customat tag',
        'Customat global',
        'Customat export',
        'Customat start',
        'Customat element',
        'DataCount',
        'Customat dataCount',
        'Code',
        'Customat code',
        'Data',
        'Customat data',
        'Customlast',
      ]);
    }
  });

  test('structures, arrays and recursion groups', () => {
    const m = new ModuleWriter();
    const pair = m.structType([{ type: i32, mutable: true }, { type: PackedType.i8 }]);
    const bytes = m.arrayType({ type: PackedType.i16, mutable: true });
    const next = m.typeCount;
    const list = m.recursionGroup([
      { kind: 'struct', fields: [{ type: ValueType.refNull(next + 1) }], open: true },
      { kind: 'array', element: { type: ValueType.ref(next) } },
      { kind: 'function', params: [ValueType.refNull(next)], results: [] },
    ]);
    expect([pair, bytes, list]).toEqual([0, 1, 2]);
    m.recursionGroup([{ kind: 'struct', fields: [{ type: ValueType.refNull(3) }, { type: i64 }], supertype: 2 }]);
    const t = m.functionType([ValueType.refNull(pair), ValueType.ref(HeapType.eq)], [ValueType.refNull(5)]);
    const f = m.addFunction(
      t,
      [1, ValueType.refNull(bytes), 2, ValueType.refNull(list)],
      code((c) => c.ref.null(5)),
    );
    m.addFunction(
      4,
      [],
      code((c) => c.nop()),
    );
    m.global({ type: ValueType.i31ref }, ConstExpression.i31(5));
    m.global(
      { type: ValueType.ref(pair) },
      ConstExpression.of((c) => {
        c.i32.const(1);
        c.i32.const(2);
        new GcInstructions(c).struct.new(pair);
      }),
    );
    m.exportFunction('f', f);
    const text = binaryenText(m.finish());
    expect(text).toContain('(array (mut i16))');
    expect(text).toContain('(rec');
    expect(text).toMatch(/\(sub final \$\S+ \(struct|\(sub \$\S+ \(struct/);
    expect(failure(() => m.reserveFunction(pair))).toMatchObject({ problem: 'not-a-function-type', index: pair });
  });

  test('more than 128 kB of code, many groups of locals', () => {
    const m = new ModuleWriter();
    const t = m.functionType([i32], [i32]);
    const c = new CodeEmitter();
    const locals = Array.from({ length: 600 }, (_, n) => (n % 2 === 0 ? (n % 7) + 1 : ([i32, i64, f32, f64][(n >> 1) % 4] ?? i32)));
    let last = 0;
    for (let i = 0; i < 300; i++) {
      const start = c.buffer.length;
      c.local.get(0);
      for (let k = 0; k < 200; k++) {
        c.i32.const(1_000_000 + k);
        c.i32.xor();
      }
      c.end();
      last = m.addFunction(t, i % 50 === 0 ? locals : [], c.buffer, start);
    }
    m.exportFunction('last', last);
    const bytes = m.finish();
    expect(bytes.length).toBeGreaterThan(2 * 128 * 1024);
    check(m);
    let expected = 5;
    for (let k = 0; k < 200; k++) expected ^= 1_000_000 + k;
    expect(call(exportsOf(m).last, 5)).toBe(expected);
  });

  test('reset gives the same bytes as a new writer', () => {
    const fill = (m: ModuleWriter): Uint8Array => {
      const t = m.functionType([i64], []);
      m.importFunction('a', 'b', t);
      m.importMemory('a', 'm', { min: 1 });
      m.table({ element: funcref, min: 1 });
      m.tag(t);
      m.global({ type: i32 }, ConstExpression.i32(1));
      const f = m.addFunction(
        t,
        [1, i32],
        code((c) => c.nop()),
      );
      m.exportFunction('f', f);
      m.element({ offset: ConstExpression.i32(0) }, [f]);
      m.data('passive', Uint8Array.of(9));
      m.nameFunction(f, 'f');
      m.custom('x', Uint8Array.of(1));
      return m.finish();
    };
    const m = new ModuleWriter();
    const first = fill(m);
    m.start(0);
    m.reset();
    expect([...m.finish()]).toHaveLength(8);
    expect(fill(m)).toEqual(first);
    expect(fill(new ModuleWriter())).toEqual(first);
  });
});

describe('wrong use', () => {
  const problem = (run: () => unknown): { problem: string; space: string; index: number } => {
    const error = failure(run);
    if (!(error instanceof ModuleWriterError)) throw error;
    return { problem: error.problem, space: error.space, index: error.index };
  };

  test('is a typed error', () => {
    const m = new ModuleWriter();
    expect(problem(() => m.reserveFunction(0))).toEqual({ problem: 'unknown-index', space: 'type', index: 0 });
    const t = m.functionType([], []);
    const imported = m.importFunction('a', 'b', t);
    const f = m.reserveFunction(t);
    expect(problem(() => m.importFunction('a', 'c', t))).toEqual({ problem: 'import-after-definition', space: 'function', index: 2 });
    expect(problem(() => m.finish())).toEqual({ problem: 'missing-body', space: 'function', index: f });
    expect(problem(() => m.defineFunction(imported, [], new Uint8Array()))).toEqual({
      problem: 'body-of-import',
      space: 'function',
      index: 0,
    });
    expect(problem(() => m.defineFunction(9, [], new Uint8Array()))).toEqual({ problem: 'unknown-index', space: 'function', index: 9 });
    expect(problem(() => m.defineFunction(f, [1], new Uint8Array()))).toEqual({ problem: 'odd-locals', space: 'function', index: f });
    m.defineFunction(
      f,
      [],
      code((c) => c.nop()),
    );
    expect(problem(() => m.defineFunction(f, [], new Uint8Array()))).toEqual({ problem: 'second-body', space: 'function', index: f });
    expect(problem(() => m.codeOffset(f))).toEqual({ problem: 'not-finished', space: 'function', index: f });
    expect(problem(() => m.codeOffset(imported))).toEqual({ problem: 'body-of-import', space: 'function', index: 0 });
    m.exportFunction('f', f);
    expect(problem(() => m.exportFunction('f', imported))).toEqual({ problem: 'duplicate-export', space: 'function', index: 0 });
    for (const [space, run] of [
      ['function', () => m.exportFunction('x', 2)],
      ['table', () => m.exportTable('x', 0)],
      ['memory', () => m.exportMemory('x', 0)],
      ['global', () => m.exportGlobal('x', 0)],
      ['tag', () => m.exportTag('x', 0)],
      ['function', () => m.start(2)],
      ['table', () => m.element({ offset: ConstExpression.i32(0) }, [])],
      ['function', () => m.element('passive', [7])],
      ['memory', () => m.data({ offset: ConstExpression.i32(0) }, new Uint8Array())],
      ['function', () => m.nameFunction(2, 'x')],
      ['type', () => m.nameType(1, 'x')],
      ['element', () => m.nameElement(0, 'x')],
      ['data', () => m.nameData(-1, 'x')],
      ['table', () => m.nameTable(NaN, 'x')],
    ] as const)
      expect(problem(run)).toMatchObject({ problem: 'unknown-index', space });
    m.table({ element: funcref, min: 0 });
    m.memory({ min: 0 });
    m.tag(t);
    m.global({ type: i32 }, ConstExpression.i32(0));
    for (const [space, run] of [
      ['table', () => m.importTable('a', 'b', { element: funcref, min: 0 })],
      ['memory', () => m.importMemory('a', 'b', { min: 0 })],
      ['tag', () => m.importTag('a', 'b', t)],
      ['global', () => m.importGlobal('a', 'b', { type: i32 })],
    ] as const)
      expect(problem(run)).toEqual({ problem: 'import-after-definition', space, index: 1 });
    expect(problem(() => m.memory({ min: 1, shared: true }))).toMatchObject({ problem: 'shared-without-maximum' });
    check(m);
  });
});
