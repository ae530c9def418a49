import type { HistoryRecord } from './history.js';

/** A program whose runs now take longer than the recorded ones did. */
interface Slowdown {
  readonly name: string;
  /** Best times, in milliseconds. */
  readonly before: number;
  readonly now: number;
}

/** What has changed since a record. */
export interface Change {
  readonly engine: string;
  /** The last record of the same engine on the same class of machines, of one without other work if there is any; undefined if there is none. */
  readonly since: HistoryRecord | undefined;
  readonly slower: readonly Slowdown[];
  readonly faster: readonly Slowdown[];
}

/**
 * Compares a run with the last record of its engine and class of machines, made while that had no other work if there is such a one. A program is slower if three quarters of its runs took longer than three
 * quarters of the recorded ones, and its best run than the recorded best; it is faster the other way round.
 */
export function changesSince(history: readonly HistoryRecord[], run: HistoryRecord): Change {
  const comparable = history.filter(({ engine, machine }) => engine === run.engine && machine === run.machine);
  const since = comparable.findLast(({ busy }) => !busy) ?? comparable.at(-1);
  const beyond = (isBeyond: (now: HistoryRecord['programs'][string], then: HistoryRecord['programs'][string]) => boolean): Slowdown[] =>
    Object.entries(run.programs).flatMap(([name, now]) => {
      const then = since?.programs[name];
      return then === undefined || !isBeyond(now, then) ? [] : [{ name, before: then[0], now: now[0] }];
    });
  return {
    engine: run.engine,
    since,
    slower: beyond(([best, lower], [thenBest, , thenUpper]) => lower > thenUpper && best > thenBest),
    faster: beyond(([best, , upper], [thenBest, thenLower]) => upper < thenLower && best < thenBest),
  };
}

/** A change in words. */
export function describeChange({ engine, since, slower, faster }: Change): string {
  if (since === undefined) return `${engine}: no run is recorded on machines of this class`;
  const list = (entries: readonly Slowdown[]): string =>
    entries
      .toSorted((a, b) => b.now / b.before - a.now / a.before)
      .map(({ name, before, now }) => `${name} ${(now / before).toFixed(2)} (${before} to ${now} ms)`)
      .join(', ') || 'none';
  const when = `${since.date.slice(0, 10)}${since.commit === undefined ? '' : `, ${since.commit}`}${since.busy ? ', on a busy machine' : ''}`;
  return `${engine}, since the record of ${when}:\n  slower beyond the spread: ${list(slower)}\n  faster beyond the spread: ${list(faster)}`;
}
