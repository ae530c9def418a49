import type { Term } from '@beamline/beam-file';
import { joinedBytes } from '../bifs/io-lists.js';
import { type Packet as NodePacket, packetBytes } from '../distribution/packets.js';
import { type Listener, NetworkError, type SocketAddress, type Stream, type StreamEvents } from '../io/network.js';
import type { CarriedConnection, PacketCarrier } from '../ports/port-peer.js';
import { atom, tuple } from '../terms/plain-terms.js';
import { anyAddress, readAddress, writtenAddress } from './inet-addresses.js';
import { Active, Option } from './inet-options.js';
import { COMMAND_BASE, Command, done, readWord, refused, Status, word } from './inet-protocol.js';
import { failure, InetSocket, OK, type Operation, type SocketPort, timeOf } from './inet-socket.js';
import { type Packet, PacketBuffer } from './packet-buffer.js';
import { readWriter, type Writer } from './writer.js';

/** The name of the driver. */
export const STREAM_DRIVER = 'tcp_inet';

/** The type of a socket for streams (`INET_TYPE_STREAM` in `inet_int.hrl`). */
const STREAM_TYPE = 1;

/** Most bytes that are asked for at once (`TCP_MAX_PACKET_SIZE` in `inet_drv.c`). */
const MAXIMUM_RECEIVED = 0x4000000;

/** Bytes of the length in front of a packet, by the value of the option `packet`. */
const LENGTH_BYTES: readonly number[] = [0, 1, 2, 4];
/** The value of the option `packet` for none. */
const RAW = 0;

/** Most bytes that are copied behind their length, which takes less time than to write twice. */
const JOINED_BYTES = 16_384;

/** How `shutdown/2` is asked for. */
const SHUT_READING = 0;

/** Somebody who has written and waits until the other side has taken enough of it. */
interface WaitingWriter {
  readonly writer: Writer;
  readonly cancelTimer: () => void;
}

/** A socket of TCP, or a local one: what `gen_tcp` has behind its port. */
export class StreamSocket extends InetSocket {
  #state: 'closed' | 'open' | 'listening' | 'connecting' | 'connected' = 'closed';
  #bound: SocketAddress | undefined;
  #listener: Listener | undefined;
  /** Connections that nobody has accepted. */
  readonly #waiting: Stream[] = [];
  readonly #acceptors = new Set<Operation>();
  #stream: Stream | undefined;
  #connecting: Operation | undefined;
  readonly #input = new PacketBuffer();
  #receiving: { readonly operation: Operation; readonly length: number } | undefined;
  /** All that comes has been read. */
  #hasEnded = false;
  /** Why the connection broke. */
  #failure: string | undefined;
  #writers: WaitingWriter[] = [];
  /** The connection to another node whose packets come and go here. */
  #carried: CarriedConnection | undefined;
  /** Who wants to know when all is written. */
  #subscriber: number | undefined;

  constructor(port: SocketPort) {
    super(port, 'stream');
  }

  protected override open(family: SocketAddress['family'], type: number): void {
    super.open(family, type);
    this.#state = 'open';
  }

  protected status(): number {
    if (this.#state === 'closed') return 0;
    const bound = this.#bound === undefined ? 0 : Status.bound;
    if (this.#state === 'listening')
      return Status.open | Status.bound | Status.listening | (this.#acceptors.size > 0 ? Status.accepting : 0);
    if (this.#state === 'connecting') return Status.open | bound | Status.connecting;
    const busy = this.#writers.length > 0 ? Status.busy : 0;
    return this.#state === 'connected' ? Status.open | Status.bound | Status.connected | busy : Status.open | bound;
  }

  protected pending(): number {
    return this.#stream?.pending() ?? 0;
  }

  protected command(command: number, data: Uint8Array, process: number): Uint8Array | Promise<Uint8Array> | undefined {
    switch (command) {
      case Command.bind: {
        const address = this.#state === 'open' ? readAddress(data, 0, this.family)?.address : undefined;
        if (address === undefined) return refused('einval');
        this.#bound = address;
        return done([address.port >> 8, address.port & 0xff]);
      }
      case Command.connect:
        return this.#connect(data, process);
      case Command.listen:
        return this.#listen(data);
      case Command.accept:
        return this.#accept(timeOf(data), process);
      case Command.receive:
        return this.#receive(timeOf(data), readWord(data, 4) >>> 0, process);
      case Command.unreceive:
        this.#input.prepend(data);
        this.deliver();
        return done();
      case Command.shutDown:
        if (this.#state !== 'connected') return refused('enotconn');
        if (data[0] !== SHUT_READING) this.#stream?.endWriting();
        return done();
      case Command.sendFile:
        // As where the system cannot: `file:sendfile/5` reads the file and sends what it has.
        return refused('enotsup');
      case Command.peerName: {
        const address = this.#state === 'connected' ? this.#stream?.remoteAddress() : undefined;
        return address === undefined ? refused('enotconn') : done(writtenAddress(address));
      }
      case Command.name:
        return done(writtenAddress(this.#listener?.address() ?? this.#stream?.localAddress() ?? this.#bound ?? anyAddress(this.family)));
      default:
        return undefined;
    }
  }

  override control(operation: number, data: Uint8Array, process: number): Uint8Array | Promise<Uint8Array> {
    if (operation === COMMAND_BASE + Command.subscribe) this.#subscriber = process;
    return super.control(operation, data, process);
  }

  write(written: Uint8Array, process: number): void {
    const { writer, data: bytes } = readWriter(written, process);
    const stream = this.#stream;
    if (this.#state !== 'connected' || stream === undefined || this.#failure !== undefined) {
      this.replyToWriter(writer, failure(this.#hasEnded ? 'closed' : 'enotconn'));
      return;
    }
    const waitingBytes = stream.pending();
    this.#writePacket(stream, bytes);
    // Who writes when nothing waits never waits, however much it is, as in OTP's driver.
    if (waitingBytes === 0 || waitingBytes + bytes.length < this.options.get(Option.highWatermark)) {
      this.replyToWriter(writer, OK);
      return;
    }
    const milliseconds = this.options.get(Option.sendTimeout);
    const waiting: WaitingWriter = {
      writer,
      cancelTimer:
        milliseconds < 0
          ? () => undefined
          : this.port.timer(milliseconds, () => {
              this.#writers = this.#writers.filter((each) => each !== waiting);
              this.replyToWriter(writer, failure('timeout'));
              if (this.options.get(Option.sendTimeoutClose) !== 0) this.port.exit();
            }),
    };
    this.#writers.push(waiting);
  }

  /** Writes bytes behind their length, if the option `packet` says so. */
  #writePacket(stream: Stream, bytes: Uint8Array): void {
    const lengthBytes = LENGTH_BYTES[this.options.get(Option.packet)] ?? 0;
    const header = Uint8Array.from(word(bytes.length).slice(4 - lengthBytes));
    if (lengthBytes > 0 && bytes.length <= JOINED_BYTES) {
      stream.write(joinedBytes([header, bytes]));
    } else {
      if (lengthBytes > 0) stream.write(header);
      stream.write(bytes);
    }
    this.countSent(lengthBytes + bytes.length);
  }

  carry(connection: CarriedConnection): PacketCarrier {
    this.#carried = connection;
    return {
      send: (packets) => {
        const stream = this.#stream;
        if (this.#state !== 'connected' || stream === undefined) return;
        for (const packet of packets) this.countSent(4 + packetBytes(packet));
        for (const bytes of joinedPackets(packets)) stream.write(bytes);
      },
      pending: () => this.pending(),
    };
  }

  close(reason: Term): void {
    this.#carried?.closed(reason);
    this.#carried = undefined;
    this.#listener?.close();
    for (const stream of this.#waiting.splice(0)) stream.reset();
    if (this.options.isAborted) this.#stream?.reset();
    else this.#stream?.close();
    this.#state = 'closed';
    this.#acceptors.clear();
    this.endAll('closed');
    this.#endWriters('closed');
  }

  changed(option: number, value: number): string | undefined {
    if (option === Option.noDelay) this.#stream?.setNoDelay(value !== 0);
    if (option === Option.keepAlive) this.#stream?.setKeepAlive(value !== 0);
    if (option === Option.packet) this.#input.begin();
    if (option === Option.active) this.activeChanged(value);
    return undefined;
  }

  membershipChanged(): string {
    return 'einval';
  }

  interfaceChanged(): string {
    return 'einval';
  }

  #connect(data: Uint8Array, process: number): Uint8Array {
    if (this.#state === 'connected') return refused('eisconn');
    if (this.#state !== 'open') return refused('einval');
    const address = readAddress(data, 4, this.family)?.address;
    if (address === undefined) return refused('einval');
    let stream: Stream;
    try {
      stream = this.port.network.connect(address, this.#bound);
    } catch (error) {
      if (error instanceof NetworkError) return refused(error.code);
      throw error;
    }
    this.#stream = stream;
    this.#state = 'connecting';
    this.#connecting = this.begin(process, timeOf(data), () => {
      this.#giveUp();
      stream.reset();
    });
    stream.attach(this.#events(stream));
    return this.referenceOf(this.#connecting);
  }

  /** A connection that was tried is not there. */
  #giveUp(): void {
    this.#stream = undefined;
    this.#connecting = undefined;
    this.#state = 'open';
  }

  async #listen(data: Uint8Array): Promise<Uint8Array> {
    if (this.#state !== 'open') return refused('einval');
    const backlog = ((data[0] ?? 0) << 8) | (data[1] ?? 0);
    const isIpv6Only = this.options.get(Option.ipv6Only) !== 0;
    const { network } = this.port;
    try {
      const listener = await network.listen(this.#bound ?? anyAddress(this.family), backlog, isIpv6Only, (stream) => {
        this.#arrived(stream);
      });
      this.#listener = listener;
      // Somebody may have closed the port in the meantime.
      if (this.#isClosed()) listener.close();
      else this.#state = 'listening';
      return done();
    } catch (error) {
      if (error instanceof NetworkError) return refused(error.code);
      throw error;
    }
  }

  #isClosed(): boolean {
    return this.#state === 'closed';
  }

  #accept(milliseconds: number, process: number): Uint8Array {
    if (this.#state !== 'listening') return refused('einval');
    const operation = this.begin(process, milliseconds, () => {
      this.#acceptors.delete(operation);
    });
    this.#acceptors.add(operation);
    const stream = this.#waiting.shift();
    if (stream !== undefined) this.#arrived(stream);
    return this.referenceOf(operation);
  }

  /** A connection has come: who has waited longest gets it. */
  #arrived(stream: Stream): void {
    const [operation] = this.#acceptors;
    if (operation === undefined) {
      this.#waiting.push(stream);
      return;
    }
    this.#acceptors.delete(operation);
    const term = this.port.open(operation.process, (port) => {
      const accepted = new StreamSocket(port);
      accepted.#adopt(stream, this);
      return accepted;
    });
    if (term === undefined) stream.reset();
    else this.end(operation, tuple(OK, term));
  }

  /** Takes over a connection that a socket has accepted, and its options. */
  #adopt(stream: Stream, listener: StreamSocket): void {
    this.open(listener.family, STREAM_TYPE);
    this.options.copyFrom(listener.options);
    this.#stream = stream;
    this.#state = 'connected';
    stream.attach(this.#events(stream));
  }

  #events(stream: Stream): StreamEvents {
    const whenMine = (event: () => void): void => {
      if (this.#stream === stream && this.#state !== 'closed') event();
    };
    return {
      connected: () => {
        whenMine(() => {
          this.#state = 'connected';
          if (this.options.get(Option.noDelay) !== 0) stream.setNoDelay(true);
          if (this.options.get(Option.keepAlive) !== 0) stream.setKeepAlive(true);
          if (this.#connecting !== undefined) this.end(this.#connecting, OK);
          this.#connecting = undefined;
          this.deliver();
        });
      },
      readable: () => {
        whenMine(() => {
          this.deliver();
        });
      },
      ended: () => {
        whenMine(() => {
          this.#hasEnded = true;
          this.deliver();
        });
      },
      drained: () => {
        whenMine(() => {
          this.#carried?.drained();
          for (const { writer, cancelTimer } of this.#writers.splice(0)) {
            cancelTimer();
            this.replyToWriter(writer, OK);
          }
          if (this.#subscriber !== undefined) this.port.send(this.#subscriber, tuple(atom('empty_out_q'), this.port.term));
        });
      },
      failed: (code) => {
        whenMine(() => {
          const connecting = this.#connecting;
          if (connecting !== undefined) {
            this.#giveUp();
            this.end(connecting, failure(code));
            return;
          }
          this.#failure = code;
          this.#hasEnded = true;
          this.#endWriters('closed');
          this.deliver();
        });
      },
    };
  }

  #endWriters(code: string): void {
    for (const { writer, cancelTimer } of this.#writers.splice(0)) {
      cancelTimer();
      this.replyToWriter(writer, failure(code));
    }
  }

  #receive(milliseconds: number, length: number, process: number): Uint8Array {
    if (this.#state !== 'connected') return refused('enotconn');
    if (this.options.active !== Active.off) return refused('einval');
    if (this.#receiving !== undefined) return refused('ealready');
    if (length > MAXIMUM_RECEIVED) return refused('enomem');
    const operation = this.begin(process, milliseconds, () => {
      this.#receiving = undefined;
    });
    this.#receiving = { operation, length };
    this.deliver();
    return this.referenceOf(operation);
  }

  protected deliver(): void {
    while (this.#state === 'connected' && (this.#receiving !== undefined || this.options.active !== Active.off)) {
      const packet = this.#next(this.#receiving?.length ?? 0);
      if (packet === 'invalid') {
        this.#failure = 'emsgsize';
        this.#ended();
        return;
      }
      if (packet !== undefined) {
        this.#give(packet);
      } else if (!this.#pull()) {
        if (this.#hasEnded) this.#ended();
        return;
      }
    }
  }

  #next(length: number): Packet | 'invalid' | undefined {
    const packet = this.options.get(Option.packet);
    // What is wanted as it comes does not go through the buffer.
    if (packet === RAW) return length === 0 && this.#input.length === 0 ? this.#read() : this.#input.takeBytes(length);
    return this.#input.takePacket(packet, {
      packetSize: this.options.get(Option.packetSize) >>> 0,
      lineLength: this.options.get(Option.buffer),
      delimiter: this.options.get(Option.lineDelimiter) & 0xff,
    });
  }

  /** Reads what the connection has; false if that is nothing. */
  #pull(): boolean {
    const bytes = this.#read();
    if (bytes !== undefined) this.#input.append(bytes);
    return bytes !== undefined;
  }

  #read(): Uint8Array | undefined {
    const bytes = this.#stream?.read();
    if (bytes !== undefined) this.countReceived(bytes.length);
    return bytes;
  }

  #give(packet: Packet): void {
    if (this.#carried !== undefined && packet instanceof Uint8Array && this.options.get(Option.deliver) === 0) {
      this.#carried.received(packet);
      return;
    }
    const data = packet instanceof Uint8Array ? this.dataTerm(packet) : packet;
    if (this.#receiving !== undefined) {
      const { operation } = this.#receiving;
      this.#receiving = undefined;
      this.end(operation, tuple(OK, data));
      return;
    }
    this.port.send(this.port.owner(), this.#message(packet, data));
    this.passedOne();
  }

  #message(packet: Packet, data: Term): Term {
    const { term } = this.port;
    if (this.options.get(Option.deliver) === 0) return tuple(term, tuple(atom('data'), data));
    if (packet instanceof Uint8Array) return tuple(atom('tcp'), term, data);
    const [kind, , ...rest] = packet.kind === 'tuple' ? packet.elements : [];
    return kind?.kind === 'atom' && kind.name === 'ssl_tls' ? tuple(kind, term, ...rest) : tuple(atom('http'), term, data);
  }

  /** Who asks for more learns that there is no more. */
  #ended(): void {
    const code = this.#failure === 'econnreset' && this.options.get(Option.showsReset) === 0 ? undefined : this.#failure;
    this.#input.clear();
    const exits = this.options.get(Option.exitOnClose) !== 0;
    if (this.options.active === Active.off) {
      this.#receiving = undefined;
      if (exits) this.#leave();
      this.endAll(code ?? 'closed');
      return;
    }
    if (code !== undefined) this.port.send(this.port.owner(), tuple(atom('tcp_error'), this.port.term, atom(code)));
    this.port.send(this.port.owner(), tuple(atom('tcp_closed'), this.port.term));
    this.options.active = Active.off;
    if (exits) this.port.exit();
  }

  /** Closes the connection; the port stays. */
  #leave(): void {
    this.#state = 'open';
    this.#stream?.close();
    this.#stream = undefined;
  }
}

/** Packets behind their lengths as what is to be written: small parts are joined, so that they are written at once. */
function joinedPackets(packets: readonly NodePacket[]): Uint8Array[] {
  const written: Uint8Array[] = [];
  let small: Uint8Array[] = [];
  let smallBytes = 0;
  const flush = (): void => {
    if (small.length > 0) written.push(joinedBytes(small));
    small = [];
    smallBytes = 0;
  };
  for (const packet of packets) {
    const length = packetBytes(packet);
    for (const part of [Uint8Array.from(word(length)), ...packet]) {
      if (part.length > JOINED_BYTES || smallBytes > JOINED_BYTES) flush();
      if (part.length > JOINED_BYTES) {
        written.push(part);
        continue;
      }
      small.push(part);
      smallBytes += part.length;
    }
  }
  flush();
  return written;
}
