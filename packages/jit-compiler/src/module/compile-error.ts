/** What is wrong with code that cannot be compiled. */
export type CompileErrorCode =
  /** An instruction that is obsolete or not supported. */
  | 'unsupported-instruction'
  /** A call of a guard BIF that does not exist. */
  | 'unsupported-bif'
  /** Code that no Erlang compiler writes: a register outside the frame, a call with a wrong arity, … */
  | 'malformed-code';

/** A module cannot be compiled. Where: the function and the instruction. */
export class CompileError extends Error {
  override readonly name: string = 'CompileError';

  constructor(
    readonly code: CompileErrorCode,
    /** What is wrong, without the place. */
    readonly problem: string,
    readonly module: string,
    /** `name/arity`, or undefined outside of functions. */
    readonly functionName: string | undefined,
    /** Name of the instruction, or undefined. */
    readonly opcode: string | undefined,
    /** Offset of the instruction in the code area of the Code chunk, in bytes. */
    readonly offset: number | undefined,
  ) {
    const place = functionName === undefined ? module : `${module}:${functionName}`;
    const instruction = opcode === undefined ? '' : `, instruction ${opcode} at offset ${offset ?? 0} of Code`;
    super(`${problem} (${place}${instruction})`);
  }
}
