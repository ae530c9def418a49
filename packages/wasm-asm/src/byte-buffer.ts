import {
  encodeS32,
  encodeS32Padded,
  encodeS33,
  encodeS64,
  encodeS64Padded,
  encodeU32,
  encodeU32Padded,
  encodeU64,
  PADDED_SIZE_32,
  PADDED_SIZE_64,
} from '@beamline/leb128';

const utf8 = /* @__PURE__ */ new TextEncoder();
const floatBytes = /* @__PURE__ */ new Uint8Array(8);
const floatView = /* @__PURE__ */ new DataView(floatBytes.buffer);

/** The most bytes that a LEB128 integer takes. */
const MAX_INTEGER_SIZE = 10;

/**
 * A growing array of bytes that is written at its end and can be used again after `reset`.
 *
 * Integers are not checked: 32-bit ones are taken modulo 2^32, so -1 and 4294967295 are the same
 * bits, 64-bit bigints modulo 2^64. 64-bit numbers must be safe integers (`RangeError` otherwise).
 */
export class ByteBuffer {
  /**
   * The storage; bytes from `length` on are unspecified. Growing replaces the array, so do not
   * keep it over a write.
   */
  bytes: Uint8Array<ArrayBuffer>;
  /** How many bytes have been written; may be lowered to take some back. */
  length = 0;

  /** @param capacity - the first size of the storage, in bytes */
  constructor(capacity = 1024) {
    this.bytes = new Uint8Array(Math.max(capacity, 16));
  }

  /** Empties the buffer and keeps the storage. */
  reset(): void {
    this.length = 0;
  }

  /** Makes room for `count` more bytes. */
  reserve(count: number): void {
    const needed = this.length + count;
    if (needed <= this.bytes.length) return;
    const grown = new Uint8Array(Math.max(this.bytes.length * 2, needed));
    grown.set(this.bytes.subarray(0, this.length));
    this.bytes = grown;
  }

  /** Appends one byte, the low eight bits of `value`. */
  u8(value: number): void {
    if (this.length === this.bytes.length) this.reserve(1);
    this.bytes[this.length++] = value;
  }

  /** Appends two bytes. */
  u8x2(first: number, second: number): void {
    const at = this.length;
    if (at + 2 > this.bytes.length) this.reserve(2);
    this.bytes[at] = first;
    this.bytes[at + 1] = second;
    this.length = at + 2;
  }

  /** Appends three bytes. */
  u8x3(first: number, second: number, third: number): void {
    const at = this.length;
    if (at + 3 > this.bytes.length) this.reserve(3);
    this.bytes[at] = first;
    this.bytes[at + 1] = second;
    this.bytes[at + 2] = third;
    this.length = at + 3;
  }

  /** Appends an unsigned 32-bit LEB128 integer. */
  u32(value: number): void {
    if (value >>> 7 === 0) this.u8(value);
    else this.#longU32(value);
  }

  /** Appends a signed 32-bit LEB128 integer. */
  s32(value: number): void {
    if ((value + 64) >>> 7 === 0) this.u8(value & 0x7f);
    else this.#longS32(value);
  }

  /** Appends a signed 33-bit LEB128 integer, -2^32 to 2^32-1: a block type or heap type. */
  s33(value: number): void {
    if (value >= -64 && value < 64) this.u8(value & 0x7f);
    else {
      this.reserve(MAX_INTEGER_SIZE);
      this.length = encodeS33(this.bytes, this.length, value);
    }
  }

  /** Appends an unsigned 64-bit LEB128 integer; a negative number stands for its two's complement. */
  u64(value: number | bigint): void {
    this.reserve(MAX_INTEGER_SIZE);
    const unsigned = typeof value === 'bigint' || value < 0 ? BigInt.asUintN(64, BigInt(value)) : value;
    this.length = encodeU64(this.bytes, this.length, unsigned);
  }

  /** Appends a signed 64-bit LEB128 integer. */
  s64(value: number | bigint): void {
    if (typeof value === 'number' && (value | 0) === value) this.s32(value);
    else this.#longS64(value);
  }

  /** Appends the four bytes of an IEEE 754 single, little-endian. */
  f32(value: number): void {
    floatView.setFloat32(0, value, true);
    this.append(floatBytes, 0, 4);
  }

  /** Appends the eight bytes of an IEEE 754 double, little-endian. */
  f64(value: number): void {
    floatView.setFloat64(0, value, true);
    this.append(floatBytes, 0, 8);
  }

  /** Appends an unsigned 32-bit integer in five bytes, so that it can be patched. */
  u32Padded(value: number): void {
    this.reserve(PADDED_SIZE_32);
    this.length = encodeU32Padded(this.bytes, this.length, value >>> 0);
  }

  /** Appends a signed 32-bit integer in five bytes, so that it can be patched. */
  s32Padded(value: number): void {
    this.reserve(PADDED_SIZE_32);
    this.length = encodeS32Padded(this.bytes, this.length, value | 0);
  }

  /** Appends a signed 64-bit integer in ten bytes, so that it can be patched. */
  s64Padded(value: number | bigint): void {
    this.reserve(PADDED_SIZE_64);
    this.length = encodeS64Padded(this.bytes, this.length, typeof value === 'bigint' ? BigInt.asIntN(64, value) : value);
  }

  /** Overwrites the five bytes at `offset`, written by {@link u32Padded}. */
  patchU32(offset: number, value: number): void {
    encodeU32Padded(this.bytes, offset, value >>> 0);
  }

  /** Overwrites the five bytes at `offset`, written by {@link s32Padded}. */
  patchS32(offset: number, value: number): void {
    encodeS32Padded(this.bytes, offset, value | 0);
  }

  /** Overwrites the ten bytes at `offset`, written by {@link s64Padded}. */
  patchS64(offset: number, value: number | bigint): void {
    encodeS64Padded(this.bytes, offset, typeof value === 'bigint' ? BigInt.asIntN(64, value) : value);
  }

  /** Appends a name: its length in UTF-8 bytes, then the bytes. Lone surrogates become U+FFFD. */
  name(text: string): void {
    this.reserve(text.length + 1);
    const start = this.length;
    if (text.length < 0x80) {
      // Most names are short and ASCII: no need for the encoder.
      let i = 0;
      for (; i < text.length; i++) {
        const unit = text.charCodeAt(i);
        if (unit > 0x7f) break;
        this.bytes[start + 1 + i] = unit;
      }
      if (i === text.length) {
        this.bytes[start] = i;
        this.length = start + 1 + i;
        return;
      }
    }
    const encoded = utf8.encode(text);
    this.u32(encoded.length);
    this.append(encoded);
  }

  /** Appends `source` from `start` to `end`. */
  append(source: Uint8Array, start = 0, end: number = source.length): void {
    const count = end - start;
    this.reserve(count);
    const at = this.length;
    if (count <= 16) {
      // Below about sixteen bytes a loop beats `set`, which needs a subarray object.
      const target = this.bytes;
      for (let i = 0; i < count; i++) target[at + i] = source[start + i] ?? 0;
    } else {
      this.bytes.set(start === 0 && end === source.length ? source : source.subarray(start, end), at);
    }
    this.length = at + count;
  }

  /** Appends what `source` holds from `start` to `end`. */
  appendBuffer(source: ByteBuffer, start = 0, end: number = source.length): void {
    this.append(source.bytes, start, end);
  }

  /** A copy of the bytes from `start` to `end`. */
  slice(start = 0, end: number = this.length): Uint8Array<ArrayBuffer> {
    return this.bytes.slice(start, end);
  }

  /** Appends an opcode and an unsigned 32-bit integer: most instructions with an index. */
  u8U32(opcode: number, value: number): void {
    const at = this.length;
    if (value >>> 7 === 0 && at + 2 <= this.bytes.length) {
      this.bytes[at] = opcode;
      this.bytes[at + 1] = value;
      this.length = at + 2;
    } else {
      this.u8(opcode);
      this.u32(value);
    }
  }

  /** Appends an opcode and a signed 32-bit integer. */
  u8S32(opcode: number, value: number): void {
    const at = this.length;
    if ((value + 64) >>> 7 === 0 && at + 2 <= this.bytes.length) {
      this.bytes[at] = opcode;
      this.bytes[at + 1] = value & 0x7f;
      this.length = at + 2;
    } else {
      this.u8(opcode);
      this.s32(value);
    }
  }

  /**
   * Appends an opcode and a memory argument (section 5.4.6).
   *
   * @param align - log2 of the alignment in bytes
   * @param offset - 0 to 2^32-1, for 64-bit memories to 2^53-1
   */
  u8Memarg(opcode: number, align: number, offset: number, memory: number): void {
    const at = this.length;
    if (memory === 0 && offset >= 0 && offset < 0x80 && at + 3 <= this.bytes.length) {
      this.bytes[at] = opcode;
      this.bytes[at + 1] = align;
      this.bytes[at + 2] = offset;
      this.length = at + 3;
    } else {
      this.u8(opcode);
      this.memarg(align, offset, memory);
    }
  }

  /** Appends a memory argument; the parameters are those of {@link u8Memarg}. */
  memarg(align: number, offset: number, memory: number): void {
    if (memory === 0) this.u8(align);
    else {
      // Bit 6 says that a memory index follows.
      this.u8(align | 0x40);
      this.u32(memory);
    }
    if (offset >= 0 && offset < 0x80) this.u8(offset);
    else this.u64(offset < 0 ? offset >>> 0 : offset);
  }

  #longU32(value: number): void {
    this.reserve(MAX_INTEGER_SIZE);
    this.length = encodeU32(this.bytes, this.length, value >>> 0);
  }

  #longS32(value: number): void {
    this.reserve(MAX_INTEGER_SIZE);
    this.length = encodeS32(this.bytes, this.length, value | 0);
  }

  #longS64(value: number | bigint): void {
    this.reserve(MAX_INTEGER_SIZE);
    const signed = typeof value === 'bigint' ? BigInt.asIntN(64, value) : value;
    this.length = encodeS64(this.bytes, this.length, signed);
  }
}
