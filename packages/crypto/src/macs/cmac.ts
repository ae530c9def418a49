import type { BlockCipher } from '../ciphers/block-cipher.js';

/** What is added where a shifted subkey has lost a bit, by bytes of a block. */
const CARRIES: Readonly<Record<number, number>> = { 8: 0x1b, 16: 0x87 };

/** CMAC of a block cipher (NIST SP 800-38B). */
export class Cmac {
  readonly #cipher: BlockCipher;
  readonly #state: Uint8Array;
  readonly #waiting: Uint8Array;
  #used = 0;

  constructor(cipher: BlockCipher) {
    this.#cipher = cipher;
    this.#state = new Uint8Array(cipher.blockSize);
    this.#waiting = new Uint8Array(cipher.blockSize);
  }

  update(data: Uint8Array): void {
    const size = this.#waiting.length;
    for (let at = 0; at < data.length; ) {
      // The last block is not like the others: which one it is shows when there is more.
      if (this.#used === size) this.#absorb();
      const part = data.subarray(at, at + size - this.#used);
      this.#waiting.set(part, this.#used);
      this.#used += part.length;
      at += part.length;
    }
  }

  #absorb(): void {
    for (let i = 0; i < this.#state.length; i++) this.#state[i] = (this.#state[i] ?? 0) ^ (this.#waiting[i] ?? 0);
    this.#cipher.encrypt(this.#state, 0);
    this.#used = 0;
  }

  /** The tag of what there is, which takes the place of the state, as in OpenSSL: more may follow. */
  digest(): Uint8Array {
    const size = this.#state.length;
    let subkey = new Uint8Array(size);
    this.#cipher.encrypt(subkey, 0);
    subkey = doubled(subkey);
    const last = this.#waiting.slice();
    if (this.#used < size) {
      last.fill(0, this.#used);
      last[this.#used] = 0x80;
      subkey = doubled(subkey);
    }
    const tag = this.#state.map((byte, i) => byte ^ (last[i] ?? 0) ^ (subkey[i] ?? 0));
    this.#cipher.encrypt(tag, 0);
    this.#state.set(tag);
    return tag;
  }
}

function doubled(block: Uint8Array): Uint8Array<ArrayBuffer> {
  const result = new Uint8Array(block.length);
  for (let i = 0; i < block.length; i++) result[i] = ((block[i] ?? 0) << 1) | ((block[i + 1] ?? 0) >> 7);
  if (((block[0] ?? 0) & 0x80) !== 0) result[block.length - 1] = (result[block.length - 1] ?? 0) ^ (CARRIES[block.length] ?? 0);
  return result;
}
