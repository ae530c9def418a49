import { HeaderTag, INTEGER64_HEADER_NEGATIVE, INTEGER64_HEADER_POSITIVE, SMALL_MAX, SMALL_MIN, TermTag } from '@beamline/machine-model';
import type { LinearMemory } from './linear-memory.js';

const INT64_MIN = -(2n ** 63n);
const INT64_MAX = 2n ** 63n - 1n;

/** Bytes of heap that an integer needs: 0 for a small one. */
export function integerBytes(value: number | bigint): number {
  if (value >= SMALL_MIN && value <= SMALL_MAX) return 0;
  const big = BigInt(value);
  if (big >= INT64_MIN && big <= INT64_MAX) return 12;
  return 4 + 4 * limbCount(big);
}

function limbCount(value: bigint): number {
  const magnitude = value < 0n ? -value : value;
  return Math.max(3, Math.ceil(magnitude.toString(16).length / 8));
}

/** Writes an integer to `at`, where there are `integerBytes` bytes, and returns its term. */
export function writeInteger(memory: LinearMemory, value: number | bigint, at: number): number {
  if (value >= SMALL_MIN && value <= SMALL_MAX) return (Number(value) << TermTag.integerShift) | TermTag.integer;
  const big = BigInt(value);
  if (big >= INT64_MIN && big <= INT64_MAX) {
    memory.store(at, big < 0n ? INTEGER64_HEADER_NEGATIVE : INTEGER64_HEADER_POSITIVE);
    memory.view.setBigInt64(at + 4, big, true);
    return at | TermTag.boxed;
  }
  const limbs = limbCount(big);
  const magnitude = big < 0n ? -big : big;
  memory.store(at, (limbs << TermTag.arityShift) | (big < 0n ? HeaderTag.negativeInteger : HeaderTag.positiveInteger));
  const view = memory.view;
  // By hexadecimal digits: shifting a big number limb by limb takes quadratic time.
  const digits = magnitude.toString(16).padStart(8 * limbs, '0');
  for (let i = 0; i < limbs; i++) {
    const end = digits.length - 8 * i;
    view.setUint32(at + 4 + 4 * i, Number.parseInt(digits.slice(end - 8, end), 16), true);
  }
  return at | TermTag.boxed;
}

/** True for a small or boxed integer. */
export function isInteger(memory: LinearMemory, term: number): boolean {
  if ((term & TermTag.immediateMask) === TermTag.integer) return true;
  if ((term & TermTag.primaryMask) !== TermTag.boxed) return false;
  return (memory.load((term >>> 0) - TermTag.boxed) & 0x3b) === HeaderTag.positiveInteger;
}

/** Magnitudes of more limbs become text by way of bytes: a string for each limb would take several times as much. */
const FEW_LIMBS = 64;

/** A magnitude in hexadecimal. */
function hexadecimal(memory: LinearMemory, at: number, limbs: number): string {
  const { view } = memory;
  let digits = '0x';
  for (let i = limbs - 1; i >= 0; i--)
    digits += view
      .getUint32(at + 4 * i, true)
      .toString(16)
      .padStart(8, '0');
  return digits;
}

function longHexadecimal(memory: LinearMemory, at: number, limbs: number): string {
  const { bytes } = memory;
  const digit = (value: number): number => value + (value < 10 ? 48 : 87);
  const text = new Uint8Array(2 + 8 * limbs);
  text.set([48, 120]);
  let slot = 2;
  for (let i = 4 * limbs - 1; i >= 0; i--) {
    const byte = bytes[at + i] ?? 0;
    text[slot++] = digit(byte >> 4);
    text[slot++] = digit(byte & 15);
  }
  return new TextDecoder('latin1').decode(text);
}

/** Value of an integer term. */
export function readBigInt(memory: LinearMemory, term: number): bigint {
  if ((term & TermTag.immediateMask) === TermTag.integer) return BigInt(term >> TermTag.integerShift);
  const at = (term >>> 0) - TermTag.boxed;
  const header = memory.load(at);
  if (header === INTEGER64_HEADER_POSITIVE || header === INTEGER64_HEADER_NEGATIVE) return memory.view.getBigInt64(at + 4, true);
  const limbs = header >>> TermTag.arityShift;
  const magnitude = BigInt(limbs > FEW_LIMBS ? longHexadecimal(memory, at + 4, limbs) : hexadecimal(memory, at + 4, limbs));
  return (header & TermTag.headerMask) === HeaderTag.negativeInteger ? -magnitude : magnitude;
}
