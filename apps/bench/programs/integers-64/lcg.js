// Knuth's linear congruential generator modulo 2^64, in BigInts.

export function main() {
  let x = 1n;
  for (let i = 0; i < 300000; i++) x = BigInt.asUintN(64, x * 6364136223846793005n + 1442695040888963407n);
  return x;
}

export const toErlang = String;
