import { AtomCache, type AtomTexts, HeaderError } from './atom-cache.js';

/** First bytes of packets between nodes: terms with versions, or the version of what is behind it. */
const PASS_THROUGH = 112;
const VERSION = 131;

/** Behind the version: a whole signal, the first fragment of one, a later one. */
const WHOLE = 68;
const FIRST_FRAGMENT = 69;
const NEXT_FRAGMENT = 70;

/** Bytes of the numbers of a fragment: its sequence, how many there are from it on. */
const FRAGMENT_NUMBERS = 16;

/** Bytes of data in a fragment: four times those of OTP's, as each costs a copy. */
const FRAGMENT_BYTES = 256 * 1024;

/** A packet in parts, one behind the other. */
export type Packet = readonly Uint8Array[];

/** Bytes of a packet. */
export function packetBytes(packet: Packet): number {
  return packet.reduce((sum, part) => sum + part.length, 0);
}

/** A signal as it came. */
export interface ReceivedSignal {
  /** Its terms, one behind the other, in parts. */
  readonly data: readonly Uint8Array[];
  /** The atoms that they refer to; undefined if they have versions in front and no references. */
  readonly atoms: readonly number[] | undefined;
}

/** A signal to be written. */
export interface WrittenSignal {
  /** Its terms: the control message, and the payload behind it. */
  readonly data: Uint8Array;
  /** Bytes of the control message. */
  readonly controlBytes: number;
  readonly atoms: readonly number[];
}

/** A signal of which fragments have come. */
interface Sequence {
  readonly atoms: readonly number[];
  readonly parts: Uint8Array[];
  left: bigint;
}

/** Signals of one connection as packets, both ways ("Protocol between Connected Nodes" in the documentation of `erts`). */
export class Packets {
  readonly #incoming: AtomCache;
  readonly #outgoing: AtomCache;
  readonly #sequences = new Map<bigint, Sequence>();
  #lastSequence = 0n;

  constructor(texts: AtomTexts) {
    this.#incoming = new AtomCache(texts);
    this.#outgoing = new AtomCache(texts);
  }

  /** A signal with versions in front of its terms. */
  passThrough(data: Uint8Array): Packet {
    return [Uint8Array.of(PASS_THROUGH), data];
  }

  /** A signal with a header; more than one packet if it is long and the other node takes fragments. */
  write({ data, controlBytes, atoms }: WrittenSignal, takesFragments: boolean): Packet[] {
    const references = this.#outgoing.write(atoms);
    if (!takesFragments || data.length <= FRAGMENT_BYTES) return [[Uint8Array.of(VERSION, WHOLE), references, data]];
    // All of the control message is in the first one.
    const first = Math.max(FRAGMENT_BYTES, controlBytes);
    const count = 1 + Math.ceil((data.length - first) / FRAGMENT_BYTES);
    const sequence = ++this.#lastSequence;
    const packets = [[fragmentHeader(FIRST_FRAGMENT, sequence, count), references, data.subarray(0, first)]];
    for (let at = first, left = count - 1; at < data.length; at += FRAGMENT_BYTES, left--)
      packets.push([fragmentHeader(NEXT_FRAGMENT, sequence, left), data.subarray(at, at + FRAGMENT_BYTES)]);
    return packets;
  }

  /** The signal that is complete with a packet; undefined if there is none yet. Throws HeaderError. */
  read(packet: Uint8Array): ReceivedSignal | undefined {
    if (packet[0] === PASS_THROUGH) return { data: [packet.subarray(1)], atoms: undefined };
    if (packet[0] !== VERSION) throw new HeaderError('a packet is none of a node');
    if (packet[1] === WHOLE) {
      const { end, atoms } = this.#incoming.read(packet, 2);
      return { data: [packet.subarray(end)], atoms };
    }
    if ((packet[1] !== FIRST_FRAGMENT && packet[1] !== NEXT_FRAGMENT) || packet.length < 2 + FRAGMENT_NUMBERS)
      throw new HeaderError('a packet is none of a node');
    const view = new DataView(packet.buffer, packet.byteOffset, packet.length);
    return this.#fragment(packet, view.getBigUint64(2), view.getBigUint64(10));
  }

  #fragment(packet: Uint8Array, number: bigint, left: bigint): ReceivedSignal | undefined {
    const start = 2 + FRAGMENT_NUMBERS;
    let sequence = this.#sequences.get(number);
    if (packet[1] === FIRST_FRAGMENT) {
      if (sequence !== undefined || left === 0n) throw new HeaderError('a fragment begins what has begun');
      const { end, atoms } = this.#incoming.read(packet, start);
      sequence = { atoms, parts: [packet.subarray(end)], left };
      this.#sequences.set(number, sequence);
    } else {
      if (sequence === undefined || left !== sequence.left - 1n) throw new HeaderError('a fragment is missing');
      sequence.parts.push(packet.subarray(start));
      sequence.left = left;
    }
    if (left > 1n) return undefined;
    this.#sequences.delete(number);
    return { data: sequence.parts, atoms: sequence.atoms };
  }
}

function fragmentHeader(kind: number, sequence: bigint, left: number): Uint8Array {
  const header = new Uint8Array(2 + FRAGMENT_NUMBERS);
  header[0] = VERSION;
  header[1] = kind;
  const view = new DataView(header.buffer);
  view.setBigUint64(2, sequence);
  view.setBigUint64(10, BigInt(left));
  return header;
}
