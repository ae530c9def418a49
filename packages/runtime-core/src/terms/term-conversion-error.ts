/** A term or value that cannot be converted. */
export class TermConversionError extends Error {
  override readonly name: string = 'TermConversionError';

  /**
   * @param problem - what is wrong with it
   */
  constructor(
    problem: string,
    /** Kind of the term, as in the `kind` of plain terms, or type of the value. */
    readonly kind: string,
    /** Where it was found: `arguments[0].a[3]`. Undefined where there is only one place. */
    readonly where?: string,
    options?: ErrorOptions,
  ) {
    super(where === undefined ? problem : `${where}: ${problem}`, options);
  }
}
