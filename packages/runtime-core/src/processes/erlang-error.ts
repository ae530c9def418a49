import { formatAtom, type Term } from '@beamline/beam-file';
import { shownTerm } from '../terms/shown-term.js';
import { toValue } from '../terms/value-conversion.js';
import type { ErlangValue } from '../terms/values.js';

/** An entry of an Erlang stack trace. */
export interface StackFrame {
  readonly module: string;
  readonly function: string;
  /** Number of arguments. */
  readonly arity: number;
  /** The arguments, where OTP has them instead of the arity. */
  readonly arguments?: readonly Term[];
  /** Source file and line; undefined when the code does not tell. */
  readonly file?: string;
  readonly line?: number;
  /** What is known of the error beyond its reason, as in OTP's `error_info`, a map. */
  readonly info?: Term;
}

/** An exception that no Erlang code caught. */
export class ErlangError extends Error {
  override readonly name: string = 'ErlangError';
  /** Class of the exception. */
  readonly class: 'error' | 'exit' | 'throw';
  /** The reason as plain data. */
  readonly reasonTerm: Term;
  /** The Erlang stack, innermost call first. */
  readonly stacktrace: readonly StackFrame[];

  /** @param options - with what was thrown in JavaScript as the cause, if that was what failed */
  constructor(exceptionClass: 'error' | 'exit' | 'throw', reasonTerm: Term, stacktrace: readonly StackFrame[], options?: ErrorOptions) {
    super(
      `${exceptionClass}: ${shownTerm(reasonTerm)}\n${stacktrace.map((frame) => `    in ${formatFrame(frame)}\n`).join('')}`.trimEnd(),
      options,
    );
    this.class = exceptionClass;
    this.reasonTerm = reasonTerm;
    this.stacktrace = stacktrace;
  }

  /** The reason as a JavaScript value. Throws TermConversionError when it is nested too deeply. */
  get reason(): ErlangValue {
    return toValue(this.reasonTerm);
  }
}

/** A process was stopped from outside before it had a result. */
export class StoppedError extends Error {
  override readonly name: string = 'StoppedError';
}

/** A program has ended the machine by `erlang:halt`. */
export class HaltedError extends StoppedError {
  override readonly name: string = 'HaltedError';

  constructor(
    /** Exit status that the program gave. */
    readonly status: number,
  ) {
    super(`the program halted with status ${status}`);
  }
}

/** One line for an entry of a stack trace: `m:f/1 (m.erl, line 3)`. */
export function formatFrame(frame: StackFrame): string {
  const name = `${formatAtom(frame.module)}:${formatAtom(frame.function)}`;
  const call = frame.arguments === undefined ? `${name}/${frame.arity}` : `${name}(${frame.arguments.map(shownTerm).join(', ')})`;
  return frame.file === undefined ? call : `${call} (${frame.file}, line ${frame.line ?? 0})`;
}
