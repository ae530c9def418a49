import { createRuntime, formatTerm } from '@beamline/runtime-node';
import { bestTime, type RunRule } from './best-time.js';
import type { Program } from './programs.js';

/** Loads of a program, each into a new runtime; the best time counts. */
const LOADS = 5;

/** What a program did here. */
export interface Measurement {
  readonly name: string;
  /** What the program is about. */
  readonly group: string;
  /** Result of `main/0`, or the exception that it ended with. */
  readonly result: string;
  readonly correct: boolean;
  /** From the bytes of the file to those of the WebAssembly module. */
  readonly compileMilliseconds: number;
  /** The engine's work, and linking. */
  readonly linkMilliseconds: number;
  /** The best run; undefined if a result was wrong. */
  readonly runMilliseconds: number | undefined;
  readonly runs: number;
}

/** Runs a program through the whole chain. */
export async function measureProgram({ name, group, bytes, expected }: Program, rule: RunRule): Promise<Measurement> {
  let runtime = await createRuntime();
  let compileMilliseconds = Number.POSITIVE_INFINITY;
  let linkMilliseconds = Number.POSITIVE_INFINITY;
  let result = '';
  try {
    for (let i = 0; i < LOADS; i++) {
      runtime = await createRuntime();
      const report = await runtime.load(bytes);
      compileMilliseconds = Math.min(compileMilliseconds, report.compile);
      linkMilliseconds = Math.min(linkMilliseconds, report.link);
    }
    const { milliseconds, runs } = await bestTime(async () => {
      const term = await runtime.callTerm(name, 'main', []);
      result = formatTerm(term);
      if (result !== expected) throw new WrongResult();
    }, rule);
    return { name, group, result, correct: true, compileMilliseconds, linkMilliseconds, runMilliseconds: milliseconds, runs };
  } catch (error) {
    if (!(error instanceof WrongResult)) result = error instanceof Error ? error.message : String(error);
    return { name, group, result, correct: false, compileMilliseconds, linkMilliseconds, runMilliseconds: undefined, runs: 0 };
  }
}

class WrongResult extends Error {}
