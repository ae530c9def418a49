import { writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  type Channels,
  type Child,
  type ChildEvents,
  type ChildRequest,
  type CompiledModuleCache,
  FileError,
  type Host,
  LineTerminal,
  type LineTerminalParts,
  LoadError,
  type Network,
  type OperatingSystem,
  type OtpInstallation,
  type Signals,
  type SocketDrivers,
  socketDrivers,
  type Terminal,
} from '@beamline/runtime-core';
import { startChild } from './child-process.js';
import { CodePath } from './code-path.js';
import { CompiledModules } from './compiled-modules.js';
import { GrantedFiles } from './granted-files.js';
import { NetworkAccess } from './network-access.js';
import { NodeNetwork } from './node-network.js';
import { NodeSignals } from './node-signals.js';
import { nodeTerminal } from './node-terminal.js';
import { operatingSystem } from './operating-system.js';
import { type KeySignal, withoutSignalKeys } from './signal-keys.js';

/** Options of a Node host. */
export interface NodeHostOptions {
  /** Called with each line that Erlang code writes. Default: writes to the standard output. */
  readonly writeLine?: (text: string) => void;
  /** Called with what Erlang's `io` writes, as it is. Default: `writeLine` if that is given, otherwise the standard output. */
  readonly write?: (text: string) => void;
  /** Called with error reports. Default: writes to the standard error. */
  readonly writeError?: (text: string) => void;
  /** Where to find modules that programs call: folders, OTP's `lib` folder, or `.avm` archives. Default: none. */
  readonly codePaths?: readonly string[];
  /** Environment variables that programs may see: true for all, or their names. Default: none. */
  readonly environment?: boolean | readonly string[];
  /** Folders whose files programs may read. Default: none. */
  readonly readableFolders?: readonly string[];
  /** Folders whose files programs may read and write. Default: none. */
  readonly writableFolders?: readonly string[];
  /** True to let programs read the standard input. Default: false. */
  readonly input?: boolean;
  /**
   * Called with what Ctrl-C, Ctrl-\\ and Ctrl-Z stand for when they come from a terminal that makes no signals of them, as it gives single keys;
   * false if the program is to get the key. Default: it gets all of them.
   */
  readonly signalKey?: (signal: KeySignal) => boolean;
  /** True to let programs start other programs of this computer, which have all the rights of the user. Default: false. */
  readonly run?: boolean;
  /** Hosts and ports that programs may connect to: true for all, or patterns like `example.com:443`, `*.example.com` or `127.0.0.1:*`. Default: none. */
  readonly connect?: boolean | readonly string[];
  /** Addresses and ports that programs may listen at, as for `connect`. Default: none. */
  readonly listen?: boolean | readonly string[];
  /**
   * True to let programs handle the signals that this process gets, as `os:set_signal/2` says. Once OTP is started it handles SIGTERM, SIGUSR1
   * and SIGQUIT. Default: false.
   */
  readonly signals?: boolean;
  /** Ways to other nodes besides sockets, by which OTP's distribution goes with `-proto_dist beamline`. Default: none. */
  readonly channels?: Channels;
  /**
   * Where compiled modules are kept for the next run: a folder that only the user can write in, true for the one in the user's cache folder, false
   * for none. Default: true.
   */
  readonly cache?: boolean | string;
  /** File that gets the crash dump of a program that ends as `halt("why")` does. Default: none. */
  readonly crashDump?: string;
  /** Root of an installed OTP, whose `lib` folder is then the last part of the code path. Default: none. */
  readonly otpRoot?: string;
}

/** Bytes from which on a WebAssembly module is compiled in another thread. */
const LARGE_MODULE = 1 << 20;

/** Node as the host of a machine. */
export class NodeHost implements Host {
  readonly #options: NodeHostOptions;
  readonly #codePath: CodePath;
  readonly files: GrantedFiles;
  readonly compiledModules?: CompiledModuleCache;
  readonly terminal: Terminal = nodeTerminal;
  readonly lineTerminal = (parts: LineTerminalParts): LineTerminal => new LineTerminal(parts);
  readonly processId: number = process.pid;
  readonly operatingSystem: OperatingSystem | undefined = operatingSystem();
  readonly network?: Network;
  readonly socketDrivers: SocketDrivers = socketDrivers;
  readonly signals?: Signals;
  readonly channels: Channels | undefined;
  /** What the standard streams get as it is, unless the options say where text goes. */
  readonly writeBytes?: (descriptor: 1 | 2, bytes: Uint8Array) => void;
  #input: AsyncIterator<Uint8Array> | undefined;

  constructor(options: NodeHostOptions = {}) {
    this.#options = options;
    this.channels = options.channels;
    if (options.signals === true) this.signals = new NodeSignals();
    this.#codePath = new CodePath([
      ...(options.codePaths ?? []),
      ...(options.otpRoot === undefined ? [] : [path.join(options.otpRoot, 'lib')]),
    ]);
    this.files = new GrantedFiles(options.readableFolders ?? [], options.writableFolders ?? []);
    const connecting = new NetworkAccess(options.connect ?? false, 'connect');
    const listening = new NetworkAccess(options.listen ?? false, 'listen');
    if (connecting.grantsSome || listening.grantsSome) this.network = new NodeNetwork(connecting, listening);
    const { cache = true, write, writeLine, writeError } = options;
    const compiledModules = cache === false ? undefined : CompiledModules.open(cache === true ? undefined : cache);
    if (compiledModules !== undefined) this.compiledModules = compiledModules;
    if (write === undefined && writeLine === undefined && writeError === undefined)
      this.writeBytes = (descriptor, bytes) => {
        (descriptor === 1 ? process.stdout : process.stderr).write(bytes);
      };
  }

  /** Starts a program of this computer. Throws FileError: `eacces` if that is not granted. */
  startChild(request: ChildRequest, events: ChildEvents): Child {
    if (this.#options.run !== true) throw new FileError('eacces', 'starting programs is not granted');
    return startChild(request, this.environment(), Buffer.from(this.files.currentFolder()).toString(), events);
  }

  /** The OTP in the code path, whose files and other code programs may read from then on. Rejects with LoadError. */
  async findOtp(): Promise<OtpInstallation | undefined> {
    const otp = await this.#codePath.otp();
    if (otp === undefined) return undefined;
    for (const folder of [otp.root, ...otp.codePaths]) this.files.grantReading(folder);
    const home = homedir();
    const hasHome = await this.files.list(Buffer.from(home)).then(
      () => true,
      () => false,
    );
    return hasHome ? { ...otp, home } : otp;
  }

  /** The release of the OTP in the code path; undefined if there is none. Rejects with LoadError for a location that is not there. */
  otpRelease(): Promise<number | undefined> {
    return this.#codePath.otpRelease();
  }

  now(): number {
    return performance.now();
  }

  systemTime(): number {
    return Date.now();
  }

  /** Uses `setImmediate`: unlike promises and `process.nextTick`, it lets timers and input come first. */
  schedule(task: () => void): void {
    setImmediate(task);
  }

  timer(milliseconds: number, task: () => void): () => void {
    const timer = setTimeout(task, milliseconds);
    return () => {
      clearTimeout(timer);
    };
  }

  /** Functions are compiled when they are first called, so that what is not very large takes less time than the way to another thread. */
  async compile(bytes: Uint8Array<ArrayBuffer>): Promise<WebAssembly.Module> {
    return bytes.length > LARGE_MODULE ? await WebAssembly.compile(bytes) : new WebAssembly.Module(bytes);
  }

  writeLine(text: string): void {
    if (this.#options.writeLine !== undefined) this.#options.writeLine(text);
    else this.write(`${text}\n`);
  }

  write(text: string): void {
    const { write, writeLine } = this.#options;
    if (write !== undefined) write(text);
    else if (writeLine !== undefined) writeLine(text.replace(/\n$/, ''));
    else process.stdout.write(text);
  }

  writeCrashDump(dump: string): string | undefined {
    const { crashDump } = this.#options;
    if (crashDump === undefined) return undefined;
    try {
      writeFileSync(path.resolve(Buffer.from(this.files.currentFolder()).toString(), crashDump), dump);
    } catch {
      return undefined;
    }
    return crashDump;
  }

  writeError(text: string): void {
    if (this.#options.writeError !== undefined) this.#options.writeError(text);
    else process.stderr.write(`${text}\n`);
  }

  findModule(name: string): Promise<Uint8Array | undefined> {
    return this.#codePath.find(name);
  }

  random(count: number): Uint8Array {
    return crypto.getRandomValues(new Uint8Array(count));
  }

  environment(): Readonly<Record<string, string>> {
    const granted = this.#options.environment ?? false;
    const visible = Object.entries(process.env).filter(([name]) => granted === true || (granted !== false && granted.includes(name)));
    return Object.fromEntries(visible.map(([name, value]) => [name, value ?? '']));
  }

  async readInput(): Promise<Uint8Array | undefined> {
    if (this.#options.input !== true) return undefined;
    this.#input ??= process.stdin[Symbol.asyncIterator]() as AsyncIterator<Uint8Array>;
    const { signalKey } = this.#options;
    for (;;) {
      const next = await this.#input.next();
      if (next.done === true) return undefined;
      if (signalKey === undefined || !process.stdin.isRaw) return next.value;
      const keys = withoutSignalKeys(next.value, signalKey);
      if (keys.length > 0) return keys;
    }
  }

  /** Reads a file by its path or its `file:` URL. */
  async read(location: string): Promise<Uint8Array> {
    try {
      return await readFile(location.startsWith('file:') ? fileURLToPath(location) : location);
    } catch (cause) {
      throw new LoadError(`cannot read ${location}: ${describe(cause)}`, location, undefined, { cause });
    }
  }
}

/** The message of a system error without its code and path: `no such file or directory`. */
function describe(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return /^E[A-Z0-9]+: ([^,]+)/.exec(message)?.[1] ?? message;
}
