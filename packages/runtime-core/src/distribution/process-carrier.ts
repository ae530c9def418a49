import type { Term } from '@beamline/beam-file';
import type { Processes } from '../processes/processes.js';
import { pidTerm } from '../terms/identifiers.js';
import { atom } from '../terms/plain-terms.js';
import type { Carrier } from './connection.js';
import { type Packet, packetBytes } from './packets.js';

/** A process as the carrier of a connection: it fetches packets by `erlang:dist_ctrl_get_data/1` and is told when there are some. */
export class ProcessCarrier implements Carrier {
  readonly #processes: Processes;
  readonly #number: number;
  readonly #runnable: () => void;
  readonly #packets: Packet[] = [];
  #bytes = 0;
  #wantsNotice = false;
  /** True to have the size in front of what is fetched (`dist_ctrl_set_opt`). */
  tellsSize = false;
  /** Number of the process that may hand over what has come. */
  inputHandler: number;

  /** @param runnable - called when the process may have got a message */
  constructor(processes: Processes, number: number, runnable: () => void) {
    this.#runnable = runnable;
    this.#processes = processes;
    this.#number = number;
    this.inputHandler = number;
  }

  /** True for the process that fetches packets. */
  isCarriedBy(number: number): boolean {
    return number === this.#number;
  }

  send(packets: readonly Packet[]): void {
    this.#packets.push(...packets);
    for (const packet of packets) this.#bytes += packetBytes(packet);
    if (!this.#wantsNotice) return;
    this.#wantsNotice = false;
    this.#tell();
  }

  #tell(): void {
    this.#processes.sendOrEnd(pidTerm(this.#number), atom('dist_data'));
    this.#runnable();
  }

  fail(): void {
    const context = this.#processes.find(this.#number);
    if (context !== 0) this.#processes.exit(context, KILLED);
  }

  /** The next packet; undefined if there is none. */
  fetch(): Packet | undefined {
    const packet = this.#packets.shift();
    if (packet !== undefined) this.#bytes -= packetBytes(packet);
    return packet;
  }

  /** How many packets wait. */
  get count(): number {
    return this.#packets.length;
  }

  pending(): number {
    return this.#bytes;
  }

  /** The process wants to be told when there is a packet. */
  notify(): void {
    if (this.#packets.length > 0) this.#tell();
    else this.#wantsNotice = true;
  }
}

const KILLED: Term = atom('killed');
