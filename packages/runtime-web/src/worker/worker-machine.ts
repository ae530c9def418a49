import type { Term } from '@beamline/beam-file';
import { javascriptModules } from '@beamline/javascript';
import {
  type ErlangInput,
  type MessageBox,
  type ModuleSource,
  type Nif,
  type NifLibrary,
  type NifModule,
  type NifSource,
  Opaque,
  Runtime,
  type RuntimeOptions,
  StoppedError,
  toTerm,
  type UserNative,
  withArity,
} from '@beamline/runtime-core';
import { WebHost, type WebHostOptions } from '../web-host.js';
import { withOtpRelease } from '../with-otp-release.js';
import { Channel, type Handlers, type Port } from './channel.js';
import { EndTasks, pageLibrary } from './page-library.js';
import type { WorkerModule, WorkerSettings } from './worker-settings.js';
import { WorkerValues } from './worker-values.js';

/** The process that a term is. */
function processOf(term: unknown): Opaque | string {
  const to = term as Term;
  return to.kind === 'atom' ? to.name : new Opaque(to);
}

/** The machine in a Worker, which its page drives. */
export class WorkerMachine {
  readonly #channel: Channel;
  readonly #values: WorkerValues;
  readonly #tasks: EndTasks;
  readonly #mailboxes = new Map<number, MessageBox>();
  #lastMailbox = 0;
  #runtime: Runtime | undefined;

  constructor(port: Port) {
    this.#values = new WorkerValues(
      (id, args) => this.#channel.call('function', [id, args]),
      (all) => this.#channel.tell('release', all),
    );
    this.#tasks = new EndTasks(() => this.#channel);
    this.#channel = new Channel(port, this.#values, this.#handlers());
  }

  #running(): Runtime {
    if (this.#runtime === undefined) throw new StoppedError('the machine has not started');
    return this.#runtime;
  }

  #handlers(): Handlers {
    return {
      start: ([settings]) => this.#start(settings as WorkerSettings),
      load: ([source]) => this.#running().load(source as Uint8Array | string),
      call: ([module, name, args], signal) =>
        this.#running().callTerm(module as string, name as string, args as readonly Term[], { signal }),
      spawn: ([module, name, args]) =>
        this.#running().spawn(
          module as string,
          name as string,
          (args as readonly Term[]).map((arg) => new Opaque(arg)),
        ).term,
      send: ([to, message]) => this.#running().sendTerm(to as Term, message as Term),
      tell: ([to, message]) => {
        this.#runtime?.sendTerm(to as Term, message as Term);
      },
      processCall: ([to, request, timeout], signal) =>
        this.#running()
          .process(processOf(to))
          .callTerm(request as Term, { timeout: timeout as number, signal }),
      mailbox: () => {
        const mailbox = this.#running().mailbox();
        this.#mailboxes.set(++this.#lastMailbox, mailbox);
        return [this.#lastMailbox, mailbox.pid.term];
      },
      receive: ([id]) => this.#mailbox(id).receiveTerm(),
      monitor: ([id, process]) => this.#mailbox(id).monitor(process as Term),
      closeMailbox: ([id]) => {
        this.#mailboxes.get(id as number)?.close();
        this.#mailboxes.delete(id as number);
      },
      startOtp: ([options]) => this.#running().startOtp(options as { arguments?: readonly string[] }),
      halted: () => this.#running().halted(),
      flush: () => this.#running().flush(),
      releaseKept: ([id, count]) => this.#values.releaseKept(id as number, count as number),
      forget: ([token]) => this.#tasks.cancel(token as number),
      stop: async () => {
        this.#runtime?.stop();
        // What is under way fails in the next turns, and its answers leave before the last one does.
        await new Promise((resolve) => setTimeout(resolve, 0));
      },
    };
  }

  #mailbox(id: unknown): MessageBox {
    const mailbox = this.#mailboxes.get(id as number);
    if (mailbox === undefined) throw new StoppedError('the mailbox is closed');
    return mailbox;
  }

  async #start(settings: WorkerSettings): Promise<void> {
    const own = settings.module === undefined ? {} : ((await import(/* @vite-ignore */ settings.module)) as WorkerModule);
    const { hub } = settings;
    const cluster = hub === undefined ? undefined : await import('@beamline/cluster');
    const channels = hub === undefined || cluster === undefined ? undefined : new cluster.HubChannels(hub);
    const host = new WebHost({ ...this.#hostOptions(settings), ...(channels === undefined ? {} : { channels }) });
    await host.fetchCode();
    const options = this.#options(settings, own);
    const made = cluster === undefined ? options : { ...options, modules: { ...cluster.clusterModules, ...options.modules } };
    this.#runtime = await Runtime.create(host, await withOtpRelease(made, host));
  }

  #hostOptions({ host, hasInput }: WorkerSettings): WebHostOptions {
    const channel = (): Channel => this.#channel;
    return {
      ...host,
      write: (text) => channel().tell('write', text),
      writeLine: (text) => channel().tell('writeLine', text),
      writeError: (text) => channel().tell('writeError', text),
      ...(hasInput ? { readInput: async () => (await channel().call('readInput', [])) as string | undefined } : {}),
    };
  }

  #options({ machine, modules, natives, nifs, globals }: WorkerSettings, own: WorkerModule): RuntimeOptions {
    const channel = (): Channel => this.#channel;
    const pageNatives = natives.map((key): [string, UserNative] => {
      const call = async (...values: readonly ErlangInput[]): Promise<Opaque> =>
        new Opaque((await channel().call('native', [key, values.map((value) => toTerm(value))])) as Term);
      return [key, withArity(call, Number(key.slice(key.lastIndexOf('/') + 1)))];
    });
    const pageNifs = nifs.map((module): [string, NifSource] => [module, (described) => this.#pageNifs(described)]);
    const pageModules = modules.map((name): [string, ModuleSource] => [
      name,
      async () => (await channel().call('module', [name])) as Uint8Array,
    ]);
    const js: NifSource = () => pageLibrary(channel, this.#values, this.#tasks, own.globals ?? {}, new Set(globals ?? []));
    const hasJavaScript = globals !== undefined || own.globals !== undefined;
    return {
      ...machine,
      natives: { ...own.natives, ...Object.fromEntries(pageNatives) },
      nifs: { ...(hasJavaScript ? { js } : {}), ...own.nifs, ...Object.fromEntries(pageNifs) },
      modules: { ...(hasJavaScript ? javascriptModules : {}), ...Object.fromEntries(pageModules) },
    };
  }

  /** Calls a NIF of the page, which tells whether it wants to know when the process ends. */
  async #callNif(module: string, key: string, args: readonly Term[], self: Term, token: number): Promise<Term> {
    let isWatching = false;
    try {
      const [result, watches] = (await this.#channel.call('nif', [module, key, args, self, token])) as [Term, boolean];
      isWatching = watches;
      return result;
    } finally {
      if (!isWatching) this.#tasks.cancel(token);
    }
  }

  /** A library whose functions run in the page. */
  async #pageNifs(module: NifModule): Promise<NifLibrary> {
    const keys = (await this.#channel.call('nifs', [module.name, module.otpRelease])) as readonly string[];
    const nif =
      (key: string): Nif =>
      (args, context) => {
        this.#values.context = context;
        return this.#callNif(module.name, key, args, context.self(), this.#tasks.add(context));
      };
    return { functions: Object.fromEntries(keys.filter((key) => module.has(key)).map((key) => [key, nif(key)])) };
  }
}
