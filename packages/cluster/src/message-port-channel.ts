import { BufferedChannel } from './buffered-channel.js';
import { joinedParts } from './joined-parts.js';

/** What of a MessagePort is used, in Node and on the web. */
export interface ChannelMessagePort {
  /** Called with each message. */
  onmessage: ((event: { readonly data: unknown }) => void) | null;
  /** Sends a value, and hands over what it has of `transfer`. */
  postMessage(value: unknown, transfer: readonly object[]): void;
  /** Closes the port. */
  close(): void;
  /** Where the engine tells that the other side is gone. */
  addEventListener?(type: 'close', listener: () => void): void;
}

/** What is sent in place of a packet when the channel is closed: not all engines tell the other side. */
const END = 'end';

/** A channel over a MessagePort. Packets are transferred and not copied. */
export class MessagePortChannel extends BufferedChannel {
  readonly #port: ChannelMessagePort;

  constructor(port: ChannelMessagePort) {
    super();
    this.#port = port;
    port.addEventListener?.('close', () => {
      this.ended();
    });
    port.onmessage = ({ data }) => {
      if (data === END) this.ended();
      else if (data instanceof Uint8Array) this.received(data);
      else this.close();
    };
  }

  /** Sends a packet, given in parts; does nothing once it is closed. */
  send(packet: readonly Uint8Array[]): void {
    if (this.isClosed) return;
    const bytes = joinedParts(packet);
    this.#port.postMessage(bytes, [bytes.buffer]);
  }

  /** A MessagePort does not tell. */
  pending(): number {
    return 0;
  }

  /** Closes it and tells the other side. */
  close(): void {
    if (this.isClosed) return;
    this.#port.postMessage(END, []);
    this.ended();
  }

  protected override ended(): void {
    if (this.isClosed) return;
    this.#port.close();
    super.ended();
  }
}
