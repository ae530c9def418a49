import type { Reference } from './beamasm.js';
import type { CompileSpeed } from './compile-speed.js';
import type { Measurement } from './measure-program.js';
import type { PeakMemory } from './peak-memory.js';
import type { ProcessMemory } from './process-memory.js';

/** Characters of a result that are shown. */
const RESULT = 24;

const columns: readonly { readonly title: string; readonly width: number; readonly left?: boolean }[] = [
  { title: 'program', width: 15, left: true },
  { title: 'result', width: RESULT, left: true },
  { title: 'compile ms', width: 10 },
  { title: 'link ms', width: 7 },
  { title: 'run ms', width: 9 },
  { title: 'BeamAsm ms', width: 10 },
  { title: 'ratio', width: 6 },
  { title: 'MB', width: 5 },
  { title: 'OTP MB', width: 6 },
  { title: 'turn ms', width: 7 },
];

function line(cells: readonly string[]): string {
  const padded = columns.map(({ width, left }, i) => (left === true ? (cells[i] ?? '').padEnd(width) : (cells[i] ?? '').padStart(width)));
  return padded.join('  ').trimEnd();
}

/** A text on one line that is not too long. */
export function shorten(text: string, length: number = RESULT): string {
  const flat = text.replaceAll(/\s+/g, ' ');
  return flat.length <= length ? flat : `${flat.slice(0, length - 1)}…`;
}

/** The lines above the rows. */
export function header(): string {
  return `${line(columns.map(({ title }) => title))}\n${columns.map(({ width }) => '-'.repeat(width)).join('  ')}`;
}

/** The line of a program. */
export function row(measurement: Measurement, reference: number | undefined, memory?: PeakMemory): string {
  const { name, result, correct, compileMilliseconds, linkMilliseconds, runMilliseconds } = measurement;
  return line([
    name,
    shorten(correct ? result : `WRONG: ${result}`),
    compileMilliseconds.toFixed(2),
    linkMilliseconds.toFixed(2),
    runMilliseconds?.toFixed(3) ?? '-',
    reference?.toFixed(3) ?? '-',
    ratio(measurement, reference)?.toFixed(2) ?? '-',
    megabytes(memory?.kilobytes),
    megabytes(memory?.reference),
    memory?.longestTurn.toFixed(1) ?? '-',
  ]);
}

function megabytes(kilobytes: number | undefined): string {
  return kilobytes === undefined ? '-' : (kilobytes / 1024).toFixed(0);
}

/** Our time by that of BeamAsm: below 1 is faster. */
export function ratio(measurement: Measurement, reference: number | undefined): number | undefined {
  return measurement.runMilliseconds === undefined || reference === undefined ? undefined : measurement.runMilliseconds / reference;
}

/** The mean that fits ratios; undefined when there are none. */
export function geometricMean(values: readonly number[]): number | undefined {
  if (values.length === 0) return undefined;
  return Math.exp(values.reduce((sum, value) => sum + Math.log(value), 0) / values.length);
}

/** The ratios of programs, summed up; empty where there is nothing to compare with. */
export interface Summary {
  /** Geometric mean of all. */
  readonly mean: number | undefined;
  /** Geometric mean of each group. */
  readonly groups: ReadonlyMap<string, number>;
  /** The programs with the greatest ratios. */
  readonly worst: readonly { readonly name: string; readonly ratio: number }[];
}

/** Programs that are listed as the worst. */
const WORST = 10;

/** Sums up measurements, with the times of the reference by program. */
export function summarize(measurements: readonly Measurement[], times: ReadonlyMap<string, number> | undefined): Summary {
  const ratios = measurements.flatMap((measurement) => {
    const value = ratio(measurement, times?.get(measurement.name));
    return value === undefined ? [] : [{ name: measurement.name, group: measurement.group, ratio: value }];
  });
  const groups = new Map<string, number>();
  for (const group of new Set(ratios.map((entry) => entry.group))) {
    groups.set(group, geometricMean(ratios.filter((entry) => entry.group === group).map((entry) => entry.ratio)) ?? Number.NaN);
  }
  const worst = ratios.toSorted((a, b) => b.ratio - a.ratio).slice(0, WORST);
  return {
    mean: geometricMean(ratios.map((entry) => entry.ratio)),
    groups,
    worst: worst.map(({ name, ratio: value }) => ({ name, ratio: value })),
  };
}

/** The lines below the rows. */
export function footer(
  reference: Reference | string,
  summary: Summary,
  { megabytesPerSecond, wasmPerCode }: CompileSpeed,
  memory?: ProcessMemory,
): string {
  const lines: string[] = [];
  if (typeof reference === 'string') lines.push(`No comparison with BeamAsm: ${reference}.`);
  else {
    const name = reference.emulator === 'jit' ? 'BeamAsm' : `erl's emulator "${reference.emulator}"`;
    if (summary.mean !== undefined)
      lines.push(`Geometric mean of the ratios to ${name} of OTP ${reference.otp}: ${summary.mean.toFixed(3)} (below 1 is faster)`);
    if (summary.groups.size > 1)
      lines.push(`By group: ${[...summary.groups].map(([group, mean]) => `${group} ${mean.toFixed(2)}`).join(', ')}`);
    if (summary.worst.length > 1)
      lines.push(`Worst: ${summary.worst.map((entry) => `${entry.name} ${entry.ratio.toFixed(2)}`).join(', ')}`);
  }
  if (memory !== undefined) {
    const beside =
      memory.reference === undefined
        ? ''
        : `, ${memory.reference.toFixed(0)} in OTP, ratio ${(memory.bytes / memory.reference).toFixed(2)}`;
    lines.push(`An idle process: ${memory.bytes.toFixed(0)} bytes${beside}`);
  }
  lines.push(
    `Compiler: ${megabytesPerSecond.toFixed(2)} MB of .beam per second, ${wasmPerCode.toFixed(2)} bytes of WebAssembly per byte of BEAM code`,
  );
  return lines.join('\n');
}
