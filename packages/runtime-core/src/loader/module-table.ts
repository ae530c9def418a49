import type { LoadedModule } from './loaded-module.js';

/** The modules of a machine: current ones, which calls from outside find, and old ones, which may still run. */
export class ModuleTable {
  readonly #current = new Map<string, LoadedModule>();
  readonly #old = new Map<string, LoadedModule[]>();
  readonly #all: LoadedModule[] = [];
  readonly #replacements = new Map<string, number>();

  /** All modules that have code in the machine, in the order of loading. */
  get all(): readonly LoadedModule[] {
    return this.#all;
  }

  /** The current module of a name. */
  current(name: string): LoadedModule | undefined {
    return this.#current.get(name);
  }

  /** Names of the current modules. */
  names(): string[] {
    return [...this.#current.keys()];
  }

  /** The old modules of a name. */
  old(name: string): readonly LoadedModule[] {
    return this.#old.get(name) ?? [];
  }

  /** Adds a module that is neither current nor old yet. */
  add(loaded: LoadedModule): void {
    this.#all.push(loaded);
  }

  /** Makes a module the current one of its name, and the previous one old. */
  makeCurrent(loaded: LoadedModule): void {
    const previous = this.#current.get(loaded.name);
    this.#current.set(loaded.name, loaded);
    if (previous === undefined) return;
    this.#replacements.set(loaded.name, this.replacements(loaded.name) + 1);
    this.#addOld(previous);
  }

  /** Makes the current module of its name old. */
  makeOld(loaded: LoadedModule): void {
    this.#current.delete(loaded.name);
    this.#addOld(loaded);
  }

  /** Removes the old modules of a name; returns them. */
  removeOld(name: string): readonly LoadedModule[] {
    const old = this.old(name);
    for (const loaded of old) this.remove(loaded);
    this.#old.delete(name);
    return old;
  }

  /** Removes a module that is neither current nor old. */
  remove(loaded: LoadedModule): void {
    this.#all.splice(this.#all.indexOf(loaded), 1);
  }

  /** How often the module of a name has been replaced. */
  replacements(name: string): number {
    return this.#replacements.get(name) ?? 0;
  }

  #addOld(loaded: LoadedModule): void {
    this.#old.set(loaded.name, [...this.old(loaded.name), loaded]);
  }
}
