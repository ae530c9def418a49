import type { PeakMemory } from '../cost/peak-memory.js';
import type { ProcessMemory } from '../cost/process-memory.js';
import type { CompileSpeed } from '../measuring/compile-speed.js';
import type { RunRule } from '../measuring/run-rule.js';
import type { AbsentPeer, PeerRun } from '../peers/peer.js';
import type { Comparison } from './comparison.js';

/** The machine that measured. */
export interface MachineDescription {
  /** What figures must have in common to be compared: `linux-x64, 2 × AMD EPYC 7B13`. */
  readonly class: string;
  readonly memoryGigabytes: number;
  /** How many processes were waiting for a processor on average, in the minute before; 0 where the system does not tell. */
  readonly loadBefore: number;
}

/** All that a run of the bench found out: what `--json` prints, and what the page shows. */
export interface BenchReport {
  /** When it began, as ISO 8601 has it. */
  readonly date: string;
  /** The commit of the sources, with `+` behind it if they had been changed; undefined where git does not tell. */
  readonly commit?: string;
  /** Whether it was the short form, with few runs. */
  readonly short: boolean;
  readonly machine: MachineDescription;
  readonly rule: RunRule;
  readonly programs: readonly { readonly name: string; readonly group: string }[];
  readonly peers: readonly PeerRun[];
  readonly absent: readonly AbsentPeer[];
  /** Each pair of peers that says something. */
  readonly comparisons: readonly Comparison[];
  /** What processes take, by program; not in the short form. */
  readonly memory?: Readonly<Record<string, PeakMemory>>;
  readonly processMemory?: ProcessMemory;
  readonly compileSpeed?: CompileSpeed;
}
