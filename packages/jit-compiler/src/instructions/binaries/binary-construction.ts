import { OperandKind } from '@beamline/beam-file';
import {
  BINARY_DATA_OFFSET,
  HEAP_BINARY_LIMIT,
  LinkFixupKind,
  MachineRegister,
  SegmentFlag,
  TermTag,
  type WellKnownAtom,
} from '@beamline/machine-model';
import { type FunctionContext, wellKnownAtom } from '../../function/function-context.js';
import { type InstructionGroup, negatable } from '../instruction.js';
import { collectLive, heapBytes, heapOperands } from '../terms/heap-instructions.js';
import { isInlineSize, storeInteger } from './binary-integers.js';
import { segmentFlags } from './segment-flags.js';

/** What the kernel's size functions return when they fail. */
const FAILED = -1;
/** Most bytes of a string that are written as constants. */
const INLINE_STRING = 8;
/** Most bits of a segment of constant size: what is larger is left to the kernel, which refuses it. */
const MAXIMUM_CONSTANT_BITS = 0x7fffffff;

/** The types of segments that errors name; others are `binary`. */
const NAMED_TYPES: readonly WellKnownAtom[] = ['integer', 'float', 'utf8', 'utf16', 'utf32'];

/** A segment of `bs_create_bin`: see `lib/compiler/src/beam_ssa_codegen.erl`. */
interface Segment {
  readonly type: string;
  /** What the kernel is told of it, for errors: its number, from 1, in the upper 16 bits, and the index of the atom of its type. */
  readonly identity: number;
  readonly unit: number;
  readonly flags: number;
  /** Operand of the value; for a string its offset in the string table. */
  readonly value: number;
  /** Operand of the size. */
  readonly size: number;
  /** Constant number of bits, −1 if it is not constant. */
  readonly bits: number;
  /** Local of the number of bits if it is not constant. */
  local: number;
}

/** `bs_create_bin`. In a guard it leaves a nonzero value on the operand stack if it succeeds; in a body failure raises. */
function createBinary(f: FunctionContext, k: number, guard: boolean): void {
  new BinaryConstruction(f, k).translate(guard);
}

class BinaryConstruction {
  readonly #f: FunctionContext;
  readonly #segments: Segment[] = [];
  readonly #live: number;
  readonly #heapBytes: number;
  readonly #destination: number;
  /** Local of the address that positions count from. */
  #base = -1;
  /** Local of a position, or −1 while it is 0. */
  #position = -1;
  /** Bits after `#position`. */
  #offset = 0;
  /** Depth of the label to which failures go. */
  #failLabel = 0;

  constructor(f: FunctionContext, k: number) {
    this.#f = f;
    this.#heapBytes = heapBytes(f, k + 1);
    const rest = k + 1 + heapOperands(f.code, k + 1);
    this.#live = rest;
    this.#destination = rest + 2;
    const end = rest + 4 + f.value(rest + 3);
    for (let s = rest + 4; s < end; s += 6) {
      const type = f.module.atom(f.value(s));
      const unit = f.value(s + 2);
      const number = this.#segments.length + 1;
      this.#segments.push({
        type,
        identity: (number << 16) | wellKnownAtom(NAMED_TYPES.find((name) => name === type) ?? 'binary'),
        unit,
        flags: segmentFlags(f, s + 3),
        value: s + 4,
        size: s + 5,
        bits: constantBits(f, type, s + 5, unit),
        local: -1,
      });
    }
  }

  translate(guard: boolean): void {
    const f = this.#f;
    const { asm, backend } = f;
    const result = backend.allocateI32();
    const term = backend.allocateI32();
    asm.i32.const(0);
    asm.local.set(result);
    backend.openBlock();
    this.#failLabel = backend.openLabels;
    this.#allocate(term);
    const first = this.#segments[0];
    const appends = first !== undefined && isAppend(first);
    this.#segments.forEach((segment, i) => {
      if (i > 0 || !appends) this.#put(segment);
    });
    asm.local.get(term);
    asm.local.set(result);
    backend.close();
    for (const segment of this.#segments) if (segment.local >= 0) backend.freeI32(segment.local);
    if (this.#position >= 0) backend.freeI32(this.#position);
    backend.freeI32(this.#base);
    backend.freeI32(term);
    if (guard) {
      f.storeUnlessZero(this.#destination, result);
    } else {
      f.raiseBinaryIfZero(result);
      f.storeLocal(this.#destination, result);
    }
    if (this.#heapBytes > 0) collectLive(f, this.#heapBytes, this.#live, this.#destination);
    if (guard) {
      f.flushHeap();
      asm.local.get(result);
    }
    backend.freeI32(result);
  }

  /** Goes to the end of the instruction if the value on the operand stack is not 0. */
  #failIf(): void {
    const { backend, asm } = this.#f;
    backend.hint(false);
    asm.brIf(backend.openLabels - this.#failLabel);
  }

  /** Computes the sizes and makes the room: leaves the new bitstring in `term`. */
  #allocate(term: number): void {
    const f = this.#f;
    const { asm, backend } = f;
    const [first, ...others] = this.#segments;
    const appends = first !== undefined && isAppend(first);
    let constant = 0;
    /** Local of the sum of the sizes that are not constant. */
    let total = -1;
    for (const segment of appends ? others : this.#segments) {
      if (segment.bits >= 0) {
        constant += segment.bits;
        continue;
      }
      segment.local = backend.allocateI32();
      this.#pushSize(segment);
      asm.local.tee(segment.local);
      asm.i32.const(FAILED);
      asm.i32.eq();
      this.#failIf();
      asm.local.get(segment.local);
      asm.i64.extendI32U();
      if (total < 0) {
        total = backend.allocateI64();
      } else {
        asm.local.get(total);
        asm.i64.add();
      }
      asm.local.set(total);
    }
    if (appends) f.push(first.value);
    if (total < 0) {
      if (appends) asm.i32.const(constant > MAXIMUM_CONSTANT_BITS ? FAILED : constant);
      else asm.i64.const(constant);
    } else {
      asm.local.get(total);
      asm.i64.const(constant);
      asm.i64.add();
      if (appends) {
        // More than 32 bits of it are as wrong as the greatest number.
        asm.local.tee(total);
        asm.i32.wrapI64();
        asm.i32.const(FAILED);
        asm.local.get(total);
        asm.i64.const(32);
        asm.i64.shrU();
        asm.i64.eqz();
        asm.select();
      }
      backend.freeI64(total);
    }
    if (appends) {
      asm.i32.const(first.unit);
      asm.i32.const(first.identity);
    }
    if (!appends) backend.callKernel('bsInit');
    else backend.callKernel(first.type === 'private_append' ? 'bsPrivateAppend' : 'bsAppend');
    asm.local.tee(term);
    asm.i32.eqz();
    this.#failIf();
    this.#base = backend.allocateI32();
    if (!appends && total < 0 && constant % 8 === 0 && constant <= 8 * HEAP_BINARY_LIMIT) {
      asm.local.get(term);
      asm.i32.const(BINARY_DATA_OFFSET - TermTag.boxed);
      asm.i32.add();
    } else {
      backend.loadMachineRegister(MachineRegister.binaryBase);
    }
    asm.local.set(this.#base);
    if (!appends) return;
    this.#position = backend.allocateI32();
    backend.loadMachineRegister(MachineRegister.binaryPosition);
    asm.local.set(this.#position);
  }

  #pushSize(segment: Segment): void {
    const f = this.#f;
    const { asm, backend } = f;
    switch (segment.type) {
      case 'utf8':
        f.push(segment.value);
        asm.i32.const(segment.identity);
        backend.callKernel('bsUtf8Size');
        return;
      case 'utf16':
        f.push(segment.value);
        backend.callKernel('bsUtf16Size');
        return;
    }
    const all = f.kind(segment.size) === OperandKind.atom && f.module.atom(f.value(segment.size)) === 'all';
    f.push(all ? segment.value : segment.size);
    asm.i32.const(segment.unit);
    asm.i32.const(segment.identity);
    backend.callKernel(all ? 'bsWholeSize' : 'bsSize');
  }

  #pushPosition(): void {
    const { asm } = this.#f;
    if (this.#position < 0) {
      asm.i32.const(this.#offset);
      return;
    }
    asm.local.get(this.#position);
    if (this.#offset === 0) return;
    asm.i32.const(this.#offset);
    asm.i32.add();
  }

  #pushPlace(): void {
    this.#f.asm.local.get(this.#base);
    this.#pushPosition();
  }

  #pushBits(segment: Segment): void {
    if (segment.local < 0) this.#f.asm.i32.const(segment.bits);
    else this.#f.asm.local.get(segment.local);
  }

  /** Moves after a segment. */
  #advance(segment: Segment): void {
    const { asm, backend } = this.#f;
    if (segment.local < 0) {
      this.#offset += segment.bits;
      return;
    }
    this.#pushPosition();
    asm.local.get(segment.local);
    asm.i32.add();
    if (this.#position < 0) this.#position = backend.allocateI32();
    asm.local.set(this.#position);
    this.#offset = 0;
  }

  #put(segment: Segment): void {
    const f = this.#f;
    const { asm, backend } = f;
    switch (segment.type) {
      case 'string':
        this.#putString(segment);
        break;
      case 'integer':
        this.#putInteger(segment);
        break;
      case 'float':
        this.#pushPlace();
        this.#pushBits(segment);
        asm.i32.const(segment.flags);
        f.push(segment.value);
        asm.i32.const(segment.identity);
        backend.callKernel('bsPutFloat');
        asm.i32.eqz();
        this.#failIf();
        break;
      case 'binary':
        this.#pushPlace();
        this.#pushBits(segment);
        f.push(segment.value);
        asm.i32.const(segment.identity);
        backend.callKernel('bsPutBinary');
        asm.i32.eqz();
        this.#failIf();
        break;
      case 'utf8':
        this.#pushPlace();
        f.push(segment.value);
        asm.i32.const(segment.identity);
        backend.callKernel('bsPutUtf8');
        asm.i32.eqz();
        this.#failIf();
        break;
      case 'utf16':
        this.#pushPlace();
        asm.i32.const(segment.flags);
        f.push(segment.value);
        asm.i32.const(segment.identity);
        backend.callKernel('bsPutUtf16');
        asm.i32.eqz();
        this.#failIf();
        break;
      case 'utf32':
        this.#pushPlace();
        asm.i32.const(segment.flags);
        f.push(segment.value);
        asm.i32.const(segment.identity);
        backend.callKernel('bsPutUtf32');
        asm.i32.eqz();
        this.#failIf();
        break;
      default:
        throw f.malformed(`unknown type of segment: ${segment.type}`);
    }
    this.#advance(segment);
  }

  #putString(segment: Segment): void {
    const f = this.#f;
    const { asm, backend } = f;
    const bytes = segment.bits / 8;
    const start = f.value(segment.value);
    if (this.#position < 0 && this.#offset % 8 === 0 && bytes <= INLINE_STRING && !f.compact) {
      for (let i = 0; i < bytes; i++) {
        asm.local.get(this.#base);
        asm.i32.const(f.module.beam.strings[start + i] ?? 0);
        asm.i32.store8((this.#offset >> 3) + i);
      }
      return;
    }
    this.#pushPlace();
    backend.pushRelocated(LinkFixupKind.string, start);
    asm.i32.const(bytes);
    backend.callKernel('bsPutString');
  }

  #putInteger(segment: Segment): void {
    const f = this.#f;
    const { asm, backend } = f;
    const { bits, value } = segment;
    const inline = !f.compact && this.#offset % 8 === 0 && isInlineSize(bits);
    if (!inline) {
      this.#callPutInteger(segment);
      return;
    }
    const source = backend.allocateI32();
    f.push(value);
    asm.local.set(source);
    // Is it small, and does the segment begin at a byte?
    const mayBeOther = !f.isSmall(value);
    if (mayBeOther) {
      asm.local.get(source);
      backend.isSmall(false);
    }
    if (this.#position >= 0) {
      asm.local.get(this.#position);
      asm.i32.const(7);
      asm.i32.and();
      asm.i32.eqz();
      if (mayBeOther) asm.i32.and();
    }
    const conditional = mayBeOther || this.#position >= 0;
    if (conditional) {
      asm.if(-64);
      backend.openLabels++;
    }
    const address = this.#position < 0 ? this.#base : backend.allocateI32();
    if (this.#position >= 0) {
      asm.local.get(this.#base);
      asm.local.get(this.#position);
      asm.i32.const(3);
      asm.i32.shrU();
      asm.i32.add();
      asm.local.set(address);
    }
    asm.local.get(source);
    asm.i32.const(TermTag.integerShift);
    asm.i32.shrS();
    asm.local.set(source);
    storeInteger(f, address, this.#offset >> 3, bits, (segment.flags & (SegmentFlag.little | SegmentFlag.native)) !== 0, source);
    if (this.#position >= 0) backend.freeI32(address);
    if (conditional) {
      asm.else();
      this.#callPutInteger(segment);
      backend.close();
    }
    backend.freeI32(source);
  }

  #callPutInteger(segment: Segment): void {
    const f = this.#f;
    this.#pushPlace();
    this.#pushBits(segment);
    f.asm.i32.const(segment.flags);
    f.push(segment.value);
    f.asm.i32.const(segment.identity);
    f.backend.callKernel('bsPutInteger');
    f.asm.i32.eqz();
    this.#failIf();
  }
}

function isAppend(segment: Segment): boolean {
  return segment.type === 'append' || segment.type === 'private_append';
}

/** Bits of a segment if they are constant, otherwise −1. */
function constantBits(f: FunctionContext, type: string, size: number, unit: number): number {
  if (type === 'utf32') return 32;
  if (f.kind(size) !== OperandKind.integer) return -1;
  const bits = type === 'string' ? 8 * f.value(size) : f.value(size) * unit;
  return bits >= 0 && bits <= MAXIMUM_CONSTANT_BITS ? bits : -1;
}

function initWritable(f: FunctionContext): void {
  const x0 = f.backend.xLocal(0);
  f.asm.local.get(x0);
  f.backend.callKernel('bsInitWritable');
  f.asm.local.set(x0);
}

/** The construction of binaries. */
export const binaryConstructionInstructions: InstructionGroup = {
  title: 'binaries',
  instructions: {
    bs_create_bin: {
      kind: 'guard',
      step: (f, k) => createBinary(f, k, false),
      condition: negatable((f, k) => createBinary(f, k, true)),
      kernel: [
        'bsSize',
        'bsWholeSize',
        'bsUtf8Size',
        'bsUtf16Size',
        'bsInit',
        'bsAppend',
        'bsPrivateAppend',
        'bsPutInteger',
        'bsPutFloat',
        'bsPutBinary',
        'bsPutString',
        'bsPutUtf8',
        'bsPutUtf16',
        'bsPutUtf32',
        'raiseBinary',
        'collect',
      ],
    },
    bs_init_writable: { kind: 'step', step: initWritable, liveBefore: (live) => live | 1, kernel: ['bsInitWritable'] },
  },
};
