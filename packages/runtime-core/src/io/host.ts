import type { FileSystem } from './file-system.js';

/** What a machine needs of the place that it runs in. An adapter implements it. */
export interface Host {
  /** Milliseconds of a monotonic clock. */
  now(): number;
  /** Milliseconds since 1970, UTC. */
  systemTime(): number;
  /** Runs a task in a later turn of the event loop, after input, timers and rendering had their chance. */
  schedule(task: () => void): void;
  /** Runs a task after so many milliseconds, 0 to 2^31 - 1; the function that it answers takes that back. */
  timer(milliseconds: number, task: () => void): () => void;
  /** Compiles a WebAssembly module, off the main thread where that is better. */
  compile(bytes: Uint8Array<ArrayBuffer>): Promise<WebAssembly.Module>;
  /** Writes a line of text to the standard output. */
  writeLine(text: string): void;
  /** Writes text to the standard output as it is. Left out: `writeLine` has it. */
  write?(text: string): void;
  /** The next text of the standard input; undefined at its end. Left out: there is none. */
  readInput?(): Promise<string | undefined>;
  /** The environment variables that programs may see. Left out: none. */
  environment?(): Readonly<Record<string, string>>;
  /** Writes a report of what went wrong, without a line end, to the standard error. Left out: `writeLine` has it. */
  writeError?(text: string): void;
  /** Finds a module that some process calls and nobody has loaded: the bytes of its `.beam` file; undefined if there is none. */
  findModule?(name: string): Promise<Uint8Array | undefined>;
  /** So many random bytes that nobody can guess, up to 65,536. Left out: programs get none. */
  random?(count: number): Uint8Array;
  /** Files that programs may use. Left out: none. */
  readonly files?: FileSystem;
  /** Reads all of a file or of what a URL names. Fails with LoadError. Left out where there is nothing to read from. */
  read?(location: string): Promise<Uint8Array>;
}
