import type { BlockCipher } from './block-cipher.js';

const SHIFTS = [1, 2, 3, 5];

/** The table of RFC 2268, bytes as hexadecimal digits. */
const TABLE = [
  'd978f9c419ddb5ed28e9fd794aa0d89dc67e37832b76538e624c6488448bfba2',
  '179a59f587b34f1361456d8d09817d32bd8f40eb86b77b0bf09521225c6b4e82',
  '54d66593ce60b21c7356c014a78cf1dc1275ca1f3bbee4d1423dd430a33cb626',
  '6fbf0eda4669075727f21d9bbc944303f811c7f690ef3ee706c3d52fc8661ed7',
  '08e8eade8052eef784aa72ac354d6a2a961ad2715a1549744b9fd05e0418a4ec',
  'c2e0416e0f51cbcc2491af50a1f47039997c3a8523b8b47afc02365b25559731',
  '2d5dfa98e38a92ae05df2910676cbac9d300e6cfe19ea82c6316013f58e289a9',
  '0d38341bab33ffb0bb480c5fb9b1cd2ec5f3db47e5a59c770aa62068fe7fc1ad',
].join('');
const pi = Uint8Array.from({ length: 256 }, (_, i) => Number.parseInt(TABLE.slice(2 * i, 2 * i + 2), 16));

/** RC2 (RFC 2268). */
class Rc2 implements BlockCipher {
  readonly blockSize = 8;
  readonly #keys = new Uint16Array(64);
  readonly #words = new Uint16Array(4);

  constructor(key: Uint8Array, effectiveBits: number) {
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
        const sum =
          (this.#word(i, 0) + this.#key(key++) + (this.#word(i, 1) & this.#word(i, 2)) + (~this.#word(i, 1) & this.#word(i, 3))) & 0xffff;
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

/** RC2 with a key of up to 128 bytes, all of whose bits count. */
export function rc2(key: Uint8Array): BlockCipher {
  return new Rc2(key, Math.min(8 * key.length, 1024));
}
