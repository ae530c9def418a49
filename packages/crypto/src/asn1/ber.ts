import type { Term } from '@beamline/beam-file';
import { terms } from '@beamline/runtime-core';
import { binaryBytes, elements, joined, smallInteger, tupleElements } from '../terms/arguments.js';

/** In a first byte: the class, and whether there are parts; in a length: that there are more bytes of it, or that it is not told. */
const CLASS = 0xc0;
const CONSTRUCTED = 0x20;
const LONG_TAG = 0x1f;
const MORE = 0x80;
/** A tag is a number of 16 bits with the class in front. */
const CLASS_SHIFT = 10;
const MOST_BYTES = 2 ** 31;

/** What is wrong with bytes, and where. */
export class BerError {
  constructor(
    readonly problem: 'invalid_length' | 'invalid_tag' | 'invalid_value',
    readonly at: number,
  ) {}
}

/** A value whose parts are being read. */
interface Open {
  readonly tag: number;
  readonly parts: Term[];
  /** Where it ends; undefined where two zeros tell. */
  readonly end: number | undefined;
  /** Where that in which it is ends. */
  readonly limit: number;
}

/** Reads the first value of bytes as `{Tag, Value}`, with what is left of them. Throws BerError. */
export function decodeBer(bytes: Uint8Array): Term {
  const open: Open[] = [];
  let at = 0;
  let limit = bytes.length;
  for (;;) {
    let value = start();
    // What is complete goes to what it is a part of.
    while (value !== undefined) {
      const around = open.at(-1);
      if (around === undefined) return terms.tuple(value, terms.binary(bytes.slice(at)));
      around.parts.push(value);
      if (around.end === undefined && at + 1 >= limit) throw new BerError('invalid_length', at);
      value = closed(around);
    }
  }

  /** Begins a value; returns it if it has no parts to be read. */
  function start(): Term | undefined {
    const isConstructed = ((bytes[at] ?? 0) & CONSTRUCTED) !== 0;
    const tag = readTag();
    if (bytes[at] === MORE) {
      at++;
      if (at + 1 >= limit || !isConstructed) throw new BerError('invalid_length', at);
      const opened = { tag, parts: [], end: undefined, limit };
      open.push(opened);
      return closed(opened);
    }
    const end = readLength();
    if (!isConstructed) {
      const body = bytes.slice(at, end);
      at = end;
      return terms.tuple(terms.integer(tag), terms.binary(body));
    }
    const opened = { tag, parts: [], end, limit };
    open.push(opened);
    limit = end;
    return closed(opened);
  }

  /** The value that was opened last, if it ends here. */
  function closed(opened: Open): Term | undefined {
    if (opened.end === undefined ? bytes[at] !== 0 || bytes[at + 1] !== 0 : at < opened.end) return undefined;
    if (opened.end === undefined) at += 2;
    open.pop();
    limit = opened.limit;
    return terms.tuple(terms.integer(opened.tag), terms.list(opened.parts));
  }

  function readTag(): number {
    if (at + 2 > limit) throw new BerError('invalid_value', at);
    const first = bytes[at] ?? 0;
    const group = (first & CLASS) << CLASS_SHIFT;
    if ((first & LONG_TAG) !== LONG_TAG) {
      at++;
      return group | (first & LONG_TAG);
    }
    if (at + 3 > limit) throw new BerError('invalid_value', at);
    at++;
    const second = bytes[at] ?? 0;
    at++;
    if (second < MORE) return group | second;
    const third = bytes[at] ?? 0;
    if (third >= MORE) throw new BerError('invalid_tag', at);
    at++;
    return group | ((second & ~MORE) << 7) | third;
  }

  /** Reads a length that is told; returns where the value ends. */
  function readLength(): number {
    let length = bytes[at] ?? 0;
    if (length >= MORE) {
      let count = length & ~MORE;
      if (count > limit - (at + 1)) throw new BerError('invalid_length', at);
      length = 0;
      while (count-- > 0) {
        at++;
        length = length * 256 + (bytes[at] ?? 0);
        if (length >= MOST_BYTES) throw new BerError('invalid_length', at);
      }
    }
    if (length > limit - (at + 1)) throw new BerError('invalid_value', at);
    at++;
    return at + length;
  }
}

function tagBytes(tag: number, isConstructed: boolean): number[] {
  const first = ((tag >> CLASS_SHIFT) & CLASS) | (isConstructed ? CONSTRUCTED : 0);
  const number = tag & 0xffff;
  if (number < LONG_TAG) return [first | number];
  const rest =
    number < 0x80
      ? [number]
      : number < 0x4000
        ? [(number >> 7) | MORE, number & 0x7f]
        : [(number >> 14) | MORE, ((number >> 7) & 0x7f) | MORE, number & 0x7f];
  return [first | LONG_TAG, ...rest];
}

function lengthBytes(length: number): number[] {
  if (length < MORE) return [length];
  const bytes: number[] = [];
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) bytes.unshift(rest & 255);
  return [MORE | bytes.length, ...bytes];
}

/** The bytes of `{Tag, Value}`; undefined for any other term. Parts that are nested deeper than a certificate's are refused. */
export function encodeBer(term: Term | undefined, depth = 0): Uint8Array | undefined {
  const [tagTerm, value, ...more] = tupleElements(term) ?? [];
  const tag = smallInteger(tagTerm);
  if (tag === undefined || tag < 0 || value === undefined || more.length > 0 || depth > MOST_DEPTH) return undefined;
  const whole = binaryBytes(value);
  if (whole !== undefined) return joined([Uint8Array.from([...tagBytes(tag, false), ...lengthBytes(whole.length)]), whole]);
  const parts: Uint8Array[] = [];
  for (const part of elements(value) ?? [undefined]) {
    const bytes = encodeBer(part, depth + 1);
    if (bytes === undefined) return undefined;
    parts.push(bytes);
  }
  const body = joined(parts);
  return joined([Uint8Array.from([...tagBytes(tag, true), ...lengthBytes(body.length)]), body]);
}

const MOST_DEPTH = 1000;
