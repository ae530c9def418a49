import type { Term } from '@beamline/beam-file';
import type { Distribution } from '../distribution/distribution.js';
import type { Host } from '../io/host.js';
import type { StandardInput } from '../io/standard-input.js';
import type { Environment } from '../ports/environment.js';
import type { Ports } from '../ports/ports.js';
import type { StandardOutput } from '../ports/standard-streams.js';
import type { ProcessInfo } from '../processes/process-info.js';
import type { Processes } from '../processes/processes.js';
import type { SystemSignals } from '../processes/system-signals.js';
import type { HostMemory } from '../terms/host-memory.js';
import type { HostResources } from '../terms/host-resources.js';
import type { LinearMemory } from '../terms/linear-memory.js';
import type { Tracing } from '../tracing/tracing.js';
import type { ClockSettings } from './clock-settings.js';
import type { FileNames } from './file-names.js';
import type { SystemFlags } from './system-flags.js';

/** A module that has been read and compiled, and is not yet loaded. */
export interface PreparedCode {
  /** Its name. */
  readonly module: string;
  /** True if it has an `on_load` function. */
  readonly hasOnLoad: boolean;
  /** What it takes of the memory of JavaScript, about. */
  readonly bytes: number;
  /** Loads it: it replaces what was loaded under its name, unless it has an on_load function, which decides that. Throws LinkError. */
  finish(): Promise<LoadingCode | undefined>;
}

/** A module whose on_load function decides whether it is loaded. Until then nobody else can call it. */
export interface LoadingCode {
  /** Calls the function in a process of its own. Rejects with ErlangError. */
  call(): Promise<Term>;
  /** Loads the module. */
  publish(): void;
  /** Gives it up. */
  discard(): void;
  /** All of it: rejects with LoadError unless the function returns `ok`. */
  settle(): Promise<void>;
}

/** Loading and replacing modules. */
export interface CodeControl {
  /** Reads and compiles a `.beam` file. Rejects with BeamFileError, CompileError. */
  prepare(bytes: Uint8Array): Promise<PreparedCode>;
  /** Keeps prepared code for later; a reference to it. It counts as memory of the machine: fails with system_limit. */
  keep(prepared: PreparedCode): Term;
  /** What `keep` has kept, and has not been used. */
  prepared(reference: Term): PreparedCode | undefined;
  /** What was kept is loaded: it cannot be used again. */
  used(reference: Term): void;
  /** Keeps a module whose on_load function has not been called, or with undefined forgets it. */
  keepLoading(module: string, loading: LoadingCode | undefined): void;
  /** What `keepLoading` has kept. */
  loading(module: string): LoadingCode | undefined;
  /** Makes the current code old: calls from outside do not find it any more. */
  delete(module: string): 'deleted' | 'not loaded' | 'not purged';
  /** True if there is old code. */
  hasOld(module: string): boolean;
  /** True if there is current code and old code: nothing can be loaded until that is purged. */
  isFull(module: string): boolean;
  /** Removes old code, and ends the processes that use it; true if there were any. No process may run. */
  purge(module: string): boolean;
  /** Removes old code unless a process uses it: false then. No process may run. */
  softPurge(module: string): boolean;
  /** True if a process is in old code of a module. */
  uses(context: number, module: string): boolean;
}

/** Bytes of the blocks of a machine's memory and of what counts as such: all of them, and those that are for something. */
export interface MemoryUse {
  readonly total: number;
  /** The table of atoms with their texts, and what of it is in use. */
  readonly atoms: number;
  readonly usedByAtoms: number;
  /** Binaries outside of heaps. */
  readonly binaries: number;
  /** Modules with their literals. */
  readonly code: number;
  /** Tables of `ets`. */
  readonly tables: number;
}

/** What only tests of the machine itself want to know. */
export interface Internals {
  /** The number that the next process or port gets. */
  nextNumber(): number;
  /** Has the next one get the first free number from one on; false if there are none so large. */
  setNextNumber(number: number): boolean;
  /** How many monotonic unique integers there have been, 0 to 2^64 - 1. */
  monotonicIntegers(): bigint;
  /** Has them go on after so many. */
  setMonotonicIntegers(count: bigint): void;
  /** Text of the atom with an index, from 0 on; undefined if there are not so many. */
  atomText(index: number): string | undefined;
  /** The hash that maps have of a term, 32 bits. */
  hash(term: Term): number;
}

/** What host BIFs can reach of the machine. */
export interface BifContext {
  /** The release of OTP whose behaviour the machine has. */
  readonly otpRelease: number;
  /** Version of the runtime system: that of the OTP that has been started, or the first one of the release. */
  runtimeVersion(): string;
  readonly host: Host;
  /** The memory of the machine. */
  readonly memory: LinearMemory;
  readonly processes: Processes;
  readonly info: ProcessInfo;
  readonly ports: Ports;
  readonly signals: SystemSignals;
  /** The node that the machine is, and its connections to others. */
  readonly distribution: Distribution;
  readonly tracing: Tracing;
  readonly flags: SystemFlags;
  readonly environment: Environment;
  /** What comes from the standard input, for who reads it as a terminal. */
  readonly standardInput: StandardInput;
  /** The standard output (1) or error (2). */
  standardOutput(descriptor: 1 | 2): StandardOutput;
  /** To be called when a message was sent outside of a BIF. */
  wake(): void;
  /** What terms have of the host. */
  readonly resources: HostResources;
  /** Counts what JavaScript keeps for programs. */
  readonly hostMemory: HostMemory;
  /** Loading and replacing modules. */
  readonly code: CodeControl;
  /** Calls a function in a process of its own. */
  call(module: string, name: string, args: readonly Term[]): Promise<Term>;
  /** Loads the NIFs of the module that the running process calls from: `erlang:load_nif/2`. */
  loadNifs(info: Term): Term | Promise<Term>;
  /** Tells that a resource of the running process takes so many bytes: enough of them ask for a collection, as blocks of binaries do. */
  resourceBytes(bytes: number): void;
  /** Charges the running process for work. */
  spend(reductions: number): void;
  /** True if there is an atom of that name. */
  hasAtom(name: string): boolean;
  /** Number of atoms. */
  atomCount(): number;
  /** Atoms that there may be at most. */
  atomLimit(): number;
  /** True if texts are printable in all of Unicode, as with `+pc unicode`, and not only in Latin-1. */
  readonly unicodePrintable: boolean;
  readonly fileNames: FileNames;
  /** What is told of the clocks. */
  readonly clock: ClockSettings;
  /** Tables of `ets`. */
  tableCount(): number;
  /** Sets how many frames stack traces have at most; returns what it was. */
  setTraceDepth(depth: number): number;
  /** What the machine's memory is used for, apart from processes. */
  memoryUse(): MemoryUse;
  /** When the machine was created, in nanoseconds of the host's monotonic clock. */
  startTime(): bigint;
  /** By how much a number has grown since the last call with the same name. */
  sinceLast(what: string, value: number): number;
  /** Command-line arguments of the program. */
  programArguments(): readonly string[];
  readonly internals: Internals;
  /** Reports an error, or a warning, to OTP's logger as its runtime system does; without OTP nobody is told. */
  report(text: string, level?: 'error' | 'warning'): void;
  /** True once OTP takes over. */
  hasOtp(): boolean;
  /** Ends the machine with an exit status; a slogan says why it could not go on. */
  halt(status: number, slogan?: string): void;
  /** What `module_info/1` of a loaded module returns for an item; undefined if there is no such module or item. */
  moduleInfo(module: string, item: string): Term | undefined;
  /** True if a module that is loaded exports the function. */
  isExported(module: string, name: string, arity: number): boolean;
  /** True if a module is loaded. */
  isLoaded(module: string): boolean;
  /** Names of the modules that are loaded. */
  loadedModules(): readonly string[];
  /** Bytes of the code and the literals of a module; 0 if it is not loaded. */
  codeBytes(module: string): number;
}

/**
 * A BIF that the host implements: plain terms in, a plain term out, or a promise of one, which its process waits for. Throws
 * BifFailure or ErlangError.
 */
export type HostBif = (args: readonly Term[], context: BifContext) => Term | Promise<Term>;

/** Host BIFs by `Module:Name/Arity`. */
export type HostBifs = Readonly<Record<string, HostBif>>;
