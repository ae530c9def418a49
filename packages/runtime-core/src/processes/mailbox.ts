import type { Term } from '@beamline/beam-file';
import { TermTooLargeError } from '../terms/reading-limit.js';
import { toValue } from '../terms/value-conversion.js';
import { type ErlangValue, Opaque } from '../terms/values.js';
import { StoppedError } from './erlang-error.js';
import type { MessageBox } from './message-box.js';
import type { Processes } from './processes.js';
import { receivedMessages } from './received-messages.js';

/** A pending `receive`. */
interface Waiting {
  readonly resolve: (message: Term) => void;
  readonly reject: (error: Error) => void;
}

/** Messages from Erlang processes to JavaScript. It has a pid: processes can send to it, link to it and monitor it. */
export class Mailbox implements MessageBox {
  readonly #processes: Processes;
  readonly #context: number;
  readonly #closed: (context: number) => void;
  #waiting: Waiting[] = [];
  #open = true;
  /** Its pid, for Erlang code to send to. */
  readonly pid: Opaque;

  /** Made by `Runtime.mailbox`. */
  constructor(processes: Processes, context: number, closed: (context: number) => void) {
    this.#processes = processes;
    this.#context = context;
    this.#closed = closed;
    this.pid = new Opaque(processes.pid(context));
  }

  /**
   * The next message, in order of arrival. Rejects with StoppedError when the mailbox is closed, with SystemLimitError for a
   * message that is too large, which is dropped.
   */
  async receive(): Promise<ErlangValue> {
    return toValue(await this.receiveTerm());
  }

  /** Like `receive`, but returns a plain term. */
  receiveTerm(): Promise<Term> {
    return new Promise((resolve, reject) => {
      // What it throws, the promise rejects with.
      const message = this.#open && this.#waiting.length === 0 ? this.#processes.take(this.#context) : undefined;
      if (message !== undefined) resolve(message);
      else if (this.#open) this.#waiting.push({ resolve, reject });
      else reject(new StoppedError('the mailbox is closed'));
    });
  }

  /** The messages that come until it is closed; a loop over them that ends earlier closes it. */
  [Symbol.asyncIterator](): AsyncGenerator<ErlangValue, void, undefined> {
    return receivedMessages(this);
  }

  /** Has it be told, by a message as those of `erlang:monitor/2`, when a process ends; false if there is none. */
  monitor(process: Term): boolean {
    return this.#open && this.#processes.monitor(this.#context, process);
  }

  /** Closes it. Processes that are linked to it or monitor it are notified. */
  close(): void {
    if (!this.#open) return;
    this.#open = false;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const { reject } of waiting) reject(new StoppedError('the mailbox is closed'));
    this.#processes.closeMailbox(this.#context);
    this.#closed(this.#context);
  }

  /** To be called when a message has arrived. */
  notify(): void {
    while (this.#waiting.length > 0) {
      try {
        const message = this.#processes.take(this.#context);
        if (message === undefined) return;
        this.#waiting.shift()?.resolve(message);
      } catch (error) {
        if (!(error instanceof TermTooLargeError)) throw error;
        this.#waiting.shift()?.reject(error);
      }
    }
  }
}
