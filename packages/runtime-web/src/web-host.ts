import type { Channels, CompiledModuleCache, FileSystem, Host, OtpInstallation } from '@beamline/runtime-core';
import { CodePath } from './code-path.js';
import { fetchFile } from './fetched-file.js';
import { FrameWatch } from './frame-watch.js';
import { kernelModule } from './kernel-module.js';
import { PageCache } from './page-cache.js';

/** Options of a web host. */
export interface WebHostOptions {
  /** Called with each line that Erlang code writes. Default: writes to the console. */
  readonly writeLine?: (text: string) => void;
  /** Called with what Erlang's `io` writes, as it is. Default: `writeLine`, a line at a time. */
  readonly write?: (text: string) => void;
  /** Called with error reports. Default: writes to the console. */
  readonly writeError?: (text: string) => void;
  /**
   * Where to find modules that programs call, and OTP: URLs of folders, of `.avm` archives, or of lists of files, arrays of their paths in JSON, which are
   * beside the list. Default: none.
   */
  readonly codePaths?: readonly string[];
  /** False to compile every module that is loaded, instead of keeping what was compiled for the next visit. Default: true. */
  readonly cache?: boolean;
  /** The kernel, if it has been compiled. Default: it is fetched, once for all machines of a page. */
  readonly kernel?: WebAssembly.Module | undefined;
  /** Ways to other nodes, by which OTP's distribution goes with `-proto_dist beamline`; not for a machine in a Worker. Default: none. */
  readonly channels?: Channels;
  /** Returns the next text of the standard input, undefined at its end. Default: no input. */
  readonly readInput?: () => Promise<string | undefined>;
}

/** Milliseconds that a page compiles at a time: with what else it does, a frame is not late. */
const COMPILE_SLICE = 4;

/** A page or a worker as the host of a machine. */
export class WebHost implements Host {
  readonly #writeLine: (text: string) => void;
  readonly #options: WebHostOptions;
  /** What was written after the last line end. */
  #line = '';
  readonly #codePath: CodePath;
  /** In a Worker there is nothing to hold up. */
  readonly compileSlice?: number;
  readonly compiledModules?: CompiledModuleCache;
  readonly channels: Channels | undefined;
  readonly #tasks: (() => void)[] = [];
  readonly #channel = new MessageChannel();
  /** The end that tasks come out of. In Node it keeps the process alive, which is right only while tasks are waiting. */
  readonly #exit: MessagePort & { ref?(): void; unref?(): void } = this.#channel.port1;
  readonly #frames = new FrameWatch();
  readonly #next = (): void => {
    const task = this.#tasks.shift();
    if (this.#tasks.length === 0) this.#exit.unref?.();
    task?.();
  };

  constructor(options: WebHostOptions = {}) {
    this.#options = options;
    this.channels = options.channels;
    this.#codePath = new CodePath(options.codePaths ?? [], (text) => {
      this.writeError(text);
    });
    if (typeof document !== 'undefined') this.compileSlice = COMPILE_SLICE;
    const kept = options.cache === false ? undefined : PageCache.open();
    if (kept !== undefined) this.compiledModules = kept;
    this.#writeLine = options.writeLine ?? ((text) => console.log(text));
    this.#exit.onmessage = this.#next;
    this.#exit.unref?.();
  }

  now(): number {
    return performance.now();
  }

  systemTime(): number {
    return Date.now();
  }

  /**
   * Uses a message. Unlike promises, messages let rendering and input come in between; unlike timers, they are not
   * delayed by 4 ms each, or by a second each in a page that is not visible. Firefox seldom draws while messages
   * are waiting, so a late frame gets a timer instead.
   */
  schedule(task: () => void): void {
    if (this.#tasks.push(task) === 1) this.#exit.ref?.();
    if (this.#frames.isLate()) setTimeout(this.#next, 0);
    else this.#channel.port2.postMessage(undefined);
  }

  timer(milliseconds: number, task: () => void): () => void {
    const timer = setTimeout(task, milliseconds);
    return () => {
      clearTimeout(timer);
    };
  }

  kernel(): Promise<WebAssembly.Module | undefined> {
    return this.#options.kernel === undefined ? kernelModule() : Promise.resolve(this.#options.kernel);
  }

  compile(bytes: Uint8Array<ArrayBuffer>): Promise<WebAssembly.Module> {
    return WebAssembly.compile(bytes);
  }

  writeLine(text: string): void {
    this.#writeLine(text);
  }

  write(text: string): void {
    if (this.#options.write !== undefined) {
      this.#options.write(text);
      return;
    }
    // A console has whole lines only.
    const lines = (this.#line + text).split('\n');
    this.#line = lines.pop() ?? '';
    for (const line of lines) this.#writeLine(line);
  }

  random(count: number): Uint8Array {
    return crypto.getRandomValues(new Uint8Array(count));
  }

  writeError(text: string): void {
    if (this.#options.writeError !== undefined) this.#options.writeError(text);
    else console.error(text);
  }

  async readInput(): Promise<string | undefined> {
    return await this.#options.readInput?.();
  }

  findModule(name: string): Promise<Uint8Array | undefined> {
    return this.#codePath.find(name);
  }

  /** The OTP in the archives and lists of the code path. */
  findOtp(): Promise<OtpInstallation | undefined> {
    return this.#codePath.otp();
  }

  /** The release of that OTP; undefined if there is none. */
  otpRelease(): Promise<number | undefined> {
    return this.#codePath.otpRelease();
  }

  /** The files of archives and lists, which programs may read. */
  get files(): FileSystem | undefined {
    return this.#codePath.files;
  }

  /** Fetches the archives and lists of the code path. Rejects with LoadError for one that is not there, and BeamFileError for what is none. */
  fetchCode(): Promise<void> {
    return this.#codePath.fetch();
  }

  /** Fetches a URL; a relative one is resolved against that of the page. Rejects with LoadError. */
  read(location: string): Promise<Uint8Array> {
    return fetchFile(location);
  }
}
