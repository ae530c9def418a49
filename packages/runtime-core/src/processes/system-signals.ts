import type { SignalAction, Signals } from '../io/signals.js';
import { atom, tuple } from '../terms/plain-terms.js';
import type { Processes } from './processes.js';

/** What OTP handles from its start on (the default handler of `erl_signal_server`). */
const HANDLED = ['sigterm', 'sigusr1', 'sigquit'] as const;

/** The signals of the system as programs see them: messages to OTP's `erl_signal_server`. */
export class SystemSignals {
  readonly #signals: Signals | undefined;
  readonly #processes: Processes;
  readonly #wake: () => void;

  /** @param wake - called when a process may have got a message */
  constructor(signals: Signals | undefined, processes: Processes, wake: () => void) {
    this.#signals = signals;
    this.#processes = processes;
    this.#wake = wake;
  }

  /** Handles what OTP does from its start on. */
  start(): void {
    for (const name of HANDLED) this.set(name, 'handle');
  }

  /** Sets what a signal causes: `os:set_signal/2`. */
  set(name: string, action: SignalAction): void {
    this.#signals?.set(name, action, () => {
      this.#processes.send(atom('erl_signal_server'), tuple(atom('notify'), atom(name)));
      this.#wake();
    });
  }

  /** Leaves all signals to the system again. */
  release(): void {
    this.#signals?.release();
  }
}
