/** What becomes of a signal: what the system does by itself, a message to OTP's `erl_signal_server`, or nothing. */
export type SignalAction = 'default' | 'handle' | 'ignore';

/** The signals that the system sends to the process that a machine is in. */
export interface Signals {
  /**
   * Says what becomes of a signal. One that cannot be had is left to the system.
   * @param signal - its name in OTP, such as `sighup`
   * @param received - called each time that one has come which is to be handled
   */
  set(signal: string, action: SignalAction, received: () => void): void;
  /** Leaves all signals to the system again. */
  release(): void;
}
