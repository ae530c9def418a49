import type { LoadedModule } from './loaded-module.js';

/** A function as others call it: `Module:Function/Arity`. Loaded or not, it has a place in the table. */
export interface ExportEntry {
  readonly module: string;
  readonly function: string;
  readonly arity: number;
  /** Table index. */
  readonly slot: number;
  /** What the slot holds. */
  state: 'undefined' | 'native' | 'loaded';
  /** Identity and table index of the entry `(sp, arguments…, fun)` of the external fun, 0 if there is none. */
  funEntry: number;
  funIdentity: number;
}

/** All functions that some code has named. */
export class ExportTable {
  readonly #entries = new Map<string, ExportEntry>();
  readonly #bySlot = new Map<number, ExportEntry>();
  readonly #reserve: (arity: number) => number;

  /** @param reserve - takes a table index for a function of so many arguments */
  constructor(reserve: (arity: number) => number) {
    this.#reserve = reserve;
  }

  /** The entry of a function; `created` is called with a new one. */
  entry(module: string, name: string, arity: number, created: (entry: ExportEntry) => void): ExportEntry {
    const key = `${module}\0${name}\0${arity}`;
    let entry = this.#entries.get(key);
    if (entry === undefined) {
      entry = { module, function: name, arity, slot: this.#reserve(arity), state: 'undefined', funEntry: 0, funIdentity: 0 };
      this.#entries.set(key, entry);
      this.#bySlot.set(entry.slot, entry);
      created(entry);
    }
    return entry;
  }

  find(module: string, name: string, arity: number): ExportEntry | undefined {
    return this.#entries.get(`${module}\0${name}\0${arity}`);
  }

  bySlot(slot: number): ExportEntry | undefined {
    return this.#bySlot.get(slot);
  }

  /** Entries of a loaded module. */
  ofModule(loaded: LoadedModule): ExportEntry[] {
    return [...this.#entries.values()].filter((entry) => entry.module === loaded.name && entry.state === 'loaded');
  }
}
