/** A module could not be read, found or started. BeamFileError and CompileError tell what is wrong with the bytes of one. */
export class LoadError extends Error {
  override readonly name: string = 'LoadError';

  constructor(
    message: string,
    /** The path or URL, or the name of the module. */
    readonly location: string,
    /** HTTP status of the response, if there was one. */
    readonly status?: number,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
