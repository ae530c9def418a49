/** LEB128 by the book, with bigints throughout: what the package is compared with. */

/** An integer type: how many bits, and whether it has a sign. */
export interface IntegerType {
  readonly name: string;
  readonly bits: number;
  readonly signed: boolean;
}

export const U32: IntegerType = { name: 'u32', bits: 32, signed: false };
export const S32: IntegerType = { name: 's32', bits: 32, signed: true };
export const S33: IntegerType = { name: 's33', bits: 33, signed: true };
export const U64: IntegerType = { name: 'u64', bits: 64, signed: false };
export const S64: IntegerType = { name: 's64', bits: 64, signed: true };

export function minimum(type: IntegerType): bigint {
  return type.signed ? -(2n ** BigInt(type.bits - 1)) : 0n;
}

export function maximum(type: IntegerType): bigint {
  return 2n ** BigInt(type.signed ? type.bits - 1 : type.bits) - 1n;
}

/** The shortest encoding. */
export function encode(type: IntegerType, value: bigint): number[] {
  const bytes: number[] = [];
  let rest = value;
  for (;;) {
    const low = ((rest % 128n) + 128n) % 128n;
    rest = (rest - low) / 128n;
    const last = type.signed ? (rest === 0n && low < 64n) || (rest === -1n && low >= 64n) : rest === 0n;
    if (last) return [...bytes, Number(low)];
    bytes.push(Number(low) + 128);
  }
}

/** The encoding with a fixed number of bytes. */
export function encodePadded(value: bigint, size: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  for (let i = 0; i < size; i++) {
    const low = ((rest % 128n) + 128n) % 128n;
    rest = (rest - low) / 128n;
    bytes.push(Number(low) + (i < size - 1 ? 128 : 0));
  }
  return bytes;
}

/** The value and length of the integer at the start of `bytes`, or why there is none. */
export function decode(type: IntegerType, bytes: readonly number[]): { value: bigint; size: number } | { reason: string; offset: number } {
  const maxSize = Math.ceil(type.bits / 7);
  let value = 0n;
  for (let i = 0; i < maxSize; i++) {
    const byte = bytes[i];
    if (byte === undefined) return { reason: 'truncated', offset: i };
    value += BigInt(byte % 128) * 128n ** BigInt(i);
    if (byte < 128) {
      if (type.signed && byte >= 64) value -= 128n ** BigInt(i + 1);
      if (value < minimum(type) || value > maximum(type)) return { reason: 'out of range', offset: i };
      return { value, size: i + 1 };
    }
  }
  return { reason: 'too long', offset: maxSize - 1 };
}
