import type { Term } from '@beamline/beam-file';
import type { CompiledModule } from '@beamline/jit-compiler';
import type { LoadingCode, PreparedCode } from './bifs/bif-context.js';
import type { LoadReport } from './erlang-runtime.js';
import type { Host, OtpInstallation } from './io/host.js';
import { LoadError } from './loader/load-error.js';
import type { LoadedModule } from './loader/loaded-module.js';
import { ModuleCompilation } from './loader/module-compilation.js';
import { ordersAtomsByIndex } from './loader/ordered-keys.js';
import type { StartBundle } from './loader/start-bundle.js';
import type { Machine } from './machine.js';
import { isOutOfMemory } from './system-limit-error.js';
import { shownTerm } from './terms/shown-term.js';
import { thrownText } from './terms/thrown-values.js';

/** Makes, or fetches, the bytes of a `.beam` file. */
export type ModuleSource = () => Uint8Array | Promise<Uint8Array>;

/** The module of OTP's process that knows all sockets. */
const SOCKET_REGISTRY = 'socket_registry';

/** Modules of OTP's runtime system that the functions of `socket` call, and that have something to do before. */
const SOCKET_MODULES: ReadonlySet<string> = new Set(['prim_socket', SOCKET_REGISTRY]);

/** What loading modules needs of the runtime. */
interface LoadingParts {
  readonly machine: Machine;
  readonly host: Host;
  /** Takes the compiled module that a file may bring with it. */
  readonly trustCompiled: boolean;
  /** Modules that are in no file. */
  readonly modules: ReadonlyMap<string, ModuleSource>;
  /** Runs a process that is not started yet to its end. */
  readonly run: (context: number, what: string) => Promise<Term>;
  /** Calls a function in a process of its own. */
  readonly call: (module: string, name: string, args: readonly Term[]) => Promise<Term>;
  /** Writes to the error output. */
  readonly report: (text: string) => void;
}

/** Loads modules: those that the host names, those that processes call, and those that a start of OTP has left. */
export class ModuleLoading {
  readonly #parts: LoadingParts;
  readonly #compilation: ModuleCompilation;
  /** Modules that starts of OTP have in common, if they are kept. */
  #bundle: StartBundle | undefined;
  /** Modules that are being looked for because some process has called them. */
  readonly #looking = new Map<string, Promise<void>>();
  /** Modules that were looked for in vain. */
  readonly #absent = new Set<string>();
  /** True once OTP's code server finds modules. */
  #hasOtp = false;
  #hasStartedSockets = false;

  constructor(parts: LoadingParts) {
    this.#parts = parts;
    this.#compilation = new ModuleCompilation(parts.machine, parts.host);
  }

  /**
   * Loads a module from the bytes of a `.beam` file, or from where the host finds them: a path or a URL.
   * Rejects with LoadError, BeamFileError, CompileError or LinkError; what was loaded before stays as it was.
   */
  async load(source: Uint8Array | string): Promise<LoadReport> {
    const { host, trustCompiled } = this.#parts;
    const bytes = typeof source === 'string' ? await this.#read(source) : source;
    const start = host.now();
    const { compiled, finish } = await this.#compile(bytes, trustCompiled);
    const compiledAt = host.now();
    await (await finish())?.settle();
    return {
      module: compiled.beam.module,
      compile: compiledAt - start,
      link: host.now() - compiledAt,
      bytes: compiled.codeSize,
    };
  }

  /** Reads and compiles a module that a program loads. Rejects with BeamFileError, CompileError. */
  async prepare(bytes: Uint8Array): Promise<PreparedCode> {
    const { compiled, finish } = await this.#compile(bytes, false);
    return {
      module: compiled.beam.module,
      hasOnLoad: compiled.onLoad >= 0,
      bytes: bytes.length + compiled.codeSize,
      finish,
    };
  }

  /**
   * Links what earlier starts of OTP have left, and gives the finding of modules to its code server.
   * @param args - what `init` gets as arguments
   */
  async handOverToOtp(otp: OtpInstallation, args: readonly string[]): Promise<void> {
    const { machine, host, modules } = this.#parts;
    this.#hasOtp = true;
    if (ordersAtomsByIndex(machine.otpRelease)) {
      const { bootAtoms } = await import('./loader/boot-atoms.js');
      machine.makeBootAtoms(await bootAtoms(host, otp, args, machine.otpRelease));
    }
    this.#bundle = this.#compilation.startBundle({ root: otp.root, args, release: machine.otpRelease });
    await this.#bundle?.open(machine, host);
    machine.handOverToOtp({ ...otp, hostModules: [...otp.hostModules, ...modules.keys()] });
    // Programs ask which functions these have; the other modules of the runtime system are loaded when they are called.
    for (const module of ['init', 'erlang']) await this.missing(module);
  }

  /** Notes that OTP has been started. */
  otpStarted(): void {
    this.#bundle?.booted();
  }

  /** Leaves the modules that were loaded since OTP was started for its next start, if the host keeps what was compiled. */
  async keep(): Promise<void> {
    await this.#bundle?.keep();
  }

  /** Looks for a module that a process has called, unless that is under way or was in vain; reports what goes wrong. */
  missing(module: string): Promise<void> | undefined {
    const { machine, host, modules, report } = this.#parts;
    const find = modules.get(module) ?? host.findModule?.bind(host, module);
    if (find === undefined || (this.#hasOtp && !machine.isHosts(module))) return undefined;
    if (this.#absent.has(module)) return undefined;
    const before = this.#looking.get(module);
    if (before !== undefined) return before;
    const done = (): void => {
      this.#looking.delete(module);
      if (machine.module(module) === undefined) this.#absent.add(module);
    };
    const looking = this.#loadFound(module, find).then(done, (error: unknown) => {
      if (isOutOfMemory(error)) {
        // Another time there may be room.
        this.#looking.delete(module);
        throw error;
      }
      done();
      report(`Cannot load the module ${module}: ${thrownText(error)}`);
    });
    this.#looking.set(module, looking);
    return looking;
  }

  async #loadFound(module: string, find: () => Uint8Array | Promise<Uint8Array | undefined>): Promise<void> {
    const bytes = await find();
    if (bytes === undefined) return;
    await this.load(bytes);
    if (!this.#hasOtp) return;
    this.#parts.machine.forgetLines(module);
    if (SOCKET_MODULES.has(module)) await this.#startSockets();
  }

  /** Does what OTP's `erl_init` does for the module `socket`, once, when a program first needs it. */
  async #startSockets(): Promise<void> {
    if (this.#hasStartedSockets) return;
    this.#hasStartedSockets = true;
    const { machine, call } = this.#parts;
    // It starts a process of this module, which is to be there before the first socket.
    if (machine.module(SOCKET_REGISTRY) === undefined) await this.missing(SOCKET_REGISTRY);
    await call('prim_socket', 'on_load', []);
    await call(SOCKET_REGISTRY, 'number_of', []);
  }

  /** The compiled module of a file, and what links and publishes it: one that the start has brought is linked already. */
  async #compile(bytes: Uint8Array, isTrusted: boolean): Promise<{ compiled: CompiledModule; finish(): Promise<LoadingCode | undefined> }> {
    const linked = this.#bundle?.take(bytes);
    if (linked !== undefined) return { compiled: linked.compiled, finish: () => this.#publish(linked) };
    const compiled = await this.#compilation.compile(bytes, isTrusted);
    return { compiled, finish: () => this.#finish(compiled) };
  }

  /** Links a module and publishes it, unless its on_load function has to decide that. */
  async #finish(compiled: CompiledModule): Promise<LoadingCode | undefined> {
    const { machine, host } = this.#parts;
    const prepared = machine.prepare(compiled);
    try {
      return await this.#publish(machine.instantiate(prepared, await host.compile(prepared.bytes)));
    } catch (error) {
      machine.discard(prepared.loaded);
      throw error;
    }
  }

  /** Publishes a module, unless its on_load function has to decide that. */
  async #publish(loaded: LoadedModule): Promise<LoadingCode | undefined> {
    const { machine, run } = this.#parts;
    if (loaded.compiled.onLoad < 0) {
      await machine.publish(loaded);
      return undefined;
    }
    const loading: LoadingCode = {
      call: () => run(machine.spawnOnLoad(loaded), `the on_load function of ${loaded.name}`),
      publish: () => {
        machine.publish(loaded)?.catch(() => undefined);
      },
      discard: () => {
        machine.discard(loaded);
      },
      settle: () => settle(loaded.name, loading),
    };
    return loading;
  }

  #read(location: string): Promise<Uint8Array> {
    const { host } = this.#parts;
    if (host.read === undefined) throw new LoadError(`cannot read ${location}: this host has no files`, location);
    return host.read(location);
  }
}

/** Loads a module if its on_load function returns `ok`; rejects with LoadError if not. */
async function settle(module: string, loading: LoadingCode): Promise<void> {
  let problem: string;
  try {
    const result = await loading.call();
    if (result.kind === 'atom' && result.name === 'ok') {
      loading.publish();
      return;
    }
    problem = `returned ${shownTerm(result)} instead of ok`;
  } catch (error) {
    problem = `failed: ${thrownText(error)}`;
  }
  loading.discard();
  throw new LoadError(`the on_load function of ${module} ${problem}`, module);
}
