/** Bits of the exponent that are taken at a time. */
const WINDOW = 5;

/** A remainder that is not negative. */
export function mod(value: bigint, modulus: bigint): bigint {
  const remainder = value % modulus;
  return remainder < 0n ? remainder + modulus : remainder;
}

/** A power by a modulus, in which work may pause. */
export function* power(base: bigint, exponent: bigint, modulus: bigint): Generator<undefined, bigint> {
  if (modulus === 1n) return 0n;
  const first = mod(base, modulus);
  const powers = [1n % modulus, first];
  for (let i = 2; i < 1 << WINDOW; i++) powers.push(((powers[i - 1] ?? 0n) * first) % modulus);
  const bits = exponent.toString(2);
  const digits = bits.padStart(Math.ceil(bits.length / WINDOW) * WINDOW, '0');
  let result = 1n;
  for (let at = 0; at < digits.length; at += WINDOW) {
    for (let i = 0; i < WINDOW; i++) result = (result * result) % modulus;
    result = (result * (powers[Number.parseInt(digits.slice(at, at + WINDOW), 2)] ?? 0n)) % modulus;
    yield;
  }
  return result;
}

/** The inverse by a modulus; undefined if there is none. */
export function inverse(value: bigint, modulus: bigint): bigint | undefined {
  let [a, b] = [mod(value, modulus), modulus];
  let [x, y] = [1n, 0n];
  while (b !== 0n) {
    const quotient = a / b;
    [a, b] = [b, a - quotient * b];
    [x, y] = [y, x - quotient * y];
  }
  return a === 1n ? mod(x, modulus) : undefined;
}
