import type { BlockCipher } from './block-cipher.js';
import { piDigits } from './pi.js';

/** Decimal digits that the table takes. */
const DIGITS = 800;
const SHIFTS = [1, 2, 3, 5];

let table: Uint8Array | undefined;

/** The numbers to 255 in the order that RFC 2268 draws from the digits of π. */
function piTable(): Uint8Array {
  const digits = piDigits(DIGITS);
  let at = 0;
  const draw = (below: number): number => {
    for (;;) {
      let number = 0;
      let size = 1;
      do {
        number = 10 * number + (digits[at++] ?? 0);
        size *= 10;
      } while (size < below);
      if (number < below * Math.floor(size / below)) return number % below;
    }
  };
  const numbers = Uint8Array.from({ length: 256 }, (_, i) => i);
  for (let i = 2; i <= 256; i++) {
    const other = draw(i);
    const before = numbers[i - 1] ?? 0;
    numbers[i - 1] = numbers[other] ?? 0;
    numbers[other] = before;
  }
  return numbers;
}

/** RC2 (RFC 2268). */
class Rc2 implements BlockCipher {
  readonly blockSize = 8;
  readonly #keys = new Uint16Array(64);
  readonly #words = new Uint16Array(4);

  constructor(key: Uint8Array, effectiveBits: number) {
    table ??= piTable();
    const pi = table;
    const l = new Uint8Array(128);
    l.set(key.subarray(0, 128));
    const length = Math.min(key.length, 128);
    for (let i = length; i < 128; i++) l[i] = pi[((l[i - 1] ?? 0) + (l[i - length] ?? 0)) & 255] ?? 0;
    const bytes = Math.ceil(effectiveBits / 8);
    const mask = 255 >> (8 * bytes - effectiveBits);
    l[128 - bytes] = pi[(l[128 - bytes] ?? 0) & mask] ?? 0;
    for (let i = 127 - bytes; i >= 0; i--) l[i] = pi[(l[i + 1] ?? 0) ^ (l[i + bytes] ?? 0)] ?? 0;
    for (let i = 0; i < 64; i++) this.#keys[i] = (l[2 * i] ?? 0) | ((l[2 * i + 1] ?? 0) << 8);
  }

  #load(bytes: Uint8Array, at: number): void {
    for (let i = 0; i < 4; i++) this.#words[i] = (bytes[at + 2 * i] ?? 0) | ((bytes[at + 2 * i + 1] ?? 0) << 8);
  }

  #store(bytes: Uint8Array, at: number): void {
    for (let i = 0; i < 4; i++) {
      const word = this.#words[i] ?? 0;
      bytes[at + 2 * i] = word;
      bytes[at + 2 * i + 1] = word >> 8;
    }
  }

  /** The word `back` places before one. */
  #word(i: number, back: number): number {
    return this.#words[(i - back) & 3] ?? 0;
  }

  #key(i: number): number {
    return this.#keys[i] ?? 0;
  }

  encrypt(bytes: Uint8Array, at: number): void {
    this.#load(bytes, at);
    const w = this.#words;
    let key = 0;
    for (let round = 0; round < 16; round++) {
      for (let i = 0; i < 4; i++) {
        const sum = (this.#word(i, 0) + this.#key(key++) + (this.#word(i, 1) & this.#word(i, 2)) + (~this.#word(i, 1) & this.#word(i, 3))) & 0xffff;
        const shift = SHIFTS[i] ?? 0;
        w[i] = (sum << shift) | (sum >> (16 - shift));
      }
      if (round === 4 || round === 10) for (let i = 0; i < 4; i++) w[i] = this.#word(i, 0) + this.#key(this.#word(i, 1) & 63);
    }
    this.#store(bytes, at);
  }

  decrypt(bytes: Uint8Array, at: number): void {
    this.#load(bytes, at);
    const w = this.#words;
    let key = 63;
    for (let round = 15; round >= 0; round--) {
      if (round === 4 || round === 10) for (let i = 3; i >= 0; i--) w[i] = this.#word(i, 0) - this.#key(this.#word(i, 1) & 63);
      for (let i = 3; i >= 0; i--) {
        const shift = SHIFTS[i] ?? 0;
        const turned = (this.#word(i, 0) >> shift) | (this.#word(i, 0) << (16 - shift));
        w[i] = turned - this.#key(key--) - (this.#word(i, 1) & this.#word(i, 2)) - (~this.#word(i, 1) & this.#word(i, 3));
      }
    }
    this.#store(bytes, at);
  }
}

/** RC2 with a key of up to 128 bytes, of which OpenSSL lets 128 bits count. */
export function rc2(key: Uint8Array): BlockCipher {
  return new Rc2(key, 128);
}
