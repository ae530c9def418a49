import { formatTerm, type Term } from '@beamline/beam-file';
import { TrapReason } from '@beamline/machine-model';
import { loadLateBifs } from './bifs/late-bifs.js';
import { bootArguments } from './boot-arguments.js';
import { EngineTrapError, trappedFunction } from './engine-trap-error.js';
import type { ErlangRuntime, LoadReport, OtpOptions } from './erlang-runtime.js';
import type { Host } from './io/host.js';
import { IoServer } from './io/io-server.js';
import { LoadError } from './loader/load-error.js';
import { Machine, type MachineOptions } from './machine.js';
import { type AnyFunctions, type ErlangModules, type ModuleFunctions, moduleFunctions } from './module-functions.js';
import { ModuleLoading, type ModuleSource } from './module-loading.js';
import { packedKernel } from './packed-kernel.js';
import type { CallOptions } from './processes/call-options.js';
import { ErlangError, formatFrame, HaltedError, StoppedError } from './processes/erlang-error.js';
import { ErlangProcess } from './processes/erlang-process.js';
import { joinStacks } from './processes/joined-stack.js';
import { Mailbox } from './processes/mailbox.js';
import { flushOtp } from './processes/otp-flush.js';
import { OtpProcesses } from './processes/otp-processes.js';
import { Scheduler } from './processes/scheduler.js';
import { outOfMemory, SystemLimitError } from './system-limit-error.js';
import { SystemReports } from './system-reports.js';
import { checkedArguments } from './terms/checked-term.js';
import { displayedTerm } from './terms/displayed-term.js';
import { atom as atomTerm, list, textBinary, tuple } from './terms/plain-terms.js';
import { shownTerm } from './terms/shown-term.js';
import { thrownError } from './terms/thrown-values.js';
import { toArguments, toTerm, toValue } from './terms/value-conversion.js';
import { atom, type ErlangInput, type ErlangValue, Opaque } from './terms/values.js';

/** Options of a runtime. */
export interface RuntimeOptions extends MachineOptions {
  /**
   * Use the compiled module that a `.beam` file may bring with it (`withCompiledModule`, `beamline compile`). Nothing verifies such code:
   * it could break the machine, or never end. Modules that a program itself loads are compiled in any case. Default: false.
   */
  readonly trustCompiled?: boolean;
  /** Modules that are in no file, by name: each makes the bytes of its `.beam` file when it is first called. */
  readonly modules?: Readonly<Record<string, ModuleSource>>;
  /** Total milliseconds that Erlang code may run; after that every call rejects with SystemLimitError. Default: no limit. */
  readonly timeLimit?: number;
}

/** A call that has not ended. */
interface Running {
  readonly what: string;
  readonly resolve: (result: Term) => void;
  readonly reject: (error: Error) => void;
  /** The error of the engine that ended it. */
  broken?: Error;
}

/** Milliseconds that writing the reports of OTP's logger may take. */
const FLUSH_LIMIT = 5000;

/** An Erlang machine with a scheduler: loads modules and calls their functions. */
export class Runtime implements ErlangRuntime {
  /** The machine that it runs. */
  readonly machine: Machine;
  readonly #host: Host;
  readonly #scheduler: Scheduler;
  readonly #loading: ModuleLoading;
  readonly #reports: SystemReports;
  /** Calls by the Context of their process. */
  readonly #running = new Map<number, Running>();
  /** Calls that were stopped together, and how many of their processes have not ended yet. */
  #stopping: Running[] = [];
  #dying = 0;
  /** Exit status, once a program has called `halt`. */
  #haltStatus: number | undefined;
  readonly #mailboxes = new Set<Mailbox>();
  /** What to do when a mailbox of the host has got a message, by its Context. */
  readonly #receivers = new Map<number, () => void>();
  readonly #user: IoServer;
  /** Context of the process `user` until OTP has its own. */
  #userContext = 0;
  /** True once OTP takes over. */
  #hasOtp = false;
  /** OTP's own processes, once it has been started. */
  #otp: OtpProcesses | undefined;
  /** Told the exit status once everything has ended that `halt` ends. */
  readonly #whenHalted = new Set<(status: number) => void>();
  /** The start of OTP that is under way. */
  #starting: { readonly fail: (error: Error) => void } | undefined;
  /** Contexts of the processes without which OTP cannot go on; whether it is their own doing if they end, not that of `stop`. */
  readonly #systemProcesses = new Map<number, boolean>();
  /** False when processes cannot run any more. */
  #canRun = true;

  private constructor(host: Host, options: RuntimeOptions, kernel: WebAssembly.Module) {
    this.#host = host;
    this.machine = new Machine(host, options, kernel, {
      ended: (context, reason) => {
        this.#ended(context, reason);
      },
      received: (context) => {
        this.#receivers.get(context)?.();
      },
      reported: (text, level) => {
        this.#reports.log(text, level);
      },
      crashed: (crash) => {
        this.#reports.crashed(crash);
      },
      missing: (module) => this.#loading.missing(module),
      prepare: (bytes) => this.#loading.prepare(bytes),
      halted: (status, slogan) => {
        this.#halted(status, slogan);
      },
      runnable: () => {
        this.#scheduler.wake();
      },
      call: async (module, name, args) => await this.#callChecked(module, name, checkedArguments(args)),
    });
    this.#reports = new SystemReports(host, this.machine.processes);
    this.#loading = new ModuleLoading({
      machine: this.machine,
      host,
      trustCompiled: options.trustCompiled ?? false,
      modules: new Map(Object.entries(options.modules ?? {})),
      run: (context, what) => this.#run(context, what),
      call: (module, name, args) => this.#callChecked(module, name, args),
      report: (text) => {
        this.#reports.write(text);
      },
    });
    this.#scheduler = new Scheduler(
      this.machine,
      host,
      (error) => {
        this.#broken(error);
      },
      (error) => {
        this.#lost(error);
      },
      options.timeLimit ?? Number.POSITIVE_INFINITY,
      () => {
        this.#exhausted();
      },
    );
    this.#user = this.#startUser();
  }

  /** The process `user`, which does the input and output of all that have no other group leader. */
  #startUser(): IoServer {
    const { processes } = this.machine;
    const server = new IoServer(this.#host, {
      call: async (module, name, args) => await this.#callChecked(module, name, args),
      send: (to, message) => {
        processes.sendOrEnd(to, message);
        this.#scheduler.wake();
      },
    });
    const context = processes.createMailbox();
    this.#userContext = context;
    processes.register('user', context);
    processes.groupLeader = processes.number(context);
    this.#receivers.set(context, () => {
      for (let message = processes.takeParts(context); message !== undefined; message = processes.takeParts(context))
        server.handle(message);
    });
    return server;
  }

  /** Makes a runtime on a host. */
  static async create(host: Host, options: RuntimeOptions = {}): Promise<Runtime> {
    // A schedule that is to be the same each time knows nothing of what is still to be loaded.
    if ((options.scheduleSeed ?? 0) !== 0) await loadLateBifs();
    return new Runtime(host, options, (await host.kernel?.()) ?? (await packedKernel(host.compile.bind(host))));
  }

  /**
   * Loads a module from the bytes of a `.beam` file, or from where the host finds them: a path or a URL.
   * Throws LoadError, BeamFileError, CompileError or LinkError; what was loaded before stays as it was.
   */
  load(source: Uint8Array | string): Promise<LoadReport> {
    return this.#loading.load(source);
  }

  /**
   * Starts OTP as `erl` does: its own `init` runs the boot script of the OTP in the code path, whose files programs can read from then on.
   * Rejects with LoadError, or with HaltedError if `init` halts.
   */
  async startOtp({ arguments: args = ['-noshell'] }: OtpOptions = {}): Promise<void> {
    const otp = await this.#host.findOtp?.();
    if (otp === undefined) throw new LoadError('cannot start OTP: there is none in the code path', '');
    const { machine } = this;
    const { processes } = machine;
    if (this.#host.writeCrashDump !== undefined) await machine.loadCrashDump();
    this.#hasOtp = true;
    await this.#loading.handOverToOtp(otp, args);
    const started = this.mailbox();
    processes.closeMailbox(this.#userContext);
    this.#receivers.delete(this.#userContext);
    processes.groupLeader = 0;
    const purger = this.#spawnSystem('erts_code_purger', 'start', []);
    processes.start(purger);
    const boot = this.#spawnSystem('erl_init', 'start', [atomTerm('init'), list(bootArguments(otp, args).map(textBinary))]);
    machine.openForker(boot);
    const init = processes.pid(boot);
    const failed = new Promise<never>((_, reject) => {
      this.#starting = { fail: reject };
    });
    failed.catch(() => undefined);
    processes.start(boot);
    const mailbox = toTerm(started.pid, 'pid');
    processes.send(init, tuple(mailbox, tuple(atomTerm('notify_when_started'), mailbox)));
    this.#scheduler.wake();
    try {
      // `{init, ok}` first, unless it has started already.
      let answer: Term;
      do answer = await Promise.race([started.receiveTerm(), failed]);
      while (formatTerm(answer) !== '{init,started}');
    } finally {
      this.#starting = undefined;
      started.close();
    }
    this.#loading.otpStarted();
    this.#otp = new OtpProcesses(processes);
    const user = processes.named('user');
    if (user === 0) return;
    processes.groupLeader = processes.number(user);
    // What takes text takes all of Unicode; what takes bytes gets those that OTP writes.
    if (this.#host.writeBytes === undefined)
      await this.#callChecked('io', 'setopts', [atomTerm('user'), list([tuple(atomTerm('encoding'), atomTerm('unicode'))])]);
  }

  /**
   * Leaves the modules that this start of OTP and the program have loaded for the next one, if the host keeps what was compiled: they are
   * loaded in a fraction of the time then. For the end of a program, as it may keep the thread for a second.
   */
  async keepLoaded(): Promise<void> {
    await this.#loading.keep();
  }

  /** Makes a process without which OTP cannot go on, not yet started. */
  #spawnSystem(module: string, name: string, args: readonly Term[]): number {
    const context = this.machine.spawn(module, name, args);
    this.#systemProcesses.set(context, true);
    this.machine.processes.systemNumbers.add(this.machine.processes.number(context));
    return context;
  }

  /** Calls a function in a new process, converting values both ways. Rejects with ErlangError. */
  async call(module: string, name: string, args: readonly ErlangInput[] = [], options: CallOptions = {}): Promise<ErlangValue> {
    return toValue(await this.#callFrom(new Error('called'), module, name, toArguments(args), options));
  }

  /** Like `call`, with plain terms, which keep all of Erlang's distinctions. */
  async callTerm(module: string, name: string, args: readonly Term[], options: CallOptions = {}): Promise<Term> {
    return await this.#callFrom(new Error('called'), module, name, checkedArguments(args), options);
  }

  /** A call whose error has the frames of its caller in its stack. */
  async #callFrom(caller: Error, module: string, name: string, args: readonly Term[], options: CallOptions): Promise<Term> {
    try {
      return await this.#callChecked(module, name, args, options);
    } catch (error) {
      if (error instanceof ErlangError) joinStacks(error, caller);
      throw error;
    }
  }

  /**
   * The functions of a module: `runtime.module('lists').reverse([1, 2])` is `runtime.call('lists', 'reverse', [[1, 2]])`. Their types are those that
   * are declared for the name in `ErlangModules`, or those of the type that is given.
   */
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

  /** The process of a pid, or of a registered name, which is looked up whenever something is sent to it. */
  process(to: Opaque | string): ErlangProcess {
    return new ErlangProcess(
      {
        mailbox: () => this.mailbox(),
        sendTerm: (destination, message) => this.sendTerm(destination, message),
        timer: (milliseconds, task) => this.#host.timer(milliseconds, task),
      },
      toTerm(typeof to === 'string' ? atom(to) : to, 'process'),
    );
  }

  /** A call whose arguments nobody else can change. */
  #callChecked(module: string, name: string, args: readonly Term[], options: CallOptions = {}): Promise<Term> {
    if (options.signal?.aborted === true) throw new StoppedError('the call was stopped before it began');
    return this.#run(this.machine.spawn(module, name, args), `${module}:${name}/${args.length}`, options);
  }

  /** Calls a function in a new process without waiting for it; returns its pid. Throws TermConversionError, SystemLimitError. */
  spawn(module: string, name: string, args: readonly ErlangInput[] = []): Opaque {
    const { machine } = this;
    const context = machine.spawn(module, name, toArguments(args), false);
    const pid = new Opaque(machine.processes.pid(context));
    machine.processes.start(context);
    this.#scheduler.wake();
    return pid;
  }

  /** Sends a message to a pid, an alias or a registered name. Throws ErlangError badarg if it is something else, or a name that is not registered. */
  send(to: Opaque | string, message: ErlangInput): void {
    const destination = toTerm(typeof to === 'string' ? atom(to) : to, 'destination');
    if (!this.sendTerm(destination, toTerm(message, 'message'))) throw new ErlangError('error', { kind: 'atom', name: 'badarg' }, []);
  }

  /** Like `send`, with plain terms; false for a name that is not registered, or what is no destination. */
  sendTerm(to: Term, message: Term): boolean {
    const isSent = this.machine.processes.send(to, message);
    this.#scheduler.wake();
    return isSent;
  }

  /** Makes a mailbox that Erlang processes can send to. Throws SystemLimitError. */
  mailbox(): Mailbox {
    const { processes } = this.machine;
    const context = processes.createMailbox();
    const mailbox = new Mailbox(processes, context, (closed) => {
      this.#mailboxes.delete(mailbox);
      this.#receivers.delete(closed);
      this.#scheduler.wake();
    });
    this.#mailboxes.add(mailbox);
    this.#receivers.set(context, () => {
      mailbox.notify();
    });
    return mailbox;
  }

  /** Runs a process to its end; resolves to its result. */
  #run(context: number, what: string, options: CallOptions = {}): Promise<Term> {
    const { processes } = this.machine;
    const { signal } = options;
    return new Promise<Term>((resolve, reject) => {
      if (signal === undefined) {
        this.#running.set(context, { what, resolve, reject });
        processes.start(context);
        this.#scheduler.wake();
        return;
      }
      const stop = (): void => {
        this.#stop(context);
      };
      const settle = (): void => {
        signal.removeEventListener('abort', stop);
      };
      // The signal may be of the user's making.
      try {
        signal.addEventListener('abort', stop);
      } catch (error) {
        processes.destroy(context);
        throw error;
      }
      this.#running.set(context, {
        what,
        resolve: (result) => {
          settle();
          resolve(result);
        },
        reject: (error) => {
          settle();
          reject(error);
        },
      });
      processes.start(context);
      this.#scheduler.wake();
    });
  }

  #ended(context: number, reason: number): void {
    const running = this.#running.get(context);
    const { processes } = this.machine;
    this.#running.delete(context);
    try {
      const isSystem = this.#systemProcesses.get(context);
      if (isSystem !== undefined) {
        this.#systemProcesses.delete(context);
        processes.systemNumbers.delete(processes.number(context));
        if (isSystem) this.#systemEnded(context, reason);
        return;
      }
      if (running === undefined) {
        if (this.#dying > 0) this.#dying--;
        if (this.#dying === 0) this.#settleStopped();
        return;
      }
      if (running.broken !== undefined) running.reject(running.broken);
      else if (reason === TrapReason.finished) running.resolve(processes.result(context));
      else if (reason === TrapReason.failed) running.reject(processes.failure(context));
      else running.reject(this.#exited(context, running.what));
    } catch (error) {
      running?.reject(thrownError(error));
    } finally {
      processes.free(context);
    }
  }

  /** A process without which OTP cannot go on has ended: that ends the machine (`erts_continue_exit_process` in `erts/emulator/beam/erl_process.c`). */
  #systemEnded(context: number, trap: number): void {
    const { processes } = this.machine;
    const pid = processes.pid(context);
    const reason = trap === TrapReason.finished ? atomTerm('normal') : processes.failure(context).reasonTerm;
    const text = `System process ${formatTerm(pid)} terminated: ${displayedTerm(reason)}`;
    this.#starting?.fail(new LoadError(`cannot start OTP: ${formatTerm(pid)} of its own ended with ${shownTerm(reason)}`, ''));
    this.#halted(1, text, true);
  }

  /** What a call rejects with when an exit signal ended its process: `stop` sends the reason killed. */
  #exited(context: number, what: string): Error {
    if (this.#haltStatus !== undefined) return this.#stopped(what);
    const failure = this.machine.processes.failure(context);
    const isKilled = failure.reasonTerm.kind === 'atom' && failure.reasonTerm.name === 'killed';
    return isKilled ? this.#stopped(what) : failure;
  }

  #stopped(what: string): Error {
    return this.#haltStatus === undefined ? new StoppedError(`${what} was stopped`) : new HaltedError(this.#haltStatus);
  }

  /** An error of the engine, for want of memory or native stack or by code that went wrong, has ended the slice of a process. */
  #broken(thrown: Error): void {
    const { processes } = this.machine;
    const running = this.#running.get(processes.running());
    const refused = this.machine.kernel.wasRefused() !== 0;
    const trapped = thrown instanceof WebAssembly.RuntimeError && !refused;
    const error = trapped
      ? new EngineTrapError(thrown.message, this.#trappedFunction(thrown), thrown)
      : refused
        ? outOfMemory(thrown)
        : thrown;
    if (running !== undefined) running.broken = error;
    const context = processes.abandonRunning(trapped ? 'internal_error' : 'system_limit');
    if (context === 0) throw error;
    if (running === undefined) this.#reports.write(`A process ended: ${error.message}`);
  }

  /** Where the running process is: by the names in the engine's stack, otherwise by its own. */
  #trappedFunction(error: WebAssembly.RuntimeError): string | undefined {
    const named = trappedFunction(error);
    if (named !== undefined) return named;
    const { processes } = this.machine;
    const [frame] = processes.callers(processes.running());
    return frame === undefined ? undefined : formatFrame(frame);
  }

  /** The machine cannot go on after an error: nothing runs any more. */
  #lost(error: Error): void {
    this.#canRun = false;
    this.#rejectAll(() => error);
    this.#reports.write(`The machine has stopped: ${error.message}`);
  }

  #stop(context: number): void {
    this.machine.processes.exit(context, { kind: 'atom', name: 'killed' });
    this.#scheduler.wake();
  }

  /** The time limit was reached: nothing runs any more. */
  #exhausted(): void {
    this.#canRun = false;
    for (const mailbox of [...this.#mailboxes]) mailbox.close();
    this.#rejectAll(() => new SystemLimitError('the program has used up its time limit', 'time'));
  }

  /** Every call ends with an error. */
  #rejectAll(error: () => Error): void {
    const all = [...this.#running.values()];
    this.#running.clear();
    for (const running of all) running.reject(error());
    this.#settleStopped();
  }

  /** The processes of all calls that were stopped have ended. */
  #settleStopped(): void {
    const all = this.#stopping;
    this.#stopping = [];
    withoutStacks(() => {
      for (const { what, reject } of all) reject(this.#stopped(what));
    });
  }

  /**
   * A program has called `halt`: everything ends, once the reports of its errors have been written.
   * @param atOnce - does not wait for them
   */
  #halted(status: number, slogan?: string, atOnce = false): void {
    if (this.#haltStatus !== undefined) return;
    this.#haltStatus = status;
    this.#starting?.fail(new HaltedError(status));
    // When init halts it has stopped everything: nobody is left to wait for.
    const { processes } = this.machine;
    const isLast = atOnce || processes.running() === processes.named('init');
    if (slogan === undefined) {
      this.#endAll(status, isLast);
      return;
    }
    const end = (): void => {
      const dump = this.#host.writeCrashDump === undefined ? undefined : this.machine.crashDump(slogan);
      this.#endAll(status, isLast, () => {
        this.#crashedWith(slogan, dump);
      });
    };
    // With OTP nothing happens any more before the dump is made.
    if (this.#hasOtp || this.#host.writeCrashDump === undefined) end();
    else this.machine.loadCrashDump().then(end, end);
  }

  /**
   * Ends everything, once the reports of errors have been written.
   * @param isLast - there is nobody who would write them
   * @param report - tells more when everything has ended
   */
  #endAll(status: number, isLast: boolean, report?: () => void): void {
    const end = (): void => {
      this.stop();
      report?.();
      for (const tell of this.#whenHalted) tell(status);
    };
    // Without the logger, as when init has stopped everything, there is nothing to wait for.
    if (isLast || this.#otp === undefined) {
      end();
      return;
    }
    const { processes } = this.machine;
    for (const context of processes.all()) if (!this.#otp.has(context)) processes.suspend(context);
    this.#flushOtp().then(end, end);
  }

  /** Tells why a program has ended the machine, as OTP's runtime system does (`erts/emulator/beam/break.c`). */
  #crashedWith(slogan: string, dump: string | undefined): void {
    const file = dump === undefined ? undefined : this.#host.writeCrashDump?.(dump);
    this.#reports.write(file === undefined ? `${slogan}\r` : `${slogan}\r\n\r\nCrash dump is being written to: ${file}...done\r`);
  }

  /** Resolves to the exit status when a program has called `halt` and the reports of its errors are written. */
  halted(): Promise<number> {
    return new Promise((resolve) => {
      this.#whenHalted.add(resolve);
    });
  }

  /** Waits until what programs have written, and the reports that OTP's logger has been given, are with the host; 5 seconds at most. */
  async flush(): Promise<void> {
    if (this.#hasOtp && this.#canRun && this.#haltStatus === undefined) await this.#flushOtp().catch(() => undefined);
    await this.#user.idle();
  }

  /** Has the processes write what they have got: those that take reports, those that handle them, and `user`. */
  async #flushOtp(): Promise<void> {
    const controller = { isDone: false, stop: (): void => undefined };
    const cancel = this.#host.timer(FLUSH_LIMIT, () => {
      controller.isDone = true;
      controller.stop();
    });
    const ask = async (module: string, name: string, args: readonly Term[]): Promise<Term | undefined> => {
      if (controller.isDone) return undefined;
      const context = this.machine.spawn(module, name, args);
      controller.stop = () => {
        this.#stop(context);
      };
      return await this.#run(context, `${module}:${name}/${args.length}`).catch(() => undefined);
    };
    try {
      await flushOtp(ask);
    } finally {
      cancel();
    }
  }

  /** Stops every process and closes every mailbox. Calls reject with StoppedError when their processes have ended, in the next turns. */
  stop(): void {
    for (const mailbox of [...this.#mailboxes]) mailbox.close();
    for (const running of this.#running.values()) this.#stopping.push(running);
    this.#dying += this.#running.size;
    this.#running.clear();
    for (const context of this.#systemProcesses.keys()) this.#systemProcesses.set(context, false);
    if (!this.#canRun) this.#settleStopped();
    this.machine.leaveSystem();
    this.machine.processes.exitAll({ kind: 'atom', name: 'killed' });
    this.#scheduler.wake();
  }
}

/** Errors that are made meanwhile have no JavaScript stack, which would be the same for all: of very many it is most of the work. */
function withoutStacks(make: () => void): void {
  const engine = Error as { stackTraceLimit?: number | undefined };
  const { stackTraceLimit } = engine;
  try {
    engine.stackTraceLimit = 0;
    make();
  } finally {
    engine.stackTraceLimit = stackTraceLimit;
  }
}
