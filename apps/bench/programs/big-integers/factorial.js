// Factorials, Fibonacci numbers and binomials as BigInts, and their digits.

const MODULUS = 1000003n;

export function main() {
  const factorial = product(1n, 1500n);
  const text = factorial.toString();
  let digits = 0;
  for (const digit of text) digits += Number(digit);
  return [factorial % MODULUS, fibonacci(5000) % MODULUS, digits, (factorial / product(1n, 1490n)) % MODULUS, BigInt(text) === factorial];
}

/** Multiplies halves, so that factors are of one size. */
function product(from, to) {
  if (to - from >= 30n) {
    const middle = (from + to) / 2n;
    return product(from, middle) * product(middle + 1n, to);
  }
  let result = 1n;
  for (let i = from; i <= to; i++) result *= i;
  return result;
}

function fibonacci(n) {
  let [a, b] = [0n, 1n];
  for (let i = 0; i < n; i++) [a, b] = [b, a + b];
  return a;
}

export const toErlang = (results) => `{${results.join(',')}}`;
