import { type BlockCipher, loadWord, storeWord } from './block-cipher.js';

const SYSTEM = [0xa3b1bac6, 0x56aa3350, 0x677d9197, 0xb27022dc];

/** A row of the matrix of the box, and what is added to its product. */
const MATRIX = 0xa7;
const CONSTANT = 0xd3;

/** Product in the field of the box, GF(2^8) by x^8+x^7+x^6+x^5+x^4+x^2+1. */
function product(left: number, right: number): number {
  let result = 0;
  for (let a = left, b = right; b > 0; b >>= 1) {
    if ((b & 1) !== 0) result ^= a;
    a <<= 1;
    if ((a & 0x100) !== 0) a ^= 0x1f5;
  }
  return result;
}

/** A turned matrix of bits, times a byte, and a constant. */
function affine(byte: number): number {
  let result = 0;
  for (let i = 0; i < 8; i++) {
    const row = ((MATRIX << i) | (MATRIX >> (8 - i))) & 255;
    let bits = row & byte;
    bits ^= bits >> 4;
    bits ^= bits >> 2;
    bits ^= bits >> 1;
    result |= (bits & 1) << i;
  }
  return result ^ CONSTANT;
}

let box: Uint8Array | undefined;

/** The box: an inverse between two affine maps. */
function makeBox(): Uint8Array {
  const inverse = new Uint8Array(256);
  for (let a = 1; a < 256; a++) {
    let b = 1;
    while (product(a, b) !== 1) b++;
    inverse[a] = b;
  }
  return Uint8Array.from({ length: 256 }, (_, x) => affine(inverse[affine(x)] ?? 0));
}

function rotated(value: number, bits: number): number {
  return (value << bits) | (value >>> (32 - bits));
}

/** SM4 (GB/T 32907-2016). */
class Sm4 implements BlockCipher {
  readonly blockSize = 16;
  readonly #keys = new Int32Array(32);
  readonly #box: Uint8Array;

  constructor(key: Uint8Array) {
    box ??= makeBox();
    this.#box = box;
    const k = SYSTEM.map((word, i) => word ^ loadWord(key, 4 * i));
    for (let i = 0; i < 32; i++) {
      let constant = 0;
      for (let j = 0; j < 4; j++) constant = (constant << 8) | (((4 * i + j) * 7) & 255);
      const x = this.#substituted((k[i + 1] ?? 0) ^ (k[i + 2] ?? 0) ^ (k[i + 3] ?? 0) ^ constant);
      k.push((k[i] ?? 0) ^ x ^ rotated(x, 13) ^ rotated(x, 23));
      this.#keys[i] = k[i + 4] ?? 0;
    }
  }

  #substituted(word: number): number {
    const s = this.#box;
    return (
      ((s[word >>> 24] ?? 0) << 24) | ((s[(word >>> 16) & 255] ?? 0) << 16) | ((s[(word >>> 8) & 255] ?? 0) << 8) | (s[word & 255] ?? 0)
    );
  }

  encrypt(bytes: Uint8Array, at: number): void {
    this.#run(bytes, at, 0, 1);
  }

  decrypt(bytes: Uint8Array, at: number): void {
    this.#run(bytes, at, 31, -1);
  }

  #run(bytes: Uint8Array, at: number, first: number, step: number): void {
    let a = loadWord(bytes, at);
    let b = loadWord(bytes, at + 4);
    let c = loadWord(bytes, at + 8);
    let d = loadWord(bytes, at + 12);
    for (let i = 0, key = first; i < 32; i++, key += step) {
      const x = this.#substituted(b ^ c ^ d ^ (this.#keys[key] ?? 0));
      const next = a ^ x ^ rotated(x, 2) ^ rotated(x, 10) ^ rotated(x, 18) ^ rotated(x, 24);
      a = b;
      b = c;
      c = d;
      d = next;
    }
    storeWord(bytes, at, d);
    storeWord(bytes, at + 4, c);
    storeWord(bytes, at + 8, b);
    storeWord(bytes, at + 12, a);
  }
}

/** SM4 with a key of 16 bytes. */
export function sm4(key: Uint8Array): BlockCipher {
  return new Sm4(key);
}
