import { InflateError, inflateZlibPrefix } from './inflate.js';
import type { AtomTerm, IntegerTerm, NilTerm, PidTerm, PortTerm, ReferenceTerm, Term } from './term.js';
import { decodeLatin1, decodeUtf8 } from './utf8.js';

/** Raised by `decodeExternalTerm` for bytes that are not an external term. */
export class ExternalTermError extends Error {
  override readonly name: string = 'ExternalTermError';
  /** Offset in the bytes that were given; in the inflated bytes when the term was compressed. */
  readonly offset: number;

  constructor(message: string, offset: number) {
    super(`${message} (offset ${offset})`);
    this.offset = offset;
  }
}

/** Tags of the external term format (`erts/emulator/beam/external.h`, erl_ext_dist). */
const Tag = {
  version: 131,
  record: 67,
  newFloat: 70,
  bitBinary: 77,
  compressed: 80,
  newPid: 88,
  newPort: 89,
  newerReference: 90,
  smallInteger: 97,
  integer: 98,
  float: 99,
  atom: 100,
  reference: 101,
  port: 102,
  pid: 103,
  smallTuple: 104,
  largeTuple: 105,
  nil: 106,
  string: 107,
  list: 108,
  binary: 109,
  smallBig: 110,
  largeBig: 111,
  newFun: 112,
  export: 113,
  newReference: 114,
  smallAtom: 115,
  map: 116,
  atomUtf8: 118,
  smallAtomUtf8: 119,
  v4Port: 120,
} as const;

const NIL: NilTerm = { kind: 'nil' };

/** Strings and small integers are frequent: these are shared. */
const SMALL_INTEGERS: readonly IntegerTerm[] = Array.from({ length: 256 }, (_, value) => ({ kind: 'integer', value }));

/**
 * Decodes one term of the external term format, with its leading 131, that takes all of the bytes.
 * All tags of OTP 25..29 that can be in a file are known; tags of old releases too, but not the
 * atom cache references of the distribution protocol and not `FUN_EXT` (117), which no emulator
 * takes any more. Nesting can be as deep as the bytes allow. Throws ExternalTermError.
 */
export function decodeExternalTerm(bytes: Uint8Array): Term {
  const { term, size } = decodeExternalTermPrefix(bytes);
  if (size !== bytes.length) throw new ExternalTermError(`${bytes.length - size} bytes are left after the term`, size);
  return term;
}

/**
 * As `decodeExternalTerm`, for a term that may have other bytes after it: `size` bytes were taken.
 */
export function decodeExternalTermPrefix(bytes: Uint8Array): { readonly term: Term; readonly size: number } {
  if (bytes[0] !== Tag.version) throw new ExternalTermError('an external term starts with 131', 0);
  if (bytes[1] !== Tag.compressed) {
    const decoder = new TermDecoder(bytes, 1);
    const term = decoder.decode();
    return { term, size: decoder.position };
  }
  if (bytes.length < 6) throw new ExternalTermError('the size of a compressed term is cut off', 2);
  const size = (((bytes[2] as number) << 24) | ((bytes[3] as number) << 16) | ((bytes[4] as number) << 8) | (bytes[5] as number)) >>> 0;
  let inflated: Uint8Array;
  let length: number;
  try {
    ({ bytes: inflated, length } = inflateZlibPrefix(bytes.subarray(6), size));
  } catch (error) {
    if (error instanceof InflateError) throw new ExternalTermError(error.message, 6);
    throw error;
  }
  const decoder = new TermDecoder(inflated, 0);
  const term = decoder.decode();
  if (decoder.position !== size)
    throw new ExternalTermError(`${size - decoder.position} inflated bytes are left after the term`, decoder.position);
  return { term, size: 6 + length };
}

/** A compound term whose parts are being read. */
interface Frame {
  readonly parts: Term[];
  /** How many parts it has. */
  size: number;
  readonly finish: (parts: Term[]) => Term;
}

/** Reads terms with a stack of its own, so that nesting cannot exhaust JavaScript's. */
class TermDecoder {
  /** Offset of the next byte; when the term is read, of the first one after it. */
  position: number;
  private readonly stack: Frame[] = [];

  constructor(
    private readonly bytes: Uint8Array,
    start: number,
  ) {
    this.position = start;
  }

  decode(): Term {
    const { stack } = this;
    for (;;) {
      let term = this.simpleOrOpen();
      // A term without parts, or the last part of those that are open, closes one or more.
      while (term !== undefined) {
        const frame = stack[stack.length - 1];
        if (frame === undefined) return term;
        frame.parts.push(term);
        if (frame.parts.length < frame.size) break;
        stack.pop();
        term = frame.finish(frame.parts);
      }
    }
  }

  /** Reads a term that has no parts; for one that has, opens a frame and gives undefined. */
  private simpleOrOpen(): Term | undefined {
    const at = this.position;
    const tag = this.byte();
    switch (tag) {
      case Tag.smallInteger:
        return SMALL_INTEGERS[this.byte()];
      case Tag.integer:
        return { kind: 'integer', value: this.uint32() | 0 };
      case Tag.smallBig:
        return this.big(this.byte());
      case Tag.largeBig:
        return this.big(this.uint32());
      case Tag.newFloat:
        return this.newFloat();
      case Tag.float:
        return this.textFloat();
      case Tag.atom:
        return this.atomText(this.uint16(), false);
      case Tag.smallAtom:
        return this.atomText(this.byte(), false);
      case Tag.atomUtf8:
        return this.atomText(this.uint16(), true);
      case Tag.smallAtomUtf8:
        return this.atomText(this.byte(), true);
      case Tag.nil:
        return NIL;
      case Tag.string:
        return this.string(this.uint16());
      case Tag.binary:
        return this.binary(this.uint32());
      case Tag.bitBinary: {
        const size = this.uint32();
        return this.bitstring(size, this.byte());
      }
      case Tag.list:
        return this.list(this.parts(1, 1));
      case Tag.smallTuple:
        return this.tuple(this.byte());
      case Tag.largeTuple:
        return this.tuple(this.parts(1, 0));
      case Tag.map:
        return this.open(this.parts(2, 0) * 2, finishMap);
      case Tag.pid:
      case Tag.newPid:
        return this.pid(tag === Tag.newPid);
      case Tag.port:
      case Tag.newPort:
      case Tag.v4Port:
        return this.port(tag);
      case Tag.reference:
      case Tag.newReference:
      case Tag.newerReference:
        return this.reference(tag);
      case Tag.export:
        return this.exportTerm();
      case Tag.newFun:
        return this.fun(at);
      case Tag.record:
        return this.record();
      default:
        throw new ExternalTermError(`tag ${tag} is not known`, at);
    }
  }

  /** Reads a 32-bit count whose every unit is `unit` terms, of a byte at least; `extra` more follow. */
  private parts(unit: number, extra: number): number {
    const count = this.uint32();
    if (count * unit + extra > this.bytes.length - this.position) {
      throw this.error(`${count} elements do not fit in the ${this.bytes.length - this.position} bytes left`);
    }
    return count;
  }

  private open(size: number, finish: (parts: Term[]) => Term): Term | undefined {
    if (size === 0) return finish([]);
    this.stack.push({ parts: [], size, finish });
    return undefined;
  }

  /** A list whose tail is a list again goes on in the same frame, to be linear in a chain of them. */
  private list(size: number): undefined {
    const top = this.stack[this.stack.length - 1];
    if (top?.finish === finishList && top.parts.length === top.size - 1) top.size += size;
    else this.stack.push({ parts: [], size: size + 1, finish: finishList });
    return undefined;
  }

  private tuple(size: number): Term | undefined {
    return this.open(size, finishTuple);
  }

  private big(size: number): Term {
    // As in OTP any byte but 0 is a minus.
    const sign = this.byte();
    const start = this.skip(size);
    let hex = '0x0';
    for (let p = start + size - 1; p >= start; p--) hex += (this.bytes[p] as number).toString(16).padStart(2, '0');
    let value: bigint;
    try {
      value = BigInt(hex);
    } catch {
      // JavaScript's integers have a limit, 2^30 bits in V8.
      throw this.error(`integer of ${size} bytes is too large`);
    }
    if (sign !== 0) value = -value;
    const small = Number(value);
    return { kind: 'integer', value: Number.isSafeInteger(small) ? small : value };
  }

  private newFloat(): Term {
    const start = this.skip(8);
    const value = new DataView(this.bytes.buffer, this.bytes.byteOffset + start, 8).getFloat64(0);
    return this.finite(value);
  }

  /** The float of OTP before R14: 31 bytes of text, as `sprintf` with `%.20e` gives it. */
  private textFloat(): Term {
    const start = this.skip(31);
    const text = decodeLatin1(this.bytes, start, start + 31).replace(/\0[\s\S]*$/, '');
    if (!/^\s*[-+]?\d+\.\d+(e[-+]?\d+)?$/.test(text)) throw this.error('text of a float is malformed');
    return this.finite(Number(text));
  }

  private finite(value: number): Term {
    if (!Number.isFinite(value)) throw this.error('a float is not finite');
    return { kind: 'float', value };
  }

  private atomText(size: number, utf8: boolean): AtomTerm {
    const start = this.skip(size);
    const name = utf8 ? decodeUtf8(this.bytes, start, start + size) : decodeLatin1(this.bytes, start, start + size);
    if (name === undefined) throw this.error('an atom is not UTF-8');
    if (name.length > 255 && [...name].length > 255) throw this.error('an atom has more than 255 characters');
    return { kind: 'atom', name };
  }

  /** A list of bytes. */
  private string(size: number): Term {
    const start = this.skip(size);
    if (size === 0) return NIL;
    const elements: Term[] = [];
    for (let p = start; p < start + size; p++) elements.push(SMALL_INTEGERS[this.bytes[p] as number] as IntegerTerm);
    return { kind: 'list', elements, tail: NIL };
  }

  private binary(size: number): Term {
    const start = this.skip(size);
    return { kind: 'bitstring', bytes: this.bytes.slice(start, start + size), bitSize: size * 8 };
  }

  private bitstring(size: number, lastBits: number): Term {
    if (size === 0 ? lastBits !== 0 : lastBits < 1 || lastBits > 8) {
      throw this.error(`last byte of a bitstring has ${lastBits} bits`);
    }
    const start = this.skip(size);
    if (size === 0) return { kind: 'bitstring', bytes: new Uint8Array(0), bitSize: 0 };
    const bytes = this.bytes.slice(start, start + size);
    const last = bytes[size - 1] as number;
    bytes[size - 1] = last & (0xff00 >> lastBits);
    return { kind: 'bitstring', bytes, bitSize: (size - 1) * 8 + lastBits };
  }

  private pid(wideCreation: boolean): PidTerm {
    const node = this.atom();
    const id = this.uint32();
    const serial = this.uint32();
    return { kind: 'pid', node, id, serial, creation: wideCreation ? this.uint32() : this.byte() & 3 };
  }

  private port(tag: number): PortTerm {
    const node = this.atom();
    const high = tag === Tag.v4Port ? BigInt(this.uint32()) : 0n;
    const id = (high << 32n) | BigInt(this.uint32());
    return { kind: 'port', node, id, creation: tag === Tag.port ? this.byte() & 3 : this.uint32() };
  }

  private reference(tag: number): ReferenceTerm {
    const count = tag === Tag.reference ? 1 : this.uint16();
    if (count < 1 || count > 5) throw this.error(`a reference has ${count} words`);
    const node = this.atom();
    let creation = 0;
    if (tag === Tag.newReference) creation = this.byte() & 3;
    else if (tag === Tag.newerReference) creation = this.uint32();
    const ids: number[] = [];
    for (let i = 0; i < count; i++) ids.push(this.uint32());
    if (tag === Tag.reference) creation = this.byte() & 3;
    return { kind: 'reference', node, creation, ids };
  }

  private exportTerm(): Term {
    const module = this.atom();
    const name = this.atom();
    return { kind: 'export', module, function: name, arity: this.integer() };
  }

  private fun(at: number): Term | undefined {
    const size = this.uint32();
    if (size !== 0 && at + 1 + size > this.bytes.length) throw this.error('a fun is cut off');
    const arity = this.byte();
    const uniqAt = this.skip(16);
    const uniq = this.bytes.slice(uniqAt, uniqAt + 16);
    const index = this.uint32();
    const free = this.parts(1, 0);
    const module = this.atom();
    const oldIndex = this.integer();
    const oldUniq = this.integer();
    return this.open(free + 1, ([pid, ...rest]) => ({
      kind: 'fun',
      module,
      arity,
      uniq,
      index,
      oldIndex,
      oldUniq,
      pid: pid ?? NIL,
      free: rest,
    }));
  }

  /** As `term_to_binary/1` of OTP 29 writes it: the names of all fields, then their values. */
  private record(): Term | undefined {
    const count = this.parts(2, 0);
    const exported = this.byte();
    if (exported > 1) throw this.error(`the exported flag of a record must be 0 or 1, not ${exported}`);
    const module = this.atom();
    const name = this.atom();
    const names = Array.from({ length: count }, () => this.atom());
    if (new Set(names).size !== count) throw this.error('two fields of a record have one name');
    return this.open(count, (values) => ({
      kind: 'record',
      module,
      name,
      exported: exported === 1,
      fields: values.map((value, i): [string, Term] => [names[i] as string, value]),
    }));
  }

  /** An atom as a part of another term. */
  private atom(): string {
    const at = this.position;
    const term = ATOM_TAGS.has(this.bytes[at] ?? 0) ? this.simpleOrOpen() : undefined;
    if (term?.kind !== 'atom') throw new ExternalTermError('an atom is expected', at);
    return term.name;
  }

  /** A small integer as a part of another term. */
  private integer(): number {
    const at = this.position;
    const tag = this.byte();
    if (tag === Tag.smallInteger) return this.byte();
    if (tag === Tag.integer) return this.uint32() | 0;
    throw new ExternalTermError('an integer of 32 bits is expected', at);
  }

  private byte(): number {
    return this.bytes[this.skip(1)] as number;
  }

  private uint16(): number {
    const p = this.skip(2);
    return ((this.bytes[p] as number) << 8) | (this.bytes[p + 1] as number);
  }

  private uint32(): number {
    const p = this.skip(4);
    const b = this.bytes;
    return (((b[p] as number) << 24) | ((b[p + 1] as number) << 16) | ((b[p + 2] as number) << 8) | (b[p + 3] as number)) >>> 0;
  }

  private skip(size: number): number {
    const start = this.position;
    if (size > this.bytes.length - start) throw this.error('the term is cut off');
    this.position += size;
    return start;
  }

  private error(message: string): ExternalTermError {
    return new ExternalTermError(message, this.position);
  }
}

const ATOM_TAGS: ReadonlySet<number> = new Set([Tag.atom, Tag.smallAtom, Tag.atomUtf8, Tag.smallAtomUtf8]);

function finishTuple(elements: Term[]): Term {
  return { kind: 'tuple', elements };
}

/** The last part is the tail; a string there gives further cells of this list. */
function finishList(parts: Term[]): Term {
  const tail = parts.pop() ?? NIL;
  if (parts.length === 0) return tail;
  if (tail.kind !== 'list') return { kind: 'list', elements: parts, tail };
  return { kind: 'list', elements: parts.concat(tail.elements), tail: tail.tail };
}

function finishMap(parts: Term[]): Term {
  const pairs: [Term, Term][] = [];
  for (let i = 0; i < parts.length; i += 2) pairs.push([parts[i] as Term, parts[i + 1] as Term]);
  return { kind: 'map', pairs };
}
