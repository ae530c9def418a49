import { ContextOffset, FLOAT_HEADER, JitStateOffset, smallTerm, TermTag } from '@beamline/machine-model';
import { decodeModule } from '@beamline/module-writer';
import { describe, expect, test } from 'vitest';
import {
  type AtomvmBackend,
  type Comparand,
  type Condition,
  type FreeRegister,
  fpReg,
  free,
  int64,
  type NativeRegister,
  type Operand,
  ptr,
  xReg,
  yReg,
} from '../src/index.js';
import { code, finishLabel, Machine, MODULE_INDEX, newBackend } from './atomvm-machine.js';

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

/** The bytes that an operation writes, after label 1. */
function written(emit: (backend: AtomvmBackend) => void, tailCalls = false): string {
  const backend = newBackend({ tailCalls });
  backend.jumpTable(3);
  backend.addLabel(1);
  emit(backend);
  const size = backend.codeSize();
  backend.debugger();
  const { bytes: module } = backend.finish();
  const body = decodeModule(module).code[1]?.body ?? new Uint8Array();
  return hex(body.subarray(0, size));
}

/** What x0 holds after code that gives a register. */
function value(emit: (backend: AtomvmBackend) => NativeRegister, prepare?: (machine: Machine) => void): number {
  return code((backend) => backend.moveToVmRegister(free(emit(backend)), xReg(0)), prepare).machine.x(0);
}

describe('wordSize', () => {
  test('is that of wasm32', () => {
    expect(newBackend().wordSize()).toBe(4);
  });
});

describe('offset', () => {
  test('is that of the entry: its number times 4', () => {
    const b = newBackend();
    b.jumpTable(3);
    expect(b.offset()).toBe(0);
    b.addLabel(2);
    expect(b.offset()).toBe(8);
    b.incrementSp(1);
    expect(b.offset()).toBe(8);
    b.callOrScheduleNext(2);
    expect(b.offset()).toBe(16);
    b.debugger();
    b.addLabel(0);
    expect(b.offset()).toBe(0);
  });
});

describe('supportsTailCache', () => {
  test('never, as in AtomVM', () => {
    expect(newBackend().supportsTailCache()).toBe(false);
  });
});

describe('codeSize', () => {
  test('counts bytes of code', () => {
    const b = newBackend();
    b.jumpTable(1);
    expect(b.codeSize()).toBe(0);
    b.addLabel(1);
    expect(b.codeSize()).toBe(0);
    b.incrementSp(1);
    const first = b.codeSize();
    expect(first).toBe(13);
    b.incrementSp(1);
    expect(b.codeSize()).toBe(2 * first);
  });
});

describe('flush', () => {
  test('writes nothing: all is written', () => {
    const b = newBackend();
    b.jumpTable(1);
    b.addLabel(1);
    b.incrementSp(1);
    const before = b.codeSize();
    b.flush();
    expect(b.codeSize()).toBe(before);
  });
});

describe('debugger', () => {
  test('stops the code', () => {
    expect(() => code((b) => b.debugger())).toThrow(WebAssembly.RuntimeError);
    expect(written((b) => b.debugger())).toBe('00');
  });
});

describe('new', () => {
  test('reset gives a backend that makes the same module again', () => {
    const b = newBackend();
    const make = (): string => {
      b.jumpTable(2);
      b.addLabel(1);
      b.moveToVmRegister(1, xReg(0));
      b.addLabel(2);
      finishLabel(b);
      return hex(b.finish().bytes);
    };
    const first = make();
    b.reset();
    expect(make()).toBe(first);
  });
});

describe('usedRegs', () => {
  test('lists what is allocated, until it is freed', () => {
    code((b) => {
      expect(b.usedRegs()).toEqual([]);
      const one = b.moveToNativeRegister(1);
      const two = b.moveToNativeRegister(xReg(2));
      expect(b.usedRegs()).toEqual([one, two]);
      b.freeNativeRegisters([one]);
      expect(b.usedRegs()).toEqual([two]);
      b.freeNativeRegisters([two]);
    });
  });

  test('grows beyond the first registers, and every value stays', () => {
    const { machine } = code((b) => {
      const all = Array.from({ length: 17 }, (_, i) => b.moveToNativeRegister(100 + i));
      expect(b.usedRegs()).toHaveLength(17);
      expect(b.availableRegs()).toEqual([]);
      expect(new Set(all.map(({ local }) => local)).size).toBe(17);
      for (const [i, register] of all.entries()) b.moveToVmRegister(free(register), xReg(i));
    });
    expect(Array.from({ length: 17 }, (_, i) => machine.x(i))).toEqual(Array.from({ length: 17 }, (_, i) => 100 + i));
  });
});

describe('availableRegs', () => {
  test('are the locals behind the parameters', () => {
    code((b) => {
      const before = b.availableRegs();
      expect(before.length).toBeGreaterThan(3);
      expect(Math.min(...before.map(({ local }) => local))).toBe(3);
      const taken = b.moveToNativeRegister(1);
      expect(b.availableRegs()).toEqual(before.filter((each) => each !== taken));
      b.freeNativeRegisters([taken]);
      expect(b.availableRegs()).toEqual(before);
    });
  });
});

describe('freeNativeRegisters', () => {
  test('frees registers and those of pointers, and leaves other operands alone', () => {
    code((b) => {
      const one = b.moveToNativeRegister(1);
      const two = b.moveToNativeRegister(2);
      const three = b.moveToNativeRegister(3);
      b.freeNativeRegisters([one, ptr(two), free(three), xReg(1), yReg(1), fpReg(0), 5]);
      expect(b.usedRegs()).toEqual([]);
    });
  });

  test('a register that is free already is an error', () => {
    code((b) => {
      const one = b.moveToNativeRegister(1);
      b.freeNativeRegisters([one]);
      expect(() => b.freeNativeRegisters([one])).toThrow('register not in use: local 3 (entry 1, byte 4)');
    });
  });
});

describe('assertAllNativeFree', () => {
  test('names the registers that are not', () => {
    code((b) => {
      b.assertAllNativeFree();
      const registers = [b.moveToNativeRegister(1), b.moveToNativeRegister(2)];
      expect(() => b.assertAllNativeFree()).toThrow('leaked register: locals 3, 4 (entry 1, byte 8)');
      b.freeNativeRegisters(registers);
    });
  });
});

describe('moveToNativeRegister', () => {
  test.each([0, 1, -1, 63, 64, -65, 2 ** 31 - 1, -(2 ** 31), 2 ** 31, 2 ** 32 - 1])('the word %d', (word) => {
    expect(value((b) => b.moveToNativeRegister(word))).toBe(word | 0);
  });

  test.each([0, 1, 15, 16])('x%d', (index) => {
    expect(
      value(
        (b) => b.moveToNativeRegister(xReg(index)),
        (m) => m.setX(index, 1000 + index),
      ),
    ).toBe(1000 + index);
  });

  test.each([0, 1, 40])('y%d', (index) => {
    expect(
      value(
        (b) => b.moveToNativeRegister(yReg(index)),
        (m) => m.setY(index, 2000 + index),
      ),
    ).toBe(2000 + index);
  });

  test.each([0, 3])('what a pointer points to, %d words behind', (words) => {
    expect(
      value(
        (b) => {
          const pointer = b.moveToNativeRegister(xReg(1));
          const loaded = b.moveToNativeRegister(ptr(pointer, words));
          expect(loaded).not.toBe(pointer);
          b.freeNativeRegisters([pointer]);
          return loaded;
        },
        (m) => {
          m.setX(1, m.floats);
          m.store(m.floats + 4 * words, 31 + words);
        },
      ),
    ).toBe(31 + words);
  });

  test('a freed pointer is loaded into its own register', () => {
    expect(
      value(
        (b) => {
          const pointer = b.moveToNativeRegister(xReg(1));
          const loaded = b.moveToNativeRegister(free(ptr(pointer, 1)));
          expect(loaded).toBe(pointer);
          return loaded;
        },
        (m) => {
          m.setX(1, m.floats);
          m.store(m.floats + 4, 99);
        },
      ),
    ).toBe(99);
  });

  test('a register stays itself, freed or not', () => {
    code((b) => {
      const one = b.moveToNativeRegister(1);
      expect(b.moveToNativeRegister(one)).toBe(one);
      expect(b.moveToNativeRegister(free(one))).toBe(one);
      b.freeNativeRegisters([one]);
    });
  });

  test.each<[string, Operand, number]>([
    ['a word', 7, 7],
    ['x2', xReg(2), 22],
    ['y1', yReg(1), 11],
  ])('%s into a register that is named', (_, source, expected) => {
    const prepare = (m: Machine): void => {
      m.setX(2, 22);
      m.setY(1, 11);
    };
    expect(
      value((b) => {
        const target = b.moveToNativeRegister(1234);
        expect(b.moveToNativeRegister(source, target)).toBe(target);
        return target;
      }, prepare),
    ).toBe(expected);
  });

  test('a register into one that is named frees the first if it is to be freed', () => {
    expect(
      value((b) => {
        const source = b.moveToNativeRegister(5);
        const target = b.moveToNativeRegister(6);
        b.moveToNativeRegister(free(source), target);
        expect(b.usedRegs()).toEqual([target]);
        return target;
      }),
    ).toBe(5);
  });

  test('a floating-point register becomes a register of doubles', () => {
    const { machine } = code(
      (b) => {
        const double = b.moveToNativeRegister(fpReg(3));
        expect(double.type).toBe('f64');
        b.moveToVmRegister(double, fpReg(4));
        b.moveToNativeRegister(fpReg(5), double);
        b.moveToVmRegister(free(double), fpReg(6));
      },
      (m) => {
        m.view.setFloat64(m.floats + 24, -1.5e300, true);
        m.view.setFloat64(m.floats + 40, 2.25, true);
      },
    );
    expect(machine.view.getFloat64(machine.floats + 32, true)).toBe(-1.5e300);
    expect(machine.view.getFloat64(machine.floats + 48, true)).toBe(2.25);
  });
});

describe('what registers hold', () => {
  const loads = (emit: (b: AtomvmBackend) => void): number => written(emit).split('2802').length - 1;

  test('a free register that holds what is wanted is taken again, without code', () => {
    expect(
      written((b) => {
        const first = b.moveToNativeRegister(xReg(1));
        b.freeNativeRegisters([first]);
        expect(b.moveToNativeRegister(xReg(1))).toBe(first);
        b.freeNativeRegisters([first]);
      }),
    ).toBe('200028021c2103');
  });

  test('a literal, too', () => {
    expect(
      written((b) => {
        const first = b.moveToNativeRegister(9);
        b.freeNativeRegisters([first]);
        expect(b.moveToNativeRegister(9)).toBe(first);
        b.freeNativeRegisters([first]);
      }),
    ).toBe('41092103');
  });

  test('from a register in use it is copied, which needs no memory', () => {
    expect(
      written((b) => {
        const first = b.moveToNativeRegister(xReg(1));
        const second = b.moveToNativeRegister(xReg(1));
        expect(second).not.toBe(first);
        b.freeNativeRegisters([first, second]);
      }),
    ).toBe('200028021c210320032104');
  });

  test.each([true, false])('an X register is stored from a register that holds it, free or not (%s)', (freed) => {
    const { machine } = code(
      (b) => {
        const known = b.moveToNativeRegister(xReg(1));
        if (freed) b.freeNativeRegisters([known]);
        const at = b.codeSize();
        b.moveToVmRegister(xReg(1), xReg(2));
        expect(b.codeSize() - at).toBe(7);
        b.freeNativeRegisters(b.usedRegs());
      },
      (m) => m.setX(1, 0x12345678),
    );
    expect(machine.x(2)).toBe(0x12345678);
  });

  test('a register that was stored holds what it was stored to', () => {
    expect(
      loads((b) => {
        const one = b.moveToNativeRegister(1);
        b.moveToVmRegister(free(one), xReg(3));
        b.freeNativeRegisters([b.moveToNativeRegister(xReg(3))]);
      }),
    ).toBe(0);
  });

  test.each<[string, (b: AtomvmBackend, register: NativeRegister) => void]>([
    ['the register changes', (b, register) => b.add(register, 1)],
    ['something else is stored there', (b) => b.moveToVmRegister(5, xReg(1))],
    ['something is stored through a pointer', (b, register) => b.moveToVmRegister(5, ptr(register))],
    ['an element of an array is stored', (b, register) => b.moveToArrayElement(5, register, 0)],
    ['an element is copied there', (b, register) => b.moveArrayElement(register, 0, xReg(1))],
    ['an element is copied through a pointer', (b, register) => b.moveArrayElement(register, 0, ptr(register))],
    ['a primitive is called', (b) => b.freeNativeRegisters([b.callPrimitive('clobber', [1])])],
    ['a function pointer is called', (b, register) => b.freeNativeRegisters([b.callFuncPtr(register, [])])],
  ])('is forgotten when %s', (_, change) => {
    const emit = (forget: boolean) => (b: AtomvmBackend) => {
      const register = b.moveToNativeRegister(xReg(1));
      const at = b.codeSize();
      if (forget) change(b, register);
      b.freeNativeRegisters([register]);
      const before = b.codeSize();
      expect(before >= at).toBe(true);
      const again = b.moveToNativeRegister(xReg(1));
      expect(b.codeSize() - before).toBe(forget ? 7 : 0);
      b.freeNativeRegisters([again]);
    };
    written(emit(false));
    written(emit(true));
  });

  test('Y registers are forgotten when the stack pointer moves, X registers are not', () => {
    const { machine } = code(
      (b) => {
        const y = b.moveToNativeRegister(yReg(0));
        const x = b.moveToNativeRegister(xReg(0));
        b.freeNativeRegisters([x, y]);
        b.incrementSp(1);
        const at = b.codeSize();
        const sameX = b.moveToNativeRegister(xReg(0));
        expect(b.codeSize()).toBe(at);
        b.moveToVmRegister(free(b.moveToNativeRegister(yReg(0))), xReg(1));
        b.freeNativeRegisters([sameX]);
      },
      (m) => {
        m.setY(0, 10);
        m.setY(1, 11);
      },
    );
    expect(machine.x(1)).toBe(11);
  });

  test('after a call the new values are seen', () => {
    const { machine } = code(
      (b) => {
        const [x, y] = [b.moveToNativeRegister(xReg(0)), b.moveToNativeRegister(yReg(0))];
        b.freeNativeRegisters([x, y, b.callPrimitive('clobber', [1])]);
        b.moveToVmRegister(free(b.moveToNativeRegister(xReg(0))), xReg(1));
        b.moveToVmRegister(free(b.moveToNativeRegister(yReg(0))), xReg(2));
      },
      (m) => m.setX(0, 1),
    );
    expect([machine.x(1), machine.x(2)]).toEqual([smallTerm(77), smallTerm(78)]);
  });

  test.each([true, false])('a block that may not run makes unknown what it changes (%s)', (runs) => {
    const { machine } = code(
      (b) => {
        const condition = b.moveToNativeRegister(xReg(5));
        b.freeNativeRegisters([b.moveToNativeRegister(xReg(1))]);
        b.ifBlock([free(condition), '==', 0], () => b.moveToVmRegister(50, xReg(1)));
        b.moveToVmRegister(free(b.moveToNativeRegister(xReg(1))), xReg(2));
      },
      (m) => {
        m.setX(1, 40);
        m.setX(5, runs ? 0 : 1);
      },
    );
    expect(machine.x(2)).toBe(runs ? 50 : 40);
  });

  test.each([true, false])('a register that a block overwrites holds nothing known (%s)', (runs) => {
    const { machine } = code(
      (b) => {
        const condition = b.moveToNativeRegister(xReg(5));
        const known = b.moveToNativeRegister(xReg(1));
        b.freeNativeRegisters([known]);
        b.ifBlock([free(condition), '==', 0], () => {
          const other = b.moveToNativeRegister(xReg(1));
          b.add(other, 7);
          b.freeNativeRegisters([other]);
        });
        b.moveToVmRegister(free(b.moveToNativeRegister(xReg(1))), xReg(2));
      },
      (m) => {
        m.setX(1, 40);
        m.setX(5, runs ? 0 : 1);
      },
    );
    expect(machine.x(2)).toBe(40);
  });

  test('a block that never goes on forgets nothing', () => {
    expect(
      written((b) => {
        const known = b.moveToNativeRegister(xReg(1));
        b.ifBlock([known, '==', 0], () => {
          b.moveToVmRegister(1, xReg(1));
          b.jumpToLabel(1);
        });
        b.freeNativeRegisters([known]);
        const at = b.codeSize();
        b.freeNativeRegisters([b.moveToNativeRegister(xReg(1))]);
        expect(b.codeSize()).toBe(at);
      }),
    ).toContain('0440');
  });

  test('a label forgets everything', () => {
    written((b) => {
      b.freeNativeRegisters([b.moveToNativeRegister(xReg(1))]);
      b.addLabel(2);
      const at = b.codeSize();
      b.freeNativeRegisters([b.moveToNativeRegister(xReg(1))]);
      expect(b.codeSize()).toBeGreaterThan(at);
    });
  });
});

describe('copyToNativeRegister', () => {
  test.each<[string, Operand]>([
    ['a word', 40],
    ['an X register', xReg(2)],
    ['a Y register', yReg(2)],
  ])('%s: a value of its own', (_, source) => {
    const { machine } = code(
      (b) => {
        const copy = b.copyToNativeRegister(source);
        b.add(copy, 2);
        b.moveToVmRegister(free(copy), xReg(0));
        b.moveToVmRegister(source, xReg(1));
      },
      (m) => {
        m.setX(2, 40);
        m.setY(2, 40);
      },
    );
    expect([machine.x(0), machine.x(1)]).toEqual([42, 40]);
  });

  test('a register: another one', () => {
    const { machine } = code((b) => {
      const one = b.moveToNativeRegister(40);
      const copy = b.copyToNativeRegister(one);
      b.add(copy, 2);
      b.moveToVmRegister(free(copy), xReg(0));
      b.moveToVmRegister(free(one), xReg(1));
    });
    expect([machine.x(0), machine.x(1)]).toEqual([42, 40]);
  });
});

describe('moveToVmRegister', () => {
  test.each([0, 1, 15, 16])('x%d, and no other', (index) => {
    const { machine } = code((b) => b.moveToVmRegister(0x12344711, xReg(index)));
    for (let i = 0; i <= 16; i++) expect(machine.x(i)).toBe(i === index ? 0x12344711 : 0);
    expect(machine.load(machine.ctx + ContextOffset.x + 4 * index)).toBe(0x12344711);
  });

  test.each([0, 1, 40])('y%d, and no other', (index) => {
    const { machine } = code((b) => b.moveToVmRegister(0x12344711, yReg(index)));
    for (let i = 0; i <= 45; i++) expect(machine.y(i)).toBe(i === index ? 0x12344711 : 0);
  });

  test.each<[string, (b: AtomvmBackend) => Operand]>([
    ['a word', () => 0x12345678],
    ['a register', (b) => free(b.moveToNativeRegister(0x12345678))],
    ['an X register', () => xReg(7)],
    ['a Y register', () => yReg(7)],
    ['what a pointer points to', (b) => free(ptr(b.moveToNativeRegister(xReg(8)), 2))],
  ])('%s to each kind of target', (_, source) => {
    const { machine } = code(
      (b) => {
        b.moveToVmRegister(source(b), xReg(0));
        b.moveToVmRegister(source(b), yReg(0));
        const pointer = b.moveToNativeRegister(xReg(8));
        b.moveToVmRegister(source(b), free(ptr(pointer, 5)));
      },
      (m) => {
        m.setX(7, 0x12345678);
        m.setY(7, 0x12345678);
        m.setX(8, m.floats);
        m.store(m.floats + 8, 0x12345678);
      },
    );
    expect([machine.x(0), machine.y(0), machine.load(machine.floats + 20)]).toEqual([0x12345678, 0x12345678, 0x12345678]);
  });

  test('the double of a boxed float to a floating-point register', () => {
    const { machine } = code(
      (b) => {
        const float = b.moveToNativeRegister(xReg(0));
        const address = b.and(free(float), ~TermTag.primaryMask);
        b.moveToVmRegister(free(ptr(address, 1)), fpReg(2));
      },
      (m) => m.setX(0, m.float(6.5)),
    );
    expect(machine.load(machine.x(0) & ~3)).toBe(FLOAT_HEADER);
    expect(machine.view.getFloat64(machine.floats + 16, true)).toBe(6.5);
  });
});

describe('moveToCp', () => {
  test.each([0, 3])('the word of y%d', (index) => {
    const { machine } = code(
      (b) => {
        b.moveToCp(yReg(index));
        b.callPrimitiveLast('terminate_context', ['ctx', 'jit_state']);
      },
      (m) => m.setY(index, 0x1234),
    );
    expect(machine.load(machine.ctx + ContextOffset.cp)).toBe(0x1234);
    expect(machine.outcome).toBe('terminated');
  });
});

describe('setBs', () => {
  test('the binary, with offset 0', () => {
    const { machine } = code(
      (b) => b.setBs(free(b.moveToNativeRegister(0x12345556))),
      (m) => m.store(m.ctx + ContextOffset.bsOffset, 0x12345678),
    );
    expect(machine.load(machine.ctx + ContextOffset.bs)).toBe(0x12345556);
    expect(machine.load(machine.ctx + ContextOffset.bsOffset)).toBe(0);
  });
});

describe('incrementSp', () => {
  test.each([0, 1, 7, -3])('by %d words', (words) => {
    const { machine } = code((b) => b.incrementSp(words));
    expect(machine.load(machine.ctx + ContextOffset.e)).toBe(machine.stack + 4 * words);
  });
});

describe('getArrayElement', () => {
  const prepare = (m: Machine): void => {
    m.setX(1, m.floats);
    m.setX(2, 3);
    for (let i = 0; i < 16; i++) m.store(m.floats + 4 * i, 0x12340060 + i);
    // Not aligned to more than a word.
    m.setX(3, m.floats + 12);
  };

  test.each([0, 5])('with index %d', (index) => {
    expect(
      value((b) => {
        const array = b.moveToNativeRegister(xReg(1));
        const element = b.getArrayElement(array, index);
        expect(element).not.toBe(array);
        b.freeNativeRegisters([array]);
        return element;
      }, prepare),
    ).toBe(0x12340060 + index);
  });

  test('into the register itself if it is freed', () => {
    expect(
      value((b) => {
        const array = b.moveToNativeRegister(xReg(1));
        const element = b.getArrayElement(free(array), 2);
        expect(element).toBe(array);
        return element;
      }, prepare),
    ).toBe(0x12340062);
  });

  test('with an index in a register', () => {
    expect(
      value((b) => {
        const array = b.moveToNativeRegister(xReg(1));
        const index = b.moveToNativeRegister(xReg(2));
        const element = b.getArrayElement(free(array), free(index));
        expect(b.usedRegs()).toEqual([element]);
        return element;
      }, prepare),
    ).toBe(0x12340063);
  });

  test('of an array anywhere', () => {
    expect(value((b) => b.getArrayElement(free(b.moveToNativeRegister(xReg(3))), free(b.moveToNativeRegister(xReg(2)))), prepare)).toBe(
      0x12340066,
    );
  });
});

describe('moveArrayElement', () => {
  const prepare = (m: Machine): void => {
    m.setX(1, m.floats);
    m.setX(2, 3);
    for (let i = 0; i < 16; i++) m.store(m.floats + 4 * i, 0x12340060 + i);
    // Not aligned to more than a word.
    m.setX(3, m.floats + 12);
  };

  test.each([0, 3])('element %d to an X and a Y register', (index) => {
    const { machine } = code((b) => {
      const array = b.moveToNativeRegister(xReg(1));
      b.moveArrayElement(array, index, xReg(9));
      b.moveArrayElement(free(array), index, yReg(4));
    }, prepare);
    expect([machine.x(9), machine.y(4)]).toEqual([0x12340060 + index, 0x12340060 + index]);
  });

  test('with an index in a register', () => {
    const { machine } = code((b) => {
      const array = b.moveToNativeRegister(xReg(1));
      b.moveArrayElement(free(array), free(b.moveToNativeRegister(xReg(2))), xReg(9));
    }, prepare);
    expect(machine.x(9)).toBe(0x12340063);
  });

  test('to where a pointer points, and to a register', () => {
    const { machine } = code((b) => {
      const array = b.moveToNativeRegister(xReg(1));
      const target = b.moveToNativeRegister(xReg(1));
      b.moveArrayElement(array, 4, free(ptr(target, 7)));
      const register = b.moveToNativeRegister(1);
      b.moveArrayElement(free(array), 6, register);
      b.moveToVmRegister(free(register), xReg(9));
    }, prepare);
    expect([machine.load(machine.floats + 28), machine.x(9)]).toEqual([0x12340064, 0x12340066]);
  });
});

describe('moveToArrayElement', () => {
  const prepare = (m: Machine): void => {
    m.setX(1, m.floats);
    m.setX(2, 3);
    m.setY(2, 44);
  };

  test.each<[string, (b: AtomvmBackend) => Operand, number]>([
    ['a word', () => -7, -7],
    ['a register', (b) => free(b.moveToNativeRegister(8)), 8],
    ['an X register', () => xReg(2), 3],
    ['a Y register', () => yReg(2), 44],
  ])('%s', (_, source, expected) => {
    const { machine } = code((b) => {
      const array = b.moveToNativeRegister(xReg(1));
      b.moveToArrayElement(source(b), free(array), 5);
    }, prepare);
    expect(machine.load(machine.floats + 20)).toBe(expected);
  });

  test.each([0, 2])('with an index in a register, and %d words further', (offset) => {
    const { machine } = code((b) => {
      const array = b.moveToNativeRegister(xReg(1));
      b.moveToArrayElement(99, free(array), free(b.moveToNativeRegister(xReg(2))), offset);
    }, prepare);
    expect(machine.load(machine.floats + 4 * (3 + offset))).toBe(99);
  });
});

describe('shiftLeft', () => {
  test.each([
    [1, 0, 1],
    [1, 31, -(2 ** 31)],
    [0x12345678, 4, 0x23456780],
    [-1, 6, -64],
  ])('%d by %d', (word, bits, expected) => {
    expect(
      value((b) => {
        const register = b.moveToNativeRegister(word);
        b.shiftLeft(register, bits);
        return register;
      }),
    ).toBe(expected);
  });
});

describe.each([true, false])('with a source that is freed: %s', (freed) => {
  type Source = NativeRegister | FreeRegister;
  const source = (b: AtomvmBackend, word: number, use: (source: Source) => NativeRegister): NativeRegister => {
    const register = b.moveToNativeRegister(word);
    const result = use(freed ? free(register) : register);
    expect(result === register).toBe(freed);
    if (!freed) {
      // The source is as it was.
      b.moveToVmRegister(free(register), xReg(1));
    }
    return result;
  };
  const check = (word: number, use: (b: AtomvmBackend, source: Source) => NativeRegister, expected: number): void => {
    const { machine } = code((b) => b.moveToVmRegister(free(source(b, word, (each) => use(b, each))), xReg(0)));
    expect(machine.x(0)).toBe(expected);
    if (!freed) expect(machine.x(1)).toBe(word);
  };

  describe('shiftRight', () => {
    test.each([
      [-1, 28, 15],
      [256, 0, 256],
      [0x7fffffff, 4, 0x7ffffff],
    ])('%d by %d', (word, bits, expected) => check(word, (b, s) => b.shiftRight(s, bits), expected));
  });

  describe('shiftRightArith', () => {
    test.each([
      [-1, 28, -1],
      [-256, 4, -16],
      [256, 4, 16],
    ])('%d by %d', (word, bits, expected) => check(word, (b, s) => b.shiftRightArith(s, bits), expected));
  });

  describe('and', () => {
    test('with a word', () => check(0x7f5, (b, s) => b.and(s, 0xff), 0xf5));
    test('with a register', () => check(0x7f5, (b, s) => b.and(s, free(b.moveToNativeRegister(0xf0))), 0xf0));
  });

  describe('divReg', () => {
    test.each([
      [17, 5, 3],
      [-17, 5, -3],
      [17, -5, -3],
    ])('%d by %d', (word, divisor, expected) => check(word, (b, s) => b.divReg(s, free(b.moveToNativeRegister(divisor))), expected));
  });

  describe('remReg', () => {
    test.each([
      [17, 5, 2],
      [-17, 5, -2],
      [17, -5, 2],
    ])('%d by %d', (word, divisor, expected) => check(word, (b, s) => b.remReg(s, free(b.moveToNativeRegister(divisor))), expected));
  });
});

test('divReg by 0 traps', () => {
  expect(() => value((b) => b.divReg(free(b.moveToNativeRegister(1)), free(b.moveToNativeRegister(0))))).toThrow('divide by zero');
});

describe.each<['add' | 'sub' | 'mul' | 'or' | 'xor', (a: number, b: number) => number]>([
  ['add', (a, b) => (a + b) | 0],
  ['sub', (a, b) => (a - b) | 0],
  ['mul', (a, b) => Math.imul(a, b)],
  ['or', (a, b) => a | b],
  ['xor', (a, b) => a ^ b],
])('%s', (operation, model) => {
  const pairs = [
    [12, 5],
    [-9, 70],
    [2 ** 31 - 1, 3],
  ] as const;

  test.each(pairs)('%d and the word %d, in place', (left, right) => {
    expect(
      value((b) => {
        const register = b.moveToNativeRegister(left);
        b[operation](register, right);
        return register;
      }),
    ).toBe(model(left, right));
  });

  test.each(pairs)('%d and %d in a register, which is freed', (left, right) => {
    expect(
      value((b) => {
        const register = b.moveToNativeRegister(left);
        b[operation](register, free(b.moveToNativeRegister(right)));
        expect(b.usedRegs()).toEqual([register]);
        return register;
      }),
    ).toBe(model(left, right));
  });
});

describe('ifBlock', () => {
  const words = [-2, -1, 0, 1, 5, 256, 2 ** 31 - 1];
  const holds = (condition: (b: AtomvmBackend, left: NativeRegister, right: NativeRegister) => Condition, a: number, z: number): boolean =>
    code(
      (b) => {
        const left = b.moveToNativeRegister(xReg(1));
        const right = b.moveToNativeRegister(xReg(2));
        b.ifBlock(condition(b, left, right), () => b.moveToVmRegister(1, xReg(0)));
        b.freeNativeRegisters([left, right]);
      },
      (m) => {
        m.setX(1, a);
        m.setX(2, z);
      },
    ).machine.x(0) === 1;

  test.each<[string, (b: AtomvmBackend, left: NativeRegister, right: NativeRegister) => Condition, (a: number, z: number) => boolean]>([
    ['{Reg, <, 0}', (_, l) => [l, '<', 0], (a) => a < 0],
    ['{Reg, <, Val}', (_, l) => [l, '<', 5], (a) => a < 5],
    ['{Val, <, Reg}', (_, l) => [1, '<', l], (a) => 1 < a],
    ['{Reg, <, Reg}', (_, l, r) => [l, '<', r], (a, z) => a < z],
    ['{Reg, ==, 0}', (_, l) => [l, '==', 0], (a) => a === 0],
    ['{Reg, ==, Val}', (_, l) => [l, '==', 5], (a) => a === 5],
    ['{Reg, ==, Reg}', (_, l, r) => [l, '==', r], (a, z) => a === z],
    ['{Val, ==, Reg}', (_, l) => [5, '==', l], (a) => a === 5],
    ['{Reg, !=, 0}', (_, l) => [l, '!=', 0], (a) => a !== 0],
    ['{Reg, !=, Val}', (_, l) => [l, '!=', -1], (a) => a !== -1],
    ['{Reg, !=, Reg}', (_, l, r) => [l, '!=', r], (a, z) => a !== z],
    ['{(int), Reg, ==, Val}', (_, l) => ['(int)', l, '==', 5], (a) => a === 5],
    ['{(int), Reg, !=, Val}', (_, l) => ['(int)', l, '!=', 5], (a) => a !== 5],
    ['{(bool), Reg, ==, false}', (_, l) => ['(bool)', l, '==', false], (a) => (a & 1) === 0],
    ['{(bool), Reg, !=, false}', (_, l) => ['(bool)', l, '!=', false], (a) => (a & 1) !== 0],
    ['{Reg, &, Mask, ==, Val}', (_, l) => [l, '&', 3, '==', 1], (a) => (a & 3) === 1],
    ['{Reg, &, Mask, !=, Val}', (_, l) => [l, '&', 3, '!=', 1], (a) => (a & 3) !== 1],
    ['{Reg, &, Mask, ==, 0}', (_, l) => [l, '&', 1, '==', 0], (a) => (a & 1) === 0],
    ['{Reg, &, Mask, !=, 0}', (_, l) => [l, '&', 1, '!=', 0], (a) => (a & 1) !== 0],
    [
      '{and, [..]} of two',
      (_, l, r) => [
        'and',
        [
          [l, '<', 3],
          [r, '!=', 0],
        ],
      ],
      (a, z) => a < 3 && z !== 0,
    ],
    [
      '{and, [..]} of three',
      (_, l, r) => [
        'and',
        [
          [-2, '<', l],
          [l, '<', r],
          [r, '&', 1, '!=', 0],
        ],
      ],
      (a, z) => -2 < a && a < z && (z & 1) !== 0,
    ],
    ['{and, [..]} of one', (_, l) => ['and', [[l, '==', 1]]], (a) => a === 1],
  ])('%s', (_, condition, model) => {
    for (const a of words) for (const z of [-1, 0, 5]) expect(holds(condition, a, z), `${a}, ${z}`).toBe(model(a, z));
  });

  test.each<[string, (register: NativeRegister, other: NativeRegister) => Condition]>([
    ['of a comparison', (l, r) => [free(l), '<', free(r)]],
    [
      'of a mask',
      (l, r) => [
        'and',
        [
          [free(l), '&', 1, '!=', 0],
          [free(r), '==', 0],
        ],
      ],
    ],
    [
      'named twice',
      (l, r) => [
        'and',
        [
          [free(l), '!=', 0],
          [free(l), '<', 9],
          ['(bool)', free(r), '==', false],
        ],
      ],
    ],
  ])('frees the registers %s', (_, condition) => {
    code((b) => {
      const registers: [NativeRegister, NativeRegister] = [b.moveToNativeRegister(xReg(1)), b.moveToNativeRegister(xReg(2))];
      b.ifBlock(condition(...registers), () => expect(b.usedRegs()).toEqual([]));
      expect(b.usedRegs()).toEqual([]);
    });
  });

  test('a register that the block allocates is in use afterwards, one that it frees is too', () => {
    code((b) => {
      const before = b.moveToNativeRegister(1);
      let inside: NativeRegister | undefined;
      b.ifBlock([before, '==', 1], () => {
        inside = b.moveToNativeRegister(2);
        b.freeNativeRegisters([before]);
      });
      expect(b.usedRegs()).toEqual([before, inside]);
      b.freeNativeRegisters(b.usedRegs());
    });
  });

  test.each([true, false])('blocks in blocks, with the outer condition %s', (outer) => {
    const { machine } = code(
      (b) => {
        const x1 = b.moveToNativeRegister(xReg(1));
        b.ifBlock([x1, '!=', 0], () => {
          b.moveToVmRegister(1, xReg(0));
          b.ifBlock([x1, '<', 5], () => b.moveToVmRegister(2, xReg(0)));
        });
        b.freeNativeRegisters([x1]);
      },
      (m) => m.setX(1, outer ? 3 : 0),
    );
    expect(machine.x(0)).toBe(outer ? 2 : 0);
  });
});

describe('ifElseBlock', () => {
  test.each([-1, 0, 7])('of %d', (word) => {
    const { machine } = code(
      (b) => {
        b.ifElseBlock(
          [free(b.moveToNativeRegister(xReg(1))), '<', 0],
          () => b.moveToVmRegister(10, xReg(0)),
          () => b.moveToVmRegister(20, xReg(0)),
        );
        b.moveToVmRegister(5, xReg(2));
      },
      (m) => m.setX(1, word),
    );
    expect([machine.x(0), machine.x(2)]).toEqual([word < 0 ? 10 : 20, 5]);
  });

  test.each([true, false])('both arms return, and the function ends there (%s)', (first) => {
    const { machine } = code(
      (b) => {
        b.ifElseBlock(
          [free(b.moveToNativeRegister(xReg(1))), '==', 0],
          () => b.callPrimitiveLast('terminate_context', ['ctx', 'jit_state']),
          () => b.callPrimitiveLast('handle_error', ['ctx', 'jit_state', 'offset']),
        );
        b.addLabel(2);
      },
      (m) => m.setX(1, first ? 0 : 1),
    );
    expect(machine.outcome).toBe(first ? 'terminated' : 'raised');
  });

  test.each([
    [true, 0],
    [true, 1],
    [false, 0],
    [false, 1],
  ])('an arm that returns leaves what the other knows and has (first: %s, condition: %d)', (first, word) => {
    const { machine } = code(
      (b) => {
        const ends = (): void => b.callPrimitiveLast('terminate_context', ['ctx', 'jit_state']);
        let made: NativeRegister | undefined;
        const makes = (): void => {
          made = b.moveToNativeRegister(xReg(3));
        };
        b.ifElseBlock([free(b.moveToNativeRegister(xReg(1))), '==', 0], first ? ends : makes, first ? makes : ends);
        expect(b.usedRegs()).toEqual([made]);
        b.freeNativeRegisters(b.usedRegs());
        const at = b.codeSize();
        expect(b.moveToNativeRegister(xReg(3))).toBe(made);
        expect(b.codeSize()).toBe(at);
        b.moveToVmRegister(free(b.moveToNativeRegister(xReg(3))), xReg(4));
        b.freeNativeRegisters(b.usedRegs());
      },
      (m) => {
        m.setX(1, word);
        m.setX(3, 33);
      },
    );
    const ended = first === (word === 0);
    expect([machine.outcome, machine.x(4)]).toEqual(ended ? ['terminated', 0] : ['returned', 33]);
  });

  test('what both arms know is known, what only one knows is not; what either has in use is in use', () => {
    code((b) => {
      const x1 = b.moveToNativeRegister(xReg(1));
      const made: NativeRegister[] = [];
      b.ifElseBlock(
        [x1, '==', 0],
        () => made.push(b.moveToNativeRegister(xReg(2))),
        () => made.push(b.moveToNativeRegister(xReg(2)), b.moveToNativeRegister(xReg(3))),
      );
      expect(new Set(b.usedRegs())).toEqual(new Set([x1, ...made]));
      b.freeNativeRegisters(b.usedRegs());
      let at = b.codeSize();
      b.freeNativeRegisters([b.moveToNativeRegister(xReg(2)), b.moveToNativeRegister(xReg(1))]);
      expect(b.codeSize()).toBe(at);
      at = b.codeSize();
      b.freeNativeRegisters([b.moveToNativeRegister(xReg(3))]);
      expect(b.codeSize()).toBeGreaterThan(at);
    });
  });
});

describe.each([false, true])('control flow with tail calls: %s', (tailCalls) => {
  /** Labels by their numbers; label 1 is entered. */
  function labels(
    parts: Readonly<Record<number, (b: AtomvmBackend) => void>>,
    prepare?: (m: Machine) => void,
    order = Object.keys(parts).map(Number),
  ): Machine {
    const b = newBackend({ tailCalls });
    b.jumpTable(Math.max(...order));
    for (const label of order) {
      b.addLabel(label);
      parts[label]?.(b);
    }
    const machine = new Machine();
    const module = b.finish();
    machine.install(module);
    prepare?.(machine);
    machine.run(1);
    return machine;
  }
  const returns = (b: AtomvmBackend): void => b.callPrimitiveLast('return', ['ctx', 'jit_state']);
  const sets =
    (index: number, word: number) =>
    (b: AtomvmBackend): void => {
      b.moveToVmRegister(word, xReg(index));
      returns(b);
    };
  /** x0 := x0 + by */
  const adds = (b: AtomvmBackend, index: number, by: number): void => {
    const x = b.moveToNativeRegister(xReg(index));
    b.add(x, by);
    b.moveToVmRegister(free(x), xReg(index));
  };

  describe('jumpToLabel', () => {
    test('ahead', () => {
      const m = labels({ 1: (b) => b.jumpToLabel(3), 2: sets(0, 2), 3: sets(0, 3) });
      expect(m.x(0)).toBe(3);
      expect(m.entered).toBe(tailCalls ? 1 : 2);
    });

    test('behind', () => {
      expect(labels({ 1: (b) => b.jumpToLabel(2), 2: sets(0, 2) }, undefined, [2, 1]).x(0)).toBe(2);
    });

    test('from a block, and to the label itself', () => {
      const m = labels({
        1: (b) => {
          adds(b, 0, 1);
          const x = b.moveToNativeRegister(xReg(0));
          b.ifBlock([free(x), '<', 10], () => b.jumpToLabel(1));
          returns(b);
        },
      });
      expect(m.x(0)).toBe(10);
    });

    test('passes all three parameters', () => {
      const m = labels({
        1: (b) => b.jumpToLabel(2),
        2: (b) => {
          b.moveToVmRegister(free(b.callPrimitive('add', [1, 2])), xReg(0));
          b.setContinuationToLabel(1);
          returns(b);
        },
      });
      expect(m.continuation).toBe(2);
    });
  });

  describe('addLabel', () => {
    test('code above goes on there', () => {
      expect(
        labels({
          1: (b) => b.moveToVmRegister(8, xReg(0)),
          2: (b) => {
            adds(b, 0, 1);
            returns(b);
          },
        }).x(0),
      ).toBe(9);
    });
  });

  describe('condJumpToLabel', () => {
    test.each([0, 1])('of %d', (word) => {
      const m = labels(
        {
          1: (b) => {
            b.condJumpToLabel([free(b.moveToNativeRegister(xReg(1))), '==', 0], 2);
            sets(0, 100)(b);
          },
          2: sets(0, 200),
        },
        (machine) => machine.setX(1, word),
      );
      expect(m.x(0)).toBe(word === 0 ? 200 : 100);
    });
  });

  describe('jumpToContinuation', () => {
    test.each([2, 3])('the offset of entry %d', (entry) => {
      const m = labels({ 1: (b) => b.jumpToContinuation(free(b.moveToNativeRegister(xReg(1)))), 2: sets(0, 2), 3: sets(0, 3) }, (machine) =>
        machine.setX(1, 4 * entry),
      );
      expect(m.x(0)).toBe(entry);
      expect(m.entered).toBe(2);
    });

    test('from a block', () => {
      const m = labels(
        {
          1: (b) => {
            const entry = b.moveToNativeRegister(xReg(1));
            b.ifBlock([entry, '!=', 0], () => b.jumpToContinuation(free(entry)));
            b.freeNativeRegisters(b.usedRegs());
            sets(0, 1)(b);
          },
          2: sets(0, 2),
        },
        (machine) => machine.setX(1, 8),
      );
      expect(m.x(0)).toBe(2);
    });
  });

  describe('jumpToOffset', () => {
    test('goes on at the entry with that offset', () => {
      expect(labels({ 1: (b) => b.jumpToOffset(12), 2: sets(0, 2), 3: sets(0, 3) }).x(0)).toBe(3);
    });
  });

  describe('setContinuationToLabel', () => {
    test('stores its number and one', () => {
      const m = labels({
        1: (b) => {
          b.setContinuationToLabel(2);
          b.callPrimitiveLast('schedule_next_cp', ['ctx', 'jit_state']);
        },
        2: sets(0, 22),
      });
      expect([m.x(0), m.scheduled, m.entered]).toEqual([22, 1, 2]);
    });
  });

  describe('setContinuationToOffset', () => {
    test('goes on at the place that is added later', () => {
      const m = labels({
        1: (b) => {
          const place = b.setContinuationToOffset();
          b.callPrimitiveLast('schedule_next_cp', ['ctx', 'jit_state']);
          b.addLabel(place);
          b.continuationEntryPoint();
          sets(0, 11)(b);
        },
      });
      expect([m.x(0), m.scheduled, m.entered]).toEqual([11, 1, 2]);
    });
  });

  describe('continuationEntryPoint', () => {
    test('writes nothing', () => {
      labels({
        1: (b) => {
          const place = b.setContinuationToOffset();
          returns(b);
          b.addLabel(place);
          const at = b.codeSize();
          b.continuationEntryPoint();
          expect(b.codeSize()).toBe(at);
          returns(b);
        },
      });
    });
  });

  describe('decrementReductionsAndMaybeScheduleNext', () => {
    test.each([
      [5, 0, 4],
      [2, 0, 1],
      [1, 1, 1000],
      [0x12340000, 0, 0x1233ffff],
    ])('with %d reductions', (reductions, scheduled, left) => {
      const m = labels(
        {
          1: (b) => {
            b.moveToVmRegister(1, xReg(0));
            b.decrementReductionsAndMaybeScheduleNext();
            adds(b, 0, 1);
            returns(b);
          },
        },
        (machine) => {
          machine.reductions = reductions;
        },
      );
      expect([m.x(0), m.scheduled, m.reductions, m.entered]).toEqual([2, scheduled, left, tailCalls ? 1 + scheduled : 2]);
    });
  });

  describe('callOnlyOrScheduleNext', () => {
    test.each([
      [5, 0],
      [1, 1],
    ])('with %d reductions', (reductions, scheduled) => {
      const m = labels({ 1: (b) => b.callOnlyOrScheduleNext(2), 2: sets(0, 9) }, (machine) => {
        machine.reductions = reductions;
      });
      expect([m.x(0), m.scheduled, m.entered]).toEqual([9, scheduled, tailCalls ? 1 + scheduled : 2]);
    });

    test('a loop of a million turns yields, and needs no native stack', () => {
      const m = labels({
        1: (b) => {
          adds(b, 0, 1);
          b.ifBlock([free(b.moveToNativeRegister(xReg(0))), '==', 1_000_000], () => returns(b));
          b.callOnlyOrScheduleNext(1);
        },
      });
      expect([m.x(0), m.scheduled]).toEqual([1_000_000, 999]);
    });
  });

  describe('callOrScheduleNext', () => {
    test.each([
      [5, 0],
      [1, 1],
    ])('returns behind the call, with %d reductions', (reductions, scheduled) => {
      const m = labels(
        {
          1: (b) => {
            b.freeNativeRegisters([b.callPrimitive('allocate', ['ctx', 'jit_state', 0, 0, 0])]);
            b.callOrScheduleNext(2);
            b.moveToVmRegister(4, xReg(1));
            b.freeNativeRegisters([b.callPrimitive('deallocate', ['ctx', 'jit_state', 0])]);
            returns(b);
          },
          2: sets(0, 3),
        },
        (machine) => {
          machine.reductions = reductions;
        },
      );
      expect([m.x(0), m.x(1), m.scheduled, m.outcome]).toEqual([3, 4, scheduled, 'returned']);
    });

    test('stores the continuation pointer: module and entry', () => {
      let cp = 0;
      const b = newBackend({ tailCalls });
      b.jumpTable(2);
      b.addLabel(1);
      b.callOrScheduleNext(2);
      b.debugger();
      b.addLabel(2);
      b.callPrimitiveLast('terminate_context', ['ctx', 'jit_state']);
      const m = new Machine();
      m.install(b.finish());
      m.run(1);
      cp = m.load(m.ctx + ContextOffset.cp);
      // Labels 0 to 2 come first.
      expect(cp).toBe((MODULE_INDEX << 24) | ((3 * 4) << 2));
    });
  });

  describe('callPrimitiveWithCp', () => {
    test('the primitive finds where to go on', () => {
      const m = labels({
        1: (b) => {
          b.freeNativeRegisters([b.callPrimitive('allocate', ['ctx', 'jit_state', 0, 0, 0])]);
          const argument = b.moveToNativeRegister(77);
          b.callPrimitiveWithCp('call_ext', ['ctx', 'jit_state', 'offset', 1, free(argument), -1]);
          b.freeNativeRegisters([b.callPrimitive('deallocate', ['ctx', 'jit_state', 0])]);
          b.moveToVmRegister(6, xReg(1));
          returns(b);
        },
      });
      expect([m.x(1), m.entered]).toEqual([6, 2]);
      expect(m.lastCall('call_ext')?.slice(3)).toEqual([1, 77, -1]);
    });
  });

  describe('callPrimitiveLast', () => {
    test('gives what the primitive gives', () => {
      const b = newBackend({ tailCalls });
      b.jumpTable(1);
      b.addLabel(1);
      b.callPrimitiveLast('three', [free(b.moveToNativeRegister(1)), xReg(2), 3]);
      const m = new Machine();
      m.install(b.finish());
      m.setX(2, 2);
      expect(m.enter(1)).toBe(123);
    });

    test('gives the context after a primitive without a result', () => {
      const b = newBackend({ tailCalls });
      b.jumpTable(1);
      b.addLabel(1);
      b.callPrimitiveLast('trim_live_regs', ['ctx', 0]);
      const m = new Machine();
      m.install(b.finish());
      expect(m.enter(1)).toBe(m.ctx);
    });

    test("is the seed's listing, or with return_call_indirect", () => {
      const bytes = written((b) => b.callPrimitiveLast('three', ['ctx', 'jit_state', 'native_interface']), tailCalls);
      // local.get 0, 1, 2; local.get 2; i32.load align=2 offset=90*4; call_indirect type 2; return
      expect(bytes).toBe(`20002001200220022802e802${tailCalls ? '130200' : '1102000f'}`);
    });
  });

  describe('returnIfNotEqualToCtx', () => {
    test.each([true, false])('when it is equal: %s', (equal) => {
      const b = newBackend({ tailCalls });
      b.jumpTable(1);
      b.addLabel(1);
      b.returnIfNotEqualToCtx(free(b.moveToNativeRegister(xReg(1))));
      b.moveToVmRegister(1, xReg(0));
      returns(b);
      const m = new Machine();
      m.install(b.finish());
      m.setX(1, equal ? m.ctx : 4);
      expect(m.enter(1)).toBe(equal ? m.ctx : 4);
      expect(m.x(0)).toBe(equal ? 1 : 0);
    });
  });
});

describe('getModuleIndex', () => {
  test('from the module of the jit state', () => {
    expect(value((b) => b.getModuleIndex())).toBe(MODULE_INDEX);
    expect(
      value(
        (b) => b.getModuleIndex(),
        (m) => m.store(m.load(m.jitState + JitStateOffset.module), 0x123456),
      ),
    ).toBe(0x123456);
  });
});

describe('callPrimitive', () => {
  test("is the seed's listing, and keeps the result", () => {
    const bytes = written((b) => b.freeNativeRegisters([b.callPrimitive('three', ['ctx', 'jit_state', 'native_interface'])]));
    expect(bytes).toBe('2000200120022002' + '2802e802' + '110200' + '2103');
  });

  test('by index', () => {
    expect(value((b) => b.callPrimitive(90, [1, 2, 3]))).toBe(123);
  });

  test('arguments of every kind, in order, some of them freed', () => {
    const { machine } = code(
      (b) => {
        const pointer = b.moveToNativeRegister(xReg(4));
        const [kept, given] = [b.moveToNativeRegister(11), b.moveToNativeRegister(12)];
        const at = b.codeSize();
        const results = [
          b.callPrimitive('three', ['ctx', 'jit_state', 'native_interface']),
          b.callPrimitive('three', [kept, free(given), -5]),
          b.callPrimitive('three', [xReg(1), yReg(1), free(ptr(pointer, 3))]),
        ];
        b.freeNativeRegisters([kept, ...results]);
        const offset = b.codeSize();
        b.freeNativeRegisters([b.callPrimitive('three', ['offset', 0, 0])]);
        b.moveToVmRegister(b.offset(), xReg(6));
        expect(at).toBeLessThan(offset);
      },
      (m) => {
        m.setX(1, 21);
        m.setY(1, 22);
        m.setX(4, m.floats);
        m.store(m.floats + 12, 23);
      },
    );
    const calls = machine.calls.filter(({ name }) => name === 'three').map(({ args }) => args);
    expect(calls).toEqual([
      [machine.ctx, machine.jitState, machine.nativeInterface],
      [11, 12, -5],
      [21, 22, 23],
      [4, 0, 0],
    ]);
    expect(machine.x(6)).toBe(4);
  });

  test('64-bit arguments and results', () => {
    const { machine } = code((b) => {
      const wide = b.callPrimitive('wide', [int64(2n ** 40n), 5]);
      expect(wide.type).toBe('i64');
      const more = b.callPrimitive('wide', [free(wide), -1]);
      b.moveToVmRegister(free(b.callPrimitive('makeInteger', [free(more)])), xReg(0));
    });
    expect(machine.view.getBigInt64((machine.x(0) & ~3) + 4, true)).toBe(2n ** 40n + 4n);
  });

  test('floating-point arguments and results', () => {
    const { machine } = code((b) => {
      const single = b.callPrimitive('single', [2]);
      const double = b.callPrimitive('toFloat', [smallTerm(3)]);
      const sum = b.callPrimitive('floats', [free(single), double]);
      expect([single.type, double.type, sum.type]).toEqual(['f32', 'f64', 'f32']);
      b.freeNativeRegisters([sum]);
      b.moveToVmRegister(free(b.callPrimitive('makeFloat', [free(double)])), xReg(0));
    });
    expect(machine.lastCall('floats')).toEqual([2.5, 3]);
    expect(machine.view.getFloat64((machine.x(0) & ~3) + 4, true)).toBe(3);
  });

  test('one without a result gives a register without a value', () => {
    const { machine } = code((b) => {
      const nothing = b.callPrimitive('nothing', [4]);
      expect(nothing.type).toBe('void');
      expect(b.usedRegs()).toEqual([]);
      b.freeNativeRegisters([nothing]);
      b.freeNativeRegisters([b.callPrimitive('trim_live_regs', ['ctx', 3])]);
    });
    expect(machine.lastCall('nothing')).toEqual([4]);
    expect(machine.lastCall('trim_live_regs')).toEqual([machine.ctx, 3]);
  });

  test.each<[string, (b: AtomvmBackend) => NativeRegister, number]>([
    ['add', (b) => b.callPrimitive('add', [smallTerm(20), smallTerm(22)]), smallTerm(42)],
    ['length', (b) => b.callPrimitive('length', [TermTag.nil]), smallTerm(0)],
    ['equalExact', (b) => b.callPrimitive('equalExact', [smallTerm(2), smallTerm(2)]), 1],
    ['module_get_atom_term_by_id', (b) => b.callPrimitive('module_get_atom_term_by_id', ['jit_state', 3]), (3 << 6) | 0xb],
    ['term_compare', (b) => b.callPrimitive('term_compare', ['ctx', 'jit_state', smallTerm(1), smallTerm(2), 0]), 2],
  ])('%s', (_, call, expected) => {
    expect(value(call)).toBe(expected);
  });
});

describe('callFuncPtr', () => {
  test.each([0, 1, 3])('with %d arguments', (count) => {
    const seen: unknown[] = [];
    const { machine } = code(
      (b) => {
        const pointer = b.moveToNativeRegister(xReg(1));
        const args = ['ctx', 7, xReg(2)].slice(0, count) as Parameters<AtomvmBackend['callFuncPtr']>[1];
        b.moveToVmRegister(free(b.callFuncPtr(free(pointer), args)), xReg(0));
        expect(b.usedRegs()).toEqual([]);
      },
      (m) => {
        m.setX(2, 8);
        // Kernel functions of that many arguments.
        const slot = 300 + count;
        const names = ['self', 'length', '', ''] as const;
        if (count === 3) m.table.set(slot, m.table.get(190));
        else m.table.set(slot, m.kernel[names[count] ?? '']);
        m.setX(1, slot);
        if (count === 1) m.store(m.ctx, TermTag.nil);
        seen.push(slot);
      },
    );
    if (count === 3) expect(machine.lastCall('three')).toEqual([machine.ctx, 7, 8]);
    else expect(machine.x(0)).toBe(count === 0 ? machine.callKernel('self') : machine.callKernel('length', machine.ctx));
    expect(seen).toHaveLength(1);
  });

  test('that of a primitive, by name or index', () => {
    expect(value((b) => b.callFuncPtr({ primitive: 'three' }, [1, 2, 3]))).toBe(123);
    expect(value((b) => b.callFuncPtr({ primitive: 90 }, [3, 2, 1]))).toBe(321);
    expect(written((b) => b.freeNativeRegisters([b.callFuncPtr({ primitive: 'put_list' }, [1, 2, 3])]))).toBe(
      '410141024103' + '20022802' + '34' + '110200' + '2103',
    );
  });

  test('with a 64-bit argument', () => {
    expect(
      value(
        (b) => b.callFuncPtr(free(b.moveToNativeRegister(xReg(1))), [int64(9n)]),
        (m) => m.setX(1, 100 + 77 + 6),
      ),
    ).toBe(smallTerm(9));
  });
});

describe('updateBranches', () => {
  test('every label that is referred to must be there', () => {
    const b = newBackend();
    b.jumpTable(3);
    b.addLabel(1);
    b.jumpToLabel(3);
    expect(() => b.updateBranches()).toThrow('undefined label: label 3 (entry 1, byte 10)');
    b.addLabel(3);
    b.debugger();
    b.updateBranches();
  });

  test('so must every continuation', () => {
    const b = newBackend();
    b.jumpTable(1);
    b.addLabel(1);
    b.setContinuationToOffset();
    b.debugger();
    expect(() => b.updateBranches()).toThrow('undefined label: continuation 2 of label 1');
    expect(() => b.finish()).toThrow('undefined label');
  });
});

describe('jumpTable', () => {
  test('announces labels; those that nobody adds give the context back', () => {
    const b = newBackend();
    b.jumpTable(2);
    b.addLabel(1);
    finishLabel(b);
    const module = b.finish();
    expect(module.entryCount).toBe(3);
    const m = new Machine();
    m.install(module);
    for (const entry of [0, 1, 2]) expect(m.enter(entry)).toBe(m.ctx);
  });
});

describe('getRegsTracking', () => {
  test('says what registers hold, free ones too', () => {
    code((b) => {
      const [one, two, three] = [b.moveToNativeRegister(xReg(3)), b.moveToNativeRegister(yReg(4)), b.moveToNativeRegister(5)];
      b.freeNativeRegisters([one, b.copyToNativeRegister(two), two, three]);
      expect(b.getRegsTracking()).toEqual([
        { register: one, holds: xReg(3) },
        { register: two, holds: yReg(4) },
        { register: three, holds: 5 },
      ]);
      b.moveToVmRegister(1, xReg(3));
      expect(b.getRegsTracking().map(({ register }) => register)).toEqual([two, three]);
    });
  });
});

test('the continuation pointer is loaded, into a register of its own or a given one', () => {
  const cp = 0x12345678;
  const prepare = (m: Machine): void => m.store(m.ctx + ContextOffset.cp, cp);
  for (const emit of [
    (b: AtomvmBackend): NativeRegister => b.moveToNativeRegister('cp'),
    (b: AtomvmBackend): NativeRegister => b.moveToNativeRegister('cp', b.moveToNativeRegister(1)),
  ]) {
    const b = newBackend();
    b.jumpTable(1);
    b.addLabel(1);
    b.moveToVmRegister(free(emit(b)), xReg(0));
    b.callPrimitiveLast('terminate_context', ['ctx', 'jit_state']);
    const m = new Machine();
    m.install(b.finish());
    prepare(m);
    m.run(1);
    expect(m.x(0)).toBe(cp);
  }
});

test('jit_state has two names, and the stack is 0', () => {
  const { machine } = code((b) => b.freeNativeRegisters([b.callPrimitive('three', ['jit_state', 'jit_state_tail_call', 'stack'])]));
  expect(machine.lastCall('three')).toEqual([machine.jitState, machine.jitState, 0]);
});

const comparands: readonly Comparand[] = [1];
test('a condition of literals alone', () => {
  const { machine } = code((b) => b.ifBlock([comparands[0] ?? 0, '<', 2], () => b.moveToVmRegister(1, xReg(0))));
  expect(machine.x(0)).toBe(1);
});

test('JITState and Context are those of AtomVM', () => {
  expect(written((b) => b.setContinuationToLabel(1))).toBe(`200141${'02'}3602${hex(Uint8Array.of(JitStateOffset.continuation))}`);
  expect(written((b) => b.incrementSp(2))).toBe('200020002802144108' + '6a360214');
});
