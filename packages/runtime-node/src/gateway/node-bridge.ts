import type { Socket } from 'node:net';

/** The message of a handshake by which a node says that the other one has the right cookie: the last one. */
const ACKNOWLEDGED = 'a'.charCodeAt(0);

/** Bytes of the lengths in front of packets: in the handshake, and behind it. */
const HANDSHAKE_LENGTH = 2;
const CONNECTED_LENGTH = 4;

/** What a bridge does with what comes from the node. */
export interface BridgeEvents {
  /** A packet has come, whole. */
  packet(bytes: Uint8Array): void;
  /** The node has closed the connection. */
  closed(): void;
}

/** A connection to a node of OTP by its sockets, whose packets have lengths in front: shorter ones until both have shaken hands. */
export class NodeBridge {
  readonly #socket: Socket;
  readonly #events: BridgeEvents;
  #lengthBytes = HANDSHAKE_LENGTH;
  #buffer = Buffer.alloc(0);

  constructor(socket: Socket, events: BridgeEvents) {
    this.#socket = socket;
    this.#events = events;
    socket.setNoDelay(true);
    socket.on('data', (data) => {
      this.#buffer = this.#buffer.length === 0 ? data : Buffer.concat([this.#buffer, data]);
      this.#take();
    });
    socket.on('close', () => {
      events.closed();
    });
    // `close` follows.
    socket.on('error', () => undefined);
  }

  /** Sends a packet to the node. */
  send(packet: Uint8Array): void {
    const length = Buffer.alloc(this.#lengthBytes);
    length.writeUIntBE(packet.length, 0, this.#lengthBytes);
    this.#socket.write(Buffer.concat([length, packet]));
  }

  close(): void {
    this.#socket.destroy();
  }

  #take(): void {
    while (this.#buffer.length >= this.#lengthBytes) {
      const end = this.#lengthBytes + this.#buffer.readUIntBE(0, this.#lengthBytes);
      if (this.#buffer.length < end) return;
      const packet = this.#buffer.subarray(this.#lengthBytes, end);
      this.#buffer = this.#buffer.subarray(end);
      // Whoever is acknowledged says nothing by the shorter lengths any more.
      if (this.#lengthBytes === HANDSHAKE_LENGTH && packet[0] === ACKNOWLEDGED) this.#lengthBytes = CONNECTED_LENGTH;
      this.#events.packet(Uint8Array.from(packet));
    }
  }
}
