import type { Term } from '@beamline/beam-file';
import type { PreparedCode } from './bifs/bif-context.js';

/** A process that nobody watches has ended with an error. */
export interface Crash {
  readonly pid: Term;
  /** The reason as other processes see it. */
  readonly reason: Term;
  /** Its group leader. */
  readonly leader: Term;
  /** The name of the node that the machine is. */
  readonly node: string;
}

/** What a machine tells its owner. */
export interface MachineEvents {
  /** A watched process has ended with a `TrapReason`; the owner frees it. */
  readonly ended?: (context: number, trap: number) => void;
  /** A message has arrived in a mailbox of the host. */
  readonly received?: (context: number) => void;
  /** A process that nobody watches has ended with an error. */
  readonly crashed?: (crash: Crash) => void;
  /** The machine reports an error that is not the end of a process, or a warning. */
  readonly reported?: (text: string, level: 'error' | 'warning') => void;
  /**
   * A process calls a module that is not loaded. Settles once it is loaded or cannot be, rejects if there is no memory for it; undefined
   * if nobody looks for it.
   */
  readonly missing?: (module: string) => Promise<void> | undefined;
  /** Reads and compiles a module that a program loads. Rejects with BeamFileError, CompileError. */
  readonly prepare?: (bytes: Uint8Array) => Promise<PreparedCode>;
  /** A program has called `halt`; a slogan says why it could not go on. */
  readonly halted?: (status: number, slogan?: string) => void;
  /** Calls a function in a process of its own, for a NIF. */
  readonly call?: (module: string, name: string, args: readonly Term[]) => Promise<Term>;
  /** A process that was waiting for the host can run again. */
  readonly runnable?: () => void;
}
