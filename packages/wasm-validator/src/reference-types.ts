/**
 * Value types in one form each (WebAssembly 3.0, sections 2.3.4 to 2.3.6): nullable references to
 * abstract heap types are the one-byte short forms, `funcref` and not `(ref null func)`.
 */

import { PackedType, type StorageType } from '@beamline/module-writer';
import { explicitHeapType, HeapType, ValueType, valueTypeWithHeap } from '@beamline/wasm-asm';

const REF_NULL = 0x63;
const REF = 0x64;

/** The heap type below all others, which only unreachable code has. */
export const BOTTOM_HEAP_TYPE: HeapType = -0x40;
/** The value type below all others, which only unreachable code has. */
export const BOTTOM: ValueType = 0;
/** `(ref bot)`: some reference, in unreachable code. */
export const BOTTOM_REF: ValueType = valueTypeWithHeap(REF, BOTTOM_HEAP_TYPE);

/** The reference type with this heap type. */
export function reference(heapType: HeapType, nullable: boolean): ValueType {
  return nullable && heapType < 0 && heapType !== BOTTOM_HEAP_TYPE
    ? heapType & 0x7f
    : valueTypeWithHeap(nullable ? REF_NULL : REF, heapType);
}

/** The one form of a value type. */
export function normalise(type: ValueType): ValueType {
  const heapType = explicitHeapType(type);
  return heapType === undefined ? type : reference(heapType, (type & 0xff) === REF_NULL);
}

/** Whether the type is one of references. */
export function isReference(type: ValueType): boolean {
  return type === BOTTOM_REF || type > 0xff || (type >= ValueType.exnref && type <= ValueType.nullexnref);
}

/** Whether the type is one of numbers or vectors. */
export function isNumberOrVector(type: ValueType): boolean {
  return type >= ValueType.v128 && type <= ValueType.i32;
}

/** Whether values of a reference type may be null. */
export function isNullable(type: ValueType): boolean {
  return type !== BOTTOM_REF && (type <= 0xff || (type & 0xff) === REF_NULL);
}

/** The heap type of a reference type. */
export function heapTypeOf(type: ValueType): HeapType {
  if (type === BOTTOM_REF) return BOTTOM_HEAP_TYPE;
  return explicitHeapType(type) ?? type - 0x80;
}

/** The same references without null. */
export function nonNull(type: ValueType): ValueType {
  return reference(heapTypeOf(type), false);
}

/** Whether locals, fields and elements of the type have a first value: zero or null. */
export function isDefaultable(type: StorageType): boolean {
  return !isReference(type) || isNullable(type);
}

/** The type of a field's value on the stack. */
export function unpacked(type: StorageType): ValueType {
  return type === PackedType.i8 || type === PackedType.i16 ? ValueType.i32 : normalise(type);
}

/** Whether the type is narrower than any value type. */
export function isPacked(type: StorageType): boolean {
  return type === PackedType.i8 || type === PackedType.i16;
}

const HEAP_NAMES: ReadonlyMap<HeapType, string> = /* @__PURE__ */ new Map(
  /* @__PURE__ */ Object.entries(HeapType).map(([name, type]) => [type, name]),
);
const VALUE_NAMES: ReadonlyMap<ValueType, string> = /* @__PURE__ */ new Map(
  /* @__PURE__ */ Object.entries(ValueType).flatMap(([name, type]) => (typeof type === 'number' ? [[type, name] as const] : [])),
);

/** A type in the text format. */
export function typeName(type: StorageType): string {
  if (type === BOTTOM) return 'any type';
  if (type === BOTTOM_REF) return 'any reference';
  if (type === PackedType.i8) return 'i8';
  if (type === PackedType.i16) return 'i16';
  const name = VALUE_NAMES.get(type);
  if (name !== undefined) return name;
  const heapType = heapTypeOf(type);
  return `(ref ${isNullable(type) ? 'null ' : ''}${HEAP_NAMES.get(heapType) ?? heapType})`;
}
