import type { Term } from '@beamline/beam-file';
import type { Host } from '../host.js';

/** A native function failed: the reason is the atom. */
export class NativeFailure extends Error {
  constructor(readonly reason: 'badarg' | 'badarith' | 'system_limit') {
    super(reason);
  }
}

/** What native functions of the host know of the machine. */
export interface NativeContext {
  readonly host: Host;
  /** True if there is an atom of that name. */
  hasAtom(name: string): boolean;
  /** What `module_info/1` of a module that is loaded gives for an item; undefined if there is no such thing. */
  moduleInfo(module: string, item: string): Term | undefined;
  /** True if a module that is loaded exports the function. */
  isExported(module: string, name: string, arity: number): boolean;
  /** Names of the modules that are loaded. */
  loadedModules(): readonly string[];
}

/**
 * A native function of the host: plain terms in, a plain term out, or a promise of one, which its process waits for. Throws
 * NativeFailure or ErlangError.
 */
export type HostNative = (args: readonly Term[], context: NativeContext) => Term | Promise<Term>;

/** Native functions by `Module:Name/Arity`. */
export type HostNatives = Readonly<Record<string, HostNative>>;

export const NIL: Term = { kind: 'nil' };

export function badarg(): never {
  throw new NativeFailure('badarg');
}

export function integer(value: number | bigint): Term {
  return { kind: 'integer', value: typeof value === 'bigint' && Number.isSafeInteger(Number(value)) ? Number(value) : value };
}

export function atom(name: string): Term {
  return { kind: 'atom', name };
}

export function float(value: number): Term {
  return { kind: 'float', value };
}

export function tuple(...elements: Term[]): Term {
  return { kind: 'tuple', elements };
}

export function list(elements: readonly Term[]): Term {
  return elements.length === 0 ? NIL : { kind: 'list', elements, tail: NIL };
}

export function binary(bytes: Uint8Array): Term {
  return { kind: 'bitstring', bytes, bitSize: 8 * bytes.length };
}

const encoder = new TextEncoder();

/** A list of the characters of a text. */
export function characters(text: string): Term {
  return list([...text].map((character) => integer(character.codePointAt(0) ?? 0)));
}

/** A binary of a text in UTF-8. */
export function textBinary(text: string): Term {
  return binary(encoder.encode(text));
}

/** Elements of a proper list. */
export function elementsOf(term: Term | undefined): readonly Term[] {
  if (term?.kind === 'nil') return [];
  if (term?.kind !== 'list' || term.tail.kind !== 'nil') return badarg();
  return term.elements;
}

export function atomOf(term: Term | undefined): string {
  return term?.kind === 'atom' ? term.name : badarg();
}

export function integerOf(term: Term | undefined): number | bigint {
  return term?.kind === 'integer' ? term.value : badarg();
}

/** An integer between two limits. */
export function integerBetween(term: Term | undefined, least: number, most: number): number {
  const value = integerOf(term);
  return value >= least && value <= most ? Number(value) : badarg();
}

/** Bytes of a binary. */
export function bytesOf(term: Term | undefined): Uint8Array {
  return term?.kind === 'bitstring' && term.bitSize % 8 === 0 ? term.bytes : badarg();
}

/** Text of a list of characters. */
export function textOf(term: Term | undefined): string {
  let result = '';
  for (const element of elementsOf(term)) result += String.fromCodePoint(character(element));
  return result;
}

/** A character that a text can have. */
function character(term: Term): number {
  const code = integerBetween(term, 0, 0x10ffff);
  return code >= 0xd800 && code <= 0xdfff ? badarg() : code;
}

/** Bytes under construction. */
export class Bytes {
  #bytes: Uint8Array = new Uint8Array(256);
  length = 0;

  #reserve(count: number): void {
    if (this.length + count <= this.#bytes.length) return;
    const bytes = new Uint8Array(Math.max(2 * this.#bytes.length, this.length + count));
    bytes.set(this.#bytes.subarray(0, this.length));
    this.#bytes = bytes;
  }

  byte(value: number): void {
    this.#reserve(1);
    this.#bytes[this.length++] = value;
  }

  bytes(values: Uint8Array): void {
    this.#reserve(values.length);
    this.#bytes.set(values, this.length);
    this.length += values.length;
  }

  /** A character in UTF-8. */
  utf8(code: number): void {
    if (code < 0x80) {
      this.byte(code);
    } else if (code < 0x800) {
      this.byte(0xc0 | (code >> 6));
      this.byte(0x80 | (code & 63));
    } else if (code < 0x10000) {
      this.byte(0xe0 | (code >> 12));
      this.byte(0x80 | ((code >> 6) & 63));
      this.byte(0x80 | (code & 63));
    } else {
      this.byte(0xf0 | (code >> 18));
      this.byte(0x80 | ((code >> 12) & 63));
      this.byte(0x80 | ((code >> 6) & 63));
      this.byte(0x80 | (code & 63));
    }
  }

  finish(): Uint8Array {
    return this.#bytes.slice(0, this.length);
  }
}

/**
 * Calls `leaf` with what lies in a list of lists, from left to right, tails included; nil is left out. Nesting
 * costs no native stack.
 */
export function eachLeaf(data: Term, leaf: (term: Term, isTail: boolean) => void): void {
  const terms: Term[] = [data];
  const positions: number[] = [0];
  for (let term = terms[terms.length - 1]; term !== undefined; term = terms[terms.length - 1]) {
    const top = terms.length - 1;
    if (term.kind !== 'list') {
      terms.pop();
      positions.pop();
      if (term.kind !== 'nil') leaf(term, top === 0);
      continue;
    }
    const position = positions[top] ?? 0;
    positions[top] = position + 1;
    const element = term.elements[position];
    if (element === undefined) {
      terms.pop();
      positions.pop();
      if (term.tail.kind !== 'nil') leaf(term.tail, true);
    } else if (element.kind === 'list') {
      terms.push(element);
      positions.push(0);
    } else if (element.kind !== 'nil') {
      leaf(element, false);
    }
  }
}

/** Bytes of an iolist or a binary. */
export function iolistBytes(data: Term | undefined): Uint8Array {
  if (data?.kind === 'bitstring') return bytesOf(data);
  if (data?.kind !== 'nil' && data?.kind !== 'list') return badarg();
  const bytes = new Bytes();
  eachLeaf(data, (term, isTail) => {
    if (term.kind === 'bitstring') bytes.bytes(bytesOf(term));
    else if (isTail) badarg();
    else bytes.byte(integerBetween(term, 0, 255));
  });
  return bytes.finish();
}
