import { describe, expect, test } from 'vitest';
import {
  BlockType,
  CatchKind,
  CodeEmitter,
  type FunctionBody,
  FunctionBuilder,
  FunctionBuilderError,
  instructionTable,
  LegacyExceptionInstructions,
  readInstructions,
  SimdInstructions,
  UnknownInstructionError,
  ValueType,
} from '../src/index.js';
import { moduleWith } from './module.js';

function compile(body: FunctionBody, params: readonly number[], results: readonly number[]): (...args: unknown[]) => unknown {
  const bytes = moduleWith(body.code, body.locals, [[0x60, params.length, ...params, results.length, ...results]]);
  const { f } = new WebAssembly.Instance(new WebAssembly.Module(bytes)).exports;
  if (typeof f !== 'function') throw new Error('no export');
  return (...args) => Reflect.apply(f, undefined, args);
}

function failure(run: () => unknown): unknown {
  try {
    run();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
}

const { i32, i64, f64 } = ValueType;

describe('FunctionBuilder', () => {
  test('loops, blocks and locals', () => {
    const f = new FunctionBuilder([i64]);
    const n = f.param(0);
    const result = f.local(i64);
    f.i64.const(1);
    f.set(result);
    const done = f.block();
    const loop = f.loop();
    f.get(n);
    f.i64.eqz();
    f.brIf(done);
    f.get(n);
    f.get(result);
    f.i64.mul();
    f.set(result);
    f.get(n);
    f.i64.const(1);
    f.i64.sub();
    f.set(n);
    f.br(loop);
    f.end(loop);
    f.end(done);
    f.get(result);
    expect(compile(f.finish(), [i64], [i64])(20n)).toBe(2432902008176640000n);
  });

  test('many functions stay in one buffer, and problems are counted from the start of their own', () => {
    const f = new FunctionBuilder();
    const ranges = [10, 20].map((value) => {
      f.next([i32]);
      f.get(f.param(0));
      f.i32.const(value);
      f.i32.add();
      return f.finishInPlace();
    });
    const sums = ranges.map(({ locals, start, end }) => compile({ locals, code: f.buffer.slice(start, end) }, [i32], [i32])(1));
    expect(sums).toEqual([11, 21]);
    f.next([i32], 'third');
    const x = f.param(0);
    f.get(x);
    f.next([], 'fourth');
    f.nop();
    expect(failure(() => f.get(x))).toMatchObject({ problem: 'foreign-local', functionName: 'fourth', offset: 1 });
  });

  test('if and else, a switch, early return', () => {
    const f = new FunctionBuilder([i32]);
    const x = f.param(0);
    const outer = f.block(BlockType.i32);
    const other = f.block();
    const two = f.block();
    const one = f.block();
    f.get(x);
    f.brTable([other, one, two], other);
    f.end(one);
    f.i32.const(100);
    f.br(outer);
    f.end(two);
    f.i32.const(200);
    f.return();
    f.end(other);
    f.get(x);
    const negative = f.if(BlockType.i32);
    f.i32.const(-1);
    f.else(negative);
    f.i32.const(-2);
    f.end(negative);
    f.end(outer);
    const run = compile(f.finish(), [i32], [i32]);
    expect([0, 1, 2, 3, -5].map((value) => run(value))).toEqual([-2, 100, 200, -1, -1]);
  });

  test('locals of one type in a row share a declaration', () => {
    const f = new FunctionBuilder([i32, f64]);
    const locals = [i32, i32, i64, f64, f64, f64, i32].map((type) => f.local(type));
    expect(locals.map((local) => local.index)).toEqual([2, 3, 4, 5, 6, 7, 8]);
    for (const local of locals) {
      f.get(local);
      f.tee(local);
      f.drop();
    }
    const body = f.finish();
    expect(body.locals).toEqual([2, i32, 1, i64, 3, f64, 1, i32]);
    compile(body, [i32, f64], [])(0, 0);
  });

  test('a thousand groups of locals', () => {
    const f = new FunctionBuilder();
    for (let i = 0; i < 1000; i++) f.local(i % 2 === 0 ? i32 : i64);
    f.set(
      (() => {
        const last = f.local(f64);
        f.f64.const(1.5);
        return last;
      })(),
    );
    const body = f.finish();
    expect(body.locals.length).toBe(2002);
    compile(body, [], [])();
  });

  test('multi-value blocks take a type index', () => {
    const f = new FunctionBuilder([i32, i32]);
    f.get(f.param(0));
    f.get(f.param(1));
    const block = f.block(0);
    f.i32.mul();
    f.get(f.param(0));
    f.end(block);
    const run = compile(f.finish(), [i32, i32], [i32, i32]);
    expect(run(6, 7)).toEqual([42, 6]);
  });

  test('i64.const of every size', () => {
    for (let power = 0n; power < 64n; power++) {
      for (const value of [2n ** power - 1n, BigInt.asIntN(64, 2n ** power), -(2n ** power) - (power === 63n ? 0n : 1n)]) {
        const forms: (bigint | number)[] = [value];
        if (Number.isSafeInteger(Number(value))) forms.push(Number(value));
        for (const form of forms) {
          const f = new FunctionBuilder();
          f.i64.const(form);
          expect(compile(f.finish(), [], [i64])()).toBe(value);
        }
      }
    }
  });

  test('optional instructions and select', () => {
    const f = new FunctionBuilder([i32]);
    const { i32x4 } = new SimdInstructions(f);
    f.get(f.param(0));
    i32x4.splat();
    i32x4.extractLane(3);
    f.i32.const(0);
    f.get(f.param(0));
    f.selectTyped(i32);
    f.nop();
    const run = compile(f.finish(), [i32], [i32]);
    expect(run(7)).toBe(7);
  });

  test('try_table counts labels from outside itself', () => {
    const f = new FunctionBuilder();
    const outer = f.block();
    const inner = f.block();
    const attempt = f.tryTable([
      { kind: CatchKind.catch, tag: 0, label: outer },
      { kind: CatchKind.catchAll, label: inner },
    ]);
    f.throw(0);
    f.end(attempt);
    f.end(inner);
    f.end(outer);
    const code = [...f.finish().code];
    expect(code.slice(4, 13)).toEqual([0x1f, 0x40, 2, CatchKind.catch, 0, 1, CatchKind.catchAll, 0, 0x08]);
  });

  test('reset starts another function', () => {
    const f = new FunctionBuilder([i32], 'first');
    const old = f.param(0);
    f.finish();
    f.reset([i64], 'second');
    expect(failure(() => f.get(old))).toMatchObject({ problem: 'foreign-local', functionName: 'second' });
    f.get(f.param(0));
    expect(compile(f.finish(), [i64], [i64])(3n)).toBe(3n);
  });

  test('wrong use', () => {
    const make = (): FunctionBuilder => new FunctionBuilder([i32], 'wrong');
    const expectProblem = (problem: string, offset: number, run: () => unknown): void => {
      const error = failure(run);
      expect(error).toBeInstanceOf(FunctionBuilderError);
      expect(error).toMatchObject({ problem, functionName: 'wrong', offset });
    };
    let f = make();
    expectProblem('no-such-parameter', 0, () => f.param(1));
    expectProblem('foreign-local', 0, () => f.get(make().param(0)));
    expectProblem('foreign-label', 0, () => f.br(make().block()));
    const block = f.block();
    f.i64.const(2n ** 40n);
    f.drop();
    expectProblem('not-an-if', 10, () => f.else(block));
    const inner = f.if();
    expectProblem('not-innermost', 12, () => f.end(block));
    f.else(inner);
    expectProblem('not-an-if', 13, () => f.else(inner));
    expectProblem('open-blocks', 13, () => f.finish());
    f.end(inner);
    expectProblem('closed-label', 14, () => f.br(inner));
    expectProblem('closed-label', 14, () => f.brTable([block], inner));
    f.end(block);
    f.finish();
    expectProblem('finished', 16, () => f.finish());
    f = make();
    expect(failure(() => f.param(3))).toHaveProperty('message', 'no such parameter in function wrong, byte 0');
  });

  test('the remaining plain instructions', () => {
    const f = new FunctionBuilder();
    const block = f.block();
    f.call(1);
    f.callIndirect(2);
    f.callIndirect(2, 3);
    f.callRef(1);
    f.returnCall(1);
    f.returnCallIndirect(2);
    f.returnCallRef(1);
    f.throwRef();
    f.select();
    f.unreachable();
    f.brOnNull(block);
    f.brOnNonNull(block);
    f.end(block);
    const { code } = f.finish();
    const names: string[] = [];
    readInstructions(code, 0, code.length, (instruction) => names.push(instruction.name));
    expect(names).toEqual([
      'block',
      'call',
      'call_indirect',
      'call_indirect',
      'call_ref',
      'return_call',
      'return_call_indirect',
      'return_call_ref',
      'throw_ref',
      'select',
      'unreachable',
      'br_on_null',
      'br_on_non_null',
      'end',
      'end',
    ]);
  });
});

test('legacy exceptions run in this engine', () => {
  const c = new CodeEmitter();
  const legacy = new LegacyExceptionInstructions(c);
  legacy.try(BlockType.i32);
  c.local.get(0);
  c.if();
  c.throw(0);
  c.end();
  c.i32.const(1);
  legacy.catch(0);
  c.i32.const(2);
  c.end();
  c.end();
  const run = compile({ locals: [], code: c.buffer.slice() }, [i32], [i32]);
  expect([run(0), run(1)]).toEqual([1, 2]);
});

test('an unknown opcode is an error with its place', () => {
  const read =
    (...bytes: number[]) =>
    (): void =>
      readInstructions(new Uint8Array(bytes), 0, bytes.length, () => undefined);
  expect(failure(read(0x01, 0xff))).toMatchObject({ prefix: -1, opcode: 0xff, offset: 1 });
  const error = failure(read(0xfd, 0x9a, 0x01));
  expect(error).toBeInstanceOf(UnknownInstructionError);
  expect(error).toMatchObject({ prefix: 0xfd, opcode: 0x9a, offset: 0 });
  expect(instructionTable.some(({ opcode }) => opcode === 0x9a)).toBe(true);
});
