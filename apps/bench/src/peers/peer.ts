import type { ProgramResult } from '../measuring/program-result.js';
import type { RunRule } from '../measuring/run-rule.js';
import type { Program } from '../programs.js';

/** What runs the programs. */
export type System = 'beamline' | 'javascript' | 'otp' | 'atomvm';

/** A system on an engine, and what it did with the programs. */
export interface PeerRun {
  /** Stays the same from run to run: `beamline-node-20`. */
  readonly id: string;
  readonly system: System;
  /** `Beamline, Node 20`. */
  readonly title: string;
  /** What precisely ran: `Node 20.20.2, V8 11.3.244.8`. */
  readonly version: string;
  /** How its figures were made. */
  readonly how: string;
  /** Milliseconds between two readings of its clock that differ; undefined where that was not looked at. */
  readonly clock?: number;
  readonly programs: readonly ProgramResult[];
  /** Why it ended before all programs had run. */
  readonly ended?: string;
}

/** A peer that is not on this machine, or cannot run. */
export interface AbsentPeer {
  readonly title: string;
  readonly reason: string;
}

/** Something to measure. */
export interface Peer {
  readonly title: string;
  /** Measures programs, one after the other, and tells of each when it is done. Does not reject because of the peer. */
  run(programs: readonly Program[], rule: RunRule, tell: (result: ProgramResult) => void): Promise<PeerRun | AbsentPeer>;
}

/** Whether a peer has run at all. */
export function hasRun(outcome: PeerRun | AbsentPeer): outcome is PeerRun {
  return 'programs' in outcome;
}
