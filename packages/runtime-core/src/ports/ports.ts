import { formatAtom, type Term } from '@beamline/beam-file';
import { PORT_NUMBER_FLAG } from '@beamline/machine-model';
import { BifFailure } from '../bifs/bif-failure.js';
import { ioListBytes } from '../bifs/io-lists.js';
import type { Channel, Channels } from '../io/channels.js';
import type { ChildEvents } from '../io/child-process.js';
import { FileError } from '../io/file-system.js';
import type { Host } from '../io/host.js';
import type { Network } from '../io/network.js';
import type { Processes } from '../processes/processes.js';
import type { SocketPort } from '../sockets/inet-socket.js';
import { SystemLimitError } from '../system-limit-error.js';
import { terminalType, usesUtf8 } from '../terminal/locale.js';
import type { HostMemory } from '../terms/host-memory.js';
import { isOfThisNode, pidNumber, pidTerm, portTerm } from '../terms/identifiers.js';
import { atom, binary, characters, integer, list, NIL, tuple } from '../terms/plain-terms.js';
import { CHANNEL_DRIVER, ChannelPort, type ChannelPortOwner } from './channel-port.js';
import type { Environment } from './environment.js';
import { Deframer, framed } from './framing.js';
import type { PortPeer } from './port-peer.js';
import { nameOf, type PortSettings, portSettings } from './port-settings.js';
import { RAM_FILE_DRIVER, RamFile } from './ram-file.js';
import { readInput, type StandardStreams, standardStreams } from './standard-streams.js';
import { TRACE_FILE_DRIVER, TraceFile, traceFileNames } from './trace-file.js';

const NORMAL = atom('normal');
const BADSIG = atom('badsig');

/** Drivers in C of OTP's runtime system that are not here: a command of such a name is no program. */
const DRIVERS: ReadonlySet<string> = new Set(['trace_file_drv', 'trace_ip_drv', 'udp_inet', 'tcp_inet', 'sctp_inet', 'uds_inet', 'fd']);

/** The driver by which OTP 25 edits lines. */
const TERMINAL_DRIVER = 'tty_sl';

/** The other side of a port that has none. */
const IDLE: PortPeer = { write: () => undefined, close: () => undefined };

/** An open port. */
interface Port {
  readonly number: number;
  readonly context: number;
  /** As `port_info` tells it. */
  readonly name: string;
  readonly settings: PortSettings;
  readonly deframer: Deframer;
  peer: PortPeer | undefined;
  /** Number of the process that it is connected to, which gets its messages. */
  owner: number;
  bytesIn: number;
  bytesOut: number;
  /** What `port_set_data/2` has set. */
  data: Term | undefined;
  /** What comes while the BIF that opens it has not returned waits here. */
  waiting: (() => void)[] | undefined;
  /** True once it carries a connection to another node. */
  carries: boolean;
}

/** The ports of a machine: processes without code, whose messages are commands and whose other side is the host's. */
export class Ports {
  /** Bytes that have come from all ports, and have gone to them. */
  bytesIn = 0;
  bytesOut = 0;
  readonly #host: Host;
  readonly #processes: Processes;
  readonly #environment: Environment;
  readonly #memory: HostMemory;
  readonly #runnable: () => void;
  /** Ports that an exit signal has ended, and that are not closed yet, with its reason. */
  readonly #ending = new Map<Port, Term>();
  readonly #byContext = new Map<number, Port>();
  readonly #byNumber = new Map<number, Port>();
  readonly #arrivedChannels = new Map<number, Channel>();
  readonly #standard: StandardStreams;
  readonly #report: (text: string) => void;

  /**
   * @param report - takes an error report
   * @param runnable - called when a process may have got a message
   */
  constructor(
    host: Host,
    processes: Processes,
    environment: Environment,
    memory: HostMemory,
    standard: StandardStreams,
    report: (text: string) => void,
    runnable: () => void,
  ) {
    this.#report = report;
    this.#standard = standard;
    this.#environment = environment;
    this.#memory = memory;
    this.#host = host;
    this.#processes = processes;
    this.#runnable = runnable;
  }

  /** All ports. */
  all(): Term[] {
    return [...this.#byNumber.keys()].map(portTerm);
  }

  /**
   * Opens a port for the running process: `open_port/2`. Fails with badarg for a name that is none, and with FileError for a
   * program that cannot be started.
   */
  open(name: Term | undefined, settings: PortSettings): Term {
    const owner = this.#processes.running();
    const port = this.#create(owner, shownName(name), settings, (created) => this.#connect(created, name));
    this.#processes.link(owner, port.context);
    // What comes at once comes behind what the BIF returns.
    queueMicrotask(() => {
      const { waiting } = port;
      port.waiting = undefined;
      for (const event of waiting ?? []) event();
    });
    return portTerm(port.number);
  }

  /**
   * Makes the port by which the emulator of OTP starts programs on Unix: programs see it among the others, and it does nothing here.
   * @param owner - Context of the process that it is connected to
   */
  openForker(owner: number): void {
    const settings = portSettings(NIL);
    if (settings !== undefined) this.#create(owner, 'forker', settings, () => IDLE).waiting = undefined;
  }

  /**
   * Makes a port.
   * @param owner - Context of the process that it is connected to
   * @param connect - makes the other side; what it throws is thrown, and there is no port
   */
  #create(owner: number, name: string, settings: PortSettings, connect: (port: Port) => PortPeer): Port {
    const context = this.#processes.createPort();
    const number = this.#processes.number(context) & ~PORT_NUMBER_FLAG;
    const port: Port = {
      number,
      context,
      name,
      settings,
      deframer: new Deframer(settings.framing, settings.isBinary),
      peer: undefined,
      owner: this.#processes.number(owner),
      bytesIn: 0,
      bytesOut: 0,
      data: undefined,
      waiting: [],
      carries: false,
    };
    this.#byContext.set(context, port);
    this.#byNumber.set(number, port);
    try {
      port.peer = connect(port);
    } catch (error) {
      this.#forget(port);
      this.#processes.destroy(context);
      throw error;
    }
    return port;
  }

  /** The port that a term is, by itself or by its registered name; undefined if there is none any more. Fails with badarg for another term. */
  find(term: Term | undefined): Port | undefined {
    if (term?.kind === 'atom') return this.#byContext.get(this.#processes.named(term.name));
    if (term?.kind !== 'port' || !isOfThisNode(term)) throw new BifFailure('badarg');
    return this.#byNumber.get(Number(term.id));
  }

  /**
   * Writes data to a port: `port_command/2`; false if it cannot be. Fails with badarg for what is no data.
   * @param process - number of the process that writes
   */
  command(port: Port, data: Term, process: number = this.#processes.number(this.#processes.running())): boolean {
    const all = port.settings.writes ? framed(port.settings.framing, ioListBytes(data)) : undefined;
    if (all === undefined) return false;
    port.bytesOut += all.length;
    this.bytesOut += all.length;
    port.peer?.write(all, process);
    return true;
  }

  /** Has a port do an operation of its own: `port_control/3`; undefined if it has none. Fails with badarg for what is no data. */
  control(port: Port, operation: number, data: Term): Uint8Array | Promise<Uint8Array> | undefined {
    // Who follows a process that had a socket finds its address free.
    this.#closeEnding();
    if (!this.#byContext.has(port.context)) return undefined;
    return port.peer?.control?.(operation, ioListBytes(data), this.#processes.number(this.#processes.running()));
  }

  /** Closes a port: who is linked to it gets the reason, unless that is `normal`. A promise if its other side has something left to do. */
  close(port: Port, reason: Term = NORMAL): Promise<void> | undefined {
    if (!this.#byContext.has(port.context)) return undefined;
    this.#forget(port);
    port.peer?.close(reason);
    this.#processes.closePort(port.context, reason);
    this.#runnable();
    return port.peer?.closing;
  }

  /** As `close`; nobody waits for what is left to do. */
  closeQuietly(port: Port, reason: Term = NORMAL): void {
    this.close(port, reason)?.catch(() => undefined);
  }

  /** Writes a trace message to a port that is a tracer. */
  trace(number: number, message: Uint8Array): void {
    this.#byNumber.get(number & ~PORT_NUMBER_FLAG)?.peer?.write(message, 0);
  }

  /** Connects a port to another process: `port_connect/2`; false if there is no such process. Who it was connected to stays linked. */
  connect(port: Port, pid: Term | undefined): boolean {
    if (pid?.kind !== 'pid') throw new BifFailure('badarg');
    const context = this.#processes.find(pidNumber(pid));
    if (context === 0) return false;
    this.#processes.link(context, port.context);
    port.owner = pidNumber(pid);
    return true;
  }

  /** An item of `port_info/2`; undefined if there is no such item. */
  info(port: Port, item: string): Term | undefined {
    switch (item) {
      case 'name':
        return characters(port.name);
      case 'links':
        return list(this.#processes.relations.links(port.context));
      case 'id':
        return integer(port.number);
      case 'connected':
        return pidTerm(port.owner);
      case 'input':
        return integer(port.bytesIn);
      case 'output':
        return integer(port.bytesOut);
      case 'os_pid':
        return port.peer?.pid === undefined ? atom('undefined') : integer(port.peer.pid);
      case 'registered_name':
        return this.#processes.registeredName(port.context) ?? NIL;
      case 'monitors':
        return NIL;
      case 'monitored_by':
        return list(this.#processes.relations.monitoredBy(port.context));
      case 'memory':
      case 'queue_size':
        return integer(0);
      case 'parallelism':
      case 'locking':
        return atom('false');
      default:
        return undefined;
    }
  }

  /** A message has come for a Context; false if it is not a port's. */
  received(context: number): boolean {
    const port = this.#byContext.get(context);
    if (port === undefined) return false;
    // A message may close the port, whose Context is gone then.
    while (this.#byContext.get(context) === port) {
      const message = this.#processes.takeParts(context);
      if (message === undefined) break;
      this.#handle(port, message);
    }
    return true;
  }

  /** Closes all ports, when the machine is stopped. */
  closeAll(): void {
    for (const port of [...this.#byContext.values()]) this.closeQuietly(port);
  }

  /** `{Owner, {command, Data}}`, `{Owner, close}`, `{Owner, {connect, Pid}}`, or an exit signal. */
  #handle(port: Port, message: Term): void {
    const [first, second, third] = message.kind === 'tuple' ? message.elements : [];
    if (first?.kind === 'atom' && first.name === 'EXIT' && third !== undefined) {
      // Of an exit signal by another process than its own, normal ends it as little as it does a process.
      const isOwner = second?.kind === 'pid' && pidNumber(second) === port.owner;
      const isEnded = isOwner || third.kind !== 'atom' || third.name !== 'normal';
      if (!isEnded) return;
      // The kernel is in the middle of the process's end, and of its links.
      this.#ending.set(port, third);
      queueMicrotask(() => {
        this.#closeEnding();
      });
      return;
    }
    const parts = message.kind === 'tuple' ? message.elements.length : 0;
    const isOwner = parts === 2 && first?.kind === 'pid' && pidNumber(first) === port.owner;
    if (isOwner && second?.kind === 'atom' && second.name === 'close') {
      this.closeQuietly(port);
      this.#send(port.owner, tuple(portTerm(port.number), atom('closed')));
      return;
    }
    const [what, argument] = second?.kind === 'tuple' && second.elements.length === 2 ? second.elements : [];
    if (isOwner && what?.kind === 'atom' && argument !== undefined) {
      if (what.name === 'command' && this.#commanded(port, argument)) return;
      if (what.name === 'connect' && argument.kind === 'pid' && this.connect(port, argument)) {
        this.#send(pidNumber(first), tuple(portTerm(port.number), atom('connected')));
        return;
      }
    }
    // Whoever has sent it, the owner is told. The kernel is in the middle of the sending, and the owner may be the one who sends.
    queueMicrotask(() => {
      const owner = this.#processes.find(port.owner);
      if (owner === 0) return;
      this.#processes.sendExit(owner, portTerm(port.number), BADSIG);
      this.#runnable();
    });
  }

  #closeEnding(): void {
    for (const [port, reason] of this.#ending) {
      this.#ending.delete(port);
      this.closeQuietly(port, reason);
    }
  }

  #commanded(port: Port, data: Term): boolean {
    try {
      return this.command(port, data, port.owner);
    } catch (error) {
      if (!(error instanceof BifFailure)) throw error;
      this.#report(`Bad value on output port '${port.name}'\n`);
      return false;
    }
  }

  #events(port: Port): ChildEvents {
    const when = (event: () => void): void => {
      if (port.waiting !== undefined) port.waiting.push(event);
      else if (this.#byContext.has(port.context)) event();
      this.#runnable();
    };
    const tell = (data: Term): void => {
      this.#send(port.owner, tuple(portTerm(port.number), data));
    };
    let hasEnded = false;
    let hasFinished = false;
    let status: number | undefined;
    const finish = (): void => {
      const tellsStatus = port.settings.tellsStatus && port.peer?.pid !== undefined;
      if (hasFinished || !hasEnded || (tellsStatus && status === undefined)) return;
      hasFinished = true;
      if (tellsStatus) tell(tuple(atom('exit_status'), integer(status ?? 0)));
      for (const data of port.deframer.end()) tell(tuple(atom('data'), data));
      if (port.settings.tellsEnd) tell(atom('eof'));
      else this.closeQuietly(port);
    };
    return {
      data: (bytes) => {
        when(() => {
          port.bytesIn += bytes.length;
          this.bytesIn += bytes.length;
          for (const data of port.deframer.take(bytes)) tell(tuple(atom('data'), data));
        });
      },
      ended: () => {
        when(() => {
          hasEnded = true;
          finish();
        });
      },
      exited: (exitStatus) => {
        when(() => {
          status = exitStatus;
          finish();
        });
      },
    };
  }

  /** What takes the answers of a driver: they are in its owner's mailbox when the command returns. */
  #answers(port: Port): (header: Uint8Array, data?: Uint8Array) => void {
    return (header, data) => {
      const isBinary = port.settings.isBinary && data !== undefined;
      const bytes = Array.from(isBinary || data === undefined ? header : [...header, ...data], (byte) => integer(byte));
      const answer: Term = { kind: 'list', elements: bytes, tail: isBinary ? binary(data) : NIL };
      const size = header.length + (data?.length ?? 0);
      port.bytesIn += size;
      this.bytesIn += size;
      this.#send(port.owner, tuple(portTerm(port.number), tuple(atom('data'), answer)));
      this.#runnable();
    };
  }

  /** Makes the other side of a port. Fails with badarg for a name that is none, or with FileError. */
  #connect(port: Port, name: Term | undefined): PortPeer {
    const { settings } = port;
    const events = this.#events(port);
    const [kind, ...rest] = name?.kind === 'tuple' ? name.elements : [];
    if (kind?.kind !== 'atom') throw new BifFailure('badarg');
    if (kind.name === 'fd' && rest.length === 2) return this.#standardStreams(rest, settings, events);
    if ((kind.name === 'spawn' || kind.name === 'spawn_executable') && rest.length === 1) {
      const file = nameOf(rest[0]);
      const command =
        kind.name === 'spawn'
          ? new TextDecoder().decode(file)
          : { file, arguments: settings.arguments ?? [], ...(settings.name === undefined ? {} : { name: settings.name }) };
      const driver = typeof command === 'string' ? driverName(command) : '';
      if (driver === RAM_FILE_DRIVER) return new RamFile(this.#memory, this.#answers(port));
      const traceFiles = driver === TRACE_FILE_DRIVER && typeof command === 'string' ? traceFileNames(command) : undefined;
      const { files } = this.#host;
      if (traceFiles !== undefined && files !== undefined) {
        const timer = this.#host.timer.bind(this.#host);
        return new TraceFile({ files, timer }, traceFiles, () => {
          this.closeQuietly(port, atom('eio'));
        });
      }
      if (driver === TERMINAL_DRIVER) return this.#lineTerminal(port);
      if (DRIVERS.has(driver)) throw new BifFailure('badarg');
      if (kind.name === 'spawn' && (settings.arguments !== undefined || settings.name !== undefined || command === ''))
        throw new BifFailure('badarg');
      const { network, socketDrivers } = this.#host;
      const nameService =
        typeof command === 'string' || network === undefined
          ? undefined
          : socketDrivers?.nameService(new TextDecoder().decode(file), network, events.data);
      if (nameService !== undefined) return nameService;
      if (this.#host.startChild === undefined) throw new FileError('eacces', String(command));
      const { environment, folder } = settings;
      return this.#host.startChild(
        {
          command,
          environment: new Map([...this.#environment.changes, ...environment]),
          hasInput: settings.writes,
          hasOutput: settings.reads,
          mergesError: settings.mergesError,
          ...(folder === undefined ? {} : { folder }),
        },
        events,
      );
    }
    // Only drivers, not programs; others than these would have to be loaded.
    if (kind.name === 'spawn_driver' && rest.length === 1) {
      const driver = driverName(new TextDecoder().decode(nameOf(rest[0])));
      if (driver === RAM_FILE_DRIVER) return new RamFile(this.#memory, this.#answers(port));
      const { channels, network, socketDrivers } = this.#host;
      if (channels !== undefined && driver === CHANNEL_DRIVER) return new ChannelPort(this.#channelPort(port, channels));
      const socket = network === undefined ? undefined : socketDrivers?.socket(driver, this.#socketPort(port, network));
      if (socket !== undefined) return socket;
    }
    throw new BifFailure('badarg');
  }

  /** What a port for channels sees of its machine. */
  #channelPort(port: Port, channels: Channels): ChannelPortOwner {
    return {
      channels,
      term: portTerm(port.number),
      arrived: this.#arrivedChannels,
      tell: (message) => {
        this.#send(port.owner, message);
        this.#runnable();
      },
      exit: () => {
        this.closeQuietly(port);
      },
      timer: (milliseconds, task) => this.#host.timer(milliseconds, task),
    };
  }

  /** What a socket sees of its port. */
  #socketPort(port: Port, network: Network): SocketPort {
    return {
      network,
      term: portTerm(port.number),
      owner: () => port.owner,
      send: (process, message) => {
        this.#send(process, message);
        this.#runnable();
      },
      exit: () => {
        // OTP's driver leaves without a word to those that are linked, but for who makes connections to other nodes.
        if (!port.carries) this.#processes.unlinkAll(port.context);
        this.closeQuietly(port);
      },
      timer: (milliseconds, task) => this.#host.timer(milliseconds, task),
      open: (process, peer) => {
        const owner = this.#processes.find(process);
        if (owner === 0) return undefined;
        try {
          const created = this.#create(owner, port.name, port.settings, (made) => peer(this.#socketPort(made, network)));
          this.#processes.link(owner, created.context);
          return portTerm(created.number);
        } catch (error) {
          // Nobody is there who could be told that there are too many ports, or no memory for one more.
          if (error instanceof SystemLimitError) return undefined;
          throw error;
        }
      },
    };
  }

  /** The terminal whose lines a program edits. Fails with badarg where there is none. */
  #lineTerminal(port: Port): PortPeer {
    const host = this.#host;
    const { terminal } = host;
    const isTerminal = terminal?.isTerminal(0) === true && terminal.isTerminal(1) && terminalType(host) !== undefined;
    if (!isTerminal || host.lineTerminal === undefined) throw new BifFailure('badarg');
    const output = this.#standard.output(1);
    const encoder = new TextEncoder();
    const lines = host.lineTerminal({
      terminal,
      isUnicode: usesUtf8(host.environment?.()),
      write: (text) => {
        output.write(encoder.encode(text));
      },
      done: () => {
        this.#send(port.owner, tuple(portTerm(port.number), atom('ok')));
      },
    });
    const stop = readInput(this.#standard.input, this.#events(port));
    return {
      write: lines.write.bind(lines),
      control: lines.control.bind(lines),
      close: () => {
        stop();
        lines.close();
      },
    };
  }

  #standardStreams(descriptors: readonly Term[], settings: PortSettings, events: ChildEvents): PortPeer {
    const [input, output] = descriptors.map((term) => (term.kind === 'integer' ? Number(term.value) : -1));
    const isInput = settings.reads && input === 0;
    const isOutput = settings.writes && (output === 1 || output === 2);
    if ((settings.reads && input !== 0 && !isOutput) || (settings.writes && !isOutput)) throw new BifFailure('badarg');
    return standardStreams(isOutput ? this.#standard.output(output) : undefined, isInput ? this.#standard.input : undefined, events);
  }

  #send(owner: number, message: Term): void {
    this.#processes.sendOrEnd(pidTerm(owner), message);
  }

  #forget(port: Port): void {
    this.#byContext.delete(port.context);
    this.#byNumber.delete(port.number);
  }
}

export type { Port };

/** The name of the driver that a command starts, if it starts one: arguments may follow. */
function driverName(command: string): string {
  return command.split(' ', 1)[0] ?? '';
}

/** How `port_info` names a port. */
function shownName(name: Term | undefined): string {
  const [kind, first, second] = name?.kind === 'tuple' ? name.elements : [];
  if (kind?.kind === 'atom' && kind.name === 'fd' && first?.kind === 'integer' && second?.kind === 'integer')
    return `${first.value}/${second.value}`;
  try {
    return new TextDecoder().decode(nameOf(first));
  } catch {
    return formatAtom('undefined');
  }
}
