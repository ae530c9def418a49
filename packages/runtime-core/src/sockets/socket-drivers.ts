import type { Network } from '../io/network.js';
import type { PortPeer } from '../ports/port-peer.js';
import { DATAGRAM_DRIVER, DatagramSocket } from './datagram-socket.js';
import type { SocketPort } from './inet-socket.js';
import { NAME_SERVICE_PROGRAM, NameService } from './name-service.js';
import type { SocketMachine, SocketNatives } from './native/socket-machine.js';
import { socketNatives } from './native/socket-natives.js';
import { STREAM_DRIVER, StreamSocket } from './stream-socket.js';

/** What stands between a network and OTP, which knows sockets as ports, and as references of its module `socket`. */
export interface SocketDrivers {
  /** The other side of a port that a driver has opened; undefined if that is not one of sockets. */
  socket(driver: string, port: SocketPort): PortPeer | undefined;
  /** What stands in for a program that OTP starts to look up names; undefined for any other program. */
  nameService(program: string, network: Network, answer: (bytes: Uint8Array) => void): PortPeer | undefined;
  /** The NIFs of `prim_socket` and `prim_net` for a machine. */
  natives(machine: SocketMachine): SocketNatives;
}

/** OTP's drivers of sockets, its NIFs of sockets, and its program that looks up names, for a host with a network. */
export const socketDrivers: SocketDrivers = {
  socket: (driver, port) => {
    if (driver === STREAM_DRIVER) return new StreamSocket(port);
    return driver === DATAGRAM_DRIVER ? new DatagramSocket(port) : undefined;
  },
  nameService: (program, network, answer) => (program.endsWith(`/${NAME_SERVICE_PROGRAM}`) ? new NameService(network, answer) : undefined),
  natives: socketNatives,
};
