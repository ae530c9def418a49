import type { Term } from '@beamline/beam-file';
import { type Nif, type NifContext, terms } from '@beamline/runtime-core';
import { bitLength, numberOf, numberTerm } from '../numbers/big-bytes.js';
import { inverse, mod } from '../numbers/powers.js';
import { randomPrime } from '../numbers/primes.js';
import { binaryBytes, smallInteger } from '../terms/arguments.js';
import { fail } from '../terms/failures.js';

const FILE = 'rsa.c';
const LEAST_BITS = 512;
const LEAST_ARGUMENT = 256;

function* keyPair(bits: number, e: bigint, context: NifContext): Generator<undefined, Term> {
  for (;;) {
    const first = yield* randomPrime(Math.ceil(bits / 2), e, context);
    const second = yield* randomPrime(Math.floor(bits / 2), e, context);
    if (first === undefined || second === undefined) return fail('error', FILE, -1, "Can't generate RSA key-pair");
    const [p, q] = first > second ? [first, second] : [second, first];
    const n = p * q;
    const d = inverse(e, (p - 1n) * (q - 1n));
    const qInverse = inverse(q, p);
    // Primes that are close to each other are found.
    if (bitLength(n) !== bits || d === undefined || qInverse === undefined || bitLength(p - q) < bits / 2 - 100) continue;
    return terms.list([e, n, d, p, q, mod(d, p - 1n), mod(d, q - 1n), qInverse].map((number) => numberTerm(number)));
  }
}

/** Keys of RSA. */
export const rsaGenerationNifs: Readonly<Record<string, Nif>> = {
  'rsa_generate_key_nif/2': ([bitsTerm, exponentTerm], context) => {
    const bits = smallInteger(bitsTerm);
    if (bits === undefined || bits < 0) return fail('badarg', FILE, 0, "Can't get unsigned int");
    if (bits < LEAST_ARGUMENT) return fail('badarg', FILE, 0, "Can't be < 256");
    const e = numberOf(binaryBytes(exponentTerm) ?? fail('badarg', FILE, 1, "Can't get binary public exponent"));
    if (bits < LEAST_BITS) return fail('error', FILE, -1, "Can't set params");
    if (e < 3n || e % 2n === 0n) return fail('error', FILE, -1, "Can't generate RSA key-pair");
    return context.inSlices(keyPair(bits, e, context));
  },
};
