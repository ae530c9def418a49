import type { CryptoEngine } from '../engine.js';
import { bytesOf, numberOf } from '../numbers/big-bytes.js';
import { areEqual } from '../terms/arguments.js';
import { fail } from '../terms/failures.js';
import { privateOperation, publicOperation, type RsaPrivateKey, type RsaPublicKey } from './rsa-key.js';
import { type Draw, digestInfo, isPss, padPss, padSigned, padX931, unpadSigned } from './rsa-padding.js';
import type { SignatureOptions, Signed } from './signature-options.js';

const FILE = 'pkey.c';
/** Hash functions that ANSI X9.31 has numbers for. */
const X931_DIGESTS: ReadonlySet<string> = new Set(['sha', 'sha256', 'sha384', 'sha512']);

/** The block that is signed; undefined if there is none for that key. */
function blockOf({ digest, hashed }: Signed, options: SignatureOptions, { n, bytes }: RsaPublicKey, draw: Draw): Uint8Array | undefined {
  switch (options.padding) {
    case 'rsa_pkcs1_padding': {
      const info = digest === undefined ? hashed : digestInfo(digest, hashed);
      return info === undefined ? undefined : padSigned(info, bytes);
    }
    case 'rsa_pkcs1_pss_padding':
      return digest === undefined ? undefined : padPss(hashed, n, options.saltBytes, digest, options.maskDigest ?? digest, draw);
    case 'rsa_x931_padding':
      return digest === undefined ? undefined : padX931(hashed, bytes, digest);
    default:
      return hashed.length === bytes ? hashed : undefined;
  }
}

/** Fails where OpenSSL signs nothing that way. */
function checkKind({ digest }: Signed, { padding }: SignatureOptions): void {
  if (digest === undefined) return;
  if (digest.oid === undefined) fail('error', FILE, -1, "Can't EVP_PKEY_CTX_set_signature_md");
  if (padding === 'rsa_x931_padding' && !X931_DIGESTS.has(digest.name)) fail('error', FILE, -1, "Can't EVP_PKEY_CTX_set_rsa_padding");
}

/** A signature; undefined if the key makes none. */
export function* signRsa(
  key: RsaPrivateKey,
  signed: Signed,
  options: SignatureOptions,
  draw: Draw,
  engine: CryptoEngine,
): Generator<undefined, Uint8Array | undefined> {
  checkKind(signed, options);
  const block = blockOf(signed, options, key, draw);
  if (block === undefined || key.n < 2n) return undefined;
  const signature = yield* privateOperation(key, block, engine);
  if (signature === undefined || options.padding !== 'rsa_x931_padding') return signature;
  // Of the two that do, the smaller one.
  const value = numberOf(signature);
  return bytesOf(value * 2n > key.n ? key.n - value : value, key.bytes);
}

/** True if a signature is right. */
export function* verifyRsa(
  key: RsaPublicKey,
  signed: Signed,
  signature: Uint8Array,
  options: SignatureOptions,
): Generator<undefined, boolean> {
  checkKind(signed, options);
  if (signature.length !== key.bytes || key.n < 2n) return false;
  const block = yield* publicOperation(key, signature);
  if (block === undefined) return false;
  const { digest, hashed } = signed;
  switch (options.padding) {
    case 'rsa_pkcs1_padding': {
      const info = digest === undefined ? hashed : digestInfo(digest, hashed);
      const text = unpadSigned(block);
      return info !== undefined && text !== undefined && areEqual(text, info);
    }
    case 'rsa_pkcs1_pss_padding':
      return digest !== undefined && isPss(block, hashed, key.n, options.saltBytes, digest, options.maskDigest ?? digest);
    case 'rsa_x931_padding': {
      const expected = digest === undefined ? undefined : padX931(hashed, key.bytes, digest);
      const value = numberOf(block);
      const taken = (value & 15n) === 12n ? value : key.n - value;
      return expected !== undefined && areEqual(bytesOf(taken, key.bytes), expected);
    }
    default:
      return areEqual(block, hashed);
  }
}
