import type { Term } from '@beamline/beam-file';
import { PeerAbility } from '@beamline/machine-model';
import { Resource } from '../terms/resource-term.js';
import { DistributionFlag } from './distribution-flags.js';
import { type Packet, Packets } from './packets.js';
import type { SignalCodec } from './signal-codec.js';

/** What carries a connection: a port, or a process that fetches the packets. */
export interface Carrier {
  /** Takes packets for the other node. */
  send(packets: readonly Packet[]): void;
  /** Bytes that it has taken and not passed on. */
  pending(): number;
  /** Closes the carrier, as what has come by it is malformed. */
  fail(): void;
}

/** Bytes that wait for a node from which on who sends to it waits, too (`+zdbbl`, whose default is a megabyte). */
const BUSY_BYTES = 1024 * 1024;

/** Signals that wait for the same. */
const BUSY_SIGNALS = 8192;

/** A node that there is or was, and the connection to it. */
export class Connection {
  /**
   * `idle`: there is none. `pending`: OTP's `net_kernel` makes one, or somebody asks for it, and signals wait. `up`: the nodes are connected.
   */
  state: 'idle' | 'pending' | 'up' = 'idle';
  /** Tells connections to the same node apart that there were one after the other. */
  id = 0;
  /** What Erlang has for the connection: `dist_handle()` of OTP. */
  handle: Resource = new Resource(this);
  /** Creation of the node, as its handshake has told it. */
  creation = 0;
  /** The port or process that carries it; undefined if nothing does. */
  controller: Term | undefined;
  /** True for a node that others do not see. */
  isHidden = false;
  /** How often processes have asked to be told when it goes, by their numbers. */
  readonly monitors: Map<number, number> = new Map();
  /** Packets that came and went. */
  received = 0;
  sent = 0;
  /** What comes is kept here until it has its turn. */
  readonly incoming: Uint8Array[] = [];
  /** Numbers of processes that wait until less waits for the node. */
  readonly suspended: number[] = [];
  #packets: Packets | undefined;
  #carrier: Carrier | undefined;
  #written: Packet[] = [];
  #abilities = 0;
  #takesFragments = false;

  constructor(
    /** The name of the node. */
    readonly node: string,
    /** Context of its mailbox. */
    readonly context: number,
  ) {}

  /** The nodes have shaken hands. */
  open(carrier: Carrier, codec: SignalCodec, flags: bigint, creation: number): void {
    const has = (flag: bigint): boolean => (flags & flag) !== 0n;
    this.state = 'up';
    this.creation = creation;
    this.isHidden = !has(DistributionFlag.published);
    this.received = 0;
    this.sent = 0;
    this.#carrier = carrier;
    this.#packets = new Packets(codec);
    this.#abilities =
      (has(DistributionFlag.sendSender) ? PeerAbility.sendSender : 0) |
      (has(DistributionFlag.exitPayload) ? PeerAbility.exitPayload : 0) |
      (has(DistributionFlag.unlinkId) ? PeerAbility.unlinkId : 0) |
      (has(DistributionFlag.headerAtomCache) ? PeerAbility.atomReferences : 0);
    this.#takesFragments = has(DistributionFlag.fragments);
  }

  /** There is no connection any more; what has carried it, if anything has. */
  close(): Carrier | undefined {
    const carrier = this.#carrier;
    this.state = 'idle';
    this.handle = new Resource(this);
    this.incoming.length = 0;
    this.controller = undefined;
    this.#written = [];
    this.#carrier = undefined;
    this.#packets = undefined;
    return carrier;
  }

  /**
   * True while who sends has to wait.
   * @param signals - how many are in the mailbox
   */
  isBusy(signals: number): boolean {
    return signals > BUSY_SIGNALS || (this.#carrier?.pending() ?? 0) > BUSY_BYTES;
  }

  /** Writes a signal, a message of the mailbox, for `send`; its bytes. */
  write(message: number, codec: SignalCodec): number {
    const signal = codec.write(message, this.#abilities);
    const packets = this.#packets;
    if (signal === undefined || packets === undefined) return 0;
    if ((this.#abilities & PeerAbility.atomReferences) === 0) this.#written.push(packets.passThrough(signal.data));
    else this.#written.push(...packets.write(signal, this.#takesFragments));
    return signal.data.length;
  }

  /** Gives the carrier what was written. */
  send(): void {
    if (this.#written.length === 0) return;
    this.sent += this.#written.length;
    this.#carrier?.send(this.#written);
    this.#written = [];
  }

  /** Acts on a packet; false if it is malformed. Throws HeaderError, SystemLimitError. */
  receive(packet: Uint8Array, codec: SignalCodec): boolean {
    this.received++;
    // A node that has nothing to say shows that it is there.
    if (packet.length === 0) return true;
    const signal = this.#packets?.read(packet);
    return signal === undefined || codec.receive(this.context, signal);
  }

  /** Closes the carrier, as what has come is malformed. */
  fail(): void {
    this.#carrier?.fail();
  }
}
