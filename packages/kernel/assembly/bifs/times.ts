// BIFs on clocks: numbers of nanoseconds, which are the native unit, and of what is asked for.
import * as L from '../generated/layout';
import { now, systemTime } from '../host';
import { divide, multiply, remainder, subtract } from '../integers/arithmetic';
import { makeTriple } from '../terms/construct';
import { makeInteger } from '../terms/integer';
import { fits64, headerOf, isBoxedInteger, makeAtom, makeSmall, value64 } from '../terms/term';
import { badarg1 } from './arguments';

const NANOSECONDS: i64 = 1_000_000_000;

function nanosecondsOf(milliseconds: f64): i64 {
  return nearest(milliseconds * 1e6) as i64;
}

/** Quotient rounded down, as `erlang:convert_time_unit/3` does. */
function floorDivision(a: i64, b: i64): i64 {
  const quotient = a / b;
  return a < 0 && quotient * b != a ? quotient - 1 : quotient;
}

function isPositive(term: u32): bool {
  if (fits64(term)) return value64(term) > 0;
  return isBoxedInteger(term) && (headerOf(term) & L.TermTag_headerMask) == L.HeaderTag_positiveInteger;
}

/** Nanoseconds in a number of parts of a second. */
function inParts(nanoseconds: i64, parts: u32): u32 {
  const product = multiply(makeInteger(nanoseconds), parts);
  const second = makeInteger(NANOSECONDS);
  const quotient = divide(product, second);
  if (nanoseconds >= 0 || remainder(product, second) == makeSmall(0)) return quotient;
  return subtract(quotient, makeSmall(1));
}

/** A time in a unit: an atom or the number of parts of a second; 0 for what is none. */
function inUnit(nanoseconds: i64, unit: u32): u32 {
  switch (unit) {
    case makeAtom(L.Atom_native):
    case makeAtom(L.Atom_perf_counter):
    case makeAtom(L.Atom_nanosecond):
    case makeAtom(L.Atom_nano_seconds):
      return makeInteger(nanoseconds);
    case makeAtom(L.Atom_microsecond):
    case makeAtom(L.Atom_micro_seconds):
      return makeInteger(floorDivision(nanoseconds, 1000));
    case makeAtom(L.Atom_millisecond):
    case makeAtom(L.Atom_milli_seconds):
      return makeInteger(floorDivision(nanoseconds, 1_000_000));
    case makeAtom(L.Atom_second):
    case makeAtom(L.Atom_seconds):
      return makeInteger(floorDivision(nanoseconds, NANOSECONDS));
    default:
      return isPositive(unit) ? inParts(nanoseconds, unit) : 0;
  }
}

function timeIn(sp: u32, bif: u32, nanoseconds: i64, unit: u32): u32 {
  const time = inUnit(nanoseconds, unit);
  return time != 0 ? time : badarg1(sp, bif, unit);
}

/** @bif erlang:monotonic_time/0 */
export function erlang_monotonic_time_0(sp: u32): u32 {
  return makeInteger(nanosecondsOf(now()));
}

/** @bif erlang:monotonic_time/1 */
export function erlang_monotonic_time_1(sp: u32, unit: u32): u32 {
  return timeIn(sp, L.Bif_erlang_monotonic_time_1, nanosecondsOf(now()), unit);
}

/** @bif erlang:system_time/0 */
export function erlang_system_time_0(sp: u32): u32 {
  return makeInteger(nanosecondsOf(systemTime()));
}

/** @bif erlang:system_time/1 */
export function erlang_system_time_1(sp: u32, unit: u32): u32 {
  return timeIn(sp, L.Bif_erlang_system_time_1, nanosecondsOf(systemTime()), unit);
}

/** @bif os:system_time/0 */
export function os_system_time_0(sp: u32): u32 {
  return makeInteger(nanosecondsOf(systemTime()));
}

/** @bif os:system_time/1 */
export function os_system_time_1(sp: u32, unit: u32): u32 {
  return timeIn(sp, L.Bif_os_system_time_1, nanosecondsOf(systemTime()), unit);
}

/** @bif os:perf_counter/0 */
export function os_perf_counter_0(sp: u32): u32 {
  return makeInteger(nanosecondsOf(now()));
}

/** `{MegaSeconds, Seconds, MicroSeconds}` since 1970. */
function timestamp(): u32 {
  const microseconds = floor(systemTime() * 1000) as i64;
  const seconds = floorDivision(microseconds, 1_000_000);
  const megaseconds = floorDivision(seconds, 1_000_000);
  return makeTriple(
    makeInteger(megaseconds),
    makeInteger(seconds - megaseconds * 1_000_000),
    makeInteger(microseconds - seconds * 1_000_000),
  );
}

/** @bif erlang:timestamp/0 */
export function erlang_timestamp_0(sp: u32): u32 {
  return timestamp();
}

/** @bif os:timestamp/0 */
export function os_timestamp_0(sp: u32): u32 {
  return timestamp();
}
