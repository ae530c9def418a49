import { encodeS32Padded, encodeS64Padded, encodeU32Padded } from '@beamline/leb128';
import type { ByteBuffer } from './byte-buffer.js';
import { CoreInstructions } from './generated/core.js';
import { InstructionGroup, type InstructionTarget } from './instruction-group.js';

/** What a padded field of code holds: an index into an index space, or a constant. */
export type LinkFixupKind = (typeof LinkFixupKind)[keyof typeof LinkFixupKind];

/** The kinds of relocations. Fields are five bytes, those of `i64` ten. */
export const LinkFixupKind = {
  /** A function index. */
  function: 0,
  /** A type index. */
  type: 1,
  /** A table index. */
  table: 2,
  /** A memory index. */
  memory: 3,
  /** A global index. */
  global: 4,
  /** A tag index. */
  tag: 5,
  /** The index of an element segment. */
  element: 6,
  /** The index of a data segment. */
  data: 7,
  /** The operand of `i32.const`. */
  i32: 8,
  /** The operand of `i64.const`. */
  i64: 9,
} as const;

const WORDS = 3;

/**
 * Where code has padded fields, and what they stand for: a growing list without an object per entry.
 *
 * The value of an entry is the caller's: an index before renumbering, the number of a symbol.
 */
export class Relocations {
  /** How many entries there are; may be lowered to take some back. */
  count = 0;

  // Offset, kind and value in turn.
  #words: Int32Array = new Int32Array(WORDS * 64);

  /** Empties the list and keeps the storage. */
  reset(): void {
    this.count = 0;
  }

  /** Adds an entry for a field at `offset`, in bytes; the value is a signed 32-bit integer. */
  add(kind: LinkFixupKind, offset: number, value: number): void {
    const at = this.count++ * WORDS;
    if (at === this.#words.length) {
      const larger = new Int32Array(2 * at);
      larger.set(this.#words);
      this.#words = larger;
    }
    this.#words[at] = offset;
    this.#words[at + 1] = kind;
    this.#words[at + 2] = value;
  }

  /** Where the field of entry `i` is, in bytes. */
  offset(i: number): number {
    return this.#words[i * WORDS] ?? 0;
  }

  /** What kind of field entry `i` is. */
  kind(i: number): LinkFixupKind {
    return (this.#words[i * WORDS + 1] ?? 0) as LinkFixupKind;
  }

  /** The value of entry `i`. */
  value(i: number): number {
    return this.#words[i * WORDS + 2] ?? 0;
  }

  /**
   * Writes into the fields what their values stand for. Can be done again with other answers.
   *
   * Throws `Leb128Error` for an answer that the field cannot hold and for
   * a field that is not in `bytes`.
   *
   * @param bytes - the code: a buffer's bytes, a body, a finished module
   * @param resolve - what to write: an index, or the constant's value
   * @param shift - how far the code has moved in `bytes` since it was written
   * @param from - the first entry
   * @param to - the entry after the last one
   */
  apply(
    bytes: Uint8Array,
    resolve: (kind: LinkFixupKind, value: number) => number | bigint,
    shift = 0,
    from = 0,
    to: number = this.count,
  ): void {
    for (let i = from; i < to; i++) {
      const kind = this.kind(i);
      const offset = this.offset(i) + shift;
      const value = resolve(kind, this.value(i));
      if (kind === LinkFixupKind.i64) encodeS64Padded(bytes, offset, value);
      else if (kind === LinkFixupKind.i32) encodeS32Padded(bytes, offset, Number(value));
      else encodeU32Padded(bytes, offset, Number(value));
    }
  }
}

/**
 * The instructions that name indices, and constants, with fields of fixed width that are recorded.
 *
 * The values are written as they are, so that code whose values need no change is right at once.
 */
export class RelocatableInstructions extends InstructionGroup {
  /** Where the fields are recorded; offsets are positions in the buffer. */
  readonly relocations: Relocations;

  // Writes opcodes with fields of one byte, which are then taken back. Has no observer: that one sees the whole.
  readonly #core: CoreInstructions;

  /** @param relocations - where the fields are recorded */
  constructor(target: InstructionTarget, relocations: Relocations = new Relocations()) {
    super(target);
    this.relocations = relocations;
    this.#core = new CoreInstructions({ buffer: target.buffer });
  }

  /** `call` */
  call(functionIndex: number): void {
    this.#core.call(0);
    this.buffer.length--;
    field(this, LinkFixupKind.function, functionIndex);
    this.observer?.appended(this.buffer);
  }

  /** `return_call` */
  returnCall(functionIndex: number): void {
    this.#core.returnCall(0);
    this.buffer.length--;
    field(this, LinkFixupKind.function, functionIndex);
    this.observer?.appended(this.buffer);
  }

  /** `call_indirect` */
  callIndirect(typeIndex: number, tableIndex = 0): void {
    this.#core.callIndirect(0);
    this.buffer.length -= 2;
    field(this, LinkFixupKind.type, typeIndex);
    field(this, LinkFixupKind.table, tableIndex);
    this.observer?.appended(this.buffer);
  }

  /** `return_call_indirect` */
  returnCallIndirect(typeIndex: number, tableIndex = 0): void {
    this.#core.returnCallIndirect(0);
    this.buffer.length -= 2;
    field(this, LinkFixupKind.type, typeIndex);
    field(this, LinkFixupKind.table, tableIndex);
    this.observer?.appended(this.buffer);
  }

  /** `call_ref` */
  callRef(typeIndex: number): void {
    this.#core.callRef(0);
    this.buffer.length--;
    field(this, LinkFixupKind.type, typeIndex);
    this.observer?.appended(this.buffer);
  }

  /** `return_call_ref` */
  returnCallRef(typeIndex: number): void {
    this.#core.returnCallRef(0);
    this.buffer.length--;
    field(this, LinkFixupKind.type, typeIndex);
    this.observer?.appended(this.buffer);
  }

  /** `ref.func` */
  refFunc(functionIndex: number): void {
    this.#core.ref.func(0);
    this.buffer.length--;
    field(this, LinkFixupKind.function, functionIndex);
    this.observer?.appended(this.buffer);
  }

  /** `global.get` */
  globalGet(globalIndex: number): void {
    this.#core.global.get(0);
    this.buffer.length--;
    field(this, LinkFixupKind.global, globalIndex);
    this.observer?.appended(this.buffer);
  }

  /** `global.set` */
  globalSet(globalIndex: number): void {
    this.#core.global.set(0);
    this.buffer.length--;
    field(this, LinkFixupKind.global, globalIndex);
    this.observer?.appended(this.buffer);
  }

  /** `table.get` */
  tableGet(tableIndex: number): void {
    this.#core.table.get();
    this.buffer.length--;
    field(this, LinkFixupKind.table, tableIndex);
    this.observer?.appended(this.buffer);
  }

  /** `table.set` */
  tableSet(tableIndex: number): void {
    this.#core.table.set();
    this.buffer.length--;
    field(this, LinkFixupKind.table, tableIndex);
    this.observer?.appended(this.buffer);
  }

  /** `table.init` */
  tableInit(elementIndex: number, tableIndex = 0): void {
    this.#core.table.init(0);
    this.buffer.length -= 2;
    field(this, LinkFixupKind.element, elementIndex);
    field(this, LinkFixupKind.table, tableIndex);
    this.observer?.appended(this.buffer);
  }

  /** `memory.size` */
  memorySize(memoryIndex: number): void {
    this.#core.memory.size();
    this.buffer.length--;
    field(this, LinkFixupKind.memory, memoryIndex);
    this.observer?.appended(this.buffer);
  }

  /** `memory.grow` */
  memoryGrow(memoryIndex: number): void {
    this.#core.memory.grow();
    this.buffer.length--;
    field(this, LinkFixupKind.memory, memoryIndex);
    this.observer?.appended(this.buffer);
  }

  /** `memory.init` */
  memoryInit(dataIndex: number, memoryIndex = 0): void {
    this.#core.memory.init(0);
    this.buffer.length -= 2;
    field(this, LinkFixupKind.data, dataIndex);
    field(this, LinkFixupKind.memory, memoryIndex);
    this.observer?.appended(this.buffer);
  }

  /** `throw` */
  throw(tagIndex: number): void {
    this.#core.throw(0);
    this.buffer.length--;
    field(this, LinkFixupKind.tag, tagIndex);
    this.observer?.appended(this.buffer);
  }

  /** `i32.const` */
  i32Const(value: number): void {
    this.#core.i32.const(0);
    this.buffer.length--;
    this.relocations.add(LinkFixupKind.i32, this.buffer.length, value);
    this.buffer.s32Padded(value);
    this.observer?.appended(this.buffer);
  }

  /** `i64.const`; the value is a signed 32-bit integer, what it stands for any i64 */
  i64Const(value: number): void {
    this.#core.i64.const(0);
    this.buffer.length--;
    this.relocations.add(LinkFixupKind.i64, this.buffer.length, value);
    this.buffer.s64Padded(value);
    this.observer?.appended(this.buffer);
  }
}

function field(group: { readonly buffer: ByteBuffer; readonly relocations: Relocations }, kind: LinkFixupKind, index: number): void {
  group.relocations.add(kind, group.buffer.length, index);
  group.buffer.u32Padded(index);
}
