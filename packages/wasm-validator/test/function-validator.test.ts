import { ConstExpression, Declarations, emptyModule, encodeModule, ModuleWriter, PackedType } from '@beamline/module-writer';
import {
  BlockType,
  ByteBuffer,
  CatchKind,
  CodeEmitter,
  FunctionBuilder,
  GcInstructions,
  HeapType,
  SimdInstructions,
  ValueType,
} from '@beamline/wasm-asm';
import { describe, expect, test } from 'vitest';
import { FunctionValidator, ValidationError } from '../src/index.js';
import { Random } from './random.js';

const { i32, i64, f32, f64, funcref, anyref } = ValueType;

function failure(run: () => unknown): ValidationError {
  try {
    run();
  } catch (error) {
    if (error instanceof ValidationError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

interface Code {
  readonly m: ModuleWriter;
  readonly c: CodeEmitter;
  readonly gc: GcInstructions;
  readonly v: FunctionValidator;
}

/** An emitter whose instructions are checked, in a function with these parameters, results and locals. */
function code(
  params: readonly ValueType[],
  results: readonly ValueType[],
  locals: readonly ValueType[] = [],
  prepare?: (m: ModuleWriter) => void,
): Code {
  const declarations = new Declarations();
  const m = new ModuleWriter(declarations);
  prepare?.(m);
  const v = new FunctionValidator(declarations);
  const c = new CodeEmitter(new ByteBuffer(), v);
  v.begin(c.buffer, params, results, 'f');
  for (const type of locals) v.local(type);
  return { m, c, gc: new GcInstructions(c), v };
}

describe('errors come where the instruction is written', () => {
  test('a wrong operand: function, instruction, types', () => {
    const { c } = code([i32], [i64]);
    c.local.get(0);
    c.f32.const(1);
    const error = failure(() => c.i32.add());
    expect(error.problem).toBe('type-mismatch');
    expect(error.place).toEqual({ part: 'function', index: 'f', instruction: 2, name: 'i32.add' });
    expect([error.expected, error.found]).toEqual(['i32', 'f32']);
    expect(error.message).toBe('type mismatch in function f, instruction 2 (i32.add): expected i32, found f32');
  });

  test('a missing operand', () => {
    const { c } = code([], []);
    expect(failure(() => c.i32.eqz()).message).toBe('stack underflow in function f, instruction 0 (i32.eqz): expected i32');
  });

  test('operands left at the end', () => {
    const { c } = code([], []);
    c.i32.const(1);
    expect(failure(() => c.end()).message).toBe('operands left in function f, instruction 1 (end): expected 0 results, found 1 more');
  });

  test.each<[string, string, (x: Code) => void]>([
    ['unknown-local', 'local.get', ({ c }) => c.local.get(9)],
    ['unknown-label', 'br', ({ c }) => c.br(1)],
    ['unknown-function', 'call', ({ c }) => c.call(7)],
    ['unknown-memory', 'memory.size', ({ c }) => c.memory.size(3)],
    ['unknown-table', 'table.size', ({ c }) => c.table.size(3)],
    ['unknown-global', 'global.get', ({ c }) => c.global.get(3)],
    ['unknown-tag', 'throw', ({ c }) => c.throw(3)],
    ['unknown-type', 'block', ({ c }) => c.block(99)],
    ['unknown-data', 'data.drop', ({ c }) => c.data.drop(0)],
    ['unknown-element', 'elem.drop', ({ c }) => c.elem.drop(0)],
    ['wrong-alignment', 'i32.load', ({ c }) => c.i32.load(0, 3)],
    ['offset-out-of-range', 'i32.load', ({ c }) => c.i32.load(2 ** 32)],
    ['lane-out-of-range', 'i64x2.extract_lane', ({ c }) => new SimdInstructions(c).i64x2.extractLane(2)],
    ['misplaced-instruction', 'else', ({ c }) => c.else()],
    ['immutable', 'global.set', ({ c }) => c.global.set(0)],
    ['uninitialised-local', 'local.get', ({ c }) => c.local.get(0)],
    ['wrong-kind-of-type', 'struct.new', ({ gc }) => gc.struct.new(0)],
    ['unknown-field', 'struct.get', ({ gc }) => gc.struct.get(1, 5)],
    ['packed-access', 'struct.get', ({ gc }) => gc.struct.get(1, 1)],
    ['not-defaultable', 'struct.new_default', ({ gc }) => gc.struct.newDefault(2)],
    ['immutable', 'struct.set', ({ gc }) => gc.struct.set(1, 0)],
  ])('%s in %s', (problem, name, write) => {
    const x = code([], [], [ValueType.ref(HeapType.func)], (m) => {
      m.functionType([], []);
      m.structType([{ type: i32 }, { type: PackedType.i8 }]);
      m.structType([{ type: ValueType.ref(HeapType.func) }]);
      m.memory({ min: 1 });
      m.importGlobal('m', 'g', { type: i32 });
    });
    const error = failure(() => write(x));
    expect([error.problem, error.place.name]).toEqual([problem, name]);
  });

  test('labels of different arity', () => {
    const { c } = code([], [i32]);
    c.block();
    c.i32.const(0);
    expect(failure(() => c.brTable([0], 1)).problem).toBe('label-arity');
  });

  test('code behind the end', () => {
    const { c } = code([], []);
    c.end();
    expect(failure(() => c.nop()).problem).toBe('misplaced-instruction');
  });

  test('a body that is not finished', () => {
    const { c, v } = code([], []);
    c.block();
    c.end();
    expect(failure(() => v.finish()).message).toBe('missing end in function f');
  });

  test('untyped select of references', () => {
    const { c } = code([funcref, funcref], [funcref]);
    c.local.get(0);
    c.local.get(1);
    c.i32.const(0);
    expect(failure(() => c.select()).problem).toBe('select-of-references');
  });
});

describe('what is right passes', () => {
  test('unreachable code takes and gives any type', () => {
    const { c, v } = code([], [f64]);
    c.unreachable();
    c.i32.add();
    c.drop();
    c.select();
    c.end();
    v.finish();
  });

  test('a local is initialised until the end of the block', () => {
    const { c, v } = code([ValueType.ref(HeapType.func)], [], [ValueType.ref(HeapType.func)]);
    c.block();
    c.local.get(0);
    c.local.set(1);
    c.local.get(1);
    c.drop();
    c.end();
    expect(failure(() => c.local.get(1)).problem).toBe('uninitialised-local');
    v.begin(c.buffer, [], [], 'g');
    c.end();
    v.finish();
  });

  test('subtypes, and the same type in two groups', () => {
    const { c, gc, v, m } = code([], []);
    const open = m.recursionGroup([{ kind: 'struct', fields: [{ type: i32 }], open: true }]);
    const same = m.recursionGroup([{ kind: 'struct', fields: [{ type: i32 }], open: true }]);
    const narrow = m.recursionGroup([{ kind: 'struct', fields: [{ type: i32 }, { type: i64 }], supertype: open }]);
    v.begin(c.buffer, [], [ValueType.refNull(same), ValueType.structref, anyref], 'g');
    for (let i = 0; i < 3; i++) {
      c.i32.const(1);
      c.i64.const(2);
      gc.struct.new(narrow);
    }
    c.end();
    v.finish();
  });

  test('catch clauses and block types of references', () => {
    const { c, v } = code([], [ValueType.exnref]);
    c.block(BlockType.exnref);
    c.tryTable([{ kind: CatchKind.catchAllRef, label: 0 }]);
    c.end();
    c.unreachable();
    c.end();
    c.end();
    v.finish();
  });

  test('64-bit memories and more than one', () => {
    const { c, v } = code([], [], [], (m) => {
      m.memory({ min: 1 });
      m.memory({ min: 1, address: 'i64' });
    });
    c.i64.const(0);
    c.i32.load(2 ** 40, 2, 1);
    c.drop();
    c.i64.const(0);
    c.i32.const(0);
    c.i32.const(0);
    c.memory.copy(1, 0);
    c.end();
    v.finish();
  });
});

test('types, functions and locals may come while the code is written', () => {
  const { c, m, v } = code([], [f32]);
  const f = m.reserveFunction(m.functionType([i64], [f32]));
  v.local(i64, 1000);
  c.local.get(999);
  c.call(f);
  c.end();
  v.finish();
});

test('the typed builder checks operands with an observer', () => {
  const declarations = new Declarations();
  const m = new ModuleWriter(declarations);
  const f = new FunctionBuilder([i32], 'square', new ByteBuffer(), [i32], new FunctionValidator(declarations));
  const x = f.local(i64);
  f.get(f.param(0));
  f.get(f.param(0));
  f.i32.mul();
  expect(failure(() => f.set(x)).message).toBe('type mismatch in function square, instruction 3 (local.set): expected i64, found i32');
  f.reset([i32], 'identity', [i32]);
  f.get(f.param(0));
  const { locals, code: body } = f.finish();
  expect(WebAssembly.validate(withFunction(m, body, locals))).toBe(true);
});

function withFunction(m: ModuleWriter, body: Uint8Array, locals: readonly number[]): Uint8Array<ArrayBuffer> {
  m.addFunction(m.functionType([i32], [i32]), locals, body);
  return m.finish();
}

test('a reset writer starts with other types', () => {
  const { m, c, v } = code([], []);
  m.structType([{ type: i32 }]);
  v.begin(c.buffer, [], [], 'f');
  m.reset();
  const t = m.functionType([i32], []);
  c.i32.const(1);
  c.block(t);
  c.drop();
  c.end();
  c.end();
  v.finish();
});

test('ref.func of a function that occurs nowhere outside of code, if it is known which do', () => {
  const { c, m, v } = code([], [funcref, funcref]);
  const t = m.functionType([], []);
  m.reserveFunction(t);
  m.reserveFunction(t);
  c.ref.func(1);
  v.context.references = new Set([0]);
  c.ref.func(0);
  v.begin(c.buffer, [], [funcref], 'g');
  expect(failure(() => c.ref.func(1)).message).toBe('undeclared reference in function g, instruction 0 (ref.func): found function 1');
});

test('code that is written says the same as code that is read, and as the engine', () => {
  const memory = new Declarations();
  const m = new ModuleWriter(memory);
  const binary = m.functionType([i32, i32], [i64]);
  const self = m.reserveFunction(binary);
  m.memory({ min: 1 });
  m.global({ type: i32, mutable: true }, ConstExpression.i32(0));
  m.global({ type: i64 }, ConstExpression.i64(0n));
  const writers: Readonly<Record<string, (c: CodeEmitter, n: number) => void>> = {
    get: (c, n) => c.local.get(n % 4),
    set: (c, n) => c.local.set(n % 4),
    tee: (c, n) => c.local.tee(n % 3),
    const: (c, n) => c.i32.const(n - 8),
    long: (c, n) => c.i64.const(2n ** BigInt(n * 4)),
    f64: (c, n) => c.f64.const(n),
    add: (c, n) => (n % 2 === 0 ? c.i32.add() : c.i64.add()),
    eqz: (c, n) => (n % 2 === 0 ? c.i32.eqz() : c.i64.extendI32S()),
    lt: (c) => c.f64.lt(),
    load: (c, n) => (n % 2 === 0 ? c.i32.load(n, n % 4) : c.i64.load8U(n * 1000)),
    far: (c, n) => c.f64.load(2 ** n * 4),
    store: (c, n) => (n % 2 === 0 ? c.i32.store16(n, n % 2) : c.i64.store(n)),
    drop: (c) => c.drop(),
    nop: (c) => c.nop(),
    block: (c) => c.block(),
    typed: (c, n) => c.block(n % 2 === 0 ? BlockType.i32 : binary),
    loop: (c, n) => c.loop(n % 2 === 0 ? BlockType.empty : BlockType.i64),
    if: (c, n) => c.if(n % 2 === 0 ? BlockType.empty : BlockType.i32),
    else: (c) => c.else(),
    end: (c) => c.end(),
    br: (c, n) => c.br(n % 3),
    brIf: (c, n) => c.brIf(n % 3),
    return: (c) => c.return(),
    call: (c) => c.call(self),
    select: (c) => c.select(),
    global: (c, n) => c.global.get(n % 2),
    setGlobal: (c, n) => c.global.set(n % 2),
    unreachable: (c) => c.unreachable(),
    // Bytes that no method wrote: validated with the next instruction.
    raw: (c) => {
      c.buffer.u8(0x01);
      c.nop();
    },
  };
  const [firstName = '', ...otherNames] = Object.keys(writers);
  const message = (run: () => unknown): string => {
    try {
      run();
      return '';
    } catch (error) {
      if (error instanceof ValidationError) return error.message;
      throw error;
    }
  };
  const locals = [1, i64, 1, f64];
  const tally = { valid: 0, wrong: 0 };
  const v = new FunctionValidator(memory);
  const whole = new FunctionValidator(memory);
  for (let seed = 0; seed < 8000; seed++) {
    const r = new Random(seed);
    // Operands first, so that many sequences are valid.
    const first = r.list(5, () => [r.pick(['get', 'const', 'long', 'block']), r.below(3)] as const);
    const rest = r.list(10, () => [r.pick([firstName, ...otherNames]), r.below(10)] as const);
    const c = new CodeEmitter(new ByteBuffer(), v);
    v.begin(c.buffer, [i32, i32], [i64], 0);
    v.local(i64);
    v.local(f64);
    let written = '';
    let depth = 1;
    for (const [name, n] of [...first, ...rest]) {
      written = message(() => writers[name]?.(c, n));
      if (written !== '') break;
      depth += ['block', 'typed', 'loop', 'if'].includes(name) ? 1 : name === 'end' ? -1 : 0;
    }
    while (written === '' && depth-- > 0) {
      written = message(() => c.unreachable());
      if (written === '') written = message(() => c.end());
    }
    const body = c.buffer.slice();
    const read = message(() => whole.validate(0, locals, body));
    // What was wrong with the last instruction is what is found first; a function cut short there has no more.
    expect(read, `seed ${seed}`).toBe(written);
    const bytes = encodeModule({
      ...emptyModule(),
      types: [{ types: [{ kind: 'function', params: [i32, i32], results: [i64] }], explicit: false }],
      functions: [0],
      memories: [{ min: 1 }],
      globals: [
        { type: { type: i32, mutable: true }, initial: ConstExpression.i32(0) },
        { type: { type: i64 }, initial: ConstExpression.i64(0n) },
      ],
      code: [{ locals, body }],
    });
    expect(WebAssembly.validate(bytes), `seed ${seed}`).toBe(written === '');
    tally[written === '' ? 'valid' : 'wrong']++;
  }
  expect(tally.valid).toBeGreaterThan(300);
  expect(tally.wrong).toBeGreaterThan(300);
});
