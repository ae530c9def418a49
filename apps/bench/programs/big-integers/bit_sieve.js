// The sieve of Eratosthenes in the bits of one BigInt.

const BOUND = 4000;

export function main() {
  let composite = 0n;
  for (let p = 2; p * p <= BOUND; p++) {
    if ((composite & (1n << BigInt(p))) !== 0n) continue;
    for (let i = p * p; i <= BOUND; i += p) composite |= 1n << BigInt(i);
  }
  let primes = 0;
  for (let i = 2; i <= BOUND; i++) if (((composite >> BigInt(i)) & 1n) === 0n) primes++;
  return { primes, remainder: composite % 1000003n };
}

export const toErlang = ({ primes, remainder }) => `{${primes},${remainder}}`;
