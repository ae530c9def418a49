import type { Term } from '@beamline/beam-file';
import { findPacket, type PacketOptions, packetTerm } from './packets.js';

/** Kinds of packets by the number that the option `packet` has (`TCP_PB_…` in `inet_int.hrl`). */
const PACKETS: readonly (string | number)[] = [
  ...['raw', 1, 2, 4, 'asn1', 'sunrm', 'cdr', 'fcgi', 'line', 'tpkt', 'http', 'httph', 'ssl_tls', 'http_bin', 'httph_bin'],
];

/** Most bytes of a packet with what is in front of it: OTP's driver counts them in 32 bits. */
const MAXIMUM_PACKET = 0x7fffffff;

/** Packets that come as terms. */
const TERMS: ReadonlySet<string | number> = new Set(['http', 'httph', 'http_bin', 'httph_bin', 'ssl_tls']);

/** A packet, as bytes or, of HTTP and TLS, as a term. */
export type Packet = Uint8Array | Term;

/** What has come over a connection, and is cut into packets. */
export class PacketBuffer {
  #store: Uint8Array = new Uint8Array();
  #start = 0;
  #end = 0;
  /** True behind the first line of HTTP: headers follow. */
  #isInHeaders = false;

  get length(): number {
    return this.#end - this.#start;
  }

  append(bytes: Uint8Array): void {
    if (this.#end + bytes.length > this.#store.length) this.#makeRoom(0, bytes.length);
    this.#store.set(bytes, this.#end);
    this.#end += bytes.length;
  }

  /** Puts bytes in front: `prim_inet:unrecv/2`. */
  prepend(bytes: Uint8Array): void {
    if (bytes.length > this.#start) this.#makeRoom(bytes.length, 0);
    this.#start -= bytes.length;
    this.#store.set(bytes, this.#start);
  }

  /** What comes next begins a packet of another kind. */
  begin(): void {
    this.#isInHeaders = false;
  }

  clear(): void {
    this.#store = new Uint8Array();
    this.#start = 0;
    this.#end = 0;
    this.begin();
  }

  /** Takes exactly as many bytes, or all that there are if it is 0; undefined if they are not there. */
  takeBytes(count: number): Uint8Array | undefined {
    const wanted = count === 0 ? this.length : count;
    return wanted === 0 || wanted > this.length ? undefined : this.#take(0, wanted, wanted);
  }

  /** As `takeBytes`, of bytes that stay. */
  peekBytes(count: number): Uint8Array | undefined {
    return count > this.length ? undefined : this.#store.slice(this.#start, this.#start + count);
  }

  /**
   * Takes the next packet.
   * @param packet - value of the option `packet`
   * @returns undefined if it is not there yet, `'invalid'` if it is too long or not such a packet
   */
  takePacket(packet: number, options: PacketOptions): Packet | 'invalid' | undefined {
    const kind = PACKETS[packet] ?? 'raw';
    if (this.length === 0) return undefined;
    const type = this.#isInHeaders && kind === 'http' ? 'httph' : this.#isInHeaders && kind === 'http_bin' ? 'httph_bin' : kind;
    const found = findPacket(type, this.#store.subarray(this.#start, this.#end), options);
    if (found === 'invalid') return found;
    if ('more' in found) return found.more !== undefined && found.more > MAXIMUM_PACKET ? 'invalid' : undefined;
    const bytes = this.#take(found.start, found.size, found.total);
    if (!TERMS.has(type)) return bytes;
    const term = packetTerm(type, bytes);
    if (kind === 'http' || kind === 'http_bin') {
      if (term.kind === 'atom') this.#isInHeaders = false;
      else if (!this.#isInHeaders)
        this.#isInHeaders = term.kind === 'tuple' && term.elements[0]?.kind === 'atom' && term.elements[0].name !== 'http_error';
    }
    return term;
  }

  #take(start: number, size: number, total: number): Uint8Array {
    const from = this.#start + start;
    const packet = this.#store.slice(from, from + size);
    this.#start += total;
    if (this.#start === this.#end) {
      this.#start = 0;
      this.#end = 0;
    }
    return packet;
  }

  /** Makes room in front and behind; what is there grows twofold, so that no byte is moved often. */
  #makeRoom(front: number, behind: number): void {
    const kept = this.#store.subarray(this.#start, this.#end);
    const needed = front + kept.length + behind;
    const store = needed <= this.#store.length ? this.#store : new Uint8Array(Math.max(needed, 2 * this.#store.length));
    if (store === this.#store) store.copyWithin(front, this.#start, this.#end);
    else store.set(kept, front);
    this.#store = store;
    this.#start = front;
    this.#end = front + kept.length;
  }
}
