import type { FileName } from './file-system.js';

/** A program of the system that a port starts. */
export interface ChildRequest {
  /** A line for the system's shell, or a file with arguments that are passed as they are. */
  readonly command: string | { readonly file: FileName; readonly name?: FileName; readonly arguments: readonly FileName[] };
  /** Its current folder; the one of the host if there is none. */
  readonly folder?: FileName;
  /** Environment variables that differ from those that the program sees; undefined removes one. */
  readonly environment: ReadonlyMap<string, string | undefined>;
  /** Its standard input gets what is written to the port. */
  readonly hasInput: boolean;
  /** What it writes to its standard output comes from the port. */
  readonly hasOutput: boolean;
  /** Its standard error goes where the standard output goes. */
  readonly mergesError: boolean;
}

/** What a program of the system tells. */
export interface ChildEvents {
  /** It has written something to its standard output. */
  data(bytes: Uint8Array): void;
  /** It has closed its standard output. */
  ended(): void;
  /** It has ended: its exit status, 128 and the number of the signal that ended it. Comes last, and always. */
  exited(status: number): void;
}

/** A program of the system that runs. */
export interface Child {
  /** Its number in the system. */
  readonly pid: number;
  /** Writes to its standard input. */
  write(bytes: Uint8Array): void;
  /** Closes its standard input and output. It may go on. */
  close(): void;
}
