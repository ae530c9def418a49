import type { KernelExports } from '@beamline/kernel';
import { bifs as builtIn, MachineRegister, X_REGISTERS } from '@beamline/machine-model';
import { ErlangError } from '../processes/erlang-error.js';
import { classWord, type Failure, type Outcome, type Processes } from '../processes/processes.js';
import { SystemLimitError } from '../system-limit-error.js';
import type { LinearMemory } from '../terms/linear-memory.js';
import { atom, textBinary, tuple } from '../terms/plain-terms.js';
import { ARGUMENTS_LIMIT } from '../terms/reading-limit.js';
import { TermConversionError } from '../terms/term-conversion-error.js';
import type { TermReader } from '../terms/term-reader.js';
import type { TermWriter } from '../terms/term-writer.js';
import { type BifContext, BifFailure } from './bif-context.js';
import type { BifTable } from './bif-table.js';

/** The parts of a machine that calls of host BIFs need. */
interface BifCallerParts {
  readonly memory: LinearMemory;
  readonly kernel: KernelExports;
  readonly reader: TermReader;
  readonly writer: TermWriter;
  readonly processes: Processes;
}

/** Calls the BIFs that the host implements. */
export class BifCaller {
  readonly #parts: BifCallerParts;
  readonly #bifs: BifTable;
  readonly #context: BifContext;
  readonly #runnable: () => void;

  /** @param runnable - called when a process that was waiting for a promise can run */
  constructor(parts: BifCallerParts, bifs: BifTable, context: BifContext, runnable: () => void) {
    this.#parts = parts;
    this.#bifs = bifs;
    this.#context = context;
    this.#runnable = runnable;
  }

  /** Calls a BIF with the arguments in X; returns its result, a term, or 0 when the process waits or fails. */
  call(bif: number, sp: number): number {
    const { memory, kernel, reader, writer, processes } = this.#parts;
    const arity = this.#bifs.functions[bif]?.arity ?? 0;
    // What asks for the stack of its own process finds it here.
    memory.store(MachineRegister.trapSp, sp);
    try {
      const words: number[] = [];
      for (let i = 0; i < arity; i++) words.push(memory.load(X_REGISTERS + 4 * i));
      // What the user of the machine has written may take more than what is built in.
      const args = bif < builtIn.length ? reader.readAll(words, ARGUMENTS_LIMIT) : reader.readAll(words);
      const implementation = this.#bifs.implementations[bif];
      if (implementation === undefined) throw new BifFailure('badarg');
      const result = implementation(args, this.#context);
      if (!(result instanceof Promise)) return writer.toHeap(result);
      const settle = processes.suspendRunning(bif, arity, sp);
      const done = (outcome: Outcome): void => {
        settle(outcome);
        this.#runnable();
      };
      result.then(
        (value) => {
          done({ value });
        },
        (error: unknown) => {
          done(outcomeOf(error));
        },
      );
      return 0;
    } catch (error) {
      // Errors of the engine, or of the kernel for want of memory, end the slice: the process cannot handle them.
      if (error instanceof WebAssembly.RuntimeError || (error instanceof SystemLimitError && error.limit === 'memory')) throw error;
      const outcome = outcomeOf(error);
      return kernel.failBifWith(sp, classWord(outcome), writer.toHeap(outcome.reason), bif, arity);
    }
  }
}

/** The exception that a process gets when a host BIF throws: what it did not foresee is an error with a text. */
function outcomeOf(error: unknown): Failure {
  if (error instanceof BifFailure) return { exceptionClass: 'error', reason: atom(error.reason), isDescribed: true };
  if (error instanceof SystemLimitError && error.limit !== 'memory')
    return { exceptionClass: 'error', reason: atom('system_limit'), isDescribed: true };
  if (error instanceof ErlangError) return { exceptionClass: error.class, reason: error.reasonTerm };
  // A term that the machine cannot hold came from a wrong argument.
  if (error instanceof TermConversionError) return { exceptionClass: 'error', reason: atom('badarg'), isDescribed: true };
  const text = textBinary(error instanceof Error ? error.message : String(error));
  return { exceptionClass: 'error', reason: tuple(atom('host_error'), text) };
}
