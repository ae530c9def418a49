/** Element and data segments (WebAssembly 3.0, sections 5.5.12 and 5.5.14). */
import { type ByteBuffer, ValueType, writeValueType } from '@beamline/wasm-asm';
import type { ConstExpression } from './const-expression.js';

/** When the items of an element segment get into a table. */
export type ElementMode =
  /** Never by themselves: `table.init` copies them. */
  | 'passive'
  /** Never: the segment only declares functions for `ref.func`. */
  | 'declarative'
  /** When the module is instantiated. */
  | {
      /** Where they begin in the table. */
      readonly offset: ConstExpression;
      /** Which table; 0 if left out. */
      readonly table?: number | undefined;
    };

/** The items of an element segment: function indices, or expressions of a reference type. */
export type ElementItems =
  | ArrayLike<number>
  | {
      /** What the items are: a reference type. */
      readonly type: ValueType;
      /** An expression for each item. */
      readonly expressions: readonly ConstExpression[];
    };

/** When the bytes of a data segment get into a memory. */
export type DataMode =
  /** Never by themselves: `memory.init` copies them. */
  | 'passive'
  /** When the module is instantiated. */
  | {
      /** Where they begin in the memory. */
      readonly offset: ConstExpression;
      /** Which memory; 0 if left out. */
      readonly memory?: number | undefined;
    };

/** Appends an element segment; `explicit` writes table and type even where they can be left out. */
export function writeElement(b: ByteBuffer, mode: ElementMode, items: ElementItems, explicit = false): void {
  const expressions = 'expressions' in items;
  const kindBits = expressions ? 4 : 0;
  let explicitKind = true;
  if (mode === 'passive') b.u8(1 | kindBits);
  else if (mode === 'declarative') b.u8(3 | kindBits);
  else {
    const table = mode.table ?? 0;
    explicitKind = explicit || table !== 0 || (expressions && items.type !== ValueType.funcref);
    b.u8((explicitKind ? 2 : 0) | kindBits);
    if (explicitKind) b.u32(table);
    b.append(mode.offset.bytes);
  }
  if (expressions) {
    if (explicitKind) writeValueType(b, items.type);
    b.u32(items.expressions.length);
    for (const expression of items.expressions) b.append(expression.bytes);
  } else {
    if (explicitKind) b.u8(0);
    b.u32(items.length);
    for (let i = 0; i < items.length; i++) b.u32(items[i] ?? 0);
  }
}

/** Appends a data segment; `explicit` writes the memory even if it is 0. */
export function writeData(b: ByteBuffer, mode: DataMode, bytes: Uint8Array, explicit = false): void {
  if (mode === 'passive') b.u8(1);
  else {
    const memory = mode.memory ?? 0;
    const hasMemory = explicit || memory !== 0;
    b.u8(hasMemory ? 2 : 0);
    if (hasMemory) b.u32(memory);
    b.append(mode.offset.bytes);
  }
  b.u32(bytes.length);
  b.append(bytes);
}
