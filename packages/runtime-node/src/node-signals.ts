import type { SignalAction, Signals } from '@beamline/runtime-core';

/** What the system sends for each program that ends: OTP has those started by a process of their own, and its programs see none of it. */
const OF_CHILDREN = 'sigchld';

/** The signals of this process. */
export class NodeSignals implements Signals {
  readonly #listeners = new Map<string, () => void>();

  set(signal: string, action: SignalAction, received: () => void): void {
    this.#leave(signal);
    if (action === 'default' || signal === OF_CHILDREN) return;
    const listener = action === 'handle' ? received : (): void => undefined;
    try {
      process.on(signal.toUpperCase(), listener);
      this.#listeners.set(signal, listener);
    } catch {
      // Some signals cannot be caught, such as SIGSTOP.
    }
  }

  release(): void {
    for (const signal of [...this.#listeners.keys()]) this.#leave(signal);
  }

  #leave(signal: string): void {
    const listener = this.#listeners.get(signal);
    if (listener !== undefined) process.off(signal.toUpperCase(), listener);
    this.#listeners.delete(signal);
  }
}
