import { type BlockCipher, loadWord, storeWord } from './block-cipher.js';

/** The boxes of the standard (FIPS 46-3), a hexadecimal digit for each entry, row by row. */
const BOXES = [
  'e4d12fb83a6c5907 0f74e2d1a6cb9538 41e8d62bfc973a50 fc8249175b3ea06d',
  'f18e6b34972dc05a 3d47f28ec01a69b5 0e7ba4d158c6932f d8a13f42b67c05e9',
  'a09e63f51dc7b428 d709346a285ecbf1 d6498f30b12c5ae7 1ad069874fe3b52c',
  '7de3069a1285bc4f d8b56f03472c1ae9 a690cb7df13e5284 3f06a1d8945bc72e',
  '2c417ab6853fd0e9 eb2c47d150fa3986 421bad78f9c5630e b8c71e2d6f09a453',
  'c1af92680d34e75b af427c9561de0b38 9ef528c3704a1db6 432c95fabe17608d',
  '4b2ef08d3c975a61 d0b7491ae35c2f86 14bdc37eaf680592 6bd814a7950fe23c',
  'd2846fb1a93e50c7 1fd8a374c56b0e92 7b419ce206adf358 21e74a8dfc90356b',
].map((text) => [...text.replaceAll(' ', '')].map((digit) => Number.parseInt(digit, 16)));

const P = [16, 7, 20, 21, 29, 12, 28, 17, 1, 15, 23, 26, 5, 18, 31, 10, 2, 8, 24, 14, 32, 27, 3, 9, 19, 13, 30, 6, 22, 11, 4, 25];
const PC1 = [
  57, 49, 41, 33, 25, 17, 9, 1, 58, 50, 42, 34, 26, 18, 10, 2, 59, 51, 43, 35, 27, 19, 11, 3, 60, 52, 44, 36, 63, 55, 47, 39, 31, 23, 15, 7,
  62, 54, 46, 38, 30, 22, 14, 6, 61, 53, 45, 37, 29, 21, 13, 5, 28, 20, 12, 4,
];
const PC2 = [
  14, 17, 11, 24, 1, 5, 3, 28, 15, 6, 21, 10, 23, 19, 12, 4, 26, 8, 16, 7, 27, 20, 13, 2, 41, 52, 31, 37, 47, 55, 30, 40, 51, 45, 33, 48,
  44, 49, 39, 56, 34, 53, 46, 42, 50, 36, 29, 32,
];
const SHIFTS = [1, 1, 2, 2, 2, 2, 2, 2, 1, 2, 2, 2, 2, 2, 2, 1];

/** By box and its six bits: what the box gives, its bits where `P` puts them. */
const permuted = BOXES.map((box, number) =>
  Int32Array.from({ length: 64 }, (_, bits) => {
    const row = ((bits >> 4) & 2) | (bits & 1);
    const value = box[16 * row + ((bits >> 1) & 15)] ?? 0;
    let word = 0;
    P.forEach((from, to) => {
      const bit = from - 1 - 4 * number;
      if (bit >= 0 && bit < 4 && (value & (8 >> bit)) !== 0) word |= 1 << (31 - to);
    });
    return word;
  }),
);

/** The keys of the 16 rounds, eight times six bits each. */
function roundKeys(key: Uint8Array): Uint8Array {
  const bit = (i: number): number => ((key[i >> 3] ?? 0) >> (7 - (i & 7))) & 1;
  const bits = PC1.map((place) => bit(place - 1));
  const keys = new Uint8Array(128);
  let turned = 0;
  SHIFTS.forEach((shift, round) => {
    turned += shift;
    const at = (i: number): number => (i < 28 ? (bits[(i + turned) % 28] ?? 0) : (bits[28 + ((i - 28 + turned) % 28)] ?? 0));
    PC2.forEach((place, i) => {
      const index = 8 * round + Math.floor(i / 6);
      keys[index] = ((keys[index] ?? 0) << 1) | at(place - 1);
    });
  });
  return keys;
}

/** DES with a key of 8 bytes, which is broken: for old protocols. */
class Des implements BlockCipher {
  readonly blockSize = 8;
  readonly #keys: Uint8Array;

  constructor(key: Uint8Array) {
    this.#keys = roundKeys(key);
  }

  encrypt(bytes: Uint8Array, at: number): void {
    this.#run(bytes, at, 0, 1);
  }

  decrypt(bytes: Uint8Array, at: number): void {
    this.#run(bytes, at, 15, -1);
  }

  #run(bytes: Uint8Array, at: number, first: number, step: number): void {
    let l = loadWord(bytes, at);
    let r = loadWord(bytes, at + 4);
    let t = ((l >>> 4) ^ r) & 0x0f0f0f0f;
    r ^= t;
    l ^= t << 4;
    t = ((l >>> 16) ^ r) & 0xffff;
    r ^= t;
    l ^= t << 16;
    t = ((r >>> 2) ^ l) & 0x33333333;
    l ^= t;
    r ^= t << 2;
    t = ((r >>> 8) ^ l) & 0x00ff00ff;
    l ^= t;
    r ^= t << 8;
    t = ((l >>> 1) ^ r) & 0x55555555;
    r ^= t;
    l ^= t << 1;
    for (let i = 0, round = first; i < 16; i++, round += step) {
      let mixed = 0;
      for (let box = 0; box < 8; box++) {
        const shift = (5 + 4 * box) & 31;
        const six = ((r << shift) | (r >>> (32 - shift))) & 63;
        mixed |= permuted[box]?.[six ^ (this.#keys[8 * round + box] ?? 0)] ?? 0;
      }
      t = l ^ mixed;
      l = r;
      r = t;
    }
    t = l;
    l = r;
    r = t;
    t = ((l >>> 1) ^ r) & 0x55555555;
    r ^= t;
    l ^= t << 1;
    t = ((r >>> 8) ^ l) & 0x00ff00ff;
    l ^= t;
    r ^= t << 8;
    t = ((r >>> 2) ^ l) & 0x33333333;
    l ^= t;
    r ^= t << 2;
    t = ((l >>> 16) ^ r) & 0xffff;
    r ^= t;
    l ^= t << 16;
    t = ((l >>> 4) ^ r) & 0x0f0f0f0f;
    r ^= t;
    l ^= t << 4;
    storeWord(bytes, at, l);
    storeWord(bytes, at + 4, r);
  }
}

/** Triple DES with a key of 24 bytes. */
class TripleDes implements BlockCipher {
  readonly blockSize = 8;
  readonly #parts: readonly [Des, Des, Des];

  constructor(key: Uint8Array) {
    this.#parts = [new Des(key.subarray(0, 8)), new Des(key.subarray(8, 16)), new Des(key.subarray(16, 24))];
  }

  encrypt(bytes: Uint8Array, at: number): void {
    this.#parts[0].encrypt(bytes, at);
    this.#parts[1].decrypt(bytes, at);
    this.#parts[2].encrypt(bytes, at);
  }

  decrypt(bytes: Uint8Array, at: number): void {
    this.#parts[2].decrypt(bytes, at);
    this.#parts[1].encrypt(bytes, at);
    this.#parts[0].decrypt(bytes, at);
  }
}

/** DES with a key of 8 bytes. */
export function des(key: Uint8Array): BlockCipher {
  return new Des(key);
}

/** Triple DES with a key of 24 bytes. */
export function tripleDes(key: Uint8Array): BlockCipher {
  return new TripleDes(key);
}
