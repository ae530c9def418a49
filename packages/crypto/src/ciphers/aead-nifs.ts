import type { Term } from '@beamline/beam-file';
import { type Nif, type NifContext, terms } from '@beamline/runtime-core';
import type { CryptoEngine } from '../engine.js';
import { areEqual, atomName, ioBytes, joined, smallInteger } from '../terms/arguments.js';
import { fail } from '../terms/failures.js';
import { makesTag, type Sealed, sealed, takesVector } from './aead.js';
import { type Cipher, cipherNamed } from './cipher-table.js';

const FILE = 'aead.c';
const STATE_BYTES = 5000;

/** A cipher with its key, one way, for texts with vectors of their own. */
class AeadState {
  constructor(
    readonly cipher: Cipher,
    readonly key: Uint8Array,
    readonly tagBytes: number,
    readonly encrypts: boolean,
  ) {}
}

/** The last of the arguments says which way. */
function direction(term: Term | undefined, argument: number): boolean {
  const flag = atomName(term);
  if (flag !== 'true' && flag !== 'false') return fail('badarg', FILE, argument, 'Bad enc flag');
  return flag === 'true';
}

function cipherOf(name: Term | undefined, key: Uint8Array, otpRelease: number): Cipher {
  const cipher = cipherNamed(atomName(name), otpRelease);
  if (cipher === undefined || (cipher.keyBytes !== key.length && !cipher.anyKey))
    return fail('badarg', FILE, 0, 'Unknown cipher or invalid key size');
  return cipher.isAead ? cipher : fail('badarg', FILE, 0, 'Not aead cipher');
}

function nameChecked(name: Term | undefined): void {
  if (name?.kind !== 'atom') fail('badarg', FILE, 0, 'non-atom cipher type');
}

/** Bytes that an engine seals in one go. */
const MOST_AT_ONCE = 1_000_000;

/** A text through a cipher of the engine, or of ours. */
function* work(
  cipher: Cipher,
  key: Uint8Array,
  iv: Uint8Array,
  text: Uint8Array,
  aad: Uint8Array,
  tagBytes: number,
  encrypts: boolean,
  engine: CryptoEngine,
): Generator<undefined, Sealed> {
  // The length of the tag goes into that of CCM.
  const isSuited = encrypts && cipher.mode !== 'ccm_mode' && text.length + aad.length <= MOST_AT_ONCE;
  const made = isSuited ? engine.seal?.(cipher.name, key, iv, text, aad) : undefined;
  return made ?? (yield* sealed(cipher, key, iv, text, aad, tagBytes, encrypts));
}

/** A text through a cipher, in pieces; `finish` makes of it what the program gets. */
function* carriedOut(work: Generator<undefined, Sealed>, finish: (sealed: Sealed) => Term): Generator<undefined, Term> {
  return finish(yield* work);
}

const ERROR = terms.atom('error');

/** The plain text if the tag is right. */
function opened({ text, tag }: Sealed, given: Uint8Array): Term {
  return given.length > 0 && given.length <= tag.length && areEqual(tag.subarray(0, given.length), given) ? terms.binary(text) : ERROR;
}

/** Ciphers that authenticate. */
export const aeadNifs = (engine: CryptoEngine): Readonly<Record<string, Nif>> => ({
  'aead_cipher_nif/7': ([name, keyTerm, ivTerm, textTerm, aadTerm, tagTerm, flag], context) => {
    const encrypts = direction(flag, 6);
    nameChecked(name);
    const key = ioBytes(keyTerm) ?? fail('badarg', FILE, 1, 'non-binary key');
    const iv = ioBytes(ivTerm) ?? fail('badarg', FILE, 2, 'non-binary iv');
    const text = ioBytes(textTerm) ?? fail('badarg', FILE, 3, 'non-binary text');
    const aad = ioBytes(aadTerm) ?? fail('badarg', FILE, 4, 'non-binary AAD');
    const tag = encrypts ? undefined : (ioBytes(tagTerm) ?? fail('badarg', FILE, 5, 'non-binary Tag'));
    const tagBytes = tag?.length ?? smallInteger(tagTerm) ?? -1;
    if (tagBytes < 0) return fail('badarg', FILE, 5, 'Bad Tag length');
    const cipher = cipherOf(name, key, context.otpRelease);
    if (!takesVector(cipher, iv.length)) return fail('badarg', FILE, 2, 'Bad IV length');
    if (cipher.mode === 'ccm_mode' && !makesTag(cipher, tagBytes)) return fail('badarg', FILE, 5, "Can't set tag");
    if (tag === undefined && !makesTag(cipher, tagBytes)) return fail('error', FILE, -1, "Can't get Tag");
    return context.inSlices(
      carriedOut(work(cipher, key, iv, text, aad, tagBytes, encrypts, engine), (result) =>
        tag === undefined ? terms.tuple(terms.binary(result.text), terms.binary(result.tag.subarray(0, tagBytes))) : opened(result, tag),
      ),
    );
  },
});

/** Ciphers of OTP 28 and later that authenticate texts one after the other. */
export const laterAeadNifs = (engine: CryptoEngine): Readonly<Record<string, Nif>> => ({
  'aead_cipher_init_nif/4': ([name, keyTerm, tagTerm, flag], context) => {
    const encrypts = direction(flag, 3);
    nameChecked(name);
    const key = ioBytes(keyTerm) ?? fail('badarg', FILE, 1, 'non-binary key');
    const tagBytes = smallInteger(tagTerm) ?? -1;
    if (tagBytes < 0) return fail('badarg', FILE, 2, 'Bad Tag length');
    return context.reference(new AeadState(cipherOf(name, key, context.otpRelease), key, tagBytes, encrypts), STATE_BYTES);
  },
  'aead_cipher_nif/4': ([reference, ivTerm, textTerm, aadTerm], context) => {
    const state = context.find(reference, AeadState) ?? fail('badarg', FILE, 0, 'Bad State');
    const iv = ioBytes(ivTerm) ?? fail('badarg', FILE, 1, 'non-binary iv');
    const text = ioBytes(textTerm) ?? fail('badarg', FILE, 2, 'non-binary text');
    const aad = ioBytes(aadTerm) ?? fail('badarg', FILE, 3, 'non-binary AAD');
    return textOfState(state, iv, text, aad, context, engine);
  },
});

/** The tag follows the text. */
function textOfState(
  state: AeadState,
  iv: Uint8Array,
  text: Uint8Array,
  aad: Uint8Array,
  context: NifContext,
  engine: CryptoEngine,
): Term | Promise<Term> {
  const { cipher, key, tagBytes, encrypts } = state;
  if (!encrypts && text.length < tagBytes) return fail('error', FILE, -1, 'Bad in data');
  if (!takesVector(cipher, iv.length)) return fail('badarg', FILE, 2, 'Bad IV length');
  if (cipher.mode === 'ccm_mode' && !makesTag(cipher, tagBytes)) return fail('badarg', FILE, 5, "Can't set tag");
  if (encrypts && !makesTag(cipher, tagBytes)) return fail('error', FILE, -1, "Can't get Tag");
  const body = encrypts ? text : text.subarray(0, text.length - tagBytes);
  return context.inSlices(
    carriedOut(work(cipher, key, iv, body, aad, tagBytes, encrypts, engine), (result) =>
      encrypts
        ? terms.binary(joined([result.text, result.tag.subarray(0, tagBytes)]))
        : opened(result, text.subarray(text.length - tagBytes)),
    ),
  );
}
