import {
  HeaderTag,
  LinkFixupKind,
  MachineRegister,
  OWN_FRAME_FLAG,
  STACK_RESERVE,
  smallTerm,
  TermTag,
  X_REGISTERS,
} from '@beamline/machine-model';
import { describe, expect, test } from 'vitest';
import type { NativeBackend } from '../src/index.js';
import { emitted } from './emitted.js';

/** An address that is free for the stack, and one for terms. */
const SP = 0x8000;
const HEAP = 0x9000;
const atom = (index: number): number => (index << TermTag.atomShift) | TermTag.atom;

/** A function of one argument: `operation` replaces it on the operand stack. */
function unary(operation: (backend: NativeBackend) => void): ReturnType<typeof emitted> {
  return emitted(1, (backend) => {
    backend.code.local.get(backend.xLocal(0));
    operation(backend);
    backend.code.return();
  });
}

describe('tests of terms', () => {
  const boxed = HEAP | TermTag.boxed;
  test.each<[string, (backend: NativeBackend, negated: boolean) => void, number[], number[]]>([
    ['hasPrimary', (b, n) => b.hasPrimary(TermTag.cons, n), [HEAP | TermTag.cons], [boxed, TermTag.nil, smallTerm(1)]],
    ['isSmall', (b, n) => b.isSmall(n), [smallTerm(0), smallTerm(-1)], [atom(1), boxed, HEAP | TermTag.cons, TermTag.nil]],
    ['isAtom', (b, n) => b.isAtom(n), [atom(0), atom(1 << 20)], [smallTerm(1), TermTag.nil, boxed, (3 << 6) | TermTag.catchTag]],
  ])('%s', (_, emit, yes, no) => {
    for (const negated of [false, true]) {
      const { run } = unary((backend) => emit(backend, negated));
      for (const term of yes) expect(run(SP, term)).toBe(negated ? 0 : 1);
      for (const term of no) expect(run(SP, term)).toBe(negated ? 1 : 0);
    }
  });

  test('hasHeaderTag and loadHeader', () => {
    for (const tag of Object.values(HeaderTag)) {
      for (const negated of [false, true]) {
        const { run, words } = unary((backend) => backend.hasHeaderTag(tag, negated));
        words[HEAP / 4] = (3 << TermTag.arityShift) | tag;
        expect(run(SP, boxed) !== 0).toBe(!negated);
        words[HEAP / 4] = (3 << TermTag.arityShift) | (tag ^ 0x14);
        expect(run(SP, boxed) !== 0).toBe(negated);
      }
    }
    const { run, words } = unary((backend) => backend.loadHeader());
    words[HEAP / 4] = 0x1234;
    expect(run(SP, boxed)).toBe(0x1234);
  });

  test('elements, heads and tails', () => {
    const element = unary((backend) => backend.getElement(2));
    element.words.set([3 << TermTag.arityShift, 11, 22, 33], HEAP / 4);
    expect(element.run(SP, boxed)).toBe(33);
    const head = unary((backend) => backend.getHead());
    const tail = unary((backend) => backend.getTail());
    for (const { words } of [head, tail]) words.set([77, 88], HEAP / 4);
    expect([head.run(SP, HEAP | TermTag.cons), tail.run(SP, HEAP | TermTag.cons)]).toEqual([88, 77]);
  });
});

describe('frames', () => {
  test('allocateFrame, incrementSp and return addresses', () => {
    const { run, words, relocations } = emitted(0, (backend) => {
      backend.allocateFrame(3);
      expect([backend.hasFrame, backend.frameWords]).toEqual([true, 3]);
      backend.setContinuation(5, 2);
      backend.incrementSp(1);
      backend.pushFlaggedSp();
      backend.code.return();
    });
    words[SP / 4 - 3] = -1;
    expect(run(SP)).toBe((SP - 8) | OWN_FRAME_FLAG);
    // The constant is filled in by the linker.
    expect(words[SP / 4 - 3]).toBe(0);
    expect([...relocations.words.subarray(1, relocations.length)]).toEqual([LinkFixupKind.returnAddress, (5 << 10) + 2]);
  });

  test('pushFlaggedSp without a frame', () => {
    const { run } = emitted(0, (backend) => {
      backend.pushFlaggedSp();
      backend.code.return();
    });
    expect(run(SP)).toBe(SP);
  });

  test('Y registers are behind the return address', () => {
    const { run } = emitted(0, (backend) => {
      backend.code.i32.const(backend.yOffset(0) + 100 * backend.yOffset(1));
      backend.code.return();
    });
    expect(run(SP)).toBe(804);
  });
});

describe('entry', () => {
  const entry = (frameBytes: number, answer: number): { asked: number[][]; run: () => number; words: Int32Array } => {
    const asked: number[][] = [];
    const { run, words } = emitted(
      2,
      (backend) => {
        backend.functionEntry(9, frameBytes);
        backend.code.local.get(backend.xLocal(0));
        backend.code.return();
      },
      {
        functionEntry: (sp, index, bytes) => {
          asked.push([sp ?? 0, index ?? 0, bytes ?? 0, words[X_REGISTERS / 4] ?? 0, words[X_REGISTERS / 4 + 1] ?? 0]);
          words[X_REGISTERS / 4] = 55;
          return answer;
        },
      },
    );
    words[MachineRegister.reductions / 4] = 2;
    return { asked, run: () => run(SP, 11, 22), words };
  };

  test('counts reductions, and asks the kernel when there are none left', () => {
    const { asked, run, words } = entry(0, 1);
    expect([run(), run(), words[MachineRegister.reductions / 4]]).toEqual([11, 11, 0]);
    expect(asked).toEqual([]);
    expect(run()).toBe(55);
    expect(asked).toEqual([[SP, 0, 0, 11, 22]]);
  });

  test('leaves with 0 when the kernel says so', () => {
    const { run, words } = entry(0, 0);
    words[MachineRegister.reductions / 4] = 0;
    expect(run()).toBe(0);
  });

  test('asks when its frame does not fit', () => {
    for (const [frameBytes, limit, asks] of [
      [16, SP, false],
      [16, SP + 4, true],
      [STACK_RESERVE + 100, SP - STACK_RESERVE - 100, false],
      [STACK_RESERVE + 100, SP - STACK_RESERVE - 96, true],
    ] as const) {
      const { asked, run, words } = entry(frameBytes, 1);
      words[MachineRegister.stackLimit / 4] = limit;
      run();
      expect(asked.length).toBe(asks ? 1 : 0);
    }
  });

  test('resume takes x0 and the resume point', () => {
    const { run, words } = emitted(0, (backend) => {
      backend.resume(3, 10);
      backend.code.i32.const(1000);
      backend.code.i32.mul();
      backend.code.local.get(backend.xLocal(0));
      backend.code.i32.add();
      backend.code.return();
    });
    words[X_REGISTERS / 4] = 7;
    words[SP / 4] = ((3 << 10) | 5) << 2;
    // Points count from 1 in return addresses, from 0 in the switch.
    expect(run(SP)).toBe(4007);
  });
});

describe('heap', () => {
  test('testHeap collects when the heap is full, and keeps the live registers', () => {
    const collected: number[][] = [];
    const { run, words } = emitted(
      3,
      (backend) => {
        const top = backend.allocateI32();
        backend.testHeap(24, [0, 2], top);
        backend.setHeapTop(top, 8);
        backend.code.local.get(backend.xLocal(0));
        backend.code.local.get(backend.xLocal(1));
        backend.code.i32.add();
        backend.code.local.get(backend.xLocal(2));
        backend.code.i32.add();
        backend.code.return();
      },
      {
        collect: (sp, need, live) => {
          const at = X_REGISTERS / 4;
          collected.push([sp ?? 0, need ?? 0, live ?? 0, words[at] ?? 0, words[at + 1] ?? 0]);
          words[at + 1] = 3000;
          words[MachineRegister.heapTop / 4] = HEAP;
          return undefined;
        },
      },
    );
    words[MachineRegister.heapTop / 4] = HEAP + 100;
    words[MachineRegister.heapLimit / 4] = HEAP + 124;
    expect(run(SP, 1, 20, 300)).toBe(321);
    expect(words[MachineRegister.heapTop / 4]).toBe(HEAP + 108);
    expect(collected).toEqual([]);
    expect(run(SP, 1, 20, 300)).toBe(3021);
    expect(collected).toEqual([[SP, 24, 2, 1, 300]]);
    expect(words[MachineRegister.heapTop / 4]).toBe(HEAP + 8);
  });

  test('saveX and restoreX', () => {
    const { run, words } = emitted(2, (backend) => {
      backend.saveX(2);
      backend.code.i32.const(0);
      backend.code.i32.const(9);
      backend.code.i32.store(X_REGISTERS);
      backend.restoreX(1);
      backend.code.local.get(backend.xLocal(0));
      backend.code.return();
    });
    expect(run(SP, 5, 6)).toBe(9);
    expect(words[X_REGISTERS / 4 + 1]).toBe(6);
  });
});

describe('calls', () => {
  test.each(['callTable', 'returnCallTable'] as const)('%s', (operation) => {
    const { run } = emitted(1, (backend) => {
      backend.code.local.get(0);
      backend.code.local.get(backend.xLocal(0));
      backend.code.i32.const(0);
      backend[operation](2);
      if (operation === 'callTable') backend.code.return();
    });
    expect(run(SP, 41)).toBe(42);
  });

  test('takeResult goes on with a term and leaves with 0', () => {
    const { run } = emitted(1, (backend) => {
      backend.code.local.get(backend.xLocal(0));
      backend.takeResult();
      backend.code.i32.const(8);
      backend.code.return();
    });
    expect([run(SP, 5), run(SP, 0)]).toEqual([8, 0]);
  });

  test('hints tell where branches are, from inside of open labels too', () => {
    let hints: number[] = [];
    const { run } = emitted(1, (backend) => {
      backend.openBlock();
      backend.code.local.get(backend.xLocal(0));
      backend.openRareIf();
      backend.code.i32.const(1);
      backend.exitIf();
      backend.close();
      backend.close();
      backend.code.i32.const(8);
      backend.code.return();
      hints = backend.hints;
    });
    expect([run(SP, 1), run(SP, 0)]).toEqual([0, 8]);
    expect(hints.filter((_, i) => i % 2 === 1)).toEqual([0, 0]);
  });
});

test('scratch locals are used again, by type; registers keep theirs', () => {
  emitted(2, (backend) => {
    expect([backend.xLocal(0), backend.xLocal(1)]).toEqual([1, 2]);
    const a = backend.allocateI32();
    const wide = backend.allocateI64();
    backend.freeI32(a);
    expect(backend.allocateI32()).toBe(a);
    expect(backend.allocateI32()).not.toBe(a);
    backend.freeI64(wide);
    expect(backend.allocateI64()).toBe(wide);
    const x9 = backend.xLocal(9);
    const float = backend.floatLocal(4);
    expect([backend.xLocal(9), backend.floatLocal(4)]).toEqual([x9, float]);
    expect(new Set([1, 2, a, wide, x9, float]).size).toBe(6);
    // i32 scratch, i64 scratch, i32 scratch and x9, a float.
    expect(backend.localGroups()).toEqual([1, 0x7f, 1, 0x7e, 2, 0x7f, 1, 0x7c]);
  });
});
