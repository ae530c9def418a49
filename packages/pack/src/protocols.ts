import type { CallSite } from './call-sites.js';
import type { ModuleFacts } from './module-facts.js';
import type { ReachedFunction } from './reached.js';

/** An implementation of a protocol for a struct that nothing makes so far. */
interface Waiting {
  readonly protocol: string;
  readonly implementation: ModuleFacts;
  readonly reached: ReachedFunction;
}

/** The Elixir protocols that are reached, with those of their implementations that may be chosen. */
export class Protocols {
  readonly #implementations = new Map<string, ModuleFacts[]>();
  readonly #sites = new Map<string, CallSite[]>();
  readonly #waiting = new Map<string, Waiting[]>();

  /** An implementation counts as soon as its struct is made. */
  wait(type: string, waiting: Waiting): void {
    this.#waiting.set(type, [...(this.#waiting.get(type) ?? []), waiting]);
  }

  /** A struct is made: the implementations that have waited for it. */
  release(type: string): readonly Waiting[] {
    const released = this.#waiting.get(type) ?? [];
    this.#waiting.delete(type);
    return released;
  }

  /** Adds an implementation; the calls of the protocol that may reach it. */
  implement(protocol: string, implementation: ModuleFacts): readonly CallSite[] {
    this.#implementations.set(protocol, [...(this.#implementations.get(protocol) ?? []), implementation]);
    return this.#sites.get(protocol) ?? [];
  }

  /** Adds a call that a protocol makes; the implementations that it may reach. */
  site(protocol: string, site: CallSite): readonly ModuleFacts[] {
    this.#sites.set(protocol, [...(this.#sites.get(protocol) ?? []), site]);
    return this.#implementations.get(protocol) ?? [];
  }
}
