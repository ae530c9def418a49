import { integerBytes, readBigInt, writeInteger } from './integer-term.js';
import type { LinearMemory } from './linear-memory.js';

/** Bits beyond which an integer is refused, as OTP's system_limit does for sizes far from practical. */
const MAXIMUM_BITS = 1n << 26n;

const operations: readonly ((a: bigint, b: bigint) => bigint | undefined)[] = [
  (a, b) => a + b,
  (a, b) => a - b,
  (a, b) => a * b,
  (a, b) => a / b,
  (a, b) => a % b,
  (a, b) => a & b,
  (a, b) => a | b,
  (a, b) => a ^ b,
  (a, b) => shift(a, b),
  (a, b) => shift(a, -b),
];

function shift(a: bigint, by: bigint): bigint | undefined {
  if (by > MAXIMUM_BITS) return a === 0n ? 0n : undefined;
  if (by < -MAXIMUM_BITS) return a < 0n ? -1n : 0n;
  return by >= 0n ? a << by : a >> -by;
}

/** The kernel's `bigBinary`: integer arithmetic beyond 64 bits by BigInt. 0 when the result is too large. */
export function bigBinary(memory: LinearMemory, allocate: (bytes: number) => number, operation: number, a: number, b: number): number {
  let result: bigint | undefined;
  try {
    result = operations[operation]?.(readBigInt(memory, a), readBigInt(memory, b));
  } catch (error) {
    // The engine's own limit for a BigInt.
    if (!(error instanceof RangeError)) throw error;
  }
  if (result === undefined) return 0;
  const bytes = integerBytes(result);
  const at = bytes === 0 ? 0 : allocate(bytes) >>> 0;
  return writeInteger(memory, result, at);
}

/** The kernel's `bigToFloat`: NaN beyond the range of floats. */
export function bigToFloat(memory: LinearMemory, a: number): number {
  const value = Number(readBigInt(memory, a));
  return Number.isFinite(value) ? value : NaN;
}
