import type { Term } from '@beamline/beam-file';
import type { SocketAddress } from '../../io/network.js';
import { atom, binary, integer, tuple } from '../../terms/plain-terms.js';
import { addressBytes, addressText } from '../inet-addresses.js';
import { field, record } from './socket-machine.js';

// Addresses as `socket` has them: maps with a family, made complete by `prim_socket:enc_sockaddr/1`.

/** What stands for addresses by an atom. */
const SPECIAL = {
  inet: new Map([
    ['any', '0.0.0.0'],
    ['loopback', '127.0.0.1'],
    ['broadcast', '255.255.255.255'],
  ]),
  inet6: new Map([
    ['any', '::'],
    ['loopback', '::1'],
  ]),
};

/** The tuple of an IP address: bytes or, of IPv6, words. */
export function hostTuple(text: string): Term {
  const bytes = addressBytes(text) ?? new Uint8Array(4);
  if (bytes.length === 4) return tuple(...Array.from(bytes, (byte) => integer(byte)));
  return tuple(...Array.from({ length: 8 }, (_, i) => integer(((bytes[2 * i] ?? 0) << 8) | (bytes[2 * i + 1] ?? 0))));
}

/** Numeric text of an IP address as a tuple or an atom like `any`; undefined if it is none of the family. */
export function hostText(term: Term | undefined, family: 'inet' | 'inet6'): string | undefined {
  if (term?.kind === 'atom') return SPECIAL[family].get(term.name);
  const [count, most] = family === 'inet' ? [4, 0xff] : [8, 0xffff];
  if (term?.kind !== 'tuple' || term.elements.length !== count) return undefined;
  const parts = term.elements.map((part) => (part.kind === 'integer' && part.value >= 0 && part.value <= most ? Number(part.value) : -1));
  if (parts.includes(-1)) return undefined;
  return addressText(Uint8Array.from(family === 'inet' ? parts : parts.flatMap((word) => [word >> 8, word & 0xff])));
}

/** Reads an address; undefined if it is none that there are sockets for. */
export function readSockaddr(term: Term | undefined): SocketAddress | undefined {
  const family = field(term, 'family');
  if (family?.kind !== 'atom') return undefined;
  if (family.name === 'local') {
    const path = field(term, 'path');
    return path?.kind === 'bitstring' ? { family: 'local', address: new TextDecoder().decode(path.bytes), port: 0 } : undefined;
  }
  if (family.name !== 'inet' && family.name !== 'inet6') return undefined;
  const address = hostText(field(term, 'addr'), family.name);
  const port = field(term, 'port');
  if (address === undefined || port?.kind !== 'integer') return undefined;
  const scope = field(term, 'scope_id');
  const scopeText = scope?.kind === 'integer' && scope.value > 0 ? `%${String(scope.value)}` : '';
  // Of a port the system sees 16 bits.
  return { family: family.name, address: address + scopeText, port: Number(BigInt.asUintN(16, BigInt(port.value))) };
}

/** True for the address `#{family => unspec}`, which ends the connection of a socket for datagrams. */
export function isUnspecified(term: Term | undefined): boolean {
  const family = field(term, 'family');
  return family?.kind === 'atom' && family.name === 'unspec';
}

/** The address that nothing is known of. */
export const UNSPECIFIED: Term = record({ family: atom('unspec'), addr: binary(new Uint8Array()) });

/** An address as a map. */
export function sockaddrTerm({ family, address, port }: SocketAddress): Term {
  if (family === 'local') return record({ family: atom('local'), path: binary(new TextEncoder().encode(address)) });
  const common = { family: atom(family), addr: hostTuple(address), port: integer(port) };
  if (family === 'inet') return record(common);
  const scope = Number(/%(\d+)$/.exec(address)?.[1] ?? 0);
  return record({ ...common, flowinfo: integer(0), scope_id: integer(scope) });
}
