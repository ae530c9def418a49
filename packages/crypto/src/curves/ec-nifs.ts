import type { Term } from '@beamline/beam-file';
import { type Nif, terms } from '@beamline/runtime-core';
import type { CryptoEngine } from '../engine.js';
import { bitLength, bytesOf, numberOf } from '../numbers/big-bytes.js';
import { randomBelow } from '../random/random-nifs.js';
import { atomName, binaryBytes } from '../terms/arguments.js';
import { fail } from '../terms/failures.js';
import { curveNames } from './curve-names.js';
import { decodePoint, ecGroup, encodePoint } from './ec-curves.js';
import type { EcGroup, EcPoint } from './ec-group.js';
import { EngineGroup } from './engine-group.js';

const FILE = 'ec.c';
const ECDH_FILE = 'ecdh.c';

/** The public key that belongs to a private one. */
function* keyPair(group: EcGroup, scalar: bigint): Generator<undefined, Term> {
  const point = yield* group.multiply(group.base, scalar);
  const size = Math.ceil(bitLength(group.order) / 8);
  return terms.tuple(terms.binary(encodePoint(group, point)), terms.binary(bytesOf(scalar, size)));
}

function* secret(group: EcGroup, peer: EcPoint, scalar: bigint): Generator<undefined, Term> {
  const point = yield* group.multiply(peer, scalar);
  if (point === undefined) return fail('error', ECDH_FILE, -1, "Can't get result");
  return terms.binary(bytesOf(point.x, group.fieldBytes));
}

/** Keys of elliptic curves, and what two of them agree upon. */
export const ecNifs = (engine: CryptoEngine): Readonly<Record<string, Nif>> => ({
  'curve_algorithms/0': () => terms.list(curveNames.map(terms.atom)),
  'ec_generate_key_nif/2': ([curve, keyTerm], context) => {
    const isNew = atomName(keyTerm) === 'undefined';
    const group =
      ecGroup(curve, engine) ??
      (isNew ? fail('badarg', FILE, 0, "Couldn't get Curve definition") : fail('error', FILE, 0, 'Bad curve def. Expect 5-tuple.'));
    if (isNew) {
      const scalar = randomBelow(group.order - 1n, context) ?? fail('error', FILE, -1, "Couldn't generate EC key");
      return context.inSlices(keyPair(group, scalar + 1n));
    }
    const scalar = numberOf(binaryBytes(keyTerm) ?? fail('badarg', FILE, 0, 'Bad private key'));
    if (scalar === 0n && context.otpRelease < 26) return fail('badarg', FILE, 1, 'peer priv key must not be 0');
    if (bitLength(scalar) > 8 * Math.ceil(bitLength(group.order) / 8))
      return context.otpRelease < 26
        ? fail('error', FILE, -1, "Couldn't get EC key")
        : fail('badarg', FILE, 1, "Couldn't get peer priv key bytes");
    return context.inSlices(keyPair(group, scalar));
  },
  'ecdh_compute_key_nif/3': ([otherTerm, curve, ownTerm], context) => {
    const other = binaryBytes(otherTerm) ?? fail('badarg', ECDH_FILE, 0, 'Bad peer public key; binary expected');
    const group = ecGroup(curve, engine) ?? fail('error', FILE, 1, 'Bad curve def. Expect 5-tuple.');
    const peer = decodePoint(group, other) ?? fail('error', ECDH_FILE, -1, "Can't do fromdata");
    const scalar = numberOf(binaryBytes(ownTerm) ?? fail('badarg', ECDH_FILE, 0, 'Bad peer public key; binary expected'));
    const made =
      group instanceof EngineGroup ? engine.ecSecret?.(group.name, bytesOf(scalar, group.fieldBytes), encodePoint(group, peer)) : undefined;
    return made === undefined ? context.inSlices(secret(group, peer, scalar)) : terms.binary(made);
  },
});
