import type { Term } from '@beamline/beam-file';
import { atom, tuple } from '../terms/plain-terms.js';
import { freshReference } from '../terms/resource-term.js';
import { toTerm, toValue } from '../terms/value-conversion.js';
import type { ErlangInput, ErlangValue, Opaque } from '../terms/values.js';
import type { ProcessCallOptions } from './call-options.js';
import { ErlangError, StoppedError } from './erlang-error.js';
import type { MessageBox } from './message-box.js';

/** Milliseconds that OTP's servers have to answer. */
const DEFAULT_TIMEOUT = 5000;

/** The longest time that a host's timer takes. */
const LONGEST_TIMER = 0x7fffffff;

/** What a process in JavaScript needs of the runtime, which may be in another thread. */
export interface ProcessClient {
  /** A new mailbox. */
  mailbox(): MessageBox | Promise<MessageBox>;
  /** Sends a message; false if nobody has that name. */
  sendTerm(to: Term, message: Term): boolean | Promise<boolean>;
  /** Runs a task later; returns a function that cancels it. */
  timer(milliseconds: number, task: () => void): () => void;
}

/** An Erlang process as JavaScript sees it: by its pid, or by the name that it is registered under at the time. */
export class ErlangProcess {
  readonly #client: ProcessClient;
  readonly #to: Term;

  /** Made by `Runtime.process`. */
  constructor(client: ProcessClient, to: Term) {
    this.#client = client;
    this.#to = to;
  }

  /** Sends a message. Throws, or rejects with, ErlangError badarg for a name that nobody has. */
  send(message: ErlangInput): void | Promise<void> {
    return this.#send(toTerm(message, 'message'));
  }

  /** Sends a request that a `gen_server` (in Elixir a `GenServer`) gets in `handle_cast`. */
  cast(request: ErlangInput): void | Promise<void> {
    const sent = this.#client.sendTerm(this.#to, tuple(atom('$gen_cast'), toTerm(request, 'request')));
    if (sent instanceof Promise) return sent.then(() => undefined);
  }

  /**
   * Calls a `gen_server`, or what else answers as one: its `handle_call` gets the request, and the promise resolves to the reply. Rejects with
   * ErlangError, as `gen_server:call/3` exits: when there is no such process, when it ends, and when it takes too long.
   */
  async call(request: ErlangInput, options: ProcessCallOptions = {}): Promise<ErlangValue> {
    return toValue(await this.callTerm(toTerm(request, 'request'), options));
  }

  /** Like `call`, with plain terms. */
  async callTerm(request: Term, { timeout = DEFAULT_TIMEOUT, signal }: ProcessCallOptions = {}): Promise<Term> {
    if (signal?.aborted === true) throw new StoppedError('the call was stopped before it began');
    const failed = (reason: Term): ErlangError =>
      new ErlangError('exit', tuple(reason, tuple(atom('gen_server'), atom('call'), listOfTwo(this.#to, request))), []);
    const client = this.#client;
    const mailbox = await client.mailbox();
    let cancel = (): void => undefined;
    let removeListener = (): void => undefined;
    try {
      if (!(await mailbox.monitor(this.#to))) throw failed(atom('noproc'));
      await client.sendTerm(this.#to, tuple(atom('$gen_call'), tuple(mailbox.pid.term, freshReference()), request));
      const answer = mailbox.receiveTerm();
      const interrupted = new Promise<never>((_, reject) => {
        if (timeout !== Number.POSITIVE_INFINITY)
          cancel = client.timer(Math.min(LONGEST_TIMER, Math.max(0, timeout)), () => reject(failed(atom('timeout'))));
        const stop = (): void => reject(new StoppedError('the call was stopped'));
        signal?.addEventListener('abort', stop);
        removeListener = () => signal?.removeEventListener('abort', stop);
      });
      const message = await Promise.race([answer, interrupted]);
      const elements = message.kind === 'tuple' ? message.elements : [];
      const [, reply] = elements;
      if (elements.length === 2 && reply !== undefined) return reply;
      throw failed(downReason(message) ?? atom('badarg'));
    } finally {
      cancel();
      removeListener();
      // Nobody waits for an answer any more.
      mailbox.receiveTerm().catch(() => undefined);
      mailbox.close();
    }
  }

  /**
   * The messages that a process sends to whoever subscribes, until the loop over them ends or the process does: `for await (const message of …)`.
   * They wait in a mailbox, which is closed then; a process that monitors its subscribers is told.
   * @param request - makes the message that subscribes, of the pid that messages are to be sent to. Default: `{subscribe, Pid}`
   */
  async *subscribe(
    request: (pid: Opaque) => ErlangInput = (pid) => toValue(tuple(atom('subscribe'), pid.term)),
  ): AsyncGenerator<ErlangValue, void, undefined> {
    const mailbox = await this.#client.mailbox();
    try {
      if (!(await mailbox.monitor(this.#to))) throw new ErlangError('exit', atom('noproc'), []);
      await this.#send(toTerm(request(mailbox.pid), 'request'));
      for (;;) {
        const message = await mailbox.receiveTerm();
        const reason = downReason(message);
        if (reason === undefined) yield toValue(message);
        else if (reason.kind === 'atom' && (reason.name === 'normal' || reason.name === 'shutdown')) return;
        else throw new ErlangError('exit', reason, []);
      }
    } finally {
      mailbox.close();
    }
  }

  #send(message: Term): void | Promise<void> {
    const sent = this.#client.sendTerm(this.#to, message);
    if (sent instanceof Promise) return sent.then(checkSent);
    checkSent(sent);
  }
}

function checkSent(isSent: boolean): void {
  if (!isSent) throw new ErlangError('error', atom('badarg'), []);
}

function listOfTwo(first: Term, second: Term): Term {
  return { kind: 'list', elements: [first, second], tail: { kind: 'nil' } };
}

/** The reason in the message of a monitor; undefined for any other message. */
function downReason(message: Term): Term | undefined {
  if (message.kind !== 'tuple' || message.elements.length !== 5) return undefined;
  const [tag, reference, , , reason] = message.elements;
  return tag?.kind === 'atom' && tag.name === 'DOWN' && reference?.kind === 'reference' ? reason : undefined;
}
