import type { Term } from '@beamline/beam-file';
import type { KernelExports } from '@beamline/kernel';
import { ContextOffset, MachineRegister } from '@beamline/machine-model';
import type { LinearMemory } from './linear-memory.js';
import type { TermMemory } from './term-memory.js';

/** What an allocation on a heap may change. */
const SAVED_REGISTERS = [
  MachineRegister.context,
  MachineRegister.heapTop,
  MachineRegister.heapLimit,
  MachineRegister.reductions,
  MachineRegister.collectSoon,
  MachineRegister.savedReductions,
] as const;

/** Writes terms to where the running process has no part: to the heaps of others, or for a moment to nobody's. */
export class TermArea {
  readonly #memory: LinearMemory;
  readonly #kernel: KernelExports;
  readonly #terms: TermMemory;
  /** A Context without a process or a heap, whose fragments hold what is there for a moment. */
  readonly #moment: number;

  constructor(memory: LinearMemory, kernel: KernelExports, terms: TermMemory) {
    this.#memory = memory;
    this.#kernel = kernel;
    this.#terms = terms;
    this.#moment = this.newContext();
  }

  /** A Context without a process or a heap. */
  newContext(): number {
    const context = this.#kernel.allocateBlock(ContextOffset.size) >>> 0;
    this.#memory.bytes.fill(0, context, context + ContextOffset.size);
    return context;
  }

  /** Does what allocates on the heap of the running process with another one in its place. */
  on<T>(context: number, write: () => T): T {
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

  /** Writes a term on the heap of a process that does not run. Throws TermConversionError. */
  writeFor(context: number, term: Term): number {
    const bytes = this.#terms.size([term]);
    return this.on(context, () => this.#terms.write([term], bytes === 0 ? 0 : this.#kernel.allocateNoCollect(bytes) >>> 0)[0] ?? 0);
  }

  /** Calls a function with a term that is there only until it returns. Throws TermConversionError. */
  withTerm(term: Term, use: (word: number) => void): void {
    try {
      const word = this.writeFor(this.#moment, term);
      this.on(this.#moment, () => {
        use(word);
      });
    } finally {
      this.#kernel.clearArea(this.#moment);
    }
  }
}
