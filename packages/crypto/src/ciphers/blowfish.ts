import { type BlockCipher, loadWord, storeWord } from './block-cipher.js';
import { piWords } from './pi.js';

const ROUND_KEYS = 18;
const BOX = 256;
/** Bytes of a key that count. */
const MOST_KEY_BYTES = 72;

let initial: Uint32Array | undefined;

/** Blowfish. */
class Blowfish implements BlockCipher {
  readonly blockSize = 8;
  /** Keys of the rounds, then the four boxes. */
  readonly #state: Int32Array;

  constructor(key: Uint8Array) {
    initial ??= piWords(ROUND_KEYS + 4 * BOX);
    const state = Int32Array.from(initial);
    this.#state = state;
    const length = Math.min(key.length, MOST_KEY_BYTES);
    for (let i = 0, at = 0; i < ROUND_KEYS && length > 0; i++) {
      let word = 0;
      for (let j = 0; j < 4; j++, at = (at + 1) % length) word = (word << 8) | (key[at] ?? 0);
      state[i] = (state[i] ?? 0) ^ word;
    }
    const block = new Uint8Array(8);
    for (let i = 0; i < state.length; i += 2) {
      this.encrypt(block, 0);
      state[i] = loadWord(block, 0);
      state[i + 1] = loadWord(block, 4);
    }
  }

  #round(x: number): number {
    const s = this.#state;
    const a = s[ROUND_KEYS + (x >>> 24)] ?? 0;
    const b = s[ROUND_KEYS + BOX + ((x >>> 16) & 255)] ?? 0;
    const c = s[ROUND_KEYS + 2 * BOX + ((x >>> 8) & 255)] ?? 0;
    const d = s[ROUND_KEYS + 3 * BOX + (x & 255)] ?? 0;
    return ((((a + b) | 0) ^ c) + d) | 0;
  }

  encrypt(bytes: Uint8Array, at: number): void {
    this.#run(bytes, at, 0, 1);
  }

  decrypt(bytes: Uint8Array, at: number): void {
    this.#run(bytes, at, 17, -1);
  }

  #run(bytes: Uint8Array, at: number, first: number, step: number): void {
    let l = loadWord(bytes, at);
    let r = loadWord(bytes, at + 4);
    let key = first;
    for (let i = 0; i < 16; i++, key += step) {
      l ^= this.#state[key] ?? 0;
      r ^= this.#round(l);
      const t = l;
      l = r;
      r = t;
    }
    const t = l;
    l = r ^ (this.#state[key + step] ?? 0);
    r = t ^ (this.#state[key] ?? 0);
    storeWord(bytes, at, l);
    storeWord(bytes, at + 4, r);
  }
}

/** Blowfish with a key of any length. */
export function blowfish(key: Uint8Array): BlockCipher {
  return new Blowfish(key);
}
