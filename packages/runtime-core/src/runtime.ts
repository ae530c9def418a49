import { formatTerm, readBeamFile, type Term } from '@beamline/beam-file';
import { Event } from '@beamline/jit-backend';
import { ModuleCompiler, readCompiledModule } from '@beamline/jit-compiler';
import { kernelBytes } from '@beamline/kernel';
import { StoppedError } from './erlang-error.js';
import type { Host } from './host.js';
import { LoadError } from './load-error.js';
import type { LoadedModule } from './loaded-module.js';
import { Machine, type MachineOptions } from './machine.js';
import { Scheduler } from './scheduler.js';
import { type ErlangValue, toTerm, toValue } from './values.js';

/** What a call needs of an AbortSignal, which every host has. */
export interface StopSignal {
  readonly aborted: boolean;
  addEventListener(type: 'abort', listener: () => void): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}

/** How a call is made. */
export interface CallOptions {
  /** Stops the process when it is aborted; the call then fails with StoppedError. */
  readonly signal?: StopSignal;
}

/** What a load took, in milliseconds. */
export interface LoadReport {
  readonly module: string;
  /** From the file's bytes to those of the WebAssembly module. */
  readonly compile: number;
  /** The engine's work and linking. */
  readonly link: number;
  /** Size of the WebAssembly module. */
  readonly bytes: number;
}

/** An Erlang machine with a scheduler, to load modules into and call functions of. */
export class Runtime {
  readonly machine: Machine;
  readonly #host: Host;
  readonly #scheduler: Scheduler;
  readonly #compiler = new ModuleCompiler();
  readonly #running = new Set<number>();

  private constructor(host: Host, machine: Machine) {
    this.#host = host;
    this.machine = machine;
    this.#scheduler = new Scheduler(machine, host);
    machine.onWake = (context) => {
      this.#scheduler.wake(context);
    };
  }

  /** Makes a runtime on a host. */
  static async create(host: Host, options: MachineOptions = {}): Promise<Runtime> {
    return new Runtime(host, new Machine(host, options, await host.compile(kernelBytes())));
  }

  /**
   * Loads a module from the bytes of a `.beam` file, or from where the host finds them: a path or a URL.
   * Throws LoadError, BeamFileError, CompileError or LinkError; what was loaded before stays as it was.
   */
  async load(source: Uint8Array | string): Promise<LoadReport> {
    const bytes = typeof source === 'string' ? await this.#read(source) : source;
    const start = this.#host.now();
    const beam = readBeamFile(bytes);
    const { tailCalls } = this.machine;
    const compiled = readCompiledModule(beam, tailCalls) ?? this.#compiler.compile(beam, { tailCalls });
    const compiledAt = this.#host.now();
    const prepared = this.machine.prepare(compiled);
    const loaded = this.machine.instantiate(prepared, await this.#host.compile(prepared.bytes));
    if (compiled.onLoad >= 0) await this.#onLoad(loaded);
    this.machine.publish(loaded);
    return { module: compiled.beam.module, compile: compiledAt - start, link: this.#host.now() - compiledAt, bytes: compiled.bytes.length };
  }

  /** Calls the `-on_load` function of a module that nobody else can call yet. Fails with LoadError unless it gives `ok`. */
  async #onLoad(loaded: LoadedModule): Promise<void> {
    let problem: string;
    try {
      const result = await this.#run(this.machine.spawnOnLoad(loaded), `the on_load function of ${loaded.name}`);
      if (result.kind === 'atom' && result.name === 'ok') return;
      problem = `gave ${formatTerm(result)}`;
    } catch (error) {
      problem = `failed: ${error instanceof Error ? error.message : String(error)}`;
    }
    throw new LoadError(`the on_load function of ${loaded.name} ${problem}`, loaded.name);
  }

  #read(location: string): Promise<Uint8Array> {
    if (this.#host.read === undefined) throw new LoadError('this host reads no files', location);
    return this.#host.read(location);
  }

  /** Calls a function in a new process, with conversion of values both ways. Fails with ErlangError. */
  async call(module: string, name: string, args: readonly ErlangValue[] = [], options: CallOptions = {}): Promise<ErlangValue> {
    return toValue(
      await this.callTerm(
        module,
        name,
        args.map((value) => toTerm(value)),
        options,
      ),
    );
  }

  /** As `call`, with plain terms, which keep all of Erlang's distinctions. */
  async callTerm(module: string, name: string, args: readonly Term[], options: CallOptions = {}): Promise<Term> {
    if (options.signal?.aborted === true) throw new StoppedError('the call was stopped before it began');
    return await this.#run(this.machine.spawn(module, name, args), `${module}:${name}/${args.length}`, options);
  }

  /** Runs a process to its end; its result. */
  #run(context: number, what: string, options: CallOptions = {}): Promise<Term> {
    const { signal } = options;
    return new Promise((resolve, reject) => {
      const { machine } = this;
      const stop = (): void => {
        machine.kill(context);
        this.#scheduler.wake(context);
      };
      this.#running.add(context);
      signal?.addEventListener('abort', stop);
      this.#scheduler.start(context, (event, trap) => {
        signal?.removeEventListener('abort', stop);
        this.#running.delete(context);
        try {
          if (trap !== undefined) reject(trap);
          else if (event === Event.finished) resolve(machine.result(context));
          else if (event === Event.failed) reject(machine.failure(context));
          else reject(new StoppedError(`${what} was stopped`));
        } catch (error) {
          reject(error instanceof Error ? error : new Error(String(error)));
        }
        machine.destroy(context);
      });
    });
  }

  /** Stops every process; their calls fail with StoppedError. */
  stop(): void {
    for (const context of this.#running) {
      this.machine.kill(context);
      this.#scheduler.wake(context);
    }
  }
}
