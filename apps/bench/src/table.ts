import type { Reference } from './beamasm.js';
import type { CompileSpeed } from './compile-speed.js';
import type { Measurement } from './measure-program.js';
import type { ProcessMemory } from './process-memory.js';

/** Characters of a result that are shown. */
const RESULT = 24;

const columns: readonly { readonly title: string; readonly width: number; readonly left?: boolean }[] = [
  { title: 'program', width: 13, left: true },
  { title: 'result', width: RESULT, left: true },
  { title: 'compile ms', width: 10 },
  { title: 'link ms', width: 7 },
  { title: 'run ms', width: 9 },
  { title: 'BeamAsm ms', width: 10 },
  { title: 'ratio', width: 6 },
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
export function row(measurement: Measurement, reference: number | undefined): string {
  const { name, result, correct, compileMilliseconds, linkMilliseconds, runMilliseconds } = measurement;
  return line([
    name,
    shorten(correct ? result : `WRONG: ${result}`),
    compileMilliseconds.toFixed(2),
    linkMilliseconds.toFixed(2),
    runMilliseconds?.toFixed(3) ?? '-',
    reference?.toFixed(3) ?? '-',
    ratio(measurement, reference)?.toFixed(2) ?? '-',
  ]);
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

/** Geometric means of the ratios of two kinds of programs; undefined without any. */
export interface Means {
  readonly sequential: number | undefined;
  readonly processes: number | undefined;
}

/** The lines below the rows. */
export function footer(
  reference: Reference | string,
  means: Means,
  { megabytesPerSecond, wasmPerCode }: CompileSpeed,
  memory?: ProcessMemory,
): string {
  const lines: string[] = [];
  if (typeof reference === 'string') lines.push(`No comparison with BeamAsm: ${reference}.`);
  else {
    const name = reference.emulator === 'jit' ? 'BeamAsm' : `erl's emulator "${reference.emulator}"`;
    const of = (what: string, mean: number | undefined): void => {
      if (mean !== undefined)
        lines.push(`Geometric mean of the ratios to ${name} of OTP ${reference.otp}${what}: ${mean.toFixed(3)} (below 1 is faster)`);
    };
    of('', means.sequential);
    of(', programs of processes', means.processes);
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
