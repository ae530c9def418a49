import type { Term } from '@beamline/beam-file';
import type { KernelExports } from '@beamline/kernel';
import { ContextOffset, smallTerm, TermTag } from '@beamline/machine-model';
import type { AtomTable } from '../terms/atom-table.js';
import type { LinearMemory } from '../terms/linear-memory.js';
import type { ScratchHeap } from '../terms/scratch-heap.js';
import type { TermWriter } from '../terms/term-writer.js';

/** Bytes of the heap of what is made for a message. */
const HEAP_BYTES = 1 << 14;

/**
 * Terms of trace messages, made of words: what belongs to the traced process is never read out, however large it is. They are on a heap of their own, so
 * that tracing takes nothing of the traced process's.
 */
export class TraceWords {
  readonly #memory: LinearMemory;
  readonly #kernel: KernelExports;
  readonly #atoms: AtomTable;
  readonly #writer: TermWriter;
  readonly #scratch: ScratchHeap;
  #area = 0;
  #start = 0;
  #depth = 0;

  constructor(memory: LinearMemory, kernel: KernelExports, atoms: AtomTable, writer: TermWriter, scratch: ScratchHeap) {
    this.#memory = memory;
    this.#kernel = kernel;
    this.#atoms = atoms;
    this.#writer = writer;
    this.#scratch = scratch;
  }

  /** Calls a function that makes terms, which are gone when the outermost such call returns. */
  use<T>(make: () => T): T {
    if (this.#depth > 0) return make();
    const memory = this.#memory;
    if (this.#area === 0) {
      this.#area = this.#scratch.newContext();
      this.#start = this.#kernel.allocateBlock(HEAP_BYTES) >>> 0;
      memory.store(this.#area + ContextOffset.heapStart, this.#start);
      memory.store(this.#area + ContextOffset.heapEnd, this.#start + HEAP_BYTES);
    }
    memory.store(this.#area + ContextOffset.heapTop, this.#start);
    this.#depth++;
    try {
      return this.#scratch.withHeapOf(this.#area, make);
    } finally {
      this.#depth--;
      this.#kernel.clearArea(this.#area);
    }
  }

  /** The word of an atom. */
  atom(name: string): number {
    return this.#atoms.term(name);
  }

  /** The word of a small integer. */
  small(value: number): number {
    return smallTerm(value);
  }

  /** A tuple of words. */
  tuple(words: readonly number[]): number {
    const at = this.#kernel.allocateNoCollect(4 * (words.length + 1)) >>> 0;
    this.#memory.store(at, words.length << TermTag.arityShift);
    words.forEach((word, i) => {
      this.#memory.store(at + 4 + 4 * i, word);
    });
    return at | TermTag.boxed;
  }

  /** A list of words. */
  list(words: readonly number[]): number {
    let list: number = TermTag.nil;
    for (let i = words.length - 1; i >= 0; i--) {
      const cell = this.#kernel.allocateNoCollect(8) >>> 0;
      this.#memory.store(cell, list);
      this.#memory.store(cell + 4, words[i] ?? 0);
      list = cell | TermTag.cons;
    }
    return list;
  }

  /** A plain term. */
  term(term: Term): number {
    return this.#writer.toHeap(term);
  }

  /** `{Module, Function, Arity}` of a place in code; the atom undefined if it is not known. */
  mfa(frame: { readonly module: string; readonly function: string; readonly arity: number } | undefined): number {
    if (frame === undefined) return this.atom('undefined');
    return this.tuple([this.atom(frame.module), this.atom(frame.function), smallTerm(frame.arity)]);
  }
}
