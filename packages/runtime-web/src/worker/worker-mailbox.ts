import type { Term } from '@beamline/beam-file';
import { type ErlangValue, type MessageBox, Opaque, receivedMessages, toValue } from '@beamline/runtime-core';
import type { Channel } from './channel.js';

/** A mailbox of a machine in a Worker. */
export class WorkerMailbox implements MessageBox {
  readonly #channel: Channel;
  readonly #id: number;
  readonly pid: Opaque;

  constructor(channel: Channel, id: number, pid: Term) {
    this.#channel = channel;
    this.#id = id;
    this.pid = new Opaque(pid);
  }

  async receive(): Promise<ErlangValue> {
    return toValue(await this.receiveTerm());
  }

  async receiveTerm(): Promise<Term> {
    return (await this.#channel.call('receive', [this.#id])) as Term;
  }

  [Symbol.asyncIterator](): AsyncGenerator<ErlangValue, void, undefined> {
    return receivedMessages(this);
  }

  async monitor(process: Term): Promise<boolean> {
    return (await this.#channel.call('monitor', [this.#id, process])) as boolean;
  }

  close(): void {
    this.#channel.tell('closeMailbox', this.#id);
  }
}
