/** Why code returns to the run loop. */

/** Frames of a stack trace, at most (OTP's default backtrace_depth). */
export const TRACE_DEPTH = 8;
/** Most frames that a program may ask for (OTP's MAX_BACKTRACE_SIZE). */
export const MAXIMUM_TRACE_DEPTH = 64;

/** Why a compiled function or a BIF returned 0. */
export const TrapReason = {
  none: 0,
  /** Enter function `trapFunction` with the arguments in X, on an empty native stack. */
  call: 1,
  /** As `call`, but others may run first. */
  yield: 2,
  /** An exception was raised. */
  exception: 3,
  /** The process has returned from its first function. */
  finished: 4,
  /** The process ended by an uncaught exception. */
  failed: 5,
  /** An exit signal has ended the process. */
  exited: 6,
  /** The process waits for a message, or for the time in `timeoutAt`. */
  waiting: 7,
  /** A BIF waits for the host. */
  blocked: 8,
  /** A BIF is done: the value in `result` goes to the frame. */
  resume: 9,
  /** A BIF has failed: the index of the atom is in `result`, the arguments are in X. */
  failBif: 10,
  /** As `waiting`, without a stack: a message has it enter a function. */
  hibernating: 11,
  /** A BIF has paused in the middle of its work and goes on when the process runs next: see `paused` of the Context. */
  paused: 12,
} as const;

/** Exception classes, as small numbers. */
export const ExceptionClass = { error: 0, exit: 1, throw: 2 } as const;
