import { ByteBuffer, type ValueType, writeValueType } from '@beamline/wasm-asm';

/** The type of a field: a value type, or one of {@link PackedType}. */
export type StorageType = ValueType;

/** Storage types that are narrower than any value type. */
export const PackedType = {
  /** Integers of 8 bits. */
  i8: 0x78,
  /** Integers of 16 bits. */
  i16: 0x77,
} as const;

/** A field of a structure, or the elements of an array. */
export interface FieldType {
  /** What it holds. */
  readonly type: StorageType;
  /** Whether it can be set; false if left out. */
  readonly mutable?: boolean;
}

/** A type of a recursion group (WebAssembly 3.0, section 5.3.11). */
export type TypeDefinition = (
  | {
      /** Functions. */
      readonly kind: 'function';
      /** What they take. */
      readonly params: readonly ValueType[];
      /** What they give. */
      readonly results: readonly ValueType[];
    }
  | {
      /** Structures. */
      readonly kind: 'struct';
      /** Their fields, by index. */
      readonly fields: readonly FieldType[];
    }
  | {
      /** Arrays. */
      readonly kind: 'array';
      /** What each element is. */
      readonly element: FieldType;
    }
) & {
  /** The index of the type that this one extends. */
  readonly supertype?: number;
  /** Whether others may extend this one; false if left out. */
  readonly open?: boolean;
  /** Whether a final type that extends none is written as a sub type all the same. */
  readonly explicitSub?: boolean;
};

/** The type section: function types are interned, others are added as they come. */
export class TypeSection {
  /** The entries. */
  readonly buffer: ByteBuffer = new ByteBuffer(256);
  /** How many entries; a recursion group is one. */
  entryCount = 0;
  /** How many types: the size of the index space. */
  typeCount = 0;

  // For each type the place in #shapes of its parameter count, result count, parameters and
  // results; -1 if it is not a function type.
  readonly #shapeOf: number[] = [];
  readonly #shapes: number[] = [];
  // Type indices by the hash of their shape. Numbers as keys: a lookup makes no string.
  readonly #byHash: Map<number, number[]> = new Map();

  /** Empties the section. */
  reset(): void {
    this.buffer.reset();
    this.entryCount = 0;
    this.typeCount = 0;
    this.#shapeOf.length = 0;
    this.#shapes.length = 0;
    this.#byHash.clear();
  }

  /** The index of a function type, added if it is new. */
  functionType(params: readonly ValueType[], results: readonly ValueType[]): number {
    const hash = hashShape(params, results);
    const candidates = this.#byHash.get(hash);
    if (candidates !== undefined) {
      for (const index of candidates) if (this.#matches(index, params, results)) return index;
    }
    const index = this.typeCount++;
    this.entryCount++;
    writeFunctionType(this.buffer, params, results);
    this.#rememberShape(params, results);
    if (candidates === undefined) this.#byHash.set(hash, [index]);
    else candidates.push(index);
    return index;
  }

  /** Adds a recursion group and gives the index of its first type; the others follow it. */
  recursionGroup(definitions: readonly TypeDefinition[]): number {
    const first = this.typeCount;
    writeRecursionGroup(this.buffer, definitions);
    for (const definition of definitions) {
      if (definition.kind === 'function') this.#rememberShape(definition.params, definition.results);
      else this.#shapeOf.push(-1);
    }
    this.entryCount++;
    this.typeCount += definitions.length;
    return first;
  }

  /** Whether the index is that of a function type. */
  isFunctionType(index: number): boolean {
    return (this.#shapeOf[index] ?? -1) >= 0;
  }

  #rememberShape(params: readonly ValueType[], results: readonly ValueType[]): void {
    this.#shapeOf.push(this.#shapes.length);
    this.#shapes.push(params.length, results.length);
    for (let i = 0; i < params.length; i++) this.#shapes.push(params[i] ?? 0);
    for (let i = 0; i < results.length; i++) this.#shapes.push(results[i] ?? 0);
  }

  #matches(index: number, params: readonly ValueType[], results: readonly ValueType[]): boolean {
    const shapes = this.#shapes;
    let at = this.#shapeOf[index] ?? -1;
    if (shapes[at++] !== params.length || shapes[at++] !== results.length) return false;
    for (let i = 0; i < params.length; i++) if (shapes[at++] !== params[i]) return false;
    for (let i = 0; i < results.length; i++) if (shapes[at++] !== results[i]) return false;
    return true;
  }
}

/** Appends a recursion group; `explicit` writes a group of one type as a group, too. */
export function writeRecursionGroup(b: ByteBuffer, definitions: readonly TypeDefinition[], explicit = false): void {
  if (explicit || definitions.length !== 1) {
    b.u8(0x4e);
    b.u32(definitions.length);
  }
  for (const definition of definitions) {
    if (definition.open === true || definition.supertype !== undefined || definition.explicitSub === true) {
      b.u8(definition.open === true ? 0x50 : 0x4f);
      b.u32(definition.supertype === undefined ? 0 : 1);
      if (definition.supertype !== undefined) b.u32(definition.supertype);
    }
    writeDefinition(b, definition);
  }
}

function hashShape(params: readonly ValueType[], results: readonly ValueType[]): number {
  let hash = params.length;
  for (let i = 0; i < params.length; i++) hash = (Math.imul(hash, 31) + (params[i] ?? 0)) | 0;
  hash = Math.imul(hash, 31) ^ 0x5f;
  for (let i = 0; i < results.length; i++) hash = (Math.imul(hash, 31) + (results[i] ?? 0)) | 0;
  return hash;
}

function writeFunctionType(b: ByteBuffer, params: readonly ValueType[], results: readonly ValueType[]): void {
  b.u8(0x60);
  b.u32(params.length);
  for (let i = 0; i < params.length; i++) writeValueType(b, params[i] ?? 0);
  b.u32(results.length);
  for (let i = 0; i < results.length; i++) writeValueType(b, results[i] ?? 0);
}

function writeField(b: ByteBuffer, field: FieldType): void {
  writeValueType(b, field.type);
  b.u8(field.mutable === true ? 1 : 0);
}

function writeDefinition(b: ByteBuffer, definition: TypeDefinition): void {
  switch (definition.kind) {
    case 'function':
      writeFunctionType(b, definition.params, definition.results);
      return;
    case 'struct':
      b.u8(0x5f);
      b.u32(definition.fields.length);
      for (const field of definition.fields) writeField(b, field);
      return;
    case 'array':
      b.u8(0x5e);
      writeField(b, definition.element);
  }
}
