import type { ProgramResult } from '../measuring/program-result.js';
import type { PeerRun } from '../peers/peer.js';

/** What is compared of two peers: their best times, or their medians. */
export type Measure = 'best' | 'median';

/** A program, and how much of the other's time it took: below 1 is faster. */
interface ProgramRatio {
  readonly name: string;
  readonly group: string;
  readonly ratio: number;
}

/** The ratios of a peer's times to another's, summed up. */
export interface Comparison {
  /** The peer whose times are divided, and the one by whose they are. */
  readonly of: string;
  readonly by: string;
  /** Programs that both have a time for. */
  readonly programs: number;
  /** Geometric means of the ratios of best times and of medians. */
  readonly mean: number;
  readonly meanOfMedians: number;
  /** Geometric means of the ratios of best times, by group. */
  readonly groups: Readonly<Record<string, number>>;
  /** The greatest ratios of best times. */
  readonly worst: readonly ProgramRatio[];
}

/** Programs that are listed as the worst. */
const WORST = 10;

/** The mean that fits ratios; undefined when there are none. */
export function geometricMean(values: readonly number[]): number | undefined {
  if (values.length === 0) return undefined;
  return Math.exp(values.reduce((sum, value) => sum + Math.log(value), 0) / values.length);
}

/** What a peer did with a program. */
export function resultOf(run: PeerRun, name: string): ProgramResult | undefined {
  return run.programs.find((program) => program.name === name);
}

/** The ratio of the times of a program; undefined unless both have one. */
export function ratio(of: ProgramResult | undefined, by: ProgramResult | undefined, measure: Measure = 'best'): number | undefined {
  const time = of?.timing?.[measure];
  const other = by?.timing?.[measure];
  return time === undefined || other === undefined || other === 0 ? undefined : time / other;
}

function ratiosOf(of: PeerRun, by: PeerRun, groupOf: (name: string) => string, measure: Measure): ProgramRatio[] {
  return of.programs.flatMap((program) => {
    const value = ratio(program, resultOf(by, program.name), measure);
    return value === undefined ? [] : [{ name: program.name, group: groupOf(program.name), ratio: value }];
  });
}

/** Geometric means of ratios. */
interface Means {
  readonly all: number;
  readonly groups: Readonly<Record<string, number>>;
  /** Programs that both have a time for. */
  readonly programs: number;
}

/** The means of the ratios of a peer's times to another's; undefined if there is no program that both have run. */
export function meansOf(of: PeerRun, by: PeerRun, groupOf: (name: string) => string, measure: Measure): Means | undefined {
  const ratios = ratiosOf(of, by, groupOf, measure);
  const all = geometricMean(ratios.map((entry) => entry.ratio));
  if (all === undefined) return undefined;
  const groups = [...new Set(ratios.map(({ group }) => group))].map((group) => {
    const ofGroup = ratios.filter((entry) => entry.group === group).map((entry) => entry.ratio);
    return [group, geometricMean(ofGroup) ?? Number.NaN] as const;
  });
  return { all, groups: Object.fromEntries(groups), programs: ratios.length };
}

/** Compares two peers; undefined if there is no program that both have run. */
export function compare(of: PeerRun, by: PeerRun, groupOf: (name: string) => string): Comparison | undefined {
  const best = meansOf(of, by, groupOf, 'best');
  const median = meansOf(of, by, groupOf, 'median');
  if (best === undefined || median === undefined) return undefined;
  const worst = ratiosOf(of, by, groupOf, 'best').toSorted((a, b) => b.ratio - a.ratio);
  return {
    of: of.id,
    by: by.id,
    programs: best.programs,
    mean: best.all,
    meanOfMedians: median.all,
    groups: best.groups,
    worst: worst.slice(0, WORST),
  };
}

/**
 * The pairs of peers that say something: each Beamline beside OTP and AtomVM, beside the JavaScript of its engine, and
 * beside the first Beamline.
 */
export function compareAll(runs: readonly PeerRun[], groupOf: (name: string) => string): Comparison[] {
  const ours = runs.filter(({ system }) => system === 'beamline');
  return ours.flatMap((of) =>
    runs.flatMap((by) => {
      if (by === of || (by.system === 'beamline' && (by !== ours[0] || of === ours[0]))) return [];
      if (by.system === 'javascript' && engineOf(by) !== engineOf(of)) return [];
      const comparison = compare(of, by, groupOf);
      return comparison === undefined ? [] : [comparison];
    }),
  );
}

/** The engine of a peer, by its identifier. */
function engineOf({ id, system }: PeerRun): string {
  return id.slice(system.length + 1);
}

/** A ratio with two digits that count, and no fewer than two behind the point. */
export function formatRatio(value: number): string {
  return value < 0.1 ? String(Number(value.toPrecision(2))) : value.toFixed(2);
}
