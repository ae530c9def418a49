import type { Term } from '@beamline/beam-file';
import type { Network, SocketAddress } from '../io/network.js';
import type { PortPeer } from '../ports/port-peer.js';
import { atom, binary, integer, NIL, tuple } from '../terms/plain-terms.js';
import { addressBytes, writtenHost } from './inet-addresses.js';
import { Active, Option, type OptionEffects, SocketOptions } from './inet-options.js';
import { COMMAND_BASE, Command, done, readWord, refused, word } from './inet-protocol.js';
import type { Writer } from './writer.js';

/** What a socket needs of its port. */
export interface SocketPort {
  readonly network: Network;
  /** The port as a term. */
  readonly term: Term;
  /** Number of the process that it is connected to. */
  owner(): number;
  /** Sends a message to a process by its number. */
  send(process: number, message: Term): void;
  /** Ends the port, as its driver does. */
  exit(): void;
  /** Runs a task after some milliseconds; returns a function that cancels it. */
  timer(milliseconds: number, task: () => void): () => void;
  /** Opens a port of the same kind for a process, for a socket that is accepted; undefined if the process is gone. */
  open(process: number, peer: (port: SocketPort) => InetSocket): Term | undefined;
}

/** An operation that a process waits for: it ends with the message `{inet_async, Port, Reference, Result}`. */
export interface Operation {
  readonly reference: number;
  readonly process: number;
  cancelTimer: () => void;
}

export const OK: Term = atom('ok');

/** `{error, Code}`. */
export function failure(code: string): Term {
  return tuple(atom('error'), atom(code));
}

/** Flags of an interface, as `prim_inet` knows them. */
const InterfaceFlag = { up: 1, broadcast: 2, loopback: 4, running: 16, multicast: 32 } as const;
/** What stands in front of a value of an interface. */
const InterfaceItem = { address: 1, netmask: 5, flags: 6, hardwareAddress: 7 } as const;

/** Statistics by their numbers. */
const Statistic = {
  receivedPackets: 1,
  greatestReceived: 2,
  averageReceived: 3,
  deviationReceived: 4,
  sentPackets: 5,
  greatestSent: 6,
  averageSent: 7,
  pending: 8,
  receivedBytes: 9,
  sentBytes: 10,
} as const;

/** The most that the reference of an operation is. */
const REFERENCES = 0x10000;

/** A socket behind a port, as OTP's driver has it: what those for streams and for datagrams have in common. */
export abstract class InetSocket implements PortPeer, OptionEffects {
  protected readonly port: SocketPort;
  protected readonly options: SocketOptions;
  protected family: SocketAddress['family'] = 'inet';
  readonly #kind: 'stream' | 'datagram';
  readonly #operations = new Set<Operation>();
  #nextReference = 0;
  #type = 0;
  #receivedPackets = 0;
  #receivedBytes = 0;
  #greatestReceived = 0;
  #sentPackets = 0;
  #sentBytes = 0;
  #greatestSent = 0;

  constructor(port: SocketPort, kind: 'stream' | 'datagram') {
    this.port = port;
    this.#kind = kind;
    this.options = new SocketOptions(kind);
  }

  abstract write(bytes: Uint8Array, process: number): void;
  abstract close(reason: Term): void;
  abstract changed(option: number, value: number): string | undefined;
  abstract membershipChanged(): string | undefined;
  abstract interfaceChanged(address: string): string | undefined;
  /** Bits of its status. */
  protected abstract status(): number;
  /** Bytes that wait to be written. */
  protected abstract pending(): number;
  /** A command of its own kind; undefined for one that there is none of. */
  protected abstract command(command: number, data: Uint8Array, process: number): Uint8Array | Promise<Uint8Array> | undefined;

  /**
   * Does a command of `port_control/3`.
   * @param process - number of the process that asks
   */
  control(operation: number, data: Uint8Array, process: number): Uint8Array | Promise<Uint8Array> {
    const command = operation - COMMAND_BASE;
    switch (command) {
      case Command.open: {
        const family = ({ 1: 'inet', 2: 'inet6', 5: 'local' } as const)[data[0] ?? 0];
        if (family === undefined) return refused('eafnosupport');
        this.open(family, data[1] ?? 0);
        return done();
      }
      case Command.setOptions: {
        const error = this.options.set(data, this);
        return error === undefined ? done() : refused(error);
      }
      case Command.getOptions:
        return done(this.options.written(data));
      case Command.statistics:
        return done([...data].flatMap((item) => this.#statistic(item)));
      case Command.hostName:
        return done(new TextEncoder().encode(this.port.network.hostName()));
      case Command.type:
        return done([...word(({ inet: 1, inet6: 2, local: 5 } as const)[this.family]), ...word(this.#type)]);
      case Command.status:
        return done(word(this.status()));
      case Command.setName:
      case Command.setPeerName:
        return refused('einval');
      case Command.subscribe:
        return done([...data].flatMap((item) => [item, ...word(this.pending())]));
      case Command.interfaces:
        return done(this.#interfaces());
      default:
        return this.command(command, data, process) ?? refused('einval');
    }
  }

  /** Gives it its family and type. */
  protected open(family: SocketAddress['family'], type: number): void {
    this.family = family;
    this.#type = type;
  }

  /** Gives what has come to who asks for it, by a call or by `active`. */
  protected abstract deliver(): void;

  /** `active` was set to a value: what has come may go to the owner now. */
  protected activeChanged(value: number): void {
    if (value === Active.counted && this.options.active === Active.off) this.#tellPassive();
    this.deliver();
  }

  /** A message went to the owner by `active`. */
  protected passedOne(): void {
    if (this.options.passOne()) this.#tellPassive();
  }

  #tellPassive(): void {
    this.port.send(this.port.owner(), tuple(atom(this.#kind === 'stream' ? 'tcp_passive' : 'udp_passive'), this.port.term));
  }

  /**
   * Begins an operation; the answer is its reference.
   * @param milliseconds - after which it fails with `timeout`; −1 for never
   */
  protected begin(process: number, milliseconds: number, timedOut: (operation: Operation) => void): Operation {
    const reference = this.#nextReference;
    this.#nextReference = (reference + 1) % REFERENCES;
    const operation: Operation = { reference, process, cancelTimer: () => undefined };
    this.#operations.add(operation);
    if (milliseconds >= 0)
      operation.cancelTimer = this.port.timer(milliseconds, () => {
        timedOut(operation);
        this.end(operation, failure('timeout'));
      });
    return operation;
  }

  /** Ends an operation with its result; again nothing happens. */
  protected end(operation: Operation, result: Term): void {
    if (!this.#operations.delete(operation)) return;
    operation.cancelTimer();
    this.port.send(operation.process, tuple(atom('inet_async'), this.port.term, integer(operation.reference), result));
  }

  /** Ends all operations with an error. */
  protected endAll(code: string): void {
    for (const operation of [...this.#operations]) this.end(operation, failure(code));
  }

  /** The answer that tells the reference of an operation. */
  protected referenceOf({ reference }: Operation): Uint8Array {
    return done([reference >> 8, reference & 0xff]);
  }

  /** Tells the process that has written how that went. */
  protected replyToWriter({ process, reference }: Writer, result: Term): void {
    this.port.send(process, tuple(atom('inet_reply'), this.port.term, result, ...(reference === undefined ? [] : [reference])));
  }

  protected countReceived(bytes: number): void {
    this.#receivedPackets++;
    this.#receivedBytes += bytes;
    this.#greatestReceived = Math.max(this.#greatestReceived, bytes);
  }

  protected countSent(bytes: number): void {
    this.#sentPackets++;
    this.#sentBytes += bytes;
    this.#greatestSent = Math.max(this.#greatestSent, bytes);
  }

  /** Data as the options `mode` and `header` have it; a header of bytes is in front of a list or binary. */
  protected dataTerm(bytes: Uint8Array): Term {
    if (this.options.get(Option.mode) === 0) return listOf(bytes, NIL);
    const header = Math.min(this.options.get(Option.header), bytes.length);
    return listOf(bytes.subarray(0, header), binary(header === 0 ? bytes : bytes.slice(header)));
  }

  #statistic(item: number): number[] {
    const average = (bytes: number, packets: number): number => (packets === 0 ? 0 : Math.floor(bytes / packets));
    switch (item) {
      case Statistic.receivedPackets:
        return [item, ...word(this.#receivedPackets)];
      case Statistic.greatestReceived:
        return [item, ...word(this.#greatestReceived)];
      case Statistic.averageReceived:
        return [item, ...word(average(this.#receivedBytes, this.#receivedPackets))];
      case Statistic.sentPackets:
        return [item, ...word(this.#sentPackets)];
      case Statistic.greatestSent:
        return [item, ...word(this.#greatestSent)];
      case Statistic.averageSent:
        return [item, ...word(average(this.#sentBytes, this.#sentPackets))];
      case Statistic.pending:
        return [item, ...word(this.pending())];
      case Statistic.receivedBytes:
        return [item, ...word(Math.floor(this.#receivedBytes / 2 ** 32)), ...word(this.#receivedBytes)];
      case Statistic.sentBytes:
        return [item, ...word(Math.floor(this.#sentBytes / 2 ** 32)), ...word(this.#sentBytes)];
      default:
        return [item, ...word(0)];
    }
  }

  #interfaces(): number[] {
    return this.port.network.interfaces().flatMap(({ name, address, netmask, hardwareAddress, isLoopback }) => {
      const kind = isLoopback ? InterfaceFlag.loopback : InterfaceFlag.broadcast | InterfaceFlag.multicast;
      const hardware = hardwareAddress.split(':').map((part) => Number.parseInt(part, 16));
      const addresses =
        addressBytes(address) === undefined
          ? []
          : [InterfaceItem.address, ...writtenHost(address), InterfaceItem.netmask, ...writtenHost(netmask)];
      return [
        ...new TextEncoder().encode(name),
        0,
        ...[InterfaceItem.flags, ...word(InterfaceFlag.up | InterfaceFlag.running | kind)],
        ...addresses,
        ...[InterfaceItem.hardwareAddress, 0, hardware.length, ...hardware],
        0,
      ];
    });
  }
}

/** The time that a command has in front. */
export function timeOf(data: Uint8Array): number {
  return readWord(data, 0);
}

/** Bytes as a list, with a tail. */
export function listOf(bytes: Uint8Array, tail: Term): Term {
  return bytes.length === 0 ? tail : { kind: 'list', elements: Array.from(bytes, (byte) => integer(byte)), tail };
}
