import { fail } from './errors.js';

/**
 * Reads LEB128 integers one after the other, without allocating for numbers.
 *
 * Every reading method throws {@link Leb128Error} and then leaves `offset` where it was.
 * Encodings may be longer than needed, but not longer than the type allows: 5 bytes for 32 and
 * 33 bits, 10 bytes for 64.
 */
export class Leb128Reader {
  // The halves of what #read has read.
  #low = 0;
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
    return this.#read(32, 0);
  }

  /** Reads a signed 32-bit integer. */
  s32(): number {
    const first = this.bytes[this.offset] ?? 0xff;
    if (first > 0x7f) return this.#read(32, 1);
    this.offset++;
    return (first << 25) >> 25;
  }

  /** Reads a signed 33-bit integer. */
  s33(): number {
    return this.#read(33, 1);
  }

  /** Reads an unsigned 64-bit integer. */
  u64(): bigint {
    return this.#bigint(0);
  }

  /** Reads a signed 64-bit integer. */
  s64(): bigint {
    return this.#bigint(1);
  }

  /** Reads an unsigned 64-bit integer that must be below 2^53, without making a bigint. */
  u64Number(): number {
    return this.#number(0);
  }

  /** Reads a signed 64-bit integer whose magnitude must be below 2^53, without making a bigint. */
  s64Number(): number {
    return this.#number(1);
  }

  #bigint(sign: number): bigint {
    this.#read(64, sign);
    return (BigInt(this.#high) << 32n) | BigInt(this.#low);
  }

  #number(sign: number): number {
    const start = this.offset;
    const value = this.#read(64, sign);
    if (Number.isSafeInteger(value)) return value;
    const end = this.offset;
    this.offset = start;
    return fail('out of range', sign, 53 + sign, start, end - 1);
  }

  // Gives the value, which is rounded above 2^53; `sign` is 1 for signed types, otherwise 0.
  #read(bits: number, sign: number): number {
    const start = this.offset;
    const last = (bits / 7) | 0;
    let low = 0;
    let high = 0;
    for (let i = 0; ; i++) {
      const byte = this.bytes[start + i];
      if (byte === undefined) return fail('truncated', sign, bits, start, start + i);
      // The last byte of a signed integer has its sign.
      const payload = sign && byte < 0x80 ? (byte << 25) >> 25 : byte & 0x7f;
      if (i < 5) low |= payload << (7 * i);
      high |= i < 4 ? payload >> 31 : i < 5 ? payload >> 4 : payload << (7 * i - 32);
      if (i === last) {
        // Bits that the type does not have: all 0, or for signed types all 1.
        const rest = payload >> ((bits % 7) - sign);
        if (byte > 0x7f || (rest && rest !== -sign)) fail(byte > 0x7f ? 'too long' : 'out of range', sign, bits, start, start + i);
      }
      if (byte < 0x80) {
        this.offset = start + i + 1;
        this.#low = low >>> 0;
        this.#high = sign ? high : high >>> 0;
        return this.#high * 2 ** 32 + this.#low;
      }
    }
  }
}
