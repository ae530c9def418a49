/** The section `name` (WebAssembly 3.0, section 7.4.1, and the extended name section proposal). */
import { ByteBuffer, type IndexMap } from '@beamline/wasm-asm';
import type { IndexSpace } from '../module-writer-error.js';

type NameMap = Map<number, string>;

/** The subsections that name the items of an index space: number and space. */
export const NAME_SUBSECTIONS: readonly (readonly [number, IndexSpace])[] = [
  [1, 'function'],
  [4, 'type'],
  [5, 'table'],
  [6, 'memory'],
  [7, 'global'],
  [8, 'element'],
  [9, 'data'],
  [11, 'tag'],
];
/** The numbers of the other subsections. */
export const NameSubsection = { module: 0, locals: 2, labels: 3, fields: 10 } as const;

/** The custom section that debuggers and stack traces take names from. */
export class NameSection {
  /** The module's own name. */
  moduleName: string | undefined;

  readonly #names: Map<IndexSpace, NameMap> = new Map();
  readonly #locals: Map<number, NameMap> = new Map();
  readonly #labels: Map<number, NameMap> = new Map();
  readonly #fields: Map<number, NameMap> = new Map();
  readonly #scratch: ByteBuffer = new ByteBuffer(256);

  /** Forgets all names. */
  reset(): void {
    this.moduleName = undefined;
    this.#names.clear();
    this.#locals.clear();
    this.#labels.clear();
    this.#fields.clear();
  }

  /** Names an item of an index space; the last name given counts. */
  set(space: IndexSpace, index: number, name: string): void {
    put(this.#names, space, index, name);
  }

  /** Names a local of a function. */
  setLocal(functionIndex: number, local: number, name: string): void {
    put(this.#locals, functionIndex, local, name);
  }

  /** Names a block of a function; blocks are counted in the order in which they begin. */
  setLabel(functionIndex: number, label: number, name: string): void {
    put(this.#labels, functionIndex, label, name);
  }

  /** Names a field of a structure type. */
  setField(typeIndex: number, field: number, name: string): void {
    put(this.#fields, typeIndex, field, name);
  }

  /** Takes over the names of another module, whose items have new indices. The first module's name stays. */
  addAll(names: NameSection, map: IndexMap): void {
    this.moduleName ??= names.moduleName;
    for (const [space, items] of names.#names) for (const [index, name] of items) this.set(space, map[space](index), name);
    for (const [index, locals] of names.#locals) for (const [local, name] of locals) this.setLocal(map.function(index), local, name);
    for (const [index, labels] of names.#labels) for (const [label, name] of labels) this.setLabel(map.function(index), label, name);
    for (const [index, fields] of names.#fields) for (const [field, name] of fields) this.setField(map.type(index), field, name);
  }

  /** The name of an item. */
  get(space: IndexSpace, index: number): string | undefined {
    return this.#names.get(space)?.get(index);
  }

  /** The name of a local. */
  local(functionIndex: number, local: number): string | undefined {
    return this.#locals.get(functionIndex)?.get(local);
  }

  /** The name of a block. */
  label(functionIndex: number, label: number): string | undefined {
    return this.#labels.get(functionIndex)?.get(label);
  }

  /** The name of a field. */
  field(typeIndex: number, field: number): string | undefined {
    return this.#fields.get(typeIndex)?.get(field);
  }

  /** The named items of an index space: index and name, by rising index. */
  entries(space: IndexSpace): Iterable<[number, string]> {
    return sorted(this.#names.get(space) ?? new Map());
  }

  /** Appends the content; nothing if there are no names. */
  write(out: ByteBuffer): void {
    if (this.moduleName !== undefined) {
      this.#scratch.reset();
      this.#scratch.name(this.moduleName);
      this.#subsection(out, NameSubsection.module);
    }
    for (const [number, space] of NAME_SUBSECTIONS) {
      const map = this.#names.get(space);
      if (map !== undefined) {
        this.#scratch.reset();
        writeMap(this.#scratch, map);
        this.#subsection(out, number);
      }
      // Subsections come in the order of their numbers.
      if (number === 1) {
        this.#indirect(out, NameSubsection.locals, this.#locals);
        this.#indirect(out, NameSubsection.labels, this.#labels);
      }
      if (number === 9) this.#indirect(out, NameSubsection.fields, this.#fields);
    }
  }

  #indirect(out: ByteBuffer, number: number, maps: Map<number, NameMap>): void {
    if (maps.size === 0) return;
    const b = this.#scratch;
    b.reset();
    b.u32(maps.size);
    for (const [functionIndex, map] of sorted(maps)) {
      b.u32(functionIndex);
      writeMap(b, map);
    }
    this.#subsection(out, number);
  }

  #subsection(out: ByteBuffer, number: number): void {
    out.u8(number);
    out.u32(this.#scratch.length);
    out.appendBuffer(this.#scratch);
  }
}

function put<K>(maps: Map<K, NameMap>, key: K, index: number, name: string): void {
  const map = maps.get(key);
  if (map === undefined) maps.set(key, new Map([[index, name]]));
  else map.set(index, name);
}

function writeMap(b: ByteBuffer, map: NameMap): void {
  b.u32(map.size);
  for (const [index, name] of sorted(map)) {
    b.u32(index);
    b.name(name);
  }
}

// Names mostly come in the order of their indices; then nothing is copied.
function sorted<V>(map: Map<number, V>): Iterable<[number, V]> {
  let last = -1;
  for (const index of map.keys()) {
    if (index < last) return [...map].sort((a, b) => a[0] - b[0]);
    last = index;
  }
  return map;
}
