import { CodeEmitter, GcInstructions, HeapType, ValueType } from '@beamline/wasm-asm';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type JsStringBuiltin, JsStrings, jsStringFallback, ModuleWriter } from '../src/index.js';
import { binaryenText } from './readers.js';

const { i32, externref } = ValueType;
const STRING = ValueType.ref(HeapType.extern);
const SIGNATURES: ReadonlyMap<JsStringBuiltin, { params: readonly ValueType[]; result: ValueType }> = new Map([
  ['cast', { params: [externref], result: STRING }],
  ['test', { params: [externref], result: i32 }],
  ['fromCharCode', { params: [i32], result: STRING }],
  ['fromCodePoint', { params: [i32], result: STRING }],
  ['charCodeAt', { params: [externref, i32], result: i32 }],
  ['codePointAt', { params: [externref, i32], result: i32 }],
  ['length', { params: [externref], result: i32 }],
  ['concat', { params: [externref, externref], result: STRING }],
  ['substring', { params: [externref, i32, i32], result: STRING }],
  ['equals', { params: [externref, externref], result: i32 }],
  ['compare', { params: [externref, externref], result: i32 }],
]);
const TEXT = 'grüße 🦀, 世界';

/** A module that exports each built-in, a constant, and a way through an array of code units and back. */
function module(withArrays: boolean): { bytes: Uint8Array<ArrayBuffer>; strings: JsStrings } {
  const m = new ModuleWriter();
  const strings = new JsStrings(m);
  const indices = [...SIGNATURES].map(([name, signature]) => ({ name, index: strings.builtin(name), ...signature }));
  const constant = strings.constant(TEXT);
  const [into, from] = withArrays ? [strings.builtin('intoCharCodeArray'), strings.builtin('fromCharCodeArray')] : [0, 0];
  const c = new CodeEmitter();
  for (const { name, index, params, result } of indices) {
    const start = c.buffer.length;
    for (let i = 0; i < params.length; i++) c.local.get(i);
    c.call(index);
    c.end();
    m.exportFunction(name, m.addFunction(m.functionType(params, [result]), [], c.buffer, start, c.buffer.length));
  }
  m.exportGlobal('constant', constant);
  if (withArrays) {
    const start = c.buffer.length;
    const units = 1;
    c.local.get(0);
    c.call(strings.builtin('length'));
    new GcInstructions(c).array.newDefault(strings.codeUnits);
    c.local.set(units);
    c.local.get(units);
    c.i32.const(0);
    c.local.get(0);
    c.local.get(units);
    c.i32.const(0);
    c.call(into);
    c.call(from);
    c.end();
    const locals = [1, ValueType.refNull(strings.codeUnits)];
    m.exportFunction('copy', m.addFunction(m.functionType([externref], [STRING]), locals, c.buffer, start, c.buffer.length));
    // Writes a text at an index into an array of so many units, and makes a string of a part.
    const partStart = c.buffer.length;
    const part = 5;
    c.local.get(1);
    new GcInstructions(c).array.newDefault(strings.codeUnits);
    c.local.set(part);
    c.local.get(0);
    c.local.get(part);
    c.local.get(2);
    c.call(into);
    c.drop();
    c.local.get(part);
    c.local.get(3);
    c.local.get(4);
    c.call(from);
    c.end();
    const type = m.functionType([externref, i32, i32, i32, i32], [STRING]);
    m.exportFunction('part', m.addFunction(type, locals, c.buffer, partStart, c.buffer.length));
  }
  return { bytes: m.finish(), strings };
}

/** Compiles with the built-ins; undefined if the engine has none, and so asks for imports. */
function withBuiltins({ bytes, strings }: ReturnType<typeof module>): WebAssembly.Exports | undefined {
  const options = { builtins: ['js-string'], importedStringConstants: strings.constantsModule };
  try {
    const compiled: WebAssembly.Module = Reflect.construct(WebAssembly.Module, [bytes, options]);
    return WebAssembly.Module.imports(compiled).length === 0 ? new WebAssembly.Instance(compiled).exports : undefined;
  } catch {
    return undefined;
  }
}

/** Compiles without the built-ins; undefined if the engine has no references with a heap type. */
function withFallback({ bytes, strings }: ReturnType<typeof module>): WebAssembly.Exports | undefined {
  if (!WebAssembly.validate(bytes)) return undefined;
  const imports: WebAssembly.Imports = {};
  for (const [name, value] of Object.entries(jsStringFallback(strings))) Reflect.set(imports, name, value);
  return new WebAssembly.Instance(new WebAssembly.Module(bytes), imports).exports;
}

function call(exports: WebAssembly.Exports, name: string, ...args: unknown[]): unknown {
  const exported = exports[name];
  if (typeof exported !== 'function') throw new Error(`no export ${name}`);
  return Reflect.apply(exported, undefined, args);
}

function check(exports: WebAssembly.Exports): void {
  const { constant } = exports;
  expect(constant instanceof WebAssembly.Global && constant.value).toBe(TEXT);
  const text = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('', 'a', 'ab', TEXT));
  const run = (name: string, ...args: unknown[]): unknown => call(exports, name, ...args);
  fc.assert(
    fc.property(text, text, fc.nat(8), fc.nat(8), fc.integer({ min: 0, max: 0x10ffff }), (a, b, start, end, point) => {
      expect(run('cast', a)).toBe(a);
      expect(run('length', a)).toBe(a.length);
      expect(run('concat', a, b)).toBe(a + b);
      expect(run('equals', a, b)).toBe(a === b ? 1 : 0);
      expect(run('compare', a, b)).toBe(a === b ? 0 : a < b ? -1 : 1);
      expect(run('substring', a, start, end)).toBe(start > end ? '' : a.substring(start, end));
      expect(run('fromCodePoint', point)).toBe(String.fromCodePoint(point));
      expect(run('fromCharCode', point)).toBe(String.fromCharCode(point));
      if (start < a.length) {
        expect(run('charCodeAt', a, start)).toBe(a.charCodeAt(start));
        expect(run('codePointAt', a, start)).toBe(a.codePointAt(start));
      } else expect(() => run('charCodeAt', a, start)).toThrow();
    }),
  );
  expect([run('test', 'a'), run('test', 1), run('test', null)]).toEqual([1, 0, 0]);
  expect([run('equals', null, null), run('equals', 'a', null)]).toEqual([1, 0]);
  expect(() => run('cast', null)).toThrow();
  expect(() => run('length', 7)).toThrow();
  expect(() => run('fromCodePoint', 0x110000)).toThrow();
}

describe('JsStrings', () => {
  const plain = module(false);
  const full = module(true);

  test('makes modules that binaryen takes', () => {
    const text = binaryenText(full.bytes);
    for (const name of [...SIGNATURES.keys(), 'fromCharCodeArray', 'intoCharCodeArray'])
      expect(text).toContain(`(import "wasm:js-string" "${name}"`);
    expect(text).toContain('(array (mut i16))');
  });

  test('imports each built-in and each text once', () => {
    const strings = new JsStrings(new ModuleWriter());
    expect([strings.builtin('length'), strings.builtin('concat'), strings.builtin('length')]).toEqual([0, 1, 0]);
    expect([strings.constant('a'), strings.constant(''), strings.constant('a')]).toEqual([0, 1, 0]);
    expect([...strings.constants]).toEqual(['a', '']);
  });

  const checkArrays = (exports: WebAssembly.Exports): void => {
    const text = fc.oneof(fc.string({ unit: 'binary' }), fc.constant('grüße 🦀'.repeat(400)));
    fc.assert(
      fc.property(text, fc.nat(9), fc.nat(9), fc.nat(20), (a, before, start, end) => {
        expect(call(exports, 'copy', a)).toBe(a);
        const size = before + a.length;
        const filled = '\0'.repeat(before) + a;
        if (start <= end && end <= size) expect(call(exports, 'part', a, size, before, start, end)).toBe(filled.slice(start, end));
        else expect(() => call(exports, 'part', a, size, before, start, end)).toThrow();
      }),
    );
    // Does not fit; is no string; begins at 2^32-1, which is not -1.
    expect(() => call(exports, 'part', 'abc', 4, 2, 0, 0)).toThrow();
    expect(() => call(exports, 'part', null, 4, 0, 0, 0)).toThrow();
    expect(() => call(exports, 'part', 'abc', 4, -1, 0, 0)).toThrow();
  };

  const builtins = withBuiltins(full);
  test.runIf(builtins !== undefined)('works with the built-ins of the engine', () => {
    if (builtins === undefined) return;
    check(builtins);
    checkArrays(builtins);
  });

  const fallback = withFallback(full);
  test.runIf(fallback !== undefined)('works with functions of JavaScript in their place', () => {
    if (fallback === undefined) return;
    check(fallback);
    checkArrays(fallback);
  });

  test('the fallback does what the built-ins do', () => {
    const { 'wasm:js-string': functions = {}, ...constants } = jsStringFallback(plain.strings);
    expect(constants).toEqual({ "'": { [TEXT]: TEXT } });
    const constant = new WebAssembly.Global({ value: 'externref', mutable: false }, TEXT);
    const exports: WebAssembly.Exports = { constant };
    for (const [name, value] of Object.entries(functions)) Reflect.set(exports, name, value);
    check(exports);
  });
});
