import type { Term } from '@beamline/beam-file';
import { type Nif, type NifContext, terms } from '@beamline/runtime-core';
import type { CryptoEngine } from '../engine.js';
import { atomName, ioBytes, joined } from '../terms/arguments.js';
import { badarg, fail } from '../terms/failures.js';
import { type CipherOptions, cipherOptions } from './cipher-options.js';
import { type Cipher, cipherNamed, ciphersOf } from './cipher-table.js';
import type { CipherStream } from './modes.js';

const FILE = 'api_ng.c';

/** What a state of a cipher takes of memory, about. */
const STATE_BYTES = 5000;
/** Bytes that are worked on at a time, between which a long text may pause. */
const PIECE = 16_384;
const BYTES_PER_REDUCTION = 20;

/** A cipher at work: what it has not given out yet waits for more. */
class CipherState {
  /** Bytes of the text so far. */
  size = 0;
  /** Bytes that the last block lacked when the text was over; −1 before, and for who decrypts. */
  paddingSize = -1;
  #waiting: Uint8Array = new Uint8Array(0);

  constructor(
    readonly stream: CipherStream,
    readonly options: CipherOptions,
    readonly random: (count: number) => Uint8Array,
  ) {}

  update(data: Uint8Array): Uint8Array {
    this.size += data.length;
    const { blockSize } = this.stream;
    const all = this.#waiting.length === 0 ? data : joined([this.#waiting, data]);
    let whole = all.length - (all.length % blockSize);
    // The last block has the padding.
    if (!this.options.encrypts && this.options.padding === 'pkcs_padding' && blockSize > 1 && whole === all.length && whole > 0)
      whole -= blockSize;
    this.#waiting = all.slice(whole);
    return this.stream.update(all.subarray(0, whole));
  }

  final(): Uint8Array {
    const rest = this.#waiting;
    // Without a padding OpenSSL is not told that the text is over.
    if (this.options.padding !== 'undefined') this.#waiting = new Uint8Array(0);
    return this.options.encrypts ? this.#encryptLast(rest) : this.#decryptLast(rest);
  }

  #encryptLast(rest: Uint8Array): Uint8Array {
    const { blockSize } = this.stream;
    const { padding } = this.options;
    const lacking = (blockSize - (rest.length % blockSize)) % blockSize;
    this.paddingSize = padding === 'pkcs_padding' && lacking === 0 ? blockSize : lacking;
    if (blockSize === 1) return rest;
    if (padding === 'pkcs_padding') return this.stream.update(joined([rest, new Uint8Array(this.paddingSize).fill(this.paddingSize)]));
    if (lacking === 0) return rest;
    if (padding === 'zero') return this.stream.update(joined([rest, new Uint8Array(lacking)]));
    if (padding === 'random') return this.stream.update(joined([rest, this.random(lacking)]));
    return padding === 'none' ? fail('error', FILE, -1, "Padding 'none' but unfilled last block") : new Uint8Array(0);
  }

  #decryptLast(rest: Uint8Array): Uint8Array {
    const { blockSize } = this.stream;
    const { padding } = this.options;
    if (blockSize === 1 || (padding !== 'pkcs_padding' && rest.length === 0) || padding === 'undefined') return new Uint8Array(0);
    if (padding !== 'pkcs_padding' || rest.length !== blockSize) return fail('error', FILE, -1, "Can't finalize");
    const block = this.stream.update(rest);
    const count = block.at(-1) ?? 0;
    const isPadded = count > 0 && count <= blockSize && block.subarray(blockSize - count).every((byte) => byte === count);
    return isPadded ? block.subarray(0, blockSize - count) : fail('error', FILE, -1, "Can't finalize");
  }
}

/** A cipher with a key, by the first arguments of a NIF, of which the flag or the options are one. */
function open(
  [name, keyTerm, ivTerm]: readonly (Term | undefined)[],
  flags: Term | undefined,
  flagsArgument: number,
  { otpRelease, random }: NifContext,
  engine: CryptoEngine,
): CipherState {
  const options = cipherOptions(flags, flagsArgument);
  const key = ioBytes(keyTerm) ?? fail('badarg', FILE, 1, 'Bad key');
  if (name?.kind !== 'atom') return fail('badarg', FILE, 0, 'Cipher id is not an atom');
  const cipher = cipherNamed(name.name, otpRelease) ?? fail('badarg', FILE, 0, 'Unknown cipher');
  if (cipher.isAead || cipher.open === undefined) return fail('badarg', FILE, 0, 'Missing arguments for this cipher');
  if (key.length !== cipher.keyBytes && !cipher.anyKey) return fail(...keyError(cipher));
  const iv = vector(cipher, ivTerm, otpRelease);
  const made = engine.cipher?.(cipher.name, key, iv, options.encrypts);
  const stream =
    made === undefined ? cipher.open(key, iv, options.encrypts) : { blockSize: cipher.blockBytes, update: made.update.bind(made) };
  return new CipherState(stream, options, (count) => random(count) ?? new Uint8Array(count));
}

/** OpenSSL finds some ciphers by the size of the key, of the others it says so. */
function keyError({ name }: Cipher): ['badarg' | 'error', string, number, string] {
  return name.startsWith('des') ? ['error', FILE, 1, "Can't initialize context, key_length"] : ['badarg', FILE, 1, 'Bad key size'];
}

function vector({ ivBytes }: Cipher, term: Term | undefined, otpRelease: number): Uint8Array {
  if (atomName(term) === 'undefined') {
    const since = otpRelease >= 27 ? 'since OTP 27.0' : 'for libcrypto versions >= 3.0';
    return fail('notsup', FILE, -1, `Dynamic IV is not supported ${since}`);
  }
  if (ivBytes === 0) return new Uint8Array(0);
  const iv = ioBytes(term) ?? fail('badarg', FILE, 2, 'Bad iv type');
  return iv.length === ivBytes ? iv : fail('badarg', FILE, 2, 'Bad iv size');
}

/** Bytes through a cipher, a piece at a time. */
function* throughState(state: CipherState, data: Uint8Array, isWhole: boolean): Generator<undefined, Term> {
  const parts: Uint8Array[] = [];
  for (let at = 0; at < data.length; at += PIECE) {
    parts.push(state.update(data.subarray(at, at + PIECE)));
    yield;
  }
  if (isWhole) parts.push(state.final());
  return terms.binary(joined(parts));
}

function run(state: CipherState, data: Uint8Array, isWhole: boolean, context: NifContext): Term | Promise<Term> {
  if (data.length > PIECE) return context.inSlices(throughState(state, data, isWhole));
  context.spend(data.length / BYTES_PER_REDUCTION);
  const text = state.update(data);
  return terms.binary(isWhole ? joined([text, state.final()]) : text);
}

/** Ciphers that do not authenticate, whole and in parts. */
export const cipherNifs = (engine: CryptoEngine): Readonly<Record<string, Nif>> => ({
  'cipher_algorithms/0': (_, { otpRelease }) => terms.list(ciphersOf(otpRelease).map(({ name }) => terms.atom(name))),
  'cipher_info_nif/1': ([name], { otpRelease }) => cipherInfo(cipherNamed(atomName(name), otpRelease) ?? badarg(), otpRelease),
  'ng_crypto_init_nif/4': ([name, key, iv, flags], context) =>
    context.reference(open([name, key, iv], flags, 3, context, engine), STATE_BYTES),
  'ng_crypto_update_nif/2': ([reference, data], context) => {
    const state = context.find(reference, CipherState) ?? fail('badarg', FILE, 0, 'Bad State');
    return run(state, ioBytes(data) ?? fail('badarg', FILE, 1, 'expected binary'), false, context);
  },
  'ng_crypto_final_nif/1': ([reference], context) => {
    const state = context.find(reference, CipherState) ?? fail('badarg', FILE, 0, 'Bad State');
    return terms.binary(state.final());
  },
  'ng_crypto_get_data_nif/1': ([reference], context) => {
    const { size, paddingSize, options } = context.find(reference, CipherState) ?? fail('badarg', FILE, 0, 'Bad State');
    return {
      kind: 'map',
      pairs: [
        [terms.atom('size'), terms.integer(size)],
        [terms.atom('padding_size'), terms.integer(paddingSize)],
        [terms.atom('padding_type'), terms.atom(options.padding)],
        [terms.atom('encrypt'), terms.boolean(options.encrypts)],
      ],
    };
  },
  'ng_crypto_one_time_nif/5': ([name, key, iv, data, flags], context) => {
    const state = open([name, key, iv], flags, 4, context, engine);
    return run(state, ioBytes(data) ?? fail('badarg', FILE, 3, 'expected binary as data'), true, context);
  },
});

/** NIFs of OTP 25 and 26: the vector for each part, which goes with no OpenSSL that is maintained. */
export const dynamicVectorNifs: Readonly<Record<string, Nif>> = {
  'ng_crypto_update_nif/3': ([reference], context) => {
    if (context.find(reference, CipherState) === undefined) return fail('badarg', FILE, 0, 'Bad State');
    return fail('notsup', FILE, -1, 'Dynamic IV is not supported for libcrypto versions >= 3.0');
  },
};

function cipherInfo({ blockBytes, ivBytes, keyBytes, mode, isAead, name, type: numbered }: Cipher, otpRelease: number): Term {
  // Before, OTP took the number of `des_cfb`.
  const type = name === 'des_ede3_cfb' && otpRelease < 26 ? 30 : numbered;
  return {
    kind: 'map',
    pairs: [
      [terms.atom('type'), type === undefined ? terms.atom('undefined') : terms.integer(type)],
      [terms.atom('mode'), terms.atom(mode)],
      [terms.atom('prop_aead'), terms.boolean(isAead)],
      [terms.atom('key_length'), terms.integer(keyBytes)],
      [terms.atom('iv_length'), terms.integer(ivBytes)],
      [terms.atom('block_size'), terms.integer(blockBytes)],
    ],
  };
}
