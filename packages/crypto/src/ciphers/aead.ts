import { poly1305 } from '@noble/ciphers/_poly1305.js';
import { ghash } from '@noble/ciphers/_polyval.js';
import { joined } from '../terms/arguments.js';
import type { BlockCipher } from './block-cipher.js';
import { ChaCha } from './chacha.js';
import type { Cipher } from './cipher-table.js';
import { Ctr } from './modes.js';

/** Bytes that are worked on at a time. */
const PIECE = 16_384;

/** A text through a cipher, and the whole tag of it. */
export interface Sealed {
  readonly text: Uint8Array;
  readonly tag: Uint8Array;
}

/** True if a cipher takes a vector of that length. */
export function takesVector({ mode }: Cipher, bytes: number): boolean {
  if (mode === 'gcm_mode') return bytes >= 1 && bytes <= 128;
  return mode === 'ccm_mode' ? bytes >= 7 && bytes <= 13 : bytes === 12;
}

/** True if a cipher makes tags of that length. */
export function makesTag({ mode }: Cipher, bytes: number): boolean {
  return mode === 'ccm_mode' ? bytes >= 4 && bytes <= 16 && bytes % 2 === 0 : bytes >= 1 && bytes <= 16;
}

/**
 * Encrypts or decrypts a text, and computes the tag that belongs to it: yields between pieces.
 * @param tagBytes - bytes of the tag, which goes into that of `ccm`
 */
export function* sealed(
  cipher: Cipher,
  key: Uint8Array,
  iv: Uint8Array,
  text: Uint8Array,
  aad: Uint8Array,
  tagBytes: number,
  encrypts: boolean,
): Generator<undefined, Sealed> {
  const block = cipher.block?.(key);
  if (block === undefined) return yield* chachaPoly(key, iv, text, aad, encrypts);
  return cipher.mode === 'gcm_mode' ? yield* gcm(block, iv, text, aad, encrypts) : yield* ccm(block, iv, text, aad, tagBytes, encrypts);
}

/** What takes bytes one after the other and sums them up. */
interface Hash {
  update(bytes: Uint8Array): unknown;
  digest(): Uint8Array;
}

/** A text through a stream, what is encrypted of it to a hash. */
function* through(
  stream: { update(data: Uint8Array): Uint8Array },
  text: Uint8Array,
  hash: Hash | undefined,
  encrypts: boolean,
): Generator<undefined, Uint8Array> {
  const out = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at += PIECE) {
    const piece = text.subarray(at, at + PIECE);
    const done = stream.update(piece);
    out.set(done, at);
    hash?.update(encrypts ? done : piece);
    yield;
  }
  return out;
}

/** Zeros up to a multiple of 16 bytes. */
function filling(bytes: number): Uint8Array {
  return new Uint8Array((16 - (bytes % 16)) % 16);
}

function xor(left: Uint8Array, right: Uint8Array): Uint8Array {
  return left.map((byte, i) => byte ^ (right[i] ?? 0));
}

/** Two numbers of bits or bytes as words of 64 bits. */
function lengths(first: number, second: number, isLittle: boolean): Uint8Array {
  const bytes = new Uint8Array(16);
  const view = new DataView(bytes.buffer);
  view.setBigUint64(0, BigInt(first), isLittle);
  view.setBigUint64(8, BigInt(second), isLittle);
  return bytes;
}

/** NIST SP 800-38D. */
function* gcm(cipher: BlockCipher, iv: Uint8Array, text: Uint8Array, aad: Uint8Array, encrypts: boolean): Generator<undefined, Sealed> {
  const hashKey = new Uint8Array(16);
  cipher.encrypt(hashKey, 0);
  let first = new Uint8Array(16);
  if (iv.length === 12) {
    first.set(iv);
    first[15] = 1;
  } else {
    first = Uint8Array.from(ghash(joined([iv, filling(iv.length), lengths(0, 8 * iv.length, false)]), hashKey));
  }
  const stream = new Ctr(cipher, first, 4);
  const mask = stream.update(new Uint8Array(16));
  const hash = ghash.create(hashKey);
  // Its update fills up the last block.
  hash.update(aad);
  const out = yield* through(stream, text, hash, encrypts);
  hash.update(lengths(8 * aad.length, 8 * text.length, false));
  return { text: out, tag: xor(hash.digest(), mask) };
}

/** RFC 3610. */
function* ccm(
  cipher: BlockCipher,
  iv: Uint8Array,
  text: Uint8Array,
  aad: Uint8Array,
  tagBytes: number,
  encrypts: boolean,
): Generator<undefined, Sealed> {
  const lengthBytes = 15 - iv.length;
  const counter = new Uint8Array(16);
  counter[0] = lengthBytes - 1;
  counter.set(iv, 1);
  const stream = new Ctr(cipher, counter, lengthBytes);
  const mask = stream.update(new Uint8Array(16));
  const head = counter.slice();
  head[0] = (aad.length > 0 ? 64 : 0) | (((tagBytes - 2) / 2) << 3) | (lengthBytes - 1);
  for (let i = 15, rest = text.length; i > 15 - lengthBytes && rest > 0; i--, rest = Math.floor(rest / 256)) head[i] = rest & 255;
  const mac = new CbcMac(cipher);
  mac.update(head);
  if (aad.length > 0) {
    const size =
      aad.length < 0xff00
        ? [aad.length >> 8, aad.length & 255]
        : [255, 254, ...[24, 16, 8, 0].map((shift) => (aad.length >>> shift) & 255)];
    mac.update(joined([Uint8Array.from(size), aad, filling(size.length + aad.length)]));
  }
  // The tag is of the plain text.
  const out = yield* through(stream, text, mac, !encrypts);
  mac.update(filling(text.length));
  return { text: out, tag: xor(mac.digest(), mask).subarray(0, tagBytes) };
}

/** The last block of a chain, to which whole blocks go. */
class CbcMac implements Hash {
  readonly #state = new Uint8Array(16);
  #at = 0;

  constructor(readonly cipher: BlockCipher) {}

  update(bytes: Uint8Array): void {
    const state = this.#state;
    for (const byte of bytes) {
      state[this.#at] = (state[this.#at] ?? 0) ^ byte;
      this.#at = (this.#at + 1) & 15;
      if (this.#at === 0) this.cipher.encrypt(state, 0);
    }
  }

  digest(): Uint8Array {
    return this.#state;
  }
}

/** RFC 8439. */
function* chachaPoly(key: Uint8Array, iv: Uint8Array, text: Uint8Array, aad: Uint8Array, encrypts: boolean): Generator<undefined, Sealed> {
  const stream = new ChaCha(key, joined([new Uint8Array(4), iv]));
  const hash = poly1305.create(stream.update(new Uint8Array(64)).subarray(0, 32));
  hash.update(aad).update(filling(aad.length));
  const out = yield* through(stream, text, hash, encrypts);
  hash.update(filling(text.length)).update(lengths(aad.length, text.length, true));
  return { text: out, tag: hash.digest() };
}
