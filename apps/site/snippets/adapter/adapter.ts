import { type JavaScriptOptions, withJavaScript } from '@beamline/javascript';
import { type Host, LoadError, Runtime, type RuntimeOptions } from '@beamline/runtime-core';

/** A host, of what nearly every JavaScript environment has. */
class PlainHost implements Host {
  readonly writeLine: (text: string) => void;

  constructor(writeLine?: (text: string) => void) {
    this.writeLine = writeLine ?? ((text) => console.log(text));
  }

  now(): number {
    return performance.now();
  }

  systemTime(): number {
    return Date.now();
  }

  /** Not a microtask: timers and input must have their turn between two slices. */
  schedule(task: () => void): void {
    setTimeout(task, 0);
  }

  timer(milliseconds: number, task: () => void): () => void {
    const timer = setTimeout(task, milliseconds);
    return () => clearTimeout(timer);
  }

  compile(bytes: Uint8Array<ArrayBuffer>): Promise<WebAssembly.Module> {
    return WebAssembly.compile(bytes);
  }

  random(count: number): Uint8Array {
    return crypto.getRandomValues(new Uint8Array(count));
  }

  /** What `runtime.load` is given, if it is not bytes. */
  async read(location: string): Promise<Uint8Array> {
    const response = await fetch(location).catch((cause) => {
      throw new LoadError(`cannot fetch ${location}`, location, undefined, { cause });
    });
    if (!response.ok) throw new LoadError(`cannot fetch ${location}: status ${response.status}`, location, response.status);
    return new Uint8Array(await response.arrayBuffer());
  }
}

/** What this adapter adds to the options of a runtime. */
export interface PlainOptions extends RuntimeOptions {
  readonly writeLine?: (text: string) => void;
  readonly javascript?: JavaScriptOptions;
}

/** Makes a runtime. */
export async function createRuntime({ writeLine, javascript, ...options }: PlainOptions = {}): Promise<Runtime> {
  const host = new PlainHost(writeLine);
  return await Runtime.create(host, javascript === undefined ? options : withJavaScript(options, javascript));
}
