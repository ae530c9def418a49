import type { Channel, Channels } from '@beamline/runtime-core';
import { BufferedChannel } from './buffered-channel.js';
import { joinedParts } from './joined-parts.js';

/** What of a WebSocket is used. */
export interface ChannelWebSocket {
  /** How messages of bytes come: it is set to `arraybuffer`. */
  binaryType: string;
  /** Bytes that are yet to be sent. */
  readonly bufferedAmount: number;
  /** 0 while it connects, 1 when it is open, then 2 and 3. */
  readonly readyState: number;
  /** Called when it is open. */
  onopen: (() => void) | null;
  /** Called with each message. */
  onmessage: ((event: { readonly data: unknown }) => void) | null;
  /** Called when it is closed. */
  onclose: (() => void) | null;
  /** Called when it fails. */
  onerror: (() => void) | null;
  /** Sends bytes as one message. */
  send(data: Uint8Array<ArrayBuffer>): void;
  /** Begins to close it. */
  close(): void;
}

/** Makes a WebSocket: the class `WebSocket` of a page, or another one. */
export type WebSocketClass = new (url: string) => ChannelWebSocket;

/** `readyState` of a WebSocket that is open. */
const OPEN = 1;

/** There is no way to a node by the gateway that was asked. */
export class GatewayError extends Error {
  override readonly name = 'GatewayError';
}

/** A channel over a WebSocket: each message is a packet. */
class WebSocketChannel extends BufferedChannel {
  readonly #socket: ChannelWebSocket;

  constructor(socket: ChannelWebSocket) {
    super();
    this.#socket = socket;
    socket.onmessage = ({ data }) => {
      if (data instanceof ArrayBuffer) this.received(new Uint8Array(data));
      else this.close();
    };
    socket.onclose = () => {
      this.ended();
    };
  }

  send(packet: readonly Uint8Array[]): void {
    if (this.isClosed || this.#socket.readyState !== OPEN) return;
    this.#socket.send(joinedParts(packet));
  }

  pending(): number {
    return this.#socket.bufferedAmount;
  }

  close(): void {
    if (this.isClosed) return;
    this.#socket.close();
    this.ended();
  }
}

/** Options of `WebSocketChannels`. */
export interface WebSocketChannelsOptions {
  /** The class of WebSockets. Default: the global one. */
  readonly WebSocket?: WebSocketClass;
}

/**
 * Channels from a page, or from wherever there are WebSockets, to nodes behind a gateway: `beamline gateway`, or `beamline_gateway` in a node of OTP.
 * Nothing can connect to the page; it connects, and then is a node like any other.
 */
export class WebSocketChannels implements Channels {
  readonly #url: string;
  readonly #WebSocket: WebSocketClass;

  /** @param url - of the gateway, such as `wss://example.com/cluster` */
  constructor(
    url: string,
    { WebSocket = (globalThis as { readonly WebSocket?: WebSocketClass }).WebSocket }: WebSocketChannelsOptions = {},
  ) {
    if (WebSocket === undefined) throw new GatewayError('there are no WebSockets here: give the class as the option WebSocket');
    this.#url = url;
    this.#WebSocket = WebSocket;
  }

  connect(node: string): Promise<Channel> {
    const url = `${this.#url}${this.#url.includes('?') ? '&' : '?'}node=${encodeURIComponent(node)}`;
    return new Promise((resolve, reject) => {
      const socket = new this.#WebSocket(url);
      socket.binaryType = 'arraybuffer';
      const refuse = (): void => {
        reject(new GatewayError(`the gateway ${this.#url} does not lead to ${node}`));
      };
      socket.onopen = () => {
        resolve(new WebSocketChannel(socket));
      };
      socket.onerror = refuse;
      socket.onclose = refuse;
    });
  }

  listen(): () => void {
    // A page is not found by others.
    return () => undefined;
  }
}
