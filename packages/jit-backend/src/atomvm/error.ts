/** What an {@link AtomvmBackend} was asked to do wrongly. */
export type AtomvmBackendProblem =
  /** The operation does not take this operand: its kind, its type or its range. */
  | 'wrong-operand'
  /** The register is not allocated. */
  | 'register-not-in-use'
  /** Registers are still allocated where all must be free: before a label, a split, the end. */
  | 'leaked-register'
  /** There is no such primitive. */
  | 'unknown-primitive'
  /** A primitive is declared wrongly. */
  | 'wrong-primitive'
  /** The arguments are not those of the primitive, or its result is not what the operation needs. */
  | 'wrong-arguments'
  /** The label was not announced by `jumpTable`, nor made by `setContinuationToOffset`. */
  | 'unknown-label'
  /** The label has been added already. */
  | 'label-twice'
  /** Code refers to a label that was never added. */
  | 'undefined-label'
  /** `jumpTable` comes first, once. */
  | 'jump-table'
  /** Code comes after a label. */
  | 'no-label'
  /** The operation cannot be inside the block of an `ifBlock` or `ifElseBlock`. */
  | 'inside-block'
  /** The code of the last label goes on after its end. */
  | 'no-end'
  /** The label is not one of a continuation, or has code already. */
  | 'no-continuation'
  /** Lines are not in the order of their offsets, or outside of the code. */
  | 'wrong-lines';

/** Wrong use of an {@link AtomvmBackend}, thrown by the operation that was called wrongly. */
export class AtomvmBackendError extends Error {
  /** The name of the class. */
  override readonly name = 'AtomvmBackendError';

  constructor(
    /** What is wrong. */
    readonly problem: AtomvmBackendProblem,
    /** What it is about: the operand, the primitive, the label. */
    readonly detail: string,
    /** The entry (label or continuation) whose code was being written; -1 if none. */
    readonly entry: number,
    /** How many bytes of code had been written in all. */
    readonly offset: number,
  ) {
    super(`${problem.replaceAll('-', ' ')}: ${detail} (${entry < 0 ? 'outside of labels' : `entry ${entry}`}, byte ${offset})`);
  }
}
