import { ConstExpression, type Declarations, emptyModule, type WasmModule } from '@beamline/module-writer';
import { HeapType, ValueType } from '@beamline/wasm-asm';
import { expect, test } from 'vitest';
import { ValidationError, validateModule } from '../src/index.js';

const { i32, funcref } = ValueType;

function message(change: (module: WasmModule) => void): string {
  const module = emptyModule();
  module.types = [
    { types: [{ kind: 'function', params: [], results: [] }], explicit: false },
    { types: [{ kind: 'function', params: [i32], results: [i32] }], explicit: false },
    { types: [{ kind: 'struct', fields: [{ type: i32 }] }], explicit: false },
  ];
  module.functions = [0, 1];
  module.code = [
    { locals: [], body: Uint8Array.of(0x0b) },
    { locals: [], body: Uint8Array.of(0x20, 0, 0x0b) },
  ];
  validateModule(module);
  change(module);
  try {
    validateModule(module);
  } catch (error) {
    if (error instanceof ValidationError) return error.message;
    throw error;
  }
  return 'valid';
}

const memory: Declarations['memories'][number] = { min: 1 };

test.each<[string, (m: WasmModule) => void]>([
  ['unknown type in function 1: expected less than 3, found 9', (m) => (m.functions[1] = 9)],
  ['wrong kind of type in function 1: expected a function type, found type 2', (m) => (m.functions[1] = 2)],
  ['wrong signature in tag 0: expected no results', (m) => m.tags.push(1)],
  ['wrong signature in start 1: expected no parameters and results', (m) => (m.start = 1)],
  ['unknown function in start 5', (m) => (m.start = 5)],
  ['wrong limits in memory 0: expected at most 65536, found 65537', (m) => m.memories.push({ min: 65537 })],
  ['wrong limits in memory 0: expected at most 1, found 2', (m) => m.memories.push({ min: 2, max: 1 })],
  ['shared without maximum in memory 0', (m) => m.memories.push({ min: 2, shared: true })],
  ['valid', (m) => m.memories.push(memory, memory, { min: 2n ** 48n, address: 'i64' })],
  [
    'not defaultable in table 0: found (ref func)',
    (m) => m.tables.push({ type: { element: ValueType.ref(HeapType.func), min: 0 }, initial: undefined }),
  ],
  ['valid', (m) => m.tables.push({ type: { element: ValueType.ref(HeapType.func), min: 0 }, initial: ConstExpression.refFunc(0) })],
  [
    'type mismatch in global 0, instruction 1 (end): expected i32, found i64',
    (m) => m.globals.push({ type: { type: i32 }, initial: ConstExpression.i64(1) }),
  ],
  [
    'unknown global in global 0, instruction 0 (global.get): expected less than 0, found 0',
    (m) => m.globals.push({ type: { type: i32 }, initial: ConstExpression.globalGet(0) }),
  ],
  [
    'not constant in global 1, instruction 0 (global.get): expected an immutable global, found global 0',
    (m) =>
      m.globals.push(
        { type: { type: i32, mutable: true }, initial: ConstExpression.i32(0) },
        { type: { type: i32 }, initial: ConstExpression.globalGet(0) },
      ),
  ],
  [
    'not constant in global 0, instruction 0 (nop)',
    (m) => m.globals.push({ type: { type: i32 }, initial: ConstExpression.of((c) => c.nop()) }),
  ],
  [
    'duplicate export in export 1: found a',
    (m) => m.exports.push({ name: 'a', kind: 'function', index: 0 }, { name: 'a', kind: 'function', index: 1 }),
  ],
  ['unknown memory in export 0: expected less than 0, found 0', (m) => m.exports.push({ name: 'a', kind: 'memory', index: 0 })],
  [
    'unknown function in element 0: expected less than 2, found 4',
    (m) => m.elements.push({ mode: 'passive', items: [4], explicit: false }),
  ],
  [
    'unknown table in element 0: expected less than 0, found 0',
    (m) => m.elements.push({ mode: { offset: ConstExpression.i32(0) }, items: [], explicit: false }),
  ],
  [
    'unknown memory in data 0: expected less than 0, found 0',
    (m) => m.data.push({ mode: { offset: ConstExpression.i32(0) }, bytes: Uint8Array.of(), explicit: false }),
  ],
  [
    'undeclared reference in function 0, instruction 0 (ref.func): found function 1',
    (m) => (m.code[0] = { locals: [], body: Uint8Array.of(0xd2, 1, 0x1a, 0x0b) }),
  ],
  [
    'missing data count in function 0, instruction 0 (data.drop)',
    (m) => {
      m.data.push({ mode: 'passive', bytes: Uint8Array.of(), explicit: false });
      m.code[0] = { locals: [], body: Uint8Array.of(0xfc, 9, 0, 0x0b) };
    },
  ],
  ['malformed instruction in function 0, instruction 0', (m) => (m.code[0] = { locals: [], body: Uint8Array.of(0xff, 0x0b) })],
  ['missing end in function 0', (m) => (m.code[0] = { locals: [], body: Uint8Array.of(0x01) })],
  [
    'wrong supertype in type 3',
    (m) => m.types.push({ types: [{ kind: 'struct', fields: [{ type: i32 }], supertype: 2 }], explicit: false }),
  ],
  [
    'unknown type in type 3: found 4',
    (m) => m.types.push({ types: [{ kind: 'function', params: [ValueType.ref(4)], results: [] }], explicit: false }),
  ],
  ['valid', (m) => m.types.push({ types: [{ kind: 'function', params: [ValueType.ref(3)], results: [funcref] }], explicit: false })],
])('%s', (expected, change) => {
  expect(message(change)).toBe(expected);
});
