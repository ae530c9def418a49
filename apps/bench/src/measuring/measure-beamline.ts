import { formatTerm, type Term } from '@beamline/beam-file';
import { failure, type ProgramResult, WrongResult } from './program-result.js';
import type { RunRule } from './run-rule.js';
import { timeRuns } from './timing.js';

/** Loads of a program, each into a new runtime; the best times count. */
const LOADS = 5;

/** A compiled program, and what its `main/0` answers in OTP, as Erlang writes it. */
export interface CompiledProgram {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly expected: string;
}

/** What is needed of a runtime, which the adapters for Node and for pages both have. */
export interface BenchRuntime {
  load(bytes: Uint8Array): Promise<{ readonly compile: number; readonly link: number }>;
  callTerm(module: string, name: string, args: readonly Term[]): Promise<Term>;
  stop(): void;
}

/** Runs a program through the whole chain. */
export async function measureBeamline(
  createRuntime: () => Promise<BenchRuntime>,
  { name, bytes, expected }: CompiledProgram,
  rule: RunRule,
): Promise<ProgramResult> {
  let runtime = await createRuntime();
  try {
    let compile = Number.POSITIVE_INFINITY;
    let link = Number.POSITIVE_INFINITY;
    for (let i = 0; i < LOADS; i++) {
      runtime.stop();
      runtime = await createRuntime();
      const report = await runtime.load(bytes);
      compile = Math.min(compile, report.compile);
      link = Math.min(link, report.link);
    }
    let result = '';
    const timing = await timeRuns(
      () => runtime.callTerm(name, 'main', []),
      (term) => {
        result = formatTerm(term);
        if (result !== expected) throw new WrongResult(result, expected);
      },
      rule,
    );
    return { name, result, correct: true, timing, load: { compile, link } };
  } catch (error) {
    return failure(name, error);
  } finally {
    runtime.stop();
  }
}
