/** What keeps a program from being packed. */
export type PackErrorCode =
  /** An entry is not in the code path. */
  | 'no-entry'
  /** A file is not one of a module. */
  | 'damaged'
  /** An application's file is not there, or says something else than it should. */
  | 'bad-application'
  /** An option has a value that it cannot have. */
  | 'bad-option'
  /** A project is not built. */
  | 'not-built';

/** A program cannot be packed; the message says what to do about it. */
export class PackError extends Error {
  override readonly name: string = 'PackError';

  constructor(
    /** What is wrong, for programs. */
    readonly code: PackErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
