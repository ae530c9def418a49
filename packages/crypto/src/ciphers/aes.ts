import { unsafe } from '@noble/ciphers/aes.js';
import type { BlockCipher } from './block-cipher.js';

/** AES with a key of 16, 24 or 32 bytes. */
export class Aes implements BlockCipher {
  readonly blockSize = 16;
  readonly #encryption: Uint32Array;
  #decryption: Uint32Array | undefined;

  constructor(readonly key: Uint8Array) {
    this.#encryption = unsafe.expandKeyLE(key);
  }

  encrypt(bytes: Uint8Array, at: number): void {
    const { s0, s1, s2, s3 } = unsafe.encrypt(
      this.#encryption,
      load(bytes, at),
      load(bytes, at + 4),
      load(bytes, at + 8),
      load(bytes, at + 12),
    );
    store(bytes, at, s0, s1, s2, s3);
  }

  decrypt(bytes: Uint8Array, at: number): void {
    this.#decryption ??= unsafe.expandKeyDecLE(this.key);
    const { s0, s1, s2, s3 } = unsafe.decrypt(
      this.#decryption,
      load(bytes, at),
      load(bytes, at + 4),
      load(bytes, at + 8),
      load(bytes, at + 12),
    );
    store(bytes, at, s0, s1, s2, s3);
  }
}

function load(bytes: Uint8Array, at: number): number {
  return (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8) | ((bytes[at + 2] ?? 0) << 16) | ((bytes[at + 3] ?? 0) << 24);
}

function store(bytes: Uint8Array, at: number, ...words: readonly [number, number, number, number]): void {
  for (let i = 0; i < 16; i++) bytes[at + i] = (words[i >> 2] ?? 0) >>> (8 * (i & 3));
}
