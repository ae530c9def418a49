import type { Term } from '@beamline/beam-file';
import { joinedBytes } from '../../bifs/io-lists.js';
import type { SocketAddress } from '../../io/network.js';
import { atom, boolean, integer, list, NIL, tuple } from '../../terms/plain-terms.js';
import { AVAILABLE_REQUEST, INTERFACE_FLAGS, INTERFACE_REQUESTS, interfaceConfiguration, interfaceRequest } from './interface-requests.js';
import { nameNatives } from './name-natives.js';
import { NativeDatagramSocket } from './native-datagram-socket.js';
import { badArgument, NativeSocket, type ReceiveKind, type SocketKind } from './native-socket.js';
import { NativeStreamSocket } from './native-stream-socket.js';
import { isZero } from './request-queue.js';
import { isUnspecified, readSockaddr } from './socket-addresses.js';
import { failure, field, invalid, OK, raiseInvalid, record, type SocketMachine, type SocketNatives } from './socket-machine.js';
import { findOption, LEVELS, supportedOptions } from './socket-options.js';

// The NIFs of `prim_socket`: `erts/preloaded/src/prim_socket.erl` says what they take and return.

/** Flags of messages by their bits in Linux; only one changes what is done. */
const MESSAGE_FLAGS: Readonly<Record<string, number>> = {
  peek: 2,
  dontroute: 4,
  trunc: 32,
  eor: 128,
  confirm: 2048,
  nosignal: 16_384,
  more: 32_768,
};

/** Domains and types by their numbers in Linux. */
const DOMAINS: Readonly<Record<number, SocketKind['domain']>> = { 1: 'local', 2: 'inet', 10: 'inet6' };
const TYPES: Readonly<Record<number, string>> = { 1: 'stream', 2: 'dgram', 3: 'raw', 4: 'rdm', 5: 'seqpacket' };
const TYPE_NAMES: ReadonlySet<string> = new Set(['stream', 'dgram', 'raw', 'seqpacket']);

/** The protocol of a type, by its number (`IPPROTO_…`). */
const PROTOCOLS: Readonly<Record<SocketKind['type'], number>> = { stream: LEVELS.tcp, dgram: LEVELS.udp };

/** Operations that can be cancelled. */
const OPERATIONS: ReadonlySet<string> = new Set([
  'connect',
  'accept',
  'send',
  'sendto',
  'sendmsg',
  'sendv',
  'sendfile',
  'recv',
  'recvfrom',
  'recvmsg',
]);

/** The most parts of a message that a system takes. */
const IOV_MAX = 1024;

/** The release from which on protocols have one name each. */
const SINGLE_NAMES_SINCE = 29;

/** What is counted of all sockets of a machine. */
interface Totals {
  readonly sockets: Set<NativeSocket>;
  isDebugging: boolean;
  isSocketDebugging: boolean;
  usesRegistry: boolean;
}

/** An integer of 32 bits; another one is `{invalid, {integer_range, …}}`. */
class IntegerRange {
  constructor(readonly value: Term) {}
}

function integerOf(term: Term | undefined, least: number, most: number): number {
  if (term?.kind !== 'integer') return badArgument();
  if (term.value >= 2 ** 31 || term.value < -(2 ** 31)) throw new IntegerRange(term);
  return term.value < least || term.value > most ? badArgument() : Number(term.value);
}

function bytesOf(term: Term | undefined): Uint8Array {
  return term?.kind === 'bitstring' && term.bitSize % 8 === 0 ? term.bytes : badArgument();
}

/** A handle: a reference, or `zero` where that is allowed. */
function handleOf(term: Term | undefined, mayBeZero: boolean): Term {
  return term !== undefined && (term.kind === 'reference' || (mayBeZero && isZero(term))) ? term : badArgument();
}

/** The parts of a message; undefined if they are not binaries in a list. */
function parts(term: Term | undefined): Uint8Array[] | undefined {
  if (term?.kind === 'nil') return [];
  if (term?.kind !== 'list' || term.tail.kind !== 'nil') return undefined;
  const all: Uint8Array[] = [];
  for (const element of term.elements) {
    if (element.kind !== 'bitstring' || element.bitSize % 8 !== 0) return undefined;
    all.push(element.bytes);
  }
  return all;
}

/** The domain, an atom or a number; the error if there is none. */
function domainOf(term: Term | undefined): SocketKind['domain'] | { readonly error: Term } {
  if (term?.kind === 'atom' && (term.name === 'inet' || term.name === 'inet6' || term.name === 'local')) return term.name;
  if (term?.kind === 'integer') return DOMAINS[Number(term.value)] ?? { error: failure('eafnosupport') };
  return { error: invalid('domain') };
}

/** The kind of socket that is to be opened; the error if there is none. */
function kindOf(domainTerm: Term | undefined, typeTerm: Term | undefined, protocol: number): SocketKind | { readonly error: Term } {
  const domain = domainOf(domainTerm);
  if (typeof domain === 'object') return domain;
  const type = typeTerm?.kind === 'integer' ? TYPES[Number(typeTerm.value)] : typeTerm?.kind === 'atom' ? typeTerm.name : undefined;
  if (typeTerm?.kind !== 'integer' && !TYPE_NAMES.has(type ?? '')) return { error: invalid('type') };
  if (type === undefined) return { error: failure('einval') };
  if (type !== 'stream' && (type !== 'dgram' || domain === 'local'))
    return { error: failure(domain === 'local' || type === 'raw' ? 'eprotonosupport' : 'esocktnosupport') };
  const usual = domain === 'local' ? 0 : PROTOCOLS[type];
  return protocol === 0 || protocol === usual ? { domain, type, protocol: usual } : { error: failure('eprotonosupport') };
}

/** The NIFs of `prim_socket` and `prim_net` of a machine. */
export function socketNatives(machine: SocketMachine): SocketNatives {
  const totals: Totals = { sockets: new Set(), isDebugging: false, isSocketDebugging: false, usesRegistry: true };
  return {
    ...nameNatives(machine),
    ...checked({ ...basicNatives(machine, totals), ...messageNatives(machine), ...optionNatives(machine, totals) }),
  };
}

/** The NIFs with what integers that are too large make of their results. */
function checked(natives: SocketNatives): SocketNatives {
  return Object.fromEntries(
    Object.entries(natives).map(([name, native]) => [
      name,
      (args: readonly Term[]): Term | Promise<Term> => {
        try {
          return native(args);
        } catch (error) {
          if (error instanceof IntegerRange) return tuple(atom('invalid'), tuple(atom('integer_range'), error.value));
          throw error;
        }
      },
    ]),
  );
}

/** The socket of a reference; any other term is a bad argument. */
function socketOf(machine: SocketMachine, reference: Term | undefined): NativeSocket {
  return machine.find(reference, NativeSocket) ?? badArgument();
}

/** Opening, connecting, accepting, closing. */
function basicNatives(machine: SocketMachine, totals: Totals): SocketNatives {
  const find = (reference: Term | undefined): NativeSocket => socketOf(machine, reference);
  const opened = (socket: NativeSocket): void => {
    totals.sockets.add(socket);
  };
  const closed = (socket: NativeSocket): void => {
    totals.sockets.delete(socket);
  };
  return {
    'prim_socket:nif_open/2': ([descriptor, options]) => {
      integerOf(descriptor, -(2 ** 31), 2 ** 31 - 1);
      if (options?.kind !== 'map') return badArgument();
      const isNamed = typeof domainOf(field(options, 'domain')) === 'string' && field(options, 'type') !== undefined;
      // No descriptor of the host is one of a socket here.
      return isNamed ? failure('ebadf') : invalid('domain');
    },
    'prim_socket:nif_open/4': ([domain, type, protocol, options]) => {
      if (options?.kind !== 'map') return badArgument();
      const kind = kindOf(domain, type, integerOf(protocol, -(2 ** 31), 2 ** 31 - 1));
      if ('error' in kind) return kind.error;
      const owner = machine.self();
      const socket =
        kind.type === 'stream'
          ? new NativeStreamSocket(machine, kind, owner, opened, closed)
          : new NativeDatagramSocket(machine, kind, owner, closed);
      opened(socket);
      const use = field(options, 'use_registry');
      if (use?.kind === 'atom' && use.name !== 'undefined' ? use.name === 'true' : totals.usesRegistry) socket.register();
      return tuple(OK, socket.reference);
    },
    'prim_socket:nif_bind/2': ([reference, address]) => {
      const socket = find(reference);
      const read = readSockaddr(address);
      return read === undefined ? invalid('sockaddr') : socket.bind(read);
    },
    'prim_socket:nif_bind/3': ([reference]) => {
      find(reference);
      return failure('enotsup');
    },
    'prim_socket:nif_connect/1': ([reference]) => find(reference).finishConnect(machine.self()),
    'prim_socket:nif_connect/3': ([reference, handle, address]) => {
      const socket = find(reference);
      const read = readSockaddr(address);
      if (read === undefined && !isUnspecified(address)) return invalid('sockaddr');
      return socket.connect(read, machine.self(), handleOf(handle, false));
    },
    'prim_socket:nif_listen/2': ([reference, backlog]) => find(reference).listen(integerOf(backlog, -(2 ** 31), 2 ** 31 - 1)),
    'prim_socket:nif_accept/2': ([reference, handle]) => {
      const socket = find(reference);
      return socket.accept(machine.self(), handle?.kind === 'reference' || socket.kind.type === 'dgram' ? (handle ?? NIL) : badArgument());
    },
    'prim_socket:nif_peeloff/2': ([reference]) => {
      find(reference);
      return failure('enotsup');
    },
    'prim_socket:nif_close/1': ([reference]) => find(reference).close(),
    'prim_socket:nif_finalize_close/1': ([reference]) => (find(reference).isClosed ? OK : raiseInvalid(atom('state'))),
    'prim_socket:nif_shutdown/2': ([reference, how]) => {
      const socket = find(reference);
      const name = how?.kind === 'atom' ? how.name : '';
      if (name !== 'read' && name !== 'write' && name !== 'read_write') return raiseInvalid(tuple(atom('how'), how ?? NIL));
      return socket.shutdown(name !== 'write', name !== 'read');
    },
    'prim_socket:nif_sockname/1': ([reference]) => find(reference).socketName(),
    'prim_socket:nif_socknames/2': ([reference]) => {
      find(reference);
      return failure('enotsup');
    },
    'prim_socket:nif_peername/1': ([reference]) => find(reference).peerName(),
    'prim_socket:nif_peernames/2': ([reference]) => {
      find(reference);
      return failure('enotsup');
    },
    'prim_socket:nif_cancel/3': ([reference, operation, handle]) => {
      const socket = find(reference);
      if (operation?.kind !== 'atom' || !OPERATIONS.has(operation.name)) return badArgument();
      return socket.cancel(operation.name, machine.self(), handleOf(handle, false));
    },
  };
}

/** Sending and receiving. */
function messageNatives(machine: SocketMachine): SocketNatives {
  const find = (reference: Term | undefined): NativeSocket => socketOf(machine, reference);
  const flagsOf = (flags: Term | undefined): number => integerOf(flags, 0, 2 ** 31 - 1);
  const send = (socket: NativeSocket, bytes: Uint8Array, to: SocketAddress | undefined, handle: Term | undefined): Term | Promise<Term> =>
    socket.send(bytes, to, machine.self(), handleOf(handle, false));
  const sendParts = (
    socket: NativeSocket,
    term: Term | undefined,
    to: SocketAddress | undefined,
    handle: Term | undefined,
  ): Term | Promise<Term> => {
    const all = parts(term);
    if (all === undefined || (socket.kind.type === 'dgram' && all.length > IOV_MAX)) return invalid('iov');
    return send(socket, joinedBytes(all), to, handle);
  };
  const receive = (
    kind: ReceiveKind,
    reference: Term | undefined,
    length: Term | undefined,
    flags: Term | undefined,
    handle: Term | undefined,
  ): Term => {
    const socket = find(reference);
    return socket.receive({
      kind,
      length: integerOf(length, 0, 2 ** 31 - 1),
      isPeek: (flagsOf(flags) & (MESSAGE_FLAGS.peek ?? 0)) !== 0,
      pid: machine.self(),
      handle: handleOf(handle, true),
    });
  };
  return {
    'prim_socket:nif_send/4': ([reference, data, flags, handle]) => {
      const socket = find(reference);
      flagsOf(flags);
      return send(socket, bytesOf(data), undefined, handle);
    },
    'prim_socket:nif_sendto/5': ([reference, data, address, flags, handle]) => {
      const socket = find(reference);
      const bytes = bytesOf(data);
      flagsOf(flags);
      const to = readSockaddr(address);
      return to === undefined ? invalid('sockaddr') : send(socket, bytes, to, handle);
    },
    'prim_socket:nif_sendmsg/5': ([reference, message, flags, handle, iov]) => {
      const socket = find(reference);
      flagsOf(flags);
      if (message?.kind !== 'map') return badArgument();
      const address = field(message, 'addr');
      const to = readSockaddr(address);
      if (address !== undefined && to === undefined) return invalid('addr');
      // Hosts send no control messages.
      if (field(message, 'ctrl') !== undefined) return invalid('ctrl');
      return sendParts(socket, iov, to, handle);
    },
    'prim_socket:nif_sendv/3': ([reference, iov, handle]) => sendParts(find(reference), iov, undefined, handle),
    'prim_socket:nif_sendmmsg/4': ([reference]) => {
      find(reference);
      return failure('enotsup');
    },
    'prim_socket:nif_recv/4': ([reference, length, flags, handle]) => receive('recv', reference, length, flags, handle),
    'prim_socket:nif_recvfrom/4': ([reference, length, flags, handle]) => receive('recvfrom', reference, length, flags, handle),
    'prim_socket:nif_recvmsg/5': ([reference, length, control, flags, handle]) => {
      integerOf(control, 0, 2 ** 31 - 1);
      return receive('recvmsg', reference, length, flags, handle);
    },
    'prim_socket:nif_recvmmsg/6': ([reference]) => {
      find(reference);
      return failure('enotsup');
    },
    // `socket:supports/0` tells that files cannot be sent.
    'prim_socket:nif_sendfile/1': ([reference]) => {
      find(reference);
      return failure('enotsup');
    },
    'prim_socket:nif_sendfile/4': ([reference]) => {
      find(reference);
      return raiseInvalid(atom('state'));
    },
    'prim_socket:nif_sendfile/5': ([reference, handle, , , file]) => {
      find(reference);
      handleOf(handle, false);
      return file?.kind === 'reference' ? failure('enotsup') : badArgument();
    },
  };
}

/** What can be set and asked. */
function optionNatives(machine: SocketMachine, totals: Totals): SocketNatives {
  const find = (reference: Term | undefined): NativeSocket => socketOf(machine, reference);
  const isOtp = (level: Term | undefined): boolean => level?.kind === 'atom' && level.name === 'otp';
  const getOption = ([reference, level, number]: readonly Term[]): Term => {
    const socket = find(reference);
    if (isOtp(level)) return socket.getOtpOption(integerOf(number, 0, 2 ** 31 - 1));
    const option = findOption(level, number);
    if (typeof option !== 'object') return socket.isClosed ? failure('closed') : invalid('socket_option');
    return socket.getOption(option);
  };
  const getNative = (reference: Term | undefined, level: Term | undefined, number: Term | undefined, spec: Term | undefined): Term => {
    const socket = find(reference);
    if (socket.isClosed) return failure('closed');
    const option = findOption(level, number);
    const isSpec =
      spec?.kind === 'integer' || spec?.kind === 'bitstring' || (spec?.kind === 'atom' && ['integer', 'boolean'].includes(spec.name));
    if (!isSpec || spec === undefined) return invalid('value');
    if (typeof option !== 'object') return failure(option === 'unknown' ? 'enoprotoopt' : 'enotsup');
    return socket.getNativeOption(option, spec);
  };
  return {
    'prim_socket:nif_info/0': () => information(machine, totals),
    'prim_socket:nif_info/1': ([reference]) => find(reference).info(),
    'prim_socket:nif_command/1': ([command]) => {
      const name = field(command, 'command');
      const data = field(command, 'data');
      if (name?.kind !== 'atom' || data === undefined) return badArgument();
      if (data.kind !== 'atom' || (data.name !== 'true' && data.name !== 'false')) return raiseInvalid(tuple(atom('data'), data));
      const isOn = data.name === 'true';
      if (name.name === 'debug') totals.isDebugging = isOn;
      else if (name.name === 'socket_debug') totals.isSocketDebugging = isOn;
      else if (name.name === 'use_registry') totals.usesRegistry = isOn;
      else return raiseInvalid(tuple(atom('command'), name));
      return OK;
    },
    'prim_socket:nif_supports/0': () =>
      list(
        Object.entries({ sctp: false, ipv6: true, local: true, netns: false, sendfile: false }).map(([name, isThere]) =>
          tuple(atom(name), boolean(isThere)),
        ),
      ),
    'prim_socket:nif_supports/1': ([key]) => supports(machine.otpRelease, key?.kind === 'atom' ? key.name : ''),
    'prim_socket:nif_setopt/5': ([reference, level, number, value, native]) => {
      const socket = find(reference);
      const isNative = integerOf(native, 0, 1) === 1;
      if (isOtp(level)) return socket.setOtpOption(integerOf(number, 0, 2 ** 31 - 1), value ?? NIL, machine.self());
      const option = findOption(level, number);
      if (socket.isClosed) return failure('closed');
      if (typeof option !== 'object') return isNative ? failure('enoprotoopt') : invalid('socket_option');
      return socket.setOption(option, value ?? NIL, isNative);
    },
    'prim_socket:nif_getopt/3': getOption,
    'prim_socket:nif_getopt/4': ([reference, level, number, spec]) => getNative(reference, level, number, spec),
    'prim_socket:nif_getopt/5': ([reference, level, number, kind, spec]) =>
      kind?.kind === 'atom' && kind.name === 'native' ? getNative(reference, level, number, spec) : invalid('socket_option'),
    'prim_socket:nif_ioctl/2': ([reference, request]) => {
      const socket = find(reference);
      if (socket.isClosed) return failure('closed');
      const number = integerOf(request, 0, 2 ** 31 - 1);
      if (number === AVAILABLE_REQUEST) return tuple(OK, integer(socket.available()));
      return number === INTERFACE_REQUESTS.gifconf ? interfaceConfiguration(machine) : failure('enotsup');
    },
    'prim_socket:nif_ioctl/3': ([reference, request, subject]) => {
      if (find(reference).isClosed) return failure('closed');
      return interfaceRequest(machine, integerOf(request, 0, 2 ** 31 - 1), subject);
    },
    'prim_socket:nif_ioctl/4': ([reference]) => failure(find(reference).isClosed ? 'closed' : 'eperm'),
  };
}

/** `socket:info/0`. */
function information(machine: SocketMachine, { sockets, isDebugging, isSocketDebugging, usesRegistry }: Totals): Term {
  const count = (is: (kind: SocketKind) => boolean): Term => integer([...sockets].filter((socket) => is(socket.kind)).length);
  return record({
    debug: boolean(isDebugging),
    socket_debug: boolean(isSocketDebugging),
    use_registry: boolean(usesRegistry),
    iow: atom('false'),
    iov_max: integer(IOV_MAX),
    ...(machine.otpRelease < 26 ? {} : { eei: atom('false'), io_backend: record({ name: atom('unix_essio') }) }),
    counters: record({
      num_cnt_bits: integer(64),
      num_sockets: integer(sockets.size),
      num_tdgrams: count(({ type }) => type === 'dgram'),
      num_tstreams: count(({ type }) => type === 'stream'),
      num_tseqpkgs: integer(0),
      num_dlocal: count(({ domain }) => domain === 'local'),
      num_dinet: count(({ domain }) => domain === 'inet'),
      num_dinet6: count(({ domain }) => domain === 'inet6'),
      num_pip: integer(0),
      num_psctp: integer(0),
      num_ptcp: count(({ protocol }) => protocol === LEVELS.tcp),
      num_pudp: count(({ protocol }) => protocol === LEVELS.udp),
    }),
  });
}

function numbers(all: Readonly<Record<string, number>>): Term {
  return list(Object.entries(all).map(([name, number]) => tuple(atom(name), integer(number))));
}

/** The tables of `prim_socket:nif_supports/1`; an empty one for an unknown key. */
function supports(otpRelease: number, key: string): Term {
  switch (key) {
    case 'protocols': {
      const names = (name: string): Term => list((otpRelease >= SINGLE_NAMES_SINCE ? [name] : [name, shoutedName(name)]).map(atom));
      return list(Object.entries(LEVELS).map(([name, number]) => tuple(names(name), integer(number))));
    }
    case 'options':
      return supportedOptions(otpRelease);
    case 'ioctl_requests':
      return numbers({ ...INTERFACE_REQUESTS, ...(otpRelease >= 26 ? { nread: AVAILABLE_REQUEST } : {}) });
    case 'ioctl_flags':
      return numbers(INTERFACE_FLAGS);
    case 'msg_flags':
      return numbers(MESSAGE_FLAGS);
    default:
      return NIL;
  }
}

/** The name of a protocol as a system's list of protocols has it. */
function shoutedName(name: string): string {
  return name === 'ipv6' ? 'IPv6' : name.toUpperCase();
}
