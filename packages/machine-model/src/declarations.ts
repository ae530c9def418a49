// The form of what the kernel and runtime-core declare; `generated/` has the declarations.

/** A guard BIF of module `erlang`. */
export interface GuardBif {
  readonly name: string;
  readonly arity: number;
  /** The kernel's export. */
  readonly kernelName: string;
  /** What it fails with in a body; badmap stands for `{badmap, Map}` and `{badkey, Key}`. */
  readonly error: 'badarith' | 'badarg' | 'badmap';
}

/** A BIF that is not a guard BIF. */
export interface Bif {
  readonly module: string;
  readonly name: string;
  readonly arity: number;
  /** The kernel's export; undefined for a BIF of the host. */
  readonly kernelName?: string;
  /** True for what OTP has written in Erlang: called in tail position its failure leaves the caller out of the stack trace. */
  readonly inErlang?: boolean;
  /** True for a BIF of the kernel that never collects: OTP 29 writes those of atoms as instructions of guards where they are in a `try`. */
  readonly neverCollects?: boolean;
  /** True for a BIF that looks at the stack of its own process: called in tail position it is told where from (`callSite`). */
  readonly looksAtCaller?: boolean;
}

/** Number of parameters and i32 results of a function of the kernel. */
export interface KernelSignature {
  readonly parameters: number;
  /** True if the parameters are i64, not i32. */
  readonly wide?: boolean;
  readonly results: number;
  /** True if the result is an f64. */
  readonly float?: boolean;
}
