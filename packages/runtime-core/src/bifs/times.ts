import type { Term } from '@beamline/beam-file';
import { integer, tuple } from '../terms/plain-terms.js';
import { badarg, integerOf } from './arguments.js';
import type { HostBifs } from './bif-context.js';

/** Nanoseconds of a time in milliseconds. */
function nanoseconds(milliseconds: number): bigint {
  return BigInt(Math.round(milliseconds * 1e6));
}

const UNITS: ReadonlyMap<string, bigint> = new Map(
  Object.entries<bigint>({
    second: 1n,
    millisecond: 1000n,
    microsecond: 1_000_000n,
    nanosecond: 1_000_000_000n,
    native: 1_000_000_000n,
    perf_counter: 1_000_000_000n,
    milli_seconds: 1000n,
    micro_seconds: 1_000_000n,
    nano_seconds: 1_000_000_000n,
    seconds: 1n,
  }),
);

/** Time in a unit, rounded down as `erlang:convert_time_unit/3` does. */
function inUnit(time: bigint, unit: Term | undefined): Term {
  let parts: bigint | undefined;
  if (unit === undefined) parts = UNITS.get('native');
  else if (unit.kind === 'atom') parts = UNITS.get(unit.name);
  else if (unit.kind === 'integer' && unit.value > 0) parts = BigInt(unit.value);
  if (parts === undefined) return badarg();
  return converted(time, 1_000_000_000n, parts);
}

/** A time in another unit, both by their parts of a second, rounded down. */
function converted(time: bigint, from: bigint, to: bigint): Term {
  const product = time * to;
  const quotient = product / from;
  return integer(product % from < 0n ? quotient - 1n : quotient);
}

/** Parts of a second of a unit of `convert_time_unit`. */
function partsPerSecond(unit: Term | undefined): bigint {
  let parts: bigint | undefined;
  if (unit?.kind !== 'atom') parts = BigInt(integerOf(unit));
  else parts = UNITS.get(unit.name);
  return parts === undefined || parts <= 0n ? badarg() : parts;
}

/** `{MegaSeconds, Seconds, MicroSeconds}` of whole microseconds. */
function timestampOf(microseconds: number): Term {
  const seconds = Math.floor(microseconds / 1e6);
  return tuple(integer(Math.floor(seconds / 1e6)), integer(seconds % 1e6), integer(microseconds % 1e6));
}

/** Microseconds of a time in milliseconds, each time more than before. */
export function uniqueTime(milliseconds: number, sinceLast: (what: string, value: number) => number): number {
  const time = Math.floor(milliseconds * 1000);
  const grown = sinceLast('now', time);
  const unique = grown > 0 ? time : time - grown + 1;
  sinceLast('now', unique);
  return unique;
}

/** Clocks. */
export const timeBifs: HostBifs = {
  // Each is later than the one before.
  'erlang:now/0': (_, { host, sinceLast }) => timestampOf(uniqueTime(host.systemTime(), sinceLast)),
  'erlang:time_offset/0': (_, { host }) => inUnit(nanoseconds(host.systemTime()) - nanoseconds(host.now()), undefined),
  'erlang:time_offset/1': ([unit], { host }) => inUnit(nanoseconds(host.systemTime()) - nanoseconds(host.now()), unit),
  'erlang:convert_time_unit/3': ([time, from, to]) => converted(BigInt(integerOf(time)), partsPerSecond(from), partsPerSecond(to)),
  'erts_internal:time_unit/0': () => integer(1_000_000_000),
};
