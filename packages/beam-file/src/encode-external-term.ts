import type { IntegerTerm, ListTerm, ReferenceTerm, Term } from './term.js';

/** How `encodeExternalTerm` writes. */
export interface ExternalTermOptions {
  /**
   * 2 writes all atoms in UTF-8; 1 those that have only Latin-1 characters in that; 0 also floats as text. Default 2, as OTP
   * since 26 (`term_to_binary/2`).
   */
  readonly minorVersion?: 0 | 1 | 2;
}

/** A term that has no external form, or none of the size it would need. */
export class ExternalTermEncodeError extends Error {
  override readonly name: string = 'ExternalTermEncodeError';
}

/** Longest list that is written as a string, in bytes. */
const LONGEST_STRING = 0xffff;

const encoder = new TextEncoder();

/**
 * Encodes a term in the external term format, with its leading 131, byte for byte as OTP does (`enc_term` in
 * `erts/emulator/beam/external.c`). Nesting costs no native stack. Throws ExternalTermEncodeError.
 */
export function encodeExternalTerm(term: Term, options: ExternalTermOptions = {}): Uint8Array<ArrayBuffer> {
  return new TermEncoder(options.minorVersion ?? 2).encode(term);
}

/** Stands after the parts of a fun, whose size is at an offset. */
interface FunEnd {
  readonly kind: 'funEnd';
  readonly at: number;
}

class TermEncoder {
  private bytes = new Uint8Array(256);
  private view = new DataView(this.bytes.buffer);
  private length = 0;
  /** Terms that remain to be written, the next one last. */
  private readonly pending: (Term | FunEnd)[] = [];

  constructor(private readonly minorVersion: 0 | 1 | 2) {}

  encode(term: Term): Uint8Array<ArrayBuffer> {
    this.u8(131);
    const { pending } = this;
    pending.push(term);
    for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
      if (next.kind === 'funEnd') this.view.setUint32(next.at, this.length - next.at);
      else this.one(next);
    }
    return this.bytes.slice(0, this.length);
  }

  private room(count: number): void {
    if (this.length + count <= this.bytes.length) return;
    const larger = new Uint8Array(Math.max(2 * this.bytes.length, this.length + count));
    larger.set(this.bytes.subarray(0, this.length));
    this.bytes = larger;
    this.view = new DataView(larger.buffer);
  }

  private u8(value: number): void {
    this.room(1);
    this.bytes[this.length++] = value;
  }

  private u16(value: number): void {
    this.room(2);
    this.view.setUint16(this.length, value);
    this.length += 2;
  }

  private u32(value: number): void {
    this.room(4);
    this.view.setUint32(this.length, value);
    this.length += 4;
  }

  private block(bytes: Uint8Array): void {
    this.room(bytes.length);
    this.bytes.set(bytes, this.length);
    this.length += bytes.length;
  }

  /** Puts parts in front of what remains, the first one first. */
  private push(parts: readonly Term[]): void {
    for (let i = parts.length - 1; i >= 0; i--) {
      const part = parts[i];
      if (part !== undefined) this.pending.push(part);
    }
  }

  private one(term: Term): void {
    switch (term.kind) {
      case 'integer':
        this.integer(term);
        return;
      case 'float':
        this.float(term.value);
        return;
      case 'atom':
        this.atom(term.name);
        return;
      case 'nil':
        this.u8(106);
        return;
      case 'list':
        this.list(term);
        return;
      case 'tuple':
        this.sized(104, 105, term.elements.length);
        this.push(term.elements);
        return;
      case 'map':
        this.u8(116);
        this.u32(term.pairs.length);
        for (let i = term.pairs.length - 1; i >= 0; i--) this.push(term.pairs[i] ?? []);
        return;
      case 'bitstring': {
        const rest = term.bitSize % 8;
        this.u8(rest === 0 ? 109 : 77);
        this.u32(term.bytes.length);
        if (rest !== 0) this.u8(rest);
        this.block(term.bytes);
        return;
      }
      case 'pid':
        this.u8(88);
        this.atom(term.node);
        this.u32(term.id);
        this.u32(term.serial);
        this.u32(term.creation);
        return;
      case 'port':
        if (term.id > 0xffffffffn) {
          this.u8(120);
          this.atom(term.node);
          this.u32(Number(term.id >> 32n));
        } else {
          this.u8(89);
          this.atom(term.node);
        }
        this.u32(Number(term.id & 0xffffffffn));
        this.u32(term.creation);
        return;
      case 'reference':
        this.reference(term);
        return;
      case 'record':
        this.u8(67);
        this.u32(term.fields.length);
        this.u8(term.exported ? 1 : 0);
        this.atom(term.module);
        this.atom(term.name);
        for (const [field] of term.fields) this.atom(field);
        this.push(term.fields.map(([, value]) => value));
        return;
      case 'export':
        this.u8(113);
        this.atom(term.module);
        this.atom(term.function);
        this.push([{ kind: 'integer', value: term.arity }]);
        return;
      case 'fun': {
        this.u8(112);
        // The size counts from itself on: it is written when all that the fun holds is there.
        this.pending.push({ kind: 'funEnd', at: this.length });
        this.u32(0);
        this.u8(term.arity);
        this.block(term.uniq);
        this.u32(term.index);
        this.u32(term.free.length);
        this.atom(term.module);
        this.push([{ kind: 'integer', value: term.oldIndex }, { kind: 'integer', value: term.oldUniq }, term.pid, ...term.free]);
        return;
      }
    }
  }

  /** A tag with a size of one byte, or another with one of four. */
  private sized(small: number, large: number, size: number): void {
    if (size < 256) {
      this.u8(small);
      this.u8(size);
    } else {
      this.u8(large);
      this.u32(size);
    }
  }

  private atom(name: string): void {
    const utf8 = encoder.encode(name);
    if (this.minorVersion < 2 && isLatin1(name)) {
      this.u8(100);
      this.u16(name.length);
      for (let i = 0; i < name.length; i++) this.u8(name.charCodeAt(i));
      return;
    }
    if (utf8.length < 256) {
      this.u8(119);
      this.u8(utf8.length);
    } else {
      this.u8(118);
      this.u16(utf8.length);
    }
    this.block(utf8);
  }

  private integer(term: IntegerTerm): void {
    const { value } = term;
    if (typeof value === 'number' && value >= 0 && value < 256) {
      this.u8(97);
      this.u8(value);
      return;
    }
    if (typeof value === 'number' && value === (value | 0)) {
      this.u8(98);
      this.u32(value);
      return;
    }
    const wide = BigInt(value);
    let hex = (wide < 0n ? -wide : wide).toString(16);
    if (hex.length % 2 === 1) hex = `0${hex}`;
    const size = hex.length / 2;
    if (size > 0xffffffff) throw new ExternalTermEncodeError('an integer is too large');
    this.sized(110, 111, size);
    this.u8(wide < 0n ? 1 : 0);
    this.room(size);
    for (let i = 0; i < size; i++) this.bytes[this.length + size - 1 - i] = Number.parseInt(hex.slice(2 * i, 2 * i + 2), 16);
    this.length += size;
  }

  private float(value: number): void {
    if (this.minorVersion > 0) {
      this.u8(70);
      this.room(8);
      this.view.setFloat64(this.length, value);
      this.length += 8;
      return;
    }
    // C's `%.20e` in a field of 31 bytes; its exponent has two digits at least.
    const [mantissa, exponent = ''] = (Object.is(value, -0) ? `-${(0).toExponential(20)}` : value.toExponential(20)).split('e');
    const text = `${mantissa}e${exponent.slice(0, 1)}${exponent.slice(1).padStart(2, '0')}`;
    this.u8(99);
    const field = new Uint8Array(31);
    field.set(encoder.encode(text));
    this.block(field);
  }

  private list(term: ListTerm): void {
    const { elements, tail } = term;
    if (tail.kind === 'nil' && elements.length <= LONGEST_STRING && elements.every(isByte)) {
      this.u8(107);
      this.u16(elements.length);
      for (const element of elements) this.u8(element.kind === 'integer' ? Number(element.value) : 0);
      return;
    }
    this.u8(108);
    this.u32(elements.length);
    this.pending.push(tail);
    this.push(elements);
  }

  private reference(term: ReferenceTerm): void {
    this.u8(90);
    this.u16(term.ids.length);
    this.atom(term.node);
    this.u32(term.creation);
    for (const id of term.ids) this.u32(id);
  }
}

function isByte(term: Term): boolean {
  return term.kind === 'integer' && term.value >= 0 && term.value < 256;
}

function isLatin1(name: string): boolean {
  for (let i = 0; i < name.length; i++) if (name.charCodeAt(i) > 255) return false;
  return true;
}
