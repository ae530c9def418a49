import type { Term } from '@beamline/beam-file';
import { type Nif, terms } from '@beamline/runtime-core';
import { atomName, binaryBytes } from '../terms/arguments.js';
import { fail } from '../terms/failures.js';
import { agreementCurves, signingCurves } from './edwards.js';
import { decapsulate, encapsulate, QUANTUM_RELEASE, quantumKems, quantumKeyPair, quantumSignatures } from './post-quantum.js';

const FILE = 'evp.c';

function nameOf(term: Term | undefined): string {
  return atomName(term) ?? '';
}

/** Keys that are bytes, and what two of them agree upon. */
export const edwardsNifs: Readonly<Record<string, Nif>> = {
  'evp_generate_key_nif/2': ([curveTerm, keyTerm], context) => {
    const name = nameOf(curveTerm);
    if (context.otpRelease >= QUANTUM_RELEASE && (quantumSignatures.includes(name) || quantumKems.includes(name)))
      return quantumKeyPair(name, keyTerm, context);
    const curve = signingCurves.get(name) ?? agreementCurves.get(name) ?? fail('badarg', FILE, 0, 'Bad key type');
    const isNew = atomName(keyTerm) === 'undefined';
    const key = isNew ? context.random(curve.bytes) : binaryBytes(keyTerm);
    if (key === undefined) return fail('error', FILE, isNew ? -1 : 1, isNew ? "Can't generate key" : "Can't get max size");
    if (key.length !== curve.bytes) return fail('error', FILE, 1, "Can't EVP_PKEY_new_raw_private_key");
    return terms.tuple(terms.binary(curve.publicKey(key)), terms.binary(key));
  },
  'evp_compute_key_nif/3': ([curveTerm, otherTerm, ownTerm]) => {
    const curve = agreementCurves.get(nameOf(curveTerm)) ?? fail('badarg', FILE, 0, 'Bad curve');
    const own = binaryBytes(ownTerm);
    if (own?.length !== curve.bytes) return fail('badarg', FILE, 2, 'Not a valid raw private key');
    const other = binaryBytes(otherTerm);
    if (other?.length !== curve.bytes) return fail('badarg', FILE, 1, 'Not a raw public peer key');
    return terms.binary(curve.secret(own, other) ?? fail('error', FILE, -1, "Can't EVP_PKEY_derive"));
  },
};

/** Algorithms of OTP 28 and later that wrap keys. */
export const kemNifs: Readonly<Record<string, Nif>> = {
  'kem_algorithms_nif/0': () => terms.list(quantumKems.map(terms.atom)),
  'encapsulate_key_nif/2': ([name, key], context) => encapsulate(nameOf(name), key, context),
  'decapsulate_key_nif/3': ([name, key, wrapped]) => decapsulate(nameOf(name), key, wrapped),
};
