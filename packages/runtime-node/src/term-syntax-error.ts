/** A text is no Erlang term. */
export class TermSyntaxError extends Error {
  override readonly name: string = 'TermSyntaxError';

  constructor(
    /** What is wrong, without the place. */
    readonly problem: string,
    /** Where in the text, in characters as JavaScript counts them. */
    readonly position: number,
  ) {
    super(`${problem} at character ${position + 1}`);
  }
}
