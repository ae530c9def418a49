import type { Term } from '@beamline/beam-file';
import { type Nif, type NifContext, terms } from '@beamline/runtime-core';
import { poly1305 } from '@noble/ciphers/_poly1305.js';
import { hmac } from '@noble/hashes/hmac.js';
import { type Cipher, cipherNamed } from '../ciphers/cipher-table.js';
import type { CryptoEngine } from '../engine.js';
import { type Digest, digestNamed } from '../hashes/digests.js';
import { atomName, ioBytes } from '../terms/arguments.js';
import { fail } from '../terms/failures.js';
import { Cmac } from './cmac.js';

const FILE = 'mac.c';
const STATE_BYTES = 1024;
/** Bytes that are worked on at a time, between which a long text may pause. */
const PIECE = 16_384;
const BYTES_PER_REDUCTION = 20;
const POLY1305_KEY = 32;

/** What takes bytes and makes a tag of them. */
interface Mac {
  update(bytes: Uint8Array): unknown;
  digest(): Uint8Array;
}

/** The state of a MAC. The functions that take it change it, as those of OTP do. */
class MacState {
  isOver = false;

  constructor(readonly mac: Mac) {}
}

function digestFor(subtype: Term | undefined, otpRelease: number): Digest {
  return digestNamed(atomName(subtype), otpRelease) ?? fail('badarg', FILE, 1, 'Bad digest algorithm for HMAC');
}

/** A cipher by its name and the size of its key, as OpenSSL finds it. */
function cipherFor(subtype: Term | undefined, key: Uint8Array, otpRelease: number): Cipher {
  const cipher = cipherNamed(atomName(subtype), otpRelease) ?? fail('badarg', FILE, 1, 'Unknown cipher');
  return key.length === cipher.keyBytes || cipher.anyKey ? cipher : fail('badarg', FILE, 2, 'Bad key size');
}

/** The block cipher that a CMAC is of; undefined for a cipher of which there is none. */
function blockCipher({ block, mode }: Cipher, key: Uint8Array, otpRelease: number): Mac | undefined {
  const isBlock = mode === 'cbc_mode' || (mode === 'ecb_mode' && otpRelease < 26);
  return block === undefined || !isBlock ? undefined : new Cmac(block(key));
}

/** @param refused - what OTP says where OpenSSL makes no such MAC */
function open(
  type: Term | undefined,
  subtype: Term | undefined,
  key: Uint8Array,
  { otpRelease }: NifContext,
  engine: CryptoEngine,
  refused: string,
): Mac {
  switch (atomName(type)) {
    case 'hmac': {
      const { hash, name, xof } = digestFor(subtype, otpRelease);
      return xof === undefined ? (engine.hmac?.(name, key) ?? hmac.create(hash, key)) : fail('error', FILE, -1, refused);
    }
    case 'cmac': {
      const cipher = cipherFor(subtype, key, otpRelease);
      return blockCipher(cipher, key, otpRelease) ?? fail('error', FILE, -1, refused);
    }
    case 'poly1305':
      return key.length === POLY1305_KEY ? poly1305.create(key) : fail('badarg', FILE, 2, 'Bad key length');
    default:
      return fail('badarg', FILE, 0, 'Unknown mac algorithm');
  }
}

function* fed(mac: Mac, text: Uint8Array, finish: () => Term): Generator<undefined, Term> {
  for (let at = 0; at < text.length; at += PIECE) {
    mac.update(text.subarray(at, at + PIECE));
    yield;
  }
  return finish();
}

/** Gives a text to a MAC, a long one in pieces. */
function feed(mac: Mac, text: Uint8Array, context: NifContext, finish: () => Term): Term | Promise<Term> {
  if (text.length > PIECE) return context.inSlices(fed(mac, text, finish));
  context.spend(text.length / BYTES_PER_REDUCTION);
  mac.update(text);
  return finish();
}

/** Message authentication codes, whole and in parts. */
export const macNifs = (engine: CryptoEngine): Readonly<Record<string, Nif>> => ({
  'mac_algorithms/0': () => terms.list(['cmac', 'hmac', 'poly1305'].map(terms.atom)),
  'mac_nif/4': ([type, subtype, keyTerm, textTerm], context) => {
    const text = ioBytes(textTerm) ?? fail('badarg', FILE, 3, 'Bad text');
    const key = ioBytes(keyTerm) ?? fail('badarg', FILE, 2, 'Bad key');
    const mac = open(type, subtype, key, context, engine, "Couldn't get mac");
    return feed(mac, text, context, () => terms.binary(mac.digest()));
  },
  'mac_init_nif/3': ([type, subtype, keyTerm], context) => {
    const key = ioBytes(keyTerm) ?? fail('badarg', FILE, 2, 'Bad key');
    return context.reference(new MacState(open(type, subtype, key, context, engine, "Can't initialize EVP_MAC_CTX")), STATE_BYTES);
  },
  'mac_update_nif/2': ([reference, textTerm], context) => {
    const text = ioBytes(textTerm) ?? fail('badarg', FILE, 1, 'Bad text');
    const state = context.find(reference, MacState) ?? fail('badarg', FILE, 0, 'Bad ref');
    if (state.isOver) return fail('error', FILE, -1, 'mac update');
    return feed(state.mac, text, context, () => reference ?? terms.NIL);
  },
  'mac_final_nif/1': ([reference], context) => {
    const state = context.find(reference, MacState) ?? fail('badarg', FILE, 0, 'Bad ref');
    if (state.isOver) return fail('error', FILE, -1, 'Signing');
    state.isOver = !(state.mac instanceof Cmac);
    return terms.binary(state.mac.digest());
  },
});
