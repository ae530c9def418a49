import type { BeamFileError, BeamFileErrorCode } from './beam-file-error.js';
import { type ChunkReader, CompactTag } from './chunk-reader.js';
import { Opcode } from './opcode.js';
import { OPCODES } from './opcode-table.js';

/** What an operand is; the comments say what its value means. */
export const OperandKind = {
  /** A bare number, 0..2^31-1: arities, sizes, live counts, indexes in other tables. */
  untagged: 0,
  /** An integer that fits in 32 bits, signed. */
  integer: 1,
  /** An atom: index in `BeamFile.atoms`, from 1. */
  atom: 2,
  /** An X register, 0..1023. */
  x: 3,
  /** A Y register, 0..65535. */
  y: 4,
  /** A label, 1..labelCount-1, or 0 when there is none. */
  label: 5,
  /** A character, 0..16#10FFFF. The compilers of today use integers instead. */
  character: 6,
  /** A list: the value is the number of operands right after this one that are its elements. */
  list: 7,
  /** A floating point register, 0..1023. */
  floatRegister: 8,
  /**
   * What an instruction allocates: the value is the number of pairs. Each pair is two untagged
   * operands: 0 words, 1 floats or 2 funs, and how many.
   */
  allocList: 9,
  /** A literal: index in `BeamFile.literals`. */
  literalTerm: 10,
  /** An integer, tagged or bare (as in `bs_match` commands), that does not fit: index in `bigs`. */
  bigInteger: 11,
  /** The empty list. The value is 0. */
  nil: 12,
} as const;

/** What an operand is. */
export type OperandKind = (typeof OperandKind)[keyof typeof OperandKind];

/** Highest number of X or floating point registers (`MAX_REG`, `erts/emulator/beam/erl_vm.h`). */
export const MAX_REGISTERS = 1024;

/** Highest number of Y registers that this package takes. */
export const MAX_Y_REGISTERS = 65536;

/** Largest code that is read, 64 MiB: the arrays to decode it take eighteen times its size for a while. */
const MAX_CODE_BYTES = 64 * 1024 * 1024;

/** Longest integer operand, 1 MiB; the emulator's limit is 4 MiB and a compiler's literal far below. */
const MAX_INTEGER_BYTES: number = 1024 * 1024;

/**
 * The code of a module as flat arrays: instruction `i` has the opcode `opcodes[i]` and the operands
 * `operandStart[i]` to `operandStart[i + 1]` (exclusive). Lists are flattened, so the number of
 * operands can be more than the opcode's arity.
 */
export interface Code {
  /** Always 0, the only instruction set there is. */
  readonly instructionSet: number;
  /** Highest opcode that the file says it uses. */
  readonly maxOpcode: number;
  /** Number of labels plus one: labels are 1..labelCount-1. */
  readonly labelCount: number;
  /** Number of functions, and so of `func_info` instructions. */
  readonly functionCount: number;
  /** Number of instructions. The last one, and only that, is `int_code_end`. */
  readonly length: number;
  /** Opcode of each instruction, a value of Opcode. */
  readonly opcodes: Uint8Array;
  /** Offset in bytes of each instruction from the start of the chunk's code area. */
  readonly offsets: Uint32Array;
  /** Index of each instruction's first operand; has one more element, the end of the last. */
  readonly operandStart: Uint32Array;
  /** OperandKind of each operand. */
  readonly kinds: Uint8Array;
  /** Value of each operand; its meaning depends on the kind. */
  readonly values: Int32Array;
  /** For typed registers the index in `BeamFile.types` plus 1; otherwise 0. */
  readonly types: Int32Array;
  /** Integers that do not fit in 32 bits. */
  readonly bigs: readonly bigint[];
}

/** The start of the `Code` chunk, which the other chunks need before the code can be read. */
export interface CodeHeader {
  readonly instructionSet: number;
  readonly maxOpcode: number;
  readonly labelCount: number;
  readonly functionCount: number;
}

/** How many things there are that an operand can be an index of. */
export interface OperandLimits {
  readonly atoms: number;
  readonly literals: number;
  /** undefined when the types are not known: then typed registers are given without type. */
  readonly types: number | undefined;
}

/**
 * Reads the header of `Code` (`lib/compiler/src/beam_asm.erl`, `build_file`): the size of the rest
 * of the header, instruction set, highest opcode, labels, functions. Leaves the reader at the code.
 */
export function readCodeHeader(reader: ChunkReader): CodeHeader {
  const size = reader.uint32('size of the header');
  if (size < 16 || size > reader.remaining) {
    throw reader.error('bad-size', `header of ${size} bytes is not in 16..${reader.remaining}`, 0);
  }
  const end = reader.position + size;
  const header = {
    instructionSet: reader.uint32('instruction set'),
    maxOpcode: reader.uint32('highest opcode'),
    labelCount: reader.uint32('number of labels'),
    functionCount: reader.uint32('number of functions'),
  };
  if (header.instructionSet !== 0) {
    throw reader.error('unsupported-version', `instruction set ${header.instructionSet} is not known, only 0`, 4);
  }
  if (header.maxOpcode > OPCODES.length) {
    throw reader.error('unknown-opcode', `the file needs opcode ${header.maxOpcode}, only 1..${OPCODES.length} are known`, 8);
  }
  // A label takes two bytes of code, a function at least five.
  const codeSize = reader.bytes.length - end;
  if (codeSize > MAX_CODE_BYTES) throw reader.error('bad-size', `${codeSize} bytes of code are more than ${MAX_CODE_BYTES}`, 0);
  if (header.labelCount < 1 || header.labelCount - 1 > codeSize / 2) {
    throw reader.error('bad-count', `${header.labelCount} labels do not fit in ${codeSize} bytes of code`, 12);
  }
  if (header.functionCount > codeSize / 5) {
    throw reader.error('bad-count', `${header.functionCount} functions do not fit in ${codeSize} bytes of code`, 16);
  }
  reader.position = end;
  return header;
}

const ARITIES: Uint8Array = Uint8Array.from([0, ...OPCODES.map((info) => info.arity)]);

/**
 * Reads the instructions, from where `readCodeHeader` left the reader. Checks each operand's
 * encoding and range; that operands fit their instruction is for `verifyCode`.
 */
export function readCode(reader: ChunkReader, header: CodeHeader, limits: OperandLimits): Code {
  return new CodeDecoder(reader, header, limits).decode();
}

/** Extended tags, the high four bits after CompactTag.extended. */
const EXTENDED_LIST = 1;
const EXTENDED_FLOAT_REGISTER = 2;
const EXTENDED_ALLOC_LIST = 3;
const EXTENDED_LITERAL = 4;
const EXTENDED_TYPED_REGISTER = 5;

/** Set in `CodeDecoder.wide` when the last number did not fit in 32 bits. */
const NOT_WIDE = 0n;

class CodeDecoder {
  private readonly bytes: Uint8Array;
  private readonly start: number;
  private position: number;
  /** The last number when it does not fit in 32 bits, otherwise NOT_WIDE. */
  private wide: bigint = NOT_WIDE;
  private operandCount = 0;
  private readonly kinds: Uint8Array;
  private readonly values: Int32Array;
  private readonly types: Int32Array;
  private readonly bigs: bigint[] = [];

  constructor(
    private readonly reader: ChunkReader,
    private readonly header: CodeHeader,
    private readonly limits: OperandLimits,
  ) {
    this.bytes = reader.bytes;
    this.start = reader.position;
    this.position = reader.position;
    // Every operand takes a byte at least, so these cannot be too short.
    const most = this.bytes.length - this.start;
    this.kinds = new Uint8Array(most);
    this.values = new Int32Array(most);
    this.types = new Int32Array(most);
  }

  decode(): Code {
    const { bytes, header } = this;
    const end = bytes.length;
    const most = end - this.start;
    const opcodes = new Uint8Array(most);
    const offsets = new Uint32Array(most);
    const operandStart = new Uint32Array(most + 1);
    let length = 0;
    let opcode = 0;
    while (opcode !== Opcode.int_code_end) {
      const at = this.position;
      if (at >= end) throw this.error('truncated', 'the code ends without int_code_end', at);
      opcode = bytes[this.position++] as number;
      if (opcode === 0 || opcode > header.maxOpcode) throw this.unknownOpcode(opcode, at);
      opcodes[length] = opcode;
      offsets[length] = at - this.start;
      operandStart[length++] = this.operandCount;
      let arity = ARITIES[opcode] as number;
      while (arity-- > 0) this.operand();
    }
    if (this.position !== end) {
      throw this.error('bad-size', `${end - this.position} bytes are left after int_code_end`, this.position);
    }
    operandStart[length] = this.operandCount;
    return {
      ...header,
      length,
      opcodes: opcodes.slice(0, length),
      offsets: offsets.slice(0, length),
      operandStart: operandStart.slice(0, length + 1),
      kinds: this.kinds.slice(0, this.operandCount),
      values: this.values.slice(0, this.operandCount),
      types: this.types.slice(0, this.operandCount),
      bigs: this.bigs,
    };
  }

  /** Reads an operand of an instruction: a term or a list. */
  private operand(): void {
    const at = this.position;
    const first = this.next();
    if (first === ((EXTENDED_LIST << 4) | CompactTag.extended)) {
      const count = this.count('list', 1, at);
      this.push(OperandKind.list, count);
      for (let i = 0; i < count; i++) this.term(this.next());
    } else if (first === ((EXTENDED_ALLOC_LIST << 4) | CompactTag.extended)) {
      const count = this.count('allocation list', 2, at);
      this.push(OperandKind.allocList, count);
      for (let i = 0; i < count; i++) {
        const what = this.bare('kind of an allocation');
        if (what > 2) throw this.error('bad-operand', `allocation has the unknown kind ${what}`, at);
        this.push(OperandKind.untagged, what);
        this.push(OperandKind.untagged, this.bare('size of an allocation'));
      }
    } else {
      this.term(first);
    }
  }

  private push(kind: number, value: number): void {
    const k = this.operandCount++;
    this.kinds[k] = kind;
    this.values[k] = value;
  }

  /** Reads anything but a list; `first` is its first byte, which is read already. */
  private term(first: number): void {
    const at = this.position - 1;
    switch (first & 7) {
      case CompactTag.untagged: {
        const value = this.number(first);
        if (this.wide !== NOT_WIDE) this.pushBig();
        else if (value < 0) throw this.error('bad-operand', `untagged number ${value} is negative`, at);
        else this.push(OperandKind.untagged, value);
        return;
      }
      case CompactTag.integer: {
        const value = this.number(first);
        if (this.wide !== NOT_WIDE) this.pushBig();
        else this.push(OperandKind.integer, value);
        return;
      }
      case CompactTag.atom: {
        const value = this.below(first, this.limits.atoms + 1, 'atom', 'bad-index');
        this.push(value === 0 ? OperandKind.nil : OperandKind.atom, value);
        return;
      }
      case CompactTag.x:
        this.push(OperandKind.x, this.below(first, MAX_REGISTERS, 'X register', 'bad-register'));
        return;
      case CompactTag.y:
        this.push(OperandKind.y, this.below(first, MAX_Y_REGISTERS, 'Y register', 'bad-register'));
        return;
      case CompactTag.label:
        this.push(OperandKind.label, this.below(first, this.header.labelCount, 'label', 'bad-label'));
        return;
      case CompactTag.character:
        this.push(OperandKind.character, this.below(first, 0x110000, 'character', 'bad-operand'));
        return;
      default:
        this.extended(first, at);
    }
  }

  private extended(first: number, at: number): void {
    if (first === ((EXTENDED_TYPED_REGISTER << 4) | CompactTag.extended)) {
      const register = this.next();
      const tag = register & 7;
      if (tag !== CompactTag.x && tag !== CompactTag.y) {
        throw this.error('bad-operand', `typed register has tag ${tag}`, at);
      }
      const k = this.operandCount;
      this.term(register);
      const index = this.bare('type index');
      const { types } = this.limits;
      if (types !== undefined) {
        if (index >= types) throw this.error('bad-index', `there is no type ${index}, only ${types} types`, at);
        this.types[k] = index + 1;
      }
    } else if (first === ((EXTENDED_LITERAL << 4) | CompactTag.extended)) {
      const index = this.bare('literal index');
      if (index >= this.limits.literals) {
        throw this.error('bad-index', `there is no literal ${index}, only ${this.limits.literals} literals`, at);
      }
      this.push(OperandKind.literalTerm, index);
    } else if (first === ((EXTENDED_FLOAT_REGISTER << 4) | CompactTag.extended)) {
      const index = this.bare('floating point register');
      if (index >= MAX_REGISTERS) throw this.error('bad-register', `there is no floating point register ${index}`, at);
      this.push(OperandKind.floatRegister, index);
    } else if (first === ((EXTENDED_LIST << 4) | CompactTag.extended) || first === ((EXTENDED_ALLOC_LIST << 4) | CompactTag.extended)) {
      throw this.error('bad-operand', 'a list is inside a list', at);
    } else {
      throw this.error('bad-operand', `operand starts with the unknown byte ${first}`, at);
    }
  }

  private pushBig(): void {
    this.push(OperandKind.bigInteger, this.bigs.length);
    this.bigs.push(this.wide);
  }

  private next(): number {
    if (this.position >= this.bytes.length) throw this.error('truncated', 'an instruction is cut off', this.position);
    return this.bytes[this.position++] as number;
  }

  /**
   * Reads the number of a compact term whose first byte is `first` (`encode/2` in
   * `lib/compiler/src/beam_asm.erl`). When it does not fit in 32 bits, `wide` has it and the result
   * is 0.
   */
  private number(first: number): number {
    this.wide = NOT_WIDE;
    if ((first & 8) === 0) return first >> 4;
    if ((first & 16) === 0) return ((first >> 5) << 8) | this.next();
    return this.wideNumber(first);
  }

  private wideNumber(first: number): number {
    const at = this.position - 1;
    let size = (first >> 5) + 2;
    if (size === 9) size += this.bare('size of an integer');
    const start = this.position;
    if (size > MAX_INTEGER_BYTES) throw this.error('bad-operand', `integer of ${size} bytes is too large`, at);
    if (size > this.bytes.length - start) throw this.error('truncated', `integer of ${size} bytes is cut off`, at);
    this.position += size;
    let value = ((this.bytes[start] as number) << 24) >> 24;
    if (size <= 4) {
      for (let p = start + 1; p < this.position; p++) value = (value << 8) | (this.bytes[p] as number);
      return value;
    }
    const wide = signedBigEndian(this.bytes, start, this.position);
    value = Number(BigInt.asIntN(32, wide));
    if (BigInt(value) === wide) return value;
    this.wide = wide;
    return 0;
  }

  /** Reads a whole compact term that must be a bare number that is not negative and fits. */
  private bare(what: string): number {
    const at = this.position;
    const first = this.next();
    if ((first & 7) !== CompactTag.untagged) throw this.error('bad-operand', `${what} has tag ${first & 7}`, at);
    if ((first & 0x1f) === 0x18 && first >> 5 === 7) throw this.error('bad-operand', `${what} is too large`, at);
    const value = this.number(first);
    if (value < 0 || this.wide !== NOT_WIDE) throw this.error('bad-operand', `${what} is negative or too large`, at);
    return value;
  }

  private count(what: string, unit: number, at: number): number {
    const count = this.bare(`length of a ${what}`);
    if (count * unit > this.bytes.length - this.position) {
      throw this.error('bad-count', `${what} of ${count} elements is longer than the code`, at);
    }
    return count;
  }

  private below(first: number, limit: number, what: string, code: BeamFileErrorCode): number {
    const at = this.position - 1;
    const value = this.number(first);
    if (value < 0 || value >= limit || this.wide !== NOT_WIDE) {
      throw this.error(code, `${what} ${this.wide === NOT_WIDE ? value : this.wide} is not in 0..${limit - 1}`, at);
    }
    return value;
  }

  private unknownOpcode(opcode: number, at: number): BeamFileError {
    const name = OPCODES[opcode - 1]?.name;
    const most = this.header.maxOpcode;
    return this.error(
      'unknown-opcode',
      name === undefined
        ? `opcode ${opcode} is not known`
        : `opcode ${opcode} (${name}) is above ${most}, the highest that the file says it uses`,
      at,
    );
  }

  private error(code: BeamFileErrorCode, message: string, position: number): BeamFileError {
    return this.reader.error(code, message, position);
  }
}

/** Two's complement, big-endian. */
function signedBigEndian(bytes: Uint8Array, start: number, end: number): bigint {
  let hex = '0x';
  for (let p = start; p < end; p++) hex += (bytes[p] as number).toString(16).padStart(2, '0');
  return BigInt.asIntN((end - start) * 8, BigInt(hex));
}
