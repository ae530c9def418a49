/** What is wrong with an integer. */
export type Leb128Problem =
  /** The target ends before the integer does. Bytes before its end may have been written. */
  | 'no room'
  /** The input ends inside the integer. */
  | 'truncated'
  /** The integer goes on after the last byte that its type may have. */
  | 'too long'
  /** The type does not have the value, which may be a fraction or NaN; or the last byte sets bits that the type does not have. */
  | 'out of range';

/** A value or bytes that are not an integer of the wanted type (WebAssembly 3.0, section 5.2.2), or no room for one. */
export class Leb128Error extends RangeError {
  constructor(
    /** What is wrong. */
    readonly problem: Leb128Problem,
    /** The type that was wanted, for example `u32`, and `u0` if there is no room, whatever the type. */
    readonly type: string,
    /** Where the integer begins, or was to begin, in bytes; 0 where only a length was asked for. */
    readonly offset: number,
    /**
     * The wrong value; without room the number of bytes that the integer needs; otherwise the
     * offset of the byte at fault, which for `truncated` is the first one that is missing.
     */
    readonly detail: number | bigint,
  ) {
    super(`${type} ${problem} at byte ${offset}: ${detail}`);
    this.name = 'Leb128Error';
  }
}

/** Throws an error about the type with so many bits; `sign` is 1 for signed types, otherwise 0. */
export function fail(problem: Leb128Problem, sign: number, bits: number, offset: number, detail: number | bigint): never {
  throw new Leb128Error(problem, (sign ? 's' : 'u') + bits, offset, detail);
}
