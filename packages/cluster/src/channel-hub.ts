import type { Channel, Channels } from '@beamline/runtime-core';
import { type ChannelMessagePort, MessagePortChannel } from './message-port-channel.js';

/** What a member and the hub say to each other by the member's port. */
type HubMessage =
  | { readonly kind: 'listen'; readonly node: string }
  | { readonly kind: 'leave'; readonly node: string }
  | { readonly kind: 'connect'; readonly node: string; readonly request: number }
  | { readonly kind: 'connected'; readonly request: number; readonly port: ChannelMessagePort }
  | { readonly kind: 'refused'; readonly request: number }
  | { readonly kind: 'arrived'; readonly port: ChannelMessagePort };

/** The two ends of a MessageChannel. */
export interface MessagePortPair {
  readonly port1: ChannelMessagePort;
  readonly port2: ChannelMessagePort;
}

/**
 * Knows the nodes of a cluster in one process or page, and makes a MessageChannel between two of them when one wants to connect. Packets do not pass
 * by it.
 */
export class ChannelHub {
  readonly #makePair: () => MessagePortPair;
  readonly #ports: ChannelMessagePort[] = [];
  readonly #members = new Map<string, ChannelMessagePort>();

  /** @param makePair - `() => new MessageChannel()` */
  constructor(makePair: () => MessagePortPair) {
    this.#makePair = makePair;
  }

  /** The port for a new member, which is given to its `HubChannels`, in a thread of its own by transfer. */
  join(): ChannelMessagePort {
    const { port1, port2 } = this.#makePair();
    this.#ports.push(port1);
    port1.onmessage = ({ data }) => {
      this.#handle(port1, data as HubMessage);
    };
    return port2;
  }

  /** Ends all: no member can connect any more. */
  close(): void {
    for (const port of this.#ports.splice(0)) port.close();
    this.#members.clear();
  }

  /** Forgets a member that has ended without a word. */
  forget(node: string): void {
    this.#members.get(node)?.close();
    this.#members.delete(node);
  }

  #handle(member: ChannelMessagePort, message: HubMessage): void {
    if (message.kind === 'listen') {
      this.#members.set(message.node, member);
    } else if (message.kind === 'leave') {
      if (this.#members.get(message.node) === member) this.#members.delete(message.node);
    } else if (message.kind === 'connect') {
      const { request } = message;
      const other = this.#members.get(message.node);
      if (other === undefined) {
        member.postMessage({ kind: 'refused', request } satisfies HubMessage, []);
        return;
      }
      const { port1, port2 } = this.#makePair();
      other.postMessage({ kind: 'arrived', port: port2 } satisfies HubMessage, [port2]);
      member.postMessage({ kind: 'connected', request, port: port1 } satisfies HubMessage, [port1]);
    }
  }
}

/** There is no node of the name that was asked for. */
export class NoSuchNodeError extends Error {
  override readonly name = 'NoSuchNodeError';
}

/** The channels of a member of a hub, for the option `channels` of a runtime. */
export class HubChannels implements Channels {
  readonly #port: ChannelMessagePort;
  readonly #requests = new Map<number, { done(channel: Channel): void; refused(): void }>();
  #arrived: ((channel: Channel) => void) | undefined;
  #lastRequest = 0;

  /** @param port - what `join` of the hub has returned */
  constructor(port: ChannelMessagePort) {
    this.#port = port;
    port.onmessage = ({ data }) => {
      this.#handle(data as HubMessage);
    };
  }

  connect(node: string): Promise<Channel> {
    const request = ++this.#lastRequest;
    return new Promise((resolve, reject) => {
      this.#requests.set(request, {
        done: resolve,
        refused: () => {
          reject(new NoSuchNodeError(`no node of the cluster is called ${node}`));
        },
      });
      this.#port.postMessage({ kind: 'connect', node, request } satisfies HubMessage, []);
    });
  }

  listen(node: string, arrived: (channel: Channel) => void): () => void {
    this.#arrived = arrived;
    this.#port.postMessage({ kind: 'listen', node } satisfies HubMessage, []);
    return () => {
      this.#arrived = undefined;
      this.#port.postMessage({ kind: 'leave', node } satisfies HubMessage, []);
    };
  }

  /** Leaves the hub: nothing keeps a thread alive any more. */
  close(): void {
    this.#port.close();
  }

  #handle(message: HubMessage): void {
    if (message.kind === 'arrived') {
      const channel = new MessagePortChannel(message.port);
      if (this.#arrived === undefined) channel.close();
      else this.#arrived(channel);
    } else if (message.kind === 'connected' || message.kind === 'refused') {
      const request = this.#requests.get(message.request);
      this.#requests.delete(message.request);
      if (message.kind === 'connected') request?.done(new MessagePortChannel(message.port));
      else request?.refused();
    }
  }
}
