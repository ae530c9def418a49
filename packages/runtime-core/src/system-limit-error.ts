/** A limit of the machine was reached. */
export class SystemLimitError extends Error {
  override readonly name: string = 'SystemLimitError';

  constructor(
    message: string,
    /** What there is too much of. */
    readonly limit: 'processes' | 'memory' | 'atoms' | 'terms' | 'time',
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/**
 * The machine has no more memory: `memoryLimit` is reached, or the engine gives no more.
 * @param cause - the engine's error
 */
export function outOfMemory(cause?: Error): SystemLimitError {
  return new SystemLimitError('the machine is out of memory', 'memory', cause === undefined ? {} : { cause });
}

/** True for an error of `outOfMemory`. */
export function isOutOfMemory(error: unknown): boolean {
  return error instanceof SystemLimitError && error.limit === 'memory';
}
