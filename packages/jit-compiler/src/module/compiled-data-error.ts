/** The data of a compiled module is damaged. */
export class CompiledDataError extends Error {
  override readonly name: string = 'CompiledDataError';
}
