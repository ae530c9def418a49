import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { programsFolder, referenceFolder } from './programs.js';

/** Runs the machine's `erl` with the programs and what times them on its path; answers what it printed. Rejects as `execFile` does. */
export async function erl(args: readonly string[]): Promise<string> {
  const paths = ['-pa', programsFolder, '-pa', referenceFolder];
  return (await promisify(execFile)('erl', ['-noshell', ...paths, ...args])).stdout;
}

/** As `erl`, for a number that it prints; undefined where there is no `erl`, or it prints none. */
export async function numberFromErl(args: readonly string[]): Promise<number | undefined> {
  try {
    const number = Number.parseFloat(await erl(args));
    return Number.isNaN(number) ? undefined : number;
  } catch {
    return undefined;
  }
}
