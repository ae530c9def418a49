import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { programsFolder, referenceFolder } from './programs.js';
import type { ProcessCost } from './run-once.js';

/** What a process takes that runs a program three times. */
export interface PeakMemory extends ProcessCost {
  /** The greatest resident memory of an `erl` that does the same, in KiB; undefined where that is not known. */
  readonly reference: number | undefined;
}

/** Runs a program in processes of its own, here and in OTP. */
export async function measurePeakMemory(name: string): Promise<PeakMemory> {
  const script = fileURLToPath(new URL('run-once.js', import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, [script, join(programsFolder, `${name}.beam`), name]);
  return { ...(JSON.parse(stdout) as ProcessCost), reference: await referenceMemory(name) };
}

async function referenceMemory(name: string): Promise<number | undefined> {
  try {
    const paths = ['-pa', programsFolder, '-pa', referenceFolder];
    const { stdout } = await promisify(execFile)('erl', ['-noshell', ...paths, '-s', 'bench_time', 'memory', name, '-s', 'init', 'stop']);
    const kilobytes = Number.parseInt(stdout, 10);
    return Number.isNaN(kilobytes) ? undefined : kilobytes;
  } catch {
    return undefined;
  }
}
