import type { Declarations, TableType } from '@beamline/module-writer';
import { explicitHeapType, HeapType, ValueType } from '@beamline/wasm-asm';
import { isNumberOrVector, normalise } from './reference-types.js';
import { TypeSpace } from './type-space.js';
import type { ValidationProblem } from './validation-error.js';

/** Where an error goes. */
export interface Failing {
  /** Throws a `ValidationError`. */
  fail(problem: ValidationProblem, expected?: string, found?: string): never;
}

/** What the rules need to know of the module around the code (WebAssembly 3.0, section 3.1.4). */
export class ValidationContext {
  /** The types. */
  types: TypeSpace = new TypeSpace();
  /** The functions that occur outside of code; undefined if that is not known yet. */
  references: ReadonlySet<number> | undefined;
  /** How many globals can be named: those of a constant expression come before it. */
  visibleGlobals: number = Number.POSITIVE_INFINITY;
  /** Whether only constant instructions are allowed. */
  constant = false;
  /** Whether code may name data segments. */
  hasDataCount = true;

  #groups = 0;
  #generation: number;

  constructor(
    /** What the module declares. */
    readonly declarations: Declarations,
  ) {
    this.#generation = declarations.generation;
  }

  /** Takes in the types that have been declared since the last time. */
  update(): void {
    const { declarations } = this;
    if (this.#generation !== declarations.generation) {
      this.#generation = declarations.generation;
      this.types = new TypeSpace();
      this.#groups = 0;
    }
    for (; this.#groups < declarations.types.length; this.#groups++) {
      const group = declarations.types[this.#groups];
      if (group !== undefined) this.types.add(group);
    }
  }

  /** The type of addresses of a memory. */
  memoryAddress(at: Failing, memory: number): ValueType {
    const type = this.declarations.memories[memory];
    if (type === undefined) at.fail('unknown-memory', `less than ${this.declarations.memories.length}`, `${memory}`);
    return type.address === 'i64' ? ValueType.i64 : ValueType.i32;
  }

  /** Whether a memory has 64-bit addresses. */
  isMemory64(memory: number): boolean {
    return this.declarations.memories[memory]?.address === 'i64';
  }

  /** The type of a table. */
  table(at: Failing, table: number): TableType {
    return this.declarations.tables[table] ?? at.fail('unknown-table', `less than ${this.declarations.tables.length}`, `${table}`);
  }

  /** Whether a number, in normal form, stands for a value type, known or not. */
  isValueType(type: ValueType): boolean {
    const heapType = explicitHeapType(type);
    if (heapType !== undefined) return this.isHeapType(heapType);
    return isNumberOrVector(type) || (type >= ValueType.exnref && type <= ValueType.nullexnref);
  }

  /** Whether a number stands for a heap type, known or not. */
  isHeapType(type: HeapType): boolean {
    return type >= 0 || (type >= HeapType.exn && type <= HeapType.noexn);
  }

  /** The type of what a table or element segment holds, in normal form. */
  static element(type: ValueType): ValueType {
    return normalise(type);
  }
}

/** The type of addresses of a table. */
export function tableAddress(table: TableType): ValueType {
  return table.address === 'i64' ? ValueType.i64 : ValueType.i32;
}
