import type { Host } from '../src/index.js';
import { testHost } from './test-host.js';

/** A host whose clock goes on by a millisecond whenever somebody looks at it: turns are counted instead of time. */
export class TurnHost implements Host {
  readonly #host = testHost();
  #time = 0;
  /** Turns that processes have had. */
  turns = 0;

  now(): number {
    this.#time++;
    return this.#time;
  }

  systemTime(): number {
    return this.#time;
  }

  schedule(task: () => void): void {
    this.#host.schedule(() => {
      this.turns++;
      task();
    });
  }

  timer(milliseconds: number, task: () => void): () => void {
    const due = this.#time + milliseconds;
    let isCancelled = false;
    const look = (): void => {
      if (isCancelled) return;
      if (this.now() >= due) task();
      else this.#host.schedule(look);
    };
    this.#host.schedule(look);
    return () => {
      isCancelled = true;
    };
  }

  compile(bytes: Uint8Array<ArrayBuffer>): Promise<WebAssembly.Module> {
    return this.#host.compile(bytes);
  }

  writeLine(text: string): void {
    this.#host.writeLine(text);
  }
}
