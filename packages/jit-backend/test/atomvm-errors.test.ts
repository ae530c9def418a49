import { describe, expect, test } from 'vitest';
import {
  type AtomvmBackend,
  AtomvmBackendError,
  type AtomvmBackendProblem,
  fpReg,
  free,
  int64,
  type NativeRegister,
  ptr,
  xReg,
  yReg,
} from '../src/index.js';
import { finishLabel, newBackend } from './atomvm-machine.js';

function failure(run: () => unknown): AtomvmBackendError {
  try {
    run();
  } catch (error) {
    if (error instanceof AtomvmBackendError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

interface Registers {
  /** In use, a word. */
  readonly word: NativeRegister;
  /** In use, a double. */
  readonly double: NativeRegister;
  /** Free. */
  readonly gone: NativeRegister;
  /** Of a primitive without a result. */
  readonly nothing: NativeRegister;
}

function started(): { b: AtomvmBackend; r: Registers } {
  const b = newBackend();
  b.jumpTable(3);
  b.addLabel(1);
  const word = b.moveToNativeRegister(1);
  const double = b.callPrimitive('toFloat', [31]);
  const gone = b.moveToNativeRegister(2);
  b.freeNativeRegisters([gone]);
  return { b, r: { word, double, gone, nothing: b.callPrimitive('nothing', [1]) } };
}

describe('the operation that is used wrongly throws', () => {
  test.each<[string, AtomvmBackendProblem, (b: AtomvmBackend, r: Registers) => unknown]>([
    ['a fraction', 'wrong-operand', (b) => b.moveToNativeRegister(0.5)],
    ['NaN', 'wrong-operand', (b) => b.moveToVmRegister(Number.NaN, xReg(0))],
    ['a word above 32 bits', 'wrong-operand', (b) => b.moveToNativeRegister(2 ** 32)],
    ['a word below 32 bits', 'wrong-operand', (b) => b.moveToNativeRegister(-(2 ** 31) - 1)],
    ['x17', 'wrong-operand', (b) => b.moveToNativeRegister(xReg(17))],
    ['x-1', 'wrong-operand', (b) => b.moveToVmRegister(1, xReg(-1))],
    ['y-1', 'wrong-operand', (b) => b.moveToVmRegister(1, yReg(-1))],
    ['y0.5', 'wrong-operand', (b) => b.moveToCp(yReg(0.5))],
    ['y65536', 'wrong-operand', (b) => b.moveToNativeRegister(yReg(65536))],
    ['an X register for cp', 'wrong-operand', (b) => b.moveToCp(xReg(0))],
    ['a negative floating-point register', 'wrong-operand', (b) => b.moveToNativeRegister(fpReg(-1))],
    ['a word for a floating-point register', 'wrong-operand', (b) => b.moveToVmRegister(1, fpReg(0))],
    ['a word register for a floating-point register', 'wrong-operand', (b, r) => b.moveToVmRegister(r.word, fpReg(0))],
    ['a floating-point register into one of words', 'wrong-operand', (b, r) => b.moveToNativeRegister(fpReg(0), r.word)],
    ['a double where a word is wanted', 'wrong-operand', (b, r) => b.moveToVmRegister(r.double, xReg(0))],
    ['a double in arithmetic', 'wrong-operand', (b, r) => b.add(r.double, 1)],
    ['a double in a condition', 'wrong-operand', (b, r) => b.ifBlock([r.double, '==', 0], () => undefined)],
    ['a double as a pointer', 'wrong-operand', (b, r) => b.moveToNativeRegister(ptr(r.double))],
    ['no value', 'wrong-operand', (b, r) => b.moveToVmRegister(r.nothing, xReg(0))],
    ['no value as an argument', 'wrong-operand', (b, r) => b.callPrimitive('nothing', [r.nothing])],
    ['a shift by 32', 'wrong-operand', (b, r) => b.shiftLeft(r.word, 32)],
    ['a shift by -1', 'wrong-operand', (b, r) => b.shiftRight(r.word, -1)],
    ['a shift by a fraction', 'wrong-operand', (b, r) => b.shiftRightArith(r.word, 1.5)],
    ['freed, though changed in place', 'wrong-operand', (b, r) => b.add(free(r.word) as never, 1)],
    ['a negative index', 'wrong-operand', (b, r) => b.getArrayElement(r.word, -1)],
    ['a fraction as an offset', 'wrong-operand', (b, r) => b.moveToArrayElement(1, r.word, 1, 0.5)],
    ['a fraction of a word on the stack', 'wrong-operand', (b) => b.incrementSp(0.5)],
    ['far too many words on the stack', 'wrong-operand', (b) => b.incrementSp(65536)],
    ['a comparison that there is not', 'wrong-operand', (b, r) => b.ifBlock([r.word, '>' as never, 1], () => undefined)],
    ['a comparison that there is not, of registers', 'wrong-operand', (b, r) => b.ifBlock([r.word, '>' as never, r.word], () => undefined)],
    ['a bool compared with true', 'wrong-operand', (b, r) => b.ifBlock(['(bool)', r.word, '==', true as never], () => undefined)],
    ['an X register in a condition', 'wrong-operand', (b) => b.ifBlock([xReg(0) as never, '==', 1], () => undefined)],
    ['conditions that are none', 'wrong-operand', (b) => b.ifBlock(['and', []], () => undefined)],
    ['another kind of operand', 'wrong-operand', (b) => b.moveToNativeRegister({ kind: 'z', index: 0 } as never)],
    ['an integer above 64 bits', 'wrong-operand', (b) => b.callPrimitive('makeInteger', [int64(2n ** 63n)])],
    ['a register that is free', 'register-not-in-use', (b, r) => b.moveToVmRegister(r.gone, xReg(0))],
    ['a freed register twice', 'register-not-in-use', (b, r) => b.freeNativeRegisters([r.word, r.word])],
    ['a free register as a target', 'register-not-in-use', (b, r) => b.moveToNativeRegister(1, r.gone)],
    ['a free register as a pointer', 'register-not-in-use', (b, r) => b.moveToVmRegister(1, ptr(r.gone))],
    ['a free register in place', 'register-not-in-use', (b, r) => b.xor(r.gone, 1)],
    ['a free register as an index', 'register-not-in-use', (b, r) => b.getArrayElement(r.word, r.gone)],
    ['a free register as a function pointer', 'register-not-in-use', (b, r) => b.callFuncPtr(r.gone, [])],
    ['a free register as a result', 'register-not-in-use', (b, r) => b.returnIfNotEqualToCtx(free(r.gone))],
    ['a free register as a continuation', 'register-not-in-use', (b, r) => b.jumpToContinuation(free(r.gone))],
    ['a free register in a condition', 'register-not-in-use', (b, r) => b.ifBlock([r.gone, '==', 0], () => undefined)],
    ['a free register as an argument', 'register-not-in-use', (b, r) => b.callPrimitive('nothing', [r.gone])],
    ['a leak at a label', 'leaked-register', (b) => b.addLabel(2)],
    ['a leak where a call splits the function', 'leaked-register', (b) => b.callOrScheduleNext(2)],
    ['a leak behind a primitive with cp', 'leaked-register', (b) => b.callPrimitiveWithCp('return', ['ctx', 'jit_state'])],
    ['a leak where reductions are counted', 'leaked-register', (b) => b.decrementReductionsAndMaybeScheduleNext()],
    ['an unknown primitive', 'unknown-primitive', (b) => b.callPrimitive('no_such', [])],
    ['an unknown index', 'unknown-primitive', (b) => b.callPrimitiveLast(89, [])],
    ['too few arguments', 'wrong-arguments', (b) => b.callPrimitive('send', ['ctx'])],
    ['too many arguments', 'wrong-arguments', (b) => b.callPrimitive('send', ['ctx', 'jit_state', 1])],
    ['a word for a 64-bit argument', 'wrong-arguments', (b) => b.callPrimitive('alloc_boxed_integer_fragment', ['ctx', 1])],
    ['a 64-bit argument for a word', 'wrong-arguments', (b) => b.callPrimitive('put_list', ['ctx', int64(1n), 1])],
    ['a double for a word', 'wrong-arguments', (b, r) => b.callPrimitive('put_list', ['ctx', r.double, 1])],
    ['no context from the last primitive', 'wrong-arguments', (b) => b.callPrimitiveLast('toFloat', [1])],
    ['a primitive in the middle that only stands last', 'wrong-arguments', (b) => b.callPrimitive('return', ['ctx', 'jit_state'])],
    ['an offset between entries', 'wrong-operand', (b) => b.jumpToOffset(6)],
    ['an offset of another label', 'wrong-operand', (b) => b.addLabel(2, 4)],
    ['a function pointer of no primitive', 'unknown-primitive', (b) => b.callFuncPtr({ primitive: 'no_such' }, [])],
    ['an unknown label', 'unknown-label', (b) => b.jumpToLabel(4)],
    ['an unknown label as a continuation', 'unknown-label', (b) => b.setContinuationToLabel(-1)],
    ['an unknown label of a call', 'unknown-label', (b, r) => [b.freeNativeRegisters([r.word, r.double]), b.callOrScheduleNext(9)]],
    ['an unknown label of a call in last place', 'unknown-label', (b) => b.callOnlyOrScheduleNext(9)],
    ['an unknown label behind a condition', 'unknown-label', (b, r) => b.condJumpToLabel([r.word, '==', 1], 9)],
    ['a label twice', 'label-twice', (b) => b.addLabel(1)],
    ['a jump table twice', 'jump-table', (b) => b.jumpTable(1)],
    ['a label in a block', 'inside-block', (b, r) => b.ifBlock([r.word, '==', 1], () => b.addLabel(2))],
    ['a split in a block', 'inside-block', (b, r) => b.ifBlock([r.word, '==', 1], () => b.callOrScheduleNext(2))],
    ['the end in a block', 'inside-block', (b, r) => b.ifBlock([r.word, '==', 1], () => b.returnLabelsAndLines())],
    ['an end that is none', 'no-end', (b) => b.finish()],
    ['an entry point of a label', 'no-continuation', (b) => b.continuationEntryPoint()],
  ])('%s: %s', (_, problem, use) => {
    const { b, r } = started();
    const offset = b.codeSize();
    const error = failure(() => use(b, r));
    expect([error.problem, error.entry]).toEqual([problem, 1]);
    expect(error.offset).toBeGreaterThanOrEqual(offset);
    expect(error.message.startsWith(problem.replaceAll('-', ' '))).toBe(true);
    expect(error.message.endsWith(`(entry 1, byte ${error.offset})`)).toBe(true);
  });

  test('code before the first label', () => {
    const b = newBackend();
    b.jumpTable(1);
    expect(failure(() => b.debugger()).message).toBe('no label: code before the first label, or after the end (outside of labels, byte 0)');
  });

  test('labels before the jump table', () => {
    expect(failure(() => newBackend().addLabel(0)).problem).toBe('jump-table');
    expect(failure(() => newBackend().finish()).problem).toBe('jump-table');
  });

  test.each([-1, 0.5, 65536])('%d labels', (count) => {
    expect(failure(() => newBackend().jumpTable(count)).problem).toBe('wrong-operand');
  });

  test('an entry point behind code', () => {
    const b = newBackend();
    b.jumpTable(1);
    b.addLabel(1);
    const place = b.setContinuationToOffset();
    finishLabel(b);
    b.addLabel(place);
    b.incrementSp(1);
    expect(failure(() => b.continuationEntryPoint()).detail).toBe('there is code before it');
  });

  test('a label behind the end', () => {
    const b = newBackend();
    b.jumpTable(2);
    b.addLabel(1);
    finishLabel(b);
    b.finish();
    expect(failure(() => b.addLabel(2)).problem).toBe('no-label');
  });
});

test('say what and where', () => {
  const { b } = started();
  const offset = b.codeSize();
  expect(failure(() => b.callPrimitive('put_list', ['ctx', 1])).message).toBe(
    `wrong arguments: put_list takes 3 arguments, not 2 (entry 1, byte ${offset})`,
  );
  expect(failure(() => b.callPrimitive('put_list', ['ctx', 1, int64(1n)])).detail).toBe('argument 3 of put_list is i32, not i64');
  expect(failure(() => b.callFuncPtr(b.moveToNativeRegister(1), [int64(2n ** 64n)])).detail).toBe('18446744073709551616 is not an i64');
});
