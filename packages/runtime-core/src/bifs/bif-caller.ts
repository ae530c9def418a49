import type { Term } from '@beamline/beam-file';
import type { KernelExports } from '@beamline/kernel';
import { bifs as builtIn, MachineRegister, X_REGISTERS } from '@beamline/machine-model';
import type { FunTable } from '../loader/fun-table.js';
import { classWord, infoWord, type Outcome, type Processes } from '../processes/processes.js';
import { SystemLimitError } from '../system-limit-error.js';
import type { LinearMemory } from '../terms/linear-memory.js';
import { atom } from '../terms/plain-terms.js';
import { ARGUMENTS_LIMIT } from '../terms/reading-limit.js';
import type { TermReader } from '../terms/term-reader.js';
import type { TermWriter } from '../terms/term-writer.js';
import { isInstance } from '../terms/thrown-values.js';
import { badarg } from './arguments.js';
import type { BifContext } from './bif-context.js';
import type { BifTable } from './bif-table.js';
import { callNative, outcomeOf } from './native-calls.js';

/** The parts of a machine that calls of host BIFs need. */
interface BifCallerParts {
  readonly memory: LinearMemory;
  readonly kernel: KernelExports;
  readonly reader: TermReader;
  readonly writer: TermWriter;
  readonly processes: Processes;
  readonly funs: FunTable;
}

/** Calls the BIFs that the host implements, and the functions of its user. */
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
    const { memory, reader, writer, processes } = this.#parts;
    const arity = this.#bifs.functions[bif]?.arity ?? 0;
    // What asks for the stack of its own process finds it here.
    memory.store(MachineRegister.trapSp, sp);
    try {
      const words: number[] = [];
      for (let i = 0; i < arity; i++) words.push(memory.load(X_REGISTERS + 4 * i));
      // What the user of the machine has written may take more than what is built in.
      const args = bif < builtIn.length ? reader.readAll(words, ARGUMENTS_LIMIT) : reader.readAll(words);
      const result = this.#result(bif, arity, args);
      if (!isInstance(result, Promise)) return writer.toHeap(result);
      const settle = processes.suspendRunning(bif, arity, sp);
      const done = (outcome: Outcome): void => {
        try {
          settle(outcome);
        } catch (error) {
          settle(lateOutcome(error));
        }
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
      return this.#fail(error, bif, arity, sp);
    } finally {
      memory.store(MachineRegister.callSite, 0);
    }
  }

  /** What a BIF, a function of the user or a fun of JavaScript returns. */
  #result(bif: number, arity: number, args: readonly Term[]): Term | Promise<Term> {
    const implementation = this.#bifs.implementations[bif];
    if (implementation !== undefined) return implementation(args, this.#context);
    // The fun itself follows its arguments.
    const native = this.#bifs.natives.get(bif) ?? this.#parts.funs.hostFunction(this.#parts.memory.load(X_REGISTERS + 4 * arity));
    return native === undefined ? badarg() : callNative(native, args);
  }

  #fail(error: unknown, bif: number, arity: number, sp: number): number {
    // Errors of the engine, or of the kernel for want of memory, end the slice: the process cannot handle them.
    if (isInstance(error, WebAssembly.RuntimeError) || (isInstance(error, SystemLimitError) && error.limit === 'memory')) throw error;
    const { kernel, writer } = this.#parts;
    const outcome = outcomeOf(error);
    const reason = writer.toHeap(outcome.reason);
    return kernel.failBifWith(sp, classWord(outcome), reason, infoWord(outcome, writer), bif, arity);
  }
}

/** The exception of a process that waited for a result that the machine cannot hold. */
function lateOutcome(error: unknown): Outcome {
  if (isInstance(error, SystemLimitError)) return { exceptionClass: 'error', reason: atom('system_limit') };
  return outcomeOf(error);
}
