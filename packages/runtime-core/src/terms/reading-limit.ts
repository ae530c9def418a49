import { SystemLimitError } from '../system-limit-error.js';

// Terms that are read out become JavaScript objects, which take memory beside the machine's: how large they may be.

/** What the terms of one call, result or message may have. */
export interface ReadingLimit {
  /** Elements, those of other terms included; what is in a term twice counts twice. */
  readonly elements: number;
  /** Bytes of binaries and large integers. */
  readonly bytes: number;
}

/** Bytes of the memory limit for an element: about what it takes in JavaScript. */
const BYTES_PER_ELEMENT = 64;
/** What the memory of a machine never exceeds. */
const GREATEST_MEMORY = 2 ** 32;
/** Most elements that the arguments of a built-in function in JavaScript have: none of them makes sense of more. */
export const MOST_ARGUMENT_ELEMENTS: number = 2 ** 21;

/** The limit of a machine whose memory is limited to a number of bytes, or not. */
export function readingLimit(memoryLimit: number = GREATEST_MEMORY): ReadingLimit {
  return { elements: Math.floor(memoryLimit / BYTES_PER_ELEMENT), bytes: memoryLimit };
}

/** A term is too large to be read out. */
export class TermTooLargeError extends SystemLimitError {
  constructor() {
    super('a term is too large to be read out under the memory limit of the machine', 'terms');
  }
}

/** What is left of a limit. */
export class ReadingBudget {
  #elements: number;
  #bytes: number;

  constructor({ elements, bytes }: ReadingLimit) {
    this.#elements = elements;
    this.#bytes = bytes;
  }

  /** Takes a number of elements. Throws TermTooLargeError. */
  takeElements(count: number): void {
    this.#elements -= count;
    if (this.#elements < 0) throw new TermTooLargeError();
  }

  /** Takes a number of bytes. Throws TermTooLargeError. */
  takeBytes(count: number): void {
    this.#bytes -= count;
    if (this.#bytes < 0) throw new TermTooLargeError();
  }
}
