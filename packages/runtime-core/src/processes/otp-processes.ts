import type { Processes } from './processes.js';

/** OTP's own processes, which write the reports of errors, as they were when it had been started. */
export class OtpProcesses {
  readonly #processes: Processes;
  readonly #numbers: ReadonlySet<number>;

  constructor(processes: Processes) {
    this.#processes = processes;
    this.#numbers = new Set(processes.all().map((context) => processes.number(context)));
  }

  /** True for a process that has been there since then, and for those that handlers of the logger consist of, which the logger's supervisor has made. */
  has(context: number): boolean {
    if (this.#numbers.has(this.#processes.number(context))) return true;
    const supervisor = this.#processes.named('logger_sup');
    if (supervisor === 0) return false;
    const number = this.#processes.number(supervisor);
    for (let parent = this.#processes.parent(context); parent !== 0; parent = this.#processes.parent(this.#processes.find(parent))) {
      if (parent === number) return true;
      if (this.#processes.find(parent) === 0) return false;
    }
    return false;
  }
}
