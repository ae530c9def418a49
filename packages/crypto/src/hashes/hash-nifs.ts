import type { Term } from '@beamline/beam-file';
import { type Nif, terms } from '@beamline/runtime-core';
import type { CryptoEngine, EngineHash } from '../engine.js';
import { areEqual, atomName, binaryBytes, ioBytes, smallInteger } from '../terms/arguments.js';
import { badarg, fail } from '../terms/failures.js';
import { type Digest, digestNamed, digestOf, digestsOf } from './digests.js';

const FILE = 'hash.c';

/** Bytes that are hashed in the time of a reduction. */
const BYTES_PER_REDUCTION = 50;

/** What a state of a hash takes of memory, about. */
const STATE_BYTES = 512;

/** The state of a hash; it does not change. */
class HashState {
  constructor(
    readonly digest: Digest,
    readonly hash: EngineHash,
  ) {}

  /** The hash, for who changes it. */
  copied(): EngineHash {
    return this.hash.clone();
  }
}

function digestArgument(term: Term | undefined, otpRelease: number): Digest {
  return digestNamed(atomName(term), otpRelease) ?? fail('badarg', FILE, 0, 'Bad digest type');
}

/** As many bytes of a function as are wanted; undefined where it cannot. */
function squeezed(state: HashState, bytes: number): Uint8Array | undefined {
  const { xof, size, name } = state.digest;
  if (xof !== undefined) return (state.copied() as unknown as { xof(bytes: number): Uint8Array }).xof(bytes);
  const canBeCut = name.startsWith('sha3');
  if (bytes !== size && !(canBeCut && bytes < size)) return undefined;
  return state.copied().digest().subarray(0, bytes);
}

/** Hashes, whole and in parts. */
export const hashNifs = (engine: CryptoEngine): Readonly<Record<string, Nif>> => ({
  'hash_algorithms/0': (_, { otpRelease }) => terms.list(digestsOf(otpRelease).map(({ name }) => terms.atom(name))),
  'hash_info/1': ([type], { otpRelease }) => hashInfo(type, otpRelease),
  'hash_nif/2': ([type, data], context) => {
    const digest = digestArgument(type, context.otpRelease);
    const bytes = ioBytes(data) ?? fail('badarg', FILE, 1, 'Not iolist');
    context.spend(bytes.length / BYTES_PER_REDUCTION);
    const hash = engine.hash?.(digest.name);
    if (hash === undefined) return terms.binary(digestOf(digest, bytes));
    hash.update(bytes);
    return terms.binary(hash.digest());
  },
  'hash_init_nif/1': ([type], context) => {
    const digest = digestArgument(type, context.otpRelease);
    return context.reference(
      new HashState(digest, engine.hash?.(digest.name) ?? (digest.hash.create() as unknown as EngineHash)),
      STATE_BYTES,
    );
  },
  'hash_update_nif/2': ([reference, data], context) => {
    const state = context.find(reference, HashState) ?? fail('badarg', FILE, 0, 'Bad state');
    const bytes = ioBytes(data) ?? fail('badarg', FILE, 1, 'Not iolist');
    context.spend(bytes.length / BYTES_PER_REDUCTION);
    const hash = state.copied();
    hash.update(bytes);
    return context.reference(new HashState(state.digest, hash), STATE_BYTES);
  },
  'hash_final_nif/1': ([reference], context) => {
    const state = context.find(reference, HashState) ?? fail('badarg', FILE, 0, 'Bad state');
    return terms.binary(state.copied().digest());
  },
});

/** Hashes of OTP 26 and later. */
export const laterHashNifs: Readonly<Record<string, Nif>> = {
  'hash_final_xof_nif/2': ([reference, length], context) => {
    const state = context.find(reference, HashState) ?? fail('badarg', FILE, 0, 'Bad state');
    const bits = smallInteger(length);
    if (bits === undefined || bits < 0) return fail('badarg', FILE, 1, 'Bad len');
    const bytes = Math.floor(bits / 8);
    context.spend(bytes / BYTES_PER_REDUCTION);
    return terms.binary(squeezed(state, bytes) ?? fail('error', FILE, -1, 'Low-level call EVP_DigestFinalXOF failed'));
  },
};

/** What is known of a hash function. */
function hashInfo(type: Term | undefined, otpRelease: number): Term {
  const digest = digestNamed(atomName(type), otpRelease) ?? badarg();
  return {
    kind: 'map',
    pairs: [
      [terms.atom('block_size'), terms.integer(digest.hash.blockLen)],
      [terms.atom('size'), terms.integer(digest.size)],
      [terms.atom('type'), terms.integer(digest.type)],
    ],
  };
}

/** Comparison in a time that does not depend on the bytes. */
export const hashEqualsNif: Nif = ([left, right]) => {
  const one = binaryBytes(left) ?? badarg();
  const other = binaryBytes(right) ?? badarg();
  return one.length === other.length ? terms.boolean(areEqual(one, other)) : badarg();
};
