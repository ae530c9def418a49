import { integerBytes, readBigInt, writeInteger } from './integer-term.js';
import type { LinearMemory } from './linear-memory.js';

/** The first release with integers of at most 65,535 words of 64 bits; before there were 524,287 (`BIG_ARITY_MAX` in OTP's `erl_term.h`). */
const SHORTER_INTEGERS = 27;

/** Most bits of an integer: what is larger raises system_limit. */
export function maximumIntegerBits(otpRelease: number): number {
  return 64 * (otpRelease >= SHORTER_INTEGERS ? 65_535 : 524_287);
}

type Operation = (a: bigint, b: bigint, most: number) => bigint | undefined;

/** Operations by the numbers that the kernel gives them. A result that would have more than `most` bits is not computed. */
const operations: readonly Operation[] = [
  (a, b) => a + b,
  (a, b) => a - b,
  (a, b, most) => (bitsAtLeast(a) + bitsAtLeast(b) > most + 2 ? undefined : a * b),
  (a, b) => a / b,
  (a, b) => a % b,
  (a, b) => a & b,
  (a, b) => a | b,
  (a, b) => a ^ b,
  shift,
  (a, b, most) => shift(a, -b, most),
];

function shift(a: bigint, by: bigint, most: number): bigint | undefined {
  if (by < -most) return a < 0n ? -1n : 0n;
  if (by <= 0n || a === 0n) return a >> -by;
  return by > most || BigInt(bitsAtLeast(a)) + by > most + 1 ? undefined : a << by;
}

/** Bits of a number, or a few less. */
function bitsAtLeast(value: bigint): number {
  const bytes = integerBytes(value);
  return bytes === 0 ? 1 : Math.max(1, 8 * (bytes - 8) - 31);
}

/** The kernel's `bigBinary`: integer arithmetic beyond 64 bits by BigInt. 0 when the result has more bits than there may be. */
export function bigBinary(
  memory: LinearMemory,
  allocate: (bytes: number) => number,
  maximumBits: number,
  operation: number,
  a: number,
  b: number,
): number {
  const result = operations[operation]?.(readBigInt(memory, a), readBigInt(memory, b), maximumBits);
  if (result === undefined || isTooLarge(result, maximumBits)) return 0;
  const bytes = integerBytes(result);
  const at = bytes === 0 ? 0 : allocate(bytes) >>> 0;
  return writeInteger(memory, result, at);
}

/** True for a number of more bits than there may be, a multiple of 32. */
function isTooLarge(value: bigint, maximumBits: number): boolean {
  return 8 * (integerBytes(value) - 4) > maximumBits;
}

/** The kernel's `bigToFloat`: NaN beyond the range of floats. */
export function bigToFloat(memory: LinearMemory, a: number): number {
  const value = Number(readBigInt(memory, a));
  return Number.isFinite(value) ? value : NaN;
}
