import { type Host, LoadError } from '@beamline/runtime-core';
import { FrameWatch } from './frame-watch.js';

/** What a web host can be told. */
export interface WebHostOptions {
  /** Takes the lines that Erlang code writes. Default: the console. */
  readonly writeLine?: (text: string) => void;
}

/** A page or a worker, as a machine sees it. */
export class WebHost implements Host {
  readonly #writeLine: (text: string) => void;
  readonly #tasks: (() => void)[] = [];
  readonly #channel = new MessageChannel();
  readonly #frames = new FrameWatch();
  readonly #next = (): void => {
    this.#tasks.shift()?.();
  };

  constructor(options: WebHostOptions = {}) {
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
   * By a message: unlike with promises, rendering and input come in between, and unlike timers, messages are
   * not held back by 4 ms each, nor by a second each in a page that is not visible. Firefox draws seldom while
   * messages are waiting: when a frame is late it is by a timer.
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

  /** Fetches what a URL names; a relative one counts from the page's. */
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
