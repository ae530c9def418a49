import { ByteBuffer } from '@beamline/wasm-asm';
import type { IndexSpace } from './module-writer-error.js';

type NameMap = Map<number, string>;

// Subsection numbers of the name section (WebAssembly 3.0, section 7.4.1) and of its extension.
const SUBSECTIONS: readonly (readonly [number, IndexSpace])[] = [
  [1, 'function'],
  [4, 'type'],
  [5, 'table'],
  [6, 'memory'],
  [7, 'global'],
  [8, 'element'],
  [9, 'data'],
  [11, 'tag'],
];
const MODULE = 0;
const LOCALS = 2;
const LABELS = 3;

/** The custom section that debuggers and stack traces take names from. */
export class NameSection {
  /** The module's own name. */
  moduleName: string | undefined;

  readonly #names: Map<IndexSpace, NameMap> = new Map();
  readonly #locals: Map<number, NameMap> = new Map();
  readonly #labels: Map<number, NameMap> = new Map();
  readonly #scratch: ByteBuffer = new ByteBuffer(256);

  /** Forgets all names. */
  reset(): void {
    this.moduleName = undefined;
    this.#names.clear();
    this.#locals.clear();
    this.#labels.clear();
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

  /** Appends the content; nothing if there are no names. */
  write(out: ByteBuffer): void {
    if (this.moduleName !== undefined) {
      this.#scratch.reset();
      this.#scratch.name(this.moduleName);
      this.#subsection(out, MODULE);
    }
    for (const [number, space] of SUBSECTIONS) {
      const map = this.#names.get(space);
      if (map !== undefined) {
        this.#scratch.reset();
        writeMap(this.#scratch, map);
        this.#subsection(out, number);
      }
      // Subsections come in the order of their numbers.
      if (number === 1) {
        this.#indirect(out, LOCALS, this.#locals);
        this.#indirect(out, LABELS, this.#labels);
      }
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
