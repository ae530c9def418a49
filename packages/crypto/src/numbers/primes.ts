import type { NifContext } from '@beamline/runtime-core';
import { randomBelow } from '../random/random-nifs.js';
import { numberOf } from './big-bytes.js';
import { power } from './powers.js';

/** Rounds of Miller and Rabin's test. */
const ROUNDS = 10;

/** Odd primes below 2,000. */
const smallPrimes: readonly number[] = Array.from({ length: 999 }, (_, i) => 2 * i + 3).filter((n) => {
  for (let i = 3; i * i <= n; i += 2) if (n % i === 0) return false;
  return true;
});

/** True if an odd number is prime, but for a chance of one in a million or less. */
function* isPrime(n: bigint, context: NifContext): Generator<undefined, boolean> {
  let d = n - 1n;
  let twos = 0;
  while ((d & 1n) === 0n) {
    d >>= 1n;
    twos++;
  }
  for (let round = 0; round < ROUNDS; round++) {
    const base = (randomBelow(n - 3n, context) ?? 0n) + 2n;
    let x = yield* power(base, d, n);
    if (x === 1n || x === n - 1n) continue;
    let isComposite = true;
    for (let i = 1; i < twos && isComposite; i++) {
      x = (x * x) % n;
      isComposite = x !== n - 1n;
    }
    if (isComposite) return false;
  }
  return true;
}

/** A prime of so many bits, the two highest ones set, for keys with a public exponent; undefined where the host has no random bytes. */
export function* randomPrime(bits: number, exponent: bigint, context: NifContext): Generator<undefined, bigint | undefined> {
  for (;;) {
    const drawn = context.random(Math.ceil(bits / 8));
    if (drawn === undefined) return undefined;
    const start = (numberOf(drawn) >> BigInt(8 * drawn.length - bits)) | (3n << BigInt(bits - 2)) | 1n;
    const remainders = smallPrimes.map((prime) => Number(start % BigInt(prime)));
    yield;
    // The first one from there on that no small prime divides, as long as they are few.
    for (let step = 0; step < 2 * bits; step += 2) {
      if (remainders.some((remainder, i) => (remainder + step) % (smallPrimes[i] ?? 1) === 0)) continue;
      const candidate = start + BigInt(step);
      if (candidate >> BigInt(bits) !== 0n) break;
      if (gcd(candidate - 1n, exponent) !== 1n) continue;
      if (yield* isPrime(candidate, context)) return candidate;
    }
  }
}

function gcd(left: bigint, right: bigint): bigint {
  let [a, b] = [left, right];
  while (b !== 0n) [a, b] = [b, a % b];
  return a;
}
