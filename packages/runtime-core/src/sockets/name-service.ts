import { type Network, NetworkError } from '../io/network.js';
import type { PortPeer } from '../ports/port-peer.js';
import { addressBytes, addressText } from './inet-addresses.js';
import { word } from './inet-protocol.js';

/** The name of the program of OTP in whose place this stands. */
export const NAME_SERVICE_PROGRAM = 'inet_gethost';

/** What a request asks for, and for which protocol (`erts/etc/common/inet_gethost.c`). */
const Request = { addresses: 1, names: 2 } as const;
const IPV6 = 2;

/** The first byte of an answer that tells an error; others have the size of an address. */
const ERROR = 0;

/** Bytes in front of what a request is about: its number, what it asks for, the protocol. */
const HEADER = 6;

/** Looks up names and addresses, as the program does that OTP starts for that. Requests and answers come as packets. */
export class NameService implements PortPeer {
  readonly #network: Network;
  readonly #answer: (bytes: Uint8Array) => void;

  constructor(network: Network, answer: (bytes: Uint8Array) => void) {
    this.#network = network;
    this.#answer = answer;
  }

  /** @param packet - a request with its length in front */
  write(packet: Uint8Array): void {
    const request = packet.subarray(4);
    const subject = request.slice(HEADER);
    const number = request.slice(0, 4);
    const isIpv6 = request[5] === IPV6;
    // Others have no answer: a request is given up, or there is more to print.
    if (request[4] !== Request.addresses && request[4] !== Request.names) return;
    const found = request[4] === Request.addresses ? this.#addresses(subject, isIpv6 ? 'inet6' : 'inet') : this.#names(subject, isIpv6);
    found.then(
      (bytes) => {
        this.#reply(number, bytes);
      },
      (error: unknown) => {
        if (!(error instanceof NetworkError)) throw error;
        const code = error.code === 'nxdomain' ? 'notfound' : error.code;
        this.#reply(number, [ERROR, ...new TextEncoder().encode(code)]);
      },
    );
  }

  close(): void {
    // Answers to a port that is closed go nowhere.
  }

  async #addresses(subject: Uint8Array, family: 'inet' | 'inet6'): Promise<number[]> {
    const end = subject.indexOf(0);
    const name = new TextDecoder().decode(subject.subarray(0, end < 0 ? subject.length : end));
    const found = await this.#network.lookUp(name, family);
    return entry(
      found.map((text) => addressBytes(text) ?? new Uint8Array(family === 'inet' ? 4 : 16)),
      [name],
      family === 'inet' ? 4 : 16,
    );
  }

  async #names(subject: Uint8Array, isIpv6: boolean): Promise<number[]> {
    const bytes = subject.subarray(0, isIpv6 ? 16 : 4);
    return entry([bytes], await this.#network.lookUpNames(addressText(bytes)), bytes.length);
  }

  #reply(number: Uint8Array, bytes: readonly number[]): void {
    this.#answer(Uint8Array.from([...word(number.length + bytes.length), ...number, ...bytes]));
  }
}

/** An entry as the program writes it: addresses of one size, and names. */
function entry(addresses: readonly Uint8Array[], names: readonly string[], size: number): number[] {
  const texts = names.flatMap((name) => [...new TextEncoder().encode(name), 0]);
  return [size, ...word(addresses.length), ...addresses.flatMap((address) => [...address]), ...word(names.length), ...texts];
}
