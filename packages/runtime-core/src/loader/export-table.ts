import { MAX_ARITY } from '@beamline/beam-file';
import type { KernelExports } from '@beamline/kernel';
import { guardBifIndex } from '@beamline/machine-model';
import type { BifNames } from '../bifs/bif-names.js';
import type { FunctionTable } from './function-table.js';
import type { LoadedModule } from './loaded-module.js';

/** A function as others call it: `Module:Function/Arity`. Loaded or not, it has a place in the function table. */
export interface ExportEntry {
  readonly module: string;
  readonly function: string;
  /** Number of arguments. */
  readonly arity: number;
  /** Table index. */
  readonly slot: number;
  /** What the slot holds. */
  state: 'undefined' | 'bif' | 'loaded';
  /** Table index of the entry `(sp, arguments…, fun)` of the external fun, 0 if there is none. */
  funEntry: number;
  /** Identity of the external fun. */
  funIdentity: number;
  /** The external fun, a term, 0 if there is none yet. */
  funTerm: number;
}

/** All functions that some code has named. */
export class ExportTable {
  readonly #kernel: KernelExports;
  readonly #functions: FunctionTable;
  readonly #bifs: BifNames;
  /** By module, name and arity. */
  readonly #modules = new Map<string, Map<string, ExportEntry[]>>();
  readonly #bySlot = new Map<number, ExportEntry>();
  /** BIFs that are none any more. */
  readonly #retired = new Set<string>();

  constructor(kernel: KernelExports, functions: FunctionTable, bifs: BifNames) {
    this.#kernel = kernel;
    this.#functions = functions;
    this.#bifs = bifs;
  }

  /** The entry of a function, made if it is new. The table has its stub after the next `flush`. */
  entry(module: string, name: string, arity: number): ExportEntry {
    const known = this.find(module, name, arity);
    if (known !== undefined) return known;
    const slot = this.#functions.reserve(1);
    this.#functions.setArity(slot, arity);
    const state = this.#fill(slot, module, name, arity);
    const entry: ExportEntry = { module, function: name, arity, slot, state, funEntry: 0, funIdentity: 0, funTerm: 0 };
    const names = this.#modules.get(module) ?? new Map<string, ExportEntry[]>();
    const arities = names.get(name) ?? [];
    this.#modules.set(module, names);
    names.set(name, arities);
    arities.push(entry);
    this.#bySlot.set(slot, entry);
    return entry;
  }

  /** All entries, or those of a module. */
  *#entriesOf(module?: string): Generator<ExportEntry> {
    const modules = module === undefined ? this.#modules.values() : [this.#modules.get(module)];
    for (const names of modules) if (names !== undefined) for (const arities of names.values()) yield* arities;
  }

  /** The entry of a function, if some code has named it. */
  find(module: string, name: string, arity: number): ExportEntry | undefined {
    const arities = this.#modules.get(module)?.get(name);
    if (arities !== undefined) for (const entry of arities) if (entry.arity === arity) return entry;
    return undefined;
  }

  /** The entry with a table index. */
  bySlot(slot: number): ExportEntry | undefined {
    return this.#bySlot.get(slot);
  }

  /** Entries of a loaded module. */
  ofModule(loaded: LoadedModule): ExportEntry[] {
    return [...this.#entriesOf(loaded.name)].filter(({ state }) => state === 'loaded');
  }

  /** Entries of BIFs that some code has named, of a module or of all. */
  bifEntries(module: string | undefined): ExportEntry[] {
    return [...this.#entriesOf(module)].filter(({ state }) => state === 'bif');
  }

  /** True if the machine has its own implementation of the function. */
  isBif(module: string, name: string, arity: number): boolean {
    return this.#bifIndex(module, name, arity) > 0 || guardBifIndex(module, name, arity) >= 0;
  }

  /** Makes BIFs, by `module:function/arity`, functions that are not loaded. Takes effect at the next `flush`. */
  retire(names: ReadonlySet<string>): void {
    for (const name of names) this.#retired.add(name);
    for (const entry of this.#bySlot.values())
      if (entry.state === 'bif' && names.has(nameOf(entry.module, entry.function, entry.arity))) this.undefine(entry);
  }

  /** Makes the BIFs of a module functions of its own, which it has. Takes effect when it is published. */
  retireModule(module: string): void {
    for (const bif of this.#bifs.functions) if (bif.module === module) this.#retired.add(nameOf(module, bif.name, bif.arity));
  }

  #bifIndex(module: string, name: string, arity: number): number {
    return this.#retired.size > 0 && this.#retired.has(nameOf(module, name, arity)) ? -1 : this.#bifs.index(module, name, arity);
  }

  /** True if there is a function that other modules can call. */
  isExported(module: string, name: string, arity: number): boolean {
    const state = this.find(module, name, arity)?.state;
    return state === 'loaded' || state === 'bif' || this.isBif(module, name, arity);
  }

  /** Makes calls of a loaded function raise undef from the next `flush` on. */
  undefine(entry: ExportEntry): void {
    entry.state = 'undefined';
    this.#functions.setUndefined(entry.slot, entry.arity);
  }

  /** Fills the slot of a new entry. */
  #fill(slot: number, module: string, name: string, arity: number): ExportEntry['state'] {
    const bif = this.#bifIndex(module, name, arity);
    const kernelName = this.#bifs.functions[bif]?.kernelName;
    if (kernelName !== undefined) {
      this.#functions.set(slot, (this.#kernel as unknown as Record<string, WebAssembly.ExportValue>)[kernelName]);
      return 'bif';
    }
    if (bif > 0) {
      this.#functions.setPooled(slot, 'bif', arity, bif);
      return 'bif';
    }
    const guardBif = guardBifIndex(module, name, arity);
    if (guardBif >= 0) {
      this.#functions.setGuard(slot, guardBif);
      return 'bif';
    }
    // A call with more arguments than a function can have never gets as far as the table.
    if (arity <= MAX_ARITY) this.#functions.setUndefined(slot, arity);
    return 'undefined';
  }
}

function nameOf(module: string, name: string, arity: number): string {
  return `${module}:${name}/${arity}`;
}
