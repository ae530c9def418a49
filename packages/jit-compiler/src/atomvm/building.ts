import { Opcode } from '@beamline/beam-file';
import { free, type NativeRegister, xReg } from '@beamline/jit-backend';
import { smallTerm, TermTag } from '@beamline/machine-model';
import { AtomTerm } from './default-atoms.js';
import { segmentFlags } from './segment-flags.js';
import { binaryOrFail, integerOrFail } from './tests.js';
import type { Translation } from './translation.js';
import type { Translators } from './translator.js';

/** Operands of a segment: type, sequence number, unit, flags, source, size. */
const SEGMENT_OPERANDS = 6;
const Segment = { type: 0, unit: 2, flags: 3, source: 4, size: 5 } as const;
/** The first segment. */
const SEGMENTS = 6;
const BITS_SHIFT = 3;
const BIT_MASK = 7;
/** Binaries of that many bytes or more are outside of the heap, with a term of so many words in it. */
const MIN_OUTSIDE_BYTES = 32;
const OUTSIDE_WORDS = 6;
/** Words of a binary in the heap beside its bytes. */
const INSIDE_WORDS = 3;
const MAX_SIZE = 0x7fffffff;

/** A number of bits or bytes, as far as it is known a number. */
class Sum {
  constant = 0;
  register: NativeRegister | undefined;

  /** Adds a number, or what a register has, which is given away. */
  add(t: Translation, more: number | NativeRegister): void {
    if (typeof more === 'number') this.constant += more;
    else if (this.register === undefined) this.register = more;
    else t.backend.add(this.register, free(more));
  }

  /** The whole of it; a register is given away. */
  total(t: Translation): number | NativeRegister {
    if (this.register === undefined) return this.constant;
    if (this.constant !== 0) t.backend.add(this.register, this.constant);
    return this.register;
  }

  /** The same, while it stays. */
  value(t: Translation): number | NativeRegister {
    if (this.register !== undefined && this.constant !== 0) {
      t.backend.add(this.register, this.constant);
      this.constant = 0;
    }
    return this.register ?? this.constant;
  }
}

/** The size of a segment in bits: what its size says, times its unit. */
function sizeInBits(t: Translation, at: number, label: number): number | NativeRegister {
  const unit = t.number(at + Segment.unit);
  const size = t.toInteger(t.source(at + Segment.size), label);
  if (typeof size === 'number') {
    if (size < 0) t.failIf([0, '==', 0], label);
    return Math.max(size, 0) * unit;
  }
  t.failIf([size, '<', 0], label);
  t.failIf([Math.floor(MAX_SIZE / Math.max(unit, 1)), '<', size], label);
  t.backend.mul(size, unit);
  return size;
}

function isWhole(t: Translation, at: number): boolean {
  return t.atom(at + Segment.size) === 'all';
}

function sizeOfBinary(t: Translation, at: number, label: number): NativeRegister {
  const b = t.backend;
  const binary = t.register(t.source(at + Segment.source));
  binaryOrFail(t, t.copy(binary), label);
  const size = b.getArrayElement(free(t.address(binary)), 1);
  b.shiftLeft(size, BITS_SHIFT);
  return size;
}

/** How many bits a segment has. Checks what it is made of. */
function measure(t: Translation, at: number, label: number): number | NativeRegister {
  const b = t.backend;
  const type = t.atom(at + Segment.type);
  switch (type) {
    case 'utf8':
    case 'utf16': {
      const code = t.toInteger(t.source(at + Segment.source), label);
      const size = b.callPrimitive(type === 'utf8' ? 'bitstring_utf8_size' : 'bitstring_utf16_size', [code]);
      t.release(code);
      t.failIf([size, '==', 0], label);
      b.shiftLeft(size, BITS_SHIFT);
      return size;
    }
    case 'utf32':
      t.release(t.toInteger(t.source(at + Segment.source), label));
      return 32;
    case 'string':
      return t.number(at + Segment.size) * t.number(at + Segment.unit);
    case 'integer':
      integerOrFail(t, t.source(at + Segment.source), label);
      return sizeInBits(t, at, label);
    case 'float': {
      const source = t.source(at + Segment.source);
      const isNumber = b.callPrimitive('term_is_number', [t.give(source)]);
      t.failIf(['(bool)', free(isNumber), '==', false], label);
      return sizeInBits(t, at, label);
    }
    case 'binary':
    case 'append':
    case 'private_append': {
      const whole = sizeOfBinary(t, at, label);
      if (isWhole(t, at)) return whole;
      const size = sizeInBits(t, at, label);
      t.failIf([free(whole), '<', size], label);
      return size;
    }
    default:
      return t.fail('unsupported-instruction', `a segment has the type ${type ?? ''}`);
  }
}

/** Words of heap for a binary of so many bytes. */
function heapWords(t: Translation, bytes: number | NativeRegister): number | NativeRegister {
  if (typeof bytes === 'number') return bytes < MIN_OUTSIDE_BYTES ? ((bytes + 3) >> 2) + INSIDE_WORDS : OUTSIDE_WORDS;
  const b = t.backend;
  const words = t.copy(bytes);
  b.ifElseBlock(
    [bytes, '<', MIN_OUTSIDE_BYTES],
    () => {
      b.add(words, 3);
      b.shiftRight(free(words), 2);
      b.add(words, INSIDE_WORDS);
    },
    () => {
      b.moveToNativeRegister(OUTSIDE_WORDS, words);
    },
  );
  return words;
}

/** Writes a segment into the binary behind what is there, and counts its bits. */
function insert(t: Translation, at: number, binary: NativeRegister, offset: Sum, label: number): void {
  const b = t.backend;
  const type = t.atom(at + Segment.type);
  switch (type) {
    case 'utf8':
    case 'utf16':
    case 'utf32': {
      const code = t.toInteger(t.source(at + Segment.source), label);
      const flags = type === 'utf8' ? [] : [segmentFlags(t, at + Segment.flags)];
      const done = b.callPrimitive(`bitstring_insert_${type}`, [binary, offset.value(t), code, ...flags]);
      t.release(code);
      if (type === 'utf32') {
        t.failIf(['(bool)', free(done), '==', false], label);
        offset.add(t, 32);
      } else {
        b.shiftLeft(done, BITS_SHIFT);
        offset.add(t, done);
      }
      return;
    }
    case 'string': {
      const count = t.number(at + Segment.size) * t.number(at + Segment.unit);
      t.release(
        b.callPrimitive('bitstring_copy_module_str', ['ctx', 'jit_state', binary, offset.value(t), t.number(at + Segment.source), count]),
      );
      offset.add(t, count);
      return;
    }
    case 'integer':
    case 'float': {
      const count = sizeInBits(t, at, label);
      const source = t.register(t.source(at + Segment.source));
      const flags = segmentFlags(t, at + Segment.flags);
      const done = b.callPrimitive(`bitstring_insert_${type}`, [binary, offset.value(t), free(source), count, flags]);
      t.failIf(['(bool)', free(done), '==', false], label);
      offset.add(t, count);
      return;
    }
    default: {
      let size: number | NativeRegister = AtomTerm.all;
      if (!isWhole(t, at)) {
        size = sizeInBits(t, at, label);
        if (typeof size === 'number') size = smallTerm(size);
        else {
          b.shiftLeft(size, TermTag.integerShift);
          b.or(size, TermTag.integer);
        }
      }
      const source = t.source(at + Segment.source);
      const copied = b.callPrimitive('bitstring_copy_binary', ['ctx', 'jit_state', binary, offset.value(t), t.give(source), size]);
      t.release(size);
      t.handleErrorIf([copied, '<', 0]);
      offset.add(t, copied);
    }
  }
}

function create(t: Translation): void {
  const b = t.backend;
  const label = t.number(0);
  const need = t.heapNeedOperands(1) - 1;
  const live = t.number(2 + need);
  const segments: number[] = [];
  const list = 5 + need;
  for (let at = SEGMENTS + need; at < SEGMENTS + need + t.number(list); at += SEGMENT_OPERANDS) segments.push(at);
  const size = new Sum();
  for (const at of segments) size.add(t, measure(t, at, label));
  const bits = size.total(t);
  // AtomVM's binaries have whole bytes.
  if (typeof bits !== 'number') t.raiseIf([bits, '&', BIT_MASK, '!=', 0], AtomTerm.unsupported);
  else if ((bits & BIT_MASK) !== 0) t.raise(AtomTerm.unsupported);
  const bytes = typeof bits === 'number' ? bits >> BITS_SHIFT : b.shiftRight(free(bits), BITS_SHIFT);
  t.trim(live);
  const words = heapWords(t, bytes);
  const more = t.heapNeed(1);
  if (typeof words === 'number') t.ensure(words + more, live);
  else {
    b.add(words, more);
    t.ensure(free(words), live);
  }
  const [first] = segments;
  const offset = new Sum();
  let binary: NativeRegister;
  const reuses = first !== undefined && t.atom(first + Segment.type) === 'private_append' && isWhole(t, first);
  if (reuses) {
    // What is there already need not be copied.
    const source = t.register(t.source(first + Segment.source));
    const before = b.getArrayElement(free(t.address(t.copy(source))), 1);
    b.shiftLeft(before, BITS_SHIFT);
    binary = b.callPrimitive('term_reuse_binary', ['ctx', free(source), bytes]);
    offset.add(t, before);
  } else binary = b.callPrimitive('term_create_empty_binary', ['ctx', bytes]);
  t.release(bytes);
  t.raiseIf([binary, '==', 0], AtomTerm.outOfMemory);
  for (const at of reuses ? segments.slice(1) : segments) insert(t, at, binary, offset, label);
  t.release(offset.register);
  t.store(binary, t.target(4 + need));
}

/** Building of binaries. */
export function buildingTranslators(): Translators {
  return {
    [Opcode.bs_create_bin]: create,
    [Opcode.bs_init_writable]: (t) => {
      const b = t.backend;
      t.ensure(INSIDE_WORDS, 0);
      const binary = b.callPrimitive('term_create_empty_binary', ['ctx', 0]);
      t.raiseIf([binary, '==', 0], AtomTerm.outOfMemory);
      b.setBs(binary);
      b.moveToVmRegister(free(binary), xReg(0));
    },
  };
}
