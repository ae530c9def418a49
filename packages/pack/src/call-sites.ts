import type { DynamicCall } from './facts.js';
import type { ModuleFacts } from './module-facts.js';
import type { ReachedFunction } from './reached.js';

/** A call of which the program computes the module or the name, and the function that makes it. */
export interface CallSite extends DynamicCall {
  readonly by: ReachedFunction;
  /** The module that makes the call, if it is a behaviour: what it calls by a computed name is a callback. */
  readonly behaviour: string | undefined;
}

/** An export of a module, by its `name/arity`. */
type Export = readonly [ModuleFacts, string];

/**
 * Calls of computed functions, and the modules whose names are values. A call by a known name may reach the function of that name and arity of each such
 * module. One by a computed name may reach any function of its arity: of the module, if that is known; made by a behaviour, of the modules that say
 * they have it. Where nothing is known, pairs of atoms count, which are no matter of this class.
 */
export class CallSites {
  readonly #named = new Map<string, CallSite[]>();
  readonly #unnamed: CallSite[] = [];
  readonly #known = new Set<string>();
  /** The exports of the modules by name. */
  readonly #exports = new Map<string, Export[]>();

  /** Adds a call; what it may reach. */
  add(site: CallSite): Export[] {
    if (site.name === undefined && site.module === undefined && site.behaviour === undefined) return [];
    const key = `${site.module ?? '*'} ${site.name ?? `* ${site.behaviour}`} ${site.arity ?? '*'}`;
    if (this.#known.has(key)) return [];
    this.#known.add(key);
    if (site.name === undefined) {
      this.#unnamed.push(site);
      return [...this.#exports.values()].flatMap((exports) => exports.filter((each) => fits(site, each)));
    }
    this.#named.set(site.name, [...(this.#named.get(site.name) ?? []), site]);
    return (this.#exports.get(site.name) ?? []).filter((each) => fits(site, each));
  }

  /** Adds a module whose name is a value; which of its exports are reached. */
  addModule(facts: ModuleFacts): (readonly [string, CallSite])[] {
    const reached: (readonly [string, CallSite])[] = [];
    for (const key of facts.exports.keys()) {
      const name = key.slice(0, key.lastIndexOf('/'));
      const each: Export = [facts, key];
      const exports = this.#exports.get(name);
      if (exports === undefined) this.#exports.set(name, [each]);
      else exports.push(each);
      const site = [...(this.#named.get(name) ?? []), ...this.#unnamed].find((one) => fits(one, each));
      if (site !== undefined) reached.push([key, site]);
    }
    return reached;
  }
}

function fits({ module, name, arity, behaviour }: CallSite, [facts, key]: Export): boolean {
  if (module !== undefined && module !== facts.name) return false;
  if (name === undefined && module === undefined && !facts.behaviours.includes(behaviour ?? '')) return false;
  return arity === undefined || key.endsWith(`/${arity}`);
}
