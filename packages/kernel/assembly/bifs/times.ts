// BIFs on clocks: numbers of nanoseconds, which are the native unit, and of what is asked for.
import { monotonicTime, osSystemTime, systemTime, timeOffset, uniqueSystemTime } from '../clocks';
import * as L from '../generated/layout';
import { divide, multiply, remainder, subtract } from '../integers/arithmetic';
import { makeInteger } from '../terms/integer';
import { fits64, headerOf, isBoxedInteger, isInteger, makeAtom, makeSmall, value64 } from '../terms/term';
import { floorDivision, makeTimestamp } from '../terms/timestamp';
import { badarg1, badarg3 } from './arguments';

const NANOSECONDS: i64 = 1_000_000_000;

function isPositive(term: u32): bool {
  if (fits64(term)) return value64(term) > 0;
  return isBoxedInteger(term) && (headerOf(term) & L.TermTag_headerMask) == L.HeaderTag_positiveInteger;
}

function isNegative(integer: u32): bool {
  return fits64(integer) ? value64(integer) < 0 : !isPositive(integer);
}

/** Quotient of an integer by a positive one, rounded down. */
function flooredQuotient(a: u32, b: u32): u32 {
  const quotient = divide(a, b);
  return isNegative(a) && remainder(a, b) != makeSmall(0) ? subtract(quotient, makeSmall(1)) : quotient;
}

/** Parts of a second, an integer, of a unit: an atom or the parts themselves; 0 for what is none. */
function partsOf(unit: u32): u32 {
  switch (unit) {
    case makeAtom(L.Atom_native):
    case makeAtom(L.Atom_perf_counter):
    case makeAtom(L.Atom_nanosecond):
    case makeAtom(L.Atom_nano_seconds):
      return makeInteger(NANOSECONDS);
    case makeAtom(L.Atom_microsecond):
    case makeAtom(L.Atom_micro_seconds):
      return makeSmall(1_000_000);
    case makeAtom(L.Atom_millisecond):
    case makeAtom(L.Atom_milli_seconds):
      return makeSmall(1000);
    case makeAtom(L.Atom_second):
    case makeAtom(L.Atom_seconds):
      return makeSmall(1);
    default:
      return isPositive(unit) ? unit : 0;
  }
}

/** A time in a unit; 0 for what is none. */
function inUnit(nanoseconds: i64, unit: u32): u32 {
  const parts = partsOf(unit);
  if (parts == 0) return 0;
  // Most units divide a nanosecond's: no product of more than 64 bits.
  if (fits64(parts) && NANOSECONDS % value64(parts) == 0) return makeInteger(floorDivision(nanoseconds, NANOSECONDS / value64(parts)));
  return flooredQuotient(multiply(makeInteger(nanoseconds), parts), makeInteger(NANOSECONDS));
}

function timeIn(sp: u32, bif: u32, nanoseconds: i64, unit: u32): u32 {
  const time = inUnit(nanoseconds, unit);
  return time != 0 ? time : badarg1(sp, bif, unit);
}

/** @bif erlang:monotonic_time/0 */
export function erlang_monotonic_time_0(sp: u32): u32 {
  return makeInteger(monotonicTime());
}

/** @bif erlang:monotonic_time/1 */
export function erlang_monotonic_time_1(sp: u32, unit: u32): u32 {
  return timeIn(sp, L.Bif_erlang_monotonic_time_1, monotonicTime(), unit);
}

/** @bif erlang:system_time/0 */
export function erlang_system_time_0(sp: u32): u32 {
  return makeInteger(systemTime());
}

/** @bif erlang:system_time/1 */
export function erlang_system_time_1(sp: u32, unit: u32): u32 {
  return timeIn(sp, L.Bif_erlang_system_time_1, systemTime(), unit);
}

/** @bif os:system_time/0 */
export function os_system_time_0(sp: u32): u32 {
  return makeInteger(osSystemTime());
}

/** @bif os:system_time/1 */
export function os_system_time_1(sp: u32, unit: u32): u32 {
  return timeIn(sp, L.Bif_os_system_time_1, osSystemTime(), unit);
}

/** @bif os:perf_counter/0 */
export function os_perf_counter_0(sp: u32): u32 {
  return makeInteger(monotonicTime());
}

/** @bif erlang:timestamp/0 */
export function erlang_timestamp_0(sp: u32): u32 {
  return makeTimestamp(systemTime());
}

/** @bif erlang:now/0 */
export function erlang_now_0(sp: u32): u32 {
  return makeTimestamp(uniqueSystemTime() * 1000);
}

/** @bif os:timestamp/0 */
export function os_timestamp_0(sp: u32): u32 {
  return makeTimestamp(osSystemTime());
}

/** @bif erlang:time_offset/0 */
export function erlang_time_offset_0(sp: u32): u32 {
  return makeInteger(timeOffset());
}

/** @bif erlang:time_offset/1 */
export function erlang_time_offset_1(sp: u32, unit: u32): u32 {
  return timeIn(sp, L.Bif_erlang_time_offset_1, timeOffset(), unit);
}

/** @bif erts_internal:time_unit/0 */
export function erts_internal_time_unit_0(sp: u32): u32 {
  return makeInteger(NANOSECONDS);
}

/** @bif erlang:convert_time_unit/3 inErlang */
export function erlang_convert_time_unit_3(sp: u32, time: u32, from: u32, to: u32): u32 {
  const fromParts = partsOf(from);
  const toParts = partsOf(to);
  if (fromParts == 0 || toParts == 0 || !isInteger(time)) return badarg3(sp, L.Bif_erlang_convert_time_unit_3, time, from, to);
  return flooredQuotient(multiply(time, toParts), fromParts);
}
