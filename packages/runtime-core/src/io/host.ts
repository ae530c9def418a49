import type { SocketDrivers } from '../sockets/socket-drivers.js';
import type { LineTerminal, LineTerminalParts } from '../terminal/line-terminal.js';
import type { Channels } from './channels.js';
import type { Child, ChildEvents, ChildRequest } from './child-process.js';
import type { CompiledModuleCache } from './compiled-module-cache.js';
import type { FileSystem } from './file-system.js';
import type { Network } from './network.js';
import type { Signals } from './signals.js';
import type { Terminal } from './terminal.js';

/** An installed OTP, whose files the host's file system has. */
export interface OtpInstallation {
  /** Absolute path of its root, in which `lib` and `bin` are. */
  readonly root: string;
  /** Version of its runtime system, that of the application `erts`. */
  readonly runtimeVersion: string;
  /** Absolute path of the user's home, if programs can read it. */
  readonly home?: string;
  /** Absolute paths of further folders in which its code server looks for modules. */
  readonly codePaths: readonly string[];
  /** Modules that are in no file of their own: `findModule` has them. */
  readonly hostModules: readonly string[];
}

/** An operating system of the Unix family, as `os:type/0` and `os:version/0` tell of it. */
export interface OperatingSystem {
  /** Its name, e.g. `linux`. */
  readonly name: string;
  /** Its version: major, minor, release. */
  readonly version: readonly [number, number, number];
}

/** What a machine needs from its environment. An adapter implements it. */
export interface Host {
  /** Milliseconds of a monotonic clock. */
  now(): number;
  /** Milliseconds since 1970, UTC. */
  systemTime(): number;
  /** Runs a task in a later turn of the event loop, once input, timers and rendering have had their chance. */
  schedule(task: () => void): void;
  /** Runs a task after a number of milliseconds, 0 to 2^31 - 1; returns a function that cancels it. */
  timer(milliseconds: number, task: () => void): () => void;
  /** Compiles a WebAssembly module, off the main thread where that is better. */
  compile(bytes: Uint8Array<ArrayBuffer>): Promise<WebAssembly.Module>;
  /** The kernel, where the host has it as a file. Without this method, or where it is undefined, it is compiled from what is in its package. */
  kernel?(): Promise<WebAssembly.Module | undefined>;
  /** Writes a line of text to the standard output. */
  writeLine(text: string): void;
  /** Writes text to the standard output as it is. Without this method it goes to `writeLine`. */
  write?(text: string): void;
  /** Writes bytes to the standard output (1) or the standard error (2). Without this method they go to `write` or `writeError` as text in UTF-8. */
  writeBytes?(descriptor: 1 | 2, bytes: Uint8Array): void;
  /** What comes next from the standard input, text or the bytes of it, which may cut a character; undefined at its end. Without this method there is no input. */
  readInput?(): Promise<string | Uint8Array | undefined>;
  /** Number of the process of the system that the machine is in. Default: 1. */
  readonly processId?: number;
  /** The operating system, if it is one of those that OTP runs on. Default: there is none, as in a page. */
  readonly operatingSystem?: OperatingSystem | undefined;
  /** The environment variables that programs may see, asked for once. Without this method there are none. */
  environment?(): Readonly<Record<string, string>>;
  /** Writes an error report, without a line end, to the standard error. Without this method it goes to `writeLine`. */
  writeError?(text: string): void;
  /** Writes the crash dump of a machine that cannot go on; the name of the file, undefined if there is none. Without this method there are none. */
  writeCrashDump?(dump: string): string | undefined;
  /** Finds a module that a process calls and that is not loaded: the bytes of its `.beam` file, undefined if there is none. */
  findModule?(name: string): Promise<Uint8Array | undefined>;
  /** The OTP that programs can be started with. Without this method there is none. */
  findOtp?(): Promise<OtpInstallation | undefined>;
  /** Cryptographically secure random bytes, up to 65,536. Without this method programs get none. */
  random?(count: number): Uint8Array;
  /** Milliseconds after which compiling a module lets others run, where it must not hold up what else there is. Default: it is done in one piece. */
  readonly compileSlice?: number;
  /** Keeps compiled modules between runs. Default: none, each is compiled when it is loaded. */
  readonly compiledModules?: CompiledModuleCache;
  /** The terminal that the standard streams may be. Default: they are none. */
  readonly terminal?: Terminal;
  /** Makes a `LineTerminal` of this package, by which OTP 25 edits lines on a terminal. Default: it does not edit them. */
  lineTerminal?(parts: LineTerminalParts): LineTerminal;
  /** Files that programs may use. Default: none. */
  readonly files?: FileSystem | undefined;
  /** Starts a program of the system. Throws FileError if it cannot. Without this method programs start none. */
  startChild?(request: ChildRequest, events: ChildEvents): Child;
  /** Signals that programs may handle. Default: none, the system deals with all. */
  readonly signals?: Signals;
  /** Ways to other nodes besides sockets. Default: none. */
  readonly channels?: Channels | undefined;
  /** The network that programs may use. Default: none, sockets cannot be opened. */
  readonly network?: Network;
  /** `socketDrivers` of this package, where there is a network: a host without one need not have them in what it loads. */
  readonly socketDrivers?: SocketDrivers;
  /** Reads a whole file, by its path or URL. Rejects with LoadError. Without this method `load` takes bytes only. */
  read?(location: string): Promise<Uint8Array>;
}
