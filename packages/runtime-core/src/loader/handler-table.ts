import type { KernelExports } from '@beamline/kernel';
import { MachineRegister, RESUME_POINT_BITS } from '@beamline/machine-model';
import type { LinearMemory } from '../terms/linear-memory.js';

/** Handlers of exceptions by their catch tags: the kernel's table has the return address of each. */
export class HandlerTable {
  readonly #memory: LinearMemory;
  readonly #kernel: KernelExports;
  #next = 0;
  #capacity = 0;
  /** Numbers that purged modules have left: the first ones, by how many there are. */
  readonly #free = new Map<number, number[]>();

  constructor(memory: LinearMemory, kernel: KernelExports) {
    this.#memory = memory;
    this.#kernel = kernel;
  }

  /** Gives each handler of a module its catch tag; returns the number of the first. `handlers` are as in a CompiledModule. */
  place(handlers: readonly number[], tableBase: number): number {
    const base = this.#free.get(handlers.length)?.pop() ?? this.#reserve(handlers.length);
    const table = this.#memory.load(MachineRegister.catchTable);
    handlers.forEach((returnAddress, i) => {
      this.#memory.store(table + 4 * (base + i), ((tableBase << RESUME_POINT_BITS) + returnAddress) << 2);
    });
    return base;
  }

  /** Gives up the catch tags of a module that nobody uses any more. */
  release(base: number, count: number): void {
    if (count === 0) return;
    const free = this.#free.get(count);
    if (free === undefined) this.#free.set(count, [base]);
    else free.push(base);
  }

  #reserve(count: number): number {
    const base = this.#next;
    this.#next += count;
    if (this.#next <= this.#capacity) return base;
    const capacity = Math.max(256, 2 * this.#next);
    const table = this.#kernel.allocateBlock(4 * capacity) >>> 0;
    const old = this.#memory.load(MachineRegister.catchTable);
    if (old !== 0) {
      this.#memory.bytes.copyWithin(table, old, old + 4 * base);
      this.#kernel.freeBlock(old);
    }
    this.#memory.store(MachineRegister.catchTable, table);
    this.#capacity = capacity;
    return base;
  }
}
