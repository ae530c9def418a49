import type { ProcessCost } from '../engines/node-engine.js';
import { linesOf } from '../peers/command-lines.js';
import { numberFromErl } from '../peers/erl.js';
import { engineCommand, type NodeEngine } from '../peers/node-peers.js';

/** What a process takes that runs a program three times. */
export interface PeakMemory extends ProcessCost {
  /** The greatest resident memory of an `erl` that does the same, in KiB; undefined where that is not known. */
  readonly reference: number | undefined;
}

/** What a script of an engine prints: a line of JSON. Rejects with CommandError. */
export async function printedBy<Value>(engine: NodeEngine, args: readonly string[]): Promise<Value> {
  let last = 'null';
  for await (const line of linesOf(engineCommand(engine, args))) last = line;
  return JSON.parse(last) as Value;
}

/** Runs a program in processes of its own, under a version of Node and in OTP. Rejects with CommandError. */
export async function measurePeakMemory(engine: NodeEngine, erl: string | undefined, name: string): Promise<PeakMemory> {
  const cost = await printedBy<ProcessCost>(engine, ['cost', name]);
  const reference = await numberFromErl(erl, ['-s', 'bench_time', 'memory', name, '-s', 'init', 'stop']);
  return { ...cost, reference };
}
