import { BeamFileError, type BeamFileErrorCode } from './beam-file-error.js';

/** Tags of compact terms, the low three bits (`compiler/src/beam_opcodes.hrl`). */
export const CompactTag = {
  untagged: 0,
  integer: 1,
  atom: 2,
  x: 3,
  y: 4,
  label: 5,
  character: 6,
  extended: 7,
} as const;

/**
 * Reads one chunk from front to back. All multi-byte numbers are big-endian. Every read checks the
 * bounds and throws a BeamFileError that has the chunk's name and the offset in the file.
 */
export class ChunkReader {
  /** Position of the next byte, from the start of the chunk's data. */
  position = 0;
  /** Tag of the last compact term, one of CompactTag. */
  tag = 0;

  constructor(
    readonly name: string,
    readonly bytes: Uint8Array,
    /** Offset of the chunk's data in the file. */
    readonly base: number,
    /** False when `bytes` was inflated: then positions in it are no offsets in the file. */
    readonly inFile: boolean = true,
  ) {}

  get remaining(): number {
    return this.bytes.length - this.position;
  }

  /** An error at the given position in the chunk (default: here). */
  error(code: BeamFileErrorCode, message: string, position: number = this.position): BeamFileError {
    return new BeamFileError(code, message, this.name, this.base + (this.inFile ? position : 0));
  }

  byte(what: string): number {
    if (this.remaining < 1) throw this.error('truncated', `${what} is cut off`);
    return this.bytes[this.position++] as number;
  }

  uint16(what: string): number {
    const p = this.skip(2, what);
    return ((this.bytes[p] as number) << 8) | (this.bytes[p + 1] as number);
  }

  int32(what: string): number {
    const p = this.skip(4, what);
    const b = this.bytes;
    return ((b[p] as number) << 24) | ((b[p + 1] as number) << 16) | ((b[p + 2] as number) << 8) | (b[p + 3] as number);
  }

  uint32(what: string): number {
    return this.int32(what) >>> 0;
  }

  int64(what: string): bigint {
    const high = this.int32(what);
    const low = this.uint32(what);
    return (BigInt(high) << 32n) | BigInt(low);
  }

  /** Steps over `size` bytes and returns where they start. */
  skip(size: number, what: string): number {
    if (size > this.remaining) {
      throw this.error('truncated', `${what} needs ${size} bytes but only ${this.remaining} are left`);
    }
    const start = this.position;
    this.position += size;
    return start;
  }

  /** A view (no copy) of the next `size` bytes. */
  take(size: number, what: string): Uint8Array {
    const start = this.skip(size, what);
    return this.bytes.subarray(start, start + size);
  }

  /** A uint32 count of things that take at least `unit` bytes each, checked against what is left. */
  count(unit: number, what: string): number {
    const start = this.position;
    const count = this.uint32(what);
    if (count * unit > this.remaining) {
      throw this.error('bad-count', `${what} is ${count}, too many for the ${this.remaining} bytes left`, start);
    }
    return count;
  }

  /**
   * A non-negative compact term below 2^31, as line tables and atom lengths use them; sets `tag`.
   * Encoding: `encode/2` in `compiler/src/beam_asm.erl`.
   */
  compactUnsigned(what: string): number {
    const start = this.position;
    const first = this.byte(what);
    this.tag = first & 7;
    if (this.tag === CompactTag.extended) throw this.error('bad-operand', `${what} has an extended tag`, start);
    if ((first & 8) === 0) return first >> 4;
    if ((first & 16) === 0) return ((first >> 5) << 8) | this.byte(what);
    const size = (first >> 5) + 2;
    let value = 0;
    for (let i = 0; i < size; i++) {
      value = value * 256 + this.byte(what);
      if (value > 0x7fffffff) throw this.error('bad-operand', `${what} is negative or too large`, start);
    }
    // Numbers are in two's complement: a set first bit of a short form means negative.
    if (size < 4 && value >= 2 ** (size * 8 - 1)) throw this.error('bad-operand', `${what} is negative`, start);
    return value;
  }
}
