import type { Term } from '@beamline/beam-file';

/** A match specification of tracing: as it was given, and the program that the kernel has made of it. */
export interface TraceMatch {
  readonly specification: Term;
  /** Address of the program: see the kernel's `compileTraceMatch`. */
  readonly program: number;
}
