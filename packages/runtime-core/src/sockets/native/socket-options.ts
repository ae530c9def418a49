import type { Term } from '@beamline/beam-file';
import { atom, boolean, integer, list, tuple } from '../../terms/plain-terms.js';
import { hostText, hostTuple } from './socket-addresses.js';
import { field, record } from './socket-machine.js';

/** Kinds of values. */
type Kind = 'boolean' | 'integer' | 'linger' | 'address' | 'membership' | 'membership6' | 'read-only';

/** An option that a host can set, or whose value is known. */
export interface SocketOption {
  readonly level: 'socket' | 'ip' | 'ipv6' | 'tcp';
  readonly name: string;
  /** Its number in Linux, which programs see in `socket:getopt_native/3` only. */
  readonly number: number;
  readonly kind: Kind;
}

/** Numbers of the levels (`IPPROTO_…`); that of sockets is an atom. */
export const LEVELS: Readonly<Record<'ip' | 'tcp' | 'udp' | 'ipv6', number>> = { ip: 0, tcp: 6, udp: 17, ipv6: 41 };

const OPTIONS: readonly SocketOption[] = [
  { level: 'socket', name: 'reuseaddr', number: 2, kind: 'boolean' },
  { level: 'socket', name: 'type', number: 3, kind: 'read-only' },
  { level: 'socket', name: 'broadcast', number: 6, kind: 'boolean' },
  { level: 'socket', name: 'sndbuf', number: 7, kind: 'integer' },
  { level: 'socket', name: 'rcvbuf', number: 8, kind: 'integer' },
  { level: 'socket', name: 'keepalive', number: 9, kind: 'boolean' },
  { level: 'socket', name: 'linger', number: 13, kind: 'linger' },
  { level: 'socket', name: 'acceptconn', number: 30, kind: 'read-only' },
  { level: 'socket', name: 'protocol', number: 38, kind: 'read-only' },
  { level: 'socket', name: 'domain', number: 39, kind: 'read-only' },
  { level: 'ip', name: 'ttl', number: 2, kind: 'integer' },
  { level: 'ip', name: 'multicast_if', number: 32, kind: 'address' },
  { level: 'ip', name: 'multicast_ttl', number: 33, kind: 'integer' },
  { level: 'ip', name: 'multicast_loop', number: 34, kind: 'boolean' },
  { level: 'ip', name: 'add_membership', number: 35, kind: 'membership' },
  { level: 'ip', name: 'drop_membership', number: 36, kind: 'membership' },
  { level: 'ipv6', name: 'unicast_hops', number: 16, kind: 'integer' },
  { level: 'ipv6', name: 'multicast_hops', number: 18, kind: 'integer' },
  { level: 'ipv6', name: 'multicast_loop', number: 19, kind: 'boolean' },
  { level: 'ipv6', name: 'add_membership', number: 20, kind: 'membership6' },
  { level: 'ipv6', name: 'drop_membership', number: 21, kind: 'membership6' },
  { level: 'ipv6', name: 'v6only', number: 26, kind: 'boolean' },
  { level: 'tcp', name: 'nodelay', number: 1, kind: 'boolean' },
];

/** Options that OTP knows and no host sets: `socket:supports/1` tells so. */
const UNSUPPORTED: Readonly<Record<string, string>> = {
  socket: `acceptfilter bindtodevice busy_poll debug dontroute error mark oobinline passcred peek_off peercred priority rcvbufforce rcvlowat
    rcvtimeo reuseport rxq_ovfl setfib sndbufforce sndlowat sndtimeo timestamp`,
  ip: `add_source_membership block_source dontfrag drop_source_membership freebind hdrincl minttl msfilter mtu mtu_discover multicast_all nodefrag
    options pktinfo pktoptions recvdstaddr recverr recvif recvopts recvorigdstaddr recvtos recvttl retopts router_alert sendsrcaddr tos transparent
    unblock_source`,
  ipv6: `addrform auth_level authhdr checksum dstopts esp_network_level esp_trans_level faith flowinfo hoplimit hopopts ipcomp_level join_group
    leave_group mtu mtu_discover multicast_if pktoptions portrange recverr recvhoplimit recvpktinfo recvtclass router_alert rthdr tclass use_min_mtu`,
  tcp: 'congestion cork info keepcnt keepidle keepintvl maxseg md5sig noopt nopush syncnt user_timeout',
  udp: 'cork',
};

/** The options as `prim_socket:nif_supports(options)` lists them: by levels, those that there are with their numbers. */
export function supportedOptions(otpRelease: number): Term {
  const levels = Object.entries(UNSUPPORTED).map(([level, names]) => {
    const there = OPTIONS.filter((option) => option.level === level).map(({ name, number }) => tuple(atom(name), integer(number)));
    const others = names.split(/\s+/).map(atom);
    const number = level === 'socket' ? atom('socket') : integer(LEVELS[level as keyof typeof LEVELS]);
    const options = list([...there, ...others]);
    // From OTP 29 on levels have their names beside their numbers.
    return otpRelease >= 29 ? tuple(atom(level), number, options) : tuple(number, options);
  });
  return list(levels);
}

/** The option of a level, by its atom or number; the level if there is no such option, undefined if there is none of that number. */
export function findOption(level: Term | undefined, number: Term | undefined): SocketOption | 'unknown' | undefined {
  const name =
    level?.kind === 'atom' && level.name === 'socket'
      ? 'socket'
      : Object.entries(LEVELS).find(([, each]) => level?.kind === 'integer' && level.value === each)?.[0];
  if (name === undefined) return undefined;
  return OPTIONS.find((option) => option.level === name && number?.kind === 'integer' && number.value === option.number) ?? 'unknown';
}

/** A value of an option as the host has it. */
export type OptionValue =
  | boolean
  | number
  | string
  | { readonly isOn: boolean; readonly seconds: number }
  | { readonly group: string; readonly interface: string };

function isBoolean(term: Term | undefined): term is Term & { readonly kind: 'atom' } {
  return term?.kind === 'atom' && (term.name === 'true' || term.name === 'false');
}

function readLinger(value: Term): OptionValue | undefined {
  if (value.kind === 'atom' && value.name === 'abort') return { isOn: true, seconds: 0 };
  const isOn = field(value, 'onoff');
  const seconds = field(value, 'linger');
  if (!isBoolean(isOn) || seconds?.kind !== 'integer' || seconds.value < 0 || seconds.value > 0x7fffffff) return undefined;
  return { isOn: isOn.name === 'true', seconds: Number(seconds.value) };
}

function readMembership(value: Term, family: 'inet' | 'inet6'): OptionValue | undefined {
  const group = hostText(field(value, 'multiaddr'), family);
  const where = field(value, 'interface');
  if (group === undefined) return undefined;
  if (family === 'inet') {
    const address = hostText(where, 'inet');
    return address === undefined ? undefined : { group, interface: address };
  }
  // Interfaces of IPv6 are numbers.
  return where?.kind === 'integer' && where.value >= 0
    ? { group, interface: Number(where.value) === 0 ? '::' : `::%${String(where.value)}` }
    : undefined;
}

/** Reads the value of an option; undefined if it is none. */
export function readOption({ kind }: SocketOption, value: Term): OptionValue | undefined {
  switch (kind) {
    case 'boolean':
      return isBoolean(value) ? value.name === 'true' : undefined;
    case 'integer':
      return value.kind === 'integer' && value.value >= -(2 ** 31) && value.value < 2 ** 31 ? Number(value.value) : undefined;
    case 'linger':
      return readLinger(value);
    case 'address':
      return hostText(value, 'inet');
    case 'membership':
      return readMembership(value, 'inet');
    case 'membership6':
      return readMembership(value, 'inet6');
    case 'read-only':
      return undefined;
  }
}

/** Reads a value as `socket:setopt_native/3` has it: an integer, a boolean, or the bytes of an integer. */
export function readNativeOption({ kind }: SocketOption, value: Term): OptionValue | undefined {
  let number: number | undefined;
  if (isBoolean(value)) number = value.name === 'true' ? 1 : 0;
  else if (value.kind === 'integer') number = Number(BigInt.asIntN(32, BigInt(value.value)));
  else if (value.kind === 'bitstring' && value.bitSize >= 32)
    number = new DataView(value.bytes.buffer, value.bytes.byteOffset, value.bytes.length).getInt32(0, true);
  if (number === undefined) return undefined;
  return kind === 'boolean' ? number !== 0 : number;
}

/** The value of an option as a term. */
export function optionTerm(value: OptionValue): Term {
  if (typeof value === 'boolean') return boolean(value);
  if (typeof value === 'number') return integer(value);
  if (typeof value === 'string') return hostTuple(value);
  if ('group' in value) return record({ multiaddr: hostTuple(value.group), interface: hostTuple(value.interface) });
  return record({ onoff: boolean(value.isOn), linger: integer(value.seconds) });
}

/** The value as a number of four bytes, as `socket:getopt_native/3` sees it. */
export function nativeNumber(value: OptionValue): number {
  return typeof value === 'boolean' ? Number(value) : typeof value === 'number' ? value : 0;
}
