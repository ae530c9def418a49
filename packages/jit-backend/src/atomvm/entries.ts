import type { CodeEmitter } from '@beamline/wasm-asm';
import type { Fail } from './convention.js';
import { AtomvmBackendError } from './error.js';
import type { RegisterPool } from './registers.js';

const NO_LOCALS: readonly number[] = [];

/** A function of the module: a label, or where code goes on later. */
export interface Entry {
  /** The label whose code it continues, or the label itself. */
  readonly label: number;
  /** Where its code is in the buffer; -1 if it has none yet. */
  start: number;
  end: number;
  locals: readonly number[];
  /** Whether code names it. */
  referred: boolean;
}

/** The functions of a module, and which one code is being written for. */
export class Entries {
  all: Entry[] = [];
  /** The greatest label; -1 before `jumpTable`. */
  labelCount = -1;
  /** The entry that is being written; -1 if there is none. */
  current = -1;
  /** How many blocks are open. */
  depth = 0;
  /** Whether the code that comes next can be reached. */
  reachable = false;
  /** Entry, offset from its first instruction, and 1 if likely, in turn. */
  hints: number[] = [];
  // Whether the last instruction was one that never goes on, so that the function may end there.
  #stopped = false;
  readonly #code: CodeEmitter;
  readonly #registers: RegisterPool;

  constructor(code: CodeEmitter, registers: RegisterPool) {
    this.#code = code;
    this.#registers = registers;
  }

  /** Forgets all of them. */
  reset(): void {
    this.all = [];
    this.labelCount = -1;
    this.current = -1;
    this.depth = 0;
    this.reachable = false;
    this.hints = [];
    this.#stopped = false;
  }

  newEntry(label: number): number {
    this.all.push({ label, start: -1, end: -1, locals: NO_LOCALS, referred: false });
    return this.all.length - 1;
  }

  newContinuation(): number {
    const number = this.newEntry(this.all[this.current]?.label ?? 0);
    this.known(number).referred = true;
    return number;
  }

  known(number: number): Entry {
    if (this.labelCount < 0) this.fail('jump-table', 'not called');
    return this.all[number] ?? this.fail('unknown-label', `${number} of ${this.all.length}`);
  }

  startEntry(number: number): void {
    this.known(number).start = this.#code.buffer.length;
    this.current = number;
    this.reachable = true;
    this.#stopped = false;
    this.#registers.reset();
  }

  endEntry(): void {
    const entry = this.known(this.current);
    // Behind blocks that both return nothing can be reached, which the validator does not know.
    if (!this.#stopped) this.#code.unreachable();
    this.#code.end();
    entry.end = this.#code.buffer.length;
    entry.locals = this.#registers.locals();
    this.current = -1;
    this.reachable = false;
  }

  end(): void {
    if (this.current < 0) return;
    if (this.depth > 0) this.fail('inside-block', 'the end');
    if (this.reachable) this.fail('no-end', `label ${this.all[this.current]?.label}`);
    this.endEntry();
  }

  /** What every operation begins with. */
  begin(): void {
    if (this.current < 0) this.fail('no-label', 'code before the first label, or after the end');
    this.#stopped = false;
  }

  beginSplit(): void {
    this.begin();
    if (this.depth > 0) this.fail('inside-block', 'an operation that splits the function');
  }

  splitAt(entry: number): void {
    this.assertAllFree();
    this.endEntry();
    this.startEntry(entry);
  }

  stop(): void {
    this.reachable = false;
    this.#stopped = true;
  }

  hint(likely: boolean): void {
    this.hints.push(this.current, this.#code.buffer.length - this.known(this.current).start, likely ? 1 : 0);
  }

  /** Ends a block. */
  close(reachable: boolean): void {
    this.#code.end();
    this.depth--;
    this.reachable = reachable;
    this.#stopped = false;
  }

  /** Throws `leaked-register` unless all registers are free. */
  assertAllFree(): void {
    if (this.#registers.allFree) return;
    const locals = this.#registers.list(true).map(({ local }) => local);
    this.fail('leaked-register', `${locals.length === 1 ? 'local' : 'locals'} ${locals.join(', ')}`);
  }

  /** Checks that every label that code refers to has been added. */
  checkReferences(): void {
    for (const [number, entry] of this.all.entries()) {
      if (entry.referred && entry.start < 0) {
        this.fail('undefined-label', number <= this.labelCount ? `label ${number}` : `continuation ${number} of label ${entry.label}`);
      }
    }
  }

  /** Throws an error with the place of the code that is being written. */
  readonly fail: Fail = (problem, detail) => {
    throw new AtomvmBackendError(problem, detail, this.current, this.#code.buffer.length);
  };
}
