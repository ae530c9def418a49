// Powers modulo large numbers: RSA-sized, and a primality test of Mersenne numbers.

export function main() {
  const p = (1n << 521n) - 1n;
  const q = (1n << 607n) - 1n;
  const modulus = p * q;
  const message = 0x123456789abcdefn << 300n;
  return {
    coded: power(message, 65537n, modulus) % 1000003n,
    fermat: power(3n, p - 1n, p),
    exponents: [127, 257, 521, 523].filter(isMersennePrime),
    divisor: gcd(modulus * 12345n, p * 67890n) / p,
  };
}

function power(base, exponent, modulus) {
  let result = 1n;
  let square = base;
  for (let n = exponent; n !== 0n; n >>= 1n) {
    if ((n & 1n) === 1n) result = (result * square) % modulus;
    square = (square * square) % modulus;
  }
  return result;
}

/** The test of Lucas and Lehmer. */
function isMersennePrime(exponent) {
  const m = (1n << BigInt(exponent)) - 1n;
  let s = 4n;
  for (let i = 0; i < exponent - 2; i++) s = (s * s - 2n) % m;
  return s === 0n;
}

function gcd(a, b) {
  let [x, y] = [a, b];
  while (y !== 0n) [x, y] = [y, x % y];
  return x;
}

export const toErlang = ({ coded, fermat, exponents, divisor }) => `{${coded},${fermat},[${exponents.join(',')}],${divisor}}`;
