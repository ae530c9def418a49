import type { Term } from '@beamline/beam-file';
import type { CompiledModule, DebugOptions } from '@beamline/jit-compiler';
import type { KernelExports } from '@beamline/kernel';
import {
  ContextOffset,
  ForcedCollections,
  GREATEST_NUMBER,
  MachineCounter,
  MachineRegister,
  otpBootAtoms,
  TermTag,
} from '@beamline/machine-model';
import { BifCaller } from './bifs/bif-caller.js';
import type { BifContext } from './bifs/bif-context.js';
import { APPLICATION_STAND_INS, BIF_MODULES, bifTable, STAND_INS } from './bifs/bif-table.js';
import { ClockSettings, type TimeWarpMode } from './bifs/clock-settings.js';
import { codeControl } from './bifs/code-control.js';
import { type FileNameSettings, FileNames } from './bifs/file-names.js';
import { systemVersion } from './bifs/system.js';
import { SystemFlags } from './bifs/system-flags.js';
import { Distribution } from './distribution/distribution.js';
import type { Host, OtpInstallation } from './io/host.js';
import { StandardInput } from './io/standard-input.js';
import { type KernelHostParts, kernelHost } from './kernel-host.js';
import { CodeVersions } from './loader/code-versions.js';
import { ExportTable } from './loader/export-table.js';
import { FunTable } from './loader/fun-table.js';
import { FunctionTable } from './loader/function-table.js';
import { HandlerTable } from './loader/handler-table.js';
import { LinkError } from './loader/link-error.js';
import { Linker, type PreparedModule } from './loader/linker.js';
import type { LoadedModule } from './loader/loaded-module.js';
import { moduleInfo } from './loader/module-info.js';
import { ModuleTable } from './loader/module-table.js';
import { ordersAtomsByIndex } from './loader/ordered-keys.js';
import { preloadedModules } from './loader/preloaded-modules.js';
import type { MachineEvents } from './machine-events.js';
import type { NifSource } from './nifs/nif-library.js';
import { NifLoader } from './nifs/nif-loader.js';
import { NEWEST_RELEASE, OLDEST_RELEASE } from './otp-releases.js';
import { Environment } from './ports/environment.js';
import { Ports } from './ports/ports.js';
import { StandardOutput } from './ports/standard-streams.js';
import { checkCall } from './processes/check-call.js';
import { StoppedError } from './processes/erlang-error.js';
import { processDump } from './processes/process-dump.js';
import { ProcessInfo } from './processes/process-info.js';
import { Processes } from './processes/processes.js';
import { StackTraces } from './processes/stack-traces.js';
import { SystemSignals } from './processes/system-signals.js';
import { TraceFrames } from './processes/trace-frames.js';
import { AtomTable } from './terms/atom-table.js';
import { displayedBytes, displayedTerm } from './terms/displayed-term.js';
import { HostMemory } from './terms/host-memory.js';
import { HostResources } from './terms/host-resources.js';
import { LinearMemory } from './terms/linear-memory.js';
import { readingLimit } from './terms/reading-limit.js';
import { ScratchHeap } from './terms/scratch-heap.js';
import { TermReader } from './terms/term-reader.js';
import { TermWriter } from './terms/term-writer.js';
import type { UserNative } from './terms/values.js';
import { Tracing } from './tracing/tracing.js';

/** Options of a machine. */
export interface MachineOptions {
  /** Collects garbage at every allocation: slow, for tests. Default: false. */
  readonly collectAlways?: boolean;
  /**
   * A seed, 1 to 2^32 - 1, from which slices, collections, moves of stacks, growth of the memory and the order of processes are drawn at
   * random, none of them by the clock: slow, for tests. Default: 0, none of it.
   */
  readonly scheduleSeed?: number;
  /** False to do without WebAssembly's tail calls. Default: true if the engine supports them. */
  readonly tailCalls?: boolean;
  /** Greatest number of processes at a time. Default: 262,144. */
  readonly processLimit?: number;
  /**
   * Greatest size of all heaps, stacks, tables, literals and prepared code together, in bytes; what is read out of the machine is
   * limited by it too. Default: what the engine allows, up to 4 GiB.
   */
  readonly memoryLimit?: number;
  /** Greatest number of atoms. Default: 1,048,576, which is also the most that is possible. */
  readonly atomLimit?: number;
  /** True if `io:printable_range/0` is `unicode`, as with `+pc unicode`, and not `latin1`. Default: false. */
  readonly unicodePrintable?: boolean;
  /** How names of files become texts, as with `+fn`. Default: in UTF-8, and programs that list a folder are warned of other names. */
  readonly fileNames?: FileNameSettings;
  /**
   * What `time_warp_mode` says and how `time_offset` comes to be final, as with `+C`; the clocks of hosts do not warp. Default: that of the release.
   */
  readonly timeWarpMode?: TimeWarpMode;
  /** What `time_correction` says, as with `+c`. Default: true. */
  readonly timeCorrection?: boolean;
  /** Functions in JavaScript for Erlang code to call, by `module:function/arity`. They take precedence over those of a loaded module. */
  readonly natives?: Readonly<Record<string, UserNative>>;
  /**
   * Libraries of NIFs in JavaScript by module: what `erlang:load_nif/2` of that module loads. A module without one gets the error
   * `load_failed`.
   */
  readonly nifs?: Readonly<Record<string, NifSource>>;
  /** What `init:get_plain_arguments/0` returns. Default: nothing. */
  readonly programArguments?: readonly string[];
  /**
   * The release of OTP whose behaviour the machine has, 25 to 29, where they differ: the meaning of `0.0 =:= -0.0`, the form of
   * atoms in external terms, what `otp_release` says. Default: 29; the adapter for Node takes that of the OTP in the code path.
   */
  readonly otpRelease?: number;
  /**
   * Bytes of the largest function of WebAssembly; larger Erlang functions are cut into parts. Default: what engines take, 7,600,000. A
   * small number is for tests.
   */
  readonly functionBytes?: number;
  /**
   * True, or what debuggers are to show of sources, to give modules source maps: breakpoints on lines of Erlang, Elixir and Gleam, and their sources
   * beside stacks. Such modules are compiled each time. Default: false.
   */
  readonly debug?: boolean | DebugOptions;
  /** Bytes of Erlang stack that native frames may mirror before the native stack is unwound. Default: 24576. */
  readonly nativeDepth?: number;
}

/** `(func (result i32) (return_call 0))`, as a module. */
const TAIL_CALL_PROBE = Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 127, 3, 2, 1, 0, 10, 6, 1, 4, 0, 18, 0, 11);

/** From the major version of the runtime system to the release: erts 13 came with OTP 25, and both go up together. */
const ERTS_TO_OTP = 12;
/** What the kernel takes at most for a limit. */
const GREATEST_U32 = 0xffffffff;
/** The first release with different zeros. */
const SIGNED_ZEROS = 27;

/** Throws RangeError for an unknown release. */
function releaseOf({ otpRelease = NEWEST_RELEASE }: MachineOptions): number {
  if (!Number.isInteger(otpRelease) || otpRelease < OLDEST_RELEASE || otpRelease > NEWEST_RELEASE)
    throw new RangeError(`otpRelease must be an integer from ${OLDEST_RELEASE} to ${NEWEST_RELEASE}, not ${String(otpRelease)}`);
  return otpRelease;
}

function forcedCollections({ collectAlways = false, scheduleSeed = 0 }: MachineOptions): number {
  if (collectAlways) return ForcedCollections.always;
  return scheduleSeed === 0 ? ForcedCollections.none : ForcedCollections.random;
}

/** True if the engine supports WebAssembly's tail calls. */
export function hasTailCalls(): boolean {
  return WebAssembly.validate(TAIL_CALL_PROBE);
}

/**
 * An Erlang machine: one memory, one function table, one kernel, the modules that are linked into it and the
 * processes that run in it. It knows nothing of time slices; see Scheduler.
 */
export class Machine {
  /** Its memory. */
  readonly memory: LinearMemory;
  /** Its instance of the kernel. */
  readonly kernel: KernelExports;
  /** True if its code uses tail calls of the engine. */
  readonly tailCalls: boolean;
  /** Bytes of the largest function of its code; undefined for what engines take. */
  readonly functionBytes: number | undefined;
  /** What debuggers are to show of sources; undefined if nothing is made for them. */
  readonly debug: DebugOptions | undefined;
  /** The release of OTP that it behaves as. */
  readonly otpRelease: number;
  /** Its processes. */
  readonly processes: Processes;
  readonly #parts: KernelHostParts;
  readonly #context: BifContext;
  readonly #flags: SystemFlags;
  #hasBootAtoms = false;
  readonly #linker: Linker;
  readonly #versions: CodeVersions;
  /** Modules that the host finds once OTP is started. */
  readonly #hostModules: Set<string>;
  #crashDump: typeof import('./processes/crash-dump.js').crashDump | undefined;
  #runtimeVersion: string;

  /**
   * Makes a machine.
   * @param kernelModule - the module of `kernelBytes` of `@beamline/kernel`
   * @param events - callbacks of its owner
   */
  constructor(host: Host, options: MachineOptions, kernelModule: WebAssembly.Module, events: MachineEvents = {}) {
    this.tailCalls = options.tailCalls ?? hasTailCalls();
    this.functionBytes = options.functionBytes;
    const { debug = false } = options;
    this.debug = debug === true ? {} : debug || undefined;
    this.#flags = new SystemFlags(host);
    const bifs = bifTable(options.natives ?? {});
    const memory = new LinearMemory(new WebAssembly.Memory({ initial: 32 }));
    const table = new WebAssembly.Table({ element: 'anyfunc', initial: 1024 });
    const instance = new WebAssembly.Instance(kernelModule, {
      env: { memory: memory.memory, table },
      host: { ...kernelHost(host, memory, events, () => this.#parts) },
    });
    const kernel = instance.exports as unknown as KernelExports;
    const functions: FunctionTable = new FunctionTable(table, memory, kernel, this.tailCalls, (bif, sp) => bifCaller.call(bif, sp));
    const atoms = new AtomTable(memory, kernel, options.atomLimit);
    const exports = new ExportTable(kernel, functions, bifs);
    const modules = new ModuleTable();
    const resources = new HostResources(memory, kernel);
    const funs = new FunTable(memory, kernel, atoms, functions, exports, modules, resources, bifs);
    const reader = new TermReader(memory, atoms, funs, resources, readingLimit(options.memoryLimit));
    const writer = new TermWriter(memory, atoms, funs, kernel, resources);
    const scratch = new ScratchHeap(memory, kernel, writer);
    const traces = new StackTraces(memory, reader, exports, bifs.functions, modules);
    const processes = new Processes(memory, kernel, atoms, reader, writer, scratch, traces);
    const runnable = (): void => events.runnable?.();
    const report: BifContext['report'] = (text, level = 'error') => {
      if (this.asksErrorHandler) events.reported?.(text, level);
    };
    const environment = new Environment(host);
    const outputs = { 1: new StandardOutput(host, 1), 2: new StandardOutput(host, 2) };
    const standardOutput = (descriptor: 1 | 2): StandardOutput => outputs[descriptor];
    const hostMemory = new HostMemory(kernel);
    const standardInput = new StandardInput(host);
    const ports = new Ports(host, processes, environment, hostMemory, { input: standardInput, output: standardOutput }, report, runnable);
    const suspended = (context: number, controller: Term): void => tracing.suspended(context, controller);
    const distribution = new Distribution({ host, memory, kernel, atoms, processes, scratch, resources, ports, runnable, suspended });
    const handlers = new HandlerTable(memory, kernel);
    const versions = new CodeVersions({
      kernel,
      modules,
      functions,
      funs,
      handlers,
      exports,
      processes,
      hostMemory,
      leaving: (loaded) => tracing.leaving(loaded),
    });
    const codeBytes = ({ area, compiled }: LoadedModule): number => compiled.codeSize + memory.load(area + ContextOffset.fragmentBytes);
    const startTime = BigInt(Math.round(host.now() * 1e6));
    const lastNumbers = new Map<string, number>();
    const sinceLast = (what: string, value: number): number => {
      const last = lastNumbers.get(what) ?? 0;
      lastNumbers.set(what, value);
      return value - last;
    };
    const otpRelease = releaseOf(options);
    this.otpRelease = otpRelease;
    this.#runtimeVersion = `${otpRelease - ERTS_TO_OTP}.0`;
    this.#hostModules = new Set(preloadedModules(otpRelease));
    const nifs = new NifLoader({ memory, functions, exports, modules, traces, bifs }, options.nifs ?? {});
    const info = new ProcessInfo(memory, reader, traces, processes);
    const tracing = new Tracing({
      memory,
      kernel,
      atoms,
      reader,
      writer,
      scratch,
      functions,
      exports,
      modules,
      handlers,
      traces,
      processes,
      info,
      host,
      otpRelease,
      writeToPort: (number, message) => {
        ports.trace(number, message);
      },
      linker: () => this.#linker,
      compileOptions: {
        tailCalls: this.tailCalls,
        ...(options.functionBytes === undefined ? {} : { functionBytes: options.functionBytes }),
      },
      runnable,
      display: (text) => {
        standardOutput(1).write(displayedBytes(text));
      },
      show: (term) => displayedTerm(term, true),
    });
    const context: BifContext = {
      otpRelease,
      runtimeVersion: () => this.#runtimeVersion,
      host,
      memory,
      processes,
      info,
      tracing,
      flags: this.#flags,
      resources,
      ports,
      signals: new SystemSignals(host.signals, processes, runnable),
      distribution,
      environment,
      standardInput,
      standardOutput,
      wake: runnable,
      hostMemory,
      call: (module, name, args) => events.call?.(module, name, args) ?? Promise.reject(new StoppedError('nothing runs processes')),
      loadNifs: (info) => nifs.load(info, context),
      resourceBytes: (bytes) => {
        kernel.countBlock(memory.load(MachineRegister.context), bytes);
      },
      spend: (reductions) => {
        kernel.spendReductions(reductions);
      },
      code: codeControl(versions, events.prepare, runnable, resources, hostMemory),
      hasAtom: (name) => atoms.has(name),
      atomCount: () => atoms.size,
      atomLimit: () => atoms.limit,
      unicodePrintable: options.unicodePrintable ?? false,
      fileNames: new FileNames(options.fileNames),
      clock: new ClockSettings(otpRelease, options.timeWarpMode, options.timeCorrection ?? true),
      tableCount: () => kernel.tables(),
      setTraceDepth: (depth) => {
        const before = memory.load(MachineRegister.traceDepth);
        memory.store(MachineRegister.traceDepth, depth);
        return before;
      },
      memoryUse: () => ({
        total: kernel.usedBytes() >>> 0,
        ...atoms.bytes,
        binaries: memory.load(MachineCounter.binaryBytes),
        code: modules.all.reduce((sum, module) => sum + codeBytes(module), 0),
        tables: kernel.tableBytes() >>> 0,
      }),
      startTime: () => startTime,
      sinceLast,
      programArguments: () => options.programArguments ?? [],
      hasOtp: () => this.asksErrorHandler,
      internals: {
        nextNumber: () => kernel.nextProcessNumber() >>> 0,
        setNextNumber: (number) => {
          if (number > GREATEST_NUMBER) return false;
          kernel.setLastProcessNumber(number - 1);
          return true;
        },
        monotonicIntegers: () => BigInt.asUintN(64, kernel.lastMonotonicInteger()),
        setMonotonicIntegers: (count) => kernel.setLastMonotonicInteger(count),
        atomText: (index) => (index < atoms.size ? atoms.name(index << TermTag.atomShift) : undefined),
        hash: (term) => {
          let hash = 0;
          scratch.withTerm(term, (word) => {
            hash = kernel.hashTerm(word) >>> 0;
          });
          return hash;
        },
      },
      report,
      halt: (status, slogan) => events.halted?.(status, slogan),
      moduleInfo: (name, item) => {
        const loaded = modules.current(name);
        return loaded === undefined ? undefined : moduleInfo(loaded, item, (f, arity) => exports.find(name, f, arity)?.slot ?? 0);
      },
      isLoaded: (name) => modules.current(name) !== undefined || (this.asksErrorHandler ? this.#hostModules : BIF_MODULES).has(name),
      loadedModules: () => modules.names(),
      codeBytes: (module) => {
        const loaded = modules.current(module);
        return loaded === undefined ? 0 : codeBytes(loaded);
      },
      isExported: (module, name, arity) => exports.isExported(module, name, arity),
    };
    const bifCaller = new BifCaller({ memory, kernel, reader, writer, processes, funs }, bifs, context, runnable);
    this.#versions = versions;
    this.#linker = new Linker({
      memory,
      kernel,
      atoms,
      writer,
      scratch,
      functions,
      exports,
      funs,
      handlers,
      modules,
      hostMemory,
      otpRelease,
      discard: (loaded) => versions.discard(loaded),
    });
    this.#context = context;
    this.#parts = {
      callBif: (bif, sp) => bifCaller.call(bif, sp),
      kernel,
      atoms,
      reader,
      writer,
      functions,
      exports,
      modules,
      funs,
      traces,
      frames: new TraceFrames(memory, kernel, atoms, traces),
      processes,
      resources,
      ports,
      distribution,
      bifs,
      tracing,
      asksErrorHandler: (module) => this.asksErrorHandler && !this.#hostModules.has(module),
    };
    this.memory = memory;
    this.kernel = kernel;
    this.processes = processes;
    memory.store(MachineRegister.otpRelease, otpRelease);
    memory.store(MachineRegister.signedZeros, otpRelease >= SIGNED_ZEROS ? 1 : 0);
    if (options.processLimit !== undefined) kernel.setProcessLimit(Math.min(options.processLimit, GREATEST_U32));
    kernel.setScheduleSeed(options.scheduleSeed ?? 0);
    kernel.setMemoryLimit(Math.min(options.memoryLimit ?? GREATEST_U32, GREATEST_U32));
    kernel.fillReserve();
    if (options.nativeDepth !== undefined) kernel.setNativeDepth(options.nativeDepth);
    memory.store(MachineRegister.forcedCollections, forcedCollections(options));
  }

  /** True once functions that are not loaded are OTP's error handler's to find. */
  get asksErrorHandler(): boolean {
    return this.memory.load(MachineRegister.asksErrorHandler) !== 0;
  }

  /**
   * Gives the names of BIFs that stand in for OTP's `init` and code server to OTP's own modules, and has its error handler find modules.
   */
  handOverToOtp({ hostModules, runtimeVersion }: OtpInstallation): void {
    const { exports, functions } = this.#parts;
    this.#runtimeVersion = runtimeVersion;
    for (const module of hostModules) this.#hostModules.add(module);
    exports.retire(STAND_INS);
    functions.flush();
    this.memory.store(MachineRegister.asksErrorHandler, 1);
    this.#context.signals.start();
  }

  /** True for a module that the host finds, whether OTP is started or not: those that OTP's runtime system has in itself, and those in archives. */
  isHosts(module: string): boolean {
    return this.#hostModules.has(module);
  }

  /** Opens the port that OTP's first process has: see `Ports.openForker`. */
  openForker(process: number): void {
    this.#parts.ports.openForker(process);
  }

  /** Closes all ports, and leaves all signals to the system. */
  leaveSystem(): void {
    this.#parts.ports.closeAll();
    this.#context.signals.release();
  }

  /** The current module of a name. */
  module(name: string): LoadedModule | undefined {
    return this.#parts.modules.current(name);
  }

  /** Stack traces of a module that OTP's runtime system has in itself are without lines, as OTP's: it has them without. */
  forgetLines(name: string): void {
    const loaded = this.module(name);
    if (loaded !== undefined && preloadedModules(this.otpRelease).includes(name)) loaded.hasLines = false;
  }

  /** How often the module of a name has been replaced. */
  replacements(name: string): number {
    return this.#parts.modules.replacements(name);
  }

  /** Takes back what `prepare` has reserved for a module that is not to be published. */
  discard(loaded: LoadedModule): void {
    this.#versions.discard(loaded);
  }

  /** True if a call of the function would find it. */
  isCallable(module: string, name: string, arity: number): boolean {
    return this.#parts.exports.entry(module, name, arity).state !== 'undefined';
  }

  /**
   * Links a compiled module without an `on_load` function and replaces one of the same name. Compiles the WebAssembly
   * synchronously unless its module is given. Throws LinkError.
   */
  link(compiled: CompiledModule, wasm?: WebAssembly.Module): LoadedModule {
    const { module } = compiled.beam;
    if (compiled.onLoad >= 0) throw new LinkError(`${module} has an on_load function, which only a Runtime can call`, module);
    const prepared = this.prepare(compiled);
    try {
      // Nobody waits for what tracing has to do with it.
      this.publish(this.instantiate(prepared, wasm ?? new WebAssembly.Module(prepared.bytes)))?.catch(() => undefined);
    } catch (error) {
      this.discard(prepared.loaded);
      throw error;
    }
    return prepared.loaded;
  }

  /** First step of `link`: reserves the module's place and fills in its constants. */
  prepare(compiled: CompiledModule): PreparedModule {
    this.#makeBootAtoms();
    return this.#linker.prepare(compiled);
  }

  /** First step of linking a bundle, for each of its modules in order: as `prepare`, with the constants filled in in the bundle's own bytes. */
  place(compiled: CompiledModule): LoadedModule {
    this.#makeBootAtoms();
    return this.#linker.place(compiled, compiled.bytes);
  }

  #makeBootAtoms(): void {
    if (!this.#hasBootAtoms) this.makeBootAtoms(ordersAtomsByIndex(this.otpRelease) ? otpBootAtoms : []);
  }

  /** Makes the atoms that there are before a program's, if none is loaded yet: in place of those that are usual. Throws SystemLimitError. */
  makeBootAtoms(names: readonly string[]): void {
    if (this.#hasBootAtoms) return;
    this.#hasBootAtoms = true;
    for (const name of names) this.#parts.atoms.index(name);
  }

  /** Second step of `link`: instantiates the module that `prepare` returned. */
  instantiate(prepared: PreparedModule, wasm: WebAssembly.Module): LoadedModule {
    return this.#linker.instantiate(prepared, wasm);
  }

  /** As `instantiate`, for all modules of a bundle. */
  instantiateBundle(modules: readonly LoadedModule[], wasm: WebAssembly.Module): void {
    this.#linker.instantiateBundle(modules, wasm);
  }

  /**
   * Last step of `link`: other modules find the functions of the module that `instantiate` returned. A promise if it has to be prepared for
   * tracing before it is called.
   */
  publish(loaded: LoadedModule): Promise<void> | undefined {
    if (loaded.name === 'application_controller') this.#handOverApplications();
    const { modules, tracing } = this.#parts;
    tracing.leaving(modules.current(loaded.name));
    this.#linker.publish(loaded);
    return tracing.published(loaded);
  }

  /** With OTP's controller of applications there are applications: its own functions tell of them, not what stands in for them. */
  #handOverApplications(): void {
    const { exports, modules } = this.#parts;
    exports.retire(APPLICATION_STAND_INS);
    const application = modules.current('application');
    if (application !== undefined) this.#linker.redefine(application);
  }

  /** Makes a watched process that will call the `-on_load` function of a module, which need not be published. */
  spawnOnLoad(loaded: LoadedModule): number {
    const { compiled, tableBase } = loaded;
    this.#parts.functions.flush();
    const info = compiled.functions[compiled.onLoad];
    return this.processes.create(tableBase + (info?.tableOffset ?? 0), { module: loaded.name, function: info?.name ?? '' }, [], true);
  }

  /** Makes a process that will call a function, not yet started; returns its Context. Throws TermConversionError, SystemLimitError. */
  spawn(module: string, name: string, args: readonly Term[], watched = true): number {
    checkCall(module, name, args);
    const { exports, functions } = this.#parts;
    const { slot } = exports.entry(module, name, args.length);
    functions.flush();
    const context = this.processes.create(slot, { module, function: name }, args, watched);
    this.#parts.tracing.created(context);
    return context;
  }

  /**
   * Runs processes until none can run or the host's clock passes `until`; returns how many can. An error of the engine ends
   * the slice.
   */
  run(until: number): number {
    const runnable = this.#flags.measured(() => this.kernel.runProcesses(until) >>> 0);
    if (runnable === 0) this.#parts.tracing.idle();
    return runnable;
  }

  /** All processes as text, or the one with a Context: see `processDump`. */
  dump(context?: number): string {
    const contexts = context === undefined ? this.processes.all() : [context];
    return contexts.map((each) => processDump(each, { ...this.#parts, memory: this.memory })).join('\n\n');
  }

  /** Has crash dumps made at once from now on: until then their code, which few pages need, is loaded first. */
  async loadCrashDump(): Promise<void> {
    this.#crashDump ??= (await import('./processes/crash-dump.js')).crashDump;
  }

  /** What a crash dump says when the machine cannot go on for a reason, the slogan. Undefined before `loadCrashDump`. */
  crashDump(slogan: string): string | undefined {
    const head = {
      slogan,
      time: this.#context.host.systemTime(),
      systemVersion: systemVersion(this.otpRelease, this.#runtimeVersion),
      atoms: this.#parts.atoms.size,
      memory: this.memory.bytes.length,
    };
    return this.#crashDump?.(head, this.processes, this.#context.info);
  }

  /** How many things of the host terms refer to: functions, open files, errors. */
  get resourceCount(): number {
    return this.#parts.resources.size;
  }

  /** When the next timer is due on the host's clock; infinite if there is none. */
  nextTimer(): number {
    return this.kernel.nextTimer();
  }
}
