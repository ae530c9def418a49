import type { SocketAddress } from '../io/network.js';

// Addresses as `prim_inet` writes and reads them: a byte for the family, then port and address, most significant byte first.

/** The first byte of an address (`INET_AF_…` in `inet_int.hrl`). */
const Family = { unspec: 0, inet: 1, inet6: 2, any: 3, loopback: 4, local: 5, undefined: 6, list: 7 } as const;

/** Bytes of an address of IPv6, and of the flow and scope that may follow it. */
const IPV6_BYTES = 16;
const IPV6_EXTRA_BYTES = 8;

/** Numeric text of the bytes of an address, 4 or 16. */
export function addressText(bytes: Uint8Array): string {
  if (bytes.length === 4) return bytes.join('.');
  const words = Array.from({ length: 8 }, (_, i) => (((bytes[2 * i] ?? 0) << 8) | (bytes[2 * i + 1] ?? 0)).toString(16));
  return words.join(':');
}

/** The bytes of numeric text, 4 or 16; undefined if it is none. */
export function addressBytes(text: string): Uint8Array | undefined {
  if (!text.includes(':')) {
    const parts = text.split('.').map(Number);
    return parts.length === 4 && parts.every((part) => part >= 0 && part <= 255) ? Uint8Array.from(parts) : undefined;
  }
  const [address = ''] = text.split('%', 1);
  const [head = '', tail] = address.split('::', 2);
  const front = words(head);
  const back = words(tail ?? '');
  const gap = 8 - front.length - back.length;
  if (gap < 0 || (tail === undefined && gap !== 0)) return undefined;
  const all = [...front, ...Array.from({ length: gap }, () => 0), ...back];
  return Uint8Array.from(all.flatMap((word) => [word >> 8, word & 0xff]));
}

/** The words of a part of an address of IPv6, whose end may be one of IPv4. */
function words(text: string): number[] {
  if (text === '') return [];
  return text.split(':').flatMap((part) => {
    const bytes = part.includes('.') ? addressBytes(part) : undefined;
    if (bytes === undefined) return [Number.parseInt(part, 16)];
    return [((bytes[0] ?? 0) << 8) | (bytes[1] ?? 0), ((bytes[2] ?? 0) << 8) | (bytes[3] ?? 0)];
  });
}

/** What `any` and `loopback` are in a family. */
function special(kind: number, family: 'inet' | 'inet6'): string {
  if (kind === Family.any) return family === 'inet' ? '0.0.0.0' : '::';
  return family === 'inet' ? '127.0.0.1' : '::1';
}

/** The address of a socket that has none yet. */
export function anyAddress(family: SocketAddress['family']): SocketAddress {
  return { family, address: family === 'local' ? '' : special(Family.any, family), port: 0 };
}

/**
 * Reads an address.
 * @param family - the socket's
 * @returns the address and where it ends; undefined if it is none
 */
export function readAddress(
  data: Uint8Array,
  at: number,
  family: 'inet' | 'inet6' | 'local',
): { address: SocketAddress; end: number } | undefined {
  const kind = data[at] ?? 0;
  if (kind === Family.local) {
    const start = at + 2;
    const end = start + (data[at + 1] ?? 0);
    if (end > data.length) return undefined;
    return { address: { family: 'local', address: new TextDecoder().decode(data.subarray(start, end)), port: 0 }, end };
  }
  const port = ((data[at + 1] ?? 0) << 8) | (data[at + 2] ?? 0);
  const start = at + 3;
  if ((kind === Family.any || kind === Family.loopback) && family !== 'local')
    return { address: { family, address: special(kind, family), port }, end: start };
  if (kind === Family.inet && data.length >= start + 4)
    return { address: { family: 'inet', address: addressText(data.subarray(start, start + 4)), port }, end: start + 4 };
  if (kind !== Family.inet6 || data.length < start + IPV6_BYTES) return undefined;
  const end = start + IPV6_BYTES;
  return { address: { family: 'inet6', address: addressText(data.subarray(start, end)), port }, end: end + IPV6_EXTRA_BYTES };
}

/** The bytes of an address; that of a family and nothing else if there is none. */
export function writtenAddress(address: SocketAddress): number[] {
  if (address.family === 'local') {
    const path = new TextEncoder().encode(address.address);
    return [Family.local, path.length, ...path];
  }
  const bytes = addressBytes(address.address) ?? new Uint8Array(address.family === 'inet' ? 4 : IPV6_BYTES);
  return [bytes.length === 4 ? Family.inet : Family.inet6, address.port >> 8, address.port & 0xff, ...bytes];
}

/** An address without a port, as options and interfaces have it. */
export function writtenHost(text: string): number[] {
  const bytes = addressBytes(text) ?? new Uint8Array(4);
  return [bytes.length === 4 ? Family.inet : Family.inet6, ...bytes];
}
