import type { Term } from '@beamline/beam-file';
import { atom, integer, tuple } from '../terms/plain-terms.js';
import { badarg, integerBetween, integerOf } from './arguments.js';
import type { HostBifs } from './bif-context.js';

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

/** The parts of a date of the place where the machine runs. */
function localDate(date: Date): Term {
  return triple(date.getFullYear(), date.getMonth() + 1, date.getDate());
}

function localTime(date: Date): Term {
  return triple(date.getHours(), date.getMinutes(), date.getSeconds());
}

/** A date of that place in UTC; of two that the end of summer time makes alike the first, whatever `isSummer` is. */
function toUniversal(local: Term | undefined, isSummer: Term | undefined): Term {
  const wanted = secondsOf(local);
  if (isSummer?.kind !== 'atom' || !['true', 'false', 'undefined'].includes(isSummer.name)) return badarg();
  const utc = new Date(wanted * 1000);
  const at = new Date(
    utc.getUTCFullYear(),
    utc.getUTCMonth(),
    utc.getUTCDate(),
    utc.getUTCHours(),
    utc.getUTCMinutes(),
    utc.getUTCSeconds(),
  );
  return dateTime(Math.floor(at.getTime() / 1000));
}

/** Dates, in UTC and of the place where the machine runs. */
export const calendarBifs: HostBifs = {
  'erlang:date/0': (_, { host }) => localDate(new Date(host.systemTime())),
  'erlang:time/0': (_, { host }) => localTime(new Date(host.systemTime())),
  'erlang:localtime/0': (_, { host }) => {
    const now = new Date(host.systemTime());
    return tuple(localDate(now), localTime(now));
  },
  'erlang:universaltime_to_localtime/1': ([term]) => {
    const at = new Date(secondsOf(term) * 1000);
    return tuple(localDate(at), localTime(at));
  },
  'erlang:localtime_to_universaltime/1': ([term]) => toUniversal(term, atom('undefined')),
  'erlang:localtime_to_universaltime/2': ([term, isSummer]) => toUniversal(term, isSummer),
  'erlang:universaltime/0': (_, { host }) => dateTime(Math.floor(host.systemTime() / 1000)),
  'erlang:universaltime_to_posixtime/1': ([term]) => integer(secondsOf(term)),
  'erlang:posixtime_to_universaltime/1': ([term]) => fromSeconds(term),
};
