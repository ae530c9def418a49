import type { Nif, NifSource } from '@beamline/runtime-core';
import { aeadNifs, laterAeadNifs } from '../ciphers/aead-nifs.js';
import { cipherNifs, dynamicVectorNifs } from '../ciphers/cipher-nifs.js';
import type { CryptoEngine } from '../engine.js';
import { hashEqualsNif, hashNifs, laterHashNifs } from '../hashes/hash-nifs.js';
import { keyNifs } from '../keys/key-nifs.js';
import { macNifs } from '../macs/mac-nifs.js';
import { pbkdf2Nif } from '../macs/pbkdf2-nif.js';
import { numberNifs } from '../numbers/number-nifs.js';
import { randomNifs } from '../random/random-nifs.js';
import { engineNifs } from './engine-nifs.js';
import { infoNifs } from './info-nifs.js';

const natives = (engine: CryptoEngine): Readonly<Record<string, Nif>> => ({
  ...infoNifs,
  ...hashNifs(engine),
  ...laterHashNifs,
  'hash_equals_nif/2': hashEqualsNif,
  ...macNifs(engine),
  'pbkdf2_hmac_nif/5': pbkdf2Nif(engine),
  ...cipherNifs(engine),
  ...dynamicVectorNifs,
  ...aeadNifs(engine),
  ...laterAeadNifs(engine),
  ...randomNifs,
  ...numberNifs,
  ...keyNifs(engine),
  ...engineNifs,
});

/**
 * The natives of OTP's `crypto`, for the option `nifs` of a runtime: those that the module of its release has.
 * @example
 * const runtime = await createRuntime({ nifs: { crypto } });
 */
export const crypto: NifSource = cryptoWith({});

/** As `crypto`, with what a host has in faster code. */
export function cryptoWith(engine: CryptoEngine): NifSource {
  const all = Object.entries(natives(engine));
  return (module) => ({ functions: Object.fromEntries(all.filter(([key]) => module.has(key))) });
}
