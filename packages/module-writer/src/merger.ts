import { ByteBuffer, type IndexMap, renumberCode, renumberValueType, writeValueType } from '@beamline/wasm-asm';
import { ConstExpression } from './const-expression.js';
import { BRANCH_HINT_SECTION, BranchHints } from './custom/branch-hints.js';
import { decodeBranchHints } from './custom/decode-branch-hints.js';
import { decodeNameSection } from './custom/decode-name-section.js';
import { NameSection } from './custom/name-section.js';
import {
  type CustomSection,
  type ElementSegment,
  type ExternalType,
  emptyModule,
  type FunctionCode,
  type Import,
  importCount,
  type RecursionGroup,
  type WasmModule,
} from './module.js';
import { ModuleWriterError } from './module-writer-error.js';
import type { FieldType, TypeDefinition } from './type-section.js';

/** Is told where an instruction has gone: the number of its function among those that the module defines, and offsets in the body. */
export type InstructionMoved = (definition: number, from: number, to: number) => void;

/** Writes modules into one, with the indices that maps give. */
export class Merger {
  readonly #module: WasmModule = emptyModule();
  readonly #names: NameSection = new NameSection();
  readonly #hints: BranchHints = new BranchHints();
  readonly #exports: Set<string> = new Set();
  #hasNames = false;

  /** Adds types; how many there were before is what `map` adds. */
  addTypes(groups: readonly RecursionGroup[], map: IndexMap): void {
    for (const { types, explicit } of groups) {
      this.#module.types.push({ types: types.map((type) => renumberDefinition(type, map)), explicit });
    }
  }

  /** Adds all of a module but its types, and of its imports only these. */
  add(source: WasmModule, imports: readonly Import[], map: IndexMap, moved: InstructionMoved = () => undefined): void {
    const m = this.#module;
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
    this.#addCode(source, map, moved);
    this.#addCustomSections(source, map);
  }

  /** The module that all are in. */
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

  #addCode(source: WasmModule, map: IndexMap, moved: InstructionMoved): void {
    const section = source.customs.find(({ name }) => name === BRANCH_HINT_SECTION);
    const hints = section === undefined ? undefined : decodeBranchHints(section.bytes);
    const firstFunction = importCount(source, 'function');
    source.code.forEach(({ locals, body }, i) => {
      const code: FunctionCode = { locals: locals.map((part, at) => (at % 2 === 0 ? part : renumberValueType(part, map))), body };
      const own = hints?.of(firstFunction + i) ?? [];
      const places = new Map<number, number>();
      const out = new ByteBuffer(body.length + 16);
      renumberCode(out, body, map, (from, to) => {
        if (own.length > 0) places.set(from, to);
        moved(i, from, to);
      });
      code.body = out.slice();
      this.#module.code.push(code);
      const before = localsSize(locals);
      const after = localsSize(code.locals);
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

/** A type with new indices. */
export function renumberDefinition(definition: TypeDefinition, map: IndexMap): TypeDefinition {
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
