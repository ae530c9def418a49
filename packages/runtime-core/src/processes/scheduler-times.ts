import type { Host } from '../io/host.js';

/** Nanoseconds of a millisecond. */
const NANOSECONDS = 1_000_000;

/** How long the machine has run processes, while a program wants to know (`erlang:system_flag(scheduler_wall_time, true)`). */
export class SchedulerTimes {
  readonly #host: Host;
  #since: number | undefined;
  #active = 0;
  /** When the slice of the machine began that is under way; undefined outside. */
  #running: number | undefined;

  constructor(host: Host) {
    this.#host = host;
  }

  /** True if it is measured. */
  get isMeasured(): boolean {
    return this.#since !== undefined;
  }

  /** Begins or ends measuring; true if it was measured before. */
  measure(isOn: boolean): boolean {
    const before = this.isMeasured;
    if (isOn !== before) {
      this.#since = isOn ? this.#host.now() : undefined;
      this.#active = 0;
      this.#running = isOn ? this.#since : undefined;
    }
    return before;
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

  /** Time in which processes ran, and all time, in nanoseconds; undefined if it is not measured. */
  get times(): { readonly active: number; readonly total: number } | undefined {
    if (this.#since === undefined) return undefined;
    const now = this.#host.now();
    const active = this.#active + (this.#running === undefined ? 0 : now - this.#running);
    return { active: Math.round(active * NANOSECONDS), total: Math.round((now - this.#since) * NANOSECONDS) };
  }
}
