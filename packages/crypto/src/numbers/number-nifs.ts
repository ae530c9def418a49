import type { Term } from '@beamline/beam-file';
import { type Nif, terms } from '@beamline/runtime-core';
import { binaryBytes, ioBytes, joined, smallInteger } from '../terms/arguments.js';
import { badarg } from '../terms/failures.js';
import { bytesOf, numberOf } from './big-bytes.js';
import { power } from './powers.js';

function* powerTerm(base: bigint, exponent: bigint, modulus: bigint, header: number): Generator<undefined, Term> {
  const bytes = bytesOf(yield* power(base, exponent, modulus));
  if (header === 0) return terms.binary(bytes);
  // A text of its size in front, as SSH has it.
  const { length } = bytes;
  return terms.binary(joined([Uint8Array.of(length >>> 24, length >>> 16, length >>> 8, length), bytes]));
}

/** Arithmetic with large numbers. */
export const numberNifs: Readonly<Record<string, Nif>> = {
  'mod_exp_nif/4': ([baseTerm, exponentTerm, modulusTerm, headerTerm], context) => {
    const base = numberOf(binaryBytes(baseTerm) ?? badarg());
    const exponent = numberOf(binaryBytes(exponentTerm) ?? badarg());
    const modulus = numberOf(binaryBytes(modulusTerm) ?? badarg());
    const header = smallInteger(headerTerm);
    if (modulus === 0n || (header !== 0 && header !== 4)) return badarg();
    return context.inSlices(powerTerm(base, exponent, modulus, header));
  },
  'do_exor/2': ([leftTerm, rightTerm], context) => {
    const left = ioBytes(leftTerm) ?? badarg();
    const right = ioBytes(rightTerm) ?? badarg();
    if (left.length !== right.length) return badarg();
    context.spend(left.length / 50);
    return terms.binary(left.map((byte, i) => byte ^ (right[i] ?? 0)));
  },
};

/** A number in the form with its size in front (`mpint`); undefined for other bytes. */
export function mpint(term: Term | undefined): bigint | undefined {
  const bytes = binaryBytes(term);
  if (bytes === undefined || bytes.length < 4) return undefined;
  const size = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(0);
  return bytes.length === 4 + size && ((bytes[4] ?? 0) & 0x80) === 0 ? numberOf(bytes.subarray(4)) : undefined;
}

/** A number with its size in front. */
export function mpintTerm(value: bigint): Term {
  const bytes = bytesOf(value, value === 0n ? 1 : 0);
  const { length } = bytes;
  return terms.binary(joined([Uint8Array.of(length >>> 24, length >>> 16, length >>> 8, length), bytes]));
}
