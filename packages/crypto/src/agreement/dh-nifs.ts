import type { Term } from '@beamline/beam-file';
import { type Nif, type NifContext, terms } from '@beamline/runtime-core';
import { bitLength, numberOf, numberTerm } from '../numbers/big-bytes.js';
import { mpintTerm } from '../numbers/number-nifs.js';
import { power } from '../numbers/powers.js';
import { randomBelow } from '../random/random-nifs.js';
import { atomName, binaryBytes, elements, smallInteger } from '../terms/arguments.js';
import { fail } from '../terms/failures.js';

const FILE = 'dh.c';
/** Bits that OpenSSL lets a modulus have. */
const LEAST_BITS = 512;
const MOST_BITS = 10_000;

interface DhGroup {
  readonly p: bigint;
  readonly g: bigint;
}

/** `[P, G]`, an argument by its number. */
function groupOf(term: Term | undefined, argument: number): DhGroup {
  const [pTerm, gTerm] = elements(term) ?? [];
  const p = numberOf(binaryBytes(pTerm) ?? fail('badarg', FILE, argument, "Bad value of 'p'"));
  const g = numberOf(binaryBytes(gTerm) ?? fail('badarg', FILE, argument, "Bad value of 'g'"));
  return { p, g };
}

function isUsable({ p, g }: DhGroup): boolean {
  const bits = bitLength(p);
  return bits >= LEAST_BITS && bits <= MOST_BITS && g > 1n && g < p - 1n;
}

function* keyPair(group: DhGroup, key: bigint, isMpint: boolean): Generator<undefined, Term> {
  const other = yield* power(group.g, key, group.p);
  const write = isMpint ? mpintTerm : (value: bigint): Term => numberTerm(value);
  return terms.tuple(write(other), write(key));
}

/** A private key of so many bits, or below the modulus. */
function drawKey({ p }: DhGroup, bits: number, context: NifContext): bigint | undefined {
  if (bits === 0) {
    const below = randomBelow(p - 3n, context);
    return below === undefined ? undefined : below + 1n;
  }
  const drawn = randomBelow(1n << BigInt(bits - 1), context);
  return drawn === undefined ? undefined : drawn | (1n << BigInt(bits - 1));
}

function* secret({ p }: DhGroup, other: bigint, own: bigint): Generator<undefined, Term> {
  const shared = yield* power(other, own, p);
  return shared <= 1n ? fail('error', FILE, -1, "Can't get result") : numberTerm(shared);
}

/** Agreement by Diffie and Hellman. */
export const dhNifs: Readonly<Record<string, Nif>> = {
  'dh_generate_key_nif/4': ([keyTerm, groupTerm, mpintFlag, lengthTerm], context) => {
    const isNew = atomName(keyTerm) === 'undefined';
    const given = isNew ? undefined : numberOf(binaryBytes(keyTerm) ?? fail('badarg', FILE, 0, "Bad value of 'priv_key'"));
    const group = groupOf(groupTerm, 1);
    const isMpint = smallInteger(mpintFlag) === 4;
    const length = smallInteger(lengthTerm);
    if (length === undefined || length < 0) return fail('badarg', FILE, 3, 'Bad value of length element');
    if (!isUsable(group) || length >= bitLength(group.p)) return fail('error', FILE, -1, "Can't generate DH key pair");
    const key = given ?? drawKey(group, length, context) ?? fail('error', FILE, -1, "Can't generate DH key pair");
    return context.inSlices(keyPair(group, key, isMpint));
  },
  'dh_compute_key_nif/3': ([otherTerm, ownTerm, groupTerm], context) => {
    const other = numberOf(binaryBytes(otherTerm) ?? fail('badarg', FILE, 0, 'Bad peer public key; binary expected'));
    const group = groupOf(groupTerm, 2);
    const own = numberOf(binaryBytes(ownTerm) ?? fail('badarg', FILE, 0, 'Bad peer public key; binary expected'));
    if (other <= 1n || other >= group.p - 1n) return fail('error', FILE, -1, "Can't get result size");
    if (!isUsable(group)) return fail('error', FILE, -1, "Can't get result");
    return context.inSlices(secret(group, other, own));
  },
};
