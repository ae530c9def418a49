/** A module cannot be linked. */
export class LinkError extends Error {
  override readonly name: string = 'LinkError';

  constructor(
    message: string,
    /** Name of the module. */
    readonly module: string,
  ) {
    super(message);
  }
}
