/** Whole functions, as AtomVM's compiler writes them, on the kernel's terms. */

import { HeaderTag, smallTerm, TermTag } from '@beamline/machine-model';
import { describe, expect, test } from 'vitest';
import { type AtomvmBackend, free, int64, type NativeRegister, ptr, xReg, yReg } from '../src/index.js';
import { Machine, newBackend } from './atomvm-machine.js';

const returns = (b: AtomvmBackend): void => b.callPrimitiveLast('return', ['ctx', 'jit_state']);

/** Does what `allocate` and `deallocate` do in AtomVM's code: an error if there is no memory. */
function checked(b: AtomvmBackend, primitive: string, words: readonly number[]): void {
  const result = b.callPrimitive(primitive, ['ctx', 'jit_state', ...words]);
  b.ifBlock(['(bool)', free(result), '==', false], () => b.callPrimitiveLast('handle_error', ['ctx', 'jit_state', 'offset']));
}

/** The address in a cons or boxed term. */
const address = (b: AtomvmBackend, term: NativeRegister): NativeRegister => b.and(free(term), ~TermTag.primaryMask);

describe.each([false, true])('with tail calls: %s', (tailCalls) => {
  function run(labelCount: number, emit: (b: AtomvmBackend) => void, prepare: (m: Machine) => void): Machine {
    const b = newBackend({ tailCalls });
    b.jumpTable(labelCount);
    emit(b);
    b.returnLabelsAndLines();
    b.updateBranches();
    const m = new Machine();
    m.install(b.finish());
    prepare(m);
    m.run(1);
    return m;
  }

  test.each([
    [3, 4],
    [-5, 100],
    [2 ** 27 - 1, 0],
  ])('arithmetic: 2 * (%d + %d) of small integers', (a, z) => {
    const m = run(
      1,
      (b) => {
        b.addLabel(1);
        // Untagged, added, doubled, tagged again.
        const sum = b.shiftRightArith(free(b.moveToNativeRegister(xReg(0))), TermTag.integerShift);
        b.add(sum, free(b.shiftRightArith(free(b.moveToNativeRegister(xReg(1))), TermTag.integerShift)));
        b.mul(sum, 2);
        b.shiftLeft(sum, TermTag.integerShift);
        b.or(sum, TermTag.integer);
        b.moveToVmRegister(free(sum), xReg(0));
        returns(b);
      },
      (machine) => {
        machine.setX(0, smallTerm(a));
        machine.setX(1, smallTerm(z));
      },
    );
    expect(m.x(0)).toBe(smallTerm(2 * (a + z)));
  });

  /** sum(List, Acc): x0, x1; raises for what is no list. */
  const sum = (b: AtomvmBackend): void => {
    b.addLabel(1);
    const list = b.moveToNativeRegister(xReg(0));
    b.ifElseBlock(
      [list, '==', TermTag.nil],
      () => {
        b.moveToVmRegister(xReg(1), xReg(0));
        returns(b);
      },
      () => {
        b.ifBlock([list, '&', TermTag.primaryMask, '!=', TermTag.cons], () =>
          b.callPrimitiveLast('raise_error', ['ctx', 'jit_state', 'offset', (1 << 6) | TermTag.atom]),
        );
        const cons = address(b, list);
        const total = b.callPrimitive('add', [ptr(cons, 1), xReg(1)]);
        b.moveToVmRegister(free(total), xReg(1));
        b.moveArrayElement(cons, 0, xReg(0));
        b.freeNativeRegisters([cons]);
        b.callOnlyOrScheduleNext(1);
      },
    );
  };

  test.each([0, 1, 10, 5000])('a list walk: the sum of %d elements', (length) => {
    const m = run(1, sum, (machine) => {
      machine.setX(0, machine.list(...Array.from({ length }, (_, i) => smallTerm(i))));
      machine.setX(1, smallTerm(0));
    });
    expect([m.x(0), m.outcome]).toEqual([smallTerm((length * (length - 1)) / 2), 'returned']);
    expect(m.scheduled).toBe(Math.floor(length / 1000));
  });

  test('an exception by primitive, for what is no list', () => {
    const m = run(1, sum, (machine) => {
      machine.setX(0, smallTerm(1));
      machine.setX(1, smallTerm(0));
    });
    expect(m.outcome).toBe('raised');
    const [ctx, jitState, offset, atom] = m.lastCall('raise_error') ?? [];
    expect([ctx, jitState, atom]).toEqual([m.ctx, m.jitState, (1 << 6) | TermTag.atom]);
    expect(Number(offset)).toBeGreaterThan(0);
  });

  test('a tuple is copied with one element changed', () => {
    const m = run(
      1,
      (b) => {
        b.addLabel(1);
        const copy = b.callPrimitive('term_alloc_tuple', ['ctx', 3]);
        const source = address(b, b.moveToNativeRegister(xReg(0)));
        const target = address(b, b.copyToNativeRegister(copy));
        for (let i = 1; i <= 3; i++) b.moveArrayElement(source, i, ptr(target, i));
        b.freeNativeRegisters([source]);
        b.moveToArrayElement(xReg(1), free(target), 2);
        b.moveToVmRegister(free(copy), xReg(0));
        returns(b);
      },
      (machine) => {
        const at = machine.callKernel('allocateBlock', 16);
        machine.store(at, (3 << TermTag.arityShift) | HeaderTag.tuple);
        for (let i = 1; i <= 3; i++) machine.store(at + 4 * i, smallTerm(i));
        machine.setX(0, at | TermTag.boxed);
        machine.setX(1, smallTerm(99));
      },
    );
    const at = m.x(0) & ~3;
    expect([0, 4, 8, 12].map((offset) => m.load(at + offset))).toEqual([3 << 6, smallTerm(1), smallTerm(99), smallTerm(3)]);
  });

  /** fact(N): recursion over labels, with N in y0. */
  const factorial = (b: AtomvmBackend): void => {
    b.addLabel(1);
    const n = b.moveToNativeRegister(xReg(0));
    b.ifBlock([n, '==', smallTerm(0)], () => {
      b.moveToVmRegister(smallTerm(1), xReg(0));
      returns(b);
    });
    b.freeNativeRegisters([n]);
    checked(b, 'allocate', [1, 0, 1]);
    b.moveToVmRegister(xReg(0), yReg(0));
    b.moveToVmRegister(free(b.callPrimitive('subtract', [xReg(0), smallTerm(1)])), xReg(0));
    b.callOrScheduleNext(1);
    b.moveToVmRegister(free(b.callPrimitive('multiply', [xReg(0), yReg(0)])), xReg(0));
    checked(b, 'deallocate', [1]);
    returns(b);
  };

  test.each([
    [1000, 0],
    [3, 3],
    [1, 10],
  ])('recursion with slices of %d reductions is interrupted %d times', (slice, scheduled) => {
    const m = run(1, factorial, (machine) => {
      machine.slice = slice;
      machine.reductions = slice;
      machine.setX(0, smallTerm(10));
    });
    expect(m.x(0)).toBe(smallTerm(3628800));
    expect(m.scheduled).toBe(scheduled);
    expect(m.load(m.ctx + 0x14)).toBe(m.stack);
  });

  test('a comparison by primitive, and a choice of three', () => {
    for (const [a, z] of [
      [1, 2],
      [2, 2],
      [3, 2],
    ] as const) {
      const m = run(
        3,
        (b) => {
          b.addLabel(1);
          const result = b.callPrimitive('term_compare', ['ctx', 'jit_state', xReg(0), xReg(1), 0]);
          b.condJumpToLabel([result, '==', 2], 2);
          b.condJumpToLabel([free(result), '&', 1, '!=', 0], 3);
          b.moveToVmRegister(300, xReg(2));
          returns(b);
          b.addLabel(3);
          b.moveToVmRegister(200, xReg(2));
          returns(b);
          b.addLabel(2);
          b.moveToVmRegister(100, xReg(2));
          returns(b);
        },
        (machine) => {
          machine.setX(0, smallTerm(a));
          machine.setX(1, smallTerm(z));
        },
      );
      expect(m.x(2)).toBe(100 * (2 + Math.sign(a - z)));
    }
  });

  test('a 64-bit literal, a list and an extended register', () => {
    const m = run(
      1,
      (b) => {
        b.addLabel(1);
        const big = b.callPrimitive('alloc_boxed_integer_fragment', ['ctx', int64(-(2n ** 62n))]);
        const list = b.callPrimitive('put_list', ['ctx', free(big), TermTag.nil]);
        const register = b.callPrimitive('extended_register_ptr', ['ctx', 14]);
        b.moveToVmRegister(free(list), free(ptr(register)));
        b.moveToVmRegister(free(b.callPrimitive('length', [xReg(14)])), xReg(0));
        returns(b);
      },
      () => undefined,
    );
    expect(m.x(0)).toBe(smallTerm(1));
    const head = m.load((m.x(14) & ~3) + 4);
    expect(m.view.getBigInt64((head & ~3) + 4, true)).toBe(-(2n ** 62n));
  });

  test('waits: the continuation is set, and what comes later goes on', () => {
    const b = newBackend({ tailCalls });
    b.jumpTable(1);
    b.addLabel(1);
    const place = b.setContinuationToOffset();
    b.callPrimitiveLast('terminate_context', ['ctx', 'jit_state']);
    b.addLabel(place);
    b.continuationEntryPoint();
    b.moveToVmRegister(5, xReg(0));
    returns(b);
    const m = new Machine();
    m.install(b.finish());
    expect(m.run(1)).toBe('terminated');
    expect(m.x(0)).toBe(0);
    // As the scheduler does when a message has come.
    expect(m.run(place)).toBe('returned');
    expect(m.x(0)).toBe(5);
  });
});
