import { Event } from '@beamline/jit-backend';
import type { Host } from './host.js';
import { hasEnded, type Machine } from './machine.js';

/** Milliseconds that processes run before the event loop has its turn. */
const TURN = 8;
/** Milliseconds that one process runs while others wait. */
const SHARE = 1;

/** Told the event that ended a process, or the engine's error if it trapped. */
export type Ended = (event: number, trap?: Error) => void;

interface Process {
  readonly context: number;
  readonly ended: Ended;
  /** Takes back the timer of a process that waits with a limit. */
  cancelTimer?: (() => void) | undefined;
}

/** Longest time that a host's timer takes, in milliseconds. */
const LONGEST_TIMER = 0x7fffffff;

/** Runs the processes of a machine in turns of the host's event loop; costs nothing while there are none that can run. */
export class Scheduler {
  readonly #machine: Machine;
  readonly #host: Host;
  readonly #queue: Process[] = [];
  /** Processes that wait, by Context. */
  readonly #waiting = new Map<number, Process>();
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

  /** A process that waits has a message, or is to look whether it should stop. One that does not wait is left alone. */
  wake(context: number): void {
    const process = this.#waiting.get(context);
    if (process === undefined) return;
    this.#waiting.delete(context);
    process.cancelTimer?.();
    process.cancelTimer = undefined;
    this.#queue.push(process);
    this.#wake();
  }

  /** Lets a process rest until it is woken or its time is over. */
  #rest(process: Process): void {
    const { context } = process;
    this.#waiting.set(context, process);
    const at = this.#machine.timeoutAt(context);
    if (at === undefined) return;
    // One that wakes too early waits again.
    const milliseconds = Math.min(LONGEST_TIMER, Math.max(0, Math.ceil(at - this.#host.now())));
    process.cancelTimer = this.#host.timer(milliseconds, () => {
      this.wake(context);
    });
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
      else if (event === Event.waiting) this.#rest(process);
      else this.#queue.push(process);
    } while (this.#queue.length > 0 && this.#host.now() < end);
    if (this.#queue.length > 0) this.#wake();
  }
}
