import type { Term } from '@beamline/beam-file';

/** How many events come before the process asks for more: all, the newest one, or so many, while the others wait. */
export type Delivery = 'all' | 'latest' | number;

/** Events that wait at most. Beyond that the oldest are dropped. */
const MOST_WAITING = 10_000;

/** Events on their way to a process: not more at a time than it has asked for. */
export class EventQueue {
  readonly #deliver: (event: Term) => void;
  readonly #keepsLatest: boolean;
  #credit: number;
  readonly #waiting: Term[] = [];
  /** Events that were too many. */
  dropped = 0;

  constructor(delivery: Delivery, deliver: (event: Term) => void) {
    this.#deliver = deliver;
    this.#keepsLatest = delivery === 'latest';
    this.#credit = delivery === 'all' ? Number.POSITIVE_INFINITY : delivery === 'latest' ? 1 : delivery;
  }

  /** An event has happened. */
  push(event: Term): void {
    if (this.#credit > 0) {
      this.#credit--;
      this.#deliver(event);
      return;
    }
    if (this.#waiting.length >= (this.#keepsLatest ? 1 : MOST_WAITING)) {
      this.#waiting.shift();
      this.dropped++;
    }
    this.#waiting.push(event);
  }

  /** The process asks for more. */
  more(count: number): void {
    // The newest one is enough, however often it was asked for.
    this.#credit = this.#keepsLatest ? 1 : this.#credit + count;
    while (this.#credit > 0) {
      const event = this.#waiting.shift();
      if (event === undefined) return;
      this.#credit--;
      this.#deliver(event);
    }
  }
}

/** Events of an object that a process gets as messages. */
export class Listener {
  constructor(
    readonly queue: EventQueue,
    /** Ends it. */
    readonly stop: () => void,
  ) {}
}

/** A frame of a page that a process waits for. */
export class Frame {
  /** The number that `requestAnimationFrame` has returned. */
  id: unknown;
}
