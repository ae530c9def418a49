import type { IndexMap } from '@beamline/wasm-asm';
import { Merger } from './merger.js';
import { type ExternalKind, type Import, importCount, type WasmModule } from './module.js';

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

/** Equal for imports that are alike: by names, kind and type as it is written. */
export function importKey({ module, name, external }: Import, owner: WasmModule): string {
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
  merger.addTypes(first.types, maps.first);
  merger.addTypes(second.types, maps.second);
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
