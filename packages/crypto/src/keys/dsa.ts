import { inverse, mod, power } from '../numbers/powers.js';
import type { NumberPair } from './der-signature.js';
import { leftmost } from './ecdsa.js';

/** The numbers of a group of DSA. */
export interface DsaGroup {
  readonly p: bigint;
  readonly q: bigint;
  readonly g: bigint;
}

/**
 * Signs a digest.
 * @param draw - draws a number from 1 to below the order
 */
export function* signDsa({ p, q, g }: DsaGroup, key: bigint, digest: Uint8Array, draw: () => bigint): Generator<undefined, NumberPair> {
  const e = leftmost(digest, q);
  for (;;) {
    const k = draw();
    const r = mod(yield* power(g, k, p), q);
    const s = mod((inverse(k, q) ?? 0n) * (e + r * key), q);
    if (r !== 0n && s !== 0n) return { r, s };
  }
}

/** True if a signature of a digest is right. */
export function* verifyDsa({ p, q, g }: DsaGroup, key: bigint, digest: Uint8Array, { r, s }: NumberPair): Generator<undefined, boolean> {
  const inverted = s < q ? inverse(s, q) : undefined;
  if (r === 0n || r >= q || inverted === undefined) return false;
  const ours = yield* power(g, mod(leftmost(digest, q) * inverted, q), p);
  const theirs = yield* power(key, mod(r * inverted, q), p);
  return mod((ours * theirs) % p, q) === r;
}
