import type { Term } from '@beamline/beam-file';

/** What JavaScript does with a machine of its own accord, at any time. */
export interface MachineAccess {
  /** Sends a message; false if nobody has that name. */
  send(to: Term, message: Term): boolean;
  /** Calls a function in a process of its own. Rejects with ErlangError, StoppedError. */
  call(module: string, name: string, args: readonly Term[]): Promise<Term>;
}

/** The process that asks for an operation. */
export interface Caller {
  /** Its pid. */
  readonly self: Term;
  /** Has something done when it has ended; returns a function that takes that back. */
  whenEnded(task: () => void): () => void;
}
