/** A term that cannot be brought into or out of the memory of a machine. */
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
