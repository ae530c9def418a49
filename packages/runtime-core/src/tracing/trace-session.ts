import type { PidTerm, Term } from '@beamline/beam-file';
import type { TraceMatch } from './trace-match.js';

/** Who is told what is traced: a process, by the word of its pid. */
export interface Tracer {
  readonly pid: Term;
  /** Number of the process or port. */
  readonly number: number;
}

/** A process as a session traces it. */
export interface Tracee {
  /** Bits of `TraceFlag`. */
  flags: number;
  tracer: Tracer;
}

/** Flags for processes that are still to come. */
export interface FutureTracees {
  processes: Tracee | undefined;
  ports: Tracee | undefined;
}

/** Settings of functions that will be loaded. */
export interface LoadSetting {
  readonly kind: 'global' | 'local';
  readonly match: TraceMatch | undefined;
}

/** What one session traces; that of `erlang:trace/3` is there from the start (OTP 27 has more). */
export class TraceSession {
  readonly name: string;
  /** Number by which return frames tell it. */
  readonly number: number;
  /** Whom it tells if a process is not traced for somebody else. */
  readonly tracer: Tracer | undefined;
  /** By numbers of processes. */
  readonly tracees: Map<number, Tracee> = new Map();
  readonly future: FutureTracees = { processes: undefined, ports: undefined };
  /** Specifications for messages that are sent or come; undefined for all of them, null for none. */
  sendMatch: TraceMatch | undefined | null;
  receiveMatch: TraceMatch | undefined | null;
  onLoad: LoadSetting | undefined;
  isDestroyed = false;

  constructor(name: string, number: number, tracer: Tracer | undefined) {
    this.name = name;
    this.number = number;
    this.tracer = tracer;
  }
}

/** A tracer that is a process or port of this machine. */
export function tracerOf(pid: PidTerm, number: number): Tracer {
  return { pid, number };
}
