import { measureReference, type Reference } from './beamasm.js';
import { type RunRule, runRule } from './best-time.js';
import { type CompileSpeed, measureCompileSpeed } from './compile-speed.js';
import { type Measurement, measureProgram } from './measure-program.js';
import { measureProcessMemory, type ProcessMemory } from './process-memory.js';
import { isAboutProcesses, type Program } from './programs.js';
import { footer, geometricMean, header, type Means, ratio, row } from './table.js';

/** How much time is spent on measuring, in milliseconds where it is a time. */
export interface Effort {
  readonly rule: RunRule;
  readonly compileWarmUp: number;
  readonly compileDuration: number;
}

const fullEffort: Effort = { rule: runRule, compileWarmUp: 500, compileDuration: 1000 };

/** Where the report goes. */
export interface Output {
  readonly json: boolean;
  writeLine(text: string): void;
}

/** Measures programs and reports; answers whether all results were right. */
export async function bench(programs: readonly Program[], output: Output, effort: Effort = fullEffort): Promise<boolean> {
  const say = output.json ? () => undefined : output.writeLine;
  say(`Node ${process.versions.node}, V8 ${process.versions.v8}\n`);
  // One after the other: nothing else runs while something is measured.
  const reference = await measureReference(programs.map(({ name }) => name));
  const times = typeof reference === 'string' ? undefined : reference.times;
  say(header());
  const measurements: Measurement[] = [];
  for (const program of programs) {
    const measurement = await measureProgram(program, effort.rule);
    measurements.push(measurement);
    say(row(measurement, times?.get(program.name)));
  }
  const compileSpeed = measureCompileSpeed(
    programs.map(({ bytes }) => bytes),
    effort.compileWarmUp,
    effort.compileDuration,
  );
  const meanOf = (some: readonly Measurement[]): number | undefined =>
    geometricMean(some.map((measurement) => ratio(measurement, times?.get(measurement.name))).filter((value) => value !== undefined));
  const means: Means = {
    sequential: meanOf(measurements.filter(({ name }) => !isAboutProcesses(name))),
    processes: meanOf(measurements.filter(({ name }) => isAboutProcesses(name))),
  };
  const memory = programs.some(({ name }) => name === 'crowd') ? await measureProcessMemory() : undefined;
  say(`\n${footer(reference, means, compileSpeed, memory)}`);
  const wrong = measurements.filter(({ correct }) => !correct);
  for (const { name, result } of wrong) say(`${name} is WRONG: ${result}`);
  if (output.json) output.writeLine(JSON.stringify(report(measurements, reference, means, compileSpeed, memory), undefined, 2));
  return wrong.length === 0;
}

function report(
  measurements: readonly Measurement[],
  reference: Reference | string,
  means: Means,
  compileSpeed: CompileSpeed,
  processMemory: ProcessMemory | undefined,
): unknown {
  const times = typeof reference === 'string' ? undefined : reference.times;
  return {
    node: process.versions.node,
    v8: process.versions.v8,
    reference: typeof reference === 'string' ? reference : { emulator: reference.emulator, otp: reference.otp },
    programs: measurements.map((measurement) => {
      const time = times?.get(measurement.name);
      return { ...measurement, referenceMilliseconds: time, ratio: ratio(measurement, time) };
    }),
    geometricMean: means.sequential,
    geometricMeanOfProcesses: means.processes,
    compileSpeed,
    processMemory,
  };
}
