import { Leb128DecodeError, type Leb128DecodeReason } from './errors.js';

/**
 * Reads LEB128 integers one after the other, without allocating for numbers.
 *
 * Every reading method throws {@link Leb128DecodeError} and then leaves `offset` where it was.
 * Encodings may be longer than needed, but not longer than the type allows: 5 bytes for 32 and
 * 33 bits, 10 bytes for 64.
 */
export class Leb128Reader {
  constructor(
    /** The input. */
    public bytes: Uint8Array,
    /** The next byte to read; free to be moved. */
    public offset = 0,
  ) {}

  /** Starts on other bytes, so that one reader serves many inputs. */
  reset(bytes: Uint8Array, offset = 0): void {
    this.bytes = bytes;
    this.offset = offset;
  }

  /** Reads an unsigned 32-bit integer. */
  u32(): number {
    const start = this.offset;
    const first = this.bytes[start];
    if (first !== undefined && first < 0x80) {
      this.offset = start + 1;
      return first;
    }
    return this.#low('u32', 0x0f, 0) >>> 0;
  }

  /** Reads a signed 32-bit integer. */
  s32(): number {
    const start = this.offset;
    const first = this.bytes[start];
    if (first !== undefined && first < 0x80) {
      this.offset = start + 1;
      return (first << 25) >> 25;
    }
    return this.#low('s32', 0x07, 0x78);
  }

  /** Reads a signed 33-bit integer. */
  s33(): number {
    const start = this.offset;
    const first = this.bytes[start];
    if (first !== undefined && first < 0x80) {
      this.offset = start + 1;
      return (first << 25) >> 25;
    }
    const low = this.#low('s33', 0x0f, 0x70) >>> 0;
    const last = this.bytes[this.offset - 1] ?? 0;
    // Below five bytes #low has extended the sign to 32 bits: bit 31 is bit 32 as well.
    const negative = this.offset - start === 5 ? (last & 0x10) !== 0 : low >= 0x8000_0000;
    return negative ? low - 0x1_0000_0000 : low;
  }

  /** Reads an unsigned 64-bit integer. */
  u64(): bigint {
    return BigInt.asUintN(64, this.#wide('u64', 0x01, 0));
  }

  /** Reads a signed 64-bit integer. */
  s64(): bigint {
    return BigInt.asIntN(64, this.#wide('s64', 0x00, 0x7f));
  }

  /** Reads an unsigned 64-bit integer that must be below 2^53, without making a bigint. */
  u64Number(): number {
    const start = this.offset;
    let value = 0;
    let scale = 1;
    for (let i = 0; ; i++) {
      const byte = this.bytes[start + i];
      if (byte === undefined) return this.#fail('truncated', 'u64', start, start + i);
      if (i === 9 && byte >= 0x80) return this.#fail('too-long', 'u64', start, start + i);
      if (i === 9 && byte > 0x01) return this.#fail('out-of-range', 'u64', start, start + i);
      value += (byte & 0x7f) * scale;
      if (value > Number.MAX_SAFE_INTEGER) return this.#fail('out-of-range', 'u64 below 2^53', start, start + i);
      if (byte < 0x80) {
        this.offset = start + i + 1;
        return value;
      }
      scale *= 128;
    }
  }

  /** Reads a signed 64-bit integer whose magnitude must be below 2^53. */
  s64Number(): number {
    const start = this.offset;
    const first = this.bytes[start];
    if (first !== undefined && first < 0x80) {
      this.offset = start + 1;
      return (first << 25) >> 25;
    }
    const value = this.s64();
    if (value > BigInt(Number.MAX_SAFE_INTEGER) || value < BigInt(Number.MIN_SAFE_INTEGER)) {
      const last = this.offset - 1;
      this.offset = start;
      return this.#fail('out-of-range', 's64 below 2^53', start, last);
    }
    return Number(value);
  }

  // The low 32 bits, sign-extended when the encoding is shorter than five bytes and `signMask` is
  // not 0. Of the fifth byte, the bits outside `valueMask` must be all 0, or all those of
  // `signMask` set.
  #low(type: string, valueMask: number, signMask: number): number {
    const start = this.offset;
    let value = 0;
    for (let i = 0; i < 4; i++) {
      const byte = this.bytes[start + i];
      if (byte === undefined) return this.#fail('truncated', type, start, start + i);
      value |= (byte & 0x7f) << (7 * i);
      if (byte < 0x80) {
        this.offset = start + i + 1;
        if (signMask === 0) return value;
        const unused = 25 - 7 * i;
        return (value << unused) >> unused;
      }
    }
    const last = this.bytes[start + 4];
    if (last === undefined) return this.#fail('truncated', type, start, start + 4);
    if (last >= 0x80) return this.#fail('too-long', type, start, start + 4);
    const extension = last & ~valueMask;
    if (extension !== 0 && extension !== signMask) return this.#fail('out-of-range', type, start, start + 4);
    this.offset = start + 5;
    return value | (last << 28);
  }

  // All bits, sign-extended when `signMask` is not 0. The tenth byte holds one bit of the value.
  #wide(type: string, valueMask: number, signMask: number): bigint {
    const start = this.offset;
    let value = 0n;
    let low = 0;
    let width = 0;
    for (let i = 0; ; i++) {
      const byte = this.bytes[start + i];
      if (byte === undefined) return this.#fail('truncated', type, start, start + i);
      if (i === 9) {
        if (byte >= 0x80) return this.#fail('too-long', type, start, start + i);
        const extension = byte & ~valueMask;
        if (extension !== 0 && extension !== signMask) return this.#fail('out-of-range', type, start, start + i);
      }
      // Four bytes at a time go through a number: bigints are slow.
      low |= (byte & 0x7f) << width;
      width += 7;
      if (byte < 0x80 || width === 28) {
        value |= BigInt(low) << BigInt(7 * (i + 1) - width);
        low = 0;
        width = 0;
      }
      if (byte < 0x80) {
        this.offset = start + i + 1;
        return signMask !== 0 ? BigInt.asIntN(7 * (i + 1), value) : value;
      }
    }
  }

  #fail(reason: Leb128DecodeReason, type: string, start: number, offset: number): never {
    throw new Leb128DecodeError(reason, type, start, offset);
  }
}
