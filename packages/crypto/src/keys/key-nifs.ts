import { type Nif, terms } from '@beamline/runtime-core';
import { dhNifs } from '../agreement/dh-nifs.js';
import { srpNifs } from '../agreement/srp-nifs.js';
import { ecNifs } from '../curves/ec-nifs.js';
import type { CryptoEngine } from '../engine.js';
import { numberTerm } from '../numbers/big-bytes.js';
import { atomName } from '../terms/arguments.js';
import { fail } from '../terms/failures.js';
import { edwardsNifs, kemNifs } from './edwards-nifs.js';
import { encryptionNifs } from './encryption-nifs.js';
import { QUANTUM_RELEASE, quantumSignatures } from './post-quantum.js';
import { rsaGenerationNifs } from './rsa-generation.js';
import { rsaPrivateKey } from './rsa-key.js';
import { signatureNifs } from './signature-nifs.js';

const FILE = 'pkey.c';

const PUBLIC_KEYS = ['rsa', 'dss', 'dh', 'ec_gf2m', 'ecdsa', 'ecdh', 'eddsa', 'eddh', 'srp'];
const RSA_OPTIONS = [
  'rsa_pkcs1_pss_padding',
  'rsa_pss_saltlen',
  'rsa_mgf1_md',
  'rsa_pkcs1_oaep_padding',
  'rsa_oaep_label',
  'rsa_oaep_md',
  'signature_md',
  'rsa_pkcs1_padding',
  'rsa_x931_padding',
  'rsa_no_padding',
];

/** Keys: signatures, encryption, agreement. */
export const keyNifs = (engine: CryptoEngine): Readonly<Record<string, Nif>> => ({
  'pubkey_algorithms/0': (_, { otpRelease }) =>
    terms.list([...(otpRelease >= QUANTUM_RELEASE ? quantumSignatures : []), ...PUBLIC_KEYS].map(terms.atom)),
  'rsa_opts_algorithms/0': () => terms.list(RSA_OPTIONS.map(terms.atom)),
  'privkey_to_pubkey_nif/2': ([algorithm, keyTerm]) => {
    switch (atomName(algorithm)) {
      case 'rsa': {
        const { e, n } = rsaPrivateKey(keyTerm) ?? fail('badarg', FILE, 1, "Couldn't get RSA private key");
        return terms.list([numberTerm(e), numberTerm(n)]);
      }
      // With an OpenSSL that is maintained OTP finds no public key in one of DSA.
      case 'dss':
        return fail('badarg', FILE, 1, "Couldn't get DSA private key");
      default:
        return fail('badarg', FILE, 0, 'Bad algorithm');
    }
  },
  ...signatureNifs(engine),
  ...encryptionNifs(engine),
  ...rsaGenerationNifs,
  ...edwardsNifs,
  ...kemNifs,
  ...ecNifs(engine),
  ...dhNifs,
  ...srpNifs,
});
