import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { appFolder } from '../programs.js';
import type { BenchReport } from '../report/bench-report.js';

/** Times of a program that a record keeps, in milliseconds: the best, the lower and the upper quartile. */
type RecordedTimes = readonly [best: number, lowerQuartile: number, upperQuartile: number];

/** Geometric means of the ratios of best times to those of another peer. */
interface RecordedMeans {
  readonly all: number;
  readonly groups: Readonly<Record<string, number>>;
}

/** A line of the history: Beamline on one engine. */
export interface HistoryRecord {
  readonly date: string;
  readonly commit?: string;
  /** Records are compared within a class of machines. */
  readonly machine: string;
  /** Whether the machine had other work, so that the figures say little. */
  readonly busy: boolean;
  /** The peer: `beamline-node-26`. */
  readonly engine: string;
  readonly version: string;
  readonly means: Readonly<Record<string, RecordedMeans>>;
  readonly programs: Readonly<Record<string, RecordedTimes>>;
}

/** The file that is committed, one record a line. */
export const historyFile: string = appFolder('history/runs.jsonl');

/** A line of the history is not a record. */
export class HistoryError extends Error {
  override readonly name: string = 'HistoryError';
}

/** The records of a run of the bench, one for each engine that Beamline ran on. */
export function recordsOf(report: BenchReport, busy: boolean): HistoryRecord[] {
  return report.peers
    .filter(({ system }) => system === 'beamline')
    .map(({ id, version, programs }) => ({
      date: report.date,
      ...(report.commit === undefined ? {} : { commit: report.commit }),
      machine: report.machine.class,
      busy,
      engine: id,
      version,
      means: Object.fromEntries(
        report.comparisons
          .filter(({ of }) => of === id)
          .map(({ by, mean, groups }) => [
            by,
            { all: rounded(mean), groups: Object.fromEntries(Object.entries(groups).map(([group, value]) => [group, rounded(value)])) },
          ]),
      ),
      programs: Object.fromEntries(
        programs.flatMap(({ name, timing }) =>
          timing === undefined ? [] : [[name, [rounded(timing.best), rounded(timing.lowerQuartile), rounded(timing.upperQuartile)]]],
        ),
      ),
    }));
}

/** Four digits that count: more say nothing. */
function rounded(value: number): number {
  return Number(value.toPrecision(4));
}

/** Reads all records, oldest first; there are none if the file does not exist. Throws a HistoryError that names the first line that is not a record. */
export function readHistory(file: string = historyFile): HistoryRecord[] {
  if (!existsSync(file)) return [];
  return readFileSync(file, 'utf8')
    .split('\n')
    .flatMap((line, i) => (line === '' ? [] : [readRecord(line, `${file}:${i + 1}`)]));
}

function readRecord(line: string, where: string): HistoryRecord {
  let record: Partial<HistoryRecord>;
  try {
    record = JSON.parse(line) as Partial<HistoryRecord>;
  } catch {
    throw new HistoryError(`${where} is not JSON`);
  }
  const { date, machine, engine, programs } = record;
  if (typeof date !== 'string' || typeof machine !== 'string' || typeof engine !== 'string' || typeof programs !== 'object')
    throw new HistoryError(`${where} is not a record: it needs date, machine, engine and programs`);
  return record as HistoryRecord;
}

/** Adds records at the end of the history. */
export function appendRecords(records: readonly HistoryRecord[], file: string = historyFile): void {
  mkdirSync(dirname(file), { recursive: true });
  appendFileSync(file, records.map((record) => `${JSON.stringify(record)}\n`).join(''));
}
