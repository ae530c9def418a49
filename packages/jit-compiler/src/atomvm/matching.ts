import { Opcode, OperandKind } from '@beamline/beam-file';
import { free, NativeRegister } from '@beamline/jit-backend';
import { HeaderTag, TermTag } from '@beamline/machine-model';
import { AtomTerm } from './default-atoms.js';
import { segmentFlags } from './segment-flags.js';
import { matchableOrFail, sameOrFail } from './tests.js';
import { BOXED_MASK, type Translation, type Value } from './translation.js';
import type { Translators } from './translator.js';

/** Words of a match context: the binary, and the position in bits. */
const BINARY = 1;
const POSITION = 2;
const CONTEXT_WORDS = 4;
/** The word of a binary with its size in bytes. */
const BYTES = 1;
const BITS_SHIFT = 3;
const BIT_MASK = 7;

/** The address of the match context in a value, which stays; raises `badarg` if it is none. */
function contextAddress(t: Translation, context: Value): NativeRegister {
  const b = t.backend;
  const term = t.copy(context);
  t.raiseIf([term, '&', TermTag.primaryMask, '!=', TermTag.boxed], AtomTerm.badarg);
  const address = t.address(term);
  t.raiseIf([free(b.getArrayElement(address, 0)), '&', BOXED_MASK, '!=', HeaderTag.matchContext], AtomTerm.badarg);
  return address;
}

/** The size of a binary in bits; the term stays. */
function sizeInBits(t: Translation, binary: NativeRegister): NativeRegister {
  const b = t.backend;
  const size = b.getArrayElement(free(t.address(t.copy(binary))), BYTES);
  b.shiftLeft(size, BITS_SHIFT);
  return size;
}

/** How many bits are left behind a position. */
function bitsLeft(t: Translation, address: NativeRegister, position: NativeRegister): NativeRegister {
  const b = t.backend;
  const binary = b.getArrayElement(address, BINARY);
  const left = sizeInBits(t, binary);
  b.freeNativeRegisters([binary]);
  b.sub(left, position);
  return left;
}

/** A number of bits: a size times a unit. What is too large for the binary fails later. */
function bits(t: Translation, size: number | NativeRegister, unit: number, label: number): number | NativeRegister {
  if (typeof size === 'number') {
    if (size < 0) t.failIf([0, '==', 0], label);
    return Math.max(size, 0) * unit;
  }
  t.failIf([size, '<', 0], label);
  // A product that does not fit in a word is larger than any binary.
  t.failIf([Math.floor(MAX_BITS / unit), '<', size], label);
  t.backend.mul(size, unit);
  return size;
}

const MAX_BITS = 0x7fffffff;

/** Reads an integer at a position; `false` where there are not enough bits goes on at the label. */
function extractInteger(
  t: Translation,
  address: NativeRegister,
  position: NativeRegister,
  count: number | NativeRegister,
  flags: number,
  label: number,
): NativeRegister {
  const b = t.backend;
  const binary = b.getArrayElement(address, BINARY);
  const result = b.callPrimitive('bitstring_extract_integer', ['ctx', 'jit_state', free(binary), position, count, flags]);
  t.handleErrorIf([result, '==', 0]);
  t.failIf([result, '==', AtomTerm.false], label);
  return result;
}

/** The bytes of the binary of a context from a position on, which must be at a whole byte, as a term. May collect. */
function subBinary(
  t: Translation,
  context: () => Value,
  position: NativeRegister,
  bytes: number | NativeRegister,
  live: number,
): NativeRegister {
  const b = t.backend;
  t.raiseIf([position, '&', BIT_MASK, '!=', 0], AtomTerm.badarg);
  const first = b.shiftRight(position, BITS_SHIFT);
  const address = contextAddress(t, context());
  const words = b.callPrimitive('term_sub_binary_heap_size', [free(b.getArrayElement(free(address), BINARY)), bytes]);
  t.trim(live);
  const root = context();
  t.release(t.ensureWith(root, free(words), live));
  // The collector may have moved all of them.
  const moved = contextAddress(t, context());
  const binary = b.getArrayElement(free(moved), BINARY);
  const result = b.callPrimitive('term_maybe_create_sub_binary', ['ctx', free(binary), free(first), bytes]);
  t.release(bytes);
  return result;
}

function setPosition(t: Translation, context: Value, position: NativeRegister): void {
  const address = contextAddress(t, context);
  t.release(context);
  t.backend.moveToArrayElement(free(position), free(address), POSITION);
}

/** The position of the context that is an operand. */
function positionOf(t: Translation, operand: number): NativeRegister {
  const context = t.source(operand);
  const address = contextAddress(t, context);
  t.release(context);
  return t.backend.getArrayElement(free(address), POSITION);
}

function tail(t: Translation, operand: number, position: NativeRegister, live: number): NativeRegister {
  const b = t.backend;
  const context = t.source(operand);
  const address = contextAddress(t, context);
  t.release(context);
  const left = bitsLeft(t, address, position);
  b.freeNativeRegisters([address]);
  const bytes = b.shiftRight(free(left), BITS_SHIFT);
  return subBinary(t, () => t.source(operand), position, bytes, live);
}

function startMatch(t: Translation, source: number, live: number, target: number, label: number | undefined): void {
  if (label !== undefined) matchableOrFail(t, t.register(t.source(source)), label);
  t.trim(live);
  const root = t.ensureWith(t.source(source), CONTEXT_WORDS, live);
  const made = t.backend.callPrimitive('term_alloc_bin_match_state', ['ctx', t.give(root), 0]);
  t.store(made, t.target(target));
}

/** Reads an integer or float, and goes on behind it. */
function get(t: Translation, what: 'integer' | 'float'): void {
  const b = t.backend;
  const label = t.number(0);
  const context = t.source(1);
  const address = contextAddress(t, context);
  t.release(context);
  const count = bits(t, t.toInteger(t.source(3), label), t.number(4), label);
  const position = b.getArrayElement(address, POSITION);
  let result: NativeRegister;
  if (what === 'integer') result = extractInteger(t, address, position, count, t.number(5), label);
  else {
    const binary = b.getArrayElement(address, BINARY);
    result = b.callPrimitive('bitstring_extract_float', ['ctx', free(binary), position, count, t.number(5)]);
    t.failIf([result, '==', AtomTerm.false], label);
  }
  b.add(position, count);
  t.release(count);
  b.moveToArrayElement(free(position), free(address), POSITION);
  t.store(result, t.target(6));
}

function getBinary(t: Translation): void {
  const b = t.backend;
  const [label, live, unit] = [t.number(0), t.number(2), t.number(4)];
  const position = positionOf(t, 1);
  const all = t.atom(3) === 'all';
  let bytes: NativeRegister;
  {
    const context = t.source(1);
    const address = contextAddress(t, context);
    t.release(context);
    const left = bitsLeft(t, address, position);
    b.freeNativeRegisters([address]);
    if (all) {
      if (unit > 1) failUnlessMultiple(t, left, unit, label);
      bytes = b.shiftRight(free(left), BITS_SHIFT);
    } else {
      const count = bits(t, t.toInteger(t.source(3), label), unit, label);
      t.failIf([left, '<', count], label);
      b.moveToNativeRegister(count, left);
      t.release(count);
      // AtomVM's binaries have whole bytes.
      t.raiseIf([left, '&', BIT_MASK, '!=', 0], AtomTerm.unsupported);
      bytes = b.shiftRight(free(left), BITS_SHIFT);
    }
  }
  const after = t.copy(bytes);
  b.shiftLeft(after, BITS_SHIFT);
  b.add(after, position);
  const result = subBinary(t, () => t.source(1), position, bytes, live);
  b.freeNativeRegisters([position]);
  setPosition(t, t.source(1), after);
  t.store(result, t.target(6));
}

/** Goes on at the label unless a number of bits, which stays, is a multiple of a unit. */
function failUnlessMultiple(t: Translation, count: NativeRegister, unit: number, label: number): void {
  const b = t.backend;
  const divisor = b.copyToNativeRegister(unit);
  t.failIf([free(b.remReg(count, free(divisor))), '!=', 0], label);
}

function skipBits(t: Translation): void {
  const b = t.backend;
  const label = t.number(0);
  const context = t.source(1);
  const address = contextAddress(t, context);
  t.release(context);
  const position = b.getArrayElement(address, POSITION);
  const left = bitsLeft(t, address, position);
  if (t.atom(2) === 'all') {
    failUnlessMultiple(t, left, t.number(3), label);
    b.add(position, free(left));
  } else {
    const count = bits(t, t.toInteger(t.source(2), label), t.number(3), label);
    t.failIf([free(left), '<', count], label);
    b.add(position, count);
    t.release(count);
  }
  b.moveToArrayElement(free(position), free(address), POSITION);
}

/** Goes on at the label by how many bits are left. */
function testLeft(t: Translation, fails: (left: NativeRegister) => void): void {
  const b = t.backend;
  const context = t.source(1);
  const address = contextAddress(t, context);
  t.release(context);
  const position = b.getArrayElement(address, POSITION);
  const left = bitsLeft(t, address, position);
  b.freeNativeRegisters([address, position]);
  fails(left);
  b.freeNativeRegisters([left]);
}

function matchString(t: Translation): void {
  const b = t.backend;
  const context = t.source(1);
  const address = contextAddress(t, context);
  t.release(context);
  const position = b.getArrayElement(address, POSITION);
  const left = bitsLeft(t, address, position);
  t.failIf([free(left), '<', t.number(2)], t.number(0));
  const binary = b.getArrayElement(address, BINARY);
  const matches = b.callPrimitive('bitstring_match_module_str', ['ctx', 'jit_state', free(binary), position, t.number(3), t.number(2)]);
  t.failIf(['(bool)', free(matches), '==', false], t.number(0));
  b.add(position, t.number(2));
  b.moveToArrayElement(free(position), free(address), POSITION);
}

/** Reads a character; the primitive moves the position. */
function character(primitive: string, takesFlags: boolean, target: number | undefined): (t: Translation) => void {
  return (t) => {
    const source = t.source(1);
    const found = t.backend.callPrimitive(primitive, takesFlags ? [t.give(source), t.number(3)] : [t.give(source)]);
    t.failIf([found, '==', 0], t.number(0));
    if (target === undefined) t.release(found);
    else t.store(found, t.target(target));
  };
}

/** The commands of `bs_match`, one after the other. The position is written when all of them have matched. */
function match(t: Translation): void {
  const b = t.backend;
  const label = t.number(0);
  const position = positionOf(t, 1);
  const end = 3 + t.number(2);
  const address = (): NativeRegister => {
    const context = t.source(1);
    const found = contextAddress(t, context);
    t.release(context);
    return found;
  };
  // Whether a result has taken the place of the context, which nothing needs any more then.
  let replaced = false;
  const put = (result: NativeRegister, target: number): void => {
    t.store(result, t.target(target));
    replaced ||= t.kind(target) === t.kind(1) && t.number(target) === t.number(1);
  };
  for (let i = 3; i < end; ) {
    const command = t.atom(i);
    switch (command) {
      case 'ensure_at_least': {
        const context = address();
        const left = bitsLeft(t, context, position);
        const [stride, unit] = [t.number(i + 1), t.number(i + 2)];
        t.failIf([left, '<', stride], label);
        if (unit > 1) {
          b.sub(left, stride);
          failUnlessMultiple(t, left, unit, label);
        }
        b.freeNativeRegisters([left, context]);
        i += 3;
        break;
      }
      case 'ensure_exactly': {
        const context = address();
        t.failIf([free(bitsLeft(t, context, position)), '!=', t.number(i + 1)], label);
        b.freeNativeRegisters([context]);
        i += 2;
        break;
      }
      case 'integer': {
        const context = address();
        const count = t.number(i + 3) * t.number(i + 4);
        const result = extractInteger(t, context, position, count, segmentFlags(t, i + 2), label);
        b.freeNativeRegisters([context]);
        b.add(position, count);
        put(result, i + 5);
        i += 6;
        break;
      }
      case 'binary': {
        const count = t.number(i + 3) * t.number(i + 4);
        if (count % 8 !== 0) t.raise(AtomTerm.unsupported);
        const result = subBinary(t, () => t.source(1), position, count >> BITS_SHIFT, t.number(i + 1));
        b.add(position, count);
        put(result, i + 5);
        i += 6;
        break;
      }
      case 'get_tail': {
        const result = tail(t, 1, position, t.number(i + 1));
        put(result, i + 3);
        i += 4;
        break;
      }
      case '=:=': {
        const context = address();
        const count = t.number(i + 2);
        const result = extractInteger(t, context, position, count, 0, label);
        b.freeNativeRegisters([context]);
        const pattern = t.kind(i + 3) === OperandKind.bigInteger ? (t.code.bigs[t.number(i + 3)] ?? 0n) : BigInt(t.number(i + 3));
        const term = t.integer(pattern);
        if (term instanceof NativeRegister) sameOrFail(t, result, term, label);
        else t.failIf([free(result), '!=', term as number], label);
        b.add(position, count);
        i += 4;
        break;
      }
      case 'skip':
        b.add(position, t.number(i + 1));
        i += 2;
        break;
      default:
        t.fail('unsupported-instruction', `bs_match has the unknown command ${command ?? ''}`);
    }
  }
  if (replaced) b.freeNativeRegisters([position]);
  else setPosition(t, t.source(1), position);
}

/** Matching of binaries. */
export function matchingTranslators(): Translators {
  return {
    [Opcode.bs_start_match3]: (t) => startMatch(t, 1, t.number(2), 3, t.number(0)),
    [Opcode.bs_start_match4]: (t) => startMatch(t, 2, t.number(1), 3, t.kind(0) === OperandKind.label ? t.number(0) : undefined),
    [Opcode.bs_get_integer2]: (t) => get(t, 'integer'),
    [Opcode.bs_get_float2]: (t) => get(t, 'float'),
    [Opcode.bs_get_binary2]: getBinary,
    [Opcode.bs_skip_bits2]: skipBits,
    [Opcode.bs_test_tail2]: (t) => testLeft(t, (left) => t.failIf([left, '!=', t.number(2)], t.number(0))),
    [Opcode.bs_test_unit]: (t) => testLeft(t, (left) => failUnlessMultiple(t, left, t.number(2), t.number(0))),
    [Opcode.bs_match_string]: matchString,
    [Opcode.bs_get_tail]: (t) => {
      const position = positionOf(t, 0);
      const result = tail(t, 0, position, t.number(2));
      t.backend.freeNativeRegisters([position]);
      t.store(result, t.target(1));
    },
    [Opcode.bs_get_position]: (t) => {
      const b = t.backend;
      const position = positionOf(t, 0);
      b.shiftLeft(position, TermTag.integerShift);
      b.or(position, TermTag.integer);
      t.store(position, t.target(1));
    },
    [Opcode.bs_set_position]: (t) => {
      const position = t.toInteger(t.source(1), 0);
      setPosition(t, t.source(0), typeof position === 'number' ? t.copy(position) : position);
    },
    [Opcode.bs_get_utf8]: character('bitstring_get_utf8', false, 4),
    [Opcode.bs_skip_utf8]: character('bitstring_get_utf8', false, undefined),
    [Opcode.bs_get_utf16]: character('bitstring_get_utf16', true, 4),
    [Opcode.bs_skip_utf16]: character('bitstring_get_utf16', true, undefined),
    [Opcode.bs_get_utf32]: character('bitstring_get_utf32', true, 4),
    [Opcode.bs_skip_utf32]: character('bitstring_get_utf32', true, undefined),
    [Opcode.bs_match]: match,
  };
}
