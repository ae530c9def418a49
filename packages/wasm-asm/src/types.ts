import type { ByteBuffer } from './byte-buffer.js';

/**
 * A heap type (WebAssembly 3.0, section 5.3.3): a type index from 0 up, or one of the negative
 * numbers of {@link HeapType}.
 */
export type HeapType = number;

/** The abstract heap types. */
export const HeapType = {
  /** No exception: null alone. */
  noexn: -0x0c,
  /** No function: null alone. */
  nofunc: -0x0d,
  /** Nothing of the host: null alone. */
  noextern: -0x0e,
  /** Nothing below `any`: null alone. */
  none: -0x0f,
  /** Any function. */
  func: -0x10,
  /** Any value of the host. */
  extern: -0x11,
  /** Any value of the module, and values of the host that became one. */
  any: -0x12,
  /** What `ref.eq` compares: i31, structures, arrays. */
  eq: -0x13,
  /** Integers of 31 bits. */
  i31: -0x14,
  /** Any structure. */
  struct: -0x15,
  /** Any array. */
  array: -0x16,
  /** Any exception. */
  exn: -0x17,
} as const;

/**
 * A value type (WebAssembly 3.0, section 5.3.5): the specification's byte, or for a reference with
 * an explicit heap type the number made by `ValueType.ref` or `ValueType.refNull`.
 */
export type ValueType = number;

// The low byte is the constructor, the rest is the heap type, moved up to be positive.
const HEAP_TYPE_SCALE = 0x100;
const HEAP_TYPE_BIAS = 0x40;

/** The value types, and the makers of those with a heap type. */
export const ValueType = {
  /** Integers of 32 bits. */
  i32: 0x7f,
  /** Integers of 64 bits. */
  i64: 0x7e,
  /** Floating point numbers of 32 bits. */
  f32: 0x7d,
  /** Floating point numbers of 64 bits. */
  f64: 0x7c,
  /** Vectors of 128 bits. */
  v128: 0x7b,
  /** `(ref null noexn)` */
  nullexnref: 0x74,
  /** `(ref null nofunc)` */
  nullfuncref: 0x73,
  /** `(ref null noextern)` */
  nullexternref: 0x72,
  /** `(ref null none)` */
  nullref: 0x71,
  /** `(ref null func)` */
  funcref: 0x70,
  /** `(ref null extern)` */
  externref: 0x6f,
  /** `(ref null any)` */
  anyref: 0x6e,
  /** `(ref null eq)` */
  eqref: 0x6d,
  /** `(ref null i31)` */
  i31ref: 0x6c,
  /** `(ref null struct)` */
  structref: 0x6b,
  /** `(ref null array)` */
  arrayref: 0x6a,
  /** `(ref null exn)` */
  exnref: 0x69,
  /** `(ref heapType)`, never null. */
  ref(heapType: HeapType): ValueType {
    return (heapType + HEAP_TYPE_BIAS) * HEAP_TYPE_SCALE + 0x64;
  },
  /** `(ref null heapType)`. */
  refNull(heapType: HeapType): ValueType {
    return (heapType + HEAP_TYPE_BIAS) * HEAP_TYPE_SCALE + 0x63;
  },
} as const;

/** `ref` or `ref null` of a heap type, by the specification's byte for it: 0x64 or 0x63. */
export function valueTypeWithHeap(code: number, heapType: HeapType): ValueType {
  return (heapType + HEAP_TYPE_BIAS) * HEAP_TYPE_SCALE + code;
}

/** The heap type of `(ref ht)` and `(ref null ht)`; undefined for value types that are one byte. */
export function explicitHeapType(type: ValueType): HeapType | undefined {
  return type >= HEAP_TYPE_SCALE ? Math.floor(type / HEAP_TYPE_SCALE) - HEAP_TYPE_BIAS : undefined;
}

/** Appends a value type. */
export function writeValueType(buffer: ByteBuffer, type: ValueType): void {
  buffer.u8(type & 0xff);
  if (type >= HEAP_TYPE_SCALE) buffer.s33(Math.floor(type / HEAP_TYPE_SCALE) - HEAP_TYPE_BIAS);
}

/**
 * The type of a block (WebAssembly 3.0, section 5.4.1): a type index from 0 up, or one of the
 * negative numbers of {@link BlockType}.
 */
export type BlockType = number;

/** Block types without operands and with at most one result, and the makers of those with a heap type. */
export const BlockType = {
  /** No result. */
  empty: -0x40,
  /** One result, i32. */
  i32: -0x01,
  /** One result, i64. */
  i64: -0x02,
  /** One result, f32. */
  f32: -0x03,
  /** One result, f64. */
  f64: -0x04,
  /** One result, v128. */
  v128: -0x05,
  /** One result, `(ref null func)`. */
  funcref: -0x10,
  /** One result, `(ref null extern)`. */
  externref: -0x11,
  /** One result, `(ref null any)`. */
  anyref: -0x12,
  /** One result, `(ref null eq)`. */
  eqref: -0x13,
  /** One result, `(ref null i31)`. */
  i31ref: -0x14,
  /** One result, `(ref null struct)`. */
  structref: -0x15,
  /** One result, `(ref null array)`. */
  arrayref: -0x16,
  /** One result, `(ref null exn)`. */
  exnref: -0x17,
  /** One result, `(ref heapType)`. */
  ref(heapType: HeapType): BlockType {
    return -ValueType.ref(heapType);
  },
  /** One result, `(ref null heapType)`. */
  refNull(heapType: HeapType): BlockType {
    return -ValueType.refNull(heapType);
  },
} as const;

/** The one result of a block whose type is a negative number and not `empty`. */
export function blockResult(type: BlockType): ValueType {
  return type < BlockType.empty ? -type : type & 0x7f;
}

/** Appends a block type. */
export function writeBlockType(buffer: ByteBuffer, type: BlockType): void {
  if (type < BlockType.empty) writeValueType(buffer, -type);
  else buffer.s33(type);
}

/** What a clause of `try_table` catches; the values are the specification's bytes. */
export type CatchKind = (typeof CatchKind)[keyof typeof CatchKind];

/** The four kinds of catch clauses. */
export const CatchKind = {
  /** Exceptions of one tag. */
  catch: 0x00,
  /** Exceptions of one tag; the exception itself is pushed after its values. */
  catchRef: 0x01,
  /** All exceptions. */
  catchAll: 0x02,
  /** All exceptions; the exception is pushed. */
  catchAllRef: 0x03,
} as const;

/** A clause of `try_table`. */
export interface CatchClause {
  /** Which exceptions, and whether the reference is pushed. */
  readonly kind: CatchKind;
  /** The tag index; left out for `catchAll` and `catchAllRef`. */
  readonly tag?: number;
  /** The label to branch to, counted from outside the `try_table`. */
  readonly label: number;
}

/** Appends the clauses of a `try_table`. */
export function writeCatches(buffer: ByteBuffer, clauses: readonly CatchClause[]): void {
  buffer.u32(clauses.length);
  for (const clause of clauses) {
    buffer.u8(clause.kind);
    if (clause.kind === CatchKind.catch || clause.kind === CatchKind.catchRef) buffer.u32(clause.tag ?? 0);
    buffer.u32(clause.label);
  }
}
