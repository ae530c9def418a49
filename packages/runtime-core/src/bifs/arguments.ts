import type { Term } from '@beamline/beam-file';
import { BifFailure } from './bif-failure.js';

/** Fails with badarg. */
export function badarg(): never {
  throw new BifFailure('badarg');
}

/** Elements of a proper list. */
export function elementsOf(term: Term | undefined): readonly Term[] {
  if (term?.kind === 'nil') return [];
  if (term?.kind !== 'list' || term.tail.kind !== 'nil') return badarg();
  return term.elements;
}

/** Name of an atom. */
export function atomOf(term: Term | undefined): string {
  return term?.kind === 'atom' ? term.name : badarg();
}

/** True for an atom with one of the names. */
export function isAtom(term: Term | undefined, ...names: readonly string[]): boolean {
  return term?.kind === 'atom' && names.includes(term.name);
}

/** Value of an integer. */
export function integerOf(term: Term | undefined): number | bigint {
  return term?.kind === 'integer' ? term.value : badarg();
}

/** An integer between two limits. */
export function integerBetween(term: Term | undefined, least: number, most: number): number {
  const value = integerOf(term);
  return value >= least && value <= most ? Number(value) : badarg();
}

/** An integer that is a small one in OTP: others are not taken where it asks for such. */
export function smallInteger(term: Term | undefined): number {
  const value = integerOf(term);
  return BigInt.asIntN(60, BigInt(value)) === BigInt(value) ? Number(value) : badarg();
}

/** Bytes of a binary. */
export function bytesOf(term: Term | undefined): Uint8Array {
  return term?.kind === 'bitstring' && term.bitSize % 8 === 0 ? term.bytes : badarg();
}

/** Text of a list of characters. */
export function textOf(term: Term | undefined): string {
  let result = '';
  for (const element of elementsOf(term)) result += String.fromCodePoint(characterOf(element));
  return result;
}

/** A character that a text can have. */
export function characterOf(term: Term): number {
  const code = integerBetween(term, 0, 0x10ffff);
  return code >= 0xd800 && code <= 0xdfff ? badarg() : code;
}
