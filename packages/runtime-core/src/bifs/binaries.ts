import type { Term } from '@beamline/beam-file';
import { eachLeaf } from '../terms/leaves.js';
import { atom, binary, integer, list, NIL, tuple } from '../terms/plain-terms.js';
import { badarg, bytesOf, elementsOf, integerBetween, integerOf, iolistBytes } from './arguments.js';
import type { HostBifs } from './bif-context.js';

/** Bits under construction. */
class Bits {
  readonly bytes: number[] = [];
  size = 0;

  add(bytes: Uint8Array, count: number): void {
    if (this.size % 8 === 0) {
      for (let i = 0; i < Math.ceil(count / 8); i++) this.bytes.push(bytes[i] ?? 0);
      this.size += count;
      if (count % 8 !== 0) this.bytes.push((this.bytes.pop() ?? 0) & (0xff << (8 - (count % 8))) & 0xff);
      return;
    }
    for (let i = 0; i < count; i++) {
      const bit = ((bytes[i >> 3] ?? 0) >> (7 - (i & 7))) & 1;
      if (this.size % 8 === 0) this.bytes.push(0);
      const last = this.bytes.length - 1;
      this.bytes[last] = (this.bytes[last] ?? 0) | (bit << (7 - (this.size % 8)));
      this.size++;
    }
  }
}

/** `list_to_bitstring/1`: as an iolist, with bitstrings of any size. */
function bitstring(data: Term | undefined): Term {
  if (data?.kind !== 'nil' && data?.kind !== 'list') return badarg();
  const bits = new Bits();
  eachLeaf(data, (term, isTail) => {
    if (term.kind === 'bitstring') bits.add(term.bytes, term.bitSize);
    else if (isTail) badarg();
    else bits.add(Uint8Array.of(integerBetween(term, 0, 255)), 8);
  });
  return { kind: 'bitstring', bytes: Uint8Array.from(bits.bytes), bitSize: bits.size };
}

function byteList(bytes: Uint8Array): Term {
  return list([...bytes].map(integer));
}

/** `bitstring_to_list/1`: the last bits, if fewer than a byte, stay a bitstring. */
function bitList(term: Term | undefined): Term {
  if (term?.kind !== 'bitstring') return badarg();
  const whole = term.bitSize >> 3;
  const elements: Term[] = [...term.bytes.subarray(0, whole)].map(integer);
  if (term.bitSize % 8 !== 0) elements.push({ kind: 'bitstring', bytes: term.bytes.slice(whole), bitSize: term.bitSize % 8 });
  return list(elements);
}

/** `binary_to_list/3`: from one position to another, from 1, both included. */
function bytesBetween(data: Term | undefined, from: Term | undefined, to: Term | undefined): Term {
  const bytes = bytesOf(data);
  const first = integerBetween(from, 1, bytes.length);
  const last = integerBetween(to, first, bytes.length);
  return byteList(bytes.subarray(first - 1, last));
}

/** A byte by its position. */
function byteAt(data: Term | undefined, position: number | bigint | undefined): Term {
  const bytes = bytesOf(data);
  const byte = position === undefined ? bytes[bytes.length - 1] : bytes[Number(position)];
  return byte === undefined || (position !== undefined && position < 0) ? badarg() : integer(byte);
}

function copies(data: Term | undefined, count: number | bigint): Term {
  // Zero copies of a bitstring are allowed, even if it is not a binary.
  if (data?.kind === 'bitstring' && count === 0) return binary(new Uint8Array());
  const bytes = bytesOf(data);
  if (count < 0 || Number(count) > 0xfffffff) return badarg();
  const result = new Uint8Array(bytes.length * Number(count));
  for (let i = 0; i < count; i++) result.set(bytes, i * bytes.length);
  return binary(result);
}

function commonLength(data: Term | undefined, fromEnd: boolean): Term {
  const all = elementsOf(data).map(bytesOf);
  const [first] = all;
  if (first === undefined) return badarg();
  let length = 0;
  const at = (bytes: Uint8Array): number | undefined => bytes[fromEnd ? bytes.length - 1 - length : length];
  while (length < first.length && all.every((bytes) => at(bytes) === at(first))) length++;
  return integer(length);
}

/** Patterns: one, some, or what `compile_pattern/1` made of them. */
function patternsOf(term: Term | undefined): readonly Uint8Array[] {
  if (term?.kind === 'tuple' && term.elements.length === 2 && term.elements[0]?.kind === 'atom') {
    const { name } = term.elements[0];
    return name === 'bm' || name === 'ac' ? elementsOf(term.elements[1]).map(bytesOf) : badarg();
  }
  const patterns = term?.kind === 'bitstring' ? [bytesOf(term)] : elementsOf(term).map(bytesOf);
  if (patterns.length === 0 || patterns.some((pattern) => pattern.length === 0)) return badarg();
  return patterns;
}

function compilePattern(term: Term | undefined): Term {
  const patterns = term?.kind === 'tuple' ? badarg() : patternsOf(term);
  return tuple(atom(patterns.length === 1 ? 'bm' : 'ac'), list(patterns.map(binary)));
}

interface Found {
  readonly at: number;
  readonly length: number;
}

/** The first place of a pattern between two positions; of those that begin there the longest one. */
function search(bytes: Uint8Array, patterns: readonly Uint8Array[], from: number, to: number): Found | undefined {
  let found: Found | undefined;
  for (const pattern of patterns) {
    const [first = 0] = pattern;
    const last = Math.min(to - pattern.length, found?.at ?? Number.POSITIVE_INFINITY);
    for (let at = bytes.indexOf(first, from); at >= 0 && at <= last; at = bytes.indexOf(first, at + 1)) {
      let length = 1;
      while (length < pattern.length && bytes[at + length] === pattern[length]) length++;
      if (length < pattern.length) continue;
      if (found === undefined || at < found.at || length > found.length) found = { at, length };
      break;
    }
  }
  return found;
}

function searchAll(bytes: Uint8Array, patterns: readonly Uint8Array[], from: number, to: number): Found[] {
  const all: Found[] = [];
  for (let found = search(bytes, patterns, from, to); found !== undefined; ) {
    all.push(found);
    found = search(bytes, patterns, found.at + found.length, to);
  }
  return all;
}

/** A scope `{Start, Length}`, the length negative for what lies in front. */
function scopeOf(term: Term | undefined, size: number): { from: number; to: number } {
  if (term?.kind !== 'tuple' || term.elements.length !== 2) return badarg();
  const [start, length] = term.elements.map(integerOf);
  if (start === undefined || length === undefined) return badarg();
  const a = Number(start);
  const b = a + Number(length);
  const [from, to] = b < a ? [b, a] : [a, b];
  return a < 0 || from < 0 || to > size ? badarg() : { from, to };
}

interface SearchOptions {
  from: number;
  to: number;
  global: boolean;
  trim: boolean;
  trimAll: boolean;
}

function optionsOf(term: Term | undefined, size: number, split: boolean): SearchOptions {
  const options = { from: 0, to: size, global: false, trim: false, trimAll: false };
  // OTP does not look at the tail of the list.
  const given = term?.kind === 'list' ? term.elements : term === undefined ? [] : elementsOf(term);
  for (const option of given) {
    if (
      option.kind === 'tuple' &&
      option.elements[0]?.kind === 'atom' &&
      option.elements[0].name === 'scope' &&
      option.elements.length === 2
    ) {
      Object.assign(options, scopeOf(option.elements[1], size));
    } else if (split && option.kind === 'atom') {
      if (option.name === 'global') options.global = true;
      else if (option.name === 'trim') options.trim = true;
      else if (option.name === 'trim_all') options.trimAll = true;
      else return badarg();
    } else {
      return badarg();
    }
  }
  return options;
}

const place = ({ at, length }: Found): Term => tuple(integer(at), integer(length));

function match(data: Term | undefined, pattern: Term | undefined, options: Term | undefined): Term {
  const bytes = bytesOf(data);
  // An empty scope is not searched: the pattern is not even checked.
  if (bytes.length === 0 && options === undefined) return atom('nomatch');
  const patterns = patternsOf(pattern);
  const { from, to } = optionsOf(options, bytes.length, false);
  const found = search(bytes, patterns, from, to);
  return found === undefined ? atom('nomatch') : place(found);
}

function matches(data: Term | undefined, pattern: Term | undefined, options: Term | undefined): Term {
  const bytes = bytesOf(data);
  if (bytes.length === 0 && options === undefined) return NIL;
  const patterns = patternsOf(pattern);
  const { from, to } = optionsOf(options, bytes.length, false);
  return list(searchAll(bytes, patterns, from, to).map(place));
}

function split(data: Term | undefined, pattern: Term | undefined, given: Term | undefined): Term {
  const bytes = bytesOf(data);
  if (bytes.length === 0 && given === undefined) return list([binary(bytes)]);
  const patterns = patternsOf(pattern);
  const options = optionsOf(given, bytes.length, true);
  const { from, to } = options;
  const found = options.global ? searchAll(bytes, patterns, from, to) : [search(bytes, patterns, from, to) ?? []].flat();
  if (found.length === 0) return (options.trim || options.trimAll) && bytes.length === 0 ? NIL : list([binary(bytes)]);
  let parts: Uint8Array[] = [];
  let start = 0;
  for (const { at, length } of found) {
    parts.push(bytes.slice(start, at));
    start = at + length;
  }
  parts.push(bytes.slice(start));
  if (options.trimAll) parts = parts.filter((part) => part.length > 0);
  else if (options.trim) while (parts.length > 0 && parts[parts.length - 1]?.length === 0) parts.pop();
  return list(parts.map(binary));
}

/** Binaries: conversion, and the module `binary`. */
export const binaryBifs: HostBifs = {
  'erlang:iolist_to_iovec/1': ([data]) => {
    const bytes = iolistBytes(data);
    return bytes.length === 0 ? NIL : list([binary(bytes)]);
  },
  'erlang:list_to_bitstring/1': ([data]) => bitstring(data),
  'erlang:binary_to_list/3': ([data, from, to]) => bytesBetween(data, from, to),
  'erlang:bitstring_to_list/1': ([data]) => bitList(data),
  'binary:at/2': ([data, position]) => byteAt(data, integerOf(position)),
  'binary:first/1': ([data]) => byteAt(data, 0),
  'binary:last/1': ([data]) => byteAt(data, undefined),
  'binary:copy/1': ([data]) => copies(data, 1),
  'binary:copy/2': ([data, count]) => copies(data, integerOf(count)),
  'binary:longest_common_prefix/1': ([data]) => commonLength(data, false),
  'binary:longest_common_suffix/1': ([data]) => commonLength(data, true),
  'binary:compile_pattern/1': ([pattern]) => compilePattern(pattern),
  'binary:match/2': ([data, pattern]) => match(data, pattern, undefined),
  'binary:match/3': ([data, pattern, options]) => match(data, pattern, options),
  'binary:matches/2': ([data, pattern]) => matches(data, pattern, undefined),
  'binary:matches/3': ([data, pattern, options]) => matches(data, pattern, options),
  'binary:split/2': ([data, pattern]) => split(data, pattern, undefined),
  'binary:split/3': ([data, pattern, options]) => split(data, pattern, options),
};
