import type { Timing } from './timing.js';

/** What loading a program took, in milliseconds: the best of some loads, each into a new runtime. */
interface LoadTimes {
  /** From the bytes of the file to those of the WebAssembly module. */
  readonly compile: number;
  /** The engine's work, and linking. */
  readonly link: number;
}

/** What came of a program with one of the peers. */
export interface ProgramResult {
  readonly name: string;
  /** Result of the program as Erlang writes it, or what went wrong. */
  readonly result: string;
  readonly correct: boolean;
  /** Undefined unless all results were right. */
  readonly timing?: Timing;
  /** In what its figure was made otherwise than those of other programs. */
  readonly remark?: string;
  /** Only where the program was compiled to WebAssembly. */
  readonly load?: LoadTimes;
}

/** A result was not the expected one. */
export class WrongResult extends Error {
  override readonly name: string = 'WrongResult';
  readonly result: string;

  constructor(result: string, expected: string) {
    super(`the result is ${result}, in OTP it is ${expected}`);
    this.result = result;
  }
}

/** What is told of a program that failed: a wrong result, or the error. */
export function failure(name: string, error: unknown): ProgramResult {
  const result = error instanceof WrongResult ? error.result : error instanceof Error ? error.message : String(error);
  return { name, result, correct: false };
}
