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
/** What counts of the memory limit, or in place of one: more would be too much for most engines. */
const MOST_BYTES = 2 ** 30;
/** What the arguments of a built-in function in JavaScript may have: none of them makes sense of more elements. */
export const ARGUMENTS_LIMIT: ReadingLimit = { elements: 2 ** 21, bytes: MOST_BYTES };

/** What arguments in the stack trace of an error may have to be read out. */
export const TRACE_LIMIT: ReadingLimit = { elements: 2 ** 16, bytes: 2 ** 20 };

/** The limit of a machine whose memory is limited to a number of bytes, or not. */
export function readingLimit(memoryLimit: number = MOST_BYTES): ReadingLimit {
  const bytes = Math.min(memoryLimit, MOST_BYTES);
  return { elements: Math.floor(bytes / BYTES_PER_ELEMENT), bytes };
}

/** A term is too large to be read out. */
export class TermTooLargeError extends SystemLimitError {
  constructor() {
    super('a term is too large to be read out of the machine', 'terms');
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
