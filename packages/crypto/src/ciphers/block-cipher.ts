/** A block cipher with its key. */
export interface BlockCipher {
  /** Bytes of a block. */
  readonly blockSize: number;
  /** Encrypts the block at a place, in place. */
  encrypt(bytes: Uint8Array, at: number): void;
  /** Decrypts the block at a place, in place. */
  decrypt(bytes: Uint8Array, at: number): void;
}

/** A word of bytes, most significant byte first. */
export function loadWord(bytes: Uint8Array, at: number): number {
  return ((bytes[at] ?? 0) << 24) | ((bytes[at + 1] ?? 0) << 16) | ((bytes[at + 2] ?? 0) << 8) | (bytes[at + 3] ?? 0);
}

/** Stores a word, most significant byte first. */
export function storeWord(bytes: Uint8Array, at: number, word: number): void {
  bytes[at] = word >>> 24;
  bytes[at + 1] = word >>> 16;
  bytes[at + 2] = word >>> 8;
  bytes[at + 3] = word;
}
