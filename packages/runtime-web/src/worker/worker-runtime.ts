import type { Term } from '@beamline/beam-file';
import {
  type AnyFunctions,
  atom,
  type CallOptions,
  ErlangError,
  type ErlangInput,
  type ErlangModules,
  type ErlangProcess,
  type ErlangRuntime,
  type ErlangValue,
  joinStacks,
  LoadError,
  type LoadReport,
  type ModuleFunctions,
  moduleFunctions,
  Opaque,
  type OtpOptions,
  StoppedError,
  terms,
  toTerm,
  toValue,
} from '@beamline/runtime-core';
import { absoluteUrl } from '../base-url.js';
import type { Channel } from './channel.js';
import { WorkerMailbox } from './worker-mailbox.js';
import { WorkerProcess } from './worker-process.js';

/** Milliseconds that a Worker has to answer what is under way when it is stopped. */
const STOP_LIMIT = 2000;

/** A machine in a Worker: what `Runtime` has, as promises. */
export class WorkerRuntime implements ErlangRuntime {
  readonly #channel: Channel;
  readonly #end: () => void;
  readonly #count: () => number;
  #isStopped = false;

  /**
   * Made by `createRuntime`.
   * @param end - ends the Worker
   * @param count - how many things of the page the machine has
   */
  constructor(channel: Channel, end: () => void, count: () => number) {
    this.#channel = channel;
    this.#end = end;
    this.#count = count;
  }

  /** How many values and functions of the page the machine has, and the page therefore keeps. */
  get pageValueCount(): number {
    return this.#count();
  }

  /** Loads a module from bytes, or from a URL, which the Worker fetches. */
  async load(source: Uint8Array | string): Promise<LoadReport> {
    if (typeof source !== 'string') return (await this.#call('load', [source])) as LoadReport;
    try {
      return (await this.#call('load', [absoluteUrl(source).href])) as LoadReport;
    } catch (error) {
      // The location is what was given, as of a machine in the page.
      throw error instanceof LoadError && error.status !== undefined ? new LoadError(error.message, source, error.status) : error;
    }
  }

  /** Calls a function in a new process, converting values both ways. Rejects with ErlangError. */
  async call(module: string, name: string, args: readonly ErlangInput[] = [], options: CallOptions = {}): Promise<ErlangValue> {
    const list = args.map((arg, i) => toTerm(arg, `arguments[${i}]`));
    return toValue(await this.#callFrom(new Error('called'), module, name, list, options));
  }

  /** Like `call`, with plain terms. */
  async callTerm(module: string, name: string, args: readonly Term[], options: CallOptions = {}): Promise<Term> {
    return await this.#callFrom(new Error('called'), module, name, args, options);
  }

  async #callFrom(caller: Error, module: string, name: string, args: readonly Term[], { signal }: CallOptions): Promise<Term> {
    if (signal?.aborted === true) throw new StoppedError('the call was stopped before it began');
    try {
      return (await this.#call('call', [module, name, args], signal)) as Term;
    } catch (error) {
      if (error instanceof ErlangError) joinStacks(error, caller);
      throw error;
    }
  }

  /** The functions of a module as methods, as of `Runtime`. */
  module<Name extends keyof ErlangModules>(name: Name): ModuleFunctions<ErlangModules[Name]>;
  /**
   * The same with types that are given.
   *
   * @typeParam T - the functions of the module, as an interface of methods
   */
  module<T extends object = AnyFunctions>(name: string): ModuleFunctions<T>;
  module(name: string): ModuleFunctions<AnyFunctions> {
    return moduleFunctions((f, args) => this.call(name, f, args));
  }

  /** The process of a pid, or of a registered name. */
  process(to: Opaque | string): ErlangProcess {
    const client = {
      mailbox: () => this.mailbox(),
      sendTerm: async (destination: Term, message: Term) => (await this.#call('send', [destination, message])) as boolean,
      timer: (milliseconds: number, task: () => void) => {
        const timer = setTimeout(task, milliseconds);
        return () => clearTimeout(timer);
      },
    };
    return new WorkerProcess(this.#channel, client, destinationOf(to));
  }

  /** Calls a function in a new process without waiting for it; resolves to its pid. */
  async spawn(module: string, name: string, args: readonly ErlangInput[] = []): Promise<Opaque> {
    const list = args.map((arg, i) => toTerm(arg, `arguments[${i}]`));
    return new Opaque((await this.#call('spawn', [module, name, list])) as Term);
  }

  /** Sends a message to a pid, an alias or a registered name. Rejects with ErlangError badarg if it is something else, or a name that is not registered. */
  async send(to: Opaque | string, message: ErlangInput): Promise<void> {
    const isSent = await this.#call('send', [destinationOf(to), toTerm(message, 'message')]);
    if (isSent !== true) throw new ErlangError('error', terms.atom('badarg'), []);
  }

  /** Makes a mailbox that Erlang processes can send to. */
  async mailbox(): Promise<WorkerMailbox> {
    const [id, pid] = (await this.#call('mailbox', [])) as [number, Term];
    return new WorkerMailbox(this.#channel, id, pid);
  }

  /** Starts OTP as `erl` does. */
  async startOtp(options: OtpOptions = {}): Promise<void> {
    await this.#call('startOtp', [options]);
  }

  /** Resolves to the exit status when a program has called `halt`. */
  async halted(): Promise<number> {
    return (await this.#call('halted', [])) as number;
  }

  /** Waits until what programs have written is with the page. */
  async flush(): Promise<void> {
    await this.#call('flush', []);
  }

  /** Stops every process and ends the Worker. Calls reject with StoppedError. */
  stop(): void {
    if (this.#isStopped) return;
    this.#isStopped = true;
    const timer = setTimeout(this.#end, STOP_LIMIT);
    this.#channel
      .call('stop', [])
      .catch(() => undefined)
      .finally(() => {
        clearTimeout(timer);
        this.#end();
      });
  }

  #call(method: string, args: readonly unknown[], signal?: CallOptions['signal']): Promise<unknown> {
    if (this.#isStopped) return Promise.reject(new StoppedError('the machine was stopped'));
    return this.#channel.call(method, args, signal);
  }
}

function destinationOf(to: Opaque | string): Term {
  return toTerm(typeof to === 'string' ? atom(to) : to, 'destination');
}
