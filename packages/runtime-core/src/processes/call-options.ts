/** The part of an AbortSignal that calls use. */
export interface StopSignal {
  /** True once it is aborted. */
  readonly aborted: boolean;
  /** Calls the listener when it is aborted. */
  addEventListener(type: 'abort', listener: () => void): void;
  /** Calls the listener no more. */
  removeEventListener(type: 'abort', listener: () => void): void;
}

/** Options of a call. */
export interface CallOptions {
  /** Stops the process when it is aborted; the call then fails with StoppedError. */
  readonly signal?: StopSignal;
}

/** Options of a call of a process. */
export interface ProcessCallOptions extends CallOptions {
  /** Milliseconds to wait for the answer; infinite to wait for ever. Default: 5000, as in OTP. */
  readonly timeout?: number;
}
