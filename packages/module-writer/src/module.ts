/**
 * A module as an object that can be looked at, changed and written again (WebAssembly 3.0,
 * section 2.5). Index spaces hold the imports first, then the definitions; the lists here, but for
 * {@link WasmModule.imports}, hold definitions only.
 */
import type { ConstExpression } from './const-expression.js';
import type { GlobalType, MemoryType, TableType } from './external-types.js';
import type { SectionName } from './section.js';
import type { DataMode, ElementItems, ElementMode } from './segments.js';
import type { TypeDefinition } from './type-section.js';

/** Where a custom section goes: before all sections, or after the named one. */
export type CustomPlacement = 'first' | SectionName;

/** A custom section (section 2.5.13); the bytes are what follows its name. */
export interface CustomSection {
  /** The name. */
  name: string;
  /** The content. */
  bytes: Uint8Array;
  /** Where it goes. */
  placement: CustomPlacement;
}

/** Types that may refer to each other (section 2.3.12). */
export interface RecursionGroup {
  /** The types, in the order of their indices. */
  types: TypeDefinition[];
  /** Whether a group of one type is written as a group all the same. */
  explicit: boolean;
}

/** What an import or export is, with the type of it. */
export type ExternalType =
  | {
      /** A function. */
      readonly kind: 'function';
      /** Its type index. */
      readonly type: number;
    }
  | {
      /** A table. */
      readonly kind: 'table';
      /** Its type. */
      readonly type: TableType;
    }
  | {
      /** A memory. */
      readonly kind: 'memory';
      /** Its type. */
      readonly type: MemoryType;
    }
  | {
      /** A global. */
      readonly kind: 'global';
      /** Its type. */
      readonly type: GlobalType;
    }
  | {
      /** A tag. */
      readonly kind: 'tag';
      /** The index of its function type. */
      readonly type: number;
    };

/** The kinds of imports and exports. */
export type ExternalKind = ExternalType['kind'];

/** An import (section 2.5.12). */
export interface Import {
  /** The name of the module that has it. */
  module: string;
  /** Its name there. */
  name: string;
  /** What it must be. */
  external: ExternalType;
}

/** An export (section 2.5.11). */
export interface Export {
  /** The name, different from those of all other exports. */
  name: string;
  /** Which index space. */
  kind: ExternalKind;
  /** The index there. */
  index: number;
}

/** A table (section 2.5.5). */
export interface Table {
  /** Its type. */
  type: TableType;
  /** What it is filled with; null if undefined. */
  initial: ConstExpression | undefined;
}

/** A global (section 2.5.7). */
export interface Global {
  /** Its type. */
  type: GlobalType;
  /** Its first value. */
  initial: ConstExpression;
}

/** An element segment (section 2.5.9). */
export interface ElementSegment {
  /** When its items get into a table. */
  mode: ElementMode;
  /** What it holds. */
  items: ElementItems;
  /** Whether table 0 and the type `funcref` are written although they could be left out. */
  explicit: boolean;
}

/** A data segment (section 2.5.10). */
export interface DataSegment {
  /** When its bytes get into a memory. */
  mode: DataMode;
  /** The bytes. */
  bytes: Uint8Array;
  /** Whether memory 0 is written although it could be left out. */
  explicit: boolean;
}

/** What a function does (section 2.5.3). */
export interface FunctionCode {
  /** Declarations of locals, without the parameters: count, type, count, type and so on. */
  locals: number[];
  /** The instructions, the final `end` included. */
  body: Uint8Array;
}

/** A module. */
export interface WasmModule {
  /** The types, in groups; indices count the types, not the groups. */
  types: RecursionGroup[];
  /** The imports, of all kinds mixed. */
  imports: Import[];
  /** The type indices of the defined functions. */
  functions: number[];
  /** The defined tables. */
  tables: Table[];
  /** The defined memories. */
  memories: MemoryType[];
  /** The type indices of the defined tags. */
  tags: number[];
  /** The defined globals. */
  globals: Global[];
  /** The exports. */
  exports: Export[];
  /** The index of the function that runs at instantiation. */
  start: number | undefined;
  /** The element segments. */
  elements: ElementSegment[];
  /** Whether the data count section is there: code that names data segments needs it. */
  hasDataCount: boolean;
  /** The code of the defined functions, as many as {@link functions}. */
  code: FunctionCode[];
  /** The data segments. */
  data: DataSegment[];
  /** The custom sections; those of one place are in order. */
  customs: CustomSection[];
  /** Sections that are written although they have no entries. */
  emptySections: SectionName[];
}

/** A module without anything. */
export function emptyModule(): WasmModule {
  return {
    types: [],
    imports: [],
    functions: [],
    tables: [],
    memories: [],
    tags: [],
    globals: [],
    exports: [],
    start: undefined,
    elements: [],
    hasDataCount: false,
    code: [],
    data: [],
    customs: [],
    emptySections: [],
  };
}

/** How many imports are of a kind: the first index of a definition. */
export function importCount(module: WasmModule, kind: ExternalKind): number {
  let count = 0;
  for (const { external } of module.imports) if (external.kind === kind) count++;
  return count;
}
