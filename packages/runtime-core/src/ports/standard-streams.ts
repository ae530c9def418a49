import type { ChildEvents } from '../io/child-process.js';
import type { Host } from '../io/host.js';
import type { StandardInput } from '../io/standard-input.js';
import type { PortPeer } from './port-peer.js';

/** Writes bytes to a standard stream of a host; text in UTF-8 may come in pieces that cut a character. */
export class StandardOutput {
  readonly #host: Host;
  readonly #descriptor: 1 | 2;
  readonly #decoder = new TextDecoder();

  constructor(host: Host, descriptor: 1 | 2) {
    this.#host = host;
    this.#descriptor = descriptor;
  }

  write(bytes: Uint8Array): void {
    const host = this.#host;
    if (host.writeBytes !== undefined) {
      host.writeBytes(this.#descriptor, bytes);
      return;
    }
    const text = this.#decoder.decode(bytes, { stream: true });
    if (text === '') return;
    const line = text.replace(/\n$/, '');
    if (this.#descriptor === 2 && host.writeError !== undefined) host.writeError(line);
    else if (host.write !== undefined) host.write(text);
    else host.writeLine(line);
  }
}

/** The standard streams of a machine. */
export interface StandardStreams {
  readonly input: StandardInput;
  output(descriptor: 1 | 2): StandardOutput;
}

/** Reads the standard input to its end; returns what stops that. What comes after that is for the next reader. */
export function readInput(input: StandardInput, events: Pick<ChildEvents, 'data' | 'ended'>): () => void {
  let isOpen = true;
  const ready = (): void => {
    if (!isOpen) return;
    const bytes = input.take(Number.POSITIVE_INFINITY);
    if (bytes === undefined) {
      events.ended();
      return;
    }
    events.data(bytes);
    input.whenReady(ready);
  };
  input.whenReady(ready);
  return () => {
    isOpen = false;
  };
}

/** The other side of a port to the descriptors 0, 1 and 2: `{fd, In, Out}`. */
export function standardStreams(
  output: StandardOutput | undefined,
  input: StandardInput | undefined,
  events: Pick<ChildEvents, 'data' | 'ended'>,
): PortPeer {
  const stop = input === undefined ? undefined : readInput(input, events);
  return {
    write: (bytes) => output?.write(bytes),
    close: () => stop?.(),
  };
}
