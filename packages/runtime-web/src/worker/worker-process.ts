import type { Term } from '@beamline/beam-file';
import { ErlangProcess, type ProcessCallOptions, type ProcessClient, StoppedError } from '@beamline/runtime-core';
import type { Channel } from './channel.js';

/** A process of a machine in a Worker, which does the calls. */
export class WorkerProcess extends ErlangProcess {
  readonly #channel: Channel;
  readonly #to: Term;

  constructor(channel: Channel, client: ProcessClient, to: Term) {
    super(client, to);
    this.#channel = channel;
    this.#to = to;
  }

  override async callTerm(request: Term, { timeout, signal }: ProcessCallOptions = {}): Promise<Term> {
    if (signal?.aborted === true) throw new StoppedError('the call was stopped before it began');
    return (await this.#channel.call('processCall', [this.#to, request, timeout], signal)) as Term;
  }
}
