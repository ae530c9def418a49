// Without processes: a list of primes for each number to be tried with.
export function bench() {
  let sum = 0;
  for (const prime of sieve(1500)) sum += prime;
  return sum;
}

function sieve(limit) {
  const primes = [];
  for (let n = 2; n <= limit; n++) {
    if (primes.every((prime) => n % prime !== 0)) primes.push(n);
  }
  return primes;
}
