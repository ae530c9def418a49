import type { Term } from '@beamline/beam-file';
import type { KernelExports } from '@beamline/kernel';
import { ContextOffset, LOCAL_NODE_ATOM, MachineRegister, ProcessFlag, TermTag } from '@beamline/machine-model';
import type { Host } from '../io/host.js';
import type { Port, Ports } from '../ports/ports.js';
import type { Processes } from '../processes/processes.js';
import { SystemLimitError } from '../system-limit-error.js';
import type { AtomTable } from '../terms/atom-table.js';
import type { HostResources } from '../terms/host-resources.js';
import { LOCAL_NODE, pidTerm, portTerm } from '../terms/identifiers.js';
import type { LinearMemory } from '../terms/linear-memory.js';
import { atom, integer, tuple } from '../terms/plain-terms.js';
import { Resource, ResourceTerm } from '../terms/resource-term.js';
import type { ScratchHeap } from '../terms/scratch-heap.js';
import { HeaderError } from './atom-cache.js';
import { type Carrier, Connection } from './connection.js';
import { nodeMonitorMessages } from './node-monitors.js';
import { ProcessCarrier } from './process-carrier.js';
import { SignalCodec } from './signal-codec.js';

/** The process of OTP that makes connections. */
const NET_KERNEL = 'net_kernel';

/** What has come from other nodes has its turn for so many milliseconds at a time. */
const TURN = 4;

/** How often it is looked whether less waits for a node, in milliseconds. */
const BUSY_LOOK = 20;

/** Why a connection is gone, for those who monitor nodes. */
const CLOSED = atom('connection_closed');

/** The parts of a machine that distribution works with. */
export interface DistributionParts {
  readonly host: Host;
  readonly memory: LinearMemory;
  readonly kernel: KernelExports;
  readonly atoms: AtomTable;
  readonly processes: Processes;
  readonly scratch: ScratchHeap;
  readonly resources: HostResources;
  readonly ports: Ports;
  /** To be called when a process does not run on until a node has taken something, with the controller of the connection. */
  readonly suspended: (context: number, controller: Term) => void;
  /** To be called when a process may have got a message. */
  readonly runnable: () => void;
}

/**
 * The node that a machine is, and its connections to others. Handshakes and carriers are OTP's own (`net_kernel`, `dist_util`); what is here is what its
 * runtime system does below them.
 */
export class Distribution {
  readonly #parts: DistributionParts;
  readonly #codec: SignalCodec;
  readonly #byNode = new Map<string, Connection>();
  readonly #byContext = new Map<number, Connection>();
  readonly #carriers = new Map<Connection, ProcessCarrier>();
  readonly #waiting = new Set<Connection>();
  #lastId = 0;
  #isFlushing = false;
  /** The name of this node. */
  name: string = LOCAL_NODE;
  /** True for a node whose name another one gives it. */
  hasDynamicName = false;

  constructor(parts: DistributionParts) {
    this.#parts = parts;
    this.#codec = new SignalCodec(parts.memory, parts.kernel, parts.atoms, parts.scratch);
    this.#setName(LOCAL_NODE, 0);
  }

  /** True for a node that has a name. */
  get isAlive(): boolean {
    return this.name !== LOCAL_NODE;
  }

  /** Creation of this node; 0 for one without a name. */
  get creation(): number {
    return this.#parts.memory.load(MachineRegister.nodeCreation);
  }

  /** All nodes that were ever named, but this one. */
  get connections(): readonly Connection[] {
    return [...this.#byNode.values()];
  }

  /** The number that stands for a node in the text of its pids, ports and references: that of the atom of its name, as in OTP; 0 for this one. */
  numberOf(node: string, creation: number): number {
    return node === LOCAL_NODE && creation === 0 ? 0 : this.#parts.atoms.index(node);
  }

  /** What is known of the node that a number stands for; undefined if nothing is. */
  numbered(number: number): Connection | undefined {
    return this.#byNode.get(this.#parts.atoms.name((number << TermTag.atomShift) | TermTag.atom));
  }

  /** Gives this node its name, as long as its `net_kernel` lives; false if it has one, or if there is no `net_kernel`. */
  setName(name: string, creation: number): boolean {
    const { processes, resources } = this.#parts;
    const kernel = processes.named(NET_KERNEL);
    if (kernel === 0 || this.isAlive || !isNodeName(name)) return false;
    this.#setName(name, creation);
    resources.give(
      new Resource({}, () => {
        this.#leave();
      }),
      kernel,
      processes.number(kernel),
    );
    return true;
  }

  #setName(name: string, creation: number): void {
    const { atoms, memory } = this.#parts;
    this.name = name;
    memory.store(MachineRegister.nodeName, name === LOCAL_NODE ? (LOCAL_NODE_ATOM << TermTag.atomShift) | TermTag.atom : atoms.term(name));
    memory.store(MachineRegister.nodeCreation, creation);
  }

  /** `net_kernel` has ended: this node is none any more. The kernel must not be called now. */
  #leave(): void {
    this.#setName(LOCAL_NODE, 0);
    const ended = [...this.#byNode.values()].filter(({ state }) => state !== 'idle');
    const carriers = ended.map((connection) => {
      const wasUp = connection.state === 'up';
      return { connection, wasUp, carrier: connection.close() };
    });
    queueMicrotask(() => {
      for (const { connection, wasUp, carrier } of carriers) {
        this.#told(connection, atom('net_kernel_terminated'), wasUp);
        carrier?.fail();
      }
    });
  }

  /** What is known of a node, which is another one. */
  node(name: string): Connection {
    const known = this.#byNode.get(name);
    if (known !== undefined) return known;
    const { memory, processes } = this.#parts;
    const context = processes.createMailbox();
    memory.store(context + ContextOffset.flags, memory.load(context + ContextOffset.flags) | ProcessFlag.connection);
    const connection = new Connection(name, context);
    this.#byNode.set(name, connection);
    this.#byContext.set(context, connection);
    return connection;
  }

  /** The kernel's `connection`: the Context of the connection to a node, 0 if there is none. */
  contextFor(name: string, connects: boolean): number {
    if (!this.isAlive || name === LOCAL_NODE) return 0;
    const connection = this.node(name);
    if (connection.state === 'idle') {
      if (!connects || this.#parts.processes.named(NET_KERNEL) === 0) return 0;
      this.begin(connection);
      // The kernel is in the middle of its work.
      queueMicrotask(() => {
        if (connection.state !== 'pending') return;
        const message = tuple(atom('auto_connect'), atom(name), connectionId(connection));
        this.#parts.processes.sendOrEnd(atom(NET_KERNEL), message);
        this.#parts.runnable();
      });
    }
    return connection.context;
  }

  /** Has signals to a node wait for the connection that somebody makes. */
  begin(connection: Connection): void {
    if (connection.state !== 'idle') return;
    connection.state = 'pending';
    connection.id = ++this.#lastId;
  }

  /** Nobody makes a connection any more: false if it is not the one with that number, or if it is there. */
  abort(connection: Connection, id: number): boolean {
    if (connection.state !== 'pending' || connection.id !== id) return false;
    this.#down(connection, CLOSED);
    return true;
  }

  /** A process is the carrier of a connection that was pending. */
  openByProcess(connection: Connection, context: number, flags: bigint, creation: number): void {
    const { processes, resources } = this.#parts;
    const number = processes.number(context);
    const carrier = new ProcessCarrier(processes, number, this.#parts.runnable);
    this.#carriers.set(connection, carrier);
    this.#open(connection, processes.pid(context), carrier, flags, creation);
    const { id } = connection;
    const end = (): void => {
      queueMicrotask(() => {
        if (connection.id === id && connection.state === 'up') this.#down(connection, CLOSED);
      });
    };
    resources.give(new Resource({}, end), context, number);
  }

  /** A port is the carrier of a connection that was pending; false if it cannot be one. */
  openByPort(connection: Connection, port: Port, flags: bigint, creation: number): boolean {
    const { ports } = this.#parts;
    const { id } = connection;
    const isThis = (): boolean => connection.id === id && connection.state === 'up';
    const carried = port.peer?.carry?.({
      received: (packet) => {
        if (isThis()) this.input(connection, packet);
      },
      drained: () => {
        if (isThis()) this.#schedule(connection);
      },
      closed: (reason) => {
        if (isThis()) this.#down(connection, reason.kind === 'atom' && reason.name === 'normal' ? CLOSED : reason);
      },
    });
    if (carried === undefined) return false;
    port.carries = true;
    this.#open(
      connection,
      portTerm(port.number),
      {
        send: (packets) => {
          carried.send(packets);
        },
        pending: () => carried.pending(),
        fail: () => {
          ports.closeQuietly(port, atom('killed'));
        },
      },
      flags,
      creation,
    );
    return true;
  }

  #open(connection: Connection, controller: Term, carrier: Carrier, flags: bigint, creation: number): void {
    const { processes } = this.#parts;
    // It links itself to what carries the connection, and so learns when that is gone.
    const setup = processes.pid(processes.running());
    processes.sendOrEnd(atom(NET_KERNEL), tuple(atom('dist_ctrlr'), controller, atom(connection.node), setup));
    connection.controller = controller;
    connection.open(carrier, this.#codec, flags, creation);
    this.#tellMonitors('nodeup', connection, undefined);
    this.#schedule(connection);
  }

  /** The process that carries a connection; undefined if none does. */
  carrier(connection: Connection): ProcessCarrier | undefined {
    return connection.state === 'up' ? this.#carriers.get(connection) : undefined;
  }

  /** The process that carries a connection has fetched a packet: there may be room for more. */
  fetched(connection: Connection): void {
    if (connection.suspended.length > 0) this.#schedule(connection);
  }

  /** A packet has come from a node. */
  input(connection: Connection, packet: Uint8Array): void {
    connection.incoming.push(packet);
    this.#schedule(connection);
  }

  /** The kernel's `received`: there is a signal for a node. False if the mailbox is that of no node. */
  received(context: number): boolean {
    const connection = this.#byContext.get(context);
    if (connection === undefined) return false;
    if (this.#marksBusy(connection)) this.#suspendSender(connection);
    this.#schedule(connection);
    return true;
  }

  /** Notes in the mailbox of a connection whether it is busy, where the kernel sees it. */
  #marksBusy(connection: Connection): boolean {
    const { memory } = this.#parts;
    const isBusy = connection.isBusy(memory.load(connection.context + ContextOffset.messageCount));
    memory.store(connection.context + ContextOffset.suspended, isBusy ? 1 : 0);
    return isBusy;
  }

  /** The process that has just sent a signal does not run on until less waits for the node. */
  #suspendSender(connection: Connection): void {
    const { memory, processes } = this.#parts;
    const context = processes.running();
    const number = processes.number(context);
    if (number === 0 || processes.find(number) !== context || connection.suspended.includes(number)) return;
    if ((memory.load(context + ContextOffset.flags) & (ProcessFlag.mailbox | ProcessFlag.ended)) !== 0) return;
    connection.suspended.push(number);
    processes.suspend(context);
    memory.store(MachineRegister.reductions, 0);
    if (connection.controller !== undefined) this.#parts.suspended(context, connection.controller);
  }

  /** Processes that have waited for a connection go on. */
  #resumeSenders(connection: Connection): void {
    const { processes, runnable } = this.#parts;
    for (const number of connection.suspended.splice(0)) {
      const context = processes.find(number);
      if (context !== 0) processes.resume(context);
    }
    runnable();
  }

  #schedule(connection: Connection): void {
    this.#waiting.add(connection);
    if (this.#isFlushing) return;
    this.#isFlushing = true;
    queueMicrotask(() => {
      this.#flush();
    });
  }

  /** Signals both ways. */
  #flush(): void {
    const { host } = this.#parts;
    const until = host.now() + TURN;
    this.#isFlushing = false;
    for (const connection of this.#waiting) {
      this.#waiting.delete(connection);
      let isDone = false;
      this.#codec.inArea(() => {
        isDone = this.#receiveAll(connection, until) && this.#sendAll(connection, until);
      });
      connection.send();
      if (connection.suspended.length > 0 && !this.#marksBusy(connection)) this.#resumeSenders(connection);
      // Not all carriers tell when they have passed on what they had.
      if (connection.isBusy(0)) host.timer(BUSY_LOOK, () => this.#schedule(connection));
      if (!isDone) this.#waiting.add(connection);
      if (host.now() >= until) break;
    }
    if (this.#waiting.size > 0 && !this.#isFlushing) {
      this.#isFlushing = true;
      host.timer(0, () => {
        this.#flush();
      });
    }
  }

  #sendAll(connection: Connection, until: number): boolean {
    const { host, kernel, memory } = this.#parts;
    while (connection.state !== 'pending') {
      const message = memory.load(connection.context + ContextOffset.mailboxFirst);
      if (message === 0) break;
      if (host.now() >= until) return false;
      // The carrier tells when it has passed on what it has.
      if (connection.isBusy(0)) break;
      if (connection.state === 'up') connection.write(message, this.#codec);
      kernel.dropMessage(connection.context);
    }
    return true;
  }

  #receiveAll(connection: Connection, until: number): boolean {
    const { host, runnable } = this.#parts;
    let count = 0;
    for (const packet of connection.incoming) {
      if (host.now() >= until) break;
      count++;
      if (this.#receive(connection, packet)) continue;
      connection.fail();
      if (connection.state === 'up') this.#down(connection, CLOSED);
      break;
    }
    connection.incoming.splice(0, count);
    if (count > 0) runnable();
    return connection.incoming.length === 0;
  }

  /** False for a packet that is malformed, or for which there is no memory. */
  #receive(connection: Connection, packet: Uint8Array): boolean {
    try {
      return connection.receive(packet, this.#codec);
    } catch (error) {
      if (error instanceof HeaderError || error instanceof SystemLimitError) return false;
      throw error;
    }
  }

  /** A connection is gone, or will not be. */
  #down(connection: Connection, reason: Term): void {
    const wasUp = connection.state === 'up';
    connection.close();
    this.#told(connection, reason, wasUp);
  }

  /** Everybody is told that a connection is gone. */
  #told(connection: Connection, reason: Term, wasUp: boolean): void {
    const { kernel, memory, processes, runnable } = this.#parts;
    this.#carriers.delete(connection);
    while (memory.load(connection.context + ContextOffset.mailboxFirst) !== 0) kernel.dropMessage(connection.context);
    processes.breakConnection(connection.context);
    memory.store(connection.context + ContextOffset.suspended, 0);
    this.#resumeSenders(connection);
    const monitors = [...connection.monitors];
    connection.monitors.clear();
    for (const [number, count] of monitors)
      for (let i = 0; i < count; i++) processes.sendOrEnd(pidTerm(number), tuple(atom('nodedown'), atom(connection.node)));
    processes.breakMonitors(connection.context);
    if (wasUp) this.#tellMonitors('nodedown', connection, reason);
    runnable();
  }

  #tellMonitors(event: 'nodeup' | 'nodedown', connection: Connection, reason: Term | undefined): void {
    const { processes, runnable } = this.#parts;
    for (const context of processes.all()) {
      const options = processes.options(context);
      if (options === undefined) continue;
      for (const message of nodeMonitorMessages(options, event, connection, reason)) processes.sendOrEnd(processes.pid(context), message);
    }
    runnable();
  }
}

/** How OTP's `net_kernel` knows a connection: its number, and its handle. */
export function connectionId(connection: Connection): Term {
  return tuple(integer(connection.id), new ResourceTerm(connection.handle));
}

/** True for a name of the form `name@host`. */
function isNodeName(name: string): boolean {
  return /^[^@]+@[^@]+$/u.test(name);
}
