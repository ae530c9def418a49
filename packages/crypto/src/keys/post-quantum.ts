import type { Term } from '@beamline/beam-file';
import { type NifContext, terms } from '@beamline/runtime-core';
import { atomName, binaryBytes, tupleElements } from '../terms/arguments.js';
import { fail } from '../terms/failures.js';

const FILE = 'pkey.c';

const SLH_DSA = [
  'slh_dsa_sha2_256f',
  'slh_dsa_sha2_256s',
  'slh_dsa_shake_256f',
  'slh_dsa_shake_256s',
  'slh_dsa_sha2_192f',
  'slh_dsa_sha2_192s',
  'slh_dsa_shake_192f',
  'slh_dsa_shake_192s',
  'slh_dsa_sha2_128f',
  'slh_dsa_sha2_128s',
  'slh_dsa_shake_128f',
  'slh_dsa_shake_128s',
] as const;
const ML_DSA = ['mldsa87', 'mldsa65', 'mldsa44'] as const;
const ML_KEM = ['mlkem512', 'mlkem768', 'mlkem1024'] as const;

/** Algorithms of signatures, in the order of `crypto:supports(public_keys)`. */
export const quantumSignatures: readonly string[] = [...SLH_DSA, ...ML_DSA];
/** Algorithms that wrap keys, in the order of `crypto:supports(kems)`. */
export const quantumKems: readonly string[] = ML_KEM;

/** The first release of OTP that has them. */
export const QUANTUM_RELEASE = 28;

/** What noble's algorithms have. */
interface KeyMaker {
  readonly lengths: { readonly seed?: number; readonly publicKey?: number; readonly secretKey?: number };
  keygen(seed?: Uint8Array): { readonly publicKey: Uint8Array; readonly secretKey: Uint8Array };
  getPublicKey(key: Uint8Array): Uint8Array;
}

interface Signer extends KeyMaker {
  readonly lengths: KeyMaker['lengths'] & { readonly signRand?: number };
  sign(text: Uint8Array, key: Uint8Array, options: { readonly extraEntropy: Uint8Array | false }): Uint8Array;
  verify(signature: Uint8Array, text: Uint8Array, key: Uint8Array): boolean;
}

interface Kem extends KeyMaker {
  readonly lengths: KeyMaker['lengths'] & { readonly cipherText?: number; readonly msg?: number };
  encapsulate(key: Uint8Array, message: Uint8Array): { readonly cipherText: Uint8Array; readonly sharedSecret: Uint8Array };
  decapsulate(encapsulated: Uint8Array, key: Uint8Array): Uint8Array;
}

// Few programs need them: they are read when the first one does.

async function signerNamed(name: string): Promise<Signer | undefined> {
  if (name.startsWith('mldsa')) {
    const { ml_dsa44, ml_dsa65, ml_dsa87 } = await import('@noble/post-quantum/ml-dsa.js');
    return new Map<string, unknown>(Object.entries({ mldsa44: ml_dsa44, mldsa65: ml_dsa65, mldsa87: ml_dsa87 })).get(name) as
      | Signer
      | undefined;
  }
  const all: Readonly<Record<string, unknown>> = await import('@noble/post-quantum/slh-dsa.js');
  return all[name] as Signer | undefined;
}

async function kemNamed(name: string): Promise<Kem | undefined> {
  const { ml_kem512, ml_kem768, ml_kem1024 } = await import('@noble/post-quantum/ml-kem.js');
  return new Map<string, unknown>(Object.entries({ mlkem512: ml_kem512, mlkem768: ml_kem768, mlkem1024: ml_kem1024 })).get(name) as
    | Kem
    | undefined;
}

function refused(): never {
  return fail('error', FILE, -1, "Can't create PKEY fromdata");
}

/** The bytes of a key, which may be named `seed` or `expandedkey`. */
function keyArgument(term: Term | undefined): { readonly bytes: Uint8Array; readonly isSeed: boolean } {
  const [kind, value] = tupleElements(term) ?? [];
  const name = atomName(kind);
  const bytes = binaryBytes(name === 'seed' || name === 'expandedkey' ? value : term);
  return bytes === undefined ? fail('error', FILE, 1, 'Invalid public key') : { bytes, isSeed: name === 'seed' };
}

/** A private key from what a program has of it. */
function privateKey(term: Term | undefined, maker: KeyMaker): Uint8Array {
  const { bytes, isSeed } = keyArgument(term);
  if (isSeed) return bytes.length === maker.lengths.seed ? maker.keygen(bytes).secretKey : refused();
  return bytes.length === maker.lengths.secretKey ? bytes : refused();
}

function publicKey(term: Term | undefined, maker: KeyMaker): Uint8Array {
  const bytes = binaryBytes(term) ?? fail('error', FILE, 1, 'Invalid public key');
  return bytes.length === maker.lengths.publicKey ? bytes : refused();
}

function random(count: number, context: NifContext): Uint8Array {
  return context.random(count) ?? fail('error', FILE, -1, 'No random bytes');
}

/** A signature. */
export async function signQuantum(name: string, text: Uint8Array, keyTerm: Term | undefined, context: NifContext): Promise<Term> {
  const signer = (await signerNamed(name)) ?? refused();
  const key = privateKey(keyTerm, signer);
  const { signRand = 0 } = signer.lengths;
  return terms.binary(signer.sign(text, key, { extraEntropy: random(signRand, context) }));
}

/** True if a signature is right. */
export async function verifyQuantum(name: string, text: Uint8Array, signature: Uint8Array, keyTerm: Term | undefined): Promise<Term> {
  const signer = (await signerNamed(name)) ?? refused();
  const key = publicKey(keyTerm, signer);
  try {
    return terms.boolean(signer.verify(signature, text, key));
  } catch {
    return terms.boolean(false);
  }
}

/** A pair of keys; from a private key the one that belongs to it. */
export async function quantumKeyPair(name: string, keyTerm: Term | undefined, context: NifContext): Promise<Term> {
  const maker: KeyMaker | undefined = quantumKems.includes(name) ? await kemNamed(name) : await signerNamed(name);
  if (maker === undefined) return refused();
  if (atomName(keyTerm) === 'undefined') {
    const made = maker.keygen(random(maker.lengths.seed ?? 0, context));
    return terms.tuple(terms.binary(made.publicKey), terms.binary(made.secretKey));
  }
  const key = binaryBytes(keyTerm) ?? fail('error', 'evp.c', 1, "Can't get max size");
  if (key.length !== maker.lengths.secretKey) return fail('error', 'evp.c', 1, "Can't EVP_PKEY_new_raw_private_key");
  return terms.tuple(terms.binary(maker.getPublicKey(key)), terms.binary(key));
}

/** A secret and what it is wrapped in for the owner of a key. */
export async function encapsulate(name: string, keyTerm: Term | undefined, context: NifContext): Promise<Term> {
  const kem = await kemNamed(name);
  if (kem === undefined) return fail('error', FILE, -1, "Can't create PKEY_CTX from name");
  const key = publicKey(keyTerm, kem);
  const { cipherText, sharedSecret } = kem.encapsulate(key, random(kem.lengths.msg ?? 32, context));
  return terms.tuple(terms.binary(sharedSecret), terms.binary(cipherText));
}

/** The secret in what `encapsulate` made. */
export async function decapsulate(name: string, keyTerm: Term | undefined, wrappedTerm: Term | undefined): Promise<Term> {
  const kem = await kemNamed(name);
  if (kem === undefined) return fail('error', FILE, -1, "Can't create PKEY_CTX from name");
  const key = binaryBytes(keyTerm) ?? fail('error', FILE, 1, 'Invalid public key');
  if (key.length !== kem.lengths.secretKey) return refused();
  const wrapped = binaryBytes(wrappedTerm) ?? fail('badarg', 'kem.c', 2, 'Expected a binary');
  if (wrapped.length !== kem.lengths.cipherText) return fail('error', 'kem.c', -1, "Can't decapsulate");
  return terms.binary(kem.decapsulate(wrapped, key));
}
