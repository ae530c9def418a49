import type { Term } from '@beamline/beam-file';
import { ByteBuffer } from '../terms/byte-buffer.js';
import { atom, binary, boolean, integer, list, NIL, tuple } from '../terms/plain-terms.js';
import { badarg, bytesOf } from './arguments.js';
import type { HostBifs } from './bif-context.js';

/** Where the conversion of character data stopped, and why. */
interface Stop {
  readonly reason: 'error' | 'incomplete';
  /** What was not converted. */
  readonly rest: Term;
}

/** One character of UTF-8: its code and bytes; −1 if it is wrong, −2 if bytes are missing at the end. */
function decodeOne(bytes: Uint8Array, at: number, result: { code: number; length: number }): void {
  const first = bytes[at] ?? 0;
  const length = first < 0x80 ? 1 : first < 0xc0 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf8 ? 4 : 0;
  result.length = length;
  if (length === 1) {
    result.code = first;
    return;
  }
  // The first byte of an overlong form, or of a code that is too great, is an error only once the other bytes are there.
  const never = at + length <= bytes.length && (first === 0xc0 || first === 0xc1 || first > 0xf4);
  result.code = length === 0 || never ? -1 : first & (0x7f >> length);
  if (result.code === -1) return;
  for (let i = 1; i < length; i++) {
    const byte = bytes[at + i];
    if (byte === undefined) {
      result.code = -2;
      return;
    }
    // While bytes are missing any that may follow will do.
    const whole = at + length <= bytes.length;
    // The second byte tells forms that are too long, surrogates and what is too great.
    const least = !whole ? 0x80 : i === 1 && first === 0xe0 ? 0xa0 : i === 1 && first === 0xf0 ? 0x90 : 0x80;
    const most = !whole ? 0xbf : i === 1 && first === 0xed ? 0x9f : i === 1 && first === 0xf4 ? 0x8f : 0xbf;
    if (byte < least || byte > most) {
      result.code = -1;
      return;
    }
    result.code = (result.code << 6) | (byte & 63);
  }
}

/** How character data is encoded: bytes a unit, and their order. UTF-8 and Latin-1 have units of a byte. */
interface Encoding {
  readonly name: 'latin1' | 'utf8' | 'utf16' | 'utf32';
  readonly little: boolean;
}

/** One character of any encoding, as `decodeOne`. */
function decodeBy(encoding: Encoding, bytes: Uint8Array, at: number, result: { code: number; length: number }): void {
  const { name, little } = encoding;
  if (name === 'utf8') {
    decodeOne(bytes, at, result);
    return;
  }
  const unit = name === 'latin1' ? 1 : name === 'utf16' ? 2 : 4;
  const read = (offset: number): number => {
    let value = 0;
    for (let i = 0; i < unit; i++) value = value * 256 + (bytes[at + offset + (little ? unit - 1 - i : i)] ?? 0);
    return value;
  };
  result.length = unit;
  if (at + unit > bytes.length) {
    result.code = -2;
    return;
  }
  result.code = read(0);
  if (name === 'utf16' && result.code >= 0xd800 && result.code <= 0xdbff) {
    result.length = 4;
    const low = at + 4 > bytes.length ? -2 : read(2);
    result.code = low === -2 ? -2 : low >= 0xdc00 && low <= 0xdfff ? 0x10000 + ((result.code & 0x3ff) << 10) + (low & 0x3ff) : -1;
  } else if (result.code > 0x10ffff || (name !== 'latin1' && result.code >= 0xd800 && result.code <= 0xdfff)) {
    result.code = -1;
  }
}

/** A list that has been entered: what is left of it. */
interface Level {
  readonly elements: readonly Term[];
  readonly tail: Term;
  next: number;
}

/** What is left of a level after its current element. */
function restOfLevel(level: Level): Term {
  const elements = level.elements.slice(level.next);
  return elements.length === 0 ? level.tail : { kind: 'list', elements, tail: level.tail };
}

function consed(head: Term, tail: Term): Term {
  if (tail.kind === 'list') return { kind: 'list', elements: [head, ...tail.elements], tail: tail.tail };
  return { kind: 'list', elements: [head], tail };
}

/** True if the first bytes of a character in UTF-32 cannot become one. */
function isBeyondUnicode(bytes: Uint8Array, at: number, little: boolean): boolean {
  const start = bytes.subarray(at, at + 4);
  // From the most significant byte on; where that comes last, nothing is known before the third.
  const [first = 0, second = 0, third = 0] = little ? [0, start[2], start[1]] : start;
  return first !== 0 || second > 0x10 || (start.length === 3 && second === 0 && third >= 0xd8 && third <= 0xdf);
}

/** Passes each character of some data to `take`; returns where it stopped, undefined at the end. */
function convert(data: Term, encoding: Encoding, take: (code: number) => void): Stop | undefined {
  const levels: Level[] = [];
  const one = { code: 0, length: 0 };
  /** Bytes of a character that the next binary has to complete. */
  let carried: Uint8Array = new Uint8Array();

  const stop = (reason: 'error' | 'incomplete', at: Term): Stop => {
    let rest = at;
    for (const [i, level] of levels.toReversed().entries()) {
      const behind = restOfLevel(level);
      rest = i > 0 && rest.kind === 'nil' ? behind : consed(rest, behind);
    }
    return { reason, rest };
  };
  // OTP decodes these encodings in Erlang, and tells what is left in another form.
  const isWide = encoding.name === 'utf16' || encoding.name === 'utf32';
  /** The carried bytes are not a character: they go in front of all that is left from `next` on. */
  const carriedStop = (next: Term): Stop => {
    const { rest } = stop('error', next);
    return { reason: 'error', rest: isWide ? consed(binary(carried), rest) : list([binary(carried), rest]) };
  };
  const binaryStop = (term: Term): Stop | undefined => {
    const own = bytesOf(term);
    const bytes = carried.length === 0 ? own : Uint8Array.of(...carried, ...own);
    for (let at = 0; at < bytes.length; ) {
      decodeBy(encoding, bytes, at, one);
      if (one.code === -1) {
        if (at >= carried.length) return stop('error', binary(bytes.slice(at)));
        if (encoding.name !== 'utf32') return carriedStop(term);
        const { rest } = stop('error', binary(bytes.slice(at + 4)));
        return { reason: 'error', rest: consed(binary(bytes.slice(at, at + 4)), rest) };
      }
      if (one.code === -2) {
        if (encoding.name === 'utf32' && isBeyondUnicode(bytes, at, encoding.little)) return stop('error', binary(bytes.slice(at)));
        carried = bytes.slice(at);
        return undefined;
      }
      take(one.code);
      at += one.length;
    }
    carried = new Uint8Array();
    return undefined;
  };

  let term: Term | undefined = data;
  if (data.kind !== 'bitstring' && data.kind !== 'list' && data.kind !== 'nil') return badarg();
  while (term !== undefined) {
    if (term.kind === 'list') {
      levels.push({ elements: term.elements, tail: term.tail, next: 0 });
    } else if (term.kind === 'bitstring') {
      const stopped = binaryStop(term);
      if (stopped !== undefined) return stopped;
    } else if (term.kind === 'integer') {
      const { value } = term;
      if (carried.length > 0) return carriedStop(term);
      if (value < 0 || value > (encoding.name === 'latin1' ? 255 : 0x10ffff) || (value >= 0xd800 && value <= 0xdfff))
        return stop('error', isWide ? list([term]) : term);
      take(Number(value));
    } else if (term.kind !== 'nil') {
      return badarg();
    }
    term = undefined;
    for (let level = levels[levels.length - 1]; term === undefined && level !== undefined; level = levels[levels.length - 1]) {
      term = level.elements[level.next];
      if (term !== undefined) {
        level.next++;
      } else {
        levels.pop();
        if (level.tail.kind === 'nil') continue;
        if (level.tail.kind !== 'bitstring') return badarg();
        term = level.tail;
      }
    }
  }
  return carried.length > 0 ? { reason: 'incomplete', rest: binary(carried) } : undefined;
}

const ENCODINGS: Readonly<Record<string, Encoding>> = {
  latin1: { name: 'latin1', little: false },
  utf8: { name: 'utf8', little: false },
  unicode: { name: 'utf8', little: false },
  utf16: { name: 'utf16', little: false },
  utf32: { name: 'utf32', little: false },
};

/** An encoding, `{utf16, little}` and so on included. */
function encodingOf(term: Term | undefined): Encoding {
  const [name, order] = term?.kind === 'tuple' && term.elements.length === 2 ? term.elements : [term];
  const encoding = name?.kind === 'atom' && Object.hasOwn(ENCODINGS, name.name) ? ENCODINGS[name.name] : undefined;
  if (encoding === undefined) return badarg();
  if (order === undefined) return encoding;
  const wide = encoding.name === 'utf16' || encoding.name === 'utf32';
  if (!wide || order.kind !== 'atom' || (order.name !== 'little' && order.name !== 'big')) return badarg();
  return { name: encoding.name, little: order.name === 'little' };
}

function withStop(result: Term, stop: Stop | undefined): Term {
  return stop === undefined ? result : tuple(atom(stop.reason), result, stop.rest);
}

function toBinary(data: Term | undefined, encoding: Term | undefined): Term {
  const bytes = new ByteBuffer();
  const stop = convert(data ?? NIL, encodingOf(encoding), (code) => {
    bytes.utf8(code);
  });
  return withStop(binary(bytes.finish()), stop);
}

function toList(data: Term | undefined, encoding: Term | undefined): Term {
  const codes: Term[] = [];
  const stop = convert(data ?? NIL, encodingOf(encoding), (code) => {
    codes.push(integer(code));
  });
  return withStop(list(codes), stop);
}

/** The module `unicode`. */
export const unicodeBifs: HostBifs = {
  'unicode:characters_to_binary/2': ([data, encoding]) => toBinary(data, encoding),
  'unicode:characters_to_list/2': ([data, encoding]) => toList(data, encoding),
  'unicode:bin_is_7bit/1': ([data]) =>
    boolean(data?.kind === 'bitstring' && data.bitSize % 8 === 0 && data.bytes.every((byte) => byte < 128)),
};
