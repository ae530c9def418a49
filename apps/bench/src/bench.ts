import { measurePeakMemory, type PeakMemory, printedBy } from './cost/peak-memory.js';
import { measureProcessMemory } from './cost/process-memory.js';
import { currentCommit, describeMachine } from './history/machine.js';
import type { CompileSpeed } from './measuring/compile-speed.js';
import type { ProgramResult } from './measuring/program-result.js';
import type { RunRule } from './measuring/run-rule.js';
import { CommandError } from './peers/command-lines.js';
import type { NodeEngine } from './peers/node-peers.js';
import { type AbsentPeer, hasRun, type Peer, type PeerRun } from './peers/peer.js';
import type { Program } from './programs.js';
import type { Progress } from './progress.js';
import type { BenchReport } from './report/bench-report.js';
import { compareAll } from './report/comparison.js';

/** What to measure. */
export interface BenchPlan {
  readonly programs: readonly Program[];
  /** One after the other, in this order. */
  readonly peers: readonly Peer[];
  readonly rule: RunRule;
  readonly short: boolean;
  /** The engine, and the `erl` if any, in whose processes it is measured what they take besides time; undefined to leave that out. */
  readonly costs: { readonly engine: NodeEngine; readonly erl: string | undefined } | undefined;
}

/** Measures all peers, one after the other: nothing else runs while something is measured. */
export async function bench({ programs, peers, rule, short, costs }: BenchPlan, progress: Progress): Promise<BenchReport> {
  const machine = describeMachine();
  const commit = currentCommit();
  const date = new Date().toISOString();
  const runs: PeerRun[] = [];
  const absent: AbsentPeer[] = [];
  for (const peer of peers) {
    progress.begin(peer.title);
    let done = 0;
    const tell = ({ name }: ProgramResult): void => progress.at(`${++done} of ${programs.length}, ${name}`);
    const outcome = await peer.run(programs, rule, tell);
    progress.end();
    if (hasRun(outcome)) runs.push(withOwnName(outcome, runs));
    else absent.push(outcome);
  }
  const groups = new Map(programs.map(({ name, group }) => [name, group]));
  return {
    date,
    ...(commit === undefined ? {} : { commit }),
    short,
    machine,
    rule,
    programs: programs.map(({ name, group }) => ({ name, group })),
    // What is compared with others comes first, whatever ran first.
    peers: runs.toSorted((a, b) => Number(b.system === 'beamline') - Number(a.system === 'beamline')),
    absent,
    comparisons: compareAll(runs, (name) => groups.get(name) ?? ''),
    ...(costs === undefined ? {} : await measureCosts(programs, costs.engine, costs.erl, progress)),
  };
}

async function measureCosts(
  programs: readonly Program[],
  engine: NodeEngine,
  erl: string | undefined,
  progress: Progress,
): Promise<Pick<BenchReport, 'memory' | 'processMemory' | 'compileSpeed'>> {
  progress.begin(`Memory and turns, ${engine.title}`);
  const memory: Record<string, PeakMemory> = {};
  for (const [i, { name }] of programs.entries()) {
    progress.at(`${i + 1} of ${programs.length}, ${name}`);
    const cost = await unlessItFails(measurePeakMemory(engine, erl, name));
    if (cost !== undefined) memory[name] = cost;
  }
  const hasCrowd = programs.some(({ name }) => name === 'crowd');
  const processMemory = hasCrowd ? await unlessItFails(measureProcessMemory(engine, erl)) : undefined;
  const compileSpeed = await unlessItFails(printedBy<CompileSpeed>(engine, ['compile']));
  progress.end();
  return {
    memory,
    ...(processMemory === undefined ? {} : { processMemory }),
    ...(compileSpeed === undefined ? {} : { compileSpeed }),
  };
}

/** A program that fails, or an engine that is not there, is told of where times are measured. */
async function unlessItFails<Value>(value: Promise<Value>): Promise<Value | undefined> {
  try {
    return await value;
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    return undefined;
  }
}

/** A run with a name of its own, where another one before it has the same: two installations of one version. */
function withOwnName(run: PeerRun, before: readonly PeerRun[]): PeerRun {
  const same = before.filter(({ id }) => id.replace(/-at-\d+$/, '') === run.id).length;
  return same === 0 ? run : { ...run, id: `${run.id}-at-${same + 1}`, title: `${run.title} (${same + 1})` };
}

/**
 * Whether Beamline has run, and all peers had all their results right and none ended early. AtomVM lacks what some programs need: that is no
 * failure.
 */
export function isRight({ peers }: BenchReport): boolean {
  const complete = peers.filter(({ system }) => system !== 'atomvm');
  return (
    complete.some(({ system }) => system === 'beamline') &&
    complete.every(({ ended, programs }) => ended === undefined && programs.every(({ correct }) => correct))
  );
}
