import type { Term } from '@beamline/beam-file';
import { textOf } from '../../bifs/arguments.js';
import type { InterfaceAddress, SocketAddress } from '../../io/network.js';
import { atom, binary, characters, integer, list, tuple } from '../../terms/plain-terms.js';
import { interfaceFlags, numberedInterfaces } from './name-natives.js';
import { sockaddrTerm } from './socket-addresses.js';
import { failure, OK, record, type SocketMachine } from './socket-machine.js';

/** Requests of `socket:ioctl/2,3` by their numbers in Linux: those that ask for what hosts tell. */
export const INTERFACE_REQUESTS = {
  gifname: 35_088,
  gifconf: 35_090,
  gifflags: 35_091,
  gifaddr: 35_093,
  gifnetmask: 35_099,
  gifhwaddr: 35_111,
  gifindex: 35_123,
} as const;

/** The request for the bytes that can be received (OTP 29). */
export const AVAILABLE_REQUEST = 21_531;

/** Flags of interfaces by their bits in Linux. */
export const INTERFACE_FLAGS: Readonly<Record<string, number>> = {
  up: 1,
  broadcast: 2,
  debug: 4,
  loopback: 8,
  pointopoint: 16,
  running: 64,
  noarp: 128,
  multicast: 4096,
};

/** Bytes of a hardware address as the system has it (`sockaddr.sa_data`). */
const HARDWARE_BYTES = 14;

function addressTerm(address: string): Term {
  const family: SocketAddress['family'] = address.includes(':') ? 'inet6' : 'inet';
  return sockaddrTerm({ family, address, port: 0 });
}

function hardwareTerm({ hardwareAddress, isLoopback }: InterfaceAddress): Term {
  const bytes = new Uint8Array(HARDWARE_BYTES);
  bytes.set(hardwareAddress.split(':').map((part) => Number.parseInt(part, 16)));
  return record({ family: atom(isLoopback ? 'loopback' : 'ether'), addr: binary(bytes) });
}

/** The addresses of the interfaces: `gifconf`. */
export function interfaceConfiguration({ network }: SocketMachine): Term {
  const entries = network.interfaces().filter(({ family }) => family === 'inet');
  return tuple(OK, list(entries.map(({ name, address }) => record({ name: characters(name), addr: addressTerm(address) }))));
}

/** What is asked about an interface by its name, or for `gifname` by its number. */
export function interfaceRequest(machine: SocketMachine, request: number, subject: Term | undefined): Term {
  if (request === INTERFACE_REQUESTS.gifname) {
    const found = subject?.kind === 'integer' ? numberedInterfaces(machine)?.get(Number(subject.value)) : undefined;
    return found === undefined ? failure('enodev') : tuple(OK, characters(found.name));
  }
  const name = textOf(subject);
  const found = machine.network.interfaces().find((each) => each.name === name && each.family === 'inet');
  if (found === undefined) return failure('enodev');
  switch (request) {
    case INTERFACE_REQUESTS.gifflags:
      return tuple(OK, interfaceFlags(found));
    case INTERFACE_REQUESTS.gifaddr:
      return tuple(OK, addressTerm(found.address));
    case INTERFACE_REQUESTS.gifnetmask:
      return tuple(OK, addressTerm(found.netmask));
    case INTERFACE_REQUESTS.gifhwaddr:
      return tuple(OK, hardwareTerm(found));
    case INTERFACE_REQUESTS.gifindex:
      return found.index === undefined ? failure('enotsup') : tuple(OK, integer(found.index));
    default:
      return failure('enotsup');
  }
}
