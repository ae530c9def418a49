import { Leb128DecodeError, type Leb128DecodeReason } from './errors.js';

/**
 * Reads LEB128 integers one after the other, without allocating for numbers.
 *
 * Every reading method throws {@link Leb128DecodeError} and then leaves `offset` where it was.
 * Encodings may be longer than needed, but not longer than the type allows: 5 bytes for 32 and
 * 33 bits, 10 bytes for 64.
 */
export class Leb128Reader {
  // The upper half of what #low has read.
  #high = 0;

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
    let at = this.offset;
    let value = 0;
    // Nearly all integers are of this type and shorter than five bytes.
    for (let shift = 0; shift < 28; shift += 7) {
      const byte = this.bytes[at++] ?? 0xff;
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) {
        this.offset = at;
        return value;
      }
    }
    return this.#low('u32', 4, 0x70, 0) >>> 0;
  }

  /** Reads a signed 32-bit integer. */
  s32(): number {
    const first = this.bytes[this.offset];
    if (first !== undefined && first < 0x80) {
      this.offset++;
      return (first << 25) >> 25;
    }
    return this.#low('s32', 4, 0x78, 0x78);
  }

  /** Reads a signed 33-bit integer. */
  s33(): number {
    const low = this.#low('s33', 4, 0x70, 0x70) >>> 0;
    return this.#high * 2 ** 32 + low;
  }

  /** Reads an unsigned 64-bit integer. */
  u64(): bigint {
    return BigInt.asUintN(64, this.#bigint(this.#low('u64', 9, 0x7e, 0)));
  }

  /** Reads a signed 64-bit integer. */
  s64(): bigint {
    return this.#bigint(this.#low('s64', 9, 0x7f, 0x7f));
  }

  /** Reads an unsigned 64-bit integer that must be below 2^53, without making a bigint. */
  u64Number(): number {
    const start = this.offset;
    const low = this.#low('u64', 9, 0x7e, 0) >>> 0;
    return this.#safe('u64', start, (this.#high >>> 0) * 2 ** 32 + low);
  }

  /** Reads a signed 64-bit integer whose magnitude must be below 2^53, without making a bigint. */
  s64Number(): number {
    const start = this.offset;
    const low = this.#low('s64', 9, 0x7f, 0x7f) >>> 0;
    return this.#safe('s64', start, this.#high * 2 ** 32 + low);
  }

  #bigint(low: number): bigint {
    return (BigInt(this.#high) << 32n) | BigInt(low >>> 0);
  }

  #safe(type: string, start: number, value: number): number {
    if (Number.isSafeInteger(value)) return value;
    const last = this.offset - 1;
    this.offset = start;
    return this.#fail('out-of-range', `${type} below 2^53`, start, last);
  }

  // The lower half, as a signed integer. Byte number `last` is the last one that the type may have;
  // of its bits, those of `extension` must be all 0, or be `sign`, which is 0 for unsigned types.
  #low(type: string, last: number, extension: number, sign: number): number {
    const start = this.offset;
    let low = 0;
    let high = 0;
    for (let i = 0; ; i++) {
      const byte = this.bytes[start + i];
      if (byte === undefined) return this.#fail('truncated', type, start, start + i);
      const bits = byte & 0x7f;
      if (i < 5) low |= bits << (7 * i);
      if (i > 3) high |= i < 5 ? bits >> 4 : bits << (7 * i - 32);
      if (i === last) {
        if (byte > 0x7f) return this.#fail('too-long', type, start, start + i);
        const rest = byte & extension;
        if (rest !== 0 && rest !== sign) return this.#fail('out-of-range', type, start, start + i);
      }
      if (byte < 0x80) {
        if (sign !== 0 && byte > 0x3f) {
          if (i < 4) low |= -1 << (7 * i + 7);
          high |= i < 4 ? -1 : i < 9 ? -1 << (7 * i - 25) : 0;
        }
        this.#high = high;
        this.offset = start + i + 1;
        return low;
      }
    }
  }

  #fail(reason: Leb128DecodeReason, type: string, start: number, offset: number): never {
    throw new Leb128DecodeError(reason, type, start, offset);
  }
}
