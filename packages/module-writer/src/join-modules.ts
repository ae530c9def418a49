import type { IndexMap } from '@beamline/wasm-asm';
import { importKey } from './merge-modules.js';
import { Merger, renumberDefinition } from './merger.js';
import type { ExternalKind, Import, RecursionGroup, WasmModule } from './module.js';

/** Is told where an instruction of a module has gone: the module and the definition by number, and offsets in the function's body. */
export type JoinedInstruction = (module: number, definition: number, from: number, to: number) => void;

/**
 * Puts modules into one that link nothing to each other: an engine takes less time for one large module than for many small ones.
 * What they import alike, by names, kind and type, is imported once, and types that are alike are one. The definitions of a
 * module follow those of the modules before it. Stops after each module, so that others may have a turn.
 *
 * Throws {@link ModuleWriterError} if two export one name or two have a start function.
 *
 * @param joined - is told of each instruction, module by module in order
 */
export function* joinModules(
  modules: readonly WasmModule[],
  joined: JoinedInstruction = () => undefined,
): Generator<undefined, WasmModule, undefined> {
  const merger = new Merger();
  const types = new JoinedTypes(merger);
  const typeMaps = modules.map((module) => types.add(module.types));
  const imports = new JoinedImports(modules);
  const next = { ...imports.counts, element: 0, data: 0 };
  for (const [number, module] of modules.entries()) {
    const start = { ...next };
    const imported = imports.indicesOf(number);
    const space = (kind: ExternalKind): ((index: number) => number) => {
      const own = imported[kind];
      return (index) => own[index] ?? start[kind] + index - own.length;
    };
    const map: IndexMap = {
      function: space('function'),
      table: space('table'),
      memory: space('memory'),
      global: space('global'),
      tag: space('tag'),
      type: (index) => typeMaps[number]?.[index] ?? index,
      element: (index) => index + start.element,
      data: (index) => index + start.data,
    };
    merger.add(module, imports.firstIn(number), map, (definition, from, to) => {
      joined(number, definition, from, to);
    });
    next.function += module.functions.length;
    next.table += module.tables.length;
    next.memory += module.memories.length;
    next.global += module.globals.length;
    next.tag += module.tags.length;
    next.element += module.elements.length;
    next.data += module.data.length;
    yield undefined;
  }
  return merger.finish();
}

type Counts = Record<ExternalKind, number>;

/** What modules import, each thing once. */
class JoinedImports {
  /** How many there are of each kind. */
  readonly counts: Counts = { function: 0, table: 0, memory: 0, global: 0, tag: 0 };
  readonly #indices: Readonly<Record<ExternalKind, number[]>>[] = [];
  readonly #first: Import[][] = [];

  constructor(modules: readonly WasmModule[]) {
    const known = new Map<string, number>();
    for (const module of modules) {
      const indices: Record<ExternalKind, number[]> = { function: [], table: [], memory: [], global: [], tag: [] };
      const first: Import[] = [];
      for (const imported of module.imports) {
        const { kind } = imported.external;
        const key = importKey(imported, module);
        let index = known.get(key);
        if (index === undefined) {
          index = this.counts[kind]++;
          known.set(key, index);
          first.push(imported);
        }
        indices[kind].push(index);
      }
      this.#indices.push(indices);
      this.#first.push(first);
    }
  }

  /** New indices of what a module imports, by kind. */
  indicesOf(module: number): Readonly<Record<ExternalKind, readonly number[]>> {
    return this.#indices[module] ?? { function: [], table: [], memory: [], global: [], tag: [] };
  }

  /** Those imports of a module that no module before it has. */
  firstIn(module: number): readonly Import[] {
    return this.#first[module] ?? [];
  }
}

/** The types of modules; those that are alike, but for groups that refer to themselves, are one. */
class JoinedTypes {
  readonly #merger: Merger;
  readonly #known = new Map<string, number>();
  #count = 0;

  constructor(merger: Merger) {
    this.#merger = merger;
  }

  /** Adds the types of a module; new indices for its own. */
  add(groups: readonly RecursionGroup[]): number[] {
    const map: number[] = [];
    for (const group of groups) {
      const base = map.length;
      let refersToItself = false;
      const type = (index: number): number => {
        const earlier = map[index];
        if (earlier !== undefined) return earlier;
        refersToItself = true;
        return this.#count + index - base;
      };
      const indices: IndexMap = { ...identity, type };
      const key = JSON.stringify([group.explicit, ...group.types.map((definition) => renumberDefinition(definition, indices))]);
      const known = refersToItself ? undefined : this.#known.get(key);
      if (known !== undefined) {
        map.push(...group.types.map((_, i) => known + i));
        continue;
      }
      this.#known.set(key, this.#count);
      this.#merger.addTypes([group], indices);
      for (const _ of group.types) map.push(this.#count++);
    }
    return map;
  }
}

const same = (index: number): number => index;
const identity: IndexMap = {
  function: same,
  table: same,
  memory: same,
  global: same,
  tag: same,
  type: same,
  element: same,
  data: same,
};
