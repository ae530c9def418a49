/** The types of a module: which are the same, which match which (WebAssembly 3.0, sections 3.2 and 3.3). */

import type { FieldType, RecursionGroup, StorageType, TypeDefinition } from '@beamline/module-writer';
import { HeapType, type HeapType as HeapTypeIndex, type ValueType } from '@beamline/wasm-asm';
import { BOTTOM, BOTTOM_HEAP_TYPE, heapTypeOf, isNullable, isPacked, isReference, normalise } from './reference-types.js';
import { ValidationError, type ValidationProblem } from './validation-error.js';

/** A function's parameters and results, in normal form. */
export interface FunctionShape {
  /** The parameter types. */
  readonly params: readonly ValueType[];
  /** The result types. */
  readonly results: readonly ValueType[];
}

/** The types of a module; {@link add} takes groups as they come. */
export class TypeSpace {
  readonly #definitions: TypeDefinition[] = [];
  readonly #shapes: (FunctionShape | undefined)[] = [];
  // The index of the first type that is the same one.
  readonly #canonical: number[] = [];
  readonly #groups: Map<string, number> = new Map();

  /** How many types there are. */
  get size(): number {
    return this.#definitions.length;
  }

  /** Adds a recursion group. Throws {@link ValidationError} if it is not valid. */
  add(group: RecursionGroup): void {
    const first = this.size;
    const end = first + group.types.length;
    for (const [i, definition] of group.types.entries()) checkIndices(definition, first + i, end);
    for (const definition of group.types) {
      this.#definitions.push(definition);
      this.#shapes.push(
        definition.kind === 'function'
          ? { params: definition.params.map(normalise), results: definition.results.map(normalise) }
          : undefined,
      );
    }
    const key = group.types.map((definition) => this.#key(definition, first)).join(';');
    const same = this.#groups.get(key);
    if (same === undefined) this.#groups.set(key, first);
    for (let i = first; i < end; i++) this.#canonical.push(same === undefined ? i : same + i - first);
    for (const [i, definition] of group.types.entries()) this.#checkSupertype(definition, first + i);
  }

  /** The definition with this index. */
  get(index: number): TypeDefinition | undefined {
    return this.#definitions[index];
  }

  /** The parameters and results of a function type; undefined for other types and unknown indices. */
  shape(index: number): FunctionShape | undefined {
    return this.#shapes[index];
  }

  /** Whether the type is valid: its index exists. */
  isKnown(type: StorageType): boolean {
    return isPacked(type) || !isReference(type) || heapTypeOf(type) < this.size;
  }

  /** Whether values of type `a` are values of type `b`; both in normal form. */
  matches(a: ValueType, b: ValueType): boolean {
    if (a === b || a === BOTTOM) return true;
    if (!isReference(a) || !isReference(b)) return false;
    return (isNullable(b) || !isNullable(a)) && this.heapTypeMatches(heapTypeOf(a), heapTypeOf(b));
  }

  /** Whether heap type `a` matches `b`. */
  heapTypeMatches(a: HeapTypeIndex, b: HeapTypeIndex): boolean {
    if (a === b || a === BOTTOM_HEAP_TYPE) return true;
    if (a >= 0) return b >= 0 ? this.#extends(a, b) : this.#abstractMatches(this.#abstract(a), b);
    if (b >= 0) return a === BOTTOMS[this.#abstract(b)];
    return this.#abstractMatches(a, b);
  }

  /** The topmost heap type above a heap type: `any`, `func`, `extern` or `exn`. */
  top(heapType: HeapTypeIndex): HeapTypeIndex {
    const abstract = heapType >= 0 ? this.#abstract(heapType) : heapType;
    switch (abstract) {
      case HeapType.func:
      case HeapType.nofunc:
        return HeapType.func;
      case HeapType.extern:
      case HeapType.noextern:
        return HeapType.extern;
      case HeapType.exn:
      case HeapType.noexn:
        return HeapType.exn;
      default:
        return HeapType.any;
    }
  }

  /** Whether fields of type `a` can be taken for fields of type `b`. */
  fieldMatches(a: FieldType, b: FieldType): boolean {
    if ((a.mutable === true) !== (b.mutable === true)) return false;
    return this.storageMatches(a.type, b.type) && (a.mutable !== true || this.storageMatches(b.type, a.type));
  }

  /** Whether storage type `a` matches `b`. */
  storageMatches(a: StorageType, b: StorageType): boolean {
    if (isPacked(a) || isPacked(b)) return a === b;
    return this.matches(normalise(a), normalise(b));
  }

  #extends(a: number, b: number): boolean {
    const target = this.#canonical[b];
    for (let at: number | undefined = a; at !== undefined; at = this.#definitions[at]?.supertype) {
      if (this.#canonical[at] === target) return true;
    }
    return false;
  }

  #abstract(index: number): HeapTypeIndex {
    const kind = this.#definitions[index]?.kind;
    return kind === 'function' ? HeapType.func : kind === 'struct' ? HeapType.struct : HeapType.array;
  }

  #abstractMatches(a: HeapTypeIndex, b: HeapTypeIndex): boolean {
    if (a === b) return true;
    switch (a) {
      case HeapType.none:
        return this.top(b) === HeapType.any;
      case HeapType.nofunc:
      case HeapType.noextern:
      case HeapType.noexn:
        return this.top(a) === this.top(b);
      case HeapType.i31:
      case HeapType.struct:
      case HeapType.array:
        return b === HeapType.eq || b === HeapType.any;
      case HeapType.eq:
        return b === HeapType.any;
      default:
        return false;
    }
  }

  // Two groups are the same if their keys are: types of the group by their place in it, others by
  // the index of the first type that is the same.
  #key(definition: TypeDefinition, first: number): string {
    const index = (i: number): string => (i >= first ? `r${i - first}` : `c${this.#canonical[i]}`);
    const type = (t: StorageType): string => {
      const n = isPacked(t) ? t : normalise(t);
      if (isPacked(n) || !isReference(n)) return `${n}`;
      const heapType = heapTypeOf(n);
      return heapType < 0 ? `${n}` : `${isNullable(n) ? '?' : '!'}${index(heapType)}`;
    };
    const field = (f: FieldType): string => `${f.mutable === true ? 'm' : ''}${type(f.type)}`;
    const head = `${definition.open === true ? 'o' : ''}${definition.supertype === undefined ? '' : `<${index(definition.supertype)}`}`;
    switch (definition.kind) {
      case 'function':
        return `${head}f${definition.params.map(type).join()}:${definition.results.map(type).join()}`;
      case 'struct':
        return `${head}s${definition.fields.map(field).join()}`;
      case 'array':
        return `${head}a${field(definition.element)}`;
    }
  }

  #checkSupertype(definition: TypeDefinition, index: number): void {
    if (definition.supertype === undefined) return;
    const supertype = this.#definitions[definition.supertype];
    if (supertype === undefined || supertype.open !== true || !this.#definitionMatches(definition, supertype))
      fail('wrong-supertype', index);
  }

  #definitionMatches(a: TypeDefinition, b: TypeDefinition): boolean {
    if (a.kind === 'struct' && b.kind === 'struct') {
      return a.fields.length >= b.fields.length && b.fields.every((field, i) => fieldMatches(this, a.fields[i], field));
    }
    if (a.kind === 'array' && b.kind === 'array') return this.fieldMatches(a.element, b.element);
    if (a.kind !== 'function' || b.kind !== 'function') return false;
    const all = (from: readonly ValueType[], to: readonly ValueType[]): boolean =>
      from.length === to.length && to.every((type, i) => this.matches(normalise(from[i] ?? BOTTOM), normalise(type)));
    return all(b.params, a.params) && all(a.results, b.results);
  }
}

function fieldMatches(types: TypeSpace, a: FieldType | undefined, b: FieldType): boolean {
  return a !== undefined && types.fieldMatches(a, b);
}

/** For each kind of concrete type the abstract type below it. */
const BOTTOMS: Readonly<Record<number, HeapTypeIndex>> = {
  [HeapType.func]: HeapType.nofunc,
  [HeapType.struct]: HeapType.none,
  [HeapType.array]: HeapType.none,
};

function fail(problem: ValidationProblem, index: number, found = ''): never {
  throw new ValidationError(problem, { part: 'type', index }, '', found);
}

function checkIndices(definition: TypeDefinition, index: number, end: number): void {
  const check = (type: StorageType): void => {
    if (!isPacked(type) && isReference(normalise(type)) && heapTypeOf(normalise(type)) >= end)
      fail('unknown-type', index, `${heapTypeOf(type)}`);
  };
  if (definition.supertype !== undefined && definition.supertype >= index) fail('wrong-supertype', index, `${definition.supertype}`);
  switch (definition.kind) {
    case 'function':
      definition.params.forEach(check);
      definition.results.forEach(check);
      return;
    case 'struct':
      for (const field of definition.fields) check(field.type);
      return;
    case 'array':
      check(definition.element.type);
  }
}
