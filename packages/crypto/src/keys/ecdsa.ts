import type { EcGroup, EcPoint } from '../curves/ec-group.js';
import { bitLength, numberOf } from '../numbers/big-bytes.js';
import { inverse, mod } from '../numbers/powers.js';
import type { NumberPair } from './der-signature.js';

/** As many bits of a digest as the order has. */
export function leftmost(digest: Uint8Array, order: bigint): bigint {
  const excess = 8 * digest.length - bitLength(order);
  return excess > 0 ? numberOf(digest) >> BigInt(excess) : numberOf(digest);
}

/**
 * Signs a digest.
 * @param draw - draws a number from 1 to below the order
 */
export function* signEcdsa(group: EcGroup, key: bigint, digest: Uint8Array, draw: () => bigint): Generator<undefined, NumberPair> {
  const { order } = group;
  const e = leftmost(digest, order);
  for (;;) {
    const k = draw();
    const point = yield* group.multiply(group.base, k);
    const r = point === undefined ? 0n : mod(point.x, order);
    const s = mod((inverse(k, order) ?? 0n) * (e + r * key), order);
    if (r !== 0n && s !== 0n) return { r, s };
  }
}

/** True if a signature of a digest is right. */
export function* verifyEcdsa(group: EcGroup, key: EcPoint, digest: Uint8Array, { r, s }: NumberPair): Generator<undefined, boolean> {
  const { order } = group;
  const inverted = s < order ? inverse(s, order) : undefined;
  if (r === 0n || r >= order || inverted === undefined) return false;
  const ours = yield* group.multiply(group.base, mod(leftmost(digest, order) * inverted, order));
  const theirs = yield* group.multiply(key, mod(r * inverted, order));
  const point = group.add(ours, theirs);
  return point !== undefined && mod(point.x, order) === r;
}
