import { measureReference, type Reference } from './beamasm.js';
import { type RunRule, runRule } from './best-time.js';
import { type CompileSpeed, measureCompileSpeed } from './compile-speed.js';
import { type Measurement, measureProgram } from './measure-program.js';
import { measurePeakMemory, type PeakMemory } from './peak-memory.js';
import { measureProcessMemory, type ProcessMemory } from './process-memory.js';
import type { Program } from './programs.js';
import { footer, header, ratio, row, type Summary, shorten, summarize } from './table.js';

/** How much time is spent on measuring, in milliseconds where it is a time. */
export interface Effort {
  readonly rule: RunRule;
  readonly compileWarmUp: number;
  readonly compileDuration: number;
  /** Whether each program is run in processes of its own as well, to see what memory it takes. */
  readonly memory: boolean;
}

const fullEffort: Effort = { rule: runRule, compileWarmUp: 500, compileDuration: 1000, memory: true };

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
  const peaks = new Map<string, PeakMemory>();
  for (const program of programs) {
    const measurement = await measureProgram(program, effort.rule);
    measurements.push(measurement);
    if (effort.memory && measurement.correct) peaks.set(program.name, await measurePeakMemory(program.name));
    say(row(measurement, times?.get(program.name), peaks.get(program.name)));
  }
  const compileSpeed = measureCompileSpeed(
    programs.map(({ bytes }) => bytes),
    effort.compileWarmUp,
    effort.compileDuration,
  );
  const summary = summarize(measurements, times);
  const memory = programs.some(({ name }) => name === 'crowd') ? await measureProcessMemory() : undefined;
  say(`\n${footer(reference, summary, compileSpeed, memory)}`);
  const wrong = measurements.filter(({ correct }) => !correct);
  for (const { name, result } of wrong) say(`${name} is WRONG: ${shorten(result, 400)}`);
  if (output.json) output.writeLine(JSON.stringify(report(measurements, peaks, reference, summary, compileSpeed, memory), undefined, 2));
  return wrong.length === 0;
}

function report(
  measurements: readonly Measurement[],
  peaks: ReadonlyMap<string, PeakMemory>,
  reference: Reference | string,
  summary: Summary,
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
      return { ...measurement, referenceMilliseconds: time, ratio: ratio(measurement, time), memory: peaks.get(measurement.name) };
    }),
    geometricMean: summary.mean,
    geometricMeanOfGroups: Object.fromEntries(summary.groups),
    worst: summary.worst,
    compileSpeed,
    processMemory,
  };
}
