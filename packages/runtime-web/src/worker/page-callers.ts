import type { Term } from '@beamline/beam-file';
import type { Caller } from '@beamline/javascript';

/** What is to be done in the page when processes of a machine in a Worker end, by the numbers that the Worker has given them. */
export class PageCallers {
  readonly #tasks = new Map<number, Set<() => void>>();
  readonly #forget: (token: number) => void;

  /** @param forget - tells the Worker that nothing is to be done any more */
  constructor(forget: (token: number) => void) {
    this.#forget = forget;
  }

  /** A process that asks for something. */
  caller(self: Term, token: number): Caller {
    return {
      self,
      whenEnded: (task) => {
        const tasks = this.#tasks.get(token) ?? new Set();
        this.#tasks.set(token, tasks);
        tasks.add(task);
        return () => {
          if (!tasks.delete(task) || tasks.size > 0) return;
          this.#tasks.delete(token);
          this.#forget(token);
        };
      },
    };
  }

  /** True if something is to be done. */
  has(token: number): boolean {
    return this.#tasks.has(token);
  }

  /** A process has ended. */
  ended(token: number): void {
    const tasks = this.#tasks.get(token);
    this.#tasks.delete(token);
    for (const task of tasks ?? []) task();
  }

  /** All processes have ended. */
  allEnded(): void {
    for (const token of [...this.#tasks.keys()]) this.ended(token);
  }
}
