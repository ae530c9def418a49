// Digits of pi by Gibbons' spigot: BigInts that grow and are divided.

const DIGITS = 500;

export function main() {
  let [q, r, t, k, d, l] = [1n, 0n, 1n, 1n, 3n, 3n];
  let sum = 0;
  for (let count = 0; count < DIGITS; ) {
    if (4n * q + r - t < d * t) {
      sum = (sum * 31 + Number(d)) % 1000003;
      count++;
      [r, d, q] = [10n * (r - d * t), (10n * (3n * q + r)) / t - 10n * d, 10n * q];
    } else {
      [r, d, q] = [(2n * q + r) * l, (q * (7n * k + 2n) + r * l) / (t * l), q * k];
      t *= l;
      k += 1n;
      l += 2n;
    }
  }
  return sum;
}

export const toErlang = String;
