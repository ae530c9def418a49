import { type Nif, type NifContext, terms } from '@beamline/runtime-core';
import { bitLength, numberOf, numberTerm } from '../numbers/big-bytes.js';
import { mpint, mpintTerm } from '../numbers/number-nifs.js';
import { binaryBytes, smallInteger } from '../terms/arguments.js';
import { badarg } from '../terms/failures.js';

/** Random bytes take as long as so many of their number. */
const BYTES_PER_REDUCTION = 50;
/** Bytes that a call may ask for. */
const MOST_BYTES = 2 ** 31 - 1;

/** A number below another one, all with the same chance; undefined where the host has no random bytes. */
export function randomBelow(limit: bigint, context: NifContext): bigint | undefined {
  const bits = bitLength(limit - 1n);
  const bytes = Math.ceil(bits / 8);
  for (;;) {
    const drawn = context.random(bytes);
    if (drawn === undefined) return undefined;
    const value = numberOf(drawn) >> BigInt(8 * bytes - bits);
    if (value < limit) return value;
  }
}

const FALSE = terms.atom('false');

/** Random bytes and numbers. */
export const randomNifs: Readonly<Record<string, Nif>> = {
  'strong_rand_bytes_nif/1': ([count], context) => {
    const wanted = smallInteger(count);
    if (wanted === undefined || wanted < 0 || wanted > MOST_BYTES) return badarg();
    context.spend(wanted / BYTES_PER_REDUCTION);
    const bytes = context.random(wanted);
    return bytes === undefined ? FALSE : terms.binary(bytes);
  },
  'strong_rand_range_nif/1': ([range], context) => {
    const limit = numberOf(binaryBytes(range) ?? badarg());
    const value = limit === 0n ? undefined : randomBelow(limit, context);
    return value === undefined ? FALSE : numberTerm(value);
  },
  'rand_uniform_nif/2': ([from, to], context) => {
    const first = mpint(from) ?? badarg();
    const limit = mpint(to) ?? badarg();
    if (limit <= first) return badarg();
    const value = randomBelow(limit - first, context) ?? badarg();
    return mpintTerm(first + value);
  },
  // The host's bytes need no seed.
  'rand_seed_nif/1': ([seed]) => (binaryBytes(seed) === undefined ? badarg() : terms.atom('ok')),
};
