import { ContextOffset, MachineRegister, TermTag, X_REGISTERS } from '@beamline/machine-model';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Kernel, type Model } from './kernel.js';
import { models } from './models.js';

/** Collects with the first `live` X registers; what is on the stack is a root too. */
function collect(kernel: Kernel, context: number, need: number, live: number): void {
  kernel.exports.collect(kernel.load(context + ContextOffset.e), need, live);
}

/** Bytes on the heap, after `collect` if there is no room. */
function allocator(kernel: Kernel, context: number, live: number): (bytes: number) => number {
  return (bytes) => {
    if (kernel.load(MachineRegister.heapTop) + bytes > kernel.load(MachineRegister.heapLimit)) collect(kernel, context, bytes, live);
    const top = kernel.load(MachineRegister.heapTop);
    kernel.store(MachineRegister.heapTop, top + bytes);
    return top;
  };
}

const x = (i: number): number => X_REGISTERS + 4 * i;

describe('terms on the heap', () => {
  test('survive any number of collections unchanged, shared parts once', () => {
    fc.assert(
      fc.property(models, models, fc.array(fc.boolean(), { minLength: 1, maxLength: 12 }), (a, b, steps) => {
        const kernel = new Kernel();
        const context = kernel.process(1 << 20);
        const allocate = allocator(kernel, context, 0);
        const shared = kernel.write({ tuple: [a] }, allocate);
        const first = allocate(8);
        kernel.store(first, shared);
        kernel.store(first + 4, shared);
        kernel.store(x(0), first | TermTag.cons);
        kernel.store(x(1), kernel.write(b, allocate));
        for (const garbage of steps) {
          // Garbage between collections moves the border between the young and the old.
          if (garbage) kernel.write({ tuple: [1, { float: 2 }, { list: [1, 2, 3], tail: b }] }, allocate);
          collect(kernel, context, 64, 2);
          const cell = kernel.load(x(0)) - TermTag.cons;
          expect(kernel.load(cell)).toBe(kernel.load(cell + 4));
          expect(kernel.read(kernel.load(cell))).toEqual({ tuple: [a] });
          expect(kernel.read(kernel.load(x(1)))).toEqual(b);
        }
      }),
      { numRuns: 300 },
    );
  });

  test('survive what is allocated between many collections, minor and major ones', () => {
    const kernel = new Kernel();
    const context = kernel.process();
    const allocate = allocator(kernel, context, 2);
    kernel.store(x(1), TermTag.nil);
    const kept: Model = { list: [{ tuple: ['a', { float: 1.5 }] }, { binary: [1, 2, 3] }, 2n ** 62n, { fun: ['b'] }], tail: 3 };
    kernel.store(x(0), kernel.write(kept, allocate));
    for (let i = 0; i < 30_000; i++) {
      // A window of the last thousand cells lives for a while.
      const cell = allocate(8);
      kernel.store(cell, i % 1000 === 0 ? TermTag.nil : kernel.load(x(1)));
      kernel.store(cell + 4, kernel.load(x(0)));
      kernel.store(x(1), cell | TermTag.cons);
    }
    expect(kernel.read(kernel.load(x(0)))).toEqual(kept);
    expect(kernel.load(context + ContextOffset.minorCollections)).toBeGreaterThan(5);
    expect(kernel.load(context + ContextOffset.majorCollections)).toBeGreaterThan(0);
    expect(kernel.memory.buffer.byteLength).toBeLessThan(1 << 20);
  });

  test('are found from the stack', () => {
    const kernel = new Kernel();
    const context = kernel.process();
    const allocate = allocator(kernel, context, 0);
    // A frame with one word below the bottom of the stack.
    const sp = kernel.load(context + ContextOffset.e) - 8;
    kernel.store(sp, 4);
    kernel.store(sp + 4, kernel.write({ tuple: ['a', 1] }, allocate));
    kernel.store(context + ContextOffset.e, sp);
    const before = kernel.load(sp + 4);
    for (let i = 0; i < 3; i++) collect(kernel, context, 8, 0);
    expect(kernel.load(sp + 4)).not.toBe(before);
    expect(kernel.read(kernel.load(sp + 4))).toEqual({ tuple: ['a', 1] });
  });

  test('in heap fragments move to the heap, and the fragments are freed', () => {
    const kernel = new Kernel();
    const context = kernel.process();
    kernel.store(MachineRegister.heapLimit, kernel.load(MachineRegister.heapTop));
    const model: Model = { tuple: [{ float: 1 }, { list: ['a'], tail: '[]' }] };
    kernel.store(
      x(0),
      kernel.write(model, (bytes) => kernel.exports.allocateNoCollect(bytes)),
    );
    expect(kernel.load(context + ContextOffset.fragments)).not.toBe(0);
    collect(kernel, context, 0, 1);
    expect(kernel.load(context + ContextOffset.fragments)).toBe(0);
    expect(kernel.read(kernel.load(x(0)))).toEqual(model);
  });

  test('that are dropped give their memory back', () => {
    const kernel = new Kernel();
    const context = kernel.process();
    const allocate = allocator(kernel, context, 1);
    const fill = (): void => {
      kernel.store(x(0), TermTag.nil);
      for (let i = 0; i < 30_000; i++) {
        const cell = allocate(8);
        kernel.store(cell, kernel.load(x(0)));
        kernel.store(cell + 4, TermTag.nil);
        kernel.store(x(0), cell | TermTag.cons);
      }
    };
    for (let i = 0; i < 3; i++) fill();
    const grown = kernel.memory.buffer.byteLength;
    for (let i = 0; i < 5; i++) fill();
    expect(kernel.memory.buffer.byteLength).toBe(grown);
    kernel.store(x(0), TermTag.nil);
    for (let i = 0; i < 12; i++) collect(kernel, context, 0, 1);
    const heap = kernel.load(context + ContextOffset.heapEnd) - kernel.load(context + ContextOffset.heapStart);
    expect(heap).toBeLessThanOrEqual(1 << 18);
  });
});

test('100,000 processes come and go without growth', () => {
  const kernel = new Kernel();
  for (let i = 0; i < 100; i++) kernel.exports.destroyProcess(kernel.exports.createProcess(0, 0, 100));
  const before = kernel.memory.buffer.byteLength;
  for (let i = 0; i < 100_000; i++) kernel.exports.destroyProcess(kernel.exports.createProcess(0, i % 5, (i % 7) * 1000));
  expect(kernel.memory.buffer.byteLength).toBe(before);
});
