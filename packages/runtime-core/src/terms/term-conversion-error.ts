/** A term or value that cannot be converted. */
export class TermConversionError extends Error {
  override readonly name: string = 'TermConversionError';

  constructor(
    message: string,
    /** Kind of the term, as in the `kind` of plain terms. */
    readonly kind: string,
  ) {
    super(message);
  }
}
