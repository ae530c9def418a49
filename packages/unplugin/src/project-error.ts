/** A project or a source cannot be built; the message has what the compiler said. */
export class ProjectError extends Error {
  override readonly name: string = 'ProjectError';

  constructor(
    message: string,
    /** The command that failed, or that is not there. */
    readonly command: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
