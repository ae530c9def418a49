/** Types of memories, tables and globals (WebAssembly 3.0, sections 5.3.12 to 5.3.15). */
import { type ByteBuffer, type ValueType, writeValueType } from '@beamline/wasm-asm';

/** Least and greatest size: pages of 64 KiB for memories, elements for tables. */
export interface Limits {
  /** The first size; a bigint only above 2^53. */
  readonly min: number | bigint;
  /** The greatest size; none if left out. */
  readonly max?: number | bigint | undefined;
  /** The type of addresses; `i32` if left out. */
  readonly address?: 'i32' | 'i64' | undefined;
}

/** The type of a memory. */
export interface MemoryType extends Limits {
  /** Whether threads share it (threads proposal); needs `max`. */
  readonly shared?: boolean | undefined;
}

/** The type of a table. */
export interface TableType extends Limits {
  /** What it holds: a reference type. */
  readonly element: ValueType;
}

/** The type of a global. */
export interface GlobalType {
  /** What it holds. */
  readonly type: ValueType;
  /** Whether it can be set; false if left out. */
  readonly mutable?: boolean | undefined;
}

function writeLimits(b: ByteBuffer, limits: Limits, shared: boolean): void {
  b.u8((limits.max === undefined ? 0 : 1) | (shared ? 2 : 0) | (limits.address === 'i64' ? 4 : 0));
  b.u64(limits.min);
  if (limits.max !== undefined) b.u64(limits.max);
}

/** Appends a memory type. */
export function writeMemoryType(b: ByteBuffer, type: MemoryType): void {
  writeLimits(b, type, type.shared === true);
}

/** Appends a table type. */
export function writeTableType(b: ByteBuffer, type: TableType): void {
  writeValueType(b, type.element);
  writeLimits(b, type, false);
}

/** Appends a global type. */
export function writeGlobalType(b: ByteBuffer, type: GlobalType): void {
  writeValueType(b, type.type);
  b.u8(type.mutable === true ? 1 : 0);
}
