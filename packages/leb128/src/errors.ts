/** Why some bytes are not a LEB128 integer of the wanted type. */
export type Leb128DecodeReason =
  /** The input ends inside the integer. */
  | 'truncated'
  /** The integer goes on after the last byte that its type may have. */
  | 'too-long'
  /** The last byte sets bits that its type does not have. */
  | 'out-of-range';

/** Bytes that are not a LEB128 integer of the wanted type (WebAssembly 3.0, section 5.2.2). */
export class Leb128DecodeError extends RangeError {
  /** The name of the class. */
  override readonly name = 'Leb128DecodeError';

  constructor(
    /** What is wrong. */
    readonly reason: Leb128DecodeReason,
    /** The type that was wanted, for example `u32`. */
    readonly type: string,
    /** Where the integer begins, in bytes. */
    readonly start: number,
    /** The byte at fault: for `truncated` it is the first one that is missing. */
    readonly offset: number,
  ) {
    super(`${type} at byte ${start} is ${reason.replaceAll('-', ' ')} (byte ${offset})`);
  }
}

/** A value that the wanted type does not have: a fraction, NaN, or an integer out of range. */
export class Leb128ValueError extends RangeError {
  /** The name of the class. */
  override readonly name = 'Leb128ValueError';

  constructor(
    /** The type that was wanted, for example `u32`. */
    readonly type: string,
    /** The value. */
    readonly value: number | bigint,
  ) {
    super(`${String(value)} is not a value of ${type}`);
  }
}

/** The target has too few bytes left. Bytes before its end may have been written. */
export class Leb128TargetError extends RangeError {
  /** The name of the class. */
  override readonly name = 'Leb128TargetError';

  constructor(
    /** Where the integer was to begin, in bytes. */
    readonly offset: number,
    /** How many bytes it needs. */
    readonly size: number,
    /** The length of the target, in bytes. */
    readonly capacity: number,
  ) {
    super(`${size} bytes at byte ${offset} do not fit into ${capacity}`);
  }
}
