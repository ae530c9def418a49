import type { Term } from '@beamline/beam-file';
import { atom, integer, tuple } from '../terms/plain-terms.js';
import { badarg, integerBetween, integerOf } from './arguments.js';
import type { HostBifs } from './bif-context.js';

/** The first years that OTP takes: of times in UTC, and of those that depend on the place (`erts/emulator/beam/erl_time_sup.c`). */
const FIRST_YEAR = 1600;
const FIRST_LOCAL_YEAR = 1902;
const LAST_YEAR = 2_147_483_646;

const SECONDS_OF_DAY = 86_400n;
/** The Gregorian calendar repeats after 400 years. */
const DAYS_OF_ERA = 146_097n;
/** Days from the first of March of year 0 to 1970. */
const DAYS_TO_1970 = 719_468n;

const triple = (a: number, b: number, c: number): Term => tuple(integer(a), integer(b), integer(c));

function floorDivide(a: bigint, b: bigint): bigint {
  const quotient = a / b;
  return a % b < 0n ? quotient - 1n : quotient;
}

/** `{{Year, Month, Day}, {Hour, Minute, Second}}` of seconds since 1970, for any year. */
function dateTime(seconds: bigint): Term {
  let days = floorDivide(seconds, SECONDS_OF_DAY);
  const second = Number(seconds - days * SECONDS_OF_DAY);
  // To OTP year 0 is no leap year.
  if (days < -DAYS_TO_1970) days--;
  // Years are counted from March, so that a leap day is the last of its year.
  const era = floorDivide(days + DAYS_TO_1970, DAYS_OF_ERA);
  const dayOfEra = Number(days + DAYS_TO_1970 - era * DAYS_OF_ERA);
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153);
  const month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
  const year = Number(era) * 400 + yearOfEra + (month <= 2 ? 1 : 0);
  return tuple(
    triple(year, month, dayOfYear - Math.floor((153 * monthFromMarch + 2) / 5) + 1),
    triple(Math.floor(second / 3600), Math.floor(second / 60) % 60, second % 60),
  );
}

/** Days since 1970 of a date. */
function daysSince1970(year: number, month: number, day: number): bigint {
  const fromMarch = BigInt(month <= 2 ? year - 1 : year);
  const era = floorDivide(fromMarch, 400n);
  const yearOfEra = Number(fromMarch - era * 400n);
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * DAYS_OF_ERA + BigInt(dayOfEra) - DAYS_TO_1970;
}

function daysOfMonth(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}

function elements(term: Term | undefined, count: number): readonly Term[] {
  return term?.kind === 'tuple' && term.elements.length === count ? term.elements : badarg();
}

/** Seconds since 1970 of a date and time. */
function secondsOf(term: Term | undefined, firstYear: number): bigint {
  const [date, time] = elements(term, 2);
  const [yearTerm, monthTerm, dayTerm] = elements(date, 3);
  const [hour, minute, second] = elements(time, 3);
  const year = integerBetween(yearTerm, firstYear, LAST_YEAR);
  const month = integerBetween(monthTerm, 1, 12);
  const day = integerBetween(dayTerm, 1, daysOfMonth(year, month));
  const seconds = integerBetween(hour, 0, 23) * 3600 + integerBetween(minute, 0, 59) * 60 + integerBetween(second, 0, 59);
  return daysSince1970(year, month, day) * SECONDS_OF_DAY + BigInt(seconds);
}

/** A time of a date that depends on the place: JavaScript's reach 273,790 years. */
function localSecondsOf(term: Term | undefined): number {
  const seconds = Number(secondsOf(term, FIRST_LOCAL_YEAR));
  return seconds <= GREATEST_SECOND ? seconds : badarg();
}

/** Seconds on either side of 1970 that a date of JavaScript reaches. */
const GREATEST_SECOND = 8_640_000_000_000;

function fromSeconds(term: Term | undefined): Term {
  const value = BigInt(integerOf(term));
  return BigInt.asIntN(64, value) === value ? dateTime(value) : badarg();
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
  const wanted = localSecondsOf(local);
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
  return dateTime(BigInt(Math.floor(at.getTime() / 1000)));
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
    const at = new Date(localSecondsOf(term) * 1000);
    return tuple(localDate(at), localTime(at));
  },
  // @bif inErlang
  'erlang:localtime_to_universaltime/1': ([term]) => toUniversal(term, atom('undefined')),
  'erlang:localtime_to_universaltime/2': ([term, isSummer]) => toUniversal(term, isSummer),
  'erlang:universaltime/0': (_, { host }) => dateTime(BigInt(Math.floor(host.systemTime() / 1000))),
  'erlang:universaltime_to_posixtime/1': ([term]) => integer(secondsOf(term, FIRST_YEAR)),
  'erlang:posixtime_to_universaltime/1': ([term]) => fromSeconds(term),
};
