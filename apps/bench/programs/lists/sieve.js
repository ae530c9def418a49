// Sieve of Eratosthenes by filtering arrays by remainder.

const BOUND = 60000;

export function main() {
  const primes = [];
  let rest = Array.from({ length: BOUND - 1 }, (_, i) => i + 2);
  while (rest[0] * rest[0] <= BOUND) {
    const [prime] = rest;
    primes.push(prime);
    rest = rest.filter((x) => x % prime !== 0);
  }
  const all = [...primes, ...rest];
  return { count: all.length, last: all.at(-1) };
}

export const toErlang = ({ count, last }) => `{${count},${last}}`;
