/** A text is not an Erlang term. */
export class TermSyntaxError extends Error {
  override readonly name: string = 'TermSyntaxError';

  constructor(
    /** What is wrong, without the position. */
    readonly problem: string,
    /** Where in the text: an index into the string. */
    readonly position: number,
  ) {
    super(`${problem} at character ${position + 1}`);
  }
}
