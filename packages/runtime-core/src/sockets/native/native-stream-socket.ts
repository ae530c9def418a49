import type { PidTerm, Term } from '@beamline/beam-file';
import type { Listener, SocketAddress, Stream, StreamEvents } from '../../io/network.js';
import { atom, binary, integer, tuple } from '../../terms/plain-terms.js';
import { anyAddress } from '../inet-addresses.js';
import { PacketBuffer } from '../packet-buffer.js';
import { codeOf, messageTerm, NativeSocket, type Receiving, type SocketKind } from './native-socket.js';
import { isSameProcess, isZero, RequestQueue } from './request-queue.js';
import { UNSPECIFIED } from './socket-addresses.js';
import { failure, OK, raiseInvalid, SELECT, type SocketMachine } from './socket-machine.js';
import type { OptionValue, SocketOption } from './socket-options.js';

/** Bytes that a connection takes before writers have to wait. */
const WRITE_AHEAD = 1 << 20;

/** The part of what is sent that a connection takes if it is more: each call has all the rest, and reads it. */
const WRITE_SHARE = 1 / 4;

/** Connections that may wait to be accepted where a program has not said how many. */
const BACKLOG = 511;

/** The release from which on a connection that was accepted shows that it is connected. */
const ACCEPTED_IS_CONNECTED_SINCE = 26;

/** Somebody who connects. */
interface Connector {
  readonly queue: RequestQueue;
  readonly pid: PidTerm;
}

/** A socket for streams, of TCP or a local one. */
export class NativeStreamSocket extends NativeSocket {
  readonly #onClosed: (socket: NativeSocket) => void;
  readonly #opened: (socket: NativeSocket) => void;
  #state: 'open' | 'listening' | 'connecting' | 'connected' = 'open';
  #bound: SocketAddress | undefined;
  /** What holds the address since it is bound; others can be connected only when it listens. */
  #listener: Listener | undefined;
  #isBinding = false;
  readonly #acceptors: RequestQueue;
  /** Connections that nobody has accepted. */
  readonly #waiting: Stream[] = [];
  #stream: Stream | undefined;
  #remote: SocketAddress | undefined;
  #connector: Connector | undefined;
  /** How connecting has ended. */
  #outcome: Term | undefined;
  /** Linux takes a second connect of a connection that it has made meanwhile. */
  #maySayConnected = false;
  #showsConnected = false;
  #wasWriteSelected = false;
  readonly #input = new PacketBuffer();
  #hasEnded = false;
  #isReadShut = false;
  #isWriteShut = false;
  /** Why the connection broke, until somebody is told. */
  #failure: string | undefined;
  #isBroken = false;

  /**
   * @param opened - called for each socket that is accepted
   * @param closed - called once when it is closed
   */
  constructor(
    machine: SocketMachine,
    kind: SocketKind,
    owner: PidTerm,
    opened: (socket: NativeSocket) => void,
    closed: (socket: NativeSocket) => void,
  ) {
    super(machine, kind, owner, closed);
    this.#opened = opened;
    this.#onClosed = closed;
    this.#acceptors = new RequestQueue(machine, this.term, () => this.#waiting.length > 0);
  }

  protected override queueOf(operation: string): RequestQueue | undefined {
    if (operation === 'accept') return this.#acceptors;
    return operation === 'connect' ? this.#connector?.queue : super.queueOf(operation);
  }

  protected override acceptorCount(): number {
    return this.#acceptors.count;
  }

  protected override abort(): void {
    super.abort();
    this.#acceptors.abort('closed');
    this.#connector?.queue.abort('closed');
  }

  protected release(): void {
    this.#listener?.close();
    for (const stream of this.#waiting.splice(0)) stream.reset();
    const linger = this.option('socket:linger');
    const isAborted = typeof linger === 'object' && 'isOn' in linger && linger.isOn && linger.seconds === 0;
    if (isAborted || this.#state === 'connecting') this.#stream?.reset();
    else this.#stream?.close();
    this.#input.clear();
  }

  protected applied({ level, name }: SocketOption, value: OptionValue): string | undefined {
    if (level === 'tcp' && name === 'nodelay') this.#stream?.setNoDelay(value === true);
    if (level === 'socket' && name === 'keepalive') this.#stream?.setKeepAlive(value === true);
    return undefined;
  }

  protected readStates(): string[] {
    const isListening = this.#state === 'listening';
    return [
      ...(this.#bound === undefined ? [] : ['bound']),
      ...(isListening ? ['listening'] : []),
      ...(this.#acceptors.count > 0 ? ['accepting'] : []),
    ];
  }

  protected writeStates(): string[] {
    return [
      ...(this.#state === 'connecting' ? ['connecting'] : []),
      ...(this.#showsConnected ? ['connected'] : []),
      ...(this.#wasWriteSelected ? ['selected'] : []),
    ];
  }

  protected isListening(): boolean {
    return this.#state === 'listening';
  }

  protected localAddress(): SocketAddress | undefined {
    return this.#listener?.address() ?? (this.#state === 'connected' ? this.#stream?.localAddress() : undefined) ?? this.#bound;
  }

  protected remoteAddress(): SocketAddress | undefined {
    if (this.#state !== 'connected' || this.#isBroken) return undefined;
    return this.#stream?.remoteAddress() ?? this.#remote;
  }

  protected isReadable(): boolean {
    if (this.#input.length === 0) this.#pull();
    return this.#input.length > 0 || this.#hasEnded || this.#isReadShut;
  }

  protected isWritable(): boolean {
    return this.#stream === undefined || this.#isBroken || this.#stream.pending() === 0;
  }

  available(): number {
    this.#pull();
    return this.#input.length;
  }

  /** Reads what the connection has. */
  #pull(): void {
    const bytes = this.#state === 'connected' ? this.#stream?.read() : undefined;
    if (bytes !== undefined) this.#input.append(bytes);
  }

  async bind(address: SocketAddress): Promise<Term> {
    if (this.isClosed) return failure('closed');
    const { domain } = this.kind;
    if (address.family !== domain) return failure(domain === 'local' || address.family === 'local' ? 'einval' : 'eafnosupport');
    if (this.#bound !== undefined || this.#isBinding || this.#state !== 'open') return failure('einval');
    this.#isBinding = true;
    try {
      await this.#listenAt(address, BACKLOG);
    } catch (error) {
      const code = codeOf(error);
      // Who only connects from an address need not be granted to listen at it.
      if (code !== 'eacces') return failure(code);
    } finally {
      this.#isBinding = false;
    }
    this.#bound = address;
    return OK;
  }

  /** Takes an address. Rejects with NetworkError. */
  async #listenAt(address: SocketAddress, backlog: number): Promise<void> {
    const listener = await this.machine.network.listen(address, backlog, this.isOn('ipv6:v6only'), (stream) => {
      this.#arrived(stream);
    });
    if (this.isClosed) listener.close();
    else this.#listener = listener;
  }

  async listen(backlog: number): Promise<Term> {
    if (this.isClosed) return failure('closed');
    if (this.#state === 'listening') return OK;
    if (this.#state !== 'open' || this.#isBinding) return failure('einval');
    try {
      if (this.#listener === undefined) await this.#listenAt(this.#bound ?? anyAddress(this.kind.domain), backlog <= 0 ? BACKLOG : backlog);
    } catch (error) {
      return failure(codeOf(error));
    }
    if (this.isClosed) return failure('closed');
    this.#state = 'listening';
    return OK;
  }

  #arrived(stream: Stream): void {
    if (this.#state !== 'listening' || this.isClosed) {
      stream.reset();
      return;
    }
    this.#waiting.push(stream);
    this.#acceptors.ready();
  }

  accept(pid: PidTerm, handle: Term): Term {
    if (this.isClosed) return failure('closed');
    if (this.#state !== 'listening') return failure('einval');
    this.count('acc_tries');
    if (!this.#acceptors.admits(pid, handle)) return SELECT;
    const stream = this.#waiting.shift();
    if (stream === undefined) {
      this.readSelected();
      this.#acceptors.wait(pid, handle);
      return SELECT;
    }
    this.count('acc_success');
    const accepted = new NativeStreamSocket(this.machine, this.kind, pid, this.#opened, this.#onClosed);
    accepted.#adopt(stream, this);
    this.#opened(accepted);
    const isRight = this.machine.otpRelease >= ACCEPTED_IS_CONNECTED_SINCE;
    (isRight ? accepted : this).#showsConnected = true;
    this.#acceptors.done(pid);
    return tuple(OK, accepted.reference);
  }

  /** Takes over a connection that a socket has accepted. */
  #adopt(stream: Stream, listener: NativeStreamSocket): void {
    this.inherit(listener);
    this.#state = 'connected';
    this.#stream = stream;
    if (this.kind.domain === 'local') {
      this.#remote = anyAddress('local');
      this.#bound = listener.#bound;
    }
    this.#applyEarly(stream);
    stream.attach(this.#events(stream));
  }

  #applyEarly(stream: Stream): void {
    if (this.isOn('tcp:nodelay')) stream.setNoDelay(true);
    if (this.isOn('socket:keepalive')) stream.setKeepAlive(true);
  }

  connect(address: SocketAddress | undefined, pid: PidTerm, handle: Term): Term {
    if (this.isClosed) return failure('closed');
    if (this.#connector !== undefined && this.#outcome !== undefined && isSameProcess(this.#connector.pid, pid)) {
      // Connecting again tells how the first time has ended, too.
      this.#maySayConnected = false;
      return this.finishConnect(pid);
    }
    if (this.#state === 'listening') return failure('eisconn');
    if (this.#state === 'connecting') return failure('already');
    if (this.#state === 'connected') {
      const isFirst = this.#maySayConnected;
      this.#maySayConnected = false;
      return isFirst ? OK : failure('eisconn');
    }
    const { domain } = this.kind;
    if (address === undefined) return failure('einval');
    if (address.family !== domain) return failure(domain === 'local' || address.family === 'local' ? 'einval' : 'eafnosupport');
    const from = this.#listener?.address() ?? this.#bound;
    this.#listener?.close();
    this.#listener = undefined;
    let stream: Stream;
    try {
      stream = this.machine.network.connect(address, from);
    } catch (error) {
      return failure(codeOf(error));
    }
    this.#stream = stream;
    this.#remote = address;
    this.#state = 'connecting';
    this.#outcome = undefined;
    this.#wasWriteSelected = true;
    const connector = { pid, queue: new RequestQueue(this.machine, this.term, () => this.#outcome !== undefined) };
    this.#connector = connector;
    connector.queue.wait(pid, handle);
    stream.attach(this.#events(stream));
    return SELECT;
  }

  finishConnect(pid: PidTerm): Term {
    if (this.isClosed) return failure('closed');
    const connector = this.#connector;
    if (connector === undefined || !isSameProcess(connector.pid, pid)) return raiseInvalid(atom('state'));
    const outcome = this.#outcome;
    if (outcome === undefined) return failure('already');
    connector.queue.done(pid);
    this.#connector = undefined;
    return outcome;
  }

  #events(stream: Stream): StreamEvents {
    const whenMine = (event: () => void): void => {
      if (this.#stream === stream && !this.isClosed) event();
    };
    return {
      connected: () => {
        whenMine(() => {
          this.#state = 'connected';
          this.#showsConnected = true;
          this.#maySayConnected = true;
          this.#applyEarly(stream);
          this.#connectingEnded(OK);
        });
      },
      readable: () => {
        whenMine(() => {
          if (this.isReadable()) this.readers.ready();
        });
      },
      ended: () => {
        whenMine(() => {
          this.#hasEnded = true;
          this.readers.ready();
        });
      },
      drained: () => {
        whenMine(() => {
          this.writers.ready();
        });
      },
      failed: (code) => {
        whenMine(() => {
          if (this.#state === 'connecting') {
            this.#stream = undefined;
            this.#state = 'open';
            this.#connectingEnded(failure(code));
            return;
          }
          this.#broke(code);
          this.readers.ready();
          this.writers.ready();
        });
      },
    };
  }

  #connectingEnded(outcome: Term): void {
    this.#outcome = outcome;
    this.#connector?.queue.ready();
  }

  #broke(code: string): void {
    if (this.#isBroken) return;
    this.#isBroken = true;
    this.#failure = code;
    this.#hasEnded = true;
  }

  /** The error that nobody was told of yet. */
  #takeFailure(): string | undefined {
    const code = this.#failure;
    this.#failure = undefined;
    return code;
  }

  /** Why nothing can be written; undefined if it can. */
  #writeError(): string | undefined {
    if (this.isClosed) return 'closed';
    if (this.#state !== 'connected') return this.kind.domain === 'local' ? 'enotconn' : 'epipe';
    if (this.#isWriteShut) return 'epipe';
    return this.#isBroken ? (this.#takeFailure() ?? 'epipe') : undefined;
  }

  send(bytes: Uint8Array, _to: SocketAddress | undefined, pid: PidTerm, handle: Term): Term {
    const stream = this.#stream;
    const error = this.#writeError();
    if (error !== undefined || stream === undefined) {
      this.count('write_fails');
      this.writers.done(pid);
      return failure(error ?? 'epipe');
    }
    this.count('write_tries');
    if (!this.writers.admits(pid, handle)) return SELECT;
    const pending = stream.pending();
    const room = pending === 0 ? Math.max(WRITE_AHEAD, Math.ceil(bytes.length * WRITE_SHARE)) : Math.max(0, WRITE_AHEAD - pending);
    const part = bytes.length <= room ? bytes : bytes.subarray(0, room);
    if (part.length > 0) stream.write(part);
    const broken = stream.failure();
    if (broken !== undefined) {
      this.#broke(broken);
      this.count('write_fails');
      this.writers.done(pid);
      return failure(this.#takeFailure() ?? 'epipe');
    }
    if (part.length > 0) this.countWritten(part.length);
    if (part.length === bytes.length) {
      this.writers.done(pid);
      return OK;
    }
    this.count('write_waits');
    this.#wasWriteSelected = true;
    this.writers.wait(pid, handle);
    return part.length === 0 ? SELECT : tuple(SELECT, integer(part.length));
  }

  receive(receiving: Receiving): Term {
    const { handle, length, pid } = receiving;
    if (this.isClosed) return failure('closed');
    if (this.#state !== 'connected') return failure('enotconn');
    this.count('read_tries');
    if (!this.readers.admits(pid, handle)) return isZero(handle) ? this.notReady() : SELECT;
    const wanted = length === 0 ? this.receiveBytes : length;
    if (this.#input.length < wanted) this.#pull();
    if (this.#input.length > 0) return this.#received(receiving, wanted);
    if (this.#hasEnded || this.#isReadShut) {
      const code = this.#takeFailure();
      if (code !== undefined) this.count('read_fails');
      this.readers.done(pid);
      return failure(code ?? 'closed');
    }
    this.count('read_waits');
    if (isZero(handle)) return this.notReady();
    this.readSelected();
    this.readers.wait(pid, handle);
    return SELECT;
  }

  #received({ handle, isPeek, kind, length, pid }: Receiving, wanted: number): Term {
    const size = Math.min(wanted, this.#input.length);
    const bytes = isPeek ? this.#input.peekBytes(size) : this.#input.takeBytes(size);
    const data = binary(bytes ?? new Uint8Array());
    this.countRead(size);
    if (kind !== 'recv') {
      this.readers.done(pid);
      return tuple(OK, kind === 'recvfrom' ? tuple(UNSPECIFIED, data) : messageTerm(data, undefined, false));
    }
    if (length > size) {
      if (isZero(handle)) return this.saysTimeout ? tuple(atom('timeout'), data) : tuple(OK, data);
      this.count('read_waits');
      this.readSelected();
      this.readers.wait(pid, handle);
      return tuple(SELECT, data);
    }
    if (length === 0 && size === wanted && this.readsOn()) {
      this.readers.done(pid);
      return tuple(atom('more'), data);
    }
    return this.receivedAll(data, pid, handle);
  }

  shutdown(reads: boolean, writes: boolean): Term {
    if (this.isClosed) return failure('closed');
    if (this.#state !== 'connected' || this.#isBroken || (this.#hasEnded && this.#isWriteShut)) return failure('enotconn');
    if (reads) {
      this.#isReadShut = true;
      this.readers.ready();
    }
    if (writes && !this.#isWriteShut) {
      this.#isWriteShut = true;
      this.#stream?.endWriting();
      this.writers.ready();
    }
    return OK;
  }
}
