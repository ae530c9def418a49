import { Leb128Error, Leb128Reader } from '@beamline/leb128';
import {
  explicitHeapType,
  HeapType,
  InstructionReader,
  readValueType,
  TruncatedInstructionError,
  UnknownInstructionError,
  ValueType,
} from '@beamline/wasm-asm';
import { ConstExpression } from './const-expression.js';
import type { GlobalType, MemoryType, TableType } from './external-types.js';
import { ModuleDecodeError, type ModuleDecodeProblem } from './module-decode-error.js';
import type { SectionName } from './section.js';
import { PackedType, type StorageType } from './type-section.js';

const utf8 = /* @__PURE__ */ new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

const LEAST_ABSTRACT_HEAP_TYPE = HeapType.exn;
const GREATEST_ABSTRACT_HEAP_TYPE = HeapType.noexn;
// Bits of the byte before limits.
const HAS_MAXIMUM = 1;
const IS_SHARED = 2;
const HAS_64_BIT_ADDRESSES = 4;

/**
 * Reads what sections are made of, up to an end. Every method throws {@link ModuleDecodeError};
 * {@link guard} turns what lower layers throw into one.
 */
export class SectionReader {
  readonly #reader: Leb128Reader;
  readonly #instructions: InstructionReader = new InstructionReader();

  constructor(
    /** The module. */
    readonly bytes: Uint8Array,
    start: number,
    /** The section's end. */
    readonly end: number,
    /** The section, for errors. */
    readonly section: SectionName | 'custom' | 'module',
  ) {
    // Cut off, so that an integer at the end cannot go on after it.
    this.#reader = new Leb128Reader(bytes.subarray(0, end), start);
  }

  /** The next byte, counted from the module's start. */
  get offset(): number {
    return this.#reader.offset;
  }

  /** Throws an error about what begins at `offset`. */
  fail(problem: ModuleDecodeProblem, offset: number = this.offset): never {
    throw new ModuleDecodeError(problem, offset, this.section);
  }

  /** Gives what `read` gives; errors of lower layers become {@link ModuleDecodeError}. */
  guard<T>(read: () => T): T {
    try {
      return read();
    } catch (error) {
      if (error instanceof Leb128Error) {
        const problem = error.problem === 'truncated' ? 'truncated' : 'malformed-integer';
        throw new ModuleDecodeError(problem, error.offset, this.section, { cause: error });
      }
      if (error instanceof TruncatedInstructionError) {
        throw new ModuleDecodeError('truncated', error.offset, this.section, { cause: error });
      }
      if (error instanceof UnknownInstructionError) {
        throw new ModuleDecodeError('malformed-instruction', error.offset, this.section, { cause: error });
      }
      throw error;
    }
  }

  /** Throws unless everything has been read. */
  finish(): void {
    if (this.offset !== this.end) this.fail('bytes-left');
  }

  /** Reads a byte. */
  u8(): number {
    const at = this.offset;
    if (at >= this.end) this.fail('truncated');
    this.#reader.offset = at + 1;
    return this.bytes[at] ?? 0;
  }

  /** Reads an unsigned 32-bit integer. */
  u32(): number {
    return this.#reader.u32();
  }

  /** Reads some bytes; they are not copied. */
  take(count: number): Uint8Array {
    const at = this.offset;
    if (count > this.end - at) this.fail('truncated');
    this.#reader.offset = at + count;
    return this.bytes.subarray(at, at + count);
  }

  /** Reads a count and that many entries. */
  list<T>(read: () => T): T[] {
    const entries: T[] = [];
    for (let count = this.u32(); count > 0; count--) entries.push(read());
    return entries;
  }

  /** Reads a name. */
  text(): string {
    const size = this.u32();
    const at = this.offset;
    const bytes = this.take(size);
    try {
      return utf8.decode(bytes);
    } catch {
      return this.fail('malformed-name', at);
    }
  }

  /** Reads a value type. */
  valueType(): ValueType {
    const at = this.offset;
    const type = readValueType(this.#reader);
    if (!isValueType(type)) this.fail('malformed-type', at);
    return type;
  }

  /** Reads a reference type. */
  referenceType(): ValueType {
    const at = this.offset;
    const type = this.valueType();
    if (type >= ValueType.v128 && type <= ValueType.i32) this.fail('malformed-type', at);
    return type;
  }

  /** Reads a value type or packed type. */
  storageType(): StorageType {
    const byte = this.bytes[this.offset];
    return byte === PackedType.i8 || byte === PackedType.i16 ? this.u8() : this.valueType();
  }

  /** Reads a byte that must be 0 or 1. */
  flag(): boolean {
    const at = this.offset;
    const byte = this.u8();
    if (byte > 1) this.fail('malformed-flags', at);
    return byte === 1;
  }

  /** Reads a memory type. */
  memoryType(): MemoryType {
    const { shared, limits } = this.#limits();
    return shared ? { ...limits, shared } : limits;
  }

  /** Reads a table type. */
  tableType(): TableType {
    const element = this.referenceType();
    const at = this.offset;
    const { shared, limits } = this.#limits();
    if (shared) this.fail('malformed-flags', at);
    return { element, ...limits };
  }

  /** Reads a global type. */
  globalType(): GlobalType {
    const type = this.valueType();
    return { type, mutable: this.flag() };
  }

  /** Reads the type index of a tag. */
  tagType(): number {
    const at = this.offset;
    if (this.u8() !== 0) this.fail('malformed-flags', at);
    return this.u32();
  }

  /** Reads a constant expression; the instructions are not copied. */
  constExpression(): ConstExpression {
    const start = this.offset;
    const instructions = this.#instructions;
    instructions.reset(this.#reader.bytes, start);
    for (let depth = 1; depth > 0; ) {
      const { name, immediates } = instructions.read();
      if (name === 'end' || name === 'delegate') depth--;
      else if (immediates[0] === 'blocktype') depth++;
    }
    this.#reader.offset = instructions.offset;
    return ConstExpression.fromBytes(this.bytes.subarray(start, instructions.offset));
  }

  #limits(): { shared: boolean; limits: { min: number | bigint; max?: number | bigint; address?: 'i64' } } {
    const at = this.offset;
    const flags = this.u8();
    if (flags > 7) this.fail('malformed-flags', at);
    const min = this.#size();
    const shared = (flags & IS_SHARED) !== 0;
    const address = (flags & HAS_64_BIT_ADDRESSES) !== 0 ? ({ address: 'i64' } as const) : {};
    if ((flags & HAS_MAXIMUM) === 0) return { shared, limits: { min, ...address } };
    return { shared, limits: { min, max: this.#size(), ...address } };
  }

  #size(): number | bigint {
    const size = this.#reader.u64();
    return size <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(size) : size;
  }
}

function isValueType(type: ValueType): boolean {
  const heapType = explicitHeapType(type);
  if (heapType === undefined) {
    return (type >= ValueType.v128 && type <= ValueType.i32) || (type >= ValueType.exnref && type <= ValueType.nullexnref);
  }
  return heapType >= 0 || (heapType >= LEAST_ABSTRACT_HEAP_TYPE && heapType <= GREATEST_ABSTRACT_HEAP_TYPE);
}
