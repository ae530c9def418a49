import type { CipherStream } from './modes.js';

/** RC4, which is broken: for old protocols. */
export class Rc4 implements CipherStream {
  readonly blockSize = 1;
  readonly #state = Uint8Array.from({ length: 256 }, (_, i) => i);
  #i = 0;
  #j = 0;

  constructor(key: Uint8Array) {
    const length = Math.max(key.length, 1);
    for (let i = 0, j = 0; i < 256; i++) {
      j = (j + this.#at(i) + (key[i % length] ?? 0)) & 255;
      this.#swap(i, j);
    }
  }

  #at(i: number): number {
    return this.#state[i] ?? 0;
  }

  #swap(i: number, j: number): void {
    const before = this.#at(i);
    this.#state[i] = this.#at(j);
    this.#state[j] = before;
  }

  update(data: Uint8Array): Uint8Array {
    return data.map((byte) => {
      this.#i = (this.#i + 1) & 255;
      this.#j = (this.#j + this.#at(this.#i)) & 255;
      this.#swap(this.#i, this.#j);
      return byte ^ this.#at((this.#at(this.#i) + this.#at(this.#j)) & 255);
    });
  }
}
