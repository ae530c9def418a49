import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesOf } from '../numbers/big-bytes.js';
import { joined } from '../terms/arguments.js';
import type { RsaPrivateKey } from './rsa-key.js';

const encoder = new TextEncoder();
/** Lengths that are drawn, of which the last one that fits is taken. */
const CANDIDATES = 128;

function drawn(key: Uint8Array, label: string, bytes: number): Uint8Array {
  const parts: Uint8Array[] = [];
  const bits = 8 * bytes;
  for (let i = 0; 32 * i < bytes; i++)
    parts.push(hmac(sha256, key, joined([Uint8Array.of(i >> 8, i), encoder.encode(label), Uint8Array.of(bits >> 8, bits)])));
  return joined(parts).subarray(0, bytes);
}

/**
 * The text that OpenSSL gives for one whose padding is wrong, since 3.2, so that nobody learns that it is: drawn from the key and the text,
 * always the same.
 */
export function inventedText({ d, bytes }: RsaPrivateKey, encrypted: Uint8Array): Uint8Array {
  const padded = joined([new Uint8Array(Math.max(0, bytes - encrypted.length)), encrypted]);
  const key = hmac(sha256, sha256(bytesOf(d, bytes)), padded);
  const text = drawn(key, 'message', bytes);
  const lengths = drawn(key, 'length', 2 * CANDIDATES);
  const most = bytes - 2 - 8;
  let mask = most;
  for (let shift = 1; shift < 16; shift *= 2) mask |= mask >> shift;
  let length = 0;
  for (let i = 0; i < CANDIDATES; i++) {
    const candidate = (((lengths[2 * i] ?? 0) << 8) | (lengths[2 * i + 1] ?? 0)) & mask;
    if (candidate < most) length = candidate;
  }
  return text.subarray(bytes - length);
}
