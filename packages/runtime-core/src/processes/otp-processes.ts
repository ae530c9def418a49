import type { Processes } from './processes.js';

/** OTP's own processes, which write the reports of errors, as they were when it had been started. */
export class OtpProcesses {
  readonly #processes: Processes;
  readonly #numbers: ReadonlySet<number>;

  constructor(processes: Processes) {
    this.#processes = processes;
    this.#numbers = new Set(processes.all().map((context) => processes.number(context)));
  }

  /** True for a process that has been there since then, and for a handler of the logger, whose parent is the logger's supervisor. */
  has(context: number): boolean {
    const supervisor = this.#processes.named('logger_sup');
    const parent = this.#processes.parent(context);
    return this.#numbers.has(this.#processes.number(context)) || (supervisor !== 0 && parent === this.#processes.number(supervisor));
  }
}
