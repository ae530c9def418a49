import { chacha20 } from '@noble/ciphers/chacha.js';
import type { CipherStream } from './modes.js';

const BLOCK = 64;
/** The last number of a block, which noble does not count to. */
const LAST = 2 ** 32 - 1;

/** ChaCha20 with a vector of 16 bytes: the counter, least byte first, then the nonce; what the counter carries goes into the nonce. */
export class ChaCha implements CipherStream {
  readonly blockSize = 1;
  readonly #nonce: Uint8Array;
  #counter: number;
  #rest = new Uint8Array(0);

  constructor(
    readonly key: Uint8Array,
    iv: Uint8Array,
  ) {
    const view = new DataView(iv.buffer, iv.byteOffset, iv.byteLength);
    this.#counter = view.getUint32(0, true);
    this.#nonce = iv.slice(4);
  }

  update(data: Uint8Array): Uint8Array {
    const out = new Uint8Array(data.length);
    const stream = this.#stream(data.length);
    for (let i = 0; i < data.length; i++) out[i] = (data[i] ?? 0) ^ (stream[i] ?? 0);
    return out;
  }

  /** The next bytes of the stream. */
  #stream(bytes: number): Uint8Array {
    const stream = new Uint8Array(bytes);
    let at = Math.min(bytes, this.#rest.length);
    stream.set(this.#rest.subarray(0, at));
    this.#rest = this.#rest.slice(at);
    while (at < bytes) {
      const made = this.#blocks(Math.ceil((bytes - at) / BLOCK));
      const taken = Math.min(bytes - at, made.length);
      stream.set(made.subarray(0, taken), at);
      at += taken;
      this.#rest = made.slice(taken);
    }
    return stream;
  }

  /** Up to so many blocks of the stream, at least one. */
  #blocks(count: number): Uint8Array<ArrayBuffer> {
    if (this.#counter < LAST) {
      const blocks = Math.min(count, LAST - this.#counter);
      const made = chacha20(this.key, this.#nonce, new Uint8Array(BLOCK * blocks), undefined, this.#counter);
      this.#counter += blocks;
      return made as Uint8Array<ArrayBuffer>;
    }
    const made = block(this.key, LAST, this.#nonce);
    this.#counter = 0;
    const view = new DataView(this.#nonce.buffer);
    view.setUint32(0, view.getUint32(0, true) + 1, true);
    return made;
  }
}

/** One block (RFC 8439). */
function block(key: Uint8Array, counter: number, nonce: Uint8Array): Uint8Array<ArrayBuffer> {
  const words = new Uint32Array(16);
  words.set([0x61707865, 0x3320646e, 0x79622d32, 0x6b206574]);
  const load = (bytes: Uint8Array, at: number): number => new DataView(bytes.buffer, bytes.byteOffset).getUint32(at, true);
  for (let i = 0; i < 8; i++) words[4 + i] = load(key, 4 * i);
  words[12] = counter;
  for (let i = 0; i < 3; i++) words[13 + i] = load(nonce, 4 * i);
  const mixed = words.slice();
  const step = (a: number, b: number, c: number, shift: number): void => {
    mixed[a] = (mixed[a] ?? 0) + (mixed[b] ?? 0);
    const x = (mixed[c] ?? 0) ^ (mixed[a] ?? 0);
    mixed[c] = (x << shift) | (x >>> (32 - shift));
  };
  const quarter = (a: number, b: number, c: number, d: number): void => {
    step(a, b, d, 16);
    step(c, d, b, 12);
    step(a, b, d, 8);
    step(c, d, b, 7);
  };
  for (let round = 0; round < 10; round++) {
    for (let i = 0; i < 4; i++) quarter(i, 4 + i, 8 + i, 12 + i);
    for (let i = 0; i < 4; i++) quarter(i, 4 + ((i + 1) & 3), 8 + ((i + 2) & 3), 12 + ((i + 3) & 3));
  }
  const bytes = new Uint8Array(BLOCK);
  const view = new DataView(bytes.buffer);
  for (let i = 0; i < 16; i++) view.setUint32(4 * i, (mixed[i] ?? 0) + (words[i] ?? 0), true);
  return bytes;
}
