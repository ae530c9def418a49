import { blake2b, blake2s } from '@noble/hashes/blake2.js';
import { md5, ripemd160, sha1 } from '@noble/hashes/legacy.js';
import { sha224, sha256, sha384, sha512, sha512_224, sha512_256 } from '@noble/hashes/sha2.js';
import { sha3_224, sha3_256, sha3_384, sha3_512, shake128, shake256 } from '@noble/hashes/sha3.js';
import type { CHash, CHashXOF } from '@noble/hashes/utils.js';
import { md4 } from './md4.js';
import { sm3 } from './sm3.js';

/** A hash function that OTP knows. */
export interface Digest {
  readonly name: string;
  /** The function, any of noble's shape. */
  readonly hash: CHash;
  /** Bytes of the digest; 0 where the caller chooses. */
  readonly size: number;
  /** OpenSSL's number for it. */
  readonly type: number;
  /** First release of OTP that has it. */
  readonly since: number;
  /** The same function, where the caller can choose how much it gives. */
  readonly xof?: CHashXOF;
  /** DER of the object identifier, with which an RSA signature says what it signs; undefined where OpenSSL refuses. */
  readonly oid?: readonly number[];
}

const NIST = [0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02];

/** In the order of `crypto:supports(hashs)`. */
const digests: readonly Digest[] = [
  { name: 'blake2s', hash: blake2s as unknown as CHash, size: 32, type: 1057, since: 0 },
  { name: 'blake2b', hash: blake2b as unknown as CHash, size: 64, type: 1056, since: 0 },
  { name: 'sm3', hash: sm3 as unknown as CHash, size: 32, type: 1143, since: 26, oid: [0x2a, 0x81, 0x1c, 0xcf, 0x55, 0x01, 0x83, 0x78] },
  { name: 'shake256', hash: shake256 as unknown as CHash, size: 0, type: 1101, since: 26, xof: shake256 as unknown as CHashXOF },
  { name: 'shake128', hash: shake128 as unknown as CHash, size: 0, type: 1100, since: 26, xof: shake128 as unknown as CHashXOF },
  { name: 'sha3_512', hash: sha3_512, size: 64, type: 1099, since: 0, oid: [...NIST, 0x0a] },
  { name: 'sha3_384', hash: sha3_384, size: 48, type: 1098, since: 0, oid: [...NIST, 0x09] },
  { name: 'sha3_256', hash: sha3_256, size: 32, type: 1097, since: 0, oid: [...NIST, 0x08] },
  { name: 'sha3_224', hash: sha3_224, size: 28, type: 1096, since: 0, oid: [...NIST, 0x07] },
  { name: 'sha512_256', hash: sha512_256 as unknown as CHash, size: 32, type: 1095, since: 26, oid: [...NIST, 0x06] },
  { name: 'sha512_224', hash: sha512_224 as unknown as CHash, size: 28, type: 1094, since: 26, oid: [...NIST, 0x05] },
  { name: 'sha512', hash: sha512 as unknown as CHash, size: 64, type: 674, since: 0, oid: [...NIST, 0x03] },
  { name: 'sha384', hash: sha384 as unknown as CHash, size: 48, type: 673, since: 0, oid: [...NIST, 0x02] },
  { name: 'sha256', hash: sha256 as unknown as CHash, size: 32, type: 672, since: 0, oid: [...NIST, 0x01] },
  { name: 'sha224', hash: sha224 as unknown as CHash, size: 28, type: 675, since: 0, oid: [...NIST, 0x04] },
  { name: 'sha', hash: sha1, size: 20, type: 64, since: 0, oid: [0x2b, 0x0e, 0x03, 0x02, 0x1a] },
  { name: 'ripemd160', hash: ripemd160, size: 20, type: 117, since: 0, oid: [0x2b, 0x24, 0x03, 0x02, 0x01] },
  { name: 'md5', hash: md5, size: 16, type: 4, since: 0, oid: [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x02, 0x05] },
  { name: 'md4', hash: md4 as unknown as CHash, size: 16, type: 257, since: 0, oid: [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x02, 0x04] },
];

const byName = new Map(digests.map((digest) => [digest.name, digest]));

/** The hash functions that a release of OTP has. */
export function digestsOf(otpRelease: number): readonly Digest[] {
  return digests.filter(({ since }) => since <= otpRelease);
}

/** A hash function by its name; undefined if a release of OTP has none of that name. */
export function digestNamed(name: string | undefined, otpRelease: number): Digest | undefined {
  const found = name === undefined ? undefined : byName.get(name);
  return found === undefined || found.since > otpRelease ? undefined : found;
}

/** The digest of data, of the usual length where there is a choice. */
export function digestOf({ hash }: Digest, data: Uint8Array): Uint8Array {
  return hash(data);
}
