import { ByteBuffer, type IndexMap, renumberCode, renumberValueType, writeValueType } from '@beamline/wasm-asm';
import { ConstExpression } from './const-expression.js';
import { BRANCH_HINT_SECTION, BranchHints } from './custom/branch-hints.js';
import { decodeBranchHints } from './custom/decode-branch-hints.js';
import { decodeNameSection } from './custom/decode-name-section.js';
import { NameSection } from './custom/name-section.js';
import {
  type CustomSection,
  type ElementSegment,
  type ExternalKind,
  type ExternalType,
  emptyModule,
  type FunctionCode,
  type Import,
  importCount,
  type WasmModule,
} from './module.js';
import { ModuleWriterError } from './module-writer-error.js';
import type { FieldType, TypeDefinition } from './type-section.js';

/** What takes the place of an import of the second module: an index of the first one, or undefined to keep it. */
export type ImportLink = (imported: Import) => number | undefined;

/** Two modules in one, and where their items have gone. */
export interface MergedModule {
  /** The module. */
  readonly module: WasmModule;
  /** New indices for those of the first module. */
  readonly first: IndexMap;
  /** New indices for those of the second module. */
  readonly second: IndexMap;
}

/** Links imports from a module of this name to the exports of `exporter`. */
export function linkToExports(exporter: WasmModule, moduleName: string): ImportLink {
  return (imported) => {
    if (imported.module !== moduleName) return undefined;
    return exporter.exports.find(({ name, kind }) => name === imported.name && kind === imported.external.kind)?.index;
  };
}

/** Links imports that `importer` has, too, under the same names and with the same type written alike. */
export function linkToImports(importer: WasmModule, second: WasmModule): ImportLink {
  const spaces = new Map<string, number>();
  const counts: Record<ExternalKind, number> = { function: 0, table: 0, memory: 0, global: 0, tag: 0 };
  for (const imported of importer.imports) spaces.set(importKey(imported, importer), counts[imported.external.kind]++);
  return (imported) => spaces.get(importKey(imported, second));
}

function importKey({ module, name, external }: Import, owner: WasmModule): string {
  const { kind, type } = external;
  const shape = typeof type === 'number' ? owner.types.flatMap(({ types }) => types)[type] : type;
  return JSON.stringify([module, name, kind, shape], (_, value: unknown) => (typeof value === 'bigint' ? `${value}` : value));
}

/**
 * Puts two modules into one. All indices are written anew, in code, too; names and branch hints go
 * with what they belong to. Of other custom sections those of the first module are kept, and those
 * of the second one whose names the first does not have.
 *
 * Throws {@link ModuleWriterError} if both export one name or both have a start function. That
 * linked imports have fitting types is for a validator to say.
 *
 * @param link - which imports of the second module the first one provides
 */
export function mergeModules(first: WasmModule, second: WasmModule, link: ImportLink = () => undefined): MergedModule {
  const links = second.imports.map((imported) => link(imported));
  const kept = second.imports.filter((_, i) => links[i] === undefined);
  const maps = indexMaps(first, second, links, kept);
  const merger = new Merger();
  merger.add(first, first.imports, maps.first);
  merger.add(second, kept, maps.second);
  return { module: merger.finish(), ...maps };
}

function indexMaps(
  first: WasmModule,
  second: WasmModule,
  links: readonly (number | undefined)[],
  kept: readonly Import[],
): { first: IndexMap; second: IndexMap } {
  const keptOf = (kind: ExternalKind): number => kept.filter(({ external }) => external.kind === kind).length;
  const defined: { readonly [kind in ExternalKind]: number } = {
    function: first.functions.length,
    table: first.tables.length,
    memory: first.memories.length,
    global: first.globals.length,
    tag: first.tags.length,
  };
  const firstSpace = (kind: ExternalKind): ((index: number) => number) => {
    const imported = importCount(first, kind);
    const moved = keptOf(kind);
    // Definitions make room for the second module's imports.
    return (index) => (index < imported ? index : index + moved);
  };
  const firstMap: IndexMap = {
    function: firstSpace('function'),
    table: firstSpace('table'),
    memory: firstSpace('memory'),
    global: firstSpace('global'),
    tag: firstSpace('tag'),
    type: (index) => index,
    element: (index) => index,
    data: (index) => index,
  };
  const secondSpace = (kind: ExternalKind): ((index: number) => number) => {
    const importIndices: number[] = [];
    let next = importCount(first, kind);
    second.imports.forEach(({ external }, i) => {
      if (external.kind !== kind) return;
      const linked = links[i];
      importIndices.push(linked === undefined ? next++ : firstMap[kind](linked));
    });
    const start = next + defined[kind] - importIndices.length;
    return (index) => importIndices[index] ?? start + index;
  };
  const typeCount = first.types.reduce((sum, { types }) => sum + types.length, 0);
  return {
    first: firstMap,
    second: {
      function: secondSpace('function'),
      table: secondSpace('table'),
      memory: secondSpace('memory'),
      global: secondSpace('global'),
      tag: secondSpace('tag'),
      type: (index) => index + typeCount,
      element: (index) => index + first.elements.length,
      data: (index) => index + first.data.length,
    },
  };
}

class Merger {
  readonly #module: WasmModule = emptyModule();
  readonly #names: NameSection = new NameSection();
  readonly #hints: BranchHints = new BranchHints();
  readonly #exports: Set<string> = new Set();
  #hasNames = false;

  add(source: WasmModule, imports: readonly Import[], map: IndexMap): void {
    const m = this.#module;
    for (const { types, explicit } of source.types) m.types.push({ types: types.map((type) => renumberDefinition(type, map)), explicit });
    for (const imported of imports) m.imports.push({ ...imported, external: renumberExternal(imported.external, map) });
    for (const type of source.functions) m.functions.push(map.type(type));
    for (const { type, initial } of source.tables) {
      m.tables.push({
        type: { ...type, element: renumberValueType(type.element, map) },
        initial: initial === undefined ? undefined : renumberExpression(initial, map),
      });
    }
    m.memories.push(...source.memories);
    for (const type of source.tags) m.tags.push(map.type(type));
    for (const { type, initial } of source.globals) {
      m.globals.push({ type: { ...type, type: renumberValueType(type.type, map) }, initial: renumberExpression(initial, map) });
    }
    this.#addExports(source, map);
    for (const segment of source.elements) m.elements.push(renumberElement(segment, map));
    for (const { mode, bytes, explicit } of source.data) {
      const moved =
        typeof mode === 'object' ? { offset: renumberExpression(mode.offset, map), memory: map.memory(mode.memory ?? 0) } : mode;
      m.data.push({ mode: moved, bytes, explicit: explicit && typeof moved === 'object' && moved.memory === 0 });
    }
    m.hasDataCount ||= source.hasDataCount;
    this.#addCode(source, map);
    this.#addCustomSections(source, map);
  }

  finish(): WasmModule {
    const { customs } = this.#module;
    if (this.#hasNames) customs.push({ name: 'name', bytes: contentOf(this.#names), placement: 'data' });
    if (!this.#hints.empty) customs.push({ name: BRANCH_HINT_SECTION, bytes: contentOf(this.#hints), placement: 'dataCount' });
    return this.#module;
  }

  #addExports(source: WasmModule, map: IndexMap): void {
    for (const { name, kind, index } of source.exports) {
      if (this.#exports.has(name)) throw new ModuleWriterError('duplicate-export', kind, map[kind](index), name);
      this.#exports.add(name);
      this.#module.exports.push({ name, kind, index: map[kind](index) });
    }
    if (source.start === undefined) return;
    if (this.#module.start !== undefined) throw new ModuleWriterError('second-start', 'function', map.function(source.start));
    this.#module.start = map.function(source.start);
  }

  #addCode(source: WasmModule, map: IndexMap): void {
    const section = source.customs.find(({ name }) => name === BRANCH_HINT_SECTION);
    const hints = section === undefined ? undefined : decodeBranchHints(section.bytes);
    const firstFunction = importCount(source, 'function');
    source.code.forEach(({ locals, body }, i) => {
      const moved: FunctionCode = { locals: locals.map((part, at) => (at % 2 === 0 ? part : renumberValueType(part, map))), body };
      const own = hints?.of(firstFunction + i) ?? [];
      const places = new Map<number, number>();
      const out = new ByteBuffer(body.length + 16);
      renumberCode(out, body, map, own.length === 0 ? undefined : (from, to) => places.set(from, to));
      moved.body = out.slice();
      this.#module.code.push(moved);
      const before = localsSize(locals);
      const after = localsSize(moved.locals);
      for (const { offset, likely } of own) {
        const place = places.get(offset - before);
        // A hint for no instruction says nothing.
        if (place !== undefined) this.#hints.add(map.function(firstFunction + i), place + after, likely);
      }
    });
  }

  #addCustomSections(source: WasmModule, map: IndexMap): void {
    const { customs } = this.#module;
    const present = new Set(customs.map(({ name }) => name));
    const copies: CustomSection[] = [];
    for (const custom of source.customs) {
      if (custom.name === 'name') {
        this.#hasNames = true;
        this.#names.addAll(decodeNameSection(custom.bytes), map);
      } else if (custom.name !== BRANCH_HINT_SECTION && !present.has(custom.name)) copies.push({ ...custom });
    }
    customs.push(...copies);
  }
}

function contentOf(section: { write(out: ByteBuffer): void }): Uint8Array {
  const b = new ByteBuffer(256);
  section.write(b);
  return b.slice();
}

function localsSize(locals: readonly number[]): number {
  const b = new ByteBuffer(64);
  b.u32(locals.length / 2);
  locals.forEach((part, at) => {
    if (at % 2 === 0) b.u32(part);
    else writeValueType(b, part);
  });
  return b.length;
}

function renumberExpression(expression: ConstExpression, map: IndexMap): ConstExpression {
  const b = new ByteBuffer(expression.bytes.length + 8);
  renumberCode(b, expression.bytes, map);
  return ConstExpression.fromBytes(b.slice());
}

function renumberField(field: FieldType, map: IndexMap): FieldType {
  return { ...field, type: renumberValueType(field.type, map) };
}

function renumberDefinition(definition: TypeDefinition, map: IndexMap): TypeDefinition {
  const supertype = definition.supertype === undefined ? {} : { supertype: map.type(definition.supertype) };
  switch (definition.kind) {
    case 'function': {
      const params = definition.params.map((type) => renumberValueType(type, map));
      const results = definition.results.map((type) => renumberValueType(type, map));
      return { ...definition, ...supertype, params, results };
    }
    case 'struct':
      return { ...definition, ...supertype, fields: definition.fields.map((field) => renumberField(field, map)) };
    case 'array':
      return { ...definition, ...supertype, element: renumberField(definition.element, map) };
  }
}

function renumberExternal(external: ExternalType, map: IndexMap): ExternalType {
  switch (external.kind) {
    case 'function':
    case 'tag':
      return { kind: external.kind, type: map.type(external.type) };
    case 'table':
      return { kind: 'table', type: { ...external.type, element: renumberValueType(external.type.element, map) } };
    case 'global':
      return { kind: 'global', type: { ...external.type, type: renumberValueType(external.type.type, map) } };
    case 'memory':
      return external;
  }
}

function renumberElement({ mode, items, explicit }: ElementSegment, map: IndexMap): ElementSegment {
  const moved = typeof mode === 'object' ? { offset: renumberExpression(mode.offset, map), table: map.table(mode.table ?? 0) } : mode;
  const renumbered =
    'expressions' in items
      ? {
          type: renumberValueType(items.type, map),
          expressions: items.expressions.map((expression) => renumberExpression(expression, map)),
        }
      : Array.from(items, (index) => map.function(index));
  return { mode: moved, items: renumbered, explicit: explicit && typeof moved === 'object' && moved.table === 0 };
}
