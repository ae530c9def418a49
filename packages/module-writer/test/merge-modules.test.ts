import { readFileSync } from 'node:fs';
import { CodeEmitter, RelocatableInstructions, Relocations, ValueType } from '@beamline/wasm-asm';
import { describe, expect, test } from 'vitest';
import {
  BRANCH_HINT_SECTION,
  ConstExpression,
  decodeBranchHints,
  decodeModule,
  decodeNameSection,
  encodeModule,
  importCount,
  linkToExports,
  linkToImports,
  ModuleWriter,
  ModuleWriterError,
  mergeModules,
  type WasmModule,
} from '../src/index.js';

const { i32, funcref } = ValueType;

function call(value: unknown, ...args: unknown[]): unknown {
  if (typeof value !== 'function') throw new Error('not a function');
  return Reflect.apply(value, undefined, args);
}

function instantiate(module: WasmModule, imports: WebAssembly.Imports = {}): WebAssembly.Exports {
  return new WebAssembly.Instance(new WebAssembly.Module(encodeModule(module)), imports).exports;
}

/** A module that has one of everything: what it gives for x is `scale * 100 + offset(x) + data + table`. */
function sample(prefix: string, value: number): WasmModule {
  const m = new ModuleWriter();
  const unary = m.functionType([i32], [i32]);
  const nullary = m.functionType([], [i32]);
  const log = m.importFunction('env', `${prefix}log`, unary);
  const base = m.importGlobal('env', `${prefix}base`, { type: i32 });
  const own = m.global({ type: i32, mutable: true }, ConstExpression.i32(value));
  const memory = prefix === 'a' ? m.memory({ min: 1 }) : m.importMemory('env', 'memory', { min: 1 });
  const table = m.table({ element: funcref, min: 2 });
  const body = m.reserveFunction(unary);
  const constant = m.reserveFunction(nullary);
  m.element({ offset: ConstExpression.i32(1), table }, [constant]);
  const data = m.data('passive', Uint8Array.of(value));
  const c = new CodeEmitter();
  c.i32.const(value + 1);
  c.end();
  const end = c.buffer.length;
  m.defineFunction(constant, [], c.buffer, 0, end);
  c.i32.const(value * 4);
  c.i32.const(0);
  c.i32.const(1);
  c.memory.init(data, memory);
  c.i32.const(value * 4);
  c.i32.load8U();
  c.global.get(own);
  c.i32.add();
  c.global.get(base);
  c.i32.add();
  c.i32.const(1);
  c.callIndirect(nullary, table);
  c.i32.add();
  c.local.get(0);
  c.call(log);
  c.i32.add();
  const hinted = c.buffer.length - end;
  c.block();
  c.local.get(0);
  const branch = c.buffer.length - end;
  c.brIf(0);
  c.end();
  c.end();
  m.branchHint(body, branch, true);
  m.defineFunction(body, [1, i32], c.buffer, end, c.buffer.length);
  m.exportFunction(`${prefix}run`, body);
  if (prefix === 'a') m.exportMemory('memory', memory);
  m.nameFunction(body, `${prefix} body`);
  m.nameLocal(body, 1, `${prefix} local`);
  m.nameGlobal(own, `${prefix} own`);
  m.nameModule(prefix);
  m.custom('note', Uint8Array.of(value));
  expect(hinted).toBeLessThan(branch);
  return decodeModule(m.finish());
}

const env = { alog: (x: number) => x, blog: (x: number) => 10 * x, abase: 100, bbase: 1000 };

describe('merging', () => {
  test('two modules do in one what each does alone', () => {
    const a = sample('a', 3);
    const b = sample('b', 5);
    const alone = [
      call(instantiate(a, { env }).arun, 7),
      call(instantiate(b, { env: { ...env, memory: new WebAssembly.Memory({ initial: 1 }) } }).brun, 7),
    ];
    const { module } = mergeModules(a, b, linkToExports(a, 'env'));
    expect(module.imports.map(({ name }) => name)).toEqual(['alog', 'abase', 'blog', 'bbase']);
    const merged = instantiate(module, { env });
    expect([call(merged.arun, 7), call(merged.brun, 7)]).toEqual(alone);
    expect(alone).toEqual([3 + 3 + 100 + 4 + 7, 5 + 5 + 1000 + 6 + 70]);
  });

  test('what is not linked is imported', () => {
    const { module } = mergeModules(sample('a', 3), sample('b', 5));
    expect(module.imports.map(({ name }) => name)).toEqual(['alog', 'abase', 'blog', 'bbase', 'memory']);
    expect(module.memories.length).toBe(1);
  });

  test('names and branch hints go with their functions', () => {
    const a = sample('a', 3);
    const b = sample('b', 5);
    const { module, first, second } = mergeModules(a, b, linkToExports(a, 'env'));
    const content = (name: string): Uint8Array => module.customs.find((custom) => custom.name === name)?.bytes ?? Uint8Array.of();
    const names = decodeNameSection(content('name'));
    expect([names.moduleName, names.get('function', first.function(1)), names.get('function', second.function(1))]).toEqual([
      'a',
      'a body',
      'b body',
    ]);
    expect(names.local(second.function(1), 1)).toBe('b local');
    expect(names.get('global', second.global(1))).toBe('b own');
    const hints = decodeBranchHints(content(BRANCH_HINT_SECTION));
    expect(hints.functions()).toEqual([first.function(1), second.function(1)]);
    const [hint] = hints.of(second.function(1));
    const code = module.code[second.function(1) - 2];
    // Behind the local declarations: count, 1, i32.
    expect(code?.body[(hint?.offset ?? 0) - 3]).toBe(0x0d);
    expect(module.customs.filter(({ name }) => name === 'note').map(({ bytes }) => [...bytes])).toEqual([[3]]);
  });

  test('compiled modules', () => {
    const [fib, higher] = ['fib', 'higher_order'].map((name) =>
      decodeModule(readFileSync(new URL(`fixtures/${name}.wasm`, import.meta.url))),
    );
    if (fib === undefined || higher === undefined) throw new Error('no fixtures');
    for (const module of [fib, higher]) module.exports = [];
    const { module } = mergeModules(fib, higher, linkToImports(fib, higher));
    expect(WebAssembly.validate(encodeModule(module))).toBe(true);
    // Memory and table are the same ones; what only one of them imports is there, too.
    expect(importCount(module, 'memory')).toBe(1);
    expect(importCount(module, 'table')).toBe(1);
    expect(module.imports.length).toBeLessThan(fib.imports.length + higher.imports.length);
    expect(module.code.length).toBe(fib.code.length + higher.code.length);
  });

  test('errors', () => {
    const a = sample('a', 3);
    expect(() => mergeModules(a, sample('a', 4))).toThrow(ModuleWriterError);
    const [x, y] = ['x', 'y'].map((name) => {
      const m = new ModuleWriter();
      const c = new CodeEmitter();
      c.end();
      m.start(m.addFunction(m.functionType([], []), [], c.buffer));
      m.nameModule(name);
      return decodeModule(m.finish());
    });
    if (x === undefined || y === undefined) throw new Error('no modules');
    expect(() => mergeModules(x, y)).toThrow('second start: function 1');
  });
});

test('functions in any order, with fields patched in the finished module', () => {
  const m = new ModuleWriter();
  const nullary = m.functionType([], [i32]);
  const relocations = new Relocations();
  const c = new CodeEmitter();
  const r = new RelocatableInstructions(c, relocations);
  // Symbol 0 is a function, symbol 1 a constant: what they are is known only when the module is finished.
  r.call(0);
  r.i32Const(1);
  c.i32.add();
  c.end();
  const caller = m.addFunction(nullary, [], c.buffer);
  const other = new CodeEmitter();
  other.i32.const(40);
  other.end();
  const callee = m.addFunction(nullary, [], other.buffer);
  m.exportFunction('caller', caller);
  const bytes = m.finish();
  relocations.apply(bytes, (_, symbol) => (symbol === 0 ? callee : 2), m.codeOffset(caller));
  expect(call(new WebAssembly.Instance(new WebAssembly.Module(bytes)).exports.caller)).toBe(42);
});
