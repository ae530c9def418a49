import { Leb128Reader } from '@beamline/leb128';
import { type ImmediateKind, type Instruction, instructionTable } from './instruction-table.js';
import { type BlockType, CatchKind, type HeapType, type ValueType, valueTypeWithHeap } from './types.js';

/** Bytes that are not an instruction of the table. */
export class UnknownInstructionError extends RangeError {
  /** The name of the class. */
  override readonly name = 'UnknownInstructionError';

  constructor(
    /** The prefix byte, or -1. */
    readonly prefix: number,
    /** The opcode. */
    readonly opcode: number,
    /** Where it begins, in bytes. */
    readonly offset: number,
  ) {
    super(`no instruction has opcode ${prefix < 0 ? '' : `0x${prefix.toString(16)} `}0x${opcode.toString(16)} (byte ${offset})`);
  }
}

/** Bytes that end inside an instruction, or an instruction that goes on after the given end. */
export class TruncatedInstructionError extends RangeError {
  /** The name of the class. */
  override readonly name = 'TruncatedInstructionError';

  constructor(
    /** Where the instruction begins, in bytes. */
    readonly offset: number,
    /** Where the bytes end. */
    readonly end: number,
  ) {
    super(`the instruction at byte ${offset} goes on past the end, byte ${end}`);
  }
}

const FIRST_PREFIX = 0xfb;
const LAST_PREFIX = 0xfe;

// Rows by opcode: one-byte opcodes first, then one list for each prefix.
let rows: readonly (readonly (Instruction | undefined)[])[] | undefined;

function rowsByOpcode(): readonly (readonly (Instruction | undefined)[])[] {
  const lists: (Instruction | undefined)[][] = [[], [], [], [], []];
  for (const instruction of instructionTable) {
    const list = lists[instruction.prefix < 0 ? 0 : instruction.prefix - FIRST_PREFIX + 1];
    if (list !== undefined) list[instruction.opcode] = instruction;
  }
  return lists;
}

/**
 * Reads instructions one after the other, with their immediates.
 *
 * An object can be used for many inputs and makes none per instruction. {@link read} throws
 * {@link UnknownInstructionError}, {@link TruncatedInstructionError}, or `Leb128Error` for a
 * malformed integer.
 */
export class InstructionReader {
  /**
   * The immediates of the last instruction, in the order of the binary format; only the first
   * {@link valueCount} count. Integers of up to 33 bits stand for themselves, and
   *
   * * a block type is a `BlockType`, a type of `select` a `ValueType`;
   * * an `i64`, `f32`, `f64`, `v128` literal or the lanes of a shuffle are the offset of their bytes;
   * * a memory argument is log2 of the alignment, the memory index, the offset, which is rounded above
   *   2^53, and where the offset's bytes are;
   * * lists begin with their length; `br_table` has one label more than that, its default;
   * * a catch clause is kind, tag (0 if it has none) and label.
   */
  readonly values: number[] = [];
  /** How many numbers of {@link values} belong to the last instruction. */
  valueCount = 0;
  /** Where the last instruction begins, in bytes. */
  start = 0;

  readonly #reader: Leb128Reader = new Leb128Reader(new Uint8Array(0));
  #end = 0;

  /** Starts on other bytes; reading stops at `end`. */
  reset(bytes: Uint8Array, start = 0, end: number = bytes.length): void {
    this.#reader.reset(bytes, start);
    this.#end = Math.min(end, bytes.length);
    this.valueCount = 0;
    this.start = start;
  }

  /** Where the next instruction begins, in bytes. */
  get offset(): number {
    return this.#reader.offset;
  }

  /** Whether there are no more instructions. */
  get done(): boolean {
    return this.#reader.offset >= this.#end;
  }

  /** Reads one instruction and gives its row of the table. */
  read(): Instruction {
    const reader = this.#reader;
    const start = reader.offset;
    this.start = start;
    this.valueCount = 0;
    if (start >= this.#end) throw new TruncatedInstructionError(start, this.#end);
    const first = reader.bytes[reader.offset++] ?? 0;
    const prefixed = first >= FIRST_PREFIX && first <= LAST_PREFIX;
    const opcode = prefixed ? reader.u32() : first;
    rows ??= rowsByOpcode();
    const instruction = rows[prefixed ? first - FIRST_PREFIX + 1 : 0]?.[opcode];
    if (instruction === undefined) throw new UnknownInstructionError(prefixed ? first : -1, opcode, start);
    const { immediates } = instruction;
    for (let i = 0; i < immediates.length; i++) this.#immediate(immediates[i]);
    if (reader.offset > this.#end) throw new TruncatedInstructionError(start, this.#end);
    return instruction;
  }

  #push(value: number): void {
    this.values[this.valueCount++] = value;
  }

  #skip(size: number): void {
    const reader = this.#reader;
    this.#push(reader.offset);
    reader.offset += size;
    if (reader.offset > this.#end) throw new TruncatedInstructionError(this.start, this.#end);
  }

  #u8(): void {
    const reader = this.#reader;
    if (reader.offset >= this.#end) throw new TruncatedInstructionError(this.start, this.#end);
    this.#push(reader.bytes[reader.offset++] ?? 0);
  }

  #immediate(kind: ImmediateKind | undefined): void {
    const reader = this.#reader;
    switch (kind) {
      case 'blocktype': {
        const code = reader.s33();
        this.#push(code === REF_NULL_CODE || code === REF_CODE ? blockTypeOf(refType(code, reader.s33())) : code);
        return;
      }
      case 'heaptype':
        this.#push(reader.s33());
        return;
      case 'i32':
        this.#push(reader.s32());
        return;
      case 'i64':
        this.#push(reader.offset);
        reader.s64();
        return;
      case 'f32':
        this.#skip(4);
        return;
      case 'f64':
        this.#skip(8);
        return;
      case 'v128':
      case 'lanes16':
        this.#skip(16);
        return;
      case 'lane':
      case 'castflags':
      case 'zero':
        this.#u8();
        return;
      case 'memarg0':
      case 'memarg1':
      case 'memarg2':
      case 'memarg3':
      case 'memarg4': {
        const flags = reader.u32();
        const hasMemory = flags < 0x80 && (flags & 0x40) !== 0;
        this.#push(hasMemory ? flags & 0x3f : flags);
        this.#push(hasMemory ? reader.u32() : 0);
        const at = reader.offset;
        this.#push(this.#address());
        this.#push(at);
        return;
      }
      case 'labels': {
        const count = reader.u32();
        this.#push(count);
        for (let i = 0; i <= count; i++) this.#push(this.#listItem());
        return;
      }
      case 'valuetypes': {
        const count = reader.u32();
        this.#push(count);
        for (let i = 0; i < count; i++) {
          this.#checkEnd();
          this.#push(readValueType(reader));
        }
        return;
      }
      case 'catches': {
        const count = reader.u32();
        this.#push(count);
        for (let i = 0; i < count; i++) {
          this.#u8();
          const catchKind = this.values[this.valueCount - 1];
          this.#push(catchKind === CatchKind.catch || catchKind === CatchKind.catchRef ? reader.u32() : 0);
          this.#push(reader.u32());
        }
        return;
      }
      default:
        this.#push(reader.u32());
    }
  }

  #listItem(): number {
    this.#checkEnd();
    return this.#reader.u32();
  }

  // Without it a list could go on, at a loss of time and memory, into bytes that are not the code's.
  #checkEnd(): void {
    if (this.#reader.offset >= this.#end) throw new TruncatedInstructionError(this.start, this.#end);
  }

  #address(): number {
    const reader = this.#reader;
    const first = reader.bytes[reader.offset] ?? 0x80;
    if (first < 0x80) {
      reader.offset++;
      return first;
    }
    return Number(reader.u64());
  }
}

// 0x63 and 0x64, the reference types with a heap type, as signed seven-bit numbers.
const REF_NULL_CODE = -0x1d;
const REF_CODE = -0x1c;
// Below are no heap types that one byte holds, and a value type has no room for them.
const LEAST_HEAP_TYPE = -0x40;
// Stands for bytes that are no type: 0x41 is free.
const NO_BLOCK_TYPE: BlockType = -0x3f;

function refType(code: number, heapType: HeapType): ValueType {
  return heapType < LEAST_HEAP_TYPE ? 0 : valueTypeWithHeap(code & 0x7f, heapType);
}

function blockTypeOf(type: ValueType): BlockType {
  return type === 0 ? NO_BLOCK_TYPE : -type;
}

/**
 * Reads a value type (WebAssembly 3.0, section 5.3.5), or whatever has its form; 0 if the bytes
 * have not even that. Whether it is one of the value types is not checked.
 *
 * Throws `Leb128Error`.
 */
export function readValueType(reader: Leb128Reader): ValueType {
  const byte = reader.bytes[reader.offset];
  const code = reader.s33();
  if (code === REF_NULL_CODE || code === REF_CODE) return refType(code, reader.s33());
  return byte !== undefined && byte < 0x80 ? byte : 0;
}

/**
 * Calls `visit` for each instruction from `start` to `end`, with its row of the table and the
 * offset of its first byte.
 *
 * Throws what {@link InstructionReader.read} throws.
 */
export function readInstructions(
  bytes: Uint8Array,
  start: number,
  end: number,
  visit: (instruction: Instruction, offset: number) => void,
): void {
  const reader = new InstructionReader();
  reader.reset(bytes, start, end);
  while (!reader.done) {
    const instruction = reader.read();
    visit(instruction, reader.start);
  }
}
