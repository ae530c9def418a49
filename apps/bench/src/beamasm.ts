import { erl } from './erl.js';

/** What OTP's own emulator needs for the programs. */
export interface Reference {
  /** `jit` is BeamAsm, `emu` the interpreter. */
  readonly emulator: string;
  readonly otp: string;
  /** Milliseconds of the best run of each program. */
  readonly times: ReadonlyMap<string, number>;
}

/** Measures the programs with the machine's `erl`; answers why not, as text, when there is none that can. */
export async function measureReference(names: readonly string[]): Promise<Reference | string> {
  let output: string;
  try {
    output = await erl(['-s', 'bench_time', 'main', ...names, '-s', 'init', 'stop']);
  } catch (error) {
    const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    return missing ? 'erl is not installed' : `erl failed: ${error instanceof Error ? error.message : String(error)}`;
  }
  return readTimes(output);
}

/** Reads what `bench_time:main/1` prints. */
export function readTimes(output: string): Reference | string {
  const times = new Map<string, number>();
  let emulator = '';
  let otp = '';
  for (const line of output.split('\n')) {
    if (!line.startsWith('{')) continue;
    const entry = JSON.parse(line) as { name: string; microseconds: number; emulator: string; otp: string };
    times.set(entry.name, entry.microseconds / 1000);
    ({ emulator, otp } = entry);
  }
  return times.size === 0 ? `erl printed no times: ${output.trim()}` : { emulator, otp, times };
}
