/** Frames of stack traces, as the host describes them to the kernel. */

/** What a key of a frame stands for, in its two lowest bits; a return address is a key as it is. */
export const TraceFrameKind = {
  /** `site << 2`: where an exception was raised. */
  site: 1,
  /** `identity << 2`: a BIF, or a function that there is not. */
  bif: 2,
} as const;

/** Of a block that describes a frame. */
export const TraceFrameOffset = {
  /** Module and function, atoms. */
  module: 0,
  function: 4,
  /** Number of arguments, a term. */
  arity: 8,
  /** Of a BIF the atom of the module that tells in words why it failed (`error_info`). */
  describing: 12,
  /** Line, a term; 0 if there is none, and no file. */
  line: 16,
  /** Characters of the name of the file; their codes follow as terms. */
  fileLength: 20,
  file: 24,
} as const;
