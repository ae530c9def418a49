import { addressText } from './inet-addresses.js';
import { readWord, word } from './inet-protocol.js';

/** Options by their numbers (`INET_OPT_…` and its like in `inet_int.hrl`). */
export const Option = {
  reuseAddress: 0,
  keepAlive: 1,
  dontRoute: 2,
  linger: 3,
  broadcast: 4,
  sendBuffer: 6,
  receiveBuffer: 7,
  priority: 8,
  typeOfService: 9,
  noDelay: 10,
  multicastInterface: 11,
  multicastTtl: 12,
  multicastLoop: 13,
  addMembership: 14,
  dropMembership: 15,
  ipv6Only: 16,
  buffer: 20,
  header: 21,
  active: 22,
  packet: 23,
  mode: 24,
  deliver: 25,
  exitOnClose: 26,
  highWatermark: 27,
  lowWatermark: 28,
  sendTimeout: 30,
  delaySend: 31,
  packetSize: 32,
  readPackets: 33,
  raw: 34,
  sendTimeoutClose: 35,
  highMessageQueueWatermark: 36,
  lowMessageQueueWatermark: 37,
  networkNamespace: 38,
  showsReset: 39,
  lineDelimiter: 40,
  trafficClass: 41,
  bindToDevice: 42,
  receivesTypeOfService: 43,
  receivesTrafficClass: 44,
  ttl: 46,
  receivesTtl: 47,
  noPush: 48,
  debug: 99,
} as const;

/** Values of `active`. */
export const Active = { off: 0, on: 1, once: 2, counted: 3 } as const;

/** Options whose value is one number, with what it is at first: those of the driver, and of Linux. */
const DEFAULTS: readonly (readonly [number, number])[] = [
  [Option.reuseAddress, 0],
  [Option.keepAlive, 0],
  [Option.dontRoute, 0],
  [Option.broadcast, 0],
  [Option.sendBuffer, 16_384],
  [Option.receiveBuffer, 131_072],
  [Option.priority, 0],
  [Option.typeOfService, 0],
  [Option.noDelay, 0],
  [Option.multicastTtl, 1],
  [Option.multicastLoop, 1],
  [Option.ipv6Only, 0],
  [Option.buffer, 1460],
  [Option.header, 0],
  [Option.packet, 0],
  [Option.mode, 0],
  [Option.deliver, 1],
  [Option.exitOnClose, 1],
  [Option.highWatermark, 8192],
  [Option.lowWatermark, 4096],
  [Option.sendTimeout, -1],
  [Option.delaySend, 0],
  [Option.packetSize, 0],
  [Option.readPackets, 5],
  [Option.sendTimeoutClose, 0],
  [Option.highMessageQueueWatermark, 8192],
  [Option.lowMessageQueueWatermark, 4096],
  [Option.showsReset, 0],
  [Option.lineDelimiter, 10],
  [Option.trafficClass, 0],
  [Option.receivesTypeOfService, 0],
  [Option.receivesTrafficClass, 0],
  [Option.ttl, 64],
  [Option.receivesTtl, 0],
  [Option.noPush, 0],
  [Option.debug, 0],
];

/** What is otherwise for datagrams. */
const DATAGRAM_DEFAULTS: readonly (readonly [number, number])[] = [
  [Option.sendBuffer, 212_992],
  [Option.receiveBuffer, 212_992],
  [Option.buffer, 8192],
];

/** Linux has room for as much again as is asked for, for its own needs, and tells so. */
const BUFFER_FACTOR = 2;

/** Greatest count of `{active, N}`. */
const GREATEST_COUNT = 32767;

/** A group of multicast and the interface over which it is reached. */
export interface Membership {
  readonly group: string;
  readonly interface: string;
}

/** What a change of options asks of a socket beyond keeping the value; undefined, or an error as OTP names it. */
export interface OptionEffects {
  changed(option: number, value: number): string | undefined;
  membershipChanged(isAdded: boolean, membership: Membership): string | undefined;
  interfaceChanged(address: string): string | undefined;
}

/** The options of a socket. */
export class SocketOptions {
  readonly #values: Map<number, number>;
  #lingers = false;
  #lingerSeconds = 0;
  active: number = Active.off;
  /** Messages that `{active, N}` still lets through. */
  count = 0;

  constructor(kind: 'stream' | 'datagram') {
    this.#values = new Map([...DEFAULTS, ...(kind === 'datagram' ? DATAGRAM_DEFAULTS : [])]);
  }

  /** The value of an option that is one number. */
  get(option: number): number {
    return this.#values.get(option) ?? 0;
  }

  /** True if what is written is thrown away when the socket is closed: `{linger, {true, 0}}`. */
  get isAborted(): boolean {
    return this.#lingers && this.#lingerSeconds === 0;
  }

  /** Notes that a message went to the owner by `active`; true if it was the last one of `{active, N}`. */
  passOne(): boolean {
    const isLast = this.active === Active.counted && --this.count === 0;
    if (isLast || this.active === Active.once) this.active = Active.off;
    return isLast;
  }

  /** Takes what another socket has, but for `active`. */
  copyFrom(other: SocketOptions): void {
    for (const [option, value] of other.#values) this.#values.set(option, value);
    this.#lingers = other.#lingers;
    this.#lingerSeconds = other.#lingerSeconds;
  }

  /** Reads and sets options, one after the other; an error as OTP names it ends that. */
  set(data: Uint8Array, effects: OptionEffects): string | undefined {
    let active: number | undefined;
    for (let at = 0; at < data.length; ) {
      const option = data[at++] ?? 0;
      const value = readWord(data, at);
      let error: string | undefined;
      switch (option) {
        case Option.active:
          at += 4;
          error = this.#setActive(value, value === Active.counted ? new DataView(data.buffer, data.byteOffset + at, 2).getInt16(0) : 0);
          if (value === Active.counted) at += 2;
          active = value;
          break;
        case Option.linger:
          this.#lingers = value !== 0;
          this.#lingerSeconds = readWord(data, at + 4);
          at += 8;
          break;
        case Option.addMembership:
        case Option.dropMembership: {
          const isV4 = value === 1;
          const start = at + 8;
          at = start + (isV4 ? 8 : 16);
          const group = addressText(data.subarray(start, isV4 ? start + 4 : at));
          const membership = { group, interface: isV4 ? addressText(data.subarray(start + 4, at)) : '::' };
          error = effects.membershipChanged(option === Option.addMembership, membership);
          break;
        }
        case Option.multicastInterface:
          error = effects.interfaceChanged(addressText(data.subarray(at, at + 4)));
          at += 4;
          break;
        default:
          // Options of the system that no host has: raw ones, namespaces, devices.
          if (!this.#values.has(option)) return 'einval';
          at += 4;
          this.#values.set(option, option === Option.sendBuffer || option === Option.receiveBuffer ? BUFFER_FACTOR * value : value);
          error = effects.changed(option, value);
      }
      if (error !== undefined) return error;
    }
    // What has come is given by all that was set.
    return active === undefined ? undefined : effects.changed(Option.active, active);
  }

  /** The values of options that are asked for, as `prim_inet` reads them; options without a value are left out. */
  written(asked: Uint8Array): number[] {
    const bytes: number[] = [];
    for (let at = 0; at < asked.length; at++) {
      const option = asked[at] ?? 0;
      if (option === Option.active) {
        bytes.push(option, ...word(this.active), ...(this.active === Active.counted ? [(this.count >> 8) & 0xff, this.count & 0xff] : []));
      } else if (option === Option.linger) {
        bytes.push(option, ...word(this.#lingers ? 1 : 0), ...word(this.#lingerSeconds));
      } else if (option === Option.raw) {
        // Level, name, and the size or the bytes to be filled.
        at += 9 + (asked[at + 9] === 1 ? 4 + readWord(asked, at + 10) : 4);
      } else {
        const value = this.#values.get(option);
        if (value !== undefined) bytes.push(option, ...word(value));
      }
    }
    return bytes;
  }

  /** Adds to what `{active, N}` lets through. */
  #setActive(active: number, count: number): string | undefined {
    if (active === Active.counted) {
      const sum = (this.active === Active.counted ? this.count : 0) + count;
      if (sum > GREATEST_COUNT || sum < -GREATEST_COUNT - 1) return 'einval';
      this.count = Math.max(sum, 0);
      this.active = this.count === 0 ? Active.off : Active.counted;
      return undefined;
    }
    this.count = 0;
    this.active = active;
    return undefined;
  }
}
