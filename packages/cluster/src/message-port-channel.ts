import type { Channel, ChannelEvents } from '@beamline/runtime-core';
import { joinedParts } from './joined-parts.js';

/** What of a MessagePort is used, in Node and on the web. */
export interface ChannelMessagePort {
  onmessage: ((event: { readonly data: unknown }) => void) | null;
  postMessage(value: unknown, transfer: readonly object[]): void;
  close(): void;
  /** Where the engine tells that the other side is gone. */
  addEventListener?(type: 'close', listener: () => void): void;
}

/** What is sent in place of a packet when the channel is closed: not all engines tell the other side. */
const END = 'end';

/** A channel over a MessagePort. Packets are transferred and not copied. */
export class MessagePortChannel implements Channel {
  readonly #port: ChannelMessagePort;
  readonly #waiting: Uint8Array[] = [];
  #events: ChannelEvents | undefined;
  #isClosed = false;

  constructor(port: ChannelMessagePort) {
    this.#port = port;
    port.addEventListener?.('close', () => {
      this.#ended();
    });
    port.onmessage = ({ data }) => {
      if (data === END) this.#ended();
      else if (!(data instanceof Uint8Array)) this.close();
      else if (this.#events === undefined) this.#waiting.push(data);
      else this.#events.received(data);
    };
  }

  attach(events: ChannelEvents): void {
    this.#events = events;
    for (const packet of this.#waiting.splice(0)) events.received(packet);
    if (this.#isClosed) events.closed();
  }

  send(packet: readonly Uint8Array[]): void {
    if (this.#isClosed) return;
    const bytes = joinedParts(packet);
    this.#port.postMessage(bytes, [bytes.buffer]);
  }

  /** A MessagePort does not tell. */
  pending(): number {
    return 0;
  }

  close(): void {
    if (this.#isClosed) return;
    this.#port.postMessage(END, []);
    this.#ended();
  }

  /** The other side is gone. */
  #ended(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#port.close();
    this.#events?.closed();
  }
}
