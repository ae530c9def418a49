/** What a signal causes: what the system does by default, a message to OTP's `erl_signal_server`, or nothing. */
export type SignalAction = 'default' | 'handle' | 'ignore';

/** The signals that the system sends to the process that a machine is in. */
export interface Signals {
  /**
   * Sets what a signal causes. A signal that cannot be caught is left to the system.
   * @param signal - its name in OTP, such as `sighup`
   * @param received - called for each signal that is to be handled
   */
  set(signal: string, action: SignalAction, received: () => void): void;
  /** Leaves all signals to the system again. */
  release(): void;
}
