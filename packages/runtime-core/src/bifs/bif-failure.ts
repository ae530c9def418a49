/** What a BIF of OTP's runtime system fails with. */
type FailureReason = 'badarg' | 'badarith' | 'system_limit' | 'notsup' | 'notalive' | 'undef' | 'function_clause';

/** What a BIF throws when it fails: the reason is the atom. No Error, whose stack nobody would see and which takes long to make. */
export class BifFailure {
  readonly reason: FailureReason;
  /** What of the call is wrong, as an atom, where OTP's `error_info` says so. */
  readonly cause: string | undefined;

  /** The module that tells that in words; undefined for that of the runtime system. */
  readonly describing: string | undefined;

  constructor(reason: FailureReason, cause?: string, describing?: string) {
    this.reason = reason;
    this.cause = cause;
    this.describing = describing;
  }
}
