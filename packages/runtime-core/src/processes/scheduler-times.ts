import type { Host } from '../io/host.js';

/** Nanoseconds of a millisecond. */
export const NANOSECONDS = 1_000_000;

/** How long the machine has run processes while somebody wanted to know (`erlang:system_flag(scheduler_wall_time, true)`). */
export class SchedulerTimes {
  readonly #host: Host;
  /** Since when it is measured; undefined if it is not. */
  #since: number | undefined;
  /** Milliseconds before. */
  #total = 0;
  #active = 0;
  /** When the slice of the machine began that is under way, as far as it is measured; undefined outside. */
  #running: number | undefined;

  constructor(host: Host) {
    this.#host = host;
  }

  /** True if it is measured. */
  get isMeasured(): boolean {
    return this.#since !== undefined;
  }

  /** Begins or ends measuring, which goes on where it has ended; true if it was measured before. Only for who is in a slice. */
  measure(isOn: boolean): boolean {
    const before = this.isMeasured;
    if (isOn === before) return before;
    const now = this.#host.now();
    if (this.#since !== undefined) this.#total += now - this.#since;
    if (this.#running !== undefined) this.#active += now - this.#running;
    this.#since = isOn ? now : undefined;
    this.#running = isOn ? now : undefined;
    return before;
  }

  /** Forgets what was measured. */
  reset(): void {
    const now = this.#host.now();
    this.#total = 0;
    this.#active = 0;
    if (this.#since !== undefined) this.#since = now;
    if (this.#running !== undefined) this.#running = now;
  }

  /** Runs processes by a function. */
  run<T>(run: () => T): T {
    if (this.#since === undefined) return run();
    this.#running = this.#host.now();
    try {
      return run();
    } finally {
      if (this.#running !== undefined) this.#active += this.#host.now() - this.#running;
      this.#running = undefined;
    }
  }

  /** Time in which processes ran, and all time, in nanoseconds. */
  get times(): { readonly active: number; readonly total: number } {
    const now = this.#host.now();
    const active = this.#active + (this.#running === undefined ? 0 : now - this.#running);
    const total = this.#total + (this.#since === undefined ? 0 : now - this.#since);
    return { active: Math.round(active * NANOSECONDS), total: Math.round(total * NANOSECONDS) };
  }
}
