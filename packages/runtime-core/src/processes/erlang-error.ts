import { formatAtom, formatTerm, type Term } from '@beamline/beam-file';
import { type ErlangValue, toValue } from '../terms/values.js';

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

  constructor(exceptionClass: 'error' | 'exit' | 'throw', reasonTerm: Term, stacktrace: readonly StackFrame[]) {
    super(`${exceptionClass}: ${shownText(reasonTerm)}\n${stacktrace.map((frame) => `    in ${formatFrame(frame)}\n`).join('')}`.trimEnd());
    this.class = exceptionClass;
    this.reasonTerm = reasonTerm;
    this.stacktrace = stacktrace;
  }

  /** The reason as a JavaScript value. Throws TermConversionError when it is nested too deeply. */
  get reason(): ErlangValue {
    return toValue(this.reasonTerm);
  }
}

/** Parts, and bytes of binaries, of a term that the text of an error shows. */
const MOST_SHOWN = 2 ** 17;

/** Text of a term; of a large one only its kind. */
function shownText(term: Term): string {
  return isLarge(term) ? `a ${term.kind} that is too large to be shown` : formatTerm(term);
}

function isLarge(term: Term): boolean {
  const pending: Term[] = [term];
  let parts = 0;
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const inside = partsOf(next);
    parts += next.kind === 'bitstring' ? next.bytes.length : inside.length + 1;
    if (parts > MOST_SHOWN) return true;
    for (const part of inside) pending.push(part);
  }
  return false;
}

function partsOf(term: Term): readonly Term[] {
  switch (term.kind) {
    case 'list':
    case 'tuple':
      return term.elements;
    case 'map':
      return term.pairs.flat();
    case 'fun':
      return term.free;
    default:
      return [];
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
  const call = frame.arguments === undefined ? `${name}/${frame.arity}` : `${name}(${frame.arguments.map(shownText).join(', ')})`;
  return frame.file === undefined ? call : `${call} (${frame.file}, line ${frame.line ?? 0})`;
}
