import { type Digest, digestOf } from '../hashes/digests.js';
import { bitLength } from '../numbers/big-bytes.js';
import { areEqual, joined } from '../terms/arguments.js';

/** Random bytes. */
export type Draw = (count: number) => Uint8Array;

/** A mask from a seed (MGF1). */
function mask(digest: Digest, seed: Uint8Array, bytes: number): Uint8Array {
  const out = new Uint8Array(bytes);
  for (let at = 0, counter = 0; at < bytes; at += digest.size, counter++) {
    const part = digestOf(digest, joined([seed, Uint8Array.of(counter >>> 24, counter >>> 16, counter >>> 8, counter)]));
    out.set(part.subarray(0, bytes - at), at);
  }
  return out;
}

function xor(left: Uint8Array, right: Uint8Array): Uint8Array {
  return left.map((byte, i) => byte ^ (right[i] ?? 0));
}

/** `0 1 FF … FF 0` and the text; undefined if there is too little room. */
export function padSigned(text: Uint8Array, bytes: number): Uint8Array | undefined {
  const filling = bytes - text.length - 3;
  if (filling < 8) return undefined;
  return joined([Uint8Array.of(0, 1), new Uint8Array(filling).fill(255), Uint8Array.of(0), text]);
}

/** The text of what `padSigned` made. */
export function unpadSigned(block: Uint8Array): Uint8Array | undefined {
  if (block[0] !== 0 || block[1] !== 1) return undefined;
  let at = 2;
  while (block[at] === 255) at++;
  return at >= 10 && block[at] === 0 ? block.subarray(at + 1) : undefined;
}

/** `0 2`, random bytes, `0` and the text; undefined if there is too little room. */
export function padEncrypted(text: Uint8Array, bytes: number, draw: Draw): Uint8Array | undefined {
  const filling = bytes - text.length - 3;
  if (filling < 8) return undefined;
  const random = draw(filling);
  for (let i = 0; i < filling; i++) while (random[i] === 0) random[i] = draw(1)[0] ?? 0;
  return joined([Uint8Array.of(0, 2), random, Uint8Array.of(0), text]);
}

/** The text of what `padEncrypted` made. */
export function unpadEncrypted(block: Uint8Array): Uint8Array | undefined {
  const end = block.indexOf(0, 2);
  return block[0] === 0 && block[1] === 2 && end >= 10 ? block.subarray(end + 1) : undefined;
}

/** What is signed by PKCS #1: the digest and what made it, as DER. */
export function digestInfo({ oid }: Digest, digest: Uint8Array): Uint8Array | undefined {
  if (oid === undefined) return undefined;
  const algorithm = [0x06, oid.length, ...oid, 0x05, 0x00];
  const body = [0x30, algorithm.length, ...algorithm, 0x04, digest.length];
  return joined([Uint8Array.of(0x30, body.length + digest.length, ...body), digest]);
}

/** OAEP (RFC 8017); undefined if there is too little room. */
export function padOaep(
  text: Uint8Array,
  bytes: number,
  label: Uint8Array,
  digest: Digest,
  maskDigest: Digest,
  draw: Draw,
): Uint8Array | undefined {
  const filling = bytes - text.length - 2 * digest.size - 2;
  if (filling < 0) return undefined;
  const data = joined([digestOf(digest, label), new Uint8Array(filling), Uint8Array.of(1), text]);
  const seed = draw(digest.size);
  const maskedData = xor(data, mask(maskDigest, seed, data.length));
  return joined([Uint8Array.of(0), xor(seed, mask(maskDigest, maskedData, seed.length)), maskedData]);
}

/** The text of what `padOaep` made. */
export function unpadOaep(block: Uint8Array, label: Uint8Array, digest: Digest, maskDigest: Digest): Uint8Array | undefined {
  if (block.length < 2 * digest.size + 2) return undefined;
  const maskedData = block.subarray(1 + digest.size);
  const seed = xor(block.subarray(1, 1 + digest.size), mask(maskDigest, maskedData, digest.size));
  const data = xor(maskedData, mask(maskDigest, seed, maskedData.length));
  const end = data.findIndex((byte, i) => i >= digest.size && byte !== 0);
  const isRight = block[0] === 0 && areEqual(data.subarray(0, digest.size), digestOf(digest, label)) && end >= 0 && data[end] === 1;
  return isRight ? data.subarray(end + 1) : undefined;
}

/** As long as the digest. */
const SALT_OF_DIGEST = -1;
/** As long as there is room for; who verifies takes any. */
export const SALT_ANY = -2;

/** PSS of a digest (RFC 8017); undefined if there is too little room. */
export function padPss(
  hashed: Uint8Array,
  modulus: bigint,
  saltBytes: number,
  digest: Digest,
  maskDigest: Digest,
  draw: Draw,
): Uint8Array | undefined {
  const bits = bitLength(modulus) - 1;
  const bytes = Math.ceil(bits / 8);
  const most = bytes - digest.size - 2;
  const length = saltBytes === SALT_OF_DIGEST ? digest.size : saltBytes < 0 ? most : saltBytes;
  if (length > most || most < 0) return undefined;
  const salt = draw(length);
  const hash = digestOf(digest, joined([new Uint8Array(8), hashed, salt]));
  const data = joined([new Uint8Array(most - length), Uint8Array.of(1), salt]);
  const masked = xor(data, mask(maskDigest, hash, data.length));
  masked[0] = (masked[0] ?? 0) & (255 >> (8 * bytes - bits));
  return joined([new Uint8Array(Math.ceil((bits + 1) / 8) - bytes), masked, hash, Uint8Array.of(0xbc)]);
}

/** True if a block is the PSS of a digest. */
export function isPss(
  block: Uint8Array,
  hashed: Uint8Array,
  modulus: bigint,
  saltBytes: number,
  digest: Digest,
  maskDigest: Digest,
): boolean {
  const bits = bitLength(modulus) - 1;
  const bytes = Math.ceil(bits / 8);
  const encoded = block.subarray(block.length - bytes);
  if (block.length > bytes && block[0] !== 0) return false;
  const dataBytes = bytes - digest.size - 1;
  if (dataBytes < 1 || encoded.at(-1) !== 0xbc) return false;
  const hash = encoded.subarray(dataBytes, dataBytes + digest.size);
  const free = 255 >> (8 * bytes - bits);
  if (((encoded[0] ?? 0) & ~free) !== 0) return false;
  const data = xor(encoded.subarray(0, dataBytes), mask(maskDigest, hash, dataBytes));
  data[0] = (data[0] ?? 0) & free;
  const start = data.findIndex((byte) => byte !== 0);
  if (start < 0 || data[start] !== 1) return false;
  const salt = data.subarray(start + 1);
  const expected = saltBytes === SALT_OF_DIGEST ? digest.size : saltBytes;
  if (expected >= 0 && salt.length !== expected) return false;
  return areEqual(hash, digestOf(digest, joined([new Uint8Array(8), hashed, salt])));
}

/** What ANSI X9.31 writes for a hash function. */
const X931_NUMBERS: Readonly<Record<string, number>> = { sha: 0x33, sha256: 0x34, sha512: 0x35, sha384: 0x36 };

/** The block that ANSI X9.31 signs; undefined for other hash functions, or if there is too little room. */
export function padX931(hashed: Uint8Array, bytes: number, digest: Digest): Uint8Array | undefined {
  const number = X931_NUMBERS[digest.name];
  const filling = bytes - hashed.length - 4;
  if (number === undefined || filling < -1) return undefined;
  const head = filling < 0 ? Uint8Array.of(0x6a) : Uint8Array.of(0x6b, ...new Uint8Array(filling).fill(0xbb), 0xba);
  return joined([head, hashed, Uint8Array.of(number, 0xcc)]);
}
