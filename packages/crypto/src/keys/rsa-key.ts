import type { Term } from '@beamline/beam-file';
import type { CryptoEngine, EngineRsaKey } from '../engine.js';
import { bitLength, bytesOf, numberOf } from '../numbers/big-bytes.js';
import { mod, power } from '../numbers/powers.js';
import { binaryBytes, elements } from '../terms/arguments.js';

/** The public numbers of a key. */
export interface RsaPublicKey {
  readonly e: bigint;
  readonly n: bigint;
  /** Bytes of the modulus. */
  readonly bytes: number;
}

/** A private key, with the primes if they are known. */
export interface RsaPrivateKey extends RsaPublicKey {
  readonly d: bigint;
  readonly primes?: { readonly p: bigint; readonly q: bigint; readonly dp: bigint; readonly dq: bigint; readonly qInverse: bigint };
}

/** The numbers of a key, which OTP gives as a list of binaries; undefined for anything else. */
export function keyNumbers(term: Term | undefined): readonly bigint[] | undefined {
  const numbers: bigint[] = [];
  for (const element of elements(term) ?? [undefined]) {
    const bytes = binaryBytes(element);
    if (bytes === undefined) return undefined;
    numbers.push(numberOf(bytes));
  }
  return numbers;
}

/** `[E, N]`. */
export function rsaPublicKey(term: Term | undefined): RsaPublicKey | undefined {
  const [e, n, ...more] = keyNumbers(term) ?? [];
  return e === undefined || n === undefined || more.length > 0 ? undefined : { e, n, bytes: Math.ceil(bitLength(n) / 8) };
}

/** `[E, N, D]`, or with `P1, P2, E1, E2, C`. */
export function rsaPrivateKey(term: Term | undefined): RsaPrivateKey | undefined {
  const numbers = keyNumbers(term) ?? [];
  const [e, n, d, p, q, dp, dq, qInverse] = numbers;
  if (e === undefined || n === undefined || d === undefined || (numbers.length !== 3 && numbers.length !== 8)) return undefined;
  const key = { e, n, d, bytes: Math.ceil(bitLength(n) / 8) };
  if (p === undefined || q === undefined || dp === undefined || dq === undefined || qInverse === undefined) return key;
  return { ...key, primes: { p, q, dp, dq, qInverse } };
}

/** The public operation on the bytes of a number; undefined if that is too large. */
export function* publicOperation({ e, n, bytes }: RsaPublicKey, block: Uint8Array): Generator<undefined, Uint8Array | undefined> {
  const value = numberOf(block);
  if (value >= n) return undefined;
  return bytesOf(yield* power(value, e, n), bytes);
}

function engineKey({ e, n, d }: RsaPrivateKey, { p, q, dp, dq, qInverse }: NonNullable<RsaPrivateKey['primes']>): EngineRsaKey {
  return {
    e: bytesOf(e),
    n: bytesOf(n),
    d: bytesOf(d),
    p: bytesOf(p),
    q: bytesOf(q),
    dp: bytesOf(dp),
    dq: bytesOf(dq),
    qInverse: bytesOf(qInverse),
  };
}

/** The private operation on the bytes of a number; undefined if that is too large, or the key is wrong. */
export function* privateOperation(
  key: RsaPrivateKey,
  block: Uint8Array,
  engine: CryptoEngine,
): Generator<undefined, Uint8Array | undefined> {
  const { n, e, d, primes, bytes } = key;
  const value = numberOf(block);
  if (value >= n) return undefined;
  const made = primes === undefined ? undefined : engine.rsaPrivate?.(engineKey(key, primes), bytesOf(value, bytes));
  if (made !== undefined) return made;
  if (primes === undefined) return bytesOf(yield* power(value, d, n), bytes);
  const { p, q, dp, dq, qInverse } = primes;
  if (p === 0n || q === 0n) return undefined;
  const first = yield* power(value, dp, p);
  const second = yield* power(value, dq, q);
  const result = second + q * mod(qInverse * (first - second), p);
  // A wrong result of one prime would give the other one away.
  return (yield* power(result, e, n)) === value ? bytesOf(result, bytes) : bytesOf(yield* power(value, d, n), bytes);
}
