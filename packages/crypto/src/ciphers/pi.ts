/** π by Machin's formula, as an integer with so many bits after the point. */
function pi(bits: number): bigint {
  const guard = 64n;
  const one = 1n << (BigInt(bits) + guard);
  const arctanOfInverse = (x: bigint): bigint => {
    let sum = 0n;
    let power = one / x;
    for (let n = 1n, sign = 1n; power > 0n; n += 2n, sign = -sign) {
      sum += (sign * power) / n;
      power /= x * x;
    }
    return sum;
  };
  return (4n * (4n * arctanOfInverse(5n) - arctanOfInverse(239n))) >> guard;
}

/** The first words of π after the point, from which Blowfish has its boxes. */
export function piWords(count: number): Uint32Array {
  const digits = (pi(32 * count) & ((1n << BigInt(32 * count)) - 1n)).toString(16).padStart(8 * count, '0');
  return Uint32Array.from({ length: count }, (_, i) => Number.parseInt(digits.slice(8 * i, 8 * i + 8), 16));
}
