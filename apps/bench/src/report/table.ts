import type { PeakMemory } from '../cost/peak-memory.js';
import type { ProgramResult } from '../measuring/program-result.js';
import { describeRule } from '../measuring/run-rule.js';
import { spread } from '../measuring/timing.js';
import type { PeerRun } from '../peers/peer.js';
import type { BenchReport } from './bench-report.js';
import { type Comparison, formatRatio, ratio, resultOf } from './comparison.js';

/** Characters of a wrong result that are shown. */
const RESULT = 400;
/** Characters of a line, at most. */
const WIDTH = 132;

interface Column {
  readonly title: string;
  readonly width: number;
}

const NAME: Column = { title: 'program', width: 15 };
const TIMES: readonly Column[] = [
  { title: 'best ms', width: 9 },
  { title: 'median', width: 9 },
  { title: 'spread', width: 6 },
];
const RATIO: Column = { title: 'ratio', width: 6 };
const COSTS: readonly Column[] = [
  { title: 'compile ms', width: 10 },
  { title: 'link ms', width: 7 },
  { title: 'MB', width: 5 },
  { title: 'OTP MB', width: 6 },
  { title: 'turn ms', width: 7 },
];

function widthOf(columns: readonly Column[]): number {
  return columns.reduce((sum, { width }) => sum + width + 2, 0);
}

function cells(columns: readonly Column[], values: readonly string[]): string {
  return columns.map(({ width }, i) => `  ${(values[i] ?? '').padStart(width)}`).join('');
}

function headings(columns: readonly Column[]): string {
  return cells(
    columns,
    columns.map(({ title }) => title),
  );
}

function rules(columns: readonly Column[]): string {
  return cells(
    columns,
    columns.map(({ width }) => '-'.repeat(width)),
  );
}

/** A text on one line that is not too long. */
export function shorten(text: string, length: number = RESULT): string {
  const flat = text.replaceAll(/\s+/g, ' ');
  return flat.length <= length ? flat : `${flat.slice(0, length - 1)}…`;
}

/** The names of peers above their columns. */
function titles(blocks: readonly { readonly title: string; readonly columns: readonly Column[] }[]): string {
  return blocks.map(({ title, columns }) => `  ${shorten(title, widthOf(columns) - 2).padEnd(widthOf(columns) - 2)}`).join('');
}

function milliseconds(time: number | undefined): string {
  return time === undefined ? '-' : time.toFixed(time < 1000 ? 3 : 0);
}

function times(result: ProgramResult | undefined): string[] {
  if (result?.timing === undefined) return [result === undefined ? '-' : 'FAILED', '-', '-'];
  const { best, median } = result.timing;
  return [milliseconds(best), milliseconds(median), `${(100 * spread(result.timing)).toFixed(0)}%`];
}

/**
 * The tables of times, for each engine that Beamline ran on: its times, and those of what it is compared with, with the ratio of the best times. As
 * many are side by side as there is room for.
 */
export function timeTables(report: BenchReport): string {
  const perTable = Math.max(1, Math.floor((WIDTH - NAME.width - widthOf(TIMES)) / widthOf([...TIMES, RATIO])));
  const tables = report.peers
    .filter(({ system }) => system === 'beamline')
    .flatMap((ours) => {
      const others = report.comparisons.filter(({ of }) => of === ours.id).flatMap(({ by }) => report.peers.filter(({ id }) => id === by));
      const count = Math.max(1, Math.ceil(others.length / perTable));
      return Array.from({ length: count }, (_, i) => timeTable(report, ours, others.slice(i * perTable, (i + 1) * perTable)));
    });
  return tables.length === 0 ? 'Beamline has not run.' : tables.join('\n\n');
}

function timeTable({ programs }: BenchReport, ours: PeerRun, others: readonly PeerRun[]): string {
  const blocks = [{ title: ours.title, columns: TIMES }, ...others.map(({ title }) => ({ title, columns: [...TIMES, RATIO] }))];
  const columns = blocks.flatMap((block) => block.columns);
  const lines = [
    `${' '.repeat(NAME.width)}${titles(blocks)}`,
    `${NAME.title.padEnd(NAME.width)}${headings(columns)}`,
    `${'-'.repeat(NAME.width)}${rules(columns)}`,
  ];
  for (const { name } of programs) {
    const result = resultOf(ours, name);
    const beside = others.flatMap((other) => {
      const theirs = resultOf(other, name);
      const value = ratio(result, theirs);
      return [...times(theirs), value === undefined ? '-' : formatRatio(value)];
    });
    lines.push(`${name.padEnd(NAME.width)}${cells(columns, [...times(result), ...beside])}`);
  }
  return lines.map((line) => line.trimEnd()).join('\n');
}

/** The table of what loading and running take besides time; undefined where that was not measured. */
export function costTable({ programs, peers, memory }: BenchReport): string | undefined {
  const [first] = peers;
  if (first === undefined || memory === undefined) return undefined;
  const lines = [`${NAME.title.padEnd(NAME.width)}${headings(COSTS)}`, `${'-'.repeat(NAME.width)}${rules(COSTS)}`];
  for (const { name } of programs) lines.push(`${name.padEnd(NAME.width)}${cells(COSTS, costs(resultOf(first, name), memory[name]))}`);
  return lines.map((line) => line.trimEnd()).join('\n');
}

function costs(result: ProgramResult | undefined, memory: PeakMemory | undefined): string[] {
  return [
    result?.load?.compile.toFixed(2) ?? '-',
    result?.load?.link.toFixed(2) ?? '-',
    megabytes(memory?.kilobytes),
    megabytes(memory?.reference),
    memory?.longestTurn.toFixed(1) ?? '-',
  ];
}

function megabytes(kilobytes: number | undefined): string {
  return kilobytes === undefined ? '-' : (kilobytes / 1024).toFixed(0);
}

/** The lines below the tables: comparisons, what was not there, what went wrong, how it was measured. */
export function summary(report: BenchReport): string {
  const titleOf = new Map(report.peers.map(({ id, title }) => [id, title]));
  const lines = report.comparisons.flatMap((comparison) => comparisonLines(comparison, titleOf));
  if (report.processMemory !== undefined) {
    const { bytes, reference } = report.processMemory;
    const beside = reference === undefined ? '' : `, ${reference.toFixed(0)} in OTP, ratio ${(bytes / reference).toFixed(2)}`;
    lines.push(`An idle process: ${bytes.toFixed(0)} bytes${beside}`);
  }
  if (report.compileSpeed !== undefined) {
    const { megabytesPerSecond, wasmPerCode } = report.compileSpeed;
    const wasm = `${wasmPerCode.toFixed(2)} bytes of WebAssembly per byte of BEAM code`;
    lines.push(`Compiler: ${megabytesPerSecond.toFixed(2)} MB of .beam per second, ${wasm}`);
  }
  for (const { title, reason } of report.absent) lines.push(`Not compared with ${title}: ${shorten(reason)}`);
  for (const { title, ended } of report.peers) if (ended !== undefined) lines.push(`${title} ended early: ${shorten(ended)}`);
  for (const { title, programs } of report.peers) {
    for (const { name, result, correct } of programs) if (!correct) lines.push(`${title}: ${name} FAILED: ${shorten(result)}`);
  }
  lines.push(
    `Rule: ${describeRule(report.rule)}. Ratios are of best times, below 1 is faster; spread is the middle half of the runs by their median.`,
  );
  if (report.machine.loadBefore > 0.5)
    lines.push(`The machine was busy before (load ${report.machine.loadBefore.toFixed(1)}): these figures say little.`);
  return lines.join('\n');
}

function comparisonLines(
  { of, by, programs, mean, meanOfMedians, groups, worst }: Comparison,
  titleOf: ReadonlyMap<string, string>,
): string[] {
  const name = `${titleOf.get(of) ?? of} by ${titleOf.get(by) ?? by}`;
  const lines = [`${name}: geometric mean ${formatRatio(mean)} of ${programs} programs (of medians ${formatRatio(meanOfMedians)})`];
  const byGroup = Object.entries(groups);
  if (byGroup.length > 1) lines.push(`  by group: ${byGroup.map(([group, value]) => `${group} ${formatRatio(value)}`).join(', ')}`);
  if (worst.length > 1) lines.push(`  greatest: ${worst.map((entry) => `${entry.name} ${formatRatio(entry.ratio)}`).join(', ')}`);
  return lines;
}
