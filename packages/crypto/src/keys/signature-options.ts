import type { Term } from '@beamline/beam-file';
import { type Digest, digestNamed, digestOf } from '../hashes/digests.js';
import { atomName, binaryBytes, elements, ioBytes, smallInteger, tupleElements } from '../terms/arguments.js';
import { fail } from '../terms/failures.js';
import { SALT_ANY } from './rsa-padding.js';

const FILE = 'pkey.c';

const PADDINGS = ['rsa_pkcs1_padding', 'rsa_pkcs1_pss_padding', 'rsa_x931_padding', 'rsa_no_padding'] as const;

/** Algorithms that take the text as it is. */
const WHOLE: ReadonlySet<string> = new Set(['eddsa', 'quantum']);

/** How a signature of RSA is made. */
export interface SignatureOptions {
  readonly padding: (typeof PADDINGS)[number];
  readonly saltBytes: number;
  readonly maskDigest: Digest | undefined;
}

/** What is signed. */
export interface Signed {
  /** The hash function; undefined where there is none. */
  readonly digest: Digest | undefined;
  /** The digest, or the text itself where there is no hash function. */
  readonly hashed: Uint8Array;
  /** The text, or what was given as its digest. */
  readonly text: Uint8Array;
}

/** The hash function that an argument names. */
function digestArgument(term: Term | undefined, argument: number, otpRelease: number): Digest {
  return digestNamed(atomName(term), otpRelease) ?? fail('badarg', FILE, argument, 'Bad digest type');
}

/** What is to be signed by an algorithm, from the type and the data. */
export function signedData(type: Term | undefined, data: Term | undefined, otpRelease: number, algorithm: string): Signed {
  const isWhole = WHOLE.has(algorithm) || (algorithm === 'rsa' && atomName(type) === 'none');
  const digest = isWhole ? undefined : digestArgument(type, 1, otpRelease);
  const given = tupleElements(data);
  if (given === undefined) {
    const text = ioBytes(data) ?? fail('badarg', FILE, 2, 'Expected a binary or a list');
    return { digest, text, hashed: digest === undefined ? text : digestOf(digest, text) };
  }
  if (given.length !== 2 || atomName(given[0]) !== 'digest') return fail('badarg', FILE, 2, "Expected 'digest' as head");
  const text = binaryBytes(given[1]) ?? fail('badarg', FILE, 2, 'Bad 2nd element in list');
  if (digest !== undefined && digest.size !== text.length) return fail('badarg', FILE, 2, 'Bad binary size for the algorithm');
  return { digest, text, hashed: text };
}

/** The options of a signature, an argument by its number. */
export function signatureOptions(term: Term | undefined, algorithm: string, argument: number, otpRelease: number): SignatureOptions {
  const options = elements(term) ?? fail('badarg', FILE, argument, 'Expected a list');
  if (options.length > 0 && algorithm !== 'rsa') return fail('badarg', FILE, argument, 'Only RSA supports Options');
  let padding: SignatureOptions['padding'] = 'rsa_pkcs1_padding';
  let saltBytes = SALT_ANY;
  let maskDigest: Digest | undefined;
  for (const option of options) {
    const pair = tupleElements(option);
    if (pair?.length !== 2) return fail('badarg', FILE, argument, 'Expects only two-tuples in the list');
    const [key, value] = pair;
    switch (atomName(key)) {
      case 'rsa_mgf1_md':
        maskDigest = digestArgument(value, argument, otpRelease);
        break;
      case 'rsa_padding': {
        const name = atomName(value);
        padding = PADDINGS.find((each) => each === name) ?? fail('badarg', FILE, argument, 'Bad value in option rsa_padding');
        break;
      }
      case 'rsa_pss_saltlen': {
        const bytes = smallInteger(value);
        if (bytes === undefined || bytes < SALT_ANY) return fail('badarg', FILE, argument, 'Bad value in option rsa_pss_saltlen');
        saltBytes = bytes;
        break;
      }
      default:
        return fail('badarg', FILE, argument, 'Bad option');
    }
  }
  return { padding, saltBytes, maskDigest };
}
