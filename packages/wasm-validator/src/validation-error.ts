/** What is wrong with a module. */
export type ValidationProblem =
  /** The operand has another type than the instruction takes. */
  | 'type-mismatch'
  /** The stack has fewer operands than the instruction takes. */
  | 'stack-underflow'
  /** A block ends with more operands than its results. */
  | 'operands-left'
  /** The index space has no such index. */
  | 'unknown-type'
  | 'unknown-function'
  | 'unknown-table'
  | 'unknown-memory'
  | 'unknown-global'
  | 'unknown-tag'
  | 'unknown-element'
  | 'unknown-data'
  | 'unknown-local'
  | 'unknown-label'
  | 'unknown-field'
  /** The type is not one of functions, structures or arrays, as the place needs. */
  | 'wrong-kind-of-type'
  /** No value or heap type has this code. */
  | 'malformed-type'
  /** The bytes are not an instruction. */
  | 'malformed-instruction'
  /** `else`, `catch` or `delegate` where no such block is open, or code after the function's end. */
  | 'misplaced-instruction'
  /** The code ends while blocks are open. */
  | 'missing-end'
  /** The alignment is greater than the access, or for atomic access not the same. */
  | 'wrong-alignment'
  /** The offset is greater than the memory's addresses. */
  | 'offset-out-of-range'
  /** There is no such lane. */
  | 'lane-out-of-range'
  /** The global, field or array cannot be set. */
  | 'immutable'
  /** The local has no first value and has not been set. */
  | 'uninitialised-local'
  /** The labels of a `br_table` take different numbers of operands. */
  | 'label-arity'
  /** `ref.func` of a function that occurs nowhere outside of code. */
  | 'undeclared-reference'
  /** The type has no default value. */
  | 'not-defaultable'
  /** A packed field needs `_s` or `_u`, others must not have it. */
  | 'packed-access'
  /** The instruction is not constant. */
  | 'not-constant'
  /** The type extends one that is final, comes later or does not fit. */
  | 'wrong-supertype'
  /** The least size is above the greatest one, or a size is out of range. */
  | 'wrong-limits'
  /** A shared memory has no greatest size. */
  | 'shared-without-maximum'
  /** Two exports have one name. */
  | 'duplicate-export'
  /** The start function has parameters or results, or the type of a tag has results. */
  | 'wrong-signature'
  /** Code names a data segment, but there is no data count section. */
  | 'missing-data-count'
  /** `select` without a type has operands that are references. */
  | 'select-of-references';

/** The part of a module that is at fault, and where in it. */
export interface ValidationPlace {
  /** What it is, for example `function`, `global`, `export`. */
  readonly part: string;
  /** Its index in its index space or list, or the name that a function was given. */
  readonly index: number | string;
  /** Which instruction, from 0; undefined if no instruction is at fault. */
  readonly instruction?: number | undefined;
  /** The instruction's name in the text format. */
  readonly name?: string | undefined;
}

/** A module, or a function, that is not valid (WebAssembly 3.0, chapter 3). */
export class ValidationError extends Error {
  /** The name of the class. */
  override readonly name = 'ValidationError';

  constructor(
    /** What is wrong. */
    readonly problem: ValidationProblem,
    /** Where. */
    readonly place: ValidationPlace,
    /** What was expected, in the text format's words; empty if there is nothing to say. */
    readonly expected = '',
    /** What was found. */
    readonly found = '',
    options?: ErrorOptions,
  ) {
    super(message(problem, place, expected, found), options);
  }
}

function message(problem: ValidationProblem, place: ValidationPlace, expected: string, found: string): string {
  const instruction =
    place.instruction === undefined ? '' : `, instruction ${place.instruction}${place.name === undefined ? '' : ` (${place.name})`}`;
  const difference = [expected === '' ? '' : `expected ${expected}`, found === '' ? '' : `found ${found}`]
    .filter((text) => text !== '')
    .join(', ');
  return `${problem.replaceAll('-', ' ')} in ${place.part} ${place.index}${instruction}${difference === '' ? '' : `: ${difference}`}`;
}
