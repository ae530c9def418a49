import type { Processes } from './processes.js';

/** OTP's own processes, which write the reports of errors, as they were when it had been started. */
export class OtpProcesses {
  readonly #processes: Processes;
  readonly #numbers: ReadonlySet<number>;
  /** Registered names, under which `init:restart/0` makes them anew. */
  readonly #names: ReadonlySet<string>;

  constructor(processes: Processes) {
    this.#processes = processes;
    const contexts = processes.all();
    this.#numbers = new Set(contexts.map((context) => processes.number(context)));
    this.#names = new Set(contexts.flatMap((context) => nameOf(processes, context) ?? []));
  }

  /** True for a process that has been there since then, or has come for one of them, and for those that handlers of the logger consist of. */
  has(context: number): boolean {
    if (this.#numbers.has(this.#processes.number(context))) return true;
    const name = nameOf(this.#processes, context);
    if (name !== undefined && this.#names.has(name)) return true;
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

function nameOf(processes: Processes, context: number): string | undefined {
  const name = processes.registeredName(context);
  return name?.kind === 'atom' ? name.name : undefined;
}
