import type { Term } from '@beamline/beam-file';
import { badarg } from '../bifs/arguments.js';
import { atom, binary, integer, list, tuple } from '../terms/plain-terms.js';

// Packets as sockets have them, and as `erlang:decode_packet/3` finds them (OTP's `erts/emulator/beam/packet_parser.c`).

/** Options of packets. */
export interface PacketOptions {
  /** Most bytes of a packet, 0 for no limit. */
  readonly packetSize: number;
  /** Most bytes of a line, 0 for no limit. */
  readonly lineLength: number;
  readonly delimiter: number;
}

/** Where a packet begins in the bytes, and its size; the bytes that it takes up with what is left out of it. */
interface PacketExtent {
  readonly start: number;
  readonly size: number;
  readonly total: number;
}

/** A whole packet, the bytes that it needs in all (undefined while unknown), or not a packet. */
export type FoundPacket = PacketExtent | 'invalid' | { readonly more: number | undefined };

const MORE = { more: undefined } as const;

/** A packet with a header, which is part of it or left out, and a body, to which the limit applies. */
function behindHeader(bytes: Uint8Array, header: number, size: number, { packetSize }: PacketOptions, isPart: boolean): FoundPacket {
  if (packetSize > 0 && size > packetSize) return 'invalid';
  const total = header + size;
  if (bytes.length < total) return { more: total };
  return isPart ? { start: 0, size: total, total } : { start: header, size, total };
}

function unsigned(bytes: Uint8Array, at: number, size: number): number {
  let value = 0;
  for (let i = 0; i < size; i++) value = value * 256 + (bytes[at + i] ?? 0);
  return value;
}

function findAsn1(bytes: Uint8Array, options: PacketOptions): FoundPacket {
  let at = 1;
  // A tag of more than 30 goes on while the highest bit is set.
  if (((bytes[0] ?? 0) & 0x1f) === 0x1f) while (at < bytes.length && (bytes[at++] ?? 0) >= 0x80);
  const first = bytes[at];
  if (first === undefined) return MORE;
  at++;
  const lengthBytes = first & 0x7f;
  if (first < 0x80) return behindHeader(bytes, at, first, options, true);
  if (lengthBytes > 4) return 'invalid';
  if (bytes.length < at + lengthBytes) return MORE;
  return behindHeader(bytes, at + lengthBytes, unsigned(bytes, at, lengthBytes), options, true);
}

function findLine(bytes: Uint8Array, { lineLength, packetSize, delimiter }: PacketOptions): FoundPacket {
  const end = bytes.indexOf(delimiter);
  const size = end < 0 ? bytes.length : end + 1;
  if (packetSize > 0 && size > packetSize) return 'invalid';
  // What is longer than a line may be comes in pieces.
  if (lineLength > 0 && size > lineLength) return { start: 0, size: lineLength, total: lineLength };
  return end < 0 ? MORE : { start: 0, size, total: size };
}

/** What ends a line, unless the options say otherwise. */
export const NEWLINE = 10;
const RETURN = 13;
const SPACE = 32;
const TAB = 9;

/** A line of HTTP; a header goes on in lines that begin with a blank, so that one more byte must be there. */
function findHttp(bytes: Uint8Array, isHeader: boolean, { packetSize }: PacketOptions): FoundPacket {
  for (let from = 0; ; ) {
    const end = bytes.indexOf(NEWLINE, from);
    if (end < 0) return packetSize > 0 && bytes.length >= packetSize ? 'invalid' : MORE;
    const size = end + 1;
    if (packetSize > 0 && size > packetSize) return 'invalid';
    const isEmpty = end === 0 || (end === 1 && bytes[0] === RETURN);
    if (!isHeader || isEmpty) return { start: 0, size, total: size };
    const next = bytes[size];
    if (next === undefined) return MORE;
    if (next !== SPACE && next !== TAB) return { start: 0, size, total: size };
    from = size;
  }
}

/** Finds the packet that bytes begin with. Fails with badarg for a type that there is none of. */
export function findPacket(type: string | number, bytes: Uint8Array, options: PacketOptions): FoundPacket {
  if (bytes.length === 0) return MORE;
  switch (type) {
    case 'raw':
    case 0:
      return { start: 0, size: bytes.length, total: bytes.length };
    case 1:
    case 2:
    case 4:
      return bytes.length < type ? MORE : behindHeader(bytes, type, unsigned(bytes, 0, type), options, false);
    case 'asn1':
      return findAsn1(bytes, options);
    case 'sunrm':
      return bytes.length < 4 ? MORE : behindHeader(bytes, 4, unsigned(bytes, 0, 4) % 2 ** 31, options, true);
    case 'cdr': {
      if (bytes.length < 12) return MORE;
      if (String.fromCharCode(...bytes.subarray(0, 4)) !== 'GIOP') return 'invalid';
      const size = bytes.slice(8, 12);
      return behindHeader(bytes, 12, unsigned(((bytes[6] ?? 0) & 1) === 1 ? size.reverse() : size, 0, 4), options, true);
    }
    case 'fcgi': {
      if (bytes.length < 8) return MORE;
      if (bytes[0] !== 1) return 'invalid';
      const size = 8 + unsigned(bytes, 4, 2);
      const total = size + (bytes[6] ?? 0);
      if (options.packetSize > 0 && total - 8 > options.packetSize) return 'invalid';
      return bytes.length >= total ? { start: 0, size, total } : { more: total };
    }
    case 'tpkt': {
      if (bytes.length < 4) return MORE;
      const size = unsigned(bytes, 2, 2);
      return bytes[0] !== 3 || size < 4 ? 'invalid' : behindHeader(bytes, 4, size - 4, options, true);
    }
    case 'ssl_tls': {
      if (bytes.length < 5) return MORE;
      const isOld = ((bytes[0] ?? 0) & 0x80) !== 0 && bytes[2] === 1;
      return isOld
        ? behindHeader(bytes, 2, unsigned(bytes, 0, 2) & 0x7fff, options, true)
        : behindHeader(bytes, 5, unsigned(bytes, 3, 2), options, true);
    }
    case 'line':
      return findLine(bytes, options);
    case 'http':
    case 'http_bin':
      return findHttp(bytes, false, options);
    case 'httph':
    case 'httph_bin':
      return findHttp(bytes, true, options);
    default:
      return badarg();
  }
}

/** Texts of a packet of HTTP: lists, or binaries for the types that end in `_bin`. */
type Text = (bytes: Uint8Array) => Term;

const METHODS: ReadonlySet<string> = new Set(['OPTIONS', 'GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'TRACE']);
/** Headers that are atoms, by their numbers from 1. */
const HEADERS = [
  ...['Cache-Control', 'Connection', 'Date', 'Pragma', 'Transfer-Encoding', 'Upgrade', 'Via', 'Accept', 'Accept-Charset'],
  ...['Accept-Encoding', 'Accept-Language', 'Authorization', 'From', 'Host', 'If-Modified-Since', 'If-Match', 'If-None-Match'],
  ...['If-Range', 'If-Unmodified-Since', 'Max-Forwards', 'Proxy-Authorization', 'Range', 'Referer', 'User-Agent', 'Age'],
  ...['Location', 'Proxy-Authenticate', 'Public', 'Retry-After', 'Server', 'Vary', 'Warning', 'Www-Authenticate', 'Allow'],
  ...['Content-Base', 'Content-Encoding', 'Content-Language', 'Content-Length', 'Content-Location', 'Content-Md5'],
  ...['Content-Range', 'Content-Type', 'Etag', 'Expires', 'Last-Modified', 'Accept-Ranges', 'Set-Cookie', 'Set-Cookie2'],
  ...['X-Forwarded-For', 'Cookie', 'Keep-Alive', 'Proxy-Connection'],
];
const headerNumber: ReadonlyMap<string, number> = new Map(HEADERS.map((name, i) => [name, i + 1]));

/** Bytes as text, one character each, so that patterns find them. */
function latin1(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
}

function ofLatin1(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

function uriTerm(uri: string, text: Text): Term {
  const of = (part: string): Term => text(ofLatin1(part));
  if (uri === '*') return atom('*');
  if (uri.startsWith('/')) return tuple(atom('abs_path'), of(uri));
  const [, scheme, host, port, path] = /^(https?):\/\/([^/:]*)(?::(\d+))?(\/.*)?$/i.exec(uri) ?? [];
  if (scheme !== undefined && host !== undefined) {
    const number = port === undefined ? atom('undefined') : integer(Number(port));
    return tuple(atom('absoluteURI'), atom(scheme.toLowerCase()), of(host), number, of(path ?? '/'));
  }
  const colon = uri.indexOf(':');
  return colon < 0 ? of(uri) : tuple(atom('scheme'), of(uri.slice(0, colon)), of(uri.slice(colon + 1)));
}

function requestLine(bytes: Uint8Array, text: Text): Term {
  const line = latin1(bytes).replace(/\r?\n$/, '');
  const failure = tuple(atom('http_error'), text(bytes));
  const version = (major: string | undefined, minor: string | undefined): Term => tuple(integer(Number(major)), integer(Number(minor)));
  if (line.startsWith('HTTP/')) {
    const [, major, minor, status, phrase] = /^HTTP\/(\d+)\.(\d+) +(\d+) *(.*)$/s.exec(line) ?? [];
    if (status === undefined) return failure;
    return tuple(atom('http_response'), version(major, minor), integer(Number(status)), text(ofLatin1(phrase ?? '')));
  }
  const [, method, uri, , major, minor] = /^([^ \t]+)[ \t]+([^ \t]+)([ \t]+HTTP\/(\d+)\.(\d+))?[ \t]*$/.exec(line) ?? [];
  if (method === undefined || uri === undefined) return failure;
  const name = METHODS.has(method) ? atom(method) : text(ofLatin1(method));
  return tuple(atom('http_request'), name, uriTerm(uri, text), version(major ?? '0', minor ?? '9'));
}

/** A name with a capital letter in front and after each dash; a second dash takes that back. */
function capitalized(name: string): string {
  let isCapital = true;
  let result = '';
  for (const character of name) {
    result += isCapital ? character.toUpperCase() : character.toLowerCase();
    isCapital = character === '-' && !isCapital;
  }
  return result;
}

function headerLine(bytes: Uint8Array, text: Text): Term {
  const line = latin1(bytes).replace(/\r?\n$/, '');
  if (line === '') return atom('http_eoh');
  const [, name, value] = /^([^\0-\x20()<>@,;:\\"/[\]?={}\x7f]*):[ \t]*(.*)$/s.exec(line) ?? [];
  if (name === undefined || value === undefined) return tuple(atom('http_error'), text(bytes));
  const known = capitalized(name);
  const number = headerNumber.get(known);
  const field = number === undefined ? text(ofLatin1(known)) : atom(known);
  return tuple(atom('http_header'), integer(number ?? 0), field, text(ofLatin1(name)), text(ofLatin1(value)));
}

function tlsRecord(bytes: Uint8Array): Term {
  const part = (at: number): Term => integer(bytes[at] ?? 0);
  const isOld = ((bytes[0] ?? 0) & 0x80) !== 0 && bytes[2] === 1;
  if (!isOld) return tuple(atom('ssl_tls'), list([]), part(0), tuple(part(1), part(2)), binary(bytes.slice(5)));
  // A hello of SSL 2 looks like one of the later versions, whose size has three bytes.
  const size = bytes.length - 3;
  const hello = Uint8Array.of(1, size >> 16, size >> 8, size, ...bytes.subarray(3));
  return tuple(atom('ssl_tls'), list([]), integer(22), tuple(part(3), part(4)), binary(hello));
}

/** A packet as Erlang code gets it: bytes, or what they say, of HTTP and TLS. */
export function packetTerm(type: string | number, bytes: Uint8Array): Term {
  const asList: Text = (part) => list([...part].map(integer));
  switch (type) {
    case 'http':
      return requestLine(bytes, asList);
    case 'http_bin':
      return requestLine(bytes, binary);
    case 'httph':
      return headerLine(bytes, asList);
    case 'httph_bin':
      return headerLine(bytes, binary);
    case 'ssl_tls':
      return tlsRecord(bytes);
    default:
      return binary(bytes);
  }
}
