/** Bytes that are being written. */
export class ByteSink {
  #bytes: Uint8Array<ArrayBuffer>;
  #length = 0;

  constructor(capacity: number) {
    this.#bytes = new Uint8Array(Math.max(16, capacity));
  }

  get length(): number {
    return this.#length;
  }

  /** The bytes so far; a view. */
  get bytes(): Uint8Array<ArrayBuffer> {
    return this.#bytes.subarray(0, this.#length);
  }

  byte(value: number): void {
    this.#room(1);
    this.#bytes[this.#length++] = value;
  }

  uint32(value: number): void {
    this.#room(4);
    for (let shift = 24; shift >= 0; shift -= 8) this.#bytes[this.#length++] = value >>> shift;
  }

  /** Writes bytes `start` to `end` of others. */
  copy(from: Uint8Array, start = 0, end: number = from.length): void {
    this.#room(end - start);
    this.#bytes.set(from.subarray(start, end), this.#length);
    this.#length += end - start;
  }

  /** Writes a number that is not negative as a compact term with a tag (`encode/2` in `lib/compiler/src/beam_asm.erl`). */
  compact(tag: number, value: number): void {
    if (value < 16) {
      this.byte((value << 4) | tag);
    } else if (value < 0x800) {
      this.byte(((value >> 3) & 0xe0) | 0x08 | tag);
      this.byte(value & 0xff);
    } else {
      // In two's complement: the first bit must be 0.
      let size = 2;
      while (value >= 2 ** (8 * size - 1)) size++;
      this.byte(((size - 2) << 5) | 0x18 | tag);
      for (let i = size - 1; i >= 0; i--) this.byte(Math.floor(value / 2 ** (8 * i)) & 0xff);
    }
  }

  #room(count: number): void {
    if (this.#length + count <= this.#bytes.length) return;
    const larger = new Uint8Array(Math.max(2 * this.#bytes.length, this.#length + count));
    larger.set(this.bytes);
    this.#bytes = larger;
  }
}
