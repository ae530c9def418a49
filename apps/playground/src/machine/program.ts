import type { Language } from './language.js';

/** What a compiler has to say about a place in a source. */
export interface Diagnostic {
  readonly severity: 'error' | 'warning';
  /** From 1. */
  readonly line: number;
  readonly column: number;
  readonly text: string;
}

/** A compiled module. */
export interface ProgramModule {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** A program as it was compiled. */
export interface Program {
  readonly language: Language;
  readonly modules: readonly ProgramModule[];
  readonly diagnostics: readonly Diagnostic[];
}

/** A source that does not compile. */
export class SourceError extends Error {
  override readonly name: string = 'SourceError';

  constructor(readonly diagnostics: readonly Diagnostic[]) {
    const errors = diagnostics.filter(({ severity }) => severity === 'error');
    super(errors.map(({ line, text }) => `line ${line}: ${text}`).join('\n'));
  }
}

/** How a run has come to its end. */
export interface Outcome {
  readonly kind: 'ok' | 'failed' | 'ended';
  /** The value that was returned, or what went wrong, as the language writes it. */
  readonly text: string;
}

/** How many processes are at a place of the program. */
export interface Place {
  readonly module: string;
  readonly function: string;
  readonly arity: number;
  /** 0 if it is not known. */
  readonly line: number;
  /** Those that run or could run. */
  readonly active: number;
  readonly waiting: number;
}

/** How long a function takes. */
export interface Measurement {
  /** The shortest time, in milliseconds. */
  readonly best: number;
  readonly times: number;
  /** What it returned. */
  readonly value: string;
}
