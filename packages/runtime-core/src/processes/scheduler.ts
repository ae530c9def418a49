import type { Host } from '../io/host.js';
import type { Machine } from '../machine.js';

/** Milliseconds that processes run before the event loop has its turn. */
const TURN = 5;

/** Longest time that a host's timer takes, in milliseconds. */
const LONGEST_TIMER = 0x7fffffff;

/** Runs the processes of a machine in turns of the host's event loop; idle while no process can run. */
export class Scheduler {
  readonly #machine: Machine;
  readonly #host: Host;
  readonly #broken: (error: Error) => void;
  readonly #lost: (error: Error) => void;
  /** True when the machine cannot go on. */
  #isLost = false;
  /** Milliseconds that processes may still run. */
  #allowance: number;
  readonly #exhausted: () => void;
  #scheduled = false;
  /** The host's timer for the next timer of the machine. */
  #timer: { readonly due: number; readonly cancel: () => void } | undefined;

  /**
   * @param broken - called with an error of the engine that ended the slice of a process; ends that process
   * @param lost - called with an error after which the machine cannot go on: no process was to blame, or it could not be ended
   * @param allowance - total milliseconds that processes may run
   * @param exhausted - called when they are used up, and whenever something is to run after that
   */
  constructor(
    machine: Machine,
    host: Host,
    broken: (error: Error) => void,
    lost: (error: Error) => void,
    allowance: number,
    exhausted: () => void,
  ) {
    this.#machine = machine;
    this.#host = host;
    this.#broken = broken;
    this.#lost = lost;
    this.#allowance = allowance;
    this.#exhausted = exhausted;
  }

  /** Something has changed outside of a turn: processes may be able to run, or a timer may be due earlier. */
  wake(): void {
    if (this.#scheduled || this.#isLost) return;
    this.#scheduled = true;
    this.#host.schedule(() => {
      this.#scheduled = false;
      this.#turn();
    });
  }

  #turn(): void {
    if (this.#allowance <= 0) {
      this.#end();
      return;
    }
    const start = this.#host.now();
    const end = start + Math.min(TURN, this.#allowance);
    let runnable = 1;
    for (let again = true; again && this.#host.now() < end; ) {
      try {
        runnable = this.#machine.run(end);
        again = false;
      } catch (error) {
        // An error of the engine ended a slice: that process is lost, the others go on.
        if (!this.#endBroken(error instanceof Error ? error : new Error(String(error)))) return;
      }
    }
    this.#allowance -= this.#host.now() - start;
    if (this.#allowance <= 0) {
      this.#end();
      return;
    }
    if (runnable > 0) this.wake();
    this.#setTimer();
  }

  /** Processes have no time left: no timer matters any more. Whoever calls something later is told, too. */
  #end(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
    this.#exhausted();
  }

  /** Ends the process whose slice an error ended; false if that is impossible. */
  #endBroken(error: Error): boolean {
    try {
      this.#broken(error);
      return true;
    } catch (failure) {
      this.#isLost = true;
      this.#timer?.cancel();
      this.#timer = undefined;
      this.#lost(failure instanceof Error ? failure : error);
      return false;
    }
  }

  #setTimer(): void {
    const due = this.#machine.nextTimer();
    if (this.#timer?.due === due) return;
    this.#timer?.cancel();
    this.#timer = undefined;
    if (due === Number.POSITIVE_INFINITY) return;
    // One that wakes too early waits again.
    const milliseconds = Math.min(LONGEST_TIMER, Math.max(0, Math.ceil(due - this.#host.now())));
    const cancel = this.#host.timer(milliseconds, () => {
      this.#timer = undefined;
      this.wake();
    });
    this.#timer = { due, cancel };
  }
}
