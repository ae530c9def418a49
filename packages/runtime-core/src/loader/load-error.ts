/** A file that is to be loaded could not be read. What is wrong with the bytes of one is told by BeamFileError and CompileError. */
export class LoadError extends Error {
  override readonly name: string = 'LoadError';

  constructor(
    message: string,
    /** The path or URL. */
    readonly location: string,
    /** Status of the answer, where a server gave one. */
    readonly status?: number,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
