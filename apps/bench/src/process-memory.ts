import { readFileSync } from 'node:fs';
import { createRuntime } from '@beamline/runtime-node';
import { numberFromErl } from './erl.js';
import { programsFolder } from './programs.js';

/** Processes that are alive when the memory is measured. */
const COUNT = 100_000;

/** Expressions that print the same of OTP. */
const REFERENCE = `B = erlang:memory(total), _ = crowd:begin_all(${COUNT}), timer:sleep(500), io:format("~w", [(erlang:memory(total) - B) / ${COUNT}]), halt().`;

/** Memory of idle processes, in bytes for each. */
export interface ProcessMemory {
  readonly bytes: number;
  /** The same in OTP; undefined where there is none. */
  readonly reference: number | undefined;
}

/** Measures what 100,000 processes of the program `crowd` take that wait for a message, here and in OTP. */
export async function measureProcessMemory(): Promise<ProcessMemory> {
  const runtime = await createRuntime();
  await runtime.load(readFileSync(`${programsFolder}/crowd.beam`));
  const { kernel } = runtime.machine;
  const before = kernel.usedBytes();
  for (let i = 0; i < COUNT; i++) runtime.spawn('crowd', 'idle', []);
  // One that comes after all others.
  await runtime.call('crowd', 'end_all', [[]]);
  const bytes = (kernel.usedBytes() - before) / COUNT;
  runtime.stop();
  return { bytes, reference: await numberFromErl(['-eval', REFERENCE]) };
}
