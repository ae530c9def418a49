import { zlibSync } from 'fflate';
import { random } from '../untrusted/mutations.js';

// Random external terms (the format's chapter in OTP's documentation), each from a seed: valid ones of all kinds, most of them
// then damaged.

/** Tags of the format, and some that are none. */
const TAGS = [
  67, 70, 77, 78, 80, 82, 88, 89, 90, 97, 98, 99, 100, 101, 102, 103, 104, 105, 106, 107, 108, 109, 110, 111, 112, 113, 114, 115, 116, 117,
  118, 119, 120, 121, 131, 0, 255,
];

/** How deep terms are nested, at most. */
const DEPTH = 4;

const encoder = new TextEncoder();

/** The bytes of a random external term, most often a damaged one. */
export function randomExternalTerm(seed: number): Uint8Array {
  const next = random(seed);
  const plain = new TermWriter(next).whole();
  let bytes = next() % 12 === 0 ? compressed(plain, next) : plain;
  // One of ten stays whole.
  for (let changes = next() % 10 === 0 ? 0 : 1 + (next() % 3); changes > 0; changes--) bytes = damaged(bytes, next);
  return bytes;
}

function compressed(plain: Uint8Array, next: () => number): Uint8Array {
  const data = zlibSync(plain.subarray(1), { level: (next() % 10) as 6 });
  const bytes = new Uint8Array(6 + data.length + (next() % 4 === 0 ? next() % 5 : 0));
  bytes.set([131, 80]);
  new DataView(bytes.buffer).setUint32(2, plain.length - 1);
  bytes.set(data, 6);
  return bytes;
}

/** Bytes with one thing wrong: a bit, a byte, a tag, a length, or some that are left out, put in or there twice. */
function damaged(bytes: Uint8Array, next: () => number): Uint8Array {
  const changed = bytes.slice();
  // The first byte is left alone most of the time: without it nothing is looked at.
  const at = bytes.length < 2 ? 0 : next() % 40 === 0 ? 0 : 1 + (next() % (bytes.length - 1));
  const view = new DataView(changed.buffer);
  switch (next() % 10) {
    case 0:
      changed[at] = (changed[at] ?? 0) ^ (1 << (next() % 8));
      return changed;
    case 1:
      changed[at] = next();
      return changed;
    case 2:
    case 3:
      changed[at] = TAGS[next() % TAGS.length] ?? 0;
      return changed;
    case 4:
      if (at + 4 <= bytes.length) view.setUint32(at, lie(next));
      return changed;
    case 5:
      if (at + 2 <= bytes.length) view.setUint16(at, lie(next));
      return changed;
    case 6:
      return joined(bytes.subarray(0, at), bytes.subarray(Math.min(bytes.length, at + 1 + (next() % 6))));
    case 7:
      return joined(bytes.subarray(0, at), Uint8Array.from({ length: 1 + (next() % 6) }, next), bytes.subarray(at));
    case 8: {
      const end = Math.min(bytes.length, at + 1 + (next() % 12));
      return joined(bytes.subarray(0, end), bytes.subarray(at));
    }
    default:
      return next() % 3 === 0 ? bytes.subarray(0, at) : joined(bytes, Uint8Array.from({ length: next() % 5 }, next));
  }
}

/** A length or number that is not what it should be. */
function lie(next: () => number): number {
  const kinds = [next() % 8, next() % 300, 0x7fffffff, 0x80000000, 0xffffffff, 0x10000000, 0x3ffff, 0x40000, next()];
  return kinds[next() % kinds.length] ?? 0;
}

function joined(...parts: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}

class TermWriter {
  readonly #next: () => number;
  readonly #bytes: number[] = [131];

  constructor(next: () => number) {
    this.#next = next;
  }

  whole(): Uint8Array {
    this.#term(DEPTH);
    return Uint8Array.from(this.#bytes);
  }

  /** A number below a limit. */
  #below(limit: number): number {
    return this.#next() % limit;
  }

  #put(...bytes: readonly number[]): void {
    for (const byte of bytes) this.#bytes.push(byte & 255);
  }

  #put16(value: number): void {
    this.#put(value >> 8, value);
  }

  #put32(value: number): void {
    this.#put(value >>> 24, value >>> 16, value >>> 8, value);
  }

  #random(count: number): void {
    for (let i = 0; i < count; i++) this.#put(this.#next());
  }

  #term(depth: number): void {
    if (depth > 0 && this.#below(3) !== 0) this.#compound(depth - 1);
    else this.#simple();
  }

  #compound(depth: number): void {
    const size = this.#below(6);
    switch (this.#below(9)) {
      case 0:
        this.#put(104, size);
        this.#terms(size, depth);
        return;
      case 1:
        this.#put(105);
        this.#put32(size);
        this.#terms(size, depth);
        return;
      case 2:
      case 3:
        this.#put(108);
        this.#put32(size);
        this.#terms(size, depth);
        if (this.#below(4) === 0) this.#term(depth);
        else this.#put(106);
        return;
      case 4:
      case 5:
        this.#put(116);
        this.#put32(size);
        for (let i = 0; i < size; i++) {
          // Keys that differ, most of the time.
          if (this.#below(6) === 0) this.#term(depth);
          else this.#put(97, 7 * i);
          this.#term(depth);
        }
        return;
      case 6:
        this.#put(116);
        this.#put32(40);
        for (let i = 0; i < 40; i++) {
          this.#put(98);
          this.#put32(i * 0x1234567);
          this.#simple();
        }
        return;
      default:
        this.#fun(depth);
    }
  }

  #terms(count: number, depth: number): void {
    for (let i = 0; i < count; i++) this.#term(depth);
  }

  #fun(depth: number): void {
    const free = this.#below(4);
    this.#put(112);
    this.#put32(this.#below(100));
    this.#put(this.#below(5));
    this.#random(16);
    this.#put32(this.#below(9));
    this.#put32(free);
    this.#atom();
    this.#small();
    this.#small();
    // Funs do not keep who made them: here it is who stands in for all.
    this.#put(88, 100, 0, 13, ...encoder.encode('nonode@nohost'));
    this.#put32(0);
    this.#put32(0);
    this.#put32(0);
    this.#terms(free, depth);
  }

  #simple(): void {
    switch (this.#below(13)) {
      case 0:
      case 1:
        this.#small();
        return;
      case 2: {
        const size = this.#below(14);
        if (this.#below(2) === 0) {
          this.#put(110, size);
        } else {
          this.#put(111);
          this.#put32(size);
        }
        this.#put(this.#below(3));
        this.#random(size);
        return;
      }
      case 3:
        this.#float();
        return;
      case 4:
      case 5:
        this.#atom();
        return;
      case 6:
        this.#put(106);
        return;
      case 7: {
        const size = this.#below(9);
        this.#put(107);
        this.#put16(size);
        this.#random(size);
        return;
      }
      case 8:
        this.#bitstring();
        return;
      case 9:
        this.#pid();
        return;
      case 10:
        this.#port();
        return;
      case 11:
        this.#reference();
        return;
      default:
        this.#put(113);
        this.#atom();
        this.#atom();
        if (this.#below(9) === 0) this.#small();
        else this.#put(97, this.#below(256));
    }
  }

  #small(): void {
    if (this.#below(2) === 0) {
      this.#put(97, this.#below(256));
      return;
    }
    this.#put(98);
    this.#put32(this.#below(4) === 0 ? this.#below(300) : this.#next());
  }

  #float(): void {
    if (this.#below(3) !== 0) {
      this.#put(70);
      this.#random(8);
      return;
    }
    const value = (this.#next() - 2 ** 31) * 10 ** (this.#below(40) - 20);
    const text = this.#below(3) === 0 ? String(value) : value.toExponential(this.#below(21));
    this.#put(99, ...Array.from({ length: 31 }, (_, i) => (i < text.length ? text.charCodeAt(i) : 0)));
  }

  #atom(): void {
    const names = [
      'a',
      'ok',
      '',
      'nonode@nohost',
      'lists',
      'map',
      'node@host',
      'grün',
      'x'.repeat(this.#below(260)),
      '☃'.repeat(this.#below(90)),
    ];
    const name = names[this.#below(names.length)] ?? '';
    const utf8 = encoder.encode(name);
    const latin1 = [...name].map((character) => character.charCodeAt(0));
    const asLatin1 = latin1.every((code) => code < 256) && this.#below(2) === 0;
    const bytes = asLatin1 ? latin1 : [...utf8];
    if (bytes.length < 256 && this.#below(2) === 0) {
      this.#put(asLatin1 ? 115 : 119, bytes.length);
    } else {
      this.#put(asLatin1 ? 100 : 118);
      this.#put16(bytes.length);
    }
    this.#put(...bytes);
  }

  #node(): void {
    if (this.#below(4) === 0) {
      this.#atom();
      return;
    }
    const name = this.#below(2) === 0 ? 'nonode@nohost' : 'other@host';
    this.#put(100, 0, name.length, ...encoder.encode(name));
  }

  #bitstring(): void {
    const size = this.#below(3) === 0 ? 60 + this.#below(12) : this.#below(8);
    if (this.#below(3) === 0) {
      this.#put(77);
      this.#put32(size);
      this.#put(size === 0 ? 0 : 1 + this.#below(8));
    } else {
      this.#put(109);
      this.#put32(size);
    }
    this.#random(size);
  }

  /** A number of an identifier: in range most of the time. */
  #number(limit: number): void {
    this.#put32(this.#below(5) === 0 ? this.#next() : this.#below(limit));
  }

  #creation(isOld: boolean): void {
    if (isOld) this.#put(this.#below(9) === 0 ? this.#next() : this.#below(3));
    else this.#put32(this.#below(2) === 0 ? 0 : this.#next());
  }

  #pid(): void {
    const isOld = this.#below(2) === 0;
    this.#put(isOld ? 103 : 88);
    this.#node();
    this.#number(1 << 15);
    this.#number(1 << 13);
    this.#creation(isOld);
  }

  #port(): void {
    const tag = [102, 89, 120][this.#below(3)] ?? 89;
    this.#put(tag);
    this.#node();
    if (tag === 120) this.#number(2);
    this.#number(1 << 28);
    this.#creation(tag === 102);
  }

  #reference(): void {
    const tag = [101, 114, 90][this.#below(3)] ?? 90;
    const words = tag === 101 ? 1 : this.#below(7);
    this.#put(tag);
    if (tag !== 101) this.#put16(words);
    this.#node();
    if (tag !== 101) this.#creation(tag === 114);
    for (let i = 0; i < words; i++) this.#number(1 << 18);
    if (tag === 101) this.#creation(true);
  }
}
