import type { Term } from '@beamline/beam-file';
import { type DatagramOption, type DatagramSocket as HostSocket, NetworkError, type SocketAddress } from '../io/network.js';
import { atom, integer, tuple } from '../terms/plain-terms.js';
import { addressBytes, anyAddress, readAddress, writtenAddress } from './inet-addresses.js';
import { Active, type Membership, Option } from './inet-options.js';
import { Command, done, readWord, refused, Status } from './inet-protocol.js';
import { failure, InetSocket, listOf, OK, type Operation, type SocketPort, timeOf } from './inet-socket.js';
import { readWriter } from './writer.js';

/** The name of the driver. */
export const DATAGRAM_DRIVER = 'udp_inet';

interface Datagram {
  readonly bytes: Uint8Array;
  readonly from: SocketAddress;
}

/** A socket of UDP: what `gen_udp` has behind its port. */
export class DatagramSocket extends InetSocket {
  #isOpen = false;
  #socket: HostSocket | undefined;
  #opening: Promise<HostSocket> | undefined;
  #peer: SocketAddress | undefined;
  readonly #queue: Datagram[] = [];
  #queuedBytes = 0;
  #receiving: { readonly operation: Operation; readonly length: number } | undefined;
  #sending = 0;
  /** What is set before the socket is there. */
  readonly #early: DatagramOption[] = [];

  constructor(port: SocketPort) {
    super(port, 'datagram');
  }

  protected override open(family: SocketAddress['family'], type: number): void {
    super.open(family, type);
    this.#isOpen = true;
  }

  protected status(): number {
    if (!this.#isOpen) return 0;
    return Status.open | (this.#socket === undefined ? 0 : Status.bound) | (this.#peer === undefined ? 0 : Status.connected);
  }

  protected pending(): number {
    return this.#sending;
  }

  protected command(command: number, data: Uint8Array, process: number): Uint8Array | Promise<Uint8Array> | undefined {
    switch (command) {
      case Command.bind: {
        const address = this.#isOpen && this.#opening === undefined ? readAddress(data, 0, this.family)?.address : undefined;
        return address === undefined ? refused('einval') : this.#bind(address);
      }
      case Command.connect: {
        const address = readAddress(data, 4, this.family)?.address;
        if (address === undefined) return refused('einval');
        this.#peer = address;
        const operation = this.begin(process, -1, () => undefined);
        this.end(operation, OK);
        return this.referenceOf(operation);
      }
      case Command.receiveFrom:
        return this.#receive(timeOf(data), readWord(data, 4) >>> 0, process);
      case Command.peerName:
        return this.#peer === undefined ? refused('enotconn') : done(writtenAddress(this.#peer));
      case Command.name:
        return done(writtenAddress(this.#socket?.address() ?? anyAddress(this.family)));
      default:
        return undefined;
    }
  }

  /** An address, the size of ancillary data and that data, which are ignored, and the datagram. */
  write(written: Uint8Array, process: number): void {
    const { writer, data } = readWriter(written, process);
    const read = readAddress(data, 0, this.family);
    const start = read === undefined ? data.length + 1 : read.end + 4 + readWord(data, read.end);
    if (read === undefined || start > data.length) {
      this.replyToWriter(writer, failure('einval'));
      return;
    }
    const bytes = data.slice(start);
    // Without an address: that of `connect`.
    const to = read.address.port === 0 && this.#peer !== undefined ? this.#peer : read.address;
    this.#sending += bytes.length;
    this.#opened()
      .then((socket) => socket.send(bytes, to))
      .then(
        () => {
          this.countSent(bytes.length);
          this.replyToWriter(writer, OK);
        },
        (error: unknown) => {
          this.replyToWriter(writer, failure(codeOf(error)));
        },
      )
      .finally(() => {
        this.#sending -= bytes.length;
      });
  }

  close(): void {
    this.#isOpen = false;
    this.#socket?.close();
    this.#queue.length = 0;
    this.endAll('closed');
  }

  changed(option: number, value: number): string | undefined {
    switch (option) {
      case Option.broadcast:
        return this.#set({ kind: 'broadcast', isOn: value !== 0 });
      case Option.multicastLoop:
        return this.#set({ kind: 'multicastLoop', isOn: value !== 0 });
      case Option.multicastTtl:
        return this.#set({ kind: 'multicastTtl', value });
      case Option.ttl:
        return this.#set({ kind: 'ttl', value });
      case Option.receiveBuffer:
        return this.#set({ kind: 'receiveBuffer', value });
      case Option.sendBuffer:
        return this.#set({ kind: 'sendBuffer', value });
      case Option.active:
        this.activeChanged(value);
        return undefined;
      default:
        return undefined;
    }
  }

  membershipChanged(isAdded?: boolean, membership?: Membership): string | undefined {
    if (membership === undefined) return 'einval';
    return this.#set({ kind: isAdded === true ? 'addMembership' : 'dropMembership', ...membership });
  }

  interfaceChanged(address: string): string | undefined {
    return this.#set({ kind: 'multicastInterface', address });
  }

  #set(option: DatagramOption): string | undefined {
    if (this.#socket === undefined) {
      this.#early.push(option);
      return undefined;
    }
    try {
      this.#socket.set(option);
      return undefined;
    } catch (error) {
      return codeOf(error);
    }
  }

  async #bind(address: SocketAddress): Promise<Uint8Array> {
    try {
      const { port } = (await this.#openAt(address)).address();
      return done([port >> 8, port & 0xff]);
    } catch (error) {
      this.#opening = undefined;
      return refused(codeOf(error));
    }
  }

  /** The socket, which is bound to any address if it has none. */
  async #opened(): Promise<HostSocket> {
    return await (this.#opening ?? this.#openAt(anyAddress(this.family)));
  }

  #openAt(address: SocketAddress): Promise<HostSocket> {
    const options = { reusesAddress: this.options.get(Option.reuseAddress) !== 0, isIpv6Only: this.options.get(Option.ipv6Only) !== 0 };
    this.#opening = this.port.network
      .openDatagrams(address, options, {
        received: (bytes, from) => {
          this.#received(bytes, from);
        },
        failed: (code) => {
          if (this.options.active !== Active.off) this.port.send(this.port.owner(), tuple(atom('udp_error'), this.port.term, atom(code)));
        },
      })
      .then((socket) => {
        // Somebody may have closed the port in the meantime.
        if (!this.#isOpen) socket.close();
        this.#socket = socket;
        for (const option of this.#early.splice(0)) this.#set(option);
        return socket;
      });
    return this.#opening;
  }

  #received(bytes: Uint8Array, from: SocketAddress): void {
    const peer = this.#peer;
    if (!this.#isOpen || (peer !== undefined && (peer.port !== from.port || !isSameHost(peer.address, from.address)))) return;
    // What nobody takes is lost, as in the buffer of a system.
    if (this.#queuedBytes + bytes.length > this.options.get(Option.receiveBuffer)) return;
    this.#queuedBytes += bytes.length;
    this.#queue.push({ bytes, from });
    this.countReceived(bytes.length);
    this.deliver();
  }

  #receive(milliseconds: number, length: number, process: number): Uint8Array {
    if (!this.#isOpen || this.options.active !== Active.off) return refused('einval');
    if (this.#receiving !== undefined) return refused('ealready');
    const operation = this.begin(process, milliseconds, () => {
      this.#receiving = undefined;
    });
    this.#receiving = { operation, length };
    // Whoever receives first is bound to some port, too.
    this.#opened().catch((error: unknown) => {
      this.endAll(codeOf(error));
    });
    this.deliver();
    return this.referenceOf(operation);
  }

  protected deliver(): void {
    while (this.#receiving !== undefined || this.options.active !== Active.off) {
      const datagram = this.#queue.shift();
      if (datagram === undefined) return;
      this.#queuedBytes -= datagram.bytes.length;
      this.#give(datagram);
    }
  }

  #give({ bytes, from }: Datagram): void {
    if (this.#receiving !== undefined) {
      const { operation, length } = this.#receiving;
      this.#receiving = undefined;
      const data = this.dataTerm(length === 0 ? bytes : bytes.subarray(0, length));
      this.end(operation, tuple(OK, listOf(Uint8Array.from(writtenAddress(from)), data)));
      return;
    }
    this.port.send(this.port.owner(), this.#message(from, this.dataTerm(bytes)));
    this.passedOne();
  }

  #message(from: SocketAddress, data: Term): Term {
    const { term } = this.port;
    if (this.options.get(Option.deliver) === 0)
      return tuple(term, tuple(atom('data'), listOf(Uint8Array.from(writtenAddress(from)), data)));
    return tuple(atom('udp'), term, hostTerm(from), integer(from.port), data);
  }
}

/** The address of a host as `inet` has it: a tuple of bytes or words. */
function hostTerm({ address }: SocketAddress): Term {
  const bytes = addressBytes(address) ?? new Uint8Array(4);
  if (bytes.length === 4) return tuple(...Array.from(bytes, (byte) => integer(byte)));
  return tuple(...Array.from({ length: 8 }, (_, i) => integer(((bytes[2 * i] ?? 0) << 8) | (bytes[2 * i + 1] ?? 0))));
}

function isSameHost(one: string, other: string): boolean {
  return String(addressBytes(one)) === String(addressBytes(other));
}

function codeOf(error: unknown): string {
  if (error instanceof NetworkError) return error.code;
  throw error;
}
