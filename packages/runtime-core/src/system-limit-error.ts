/** A limit of the machine was reached. */
export class SystemLimitError extends Error {
  override readonly name: string = 'SystemLimitError';

  constructor(
    message: string,
    /** What there is too much of. */
    readonly limit: 'processes' | 'memory' | 'atoms' | 'time',
  ) {
    super(message);
  }
}
