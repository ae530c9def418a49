import type { Term } from '@beamline/beam-file';
import type { Packet } from '../distribution/packets.js';

/** What a port tells that carries a connection to another node. */
export interface CarriedConnection {
  /** A packet has come. Its bytes stay as they are until the task is over. */
  received(packet: Uint8Array): void;
  /** What was written has gone. */
  drained(): void;
  /** The port was closed. */
  closed(reason: Term): void;
}

/** The side of the port of such a connection. */
export interface PacketCarrier {
  send(packets: readonly Packet[]): void;
  /** Bytes that were sent and have not gone. */
  pending(): number;
}

/** What is on the other side of a port. */
export interface PortPeer {
  /** Number of the program in the system, if it is one. */
  readonly pid?: number;
  /**
   * Takes what is written to the port.
   * @param process - number of the process that writes
   */
  write(bytes: Uint8Array, process: number): void;
  /**
   * Does an operation of its own, by its number: `port_control/3`. Without this method there is none.
   * @param process - number of the process that asks
   */
  control?(operation: number, data: Uint8Array, process: number): Uint8Array | Promise<Uint8Array>;
  /** Has it carry a connection to another node. Without this method it cannot. */
  carry?(connection: CarriedConnection): PacketCarrier;
  /** The port is closed for a reason: nothing comes or goes any more. */
  close(reason: Term): void;
  /** What is to be waited for when it has been closed. */
  readonly closing?: Promise<void>;
}
