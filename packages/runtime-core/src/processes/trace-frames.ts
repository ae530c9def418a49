import type { KernelExports } from '@beamline/kernel';
import { smallTerm, TraceFrameOffset } from '@beamline/machine-model';
import type { AtomTable } from '../terms/atom-table.js';
import type { LinearMemory } from '../terms/linear-memory.js';
import type { StackTraces } from './stack-traces.js';

/** Describes frames of stack traces to the kernel, which builds the lists. */
export class TraceFrames {
  readonly #memory: LinearMemory;
  readonly #kernel: KernelExports;
  readonly #atoms: AtomTable;
  readonly #traces: StackTraces;

  constructor(memory: LinearMemory, kernel: KernelExports, atoms: AtomTable, traces: StackTraces) {
    this.#memory = memory;
    this.#kernel = kernel;
    this.#atoms = atoms;
    this.#traces = traces;
  }

  /** A new block that describes the frame of a key, see `TraceFrameOffset`; 0 if there is none. */
  describe(key: number): number {
    const described = this.#traces.frameOfKey(key);
    if (described === undefined) return 0;
    const { frame, describing } = described;
    const [module, name, describer] = this.#atoms.withSpare(() =>
      [frame.module, frame.function, describing ?? frame.module].map((text) => this.#atoms.term(text)),
    );
    const codes = [...(frame.file ?? '')].map((character) => smallTerm(character.codePointAt(0) ?? 0));
    const at = this.#kernel.allocateBlock(TraceFrameOffset.file + 4 * codes.length) >>> 0;
    this.#memory.store(at + TraceFrameOffset.module, module ?? 0);
    this.#memory.store(at + TraceFrameOffset.function, name ?? 0);
    this.#memory.store(at + TraceFrameOffset.arity, smallTerm(frame.arity));
    this.#memory.store(at + TraceFrameOffset.describing, describing === undefined ? 0 : (describer ?? 0));
    this.#memory.store(at + TraceFrameOffset.line, frame.file === undefined ? 0 : smallTerm(frame.line ?? 0));
    this.#memory.store(at + TraceFrameOffset.fileLength, codes.length);
    for (const [i, code] of codes.entries()) this.#memory.store(at + TraceFrameOffset.file + 4 * i, code);
    return at;
  }
}
