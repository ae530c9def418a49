import { type AvmEntry, type Host, LoadError, readAvmFile } from '@beamline/runtime-core';
import { FrameWatch } from './frame-watch.js';

/** Options of a web host. */
export interface WebHostOptions {
  /** Called with each line that Erlang code writes. Default: writes to the console. */
  readonly writeLine?: (text: string) => void;
  /** Called with what Erlang's `io` writes, as it is. Default: `writeLine`, a line at a time. */
  readonly write?: (text: string) => void;
  /** Called with error reports. Default: writes to the console. */
  readonly writeError?: (text: string) => void;
  /** Where to find modules that programs call: URLs of folders, or of `.avm` archives. Default: none. */
  readonly codePaths?: readonly string[];
  /** Returns the next text of the standard input, undefined at its end. Default: no input. */
  readonly readInput?: () => Promise<string | undefined>;
}

/** How the name of an archive ends. */
const ARCHIVE = '.avm';

/** A page or a worker as the host of a machine. */
export class WebHost implements Host {
  readonly #writeLine: (text: string) => void;
  readonly #options: WebHostOptions;
  /** What was written after the last line end. */
  #line = '';
  readonly #archives = new Map<string, Promise<readonly AvmEntry[]>>();
  readonly #tasks: (() => void)[] = [];
  readonly #channel = new MessageChannel();
  readonly #frames = new FrameWatch();
  readonly #next = (): void => {
    this.#tasks.shift()?.();
  };

  constructor(options: WebHostOptions = {}) {
    this.#options = options;
    this.#writeLine = options.writeLine ?? ((text) => console.log(text));
    this.#channel.port1.onmessage = this.#next;
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
    this.#tasks.push(task);
    if (this.#frames.isLate()) setTimeout(this.#next, 0);
    else this.#channel.port2.postMessage(undefined);
  }

  timer(milliseconds: number, task: () => void): () => void {
    const timer = setTimeout(task, milliseconds);
    return () => {
      clearTimeout(timer);
    };
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

  async findModule(name: string): Promise<Uint8Array | undefined> {
    for (const location of this.#options.codePaths ?? []) {
      const bytes = location.endsWith(ARCHIVE) ? await this.#findInArchive(location, name) : await this.#fetchModule(location, name);
      if (bytes !== undefined) return bytes;
    }
    return undefined;
  }

  /** Fetches the archives of the code path. Rejects with LoadError for one that is not there, and BeamFileError for what is none. */
  async fetchArchives(): Promise<void> {
    const archives = (this.#options.codePaths ?? []).filter((location) => location.endsWith(ARCHIVE));
    await Promise.all(archives.map((location) => this.#archive(location)));
  }

  #archive(location: string): Promise<readonly AvmEntry[]> {
    let archive = this.#archives.get(location);
    if (archive === undefined) {
      archive = this.read(location).then(readAvmFile);
      this.#archives.set(location, archive);
    }
    return archive;
  }

  async #findInArchive(location: string, name: string): Promise<Uint8Array | undefined> {
    return (await this.#archive(location)).find((entry) => entry.isModule && entry.name.split('/').at(-1) === `${name}.beam`)?.bytes;
  }

  async #fetchModule(folder: string, name: string): Promise<Uint8Array | undefined> {
    try {
      return await this.read(`${folder.replace(/\/$/, '')}/${encodeURIComponent(name)}.beam`);
    } catch (error) {
      if (error instanceof LoadError && error.status === 404) return undefined;
      throw error;
    }
  }

  /** Fetches a URL; a relative one is resolved against that of the page. */
  async read(location: string): Promise<Uint8Array> {
    let response: Response;
    try {
      response = await fetch(location);
      if (response.ok) return new Uint8Array(await response.arrayBuffer());
    } catch (cause) {
      throw new LoadError(`cannot fetch ${location}: ${cause instanceof Error ? cause.message : String(cause)}`, location, undefined, {
        cause,
      });
    }
    throw new LoadError(`cannot fetch ${location}: ${`${response.status} ${response.statusText}`.trim()}`, location, response.status);
  }
}
