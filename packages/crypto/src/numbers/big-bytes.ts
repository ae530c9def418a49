import type { Term } from '@beamline/beam-file';
import { terms } from '@beamline/runtime-core';

/** The number that bytes are, most significant one first. */
export function numberOf(bytes: Uint8Array): bigint {
  let text = '';
  for (const byte of bytes) text += byte.toString(16).padStart(2, '0');
  return text === '' ? 0n : BigInt(`0x${text}`);
}

/** The bytes of a number, as few as it has, none for 0; or a length that it is filled up to. */
export function bytesOf(value: bigint, length = 0): Uint8Array<ArrayBuffer> {
  const digits = value === 0n ? '' : value.toString(16);
  const bytes = new Uint8Array(Math.max(length, Math.ceil(digits.length / 2)));
  for (let end = digits.length, at = bytes.length - 1; end > 0; end -= 2, at--)
    bytes[at] = Number.parseInt(digits.slice(Math.max(0, end - 2), end), 16);
  return bytes;
}

/** A number as OTP's natives return it. */
export function numberTerm(value: bigint, length = 0): Term {
  return terms.binary(bytesOf(value, length));
}

/** Bits of a number. */
export function bitLength(value: bigint): number {
  const digits = value.toString(16);
  return 4 * digits.length - Math.clz32(Number.parseInt(digits.charAt(0), 16)) + 28;
}
