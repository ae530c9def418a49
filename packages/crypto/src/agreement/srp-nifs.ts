import type { Term } from '@beamline/beam-file';
import { type Nif, terms } from '@beamline/runtime-core';
import { numberOf, numberTerm } from '../numbers/big-bytes.js';
import { mod, power } from '../numbers/powers.js';
import { binaryBytes } from '../terms/arguments.js';
import { badarg } from '../terms/failures.js';

const ERROR = terms.atom('error');

/** The numbers that arguments are. */
function numbers(args: readonly Term[]): readonly bigint[] {
  return args.map((term) => numberOf(binaryBytes(term) ?? badarg()));
}

function* hostValue(multiplier: bigint, verifier: bigint, generator: bigint, exponent: bigint, prime: bigint): Generator<undefined, Term> {
  const value = mod((yield* power(generator, exponent, prime)) + multiplier * verifier, prime);
  return value === 0n ? ERROR : numberTerm(value);
}

function* userSecret([a = 0n, u = 0n, b = 0n, multiplier = 0n, generator = 0n, exponent = 0n, prime = 0n]: readonly bigint[]): Generator<
  undefined,
  Term
> {
  const base = b - multiplier * (yield* power(generator, exponent, prime));
  return numberTerm(yield* power(base, a + u * exponent, prime));
}

function* hostSecret([verifier = 0n, b = 0n, u = 0n, a = 0n, prime = 0n]: readonly bigint[]): Generator<undefined, Term> {
  return numberTerm(yield* power(a * (yield* power(verifier, u, prime)), b, prime));
}

/** Passwords that are not told (SRP). */
export const srpNifs: Readonly<Record<string, Nif>> = {
  'srp_value_B_nif/5': (args, context) => {
    const [multiplier = 0n, verifier = 0n, generator = 0n, exponent = 0n, prime = 0n] = numbers(args);
    return prime === 0n ? ERROR : context.inSlices(hostValue(multiplier, verifier, generator, exponent, prime));
  },
  'srp_user_secret_nif/7': (args, context) => {
    const given = numbers(args);
    const [, , b = 0n, , , , prime = 0n] = given;
    // What is no secret.
    return prime === 0n || b % prime === 0n ? ERROR : context.inSlices(userSecret(given));
  },
  'srp_host_secret_nif/5': (args, context) => {
    const given = numbers(args);
    const [, , , a = 0n, prime = 0n] = given;
    return prime === 0n || a % prime === 0n ? ERROR : context.inSlices(hostSecret(given));
  },
};
