import type { Term } from '@beamline/beam-file';
import { badarg, type HostNatives, integer, integerBetween, integerOf, tuple } from './arguments.js';

/** Seconds on either side of 1970 that a date of JavaScript reaches. */
const GREATEST_SECOND = 8_640_000_000_000;

const triple = (a: number, b: number, c: number): Term => tuple(integer(a), integer(b), integer(c));

/** `{{Year, Month, Day}, {Hour, Minute, Second}}` of seconds since 1970. */
function dateTime(seconds: number): Term {
  const date = new Date(seconds * 1000);
  return tuple(
    triple(date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate()),
    triple(date.getUTCHours(), date.getUTCMinutes(), date.getUTCSeconds()),
  );
}

function elements(term: Term | undefined, count: number): readonly Term[] {
  return term?.kind === 'tuple' && term.elements.length === count ? term.elements : badarg();
}

/** Seconds since 1970 of a date and time. */
function secondsOf(term: Term | undefined): number {
  const [date, time] = elements(term, 2);
  const [year, month, day] = elements(date, 3);
  const [hour, minute, second] = elements(time, 3);
  const y = integerBetween(year, 1970, 9999);
  const m = integerBetween(month, 1, 12);
  const d = integerBetween(day, 1, 31);
  const at = new Date(0);
  at.setUTCFullYear(y, m - 1, d);
  // A day that the month does not have has become one of the next.
  if (at.getUTCDate() !== d) return badarg();
  return at.getTime() / 1000 + integerBetween(hour, 0, 23) * 3600 + integerBetween(minute, 0, 59) * 60 + integerBetween(second, 0, 59);
}

function fromSeconds(term: Term | undefined): Term {
  const value = integerOf(term);
  return value >= -GREATEST_SECOND && value <= GREATEST_SECOND ? dateTime(Number(value)) : badarg();
}

/** Dates in UTC. */
export const calendarNatives: HostNatives = {
  'erlang:universaltime/0': (_, { host }) => dateTime(Math.floor(host.systemTime() / 1000)),
  'erlang:universaltime_to_posixtime/1': ([term]) => integer(secondsOf(term)),
  'erlang:posixtime_to_universaltime/1': ([term]) => fromSeconds(term),
};
