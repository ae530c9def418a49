import { numberFromErl } from '../peers/erl.js';
import type { NodeEngine } from '../peers/node-peers.js';
import { IDLE_PROCESSES } from './idle-processes.js';
import { printedBy } from './peak-memory.js';

/** Expressions that print the same of OTP. */
const REFERENCE = `B = erlang:memory(total), _ = crowd:begin_all(${IDLE_PROCESSES}), timer:sleep(500), io:format("~w", [(erlang:memory(total) - B) / ${IDLE_PROCESSES}]), halt().`;

/** Memory of idle processes, in bytes for each. */
export interface ProcessMemory {
  readonly bytes: number;
  /** The same in OTP; undefined where there is none. */
  readonly reference: number | undefined;
}

/** Measures what processes of the program `crowd` take that wait for a message, under a version of Node and in OTP. Rejects with CommandError. */
export async function measureProcessMemory(engine: NodeEngine, erl: string | undefined): Promise<ProcessMemory> {
  const bytes = await printedBy<number>(engine, ['idle']);
  return { bytes, reference: await numberFromErl(erl, ['-eval', REFERENCE]) };
}
