import type { ChildEvents } from '../io/child-process.js';
import type { Host } from '../io/host.js';
import { inputBytes } from '../io/standard-input.js';
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

/** The other side of a port to the descriptors 0, 1 and 2: `{fd, In, Out}`. */
export function standardStreams(
  host: Host,
  output: StandardOutput | undefined,
  readsInput: boolean,
  events: Pick<ChildEvents, 'data' | 'ended'>,
): PortPeer {
  let isOpen = true;
  const ended = (): void => {
    if (isOpen) events.ended();
  };
  const read = async (): Promise<void> => {
    for (let input = await host.readInput?.(); input !== undefined && isOpen; input = await host.readInput?.())
      events.data(inputBytes(input));
  };
  if (readsInput) read().then(ended, ended);
  return {
    write: (bytes) => output?.write(bytes),
    close: () => {
      isOpen = false;
    },
  };
}
