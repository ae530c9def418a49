import type { Term } from '@beamline/beam-file';
import { joinedBytes } from '../bifs/io-lists.js';
import type { Channel, Channels } from '../io/channels.js';
import { atom, binary, tuple } from '../terms/plain-terms.js';
import type { CarriedConnection, PacketCarrier, PortPeer } from './port-peer.js';

/** The name of the driver: see `beamline_dist` in the package `cluster`, which opens such ports. */
export const CHANNEL_DRIVER = 'beamline_channel';

/** Operations of `port_control/3`. */
const Operation = { connect: 1, listen: 2, accept: 3, receive: 4 } as const;

/** The first byte of an answer. */
const DONE = Uint8Array.of(0);
const FAILED = Uint8Array.of(1);
const CLOSED = Uint8Array.of(2);

/** What a port for channels needs of its machine. */
export interface ChannelPortOwner {
  readonly channels: Channels;
  /** The port as a term. */
  readonly term: Term;
  /** Sends a message to the process that the port is connected to. */
  tell(message: Term): void;
  /** Ends the port. */
  exit(): void;
  /** Runs a task after some milliseconds; returns a function that cancels it. */
  timer(milliseconds: number, task: () => void): () => void;
  /** Channels that have arrived and nobody has accepted, by numbers. */
  readonly arrived: Map<number, Channel>;
}

/** A port that listens for channels to this node, or is the end of one: during the handshake packets are asked for, then the connection takes them. */
export class ChannelPort implements PortPeer {
  readonly #owner: ChannelPortOwner;
  #channel: Channel | undefined;
  #endListening: (() => void) | undefined;
  readonly #packets: Uint8Array[] = [];
  #receiver: ((answer: Uint8Array) => void) | undefined;
  #carried: CarriedConnection | undefined;
  #isClosed = false;

  constructor(owner: ChannelPortOwner) {
    this.#owner = owner;
  }

  control(operation: number, data: Uint8Array): Uint8Array | Promise<Uint8Array> {
    const { channels, arrived } = this.#owner;
    switch (operation) {
      case Operation.connect:
        return channels.connect(new TextDecoder().decode(data)).then(
          (channel) => this.#adopt(channel),
          () => FAILED,
        );
      case Operation.listen:
        try {
          this.#endListening = channels.listen(new TextDecoder().decode(data), (channel) => {
            this.#arrived(channel);
          });
          return DONE;
        } catch {
          return FAILED;
        }
      case Operation.accept: {
        const number = numberIn(data);
        const channel = arrived.get(number);
        arrived.delete(number);
        return channel === undefined ? FAILED : this.#adopt(channel);
      }
      case Operation.receive:
        return this.#receive(numberIn(data));
      default:
        return FAILED;
    }
  }

  #arrived(channel: Channel): void {
    const { arrived, term } = this.#owner;
    let number = 1;
    while (arrived.has(number)) number++;
    arrived.set(number, channel);
    this.#owner.tell(tuple(term, tuple(atom('data'), binary(bytesOf(number)))));
  }

  #adopt(channel: Channel): Uint8Array {
    if (this.#isClosed) {
      channel.close();
      return FAILED;
    }
    this.#channel = channel;
    channel.attach({
      received: (packet) => {
        if (this.#carried !== undefined) this.#carried.received(packet);
        else if (this.#receiver !== undefined) this.#answer(packet);
        else this.#packets.push(packet);
      },
      closed: () => {
        this.#ended();
      },
    });
    return DONE;
  }

  /** Waits for a packet, so many milliseconds at most. */
  #receive(milliseconds: number): Uint8Array | Promise<Uint8Array> {
    const packet = this.#packets.shift();
    if (packet !== undefined) return joinedBytes([DONE, packet]);
    if (this.#channel === undefined || this.#receiver !== undefined) return CLOSED;
    return new Promise((resolve) => {
      const cancel = this.#owner.timer(Math.min(milliseconds, LONGEST_TIMER), () => {
        this.#receiver?.(FAILED);
      });
      this.#receiver = (answer) => {
        cancel();
        this.#receiver = undefined;
        resolve(answer);
      };
    });
  }

  #answer(packet: Uint8Array): void {
    this.#receiver?.(joinedBytes([DONE, packet]));
  }

  #ended(): void {
    if (this.#isClosed) return;
    this.#receiver?.(CLOSED);
    // As a socket tells it, which is what OTP's processes of connections wait for.
    this.#owner.tell(tuple(atom('tcp_closed'), this.#owner.term));
    this.#owner.exit();
  }

  write(bytes: Uint8Array): void {
    this.#channel?.send([bytes]);
  }

  carry(connection: CarriedConnection): PacketCarrier {
    this.#carried = connection;
    // The other node may have been faster: the connection is there when this returns.
    queueMicrotask(() => {
      for (const packet of this.#packets.splice(0)) connection.received(packet);
    });
    return {
      send: (packets) => {
        for (const packet of packets) this.#channel?.send(packet);
      },
      pending: () => this.#channel?.pending() ?? 0,
    };
  }

  close(reason: Term): void {
    this.#isClosed = true;
    this.#endListening?.();
    this.#receiver?.(CLOSED);
    this.#carried?.closed(reason);
    this.#carried = undefined;
    this.#channel?.close();
  }
}

/** The longest that timers of hosts take. */
const LONGEST_TIMER = 2 ** 31 - 1;

function numberIn(data: Uint8Array): number {
  return data.length < 4 ? 0 : new DataView(data.buffer, data.byteOffset, 4).getUint32(0);
}

function bytesOf(number: number): Uint8Array {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, number);
  return bytes;
}
