import type { Term } from '@beamline/beam-file';
import { type Nif, type NifContext, terms } from '@beamline/runtime-core';
import { decodePoint, ecGroup } from '../curves/ec-curves.js';
import type { EcGroup, EcPoint } from '../curves/ec-group.js';
import type { CryptoEngine } from '../engine.js';
import { bitLength, numberOf } from '../numbers/big-bytes.js';
import { randomBelow } from '../random/random-nifs.js';
import { atomName, binaryBytes, elements, tupleElements } from '../terms/arguments.js';
import { fail } from '../terms/failures.js';
import { decodePair, encodePair } from './der-signature.js';
import { type DsaGroup, signDsa, verifyDsa } from './dsa.js';
import { signEcdsa, verifyEcdsa } from './ecdsa.js';
import { signingCurves } from './edwards.js';
import { QUANTUM_RELEASE, quantumSignatures, signQuantum, verifyQuantum } from './post-quantum.js';
import { keyNumbers, rsaPrivateKey, rsaPublicKey } from './rsa-key.js';
import { signRsa, verifyRsa } from './rsa-signature.js';
import { type SignatureOptions, type Signed, signatureOptions, signedData } from './signature-options.js';

const FILE = 'pkey.c';
/** Bits of the smallest order that OpenSSL signs with. */
const LEAST_ORDER_BITS = 128;
/** Hash functions that OpenSSL has for DSA. */
const DSA_DIGESTS: ReadonlySet<string> = new Set([
  'sha',
  'sha224',
  'sha256',
  'sha384',
  'sha512',
  'sha3_224',
  'sha3_256',
  'sha3_384',
  'sha3_512',
]);

type Algorithm = 'rsa' | 'dss' | 'ecdsa' | 'eddsa';
const ALGORITHMS: readonly Algorithm[] = ['rsa', 'dss', 'ecdsa', 'eddsa'];

/** An algorithm by its name; a string for one that needs none of the arguments to be looked at before the key is. */
function algorithmOf(term: Term | undefined, otpRelease: number): Algorithm | { readonly quantum: string } {
  const name = atomName(term);
  const known = ALGORITHMS.find((each) => each === name);
  if (known !== undefined) return known;
  if (otpRelease < QUANTUM_RELEASE) return fail('badarg', FILE, 0, 'Bad algorithm');
  if (name === undefined) return fail('error', FILE, 0, 'Invalid key type');
  return quantumSignatures.includes(name) ? { quantum: name } : fail('error', FILE, -1, "Can't create PKEY_CTX from name");
}

function cannotSign(): never {
  return fail('error', FILE, -1, "Can't EVP_PKEY_sign");
}

/** Draws numbers from 1 to below an order. */
function drawing(order: bigint, context: NifContext): () => bigint {
  return () => (randomBelow(order - 1n, context) ?? cannotSign()) + 1n;
}

function* signEc(group: EcGroup, key: bigint, { hashed }: Signed, context: NifContext): Generator<undefined, Term> {
  if (bitLength(key) > 8 * Math.ceil(bitLength(group.order) / 8)) return cannotSign();
  return terms.binary(encodePair(yield* signEcdsa(group, key, hashed, drawing(group.order, context))));
}

function* signWithDsa(group: DsaGroup, key: bigint, { hashed }: Signed, context: NifContext): Generator<undefined, Term> {
  const { p, q, g } = group;
  if (bitLength(q) < LEAST_ORDER_BITS || p <= q || g <= 1n) return cannotSign();
  return terms.binary(encodePair(yield* signDsa(group, key, hashed, drawing(q, context))));
}

function* signWithRsa(
  keyTerm: Term | undefined,
  signed: Signed,
  options: SignatureOptions,
  context: NifContext,
  engine: CryptoEngine,
): Generator<undefined, Term> {
  const key = rsaPrivateKey(keyTerm) ?? fail('badarg', FILE, 3, "Couldn't get RSA private key");
  const signature = yield* signRsa(key, signed, options, (count) => context.random(count) ?? cannotSign(), engine);
  return terms.binary(signature ?? cannotSign());
}

const sign =
  (engine: CryptoEngine): Nif =>
  ([algorithmTerm, type, data, keyTerm, optionsTerm], context) => {
    const { otpRelease } = context;
    const algorithm = algorithmOf(algorithmTerm, otpRelease);
    if (typeof algorithm === 'object')
      return signQuantum(algorithm.quantum, signedData(type, data, otpRelease, 'quantum').text, keyTerm, context);
    const signed = signedData(type, data, otpRelease, algorithm);
    const options = signatureOptions(optionsTerm, algorithm, 4, otpRelease);
    if (keyTerm?.kind === 'map')
      return fail('badarg', FILE, 3, otpRelease < 26 ? 'No engine support' : "Couldn't get engine and/or key id");
    switch (algorithm) {
      case 'rsa':
        return context.inSlices(signWithRsa(keyTerm, signed, options, context, engine));
      case 'ecdsa': {
        const [curve, key] = tupleElements(keyTerm) ?? [];
        const group = ecGroup(curve, engine);
        const bytes = binaryBytes(key);
        if (group === undefined || bytes === undefined) return fail('badarg', FILE, 3, "Couldn't get ECDSA private key");
        return context.inSlices(signEc(group, numberOf(bytes), signed, context));
      }
      case 'eddsa': {
        const [key, curve] = elements(keyTerm) ?? [];
        const edwards = signingCurves.get(atomName(curve) ?? '');
        const bytes = binaryBytes(key);
        if (edwards === undefined || bytes?.length !== edwards.bytes) return fail('badarg', FILE, 3, "Couldn't get EDDSA private key");
        return terms.binary(edwards.sign(signed.text, bytes));
      }
      default: {
        const [p, q, g, x, ...more] = keyNumbers(keyTerm) ?? [];
        if (p === undefined || q === undefined || g === undefined || x === undefined || more.length > 0)
          return fail('badarg', FILE, 3, "Couldn't get DSA private key");
        if (otpRelease >= 26 && signed.digest !== undefined && !DSA_DIGESTS.has(signed.digest.name))
          return fail('error', FILE, -1, "Can't EVP_PKEY_CTX_set_signature_md");
        return context.inSlices(signWithDsa({ p, q, g }, x, signed, context));
      }
    }
  };

/** A public key on a curve: `{Curve, Point}`. */
function ecPublicKey(term: Term | undefined, engine: CryptoEngine): { readonly group: EcGroup; readonly point: EcPoint } | undefined {
  const [curve, key] = tupleElements(term) ?? [];
  const group = ecGroup(curve, engine);
  const bytes = binaryBytes(key);
  const point = group === undefined || bytes === undefined ? undefined : decodePoint(group, bytes);
  return group === undefined || point === undefined ? undefined : { group, point };
}

function* answered(work: Generator<undefined, boolean>): Generator<undefined, Term> {
  return terms.boolean(yield* work);
}

const verify =
  (engine: CryptoEngine): Nif =>
  ([algorithmTerm, type, data, signatureTerm, keyTerm, optionsTerm], context) => {
    const { otpRelease } = context;
    const signature = binaryBytes(signatureTerm) ?? fail('badarg', FILE, 3, 'Expected a binary');
    const algorithm = algorithmOf(algorithmTerm, otpRelease);
    if (typeof algorithm === 'object')
      return verifyQuantum(algorithm.quantum, signedData(type, data, otpRelease, 'quantum').text, signature, keyTerm);
    const signed = signedData(type, data, otpRelease, algorithm);
    const options = signatureOptions(optionsTerm, algorithm, 5, otpRelease);
    if (keyTerm?.kind === 'map')
      return fail('badarg', FILE, 4, otpRelease < 26 ? 'No engine support' : "Couldn't get engine and/or key id");
    switch (algorithm) {
      case 'rsa': {
        const key = rsaPublicKey(keyTerm) ?? fail('badarg', FILE, 4, "Couldn't get RSA public key");
        return context.inSlices(answered(verifyRsa(key, signed, signature, options)));
      }
      case 'ecdsa': {
        const key = ecPublicKey(keyTerm, engine) ?? fail('badarg', FILE, 4, "Couldn't get ECDSA public key");
        const pair = decodePair(signature);
        return pair === undefined
          ? terms.boolean(false)
          : context.inSlices(answered(verifyEcdsa(key.group, key.point, signed.hashed, pair)));
      }
      case 'eddsa': {
        const [key, curve] = elements(keyTerm) ?? [];
        const edwards = signingCurves.get(atomName(curve) ?? '');
        const bytes = binaryBytes(key);
        if (edwards === undefined || bytes?.length !== edwards.bytes) return fail('badarg', FILE, 4, "Couldn't get EDDSA public key");
        return terms.boolean(edwards.verify(signature, signed.text, bytes));
      }
      default: {
        const [p, q, g, y, ...more] = keyNumbers(keyTerm) ?? [];
        if (p === undefined || q === undefined || g === undefined || y === undefined || more.length > 0)
          return fail('badarg', FILE, 4, "Couldn't get DSA public key");
        const pair = decodePair(signature);
        if (pair === undefined || q < 2n || p < 2n) return terms.boolean(false);
        return context.inSlices(answered(verifyDsa({ p, q, g }, y, signed.hashed, pair)));
      }
    }
  };

/** Signatures. */
export const signatureNifs = (engine: CryptoEngine): Readonly<Record<string, Nif>> => ({
  'pkey_sign_nif/5': sign(engine),
  'pkey_sign_heavy_nif/5': sign(engine),
  'pkey_verify_nif/6': verify(engine),
});
