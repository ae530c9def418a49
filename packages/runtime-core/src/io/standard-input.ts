import type { Host } from './host.js';

const encoder = new TextEncoder();

/** Bytes of what a host has read from its standard input. */
export function inputBytes(input: string | Uint8Array): Uint8Array {
  return typeof input === 'string' ? encoder.encode(input) : input;
}

/** What comes from the standard input and has not been read, for a reader that asks to be told when there is something. */
export class StandardInput {
  readonly #host: Host;
  #bytes: Uint8Array = new Uint8Array();
  #hasEnded = false;
  #isReading = false;
  #tell: (() => void) | undefined;

  constructor(host: Host) {
    this.#host = host;
  }

  /** Calls a function once when there is something to read, or the end. */
  whenReady(tell: () => void): void {
    this.#tell = tell;
    if (this.#bytes.length > 0 || this.#hasEnded) this.#ready();
    else if (!this.#isReading) this.#read();
  }

  /** Up to `count` bytes, none if there is nothing now; undefined at the end. */
  take(count: number): Uint8Array | undefined {
    if (this.#bytes.length === 0 && this.#hasEnded) return undefined;
    const taken = this.#bytes.slice(0, count);
    this.#bytes = this.#bytes.subarray(taken.length);
    return taken;
  }

  #ready(): void {
    const tell = this.#tell;
    this.#tell = undefined;
    if (tell !== undefined) queueMicrotask(tell);
  }

  #read(): void {
    this.#isReading = true;
    const got = (input: string | Uint8Array | undefined): void => {
      this.#isReading = false;
      if (input === undefined) {
        this.#hasEnded = true;
      } else {
        const more = inputBytes(input);
        const all = new Uint8Array(this.#bytes.length + more.length);
        all.set(this.#bytes);
        all.set(more, this.#bytes.length);
        this.#bytes = all;
      }
      this.#ready();
    };
    Promise.resolve(this.#host.readInput?.()).then(got, () => {
      got(undefined);
    });
  }
}
