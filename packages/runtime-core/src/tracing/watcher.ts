import type { Term } from '@beamline/beam-file';

/** Somebody who wants to know of all processes what tracing is told of single ones: the system monitor, the profiler. */
export interface Watcher {
  /** Bits of `ProcessFlag` that every process has as long as this watches. */
  readonly flags: number;
  /** Something has happened to a process: a `TraceEvent`, with a term or number that belongs to it. */
  happened(event: number, context: number, term: number): void;
  /** A message comes for a process, and is not in its mailbox yet. */
  comes(context: number): void;
  /** The running process has taken a message out of its mailbox. */
  took(context: number): void;
  /** A process does not run on until a node has taken some of what waits for it; its connection, by the controller. */
  suspended(context: number, controller: Term): void;
  /** Processes had their turn, and now none can run. */
  idle(): void;
}
