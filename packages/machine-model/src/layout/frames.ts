/** The native calling convention: frames on the Erlang stack, return addresses, places in the function table. */

/** Bits per resume point in a return address: `(table index of the resume function << 10 | resume point) << 2`. */
export const RESUME_POINT_BITS = 10;

/** Return address of the bottom frame of each stack: returning to it ends the process. */
export const BOTTOM_RETURN_ADDRESS = 4;

/** Set in a stack pointer given to the kernel: the caller has a frame, its return address word may be stale. */
export const OWN_FRAME_FLAG = 2;

/** Table index of the trampoline `(table index, sp) → value` that enters a function of 0 arguments; those of more follow. */
export const ENTER_TABLE_BASE = 2;

/** First table index that is free for functions. */
export const FUNCTION_TABLE_BASE = 260;

/** Bytes that every stack keeps free below the stack limit: a frame up to this size needs no subtraction in its check. */
export const STACK_RESERVE = 256;

/** Bits of a word of `functionInfo`: number of arguments, of which the entry of a fun has one more than a function. */
export const FUNCTION_ARITY_MASK = 0x1ff;

/**
 * The bits above them: the table index under which a function is entered again that had asked the kernel at its entry, 0 if that is its own. A
 * function in whose place a stub of tracing stands has one: it was called already.
 */
export const FUNCTION_REENTRY_SHIFT = 9;

/** Bit of the site that a guard BIF in a body gets: it is a sum or a difference with a small constant. */
export const INCREMENT_FLAG: number = 1 << 30;
