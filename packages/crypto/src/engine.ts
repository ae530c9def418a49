/** What takes bytes one part after the other and makes something of them. */
export interface EngineDigest {
  update(bytes: Uint8Array): unknown;
  /** Ends it: nothing comes after. */
  digest(): Uint8Array;
}

/** A hash that can be gone on with in two ways. */
export interface EngineHash extends EngineDigest {
  clone(): EngineHash;
}

/** A cipher with its key and vector, one way, which takes whole blocks and gives as many. */
export interface EngineCipher {
  update(blocks: Uint8Array): Uint8Array;
}

/** The numbers of a private key of RSA with two primes, as bytes. */
export interface EngineRsaKey {
  readonly e: Uint8Array;
  readonly n: Uint8Array;
  readonly d: Uint8Array;
  readonly p: Uint8Array;
  readonly q: Uint8Array;
  readonly dp: Uint8Array;
  readonly dq: Uint8Array;
  readonly qInverse: Uint8Array;
}

/**
 * What a host has in faster code than JavaScript. All of it may be missing, and each function returns undefined for what it does not have: then
 * the package does the work. Algorithms have OTP's names.
 */
export interface CryptoEngine {
  hash?(name: string): EngineHash | undefined;
  hmac?(name: string, key: Uint8Array): EngineDigest | undefined;
  /** In the background, so that nothing waits for it but who wants it. */
  pbkdf2?(name: string, password: Uint8Array, salt: Uint8Array, iterations: number, bytes: number): Promise<Uint8Array> | undefined;
  cipher?(name: string, key: Uint8Array, iv: Uint8Array, encrypts: boolean): EngineCipher | undefined;
  /** Encrypts a text of up to some kilobytes, with a tag of 16 bytes. */
  seal?(
    name: string,
    key: Uint8Array,
    iv: Uint8Array,
    text: Uint8Array,
    aad: Uint8Array,
  ): { readonly text: Uint8Array; readonly tag: Uint8Array } | undefined;
  /** A power of a number by the modulus of a key; a number of as many bytes. */
  rsaPrivate?(key: EngineRsaKey, block: Uint8Array): Uint8Array | undefined;
  /** The public key, not compressed, that belongs to a private one. */
  ecPublicKey?(curve: string, key: Uint8Array): Uint8Array | undefined;
  /** What a private key and the public one of somebody else agree upon. */
  ecSecret?(curve: string, key: Uint8Array, other: Uint8Array): Uint8Array | undefined;
}
