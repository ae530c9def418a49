import type { Nif, NifLibrary, NifModule } from '@beamline/runtime-core';
import { aeadNifs, laterAeadNifs } from '../ciphers/aead-nifs.js';
import { cipherNifs, dynamicVectorNifs } from '../ciphers/cipher-nifs.js';
import { hashEqualsNif, hashNifs, laterHashNifs } from '../hashes/hash-nifs.js';
import { keyNifs } from '../keys/key-nifs.js';
import { macNifs } from '../macs/mac-nifs.js';
import { pbkdf2Nif } from '../macs/pbkdf2-nif.js';
import { numberNifs } from '../numbers/number-nifs.js';
import { randomNifs } from '../random/random-nifs.js';
import { engineNifs } from './engine-nifs.js';
import { infoNifs } from './info-nifs.js';

const natives: Readonly<Record<string, Nif>> = {
  ...infoNifs,
  ...hashNifs,
  ...laterHashNifs,
  'hash_equals_nif/2': hashEqualsNif,
  ...macNifs,
  'pbkdf2_hmac_nif/5': pbkdf2Nif,
  ...cipherNifs,
  ...dynamicVectorNifs,
  ...aeadNifs,
  ...laterAeadNifs,
  ...randomNifs,
  ...numberNifs,
  ...keyNifs,
  ...engineNifs,
};

/**
 * The natives of OTP's `crypto`, for the option `nifs` of a runtime: those that the module of its release has.
 * @example
 * const runtime = await createRuntime({ nifs: { crypto } });
 */
export function crypto(module: NifModule): NifLibrary {
  return { functions: Object.fromEntries(Object.entries(natives).filter(([key]) => module.has(key))) };
}
