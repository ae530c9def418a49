import { Event } from '@beamline/jit-backend';
import type { Host } from './host.js';
import { hasEnded, type Machine } from './machine.js';

/** Milliseconds that processes run before the event loop has its turn. */
const TURN = 8;
/** Milliseconds that one process runs while others wait. */
const SHARE = 1;

/** Told the event that ended a process, or the engine's error if it trapped. */
export type Ended = (event: number, trap?: Error) => void;

/** Runs the processes of a machine in turns of the host's event loop; costs nothing while there are none. */
export class Scheduler {
  readonly #machine: Machine;
  readonly #host: Host;
  readonly #queue: { readonly context: number; readonly ended: Ended }[] = [];
  #scheduled = false;

  constructor(machine: Machine, host: Host) {
    this.#machine = machine;
    this.#host = host;
  }

  /** Runs a process; `ended` is called with the event that ended it. */
  start(context: number, ended: Ended): void {
    this.#queue.push({ context, ended });
    this.#wake();
  }

  #wake(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    this.#host.schedule(() => {
      this.#scheduled = false;
      this.#turn();
    });
  }

  #turn(): void {
    const end = this.#host.now() + TURN;
    do {
      const process = this.#queue.shift();
      if (process === undefined) return;
      const until = this.#queue.length === 0 ? end : Math.min(end, this.#host.now() + SHARE);
      let event: number;
      try {
        event = this.#machine.run(process.context, until);
      } catch (error) {
        // A trap in compiled code: the process is lost, the others go on.
        process.ended(Event.failed, error instanceof Error ? error : new Error(String(error)));
        continue;
      }
      if (hasEnded(event)) process.ended(event);
      else this.#queue.push(process);
    } while (this.#queue.length > 0 && this.#host.now() < end);
    if (this.#queue.length > 0) this.#wake();
  }
}
