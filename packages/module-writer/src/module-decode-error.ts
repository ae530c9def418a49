import type { SectionName } from './section.js';

/** Why some bytes are not a module. */
export type ModuleDecodeProblem =
  /** The first four bytes are not `\0asm`. */
  | 'bad-magic'
  /** The next four bytes are not version 1. */
  | 'bad-version'
  /** No section has this id. */
  | 'unknown-section'
  /** A section comes a second time, or after one that it must precede. */
  | 'section-order'
  /** The bytes end too soon. */
  | 'truncated'
  /** A section or a function's code has bytes left at its end. */
  | 'bytes-left'
  /** An integer is too long or has bits that its type does not have. */
  | 'malformed-integer'
  /** A name is not UTF-8. */
  | 'malformed-name'
  /** There is no such type. */
  | 'malformed-type'
  /** A byte that says what follows has no meaning. */
  | 'malformed-flags'
  /** Bytes of a constant expression are not an instruction. */
  | 'malformed-instruction'
  /** A sub type has more than one supertype. */
  | 'many-supertypes'
  /** A function has 2^32 locals or more. */
  | 'many-locals'
  /** There are not as many bodies as functions, or data segments as the data count says. */
  | 'count-mismatch';

/** Bytes that are not a module (WebAssembly 3.0, section 5.5). */
export class ModuleDecodeError extends RangeError {
  /** The name of the class. */
  override readonly name = 'ModuleDecodeError';

  constructor(
    /** What is wrong. */
    readonly problem: ModuleDecodeProblem,
    /** Where, in bytes from the start. */
    readonly offset: number,
    /** The section; `module` outside of sections. */
    readonly section: SectionName | 'custom' | 'module',
    options?: ErrorOptions,
  ) {
    super(`${problem.replaceAll('-', ' ')} at byte ${offset}, section ${section}`, options);
  }
}
