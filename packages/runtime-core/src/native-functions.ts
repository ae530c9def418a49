import { formatTerm, type Term } from '@beamline/beam-file';
import { nativeFunctions } from '@beamline/jit-backend';
import type { Host } from './host.js';

/** A native function failed: the reason is the atom. */
export class NativeFailure extends Error {
  constructor(readonly reason: 'badarg' | 'system_limit') {
    super(reason);
  }
}

/** A native function of the host: plain terms in, a plain term out. Throws NativeFailure. */
export type HostNative = (args: readonly Term[], host: Host) => Term;

const integer = (value: number | bigint): Term => ({ kind: 'integer', value });
const atom = (name: string): Term => ({ kind: 'atom', name });

/** Nanoseconds of a time in milliseconds. */
function nanoseconds(milliseconds: number): bigint {
  return BigInt(Math.round(milliseconds * 1e6));
}

const UNITS: Readonly<Record<string, bigint>> = {
  second: 1n,
  millisecond: 1000n,
  microsecond: 1_000_000n,
  nanosecond: 1_000_000_000n,
  native: 1_000_000_000n,
  milli_seconds: 1000n,
  micro_seconds: 1_000_000n,
  nano_seconds: 1_000_000_000n,
  seconds: 1n,
};

/** Time in a unit, rounded down as `erlang:convert_time_unit/3` does. */
function inUnit(time: bigint, unit: Term | undefined): Term {
  let parts: bigint | undefined;
  if (unit === undefined) parts = UNITS.native;
  else if (unit.kind === 'atom') parts = UNITS[unit.name];
  else if (unit.kind === 'integer' && unit.value > 0) parts = BigInt(unit.value);
  if (parts === undefined) throw new NativeFailure('badarg');
  const product = time * parts;
  const quotient = product / 1_000_000_000n;
  const value = product % 1_000_000_000n < 0n ? quotient - 1n : quotient;
  return integer(Number.isSafeInteger(Number(value)) ? Number(value) : value);
}

function characters(text: string): Term {
  const elements = [...text].map((character) => integer(character.codePointAt(0) ?? 0));
  return elements.length === 0 ? { kind: 'nil' } : { kind: 'list', elements, tail: { kind: 'nil' } };
}

/** Text of a list of characters. */
function text(term: Term | undefined): string {
  if (term?.kind === 'nil') return '';
  if (term?.kind !== 'list' || term.tail.kind !== 'nil') throw new NativeFailure('badarg');
  let result = '';
  for (const element of term.elements) {
    if (element.kind !== 'integer' || element.value < 0 || element.value > 0x10ffff) throw new NativeFailure('badarg');
    result += String.fromCodePoint(Number(element.value));
  }
  return result;
}

function integerText(term: Term | undefined, base: Term | undefined): Term {
  const radix = base === undefined ? 10 : base.kind === 'integer' ? Number(base.value) : 0;
  if (term?.kind !== 'integer' || !(radix >= 2 && radix <= 36)) throw new NativeFailure('badarg');
  return characters(term.value.toString(radix).toUpperCase());
}

const implementations: Readonly<Record<string, HostNative>> = {
  'erlang:monotonic_time/0': (_, host) => inUnit(nanoseconds(host.now()), undefined),
  'erlang:monotonic_time/1': ([unit], host) => inUnit(nanoseconds(host.now()), unit),
  'erlang:system_time/0': (_, host) => inUnit(nanoseconds(host.systemTime()), undefined),
  'erlang:system_time/1': ([unit], host) => inUnit(nanoseconds(host.systemTime()), unit),
  'erlang:atom_to_list/1': ([term]) => {
    if (term?.kind !== 'atom') throw new NativeFailure('badarg');
    return characters(term.name);
  },
  'erlang:list_to_atom/1': ([term]) => {
    const name = text(term);
    if ([...name].length > 255) throw new NativeFailure('system_limit');
    return atom(name);
  },
  'erlang:integer_to_list/1': ([term]) => integerText(term, undefined),
  'erlang:integer_to_list/2': ([term, base]) => integerText(term, base),
  'erlang:list_to_integer/1': ([term]) => {
    const digits = text(term);
    if (!/^[+-]?[0-9]+$/.test(digits)) throw new NativeFailure('badarg');
    const value = digits.startsWith('+') ? BigInt(digits.slice(1)) : BigInt(digits);
    return integer(Number.isSafeInteger(Number(value)) ? Number(value) : value);
  },
  'erlang:display/1': ([term], host) => {
    host.writeLine(formatTerm(term ?? { kind: 'nil' }));
    return atom('true');
  },
};

/** The host's native functions by their index in `nativeFunctions`; undefined for those of the kernel. */
export const hostNatives: readonly (HostNative | undefined)[] = nativeFunctions.map((native) => {
  if (native.kernelName !== undefined || native.module === '') return undefined;
  const implementation = implementations[`${native.module}:${native.name}/${native.arity}`];
  if (implementation === undefined) throw new Error(`${native.module}:${native.name}/${native.arity} has no implementation`);
  return implementation;
});
