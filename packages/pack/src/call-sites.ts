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
 * module. One by a computed name may reach any function of its arity: of the module, if that is known; made by a behaviour, of those that have it. Where nothing is known, pairs of atoms count, which are no matter of this class.
 */
export class CallSites {
  readonly #named = new Map<string, CallSite[]>();
  readonly #unnamed: CallSite[] = [];
  readonly #known = new Set<string>();
  /** The exports of the modules by name. */
  readonly #exports = new Map<string, Export[]>();

  /** Adds a call; the exports that it fits. */
  add(site: CallSite): Export[] {
    if (site.name === undefined && site.module === undefined && site.behaviour === undefined) return [];
    const key = `${site.by.module.name} ${site.module ?? '*'} ${site.name ?? '*'} ${site.arity ?? '*'}`;
    if (this.#known.has(key)) return [];
    this.#known.add(key);
    if (site.name === undefined) {
      this.#unnamed.push(site);
      return [...this.#exports.values()].flatMap((exports) => exports.filter((each) => fits(site, each)));
    }
    this.#named.set(site.name, [...(this.#named.get(site.name) ?? []), site]);
    return (this.#exports.get(site.name) ?? []).filter((each) => fits(site, each));
  }

  /** The calls of a behaviour that fit exports of a module whose name has become known to it. */
  ofBehaviour(behaviour: string, facts: ModuleFacts): (readonly [string, CallSite])[] {
    const sites = [...[...this.#named.values()].flat(), ...this.#unnamed].filter((site) => site.behaviour === behaviour);
    return [...facts.exports.keys()].flatMap((key) => {
      const name = key.slice(0, key.lastIndexOf('/'));
      return sites.flatMap((site) => ((site.name ?? name) === name && fits(site, [facts, key]) ? [[key, site] as const] : []));
    });
  }

  /** Adds a module whose name is a value; which of its exports may be reached, by which call. */
  addModule(facts: ModuleFacts): (readonly [string, CallSite])[] {
    const reached: (readonly [string, CallSite])[] = [];
    for (const key of facts.exports.keys()) {
      const name = key.slice(0, key.lastIndexOf('/'));
      const each: Export = [facts, key];
      const exports = this.#exports.get(name);
      if (exports === undefined) this.#exports.set(name, [each]);
      else exports.push(each);
      for (const site of [...(this.#named.get(name) ?? []), ...this.#unnamed]) if (fits(site, each)) reached.push([key, site]);
    }
    return reached;
  }
}

function fits({ module, arity }: CallSite, [facts, key]: Export): boolean {
  if (module !== undefined && module !== facts.name) return false;
  return arity === undefined || key.endsWith(`/${arity}`);
}
