import { CodeEmitter, ValueType } from '@beamline/wasm-asm';
import { expect, test } from 'vitest';
import { ConstExpression, Declarations, decodeModule, ModuleWriter } from '../src/index.js';

const { i32, funcref } = ValueType;

/** What a decoder says of a type that left out what is false. */
function plain(declarations: Declarations): unknown {
  const text = JSON.stringify({ ...declarations, generation: 0 }, (_, value: unknown) => (value === false ? undefined : value));
  return JSON.parse(text);
}

test('a writer declares what its module has', () => {
  const declarations = new Declarations();
  const m = new ModuleWriter(declarations);
  const t = m.functionType([i32], [i32]);
  const n = m.functionType([], []);
  expect(m.functionType([i32], [i32])).toBe(t);
  m.structType([{ type: i32 }]);
  m.arrayType({ type: i32, mutable: true });
  m.recursionGroup([
    { kind: 'struct', fields: [], open: true },
    { kind: 'struct', fields: [], supertype: 4 },
  ]);
  m.importFunction('m', 'f', t);
  m.importTable('m', 't', { element: funcref, min: 1 });
  m.importMemory('m', 'm', { min: 1 });
  m.importGlobal('m', 'g', { type: i32 });
  m.importTag('m', 'e', n);
  const c = new CodeEmitter();
  c.end();
  m.addFunction(n, [], c.buffer);
  m.table({ element: ValueType.externref, min: 0, max: 3 });
  m.memory({ min: 2, address: 'i64' });
  m.global({ type: i32, mutable: true }, ConstExpression.i32(1));
  m.tag(n);
  m.element('passive', [0]);
  m.element('passive', { type: funcref, expressions: [] });
  m.data('passive', Uint8Array.of(1));
  expect(plain(declarations)).toEqual(plain(Declarations.of(decodeModule(m.finish()))));
  expect(declarations.functions).toEqual([t, n]);

  m.reset();
  expect(plain(declarations)).toEqual(plain(new Declarations()));
  expect(declarations.generation).toBe(2);
});
