import type { Term } from '@beamline/beam-file';
import { elementsOf, textOf } from '../../bifs/arguments.js';
import type { InterfaceAddress, SocketAddress } from '../../io/network.js';
import { atom, characters, integer, list, tuple } from '../../terms/plain-terms.js';
import { addressBytes } from '../inet-addresses.js';
import { badArgument, codeOf } from './native-socket.js';
import { readSockaddr, sockaddrTerm } from './socket-addresses.js';
import { failure, OK, record, type SocketMachine, type SocketNatives } from './socket-machine.js';

// The NIFs of `prim_net`: names and addresses of hosts, services and interfaces.

/** Errors of looking up, as `getaddrinfo` has them. */
const LOOK_UP_ERRORS: Readonly<Record<string, string>> = { nxdomain: 'enoname', try_again: 'eagain' };

/** What an address can be used for, in the order of the system's. */
const USES = [
  { type: 'stream', protocol: 6, name: 'tcp' },
  { type: 'dgram', protocol: 17, name: 'udp' },
  { type: 'raw', protocol: 0, name: undefined },
] as const;

/** Flags of `getnameinfo`. */
const NAME_FLAGS: ReadonlySet<string> = new Set(['namereqd', 'dgram', 'nofqdn', 'numerichost', 'numericserv', 'idn']);

/** The release from which on the type of a socket is `socktype` in what `getaddrinfo` returns. */
const SOCKTYPE_SINCE = 29;

function isUndefined(term: Term | undefined): boolean {
  return term?.kind === 'atom' && term.name === 'undefined';
}

/** The addresses of a host; those of this one if none is named. Rejects with NetworkError. */
async function hostAddresses({ network }: SocketMachine, host: string | undefined): Promise<SocketAddress[]> {
  const at = (address: string): SocketAddress => ({ family: address.includes(':') ? 'inet6' : 'inet', address, port: 0 });
  if (host === undefined) return [at('::1'), at('127.0.0.1')];
  const isNumeric = /^[0-9.]+$/.test(host) || host.includes(':');
  if (isNumeric && addressBytes(host) !== undefined) return [at(host)];
  const results = await Promise.allSettled([network.lookUp(host, 'inet6'), network.lookUp(host, 'inet')]);
  const found = results.flatMap((result) => (result.status === 'fulfilled' ? result.value.map(at) : []));
  const [failed] = results.filter((result) => result.status === 'rejected');
  if (found.length === 0 && failed !== undefined) throw failed.reason;
  return found;
}

/** The port of a service for a use; undefined if there is none. */
function servicePort({ network }: SocketMachine, service: string, protocol: string | undefined): number | undefined {
  if (/^\d{1,5}$/.test(service)) return Number(service) & 0xffff;
  return network.services().find(({ name, protocol: each }) => name === service && each === protocol)?.port;
}

async function addressInfo(machine: SocketMachine, host: Term | undefined, service: Term | undefined): Promise<Term> {
  const hostName = isUndefined(host) ? undefined : textOf(host);
  const serviceName = isUndefined(service) ? undefined : textOf(service);
  const uses = USES.flatMap((use) => {
    const port = serviceName === undefined ? 0 : servicePort(machine, serviceName, use.name);
    return port === undefined ? [] : [{ ...use, port }];
  });
  if (uses.length === 0) return failure('eservice');
  try {
    const addresses = await hostAddresses(machine, hostName);
    const typeName = machine.otpRelease >= SOCKTYPE_SINCE ? 'socktype' : 'type';
    const entries = addresses.flatMap((address) =>
      uses.map(({ type, protocol, port }) =>
        record({
          family: atom(address.family),
          [typeName]: atom(type),
          protocol: integer(protocol),
          addr: sockaddrTerm({ ...address, port }),
        }),
      ),
    );
    return tuple(OK, list(entries));
  } catch (error) {
    const code = codeOf(error);
    return failure(LOOK_UP_ERRORS[code] ?? code);
  }
}

/** The name of a service; its port if it has none. */
function serviceName({ network }: SocketMachine, port: number, protocol: string): string {
  return network.services().find((each) => each.port === port && each.protocol === protocol)?.name ?? String(port);
}

async function nameInfo(machine: SocketMachine, sockaddr: Term | undefined, flagTerm: Term | undefined): Promise<Term> {
  const flags = isUndefined(flagTerm)
    ? []
    : elementsOf(flagTerm).map((flag) => (flag.kind === 'atom' && NAME_FLAGS.has(flag.name) ? flag.name : badArgument()));
  const address = readSockaddr(sockaddr);
  if (address === undefined || address.family === 'local') return failure('einval');
  const service = flags.includes('numericserv')
    ? String(address.port)
    : serviceName(machine, address.port, flags.includes('dgram') ? 'udp' : 'tcp');
  let host = address.address;
  if (!flags.includes('numerichost')) {
    try {
      host = (await machine.network.lookUpNames(address.address))[0] ?? host;
    } catch (error) {
      const code = codeOf(error);
      if (code === 'eacces') return failure(code);
      if (flags.includes('namereqd')) return failure(LOOK_UP_ERRORS[code] ?? code);
    }
  }
  return tuple(OK, record({ host: characters(host), service: characters(service) }));
}

/** The address that reaches all of a network. */
function broadcastAddress({ address, netmask }: InterfaceAddress): string {
  const mask = addressBytes(netmask) ?? new Uint8Array(4);
  return [...(addressBytes(address) ?? [])].map((byte, i) => byte | (~(mask[i] ?? 0) & 0xff)).join('.');
}

/** The flags of an interface. */
export function interfaceFlags({ isLoopback }: InterfaceAddress): Term {
  return list((isLoopback ? ['up', 'loopback', 'running'] : ['up', 'broadcast', 'running', 'multicast']).map(atom));
}

function interfaceTerm(each: InterfaceAddress): Term {
  const { name, family, address, netmask, isLoopback } = each;
  const broadcast = broadcastAddress(each);
  return record({
    name: characters(name),
    flags: interfaceFlags(each),
    addr: sockaddrTerm({ family, address, port: 0 }),
    netmask: sockaddrTerm({ family, address: netmask, port: 0 }),
    ...(family === 'inet' && !isLoopback ? { broadaddr: sockaddrTerm({ family, address: broadcast, port: 0 }) } : {}),
  });
}

/** Interfaces with their numbers, each once; undefined if the host does not tell numbers. */
export function numberedInterfaces({ network }: SocketMachine): Map<number, InterfaceAddress> | undefined {
  const numbered = new Map<number, InterfaceAddress>();
  for (const each of network.interfaces()) {
    if (each.index === undefined) return undefined;
    if (!numbered.has(each.index)) numbered.set(each.index, each);
  }
  return numbered;
}

/** The NIFs of `prim_net`. What is of Windows only is not supported, as in OTP elsewhere. */
export function nameNatives(machine: SocketMachine): SocketNatives {
  const { network } = machine;
  const windowsOnly = (): Term => failure('enotsup');
  return {
    'prim_net:nif_info/0': () => record({ debug: atom('false') }),
    'prim_net:nif_command/1': () => OK,
    'prim_net:nif_gethostname/0': () => tuple(OK, characters(network.hostName())),
    'prim_net:nif_getaddrinfo/3': ([host, service]) => addressInfo(machine, host, service),
    'prim_net:nif_getnameinfo/2': ([address, flags]) => nameInfo(machine, address, flags),
    'prim_net:nif_getservbyname/2': ([name, protocol]) => {
      const port = network.services().find((each) => each.name === textOf(name) && isFor(each.protocol, protocol))?.port;
      return port === undefined ? failure('einval') : tuple(OK, integer(port));
    },
    'prim_net:nif_getservbyport/2': ([port, protocol]) => {
      if (port?.kind !== 'integer') return badArgument();
      const found = network.services().find((each) => each.port === port.value && isFor(each.protocol, protocol));
      return found === undefined ? failure('einval') : tuple(OK, characters(found.name));
    },
    'prim_net:nif_getifaddrs/1': () => tuple(OK, list(network.interfaces().map(interfaceTerm))),
    'prim_net:nif_if_names/0': () => {
      const numbered = numberedInterfaces(machine);
      if (numbered === undefined) return failure('enotsup');
      return tuple(OK, list([...numbered].map(([index, { name }]) => tuple(integer(index), characters(name)))));
    },
    'prim_net:nif_if_name2index/1': ([name]) => {
      const text = textOf(name);
      const numbered = numberedInterfaces(machine);
      if (numbered === undefined) return failure('enotsup');
      const found = [...numbered].find(([, each]) => each.name === text);
      return found === undefined ? failure('enodev') : tuple(OK, integer(found[0]));
    },
    'prim_net:nif_if_index2name/1': ([index]) => {
      if (index?.kind !== 'integer') return badArgument();
      const numbered = numberedInterfaces(machine);
      if (numbered === undefined) return failure('enotsup');
      const found = numbered.get(Number(index.value));
      return found === undefined ? failure('enxio') : tuple(OK, characters(found.name));
    },
    'prim_net:nif_get_adapters_addresses/1': windowsOnly,
    'prim_net:nif_get_if_entry/1': windowsOnly,
    'prim_net:nif_get_interface_info/1': windowsOnly,
    'prim_net:nif_get_ip_address_table/1': windowsOnly,
  };
}

/** True if a protocol is the one that is asked for; `any` is each. */
function isFor(protocol: string, wanted: Term | undefined): boolean {
  return wanted?.kind === 'atom' && (wanted.name === 'any' || wanted.name === protocol);
}
