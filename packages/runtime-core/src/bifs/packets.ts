import type { Term } from '@beamline/beam-file';
import { findPacket, NEWLINE, type PacketOptions, packetTerm } from '../sockets/packets.js';
import { atom, integer, tuple } from '../terms/plain-terms.js';
import { atomOf, badarg, elementsOf, integerBetween } from './arguments.js';
import type { HostBifs } from './bif-context.js';
import { BifFailure } from './bif-failure.js';

const PACKET_TYPES: ReadonlySet<string | number> = new Set([
  ...[0, 1, 2, 4, 'raw', 'asn1', 'sunrm', 'cdr', 'fcgi', 'tpkt', 'ssl_tls', 'line'],
  ...['http', 'http_bin', 'httph', 'httph_bin'],
]);

function readOptions(term: Term | undefined): PacketOptions {
  let options: PacketOptions = { packetSize: 0, lineLength: 0, delimiter: NEWLINE };
  for (const option of elementsOf(term)) {
    const [name, value] = option.kind === 'tuple' && option.elements.length === 2 ? option.elements : [];
    const key = atomOf(name);
    if (key === 'packet_size') options = { ...options, packetSize: integerBetween(value, 0, 0xffffffff) };
    else if (key === 'line_length') options = { ...options, lineLength: integerBetween(value, 0, 0xffffffff) };
    else if (key === 'line_delimiter') options = { ...options, delimiter: integerBetween(value, 0, 255) };
    else badarg();
  }
  return options;
}

/** Packets of network protocols. */
export const packetBifs: HostBifs = {
  'erlang:decode_packet/3': ([kind, bytesTerm, optionList]) => {
    const type = kind?.kind === 'integer' ? Number(kind.value) : kind?.kind === 'atom' ? kind.name : '';
    if (!PACKET_TYPES.has(type)) throw new BifFailure('badarg', 'badopt');
    if (bytesTerm?.kind !== 'bitstring') return badarg();
    // Bits after the last byte are part of the rest only.
    const bytes = bytesTerm.bytes.subarray(0, bytesTerm.bitSize >> 3);
    const options = readOptions(optionList);
    if (bytes.length === 0) findPacket(type, Uint8Array.of(0), options);
    const found = findPacket(type, bytes, options);
    if (found === 'invalid') return tuple(atom('error'), atom('invalid'));
    if ('more' in found) return tuple(atom('more'), found.more === undefined ? atom('undefined') : integer(found.more));
    const packet = bytes.slice(found.start, found.start + found.size);
    const rest: Term = { kind: 'bitstring', bytes: bytesTerm.bytes.slice(found.total), bitSize: bytesTerm.bitSize - 8 * found.total };
    return tuple(atom('ok'), packetTerm(type, packet), rest);
  },
};
