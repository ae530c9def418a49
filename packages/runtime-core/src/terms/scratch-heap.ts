import type { Term } from '@beamline/beam-file';
import type { KernelExports } from '@beamline/kernel';
import { ContextOffset, MachineRegister } from '@beamline/machine-model';
import type { LinearMemory } from './linear-memory.js';
import type { TermWriter } from './term-writer.js';

/** What an allocation on a heap may change. */
const SAVED_REGISTERS = [
  MachineRegister.context,
  MachineRegister.heapTop,
  MachineRegister.heapLimit,
  MachineRegister.reductions,
  MachineRegister.collectSoon,
  MachineRegister.savedReductions,
] as const;

/** Writes terms outside of the running process: to the heap of another one, or to a heap of its own that is cleared at once. */
export class ScratchHeap {
  readonly #memory: LinearMemory;
  readonly #kernel: KernelExports;
  readonly #writer: TermWriter;
  /** A Context without a process or a heap, whose fragments hold the terms of `withTerm`. */
  readonly #scratch: number;

  constructor(memory: LinearMemory, kernel: KernelExports, writer: TermWriter) {
    this.#memory = memory;
    this.#kernel = kernel;
    this.#writer = writer;
    this.#scratch = this.newContext();
  }

  /** Makes a Context without a process or a heap. */
  newContext(): number {
    const context = this.#kernel.allocateBlock(ContextOffset.size) >>> 0;
    this.#memory.bytes.fill(0, context, context + ContextOffset.size);
    return context;
  }

  /** Calls a function whose allocations go to the heap of a Context in place of that of the running process. */
  withHeapOf<T>(context: number, write: () => T): T {
    const memory = this.#memory;
    const saved = SAVED_REGISTERS.map((register) => memory.load(register));
    memory.store(MachineRegister.context, context);
    memory.store(MachineRegister.heapTop, memory.load(context + ContextOffset.heapTop));
    memory.store(MachineRegister.heapLimit, memory.load(context + ContextOffset.heapEnd));
    try {
      return write();
    } finally {
      memory.store(context + ContextOffset.heapTop, memory.load(MachineRegister.heapTop));
      SAVED_REGISTERS.forEach((register, i) => {
        memory.store(register, saved[i] ?? 0);
      });
    }
  }

  /** Writes a term to the heap of a process that is not running. Throws TermConversionError. */
  writeFor(context: number, term: Term): number {
    return this.withHeapOf(context, () => this.#writer.toHeap(term));
  }

  /** Calls a function with a term that is gone when it returns. Throws TermConversionError. */
  withTerm(term: Term, use: (word: number) => void): void {
    try {
      const word = this.writeFor(this.#scratch, term);
      this.withHeapOf(this.#scratch, () => {
        use(word);
      });
    } finally {
      this.#kernel.clearArea(this.#scratch);
    }
  }
}
