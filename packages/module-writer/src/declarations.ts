/** What the code of a module can name, as lists by index: imports first, then definitions. */

import { ValueType } from '@beamline/wasm-asm';
import type { GlobalType, MemoryType, TableType } from './external-types.js';
import type { ExternalType, RecursionGroup, WasmModule } from './module.js';

/**
 * The index spaces of a module with the types of what is in them. A `ModuleWriter` that is given
 * one keeps it up to date, so that code can be validated while it is written.
 */
export class Declarations {
  /** The types, in their groups. */
  readonly types: RecursionGroup[] = [];
  /** The type index of every function. */
  readonly functions: number[] = [];
  /** The type of every table. */
  readonly tables: TableType[] = [];
  /** The type of every memory. */
  readonly memories: MemoryType[] = [];
  /** The type of every global. */
  readonly globals: GlobalType[] = [];
  /** The type index of every tag. */
  readonly tags: number[] = [];
  /** What the items of every element segment are: a reference type. */
  readonly elements: ValueType[] = [];
  /** The number of data segments. */
  dataCount = 0;
  /** How often {@link reset} has been called. */
  generation = 0;

  /** The declarations of a finished module. */
  static of(module: WasmModule): Declarations {
    const all = new Declarations();
    for (const group of module.types) all.types.push(group);
    for (const { external } of module.imports) all.addImport(external);
    for (const type of module.functions) all.functions.push(type);
    for (const { type } of module.tables) all.tables.push(type);
    for (const type of module.memories) all.memories.push(type);
    for (const { type } of module.globals) all.globals.push(type);
    for (const type of module.tags) all.tags.push(type);
    for (const { items } of module.elements) all.elements.push('expressions' in items ? items.type : ELEMENTS_OF_INDICES);
    all.dataCount = module.data.length;
    return all;
  }

  /** Forgets everything. */
  reset(): void {
    for (const list of [this.types, this.functions, this.tables, this.memories, this.globals, this.tags, this.elements]) list.length = 0;
    this.dataCount = 0;
    this.generation++;
  }

  /** Adds an import to its index space. */
  addImport(external: ExternalType): void {
    switch (external.kind) {
      case 'function':
        this.functions.push(external.type);
        return;
      case 'table':
        this.tables.push(external.type);
        return;
      case 'memory':
        this.memories.push(external.type);
        return;
      case 'global':
        this.globals.push(external.type);
        return;
      case 'tag':
        this.tags.push(external.type);
    }
  }
}

/** What the items of a segment of function indices are: `(ref func)`, never null. */
export const ELEMENTS_OF_INDICES: ValueType = /* @__PURE__ */ ValueType.ref(-0x10);
