import type { Term } from '@beamline/beam-file';
import { type Nif, terms } from '@beamline/runtime-core';
import type { CryptoEngine } from '../engine.js';
import { type Digest, digestNamed } from '../hashes/digests.js';
import { atomName, binaryBytes, elements, tupleElements } from '../terms/arguments.js';
import { badarg, fail } from '../terms/failures.js';
import { inventedText } from './implicit-rejection.js';
import { privateOperation, publicOperation, type RsaPrivateKey, type RsaPublicKey, rsaPrivateKey, rsaPublicKey } from './rsa-key.js';
import { type Draw, padEncrypted, padOaep, padSigned, padX931, unpadEncrypted, unpadOaep, unpadSigned } from './rsa-padding.js';

const FILE = 'pkey.c';
/** The first release that comes with an OpenSSL which does not tell of a wrong padding. */
const SILENT_RELEASE = 26;

/** Algorithms by what OTP calls their keys. */
const KINDS: ReadonlyMap<string | undefined, string> = new Map([
  ['rsa', 'RSA'],
  ['dss', 'DSA'],
  ['ecdsa', 'ECDSA'],
  ['eddsa', 'EDDSA'],
]);

const PADDINGS = ['rsa_pkcs1_padding', 'rsa_pkcs1_oaep_padding', 'rsa_x931_padding', 'rsa_no_padding'] as const;
type PaddingName = (typeof PADDINGS)[number];

interface EncryptionOptions {
  readonly padding: PaddingName;
  readonly label: Uint8Array;
  readonly digest: Digest;
  readonly maskDigest: Digest;
}

function failed(): never {
  return fail('error', FILE, -1, "Couldn't get the result");
}

function digestArgument(term: Term | undefined, otpRelease: number): Digest {
  return digestNamed(atomName(term), otpRelease) ?? fail('badarg', FILE, 3, 'Bad digest type');
}

function encryptionOptions(term: Term | undefined, otpRelease: number): EncryptionOptions {
  const options = elements(term) ?? fail('badarg', FILE, 3, 'Bad options list');
  let padding: PaddingName = 'rsa_pkcs1_padding';
  let label: Uint8Array = new Uint8Array(0);
  let digest: Digest | undefined;
  let maskDigest: Digest | undefined;
  for (const option of options) {
    const pair = tupleElements(option);
    if (pair?.length !== 2) return fail('badarg', FILE, 3, 'Bad option format');
    const [key, value] = pair;
    switch (atomName(key)) {
      case 'rsa_padding': {
        const name = atomName(value);
        padding = PADDINGS.find((each) => each === name) ?? fail('badarg', FILE, 3, 'Bad padding type in option rsa_padding');
        break;
      }
      case 'signature_md':
        digestArgument(value, otpRelease);
        break;
      case 'rsa_mgf1_md':
        maskDigest = digestArgument(value, otpRelease);
        break;
      case 'rsa_oaep_label':
        label = binaryBytes(value) ?? fail('badarg', FILE, 3, 'Bad OAEP label');
        break;
      case 'rsa_oaep_md':
        digest = digestArgument(value, otpRelease);
        break;
      default:
        return fail('badarg', FILE, 3, 'Unknown option');
    }
  }
  const sha = digestNamed('sha', otpRelease) ?? badarg();
  return { padding, label, digest: digest ?? sha, maskDigest: maskDigest ?? digest ?? sha };
}

function* publicEncrypt(key: RsaPublicKey, text: Uint8Array, options: EncryptionOptions, draw: Draw): Generator<undefined, Term> {
  const { padding, label, digest, maskDigest } = options;
  let block: Uint8Array | undefined;
  if (padding === 'rsa_pkcs1_padding') block = padEncrypted(text, key.bytes, draw);
  else if (padding === 'rsa_pkcs1_oaep_padding') block = padOaep(text, key.bytes, label, digest, maskDigest, draw);
  else if (padding === 'rsa_no_padding') block = text.length === key.bytes ? text : undefined;
  const result = block === undefined || key.n < 2n ? undefined : yield* publicOperation(key, block);
  return terms.binary(result ?? failed());
}

function* privateDecrypt(
  key: RsaPrivateKey,
  text: Uint8Array,
  options: EncryptionOptions,
  otpRelease: number,
  engine: CryptoEngine,
): Generator<undefined, Term> {
  const { padding, label, digest, maskDigest } = options;
  const block = text.length > key.bytes || key.n < 2n ? undefined : yield* privateOperation(key, text, engine);
  if (block === undefined) return failed();
  if (padding === 'rsa_no_padding') return terms.binary(block);
  if (padding === 'rsa_pkcs1_oaep_padding') return terms.binary(unpadOaep(block, label, digest, maskDigest) ?? failed());
  if (padding !== 'rsa_pkcs1_padding') return failed();
  return terms.binary(unpadEncrypted(block) ?? (otpRelease >= SILENT_RELEASE ? inventedText(key, text) : failed()));
}

function* privateEncrypt(
  key: RsaPrivateKey,
  text: Uint8Array,
  { padding, digest }: EncryptionOptions,
  engine: CryptoEngine,
): Generator<undefined, Term> {
  let block: Uint8Array | undefined;
  if (padding === 'rsa_pkcs1_padding') block = padSigned(text, key.bytes);
  else if (padding === 'rsa_no_padding') block = text.length === key.bytes ? text : undefined;
  else if (padding === 'rsa_x931_padding') block = padX931(text, key.bytes, digest);
  const result = block === undefined || key.n < 2n ? undefined : yield* privateOperation(key, block, engine);
  return terms.binary(result ?? failed());
}

function* publicDecrypt(key: RsaPublicKey, text: Uint8Array, { padding }: EncryptionOptions): Generator<undefined, Term> {
  const block = text.length > key.bytes || key.n < 2n ? undefined : yield* publicOperation(key, text);
  if (block === undefined) return failed();
  if (padding === 'rsa_no_padding') return terms.binary(block);
  return terms.binary((padding === 'rsa_pkcs1_padding' ? unpadSigned(block) : undefined) ?? failed());
}

/** Encryption by RSA, with either key. */
export const encryptionNifs = (engine: CryptoEngine): Readonly<Record<string, Nif>> => ({
  'pkey_crypt_nif/6': ([algorithm, textTerm, keyTerm, optionsTerm, isPrivateTerm, encryptsTerm], context) => {
    const { otpRelease } = context;
    const name = atomName(algorithm);
    const text = binaryBytes(textTerm) ?? fail('badarg', FILE, 1, 'Binary expected');
    if (!KINDS.has(name)) return fail('badarg', FILE, 0, 'Bad algorithm');
    const options = encryptionOptions(optionsTerm, otpRelease);
    const isPrivate = atomName(isPrivateTerm) === 'true';
    const encrypts = atomName(encryptsTerm) === 'true';
    // The others encrypt nothing.
    if (name !== 'rsa') return fail('badarg', FILE, 2, `Couldn't get ${KINDS.get(name) ?? ''} ${isPrivate ? 'private' : 'public'} key`);
    const isWrongWay = options.padding === 'rsa_pkcs1_oaep_padding' && isPrivate === encrypts;
    if (isPrivate) {
      const key = rsaPrivateKey(keyTerm) ?? fail('badarg', FILE, 2, "Couldn't get RSA private key");
      if (isWrongWay) return fail('error', FILE, -1, "Couldn't set rsa padding");
      return context.inSlices(
        encrypts ? privateEncrypt(key, text, options, engine) : privateDecrypt(key, text, options, otpRelease, engine),
      );
    }
    const key = rsaPublicKey(keyTerm) ?? fail('badarg', FILE, 2, "Couldn't get RSA public key");
    if (isWrongWay) return fail('error', FILE, -1, "Couldn't set rsa padding");
    const draw: Draw = (count) => context.random(count) ?? failed();
    return context.inSlices(encrypts ? publicEncrypt(key, text, options, draw) : publicDecrypt(key, text, options));
  },
});
