import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { type Host, LoadError } from '@beamline/runtime-core';

/** What a Node host can be told. */
export interface NodeHostOptions {
  /** Takes the lines that Erlang code writes. Default: the standard output. */
  readonly writeLine?: (text: string) => void;
}

/** Node, as a machine sees it. */
export class NodeHost implements Host {
  readonly #writeLine: (text: string) => void;

  constructor(options: NodeHostOptions = {}) {
    this.#writeLine = options.writeLine ?? ((text) => process.stdout.write(`${text}\n`));
  }

  now(): number {
    return performance.now();
  }

  systemTime(): number {
    return Date.now();
  }

  /** Timers and input come before the task, unlike with promises and `process.nextTick`. */
  schedule(task: () => void): void {
    setImmediate(task);
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

  /** Writes to the standard output. */
  write(text: string): void {
    process.stdout.write(text);
  }

  /** Writes a line to the standard error. */
  writeError(text: string): void {
    process.stderr.write(`${text}\n`);
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

/** What is wrong, without the code in front and the path behind: `no such file or directory`. */
function describe(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return /^E[A-Z0-9]+: ([^,]+)/.exec(message)?.[1] ?? message;
}
