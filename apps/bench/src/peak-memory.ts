import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { numberFromErl } from './erl.js';
import type { ProcessCost } from './process-cost.js';
import { programsFolder } from './programs.js';

/** What a process takes that runs a program three times. */
export interface PeakMemory extends ProcessCost {
  /** The greatest resident memory of an `erl` that does the same, in KiB; undefined where that is not known. */
  readonly reference: number | undefined;
}

/** Runs a program in processes of its own, here and in OTP. */
export async function measurePeakMemory(name: string): Promise<PeakMemory> {
  const script = fileURLToPath(new URL('process-cost.js', import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, [script, join(programsFolder, `${name}.beam`), name]);
  const reference = await numberFromErl(['-s', 'bench_time', 'memory', name, '-s', 'init', 'stop']);
  return { ...(JSON.parse(stdout) as ProcessCost), reference };
}
