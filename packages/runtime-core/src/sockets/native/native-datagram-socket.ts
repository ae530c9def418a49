import type { Term } from '@beamline/beam-file';
import type { DatagramOption, DatagramSocket, SocketAddress } from '../../io/network.js';
import { atom, binary, tuple } from '../../terms/plain-terms.js';
import { addressBytes, anyAddress } from '../inet-addresses.js';
import { codeOf, messageTerm, NativeSocket, type Receiving } from './native-socket.js';
import { isZero } from './request-queue.js';
import { sockaddrTerm } from './socket-addresses.js';
import { failure, OK, raiseInvalid, SELECT } from './socket-machine.js';
import type { OptionValue, SocketOption } from './socket-options.js';

interface Datagram {
  readonly bytes: Uint8Array;
  readonly from: SocketAddress;
}

/** Options of a host by those of programs, `level:name`, whose values are numbers. */
const NUMBERS: Readonly<Record<string, 'ttl' | 'multicastTtl' | 'receiveBuffer' | 'sendBuffer'>> = {
  'socket:rcvbuf': 'receiveBuffer',
  'socket:sndbuf': 'sendBuffer',
  'ip:ttl': 'ttl',
  'ip:multicast_ttl': 'multicastTtl',
  'ipv6:unicast_hops': 'ttl',
  'ipv6:multicast_hops': 'multicastTtl',
};

/** The option of a host; undefined for one that it is not told of. */
function hostOption({ level, name }: SocketOption, value: OptionValue): DatagramOption | undefined {
  const number = NUMBERS[`${level}:${name}`];
  // Of buffers the system takes twice what it is told.
  if (number !== undefined && typeof value === 'number') return { kind: number, value: level === 'socket' ? value / 2 : value };
  if (name === 'broadcast') return { kind: 'broadcast', isOn: value === true };
  if (name === 'multicast_loop') return { kind: 'multicastLoop', isOn: value === true };
  if (name === 'multicast_if' && typeof value === 'string') return { kind: 'multicastInterface', address: value };
  if (typeof value !== 'object' || !('group' in value)) return undefined;
  return { kind: name === 'add_membership' ? 'addMembership' : 'dropMembership', ...value };
}

/** True for an address of a group. */
function isMulticast(address: string): boolean {
  const bytes = addressBytes(address);
  const first = bytes?.[0] ?? 0;
  return bytes?.length === 4 ? first >= 224 && first <= 239 : first === 0xff;
}

/** A socket of UDP. */
export class NativeDatagramSocket extends NativeSocket {
  #socket: DatagramSocket | undefined;
  #opening: Promise<DatagramSocket> | undefined;
  #isBound = false;
  #peer: SocketAddress | undefined;
  readonly #queue: Datagram[] = [];
  #queuedBytes = 0;
  #isWriteShut = false;
  /** An error of a datagram that was sent before, until somebody is told. */
  #failure: string | undefined;
  /** What is set before the host has a socket. */
  readonly #early: DatagramOption[] = [];

  protected release(): void {
    this.#socket?.close();
    this.#queue.length = 0;
  }

  protected applied(option: SocketOption, value: OptionValue): string | undefined {
    const told = hostOption(option, value);
    if (told === undefined) return undefined;
    if (told.kind === 'addMembership' && !isMulticast(told.group)) return 'einval';
    if (this.#socket === undefined) return this.#setEarly(told);
    try {
      this.#socket.set(told);
      return undefined;
    } catch (error) {
      return codeOf(error);
    }
  }

  #setEarly(option: DatagramOption): string | undefined {
    if (option.kind === 'dropMembership') {
      const at = this.#early.findIndex((each) => each.kind === 'addMembership' && each.group === option.group);
      if (at < 0) return 'eaddrnotavail';
      this.#early.splice(at, 1);
      return undefined;
    }
    this.#early.push(option);
    return undefined;
  }

  protected readStates(): string[] {
    return this.#isBound ? ['bound'] : [];
  }

  protected writeStates(): string[] {
    return this.#peer === undefined ? [] : ['connected'];
  }

  protected isListening(): boolean {
    return false;
  }

  protected localAddress(): SocketAddress | undefined {
    return this.#socket?.address();
  }

  protected remoteAddress(): SocketAddress | undefined {
    return this.#peer;
  }

  protected isReadable(): boolean {
    return this.#queue.length > 0 || this.#failure !== undefined;
  }

  protected isWritable(): boolean {
    return true;
  }

  available(): number {
    return this.#queue[0]?.bytes.length ?? 0;
  }

  async bind(address: SocketAddress): Promise<Term> {
    if (this.isClosed) return failure('closed');
    if (address.family !== this.kind.domain) return failure(address.family === 'local' ? 'einval' : 'eafnosupport');
    if (this.#opening !== undefined) return failure('einval');
    try {
      await this.#openAt(address);
    } catch (error) {
      return failure(codeOf(error));
    }
    this.#isBound = true;
    return OK;
  }

  /** The host's socket, which is bound to any address if it has none. Rejects with NetworkError. */
  #opened(): Promise<DatagramSocket> {
    return this.#opening ?? this.#openAt(anyAddress(this.kind.domain));
  }

  #openAt(address: SocketAddress): Promise<DatagramSocket> {
    const options = { reusesAddress: this.isOn('socket:reuseaddr'), isIpv6Only: this.isOn('ipv6:v6only') };
    this.#opening = this.machine.network
      .openDatagrams(address, options, {
        received: (bytes, from) => {
          this.#received(bytes, from);
        },
        failed: (code) => {
          if (this.isClosed) return;
          this.#failure = code;
          this.readers.ready();
        },
      })
      .then((socket) => {
        if (this.isClosed) {
          socket.close();
          return socket;
        }
        this.#socket = socket;
        for (const option of this.#early.splice(0)) socket.set(option);
        return socket;
      })
      .catch((error: unknown) => {
        this.#opening = undefined;
        this.#socket?.close();
        this.#socket = undefined;
        throw error;
      });
    return this.#opening;
  }

  async connect(address: SocketAddress | undefined): Promise<Term> {
    if (this.isClosed) return failure('closed');
    if (address !== undefined && address.family !== this.kind.domain)
      return failure(address.family === 'local' ? 'einval' : 'eafnosupport');
    try {
      const socket = await this.#opened();
      await socket.connect(address);
    } catch (error) {
      return failure(this.isClosed ? 'closed' : codeOf(error));
    }
    if (this.isClosed) return failure('closed');
    this.#peer = address;
    return OK;
  }

  finishConnect(): Term {
    return this.isClosed ? failure('closed') : raiseInvalid(atom('state'));
  }

  listen(): Term {
    return failure(this.isClosed ? 'closed' : 'enotsup');
  }

  accept(): Term {
    return failure(this.isClosed ? 'closed' : 'enotsup');
  }

  /** Why nothing can be sent; undefined if it can. */
  #sendError(to: SocketAddress | undefined): string | undefined {
    if (this.isClosed) return 'closed';
    if (this.#isWriteShut) return 'epipe';
    const code = this.#failure;
    this.#failure = undefined;
    if (code !== undefined) return code;
    if (to === undefined) return this.#peer === undefined ? 'edestaddrreq' : undefined;
    if (to.family !== this.kind.domain) return to.family === 'local' ? 'einval' : 'eafnosupport';
    return to.port === 0 ? 'einval' : undefined;
  }

  async send(bytes: Uint8Array, to: SocketAddress | undefined): Promise<Term> {
    const error = this.#sendError(to);
    if (error !== undefined) {
      this.count('write_fails');
      return failure(error);
    }
    this.count('write_tries');
    try {
      const socket = await this.#opened();
      await socket.send(bytes, to);
    } catch (cause) {
      this.count('write_fails');
      return failure(this.isClosed ? 'closed' : codeOf(cause));
    }
    this.countWritten(bytes.length);
    return OK;
  }

  #received(bytes: Uint8Array, from: SocketAddress): void {
    // What nobody takes is lost, as in the buffer of a system.
    if (this.isClosed || this.#queuedBytes + bytes.length > this.receiveBuffer) return;
    this.#queuedBytes += bytes.length;
    this.#queue.push({ bytes, from });
    this.readers.ready();
  }

  receive({ handle, isPeek, kind, length, pid }: Receiving): Term {
    if (this.isClosed) return failure('closed');
    this.count('read_tries');
    if (!this.readers.admits(pid, handle)) return isZero(handle) ? this.notReady() : SELECT;
    const [datagram] = this.#queue;
    const code = this.#failure;
    if (datagram === undefined && code !== undefined) {
      this.#failure = undefined;
      this.count('read_fails');
      this.readers.done(pid);
      return failure(code);
    }
    if (datagram === undefined) {
      this.count('read_waits');
      if (isZero(handle)) return this.notReady();
      this.readSelected();
      this.readers.wait(pid, handle);
      return SELECT;
    }
    if (!isPeek) {
      this.#queue.shift();
      this.#queuedBytes -= datagram.bytes.length;
    }
    const size = Math.min(length === 0 ? this.receiveBytes : length, datagram.bytes.length);
    this.countRead(size);
    const data = binary(datagram.bytes.slice(0, size));
    const from = sockaddrTerm(datagram.from);
    const isCut = size < datagram.bytes.length;
    const result = kind === 'recv' ? data : kind === 'recvfrom' ? tuple(from, data) : messageTerm(data, from, isCut);
    return this.receivedAll(result, pid, handle);
  }

  shutdown(_reads: boolean, writes: boolean): Term {
    if (this.isClosed) return failure('closed');
    // Linux shuts it down though it says that it is not connected.
    if (writes) this.#isWriteShut = true;
    return this.#peer === undefined ? failure('enotconn') : OK;
  }
}
