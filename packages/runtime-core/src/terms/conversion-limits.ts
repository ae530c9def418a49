// What the terms of one call or message may have, so that a value that refers to itself, or to the same thing again and again, is refused
// before it takes all memory.

/** Levels of nesting of values. */
export const MAXIMUM_NESTING = 2000;
/** Levels of nesting of plain terms. */
export const MAXIMUM_TERM_NESTING = 500_000;
/** Values and terms, those in others included. What is referred to twice counts twice. */
const MAXIMUM_VALUES: number = 2 ** 22;
/** Bytes of binaries, texts and large integers. */
const MAXIMUM_BYTES: number = 2 ** 30;
/** Bits of an integer. */
const MAXIMUM_INTEGER_BITS: number = 2 ** 26;

/** What is left for one call or message. */
export class ConversionBudget {
  #values = MAXIMUM_VALUES;
  #bytes = MAXIMUM_BYTES;

  /** Takes a number of values; false if so many are not left. */
  takeValues(count: number): boolean {
    // What is not a number is not left either.
    if (!(count <= this.#values)) return false;
    this.#values -= count;
    return true;
  }

  /** Takes a number of bytes; false if so many are not left. */
  takeBytes(count: number): boolean {
    if (!(count <= this.#bytes)) return false;
    this.#bytes -= count;
    return true;
  }
}

/** That there is not enough left. */
export const TOO_LARGE: string = `too large: more than ${MAXIMUM_VALUES} values or ${MAXIMUM_BYTES} bytes in all`;

const LONGEST_ATOM = 255;
const DIGIT_BYTES = 4;

/** Bytes that an integer beyond 64 bits takes while it is converted; -1 if it is too large, 0 if it is in that range. */
export function largeIntegerBytes(value: bigint): number {
  if (BigInt.asIntN(64, value) === value) return 0;
  // Not compared with the greatest one, for which some engines have no room.
  if (BigInt.asIntN(MAXIMUM_INTEGER_BITS + 1, value) !== value) return -1;
  // It is written by its digits, which takes more memory and time than other data.
  return DIGIT_BYTES * value.toString(16).length;
}

/** What is wrong with the name of an atom; undefined if nothing is. */
export function atomProblem(name: unknown): string | undefined {
  if (typeof name !== 'string') return `the name of an atom must be a string, not a ${typeof name}`;
  // A character has one code unit or two.
  if (name.length > 2 * LONGEST_ATOM || (name.length > LONGEST_ATOM && [...name].length > LONGEST_ATOM))
    return `an atom has at most ${LONGEST_ATOM} characters, not ${name.length}`;
  return /\p{Surrogate}/u.test(name) ? 'the name of an atom has half of a character' : undefined;
}
