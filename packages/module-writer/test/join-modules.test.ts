import { CodeEmitter, ValueType } from '@beamline/wasm-asm';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  ConstExpression,
  decodeModule,
  emptyModule,
  encodeModule,
  type JoinedInstruction,
  joinModules,
  ModuleWriter,
  ModuleWriterError,
  type WasmModule,
} from '../src/index.js';

const { i32, i64, funcref } = ValueType;

function joined(modules: readonly WasmModule[], told?: JoinedInstruction): WasmModule {
  const parts = joinModules(modules, told);
  for (;;) {
    const { done, value } = parts.next();
    if (done === true) return value;
  }
}

function run(module: WasmModule, imports: WebAssembly.Imports): (name: string, x: number) => unknown {
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(encodeModule(module)), imports);
  return (name, x) => {
    const value = exports[name];
    if (typeof value !== 'function') throw new Error(`${name} is not exported`);
    return Reflect.apply(value, undefined, [x]);
  };
}

/** A module that imports what the others do, and functions of its own; `run<value>` uses all of it. */
function sample(value: number, extra: number): WasmModule {
  const m = new ModuleWriter();
  // Types that others do not have, in front of those that they have.
  for (let i = 0; i < extra; i++) m.functionType(new Array(i + 3).fill(i64), [i64]);
  const unary = m.functionType([i32], [i32]);
  const nullary = m.functionType([], [i32]);
  const own = extra % 2 === 0 ? m.importFunction('env', `own${value}`, nullary) : undefined;
  const double = m.importFunction('env', 'double', unary);
  const memory = m.importMemory('env', 'memory', { min: 1 });
  const table = m.importTable('env', 'table', { element: funcref, min: 10 });
  const base = m.importGlobal('env', `base${value}`, { type: i32 });
  const constant = m.reserveFunction(nullary);
  const main = m.reserveFunction(unary);
  m.element({ offset: ConstExpression.globalGet(base), table }, [constant]);
  const data = m.data('passive', Uint8Array.of(value));
  const c = new CodeEmitter();
  c.i32.const(1000 * value);
  if (own !== undefined) {
    c.call(own);
    c.i32.add();
  }
  c.end();
  const end = c.buffer.length;
  m.defineFunction(constant, [], c.buffer, 0, end);
  c.i32.const(value);
  c.i32.const(0);
  c.i32.const(1);
  c.memory.init(data, memory);
  c.i32.const(value);
  c.i32.load8U();
  c.local.get(0);
  c.call(double);
  c.i32.add();
  c.global.get(base);
  c.callIndirect(nullary, table);
  c.i32.add();
  c.end();
  m.defineFunction(main, [], c.buffer, end, c.buffer.length);
  m.exportFunction(`run${value}`, main);
  m.nameFunction(main, `main ${value}`);
  return decodeModule(m.finish());
}

function environment(values: readonly number[]): WebAssembly.Imports {
  const env: WebAssembly.ModuleImports = {
    double: (x: number) => 2 * x,
    memory: new WebAssembly.Memory({ initial: 1 }),
    table: new WebAssembly.Table({ element: 'anyfunc', initial: 10 }),
  };
  values.forEach((value, i) => {
    env[`base${value}`] = i;
    env[`own${value}`] = () => 7;
  });
  return { env };
}

describe('joining', () => {
  test('modules do in one what each does alone, whatever they have in front of what they share', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.integer({ min: 1, max: 99 }), { minLength: 1, maxLength: 10 }),
        fc.array(fc.nat(4)),
        (values, extras) => {
          const modules = values.map((value, i) => sample(value, extras[i] ?? 0));
          const all = run(joined(modules), environment(values));
          values.forEach((value, i) => {
            const alone = run(sample(value, extras[i] ?? 0), environment(values));
            expect(all(`run${value}`, 5)).toBe(alone(`run${value}`, 5));
          });
        },
      ),
      { numRuns: 50 },
    );
  });

  test('what all import and the types that all have are there once', () => {
    const module = joined([sample(1, 1), sample(2, 1), sample(3, 3)]);
    const names = module.imports.map(({ name }) => name);
    expect(names).toEqual(['double', 'memory', 'table', 'base1', 'base2', 'base3']);
    // Those of `double` and of the constants, and the extra ones, of which the first is common.
    expect(module.types.flatMap(({ types }) => types)).toHaveLength(2 + 3);
  });

  test('imports of one name and of different types stay two', () => {
    const other = new ModuleWriter();
    other.exportFunction('other', other.importFunction('env', 'double', other.functionType([i64], [i32])));
    expect(joined([sample(1, 1), decodeModule(other.finish())]).imports.filter(({ name }) => name === 'double')).toHaveLength(2);
  });

  test('types that refer to themselves stay those of their modules', () => {
    const node = { kind: 'struct', fields: [{ type: ValueType.refNull(0) }] } as const;
    const list: WasmModule = { ...emptyModule(), types: [{ types: [node], explicit: false }] };
    const plain: WasmModule = { ...emptyModule(), types: [{ types: [{ kind: 'struct', fields: [{ type: i32 }] }], explicit: false }] };
    const module = joined([plain, list, plain, list]);
    expect(module.types).toHaveLength(3);
    // Each still refers to itself.
    expect(decodeModule(encodeModule(module)).types.map(({ types }) => types[0])).toEqual(
      [
        plain.types[0]?.types[0],
        { kind: 'struct', fields: [{ type: ValueType.refNull(1) }] },
        { kind: 'struct', fields: [{ type: ValueType.refNull(2) }] },
      ].map((type) => expect.objectContaining({ kind: type?.kind })),
    );
  });

  test('tells where instructions have gone, and keeps names', () => {
    const modules = [sample(1, 4), sample(2, 0)];
    const places: [number, number, number, number][] = [];
    const module = joined(modules, (...place) => places.push(place));
    expect(places.length).toBeGreaterThan(20);
    for (const [number, definition, from, to] of places) {
      const before = modules[number]?.code[definition]?.body[from];
      const after = module.code[(number === 0 ? 0 : (modules[0]?.code.length ?? 0)) + definition]?.body[to];
      expect(after).toBe(before);
    }
    const names = module.customs.filter(({ name }) => name === 'name').map(({ bytes }) => new TextDecoder().decode(bytes));
    expect(names).toEqual([expect.stringMatching(/main 1.*main 2/s)]);
  });

  test('two exports of one name are an error', () => {
    expect(() => joined([sample(1, 0), sample(1, 0)])).toThrow(ModuleWriterError);
  });
});
