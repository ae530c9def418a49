import type { Term } from '@beamline/beam-file';
import { type Nif, terms } from '@beamline/runtime-core';
import { hmac } from '@noble/hashes/hmac.js';
import type { CHash } from '@noble/hashes/utils.js';
import type { CryptoEngine } from '../engine.js';
import { digestNamed } from '../hashes/digests.js';
import { atomName, binaryBytes, joined } from '../terms/arguments.js';
import { fail } from '../terms/failures.js';

const FILE = 'pbkdf2_hmac.c';
/** Hash functions that OTP lets passwords go with. */
const ELIGIBLE: ReadonlySet<string> = new Set(['sha', 'sha224', 'sha256', 'sha384', 'sha512']);
/** Iterations between which others may have their turns. */
const ITERATIONS = 256;

/** A number of 64 bits without a sign. */
function unsigned(term: Term | undefined, argument: number): number {
  if (term?.kind !== 'integer' || term.value < 0 || typeof term.value !== 'number') return fail('badarg', FILE, argument, 'Not integer');
  return term.value > 0 ? term.value : fail('badarg', FILE, argument, 'Must be > 0');
}

/** RFC 8018. */
function* derived(hash: CHash, password: Uint8Array, salt: Uint8Array, iterations: number, bytes: number): Generator<undefined, Term> {
  // What the password does is done once.
  const keyed = hmac.create(hash, password);
  const key = new Uint8Array(bytes);
  for (let block = 1, at = 0; at < bytes; block++, at += hash.outputLen) {
    const number = Uint8Array.of(block >>> 24, block >>> 16, block >>> 8, block);
    let u = keyed
      .clone()
      .update(joined([salt, number]))
      .digest();
    const sum = u.slice();
    for (let i = 1; i < iterations; i++) {
      if (i % ITERATIONS === 0) yield;
      u = keyed.clone().update(u).digest();
      for (let j = 0; j < sum.length; j++) sum[j] = (sum[j] ?? 0) ^ (u[j] ?? 0);
    }
    key.set(sum.subarray(0, bytes - at), at);
    yield;
  }
  return terms.binary(key);
}

/** Keys from passwords. */
export const pbkdf2Nif =
  (engine: CryptoEngine): Nif =>
  ([type, passwordTerm, saltTerm, iterationsTerm, bytesTerm], context) => {
    const digest = digestNamed(atomName(type), context.otpRelease) ?? fail('badarg', FILE, 0, 'Bad digest type');
    if (!ELIGIBLE.has(digest.name)) return fail('badarg', FILE, 0, 'Not eligible digest type');
    const password = binaryBytes(passwordTerm) ?? fail('badarg', FILE, 1, 'Not binary');
    const salt = binaryBytes(saltTerm) ?? fail('badarg', FILE, 2, 'Not binary');
    const iterations = unsigned(iterationsTerm, 3);
    const bytes = unsigned(bytesTerm, 4);
    const made = engine.pbkdf2?.(digest.name, password, salt, iterations, bytes);
    if (made !== undefined) return made.then(terms.binary);
    return context.inSlices(derived(digest.hash, password, salt, iterations, bytes));
  };
