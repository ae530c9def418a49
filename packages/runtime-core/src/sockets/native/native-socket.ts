import type { PidTerm, Term } from '@beamline/beam-file';
import { BifFailure } from '../../bifs/bif-failure.js';
import { NetworkError, type SocketAddress } from '../../io/network.js';
import { isOfThisNode } from '../../terms/identifiers.js';
import { atom, boolean, integer, list, NIL, tuple } from '../../terms/plain-terms.js';
import { anyAddress } from '../inet-addresses.js';
import { isSameProcess, isZero, RequestQueue } from './request-queue.js';
import { sockaddrTerm } from './socket-addresses.js';
import { failure, invalid, OK, record, type SocketMachine } from './socket-machine.js';
import { nativeNumber, type OptionValue, optionTerm, readNativeOption, readOption, type SocketOption } from './socket-options.js';

/** What a socket was opened as. */
export interface SocketKind {
  readonly domain: SocketAddress['family'];
  readonly type: 'stream' | 'dgram';
  /** Number of the protocol; 0 for a local socket. */
  readonly protocol: number;
}

/** What `recv`, `recvfrom` and `recvmsg` differ in. */
export type ReceiveKind = 'recv' | 'recvfrom' | 'recvmsg';

/** What is to be received. */
export interface Receiving {
  readonly kind: ReceiveKind;
  /** Bytes; 0 for what the option `{otp, rcvbuf}` says. */
  readonly length: number;
  readonly isPeek: boolean;
  readonly pid: PidTerm;
  readonly handle: Term;
}

/** Numbers of OTP's own options (`prim_socket.erl`). */
const OtpOption = {
  debug: 1001,
  iow: 1002,
  controllingProcess: 1003,
  receiveBuffer: 1004,
  receiveControlBuffer: 1006,
  sendControlBuffer: 1007,
  descriptor: 1008,
  meta: 1009,
  useRegistry: 1010,
  selectRead: 1011,
  domain: 1999,
} as const;

/** The release from which on there is the option `{otp, select_read}`, and who does not wait is told of a timeout. */
const SELECT_READ_SINCE = 26;

/** What the buffers are at first, in bytes (`prim_socket_nif.c`). */
const RECEIVE_BYTES = 8192;
const CONTROL_BYTES = 1024;

/** What Linux has as the buffers of a socket, and the limits of what can be set. */
const STREAM_RECEIVE_BUFFER = 131_072;
const STREAM_SEND_BUFFER = 16_384;
const DATAGRAM_BUFFER = 212_992;
const LEAST_RECEIVE_BUFFER = 2304;
const LEAST_SEND_BUFFER = 4608;

/** What is counted. */
const COUNTERS = [
  'read_byte',
  'read_fails',
  'read_pkg',
  'read_pkg_max',
  'read_tries',
  'read_waits',
  'write_byte',
  'write_fails',
  'write_pkg',
  'write_pkg_max',
  'write_tries',
  'write_waits',
  'acc_success',
  'acc_fails',
  'acc_tries',
  'acc_waits',
] as const;

type Counter = (typeof COUNTERS)[number];

/** What somebody else is told who changes what is the owner's. */
const NOT_OWNER: Term = tuple(atom('error'), tuple(atom('invalid'), atom('not_owner')));

/** A pid of this machine; undefined for any other term. */
function asPid(term: Term): PidTerm | undefined {
  return term.kind === 'pid' && isOfThisNode(term) ? term : undefined;
}

/** The code of a failure of the network. Throws any other error. */
export function codeOf(error: unknown): string {
  if (error instanceof NetworkError) return error.code;
  throw error;
}

/** A socket of OTP's module `socket`: what those for streams and for datagrams have in common. */
export abstract class NativeSocket {
  readonly kind: SocketKind;
  /** The reference in `{'$socket', Reference}`. */
  readonly reference: Term;
  protected readonly machine: SocketMachine;
  protected readonly readers: RequestQueue;
  protected readonly writers: RequestQueue;
  /** Set options by `level:name`. */
  readonly #options = new Map<string, OptionValue>();
  readonly #counters = new Map<string, number>();
  readonly #closed: (socket: NativeSocket) => void;
  #owner: PidTerm;
  #unwatchOwner: () => void;
  #isClosed = false;
  #isRegistered = false;
  #wasSelected = false;
  #isDebugged = false;
  #isWrapReported = false;
  #meta: Term = atom('undefined');
  /** Bytes that are read at a time, and how often at most; 0 for as often as there are as many. */
  #receiveBytes = RECEIVE_BYTES;
  #receiveTimes = 0;
  /** How often `{more, …}` was returned in a row. */
  #received = 0;
  #receiveControlBytes = CONTROL_BYTES;
  #sendControlBytes = CONTROL_BYTES;
  protected selectsRead = false;

  /**
   * @param owner - the process that it is closed with
   * @param closed - called once when it is closed
   */
  constructor(machine: SocketMachine, kind: SocketKind, owner: PidTerm, closed: (socket: NativeSocket) => void) {
    this.machine = machine;
    this.kind = kind;
    this.#closed = closed;
    this.#owner = owner;
    this.reference = machine.reference(this, () => {
      this.end();
    });
    const socket = this.term;
    this.readers = new RequestQueue(machine, socket, () => this.isReadable());
    this.writers = new RequestQueue(machine, socket, () => this.isWritable());
    this.#unwatchOwner = this.#watch(owner);
  }

  /** `{'$socket', Reference}`. */
  get term(): Term {
    return tuple(atom('$socket'), this.reference);
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  protected abstract isReadable(): boolean;
  protected abstract isWritable(): boolean;
  /** Gives up what it has of the host. */
  protected abstract release(): void;
  /** Tells the host of an option that was set; returns the error if it refuses. */
  protected abstract applied(option: SocketOption, value: OptionValue): string | undefined;
  /** Flags of what it is to read from (`rstates`), `selected` apart. */
  protected abstract readStates(): readonly string[];
  /** Flags of what it is to write to (`wstates`), `selected` apart. */
  protected abstract writeStates(): readonly string[];
  protected abstract isListening(): boolean;
  protected abstract localAddress(): SocketAddress | undefined;
  protected abstract remoteAddress(): SocketAddress | undefined;
  /** Bytes that can be received at once. */
  abstract available(): number;
  abstract bind(address: SocketAddress): Term | Promise<Term>;
  abstract connect(address: SocketAddress | undefined, pid: PidTerm, handle: Term): Term | Promise<Term>;
  abstract finishConnect(pid: PidTerm): Term;
  abstract listen(backlog: number): Term | Promise<Term>;
  abstract accept(pid: PidTerm, handle: Term): Term;
  /** @param to - undefined for whom it is connected to */
  abstract send(bytes: Uint8Array, to: SocketAddress | undefined, pid: PidTerm, handle: Term): Term | Promise<Term>;
  abstract receive(receiving: Receiving): Term;
  abstract shutdown(reads: boolean, writes: boolean): Term;

  /** Closes it: who waits learns so. */
  close(): Term {
    if (this.#isClosed) return failure('closed');
    this.end();
    return OK;
  }

  /** It is closed, whoever did that. */
  protected end(): void {
    if (this.#isClosed) return;
    this.#letGo();
    this.#tellEnd();
  }

  #letGo(): void {
    this.#isClosed = true;
    this.release();
  }

  #tellEnd(): void {
    this.#unwatchOwner();
    this.abort();
    if (this.#isRegistered) this.machine.send(atom('socket_registry'), tuple(atom('$socket'), atom('del'), this.term));
    this.#closed(this);
  }

  /** Tells all who wait that it is closed. */
  protected abort(): void {
    this.readers.abort('closed');
    this.writers.abort('closed');
  }

  /** Has OTP's process that knows all sockets know of it. */
  register(): void {
    if (this.#isRegistered || this.#isClosed) return;
    this.#isRegistered = true;
    this.machine.send(atom('socket_registry'), tuple(atom('$socket'), atom('add'), this.term));
  }

  /** Takes over what a socket that is accepted has of the one that listens. */
  protected inherit(from: NativeSocket): void {
    for (const [name, value] of from.#options) this.#options.set(name, value);
    this.#receiveBytes = from.#receiveBytes;
    this.#receiveTimes = from.#receiveTimes;
    this.#receiveControlBytes = from.#receiveControlBytes;
    this.#sendControlBytes = from.#sendControlBytes;
    this.selectsRead = from.selectsRead;
    if (from.#isRegistered) this.register();
  }

  /** Takes back one that waits; see `prim_socket:cancel/3`. */
  cancel(operation: string, pid: PidTerm, handle: Term): Term {
    if (this.#isClosed) return failure('closed');
    return this.queueOf(operation)?.cancel(pid, handle) ?? atom('not_found');
  }

  /** Those who wait for an operation by its name. */
  protected queueOf(operation: string): RequestQueue | undefined {
    if (operation.startsWith('send')) return this.writers;
    return operation.startsWith('recv') ? this.readers : undefined;
  }

  socketName(): Term {
    if (this.#isClosed) return failure('closed');
    return tuple(OK, sockaddrTerm(this.localAddress() ?? anyAddress(this.kind.domain)));
  }

  peerName(): Term {
    if (this.#isClosed) return failure('closed');
    const address = this.remoteAddress();
    return address === undefined ? failure('enotconn') : tuple(OK, sockaddrTerm(address));
  }

  /** `socket:info/1`. */
  info(): Term {
    const ended = this.#isClosed ? ['closing', 'closed'] : [];
    const selected = this.#wasSelected ? ['selected'] : [];
    return record({
      counters: record(Object.fromEntries(COUNTERS.map((name) => [name, integer(this.#counters.get(name) ?? 0)]))),
      ctype: atom('normal'),
      domain: atom(this.kind.domain),
      num_acceptors: integer(this.acceptorCount()),
      num_readers: integer(this.readers.count),
      num_writers: integer(this.writers.count),
      owner: this.#owner,
      protocol: integer(this.kind.protocol),
      rstates: list([...this.readStates(), ...selected, ...ended].map(atom)),
      type: atom(this.kind.type),
      wstates: list([...this.writeStates(), ...ended].map(atom)),
    });
  }

  /** Processes that wait to accept. */
  protected acceptorCount(): number {
    return 0;
  }

  /** Somebody waits to read or accept: OTP shows that from then on. */
  protected readSelected(): void {
    this.#wasSelected = true;
  }

  protected count(name: Counter, by = 1): void {
    this.#counters.set(name, (this.#counters.get(name) ?? 0) + by);
  }

  protected countRead(bytes: number): void {
    this.count('read_byte', bytes);
    this.count('read_pkg');
    this.#counters.set('read_pkg_max', Math.max(this.#counters.get('read_pkg_max') ?? 0, bytes));
  }

  protected countWritten(bytes: number): void {
    this.count('write_byte', bytes);
    this.count('write_pkg');
    this.#counters.set('write_pkg_max', Math.max(this.#counters.get('write_pkg_max') ?? 0, bytes));
  }

  /** Bytes that are received where the program does not say how many. */
  protected get receiveBytes(): number {
    return this.#receiveBytes;
  }

  /** True if more is to be read, after as much was as fits in what `{otp, rcvbuf}` says. */
  protected readsOn(): boolean {
    if (this.#receiveTimes === 0) return true;
    this.#received++;
    if (this.#received < this.#receiveTimes) return true;
    this.#received = 0;
    return false;
  }

  /** True if a receiving that does not wait says `timeout`, and not `ok`. */
  protected get saysTimeout(): boolean {
    return this.machine.otpRelease >= SELECT_READ_SINCE;
  }

  /** The result of a receiving that finds nothing and does not wait. */
  protected notReady(): Term {
    return this.saysTimeout ? atom('timeout') : OK;
  }

  /** The result of a receiving that has all it wants: with the option `{otp, select_read}` its process waits for more at once. */
  protected receivedAll(result: Term, pid: PidTerm, handle: Term): Term {
    if (this.selectsRead && !isZero(handle)) {
      this.readSelected();
      this.readers.wait(pid, handle);
      return tuple(atom('select_read'), result);
    }
    this.readers.done(pid);
    return tuple(OK, result);
  }

  /** An option that was set; undefined if none was. */
  protected option(name: `${SocketOption['level']}:${string}`): OptionValue | undefined {
    return this.#options.get(name);
  }

  protected isOn(name: `${SocketOption['level']}:${string}`): boolean {
    return this.#options.get(name) === true;
  }

  /** Bytes of the system's buffer for what comes. */
  protected get receiveBuffer(): number {
    const value = this.option('socket:rcvbuf');
    if (typeof value === 'number') return value;
    return this.kind.type === 'stream' && this.kind.domain !== 'local' ? STREAM_RECEIVE_BUFFER : DATAGRAM_BUFFER;
  }

  /**
   * Sets an option; the result is that of `prim_socket:nif_setopt/5`.
   * @param isNative - true if the value is as `setopt_native` has it
   */
  setOption(option: SocketOption, value: Term, isNative: boolean): Term {
    if (this.#isClosed) return failure('closed');
    if (option.kind === 'read-only') return option.name === 'acceptconn' ? failure('enoprotoopt') : invalid('socket_option');
    const read = isNative ? readNativeOption(option, value) : readOption(option, value);
    if (!this.#isOfKind(option)) return failure('enoprotoopt');
    if (read === undefined) return invalid('value');
    const kept = this.#bounded(option, read);
    const error = this.applied(option, kept);
    if (error !== undefined) return failure(error);
    if (!option.kind.startsWith('membership')) this.#options.set(`${option.level}:${option.name}`, kept);
    return OK;
  }

  /** True if a socket of this kind has options of the level. */
  #isOfKind({ level }: SocketOption): boolean {
    const { domain, type } = this.kind;
    if (level === 'socket') return true;
    if (level === 'tcp') return type === 'stream' && domain !== 'local';
    return level === 'ip' ? type === 'dgram' && domain === 'inet' : domain === 'inet6';
  }

  /** Linux takes twice the size of a buffer that is set, within its limits, and of `linger` that is off the time stays. */
  #bounded({ level, name }: SocketOption, value: OptionValue): OptionValue {
    if (level === 'socket' && typeof value === 'number' && (name === 'rcvbuf' || name === 'sndbuf')) {
      const least = name === 'rcvbuf' ? LEAST_RECEIVE_BUFFER : LEAST_SEND_BUFFER;
      return Math.max(least, 2 * Math.min(value < 0 ? DATAGRAM_BUFFER : value, DATAGRAM_BUFFER));
    }
    const before = this.option('socket:linger');
    if (typeof value === 'object' && 'isOn' in value && !value.isOn && typeof before === 'object' && 'isOn' in before)
      return { isOn: false, seconds: before.seconds };
    return value;
  }

  /** The value of an option, as `prim_socket:nif_getopt/3` returns it. */
  getOption(option: SocketOption): Term {
    if (this.#isClosed) return failure('closed');
    if (option.kind.startsWith('membership')) return invalid('socket_option');
    const known = this.#known(option);
    if (known !== undefined) return tuple(OK, known);
    if (!this.#isOfKind(option)) return failure('enotsup');
    return tuple(OK, optionTerm(this.#value(option)));
  }

  /** The value of an option as an integer, a boolean or bytes, as `prim_socket:nif_getopt/4` returns it. */
  getNativeOption(option: SocketOption, spec: Term): Term {
    if (this.#isClosed) return failure('closed');
    if (!this.#isOfKind(option)) return failure('enotsup');
    const number = option.kind === 'read-only' ? 0 : nativeNumber(this.#value(option));
    if (spec.kind === 'atom' && spec.name === 'integer') return tuple(OK, integer(number));
    if (spec.kind === 'atom' && spec.name === 'boolean') return tuple(OK, boolean(number !== 0));
    const size = spec.kind === 'bitstring' ? spec.bytes.length : spec.kind === 'integer' ? Number(spec.value) : -1;
    if (size < 0 || (spec.kind === 'bitstring' && spec.bitSize % 8 !== 0)) return invalid('value');
    const bytes = new Uint8Array(4);
    new DataView(bytes.buffer).setInt32(0, number, true);
    const part = bytes.slice(0, Math.min(size, 4));
    return tuple(OK, { kind: 'bitstring', bytes: part, bitSize: 8 * part.length });
  }

  /** What is known without being set. */
  #known({ level, name }: SocketOption): Term | undefined {
    const { domain, protocol, type } = this.kind;
    if (level !== 'socket') return undefined;
    if (name === 'type') return atom(type);
    if (name === 'domain') return atom(domain);
    if (name === 'protocol') return protocol === 0 ? atom('default') : integer(protocol);
    return name === 'acceptconn' ? boolean(this.isListening()) : undefined;
  }

  #value({ kind, level, name }: SocketOption): OptionValue {
    const set = this.#options.get(`${level}:${name}`);
    if (set !== undefined) return set;
    if (name === 'rcvbuf') return this.receiveBuffer;
    if (name === 'sndbuf') return this.kind.type === 'stream' && this.kind.domain !== 'local' ? STREAM_SEND_BUFFER : DATAGRAM_BUFFER;
    if (name === 'multicast_loop') return true;
    if (kind === 'linger') return { isOn: false, seconds: 0 };
    if (kind === 'address') return '0.0.0.0';
    if (kind === 'boolean') return false;
    return name.startsWith('multicast') ? 1 : 64;
  }

  /** Sets one of OTP's own options, by its number. */
  setOtpOption(option: number, value: Term, caller: PidTerm): Term {
    if (this.#isClosed) return failure('closed');
    const flag = value.kind === 'atom' && (value.name === 'true' || value.name === 'false') ? value.name === 'true' : undefined;
    switch (option) {
      case OtpOption.debug:
        if (flag === undefined) return invalid('value');
        this.#isDebugged = flag;
        return OK;
      case OtpOption.iow:
        if (flag === undefined) return invalid('value');
        this.#isWrapReported = flag;
        return OK;
      case OtpOption.controllingProcess:
        return this.#setOwner(value, caller);
      case OtpOption.receiveBuffer:
        return this.#setReceiveBuffer(value);
      case OtpOption.receiveControlBuffer:
      case OtpOption.sendControlBuffer: {
        const bytes = bufferBytes(value, CONTROL_BYTES);
        if (bytes === undefined) return invalid('value');
        if (option === OtpOption.receiveControlBuffer) this.#receiveControlBytes = bytes;
        else this.#sendControlBytes = bytes;
        return OK;
      }
      case OtpOption.meta:
        if (!isSameProcess(caller, this.#owner)) return NOT_OWNER;
        this.#meta = value;
        return OK;
      case OtpOption.useRegistry:
        if (flag === undefined) return invalid('value');
        if (flag) this.register();
        return OK;
      case OtpOption.selectRead:
        if (this.machine.otpRelease < SELECT_READ_SINCE) return this.#unknown(option);
        if (flag === undefined) return invalid('value');
        this.selectsRead = flag;
        return OK;
      default:
        return this.#unknown(option);
    }
  }

  #unknown(option: number): Term {
    return tuple(atom('error'), tuple(atom('invalid'), tuple(atom('otp_socket_option'), integer(option))));
  }

  #setOwner(value: Term, caller: PidTerm): Term {
    if (!isSameProcess(caller, this.#owner)) return NOT_OWNER;
    const pid = asPid(value);
    if (pid === undefined) return invalid('value');
    this.#unwatchOwner();
    this.#owner = pid;
    this.#unwatchOwner = this.#watch(pid);
    return OK;
  }

  /** Closes it when its owner ends, so that whoever comes after that one finds the address free; at once if that has ended. */
  #watch(owner: PidTerm): () => void {
    const unwatch = this.machine.whenEnded(owner, () => {
      if (this.#isClosed) return;
      this.machine.later(() => {
        this.#tellEnd();
      });
      this.#letGo();
    });
    if (unwatch !== undefined) return unwatch;
    this.end();
    return () => undefined;
  }

  /** Bytes, or how often at most and bytes. */
  #setReceiveBuffer(value: Term): Term {
    if (value.kind === 'tuple') {
      const [times, bytes, more] = value.elements;
      const count = times?.kind === 'integer' && times.value > 0 && times.value < 2 ** 31 ? Number(times.value) : undefined;
      const size = bytes === undefined || bytes.kind !== 'integer' ? undefined : bufferBytes(bytes, RECEIVE_BYTES);
      if (count === undefined || size === undefined || more !== undefined || this.kind.type !== 'stream') return invalid('value');
      this.#receiveTimes = count;
      this.#receiveBytes = size;
      return OK;
    }
    const size = bufferBytes(value, RECEIVE_BYTES);
    if (size === undefined) return invalid('value');
    this.#receiveTimes = 1;
    this.#receiveBytes = size;
    return OK;
  }

  /** The value of one of OTP's own options, by its number. */
  getOtpOption(option: number): Term {
    if (this.#isClosed) return failure('closed');
    const value = this.#otpValue(option);
    return value === undefined ? this.#unknown(option) : tuple(OK, value);
  }

  #otpValue(option: number): Term | undefined {
    switch (option) {
      case OtpOption.debug:
        return boolean(this.#isDebugged);
      case OtpOption.iow:
        return boolean(this.#isWrapReported);
      case OtpOption.controllingProcess:
        return this.#owner;
      case OtpOption.receiveBuffer:
        return this.#receiveTimes > 1 ? tuple(integer(this.#receiveTimes), integer(this.#receiveBytes)) : integer(this.#receiveBytes);
      case OtpOption.receiveControlBuffer:
        return integer(this.#receiveControlBytes);
      case OtpOption.sendControlBuffer:
        return integer(this.#sendControlBytes);
      case OtpOption.descriptor:
        // Hosts do not tell it.
        return integer(-1);
      case OtpOption.meta:
        return this.#meta;
      case OtpOption.useRegistry:
        return boolean(this.#isRegistered);
      case OtpOption.domain:
        return atom(this.kind.domain);
      case OtpOption.selectRead:
        return this.machine.otpRelease < SELECT_READ_SINCE ? undefined : boolean(this.selectsRead);
      default:
        return undefined;
    }
  }
}

/** Bytes of a buffer, or its default; undefined if it is none. */
function bufferBytes(value: Term, fallback: number): number | undefined {
  if (value.kind === 'atom' && value.name === 'default') return fallback;
  return value.kind === 'integer' && value.value > 0 && value.value <= 0x7fffffff ? Number(value.value) : undefined;
}

/** What `recvmsg` returns: there are no control messages. */
export function messageTerm(bytes: Term, from: Term | undefined, isCut: boolean): Term {
  return record({
    ...(from === undefined ? {} : { addr: from }),
    ctrl: NIL,
    flags: list(isCut ? [atom('trunc')] : []),
    iov: list([bytes]),
  });
}

/** Fails with badarg, as OTP's NIFs do with arguments that they do not take. */
export function badArgument(): never {
  throw new BifFailure('badarg');
}
