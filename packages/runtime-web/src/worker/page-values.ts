import type { Term } from '@beamline/beam-file';
import type { References } from '@beamline/javascript';
import { ErlangError, KeptReference, toTerm, type UserNative } from '@beamline/runtime-core';
import { isError } from '../is-error.js';
import type { Codec } from './channel.js';
import { HandedOut } from './handed-out.js';
import { ToldObjects } from './told-objects.js';
import { functionOf, isWire, plainReference, replaced, type WireFunction, type WireKept, type WireValue } from './wire-terms.js';

/** Something of the page that the machine has given up, and how often it was told it. */
export interface Release {
  readonly kind: 'value' | 'function';
  readonly id: number;
  readonly count: number;
}

/** What stands for a value of the page. */
class Holder {
  /** True once it was thrown. */
  isThrown = false;

  constructor(readonly value: unknown) {}
}

/** A reference to a value of the page, as the page has it: it keeps the value, whether the machine still has it or not. */
class PageReference extends KeptReference {
  constructor(readonly holder: Holder) {
    super([0, 0, 0]);
  }
}

/** A reference to something of the Worker's, which keeps it for as long as this is there. */
class WorkerReference extends KeptReference {
  constructor(
    readonly id: number,
    ids: readonly number[],
  ) {
    super(ids);
  }
}

/** What a machine in a Worker has of its page: values by their references, functions by their funs. */
export class PageValues implements References, Codec {
  readonly #values = new HandedOut<Holder>();
  readonly #functions = new HandedOut<UserNative>();
  readonly #holders = new WeakMap<object, Holder>();

  readonly #kept: ToldObjects<WorkerReference>;

  /** @param release - tells the Worker what is given up of its own */
  constructor(release: (id: number, count: number) => void) {
    this.#kept = new ToldObjects(release);
  }

  referTo(value: unknown): Term {
    return new PageReference(this.#holder(value));
  }

  referToThrown(value: unknown): Term {
    const holder = this.#holder(value);
    holder.isThrown = true;
    return new PageReference(holder);
  }

  find(term: Term): { readonly value: unknown } | undefined {
    return term instanceof PageReference ? term.holder : undefined;
  }

  #holder(value: unknown): Holder {
    if ((typeof value !== 'object' && typeof value !== 'function') || value === null) return new Holder(value);
    let holder = this.#holders.get(value);
    if (holder === undefined) {
      holder = new Holder(value);
      holder.isThrown = isError(value);
      this.#holders.set(value, holder);
    }
    return holder;
  }

  encode(value: unknown): unknown {
    return replaced(value, (part) => {
      if (part instanceof PageReference) {
        const { holder } = part;
        return { wire: 'value', id: this.#values.tell(holder), isThrown: holder.isThrown } satisfies WireValue;
      }
      if (part instanceof WorkerReference) return { wire: 'kept', id: part.id, ids: part.ids } satisfies WireKept;
      const fun = functionOf(part);
      if (fun !== undefined)
        return { wire: 'function', id: this.#functions.tell(fun.implementation), arity: fun.arity } satisfies WireFunction;
      return plainReference(part);
    });
  }

  decode(value: unknown): unknown {
    return replaced(value, (part) => {
      if (!isWire(part)) return undefined;
      if (part.wire === 'function') {
        const implementation = this.#functions.get(part.id);
        return implementation === undefined ? undefined : toTerm(implementation);
      }
      if (part.wire === 'kept') return this.#kept.told(part.id, () => new WorkerReference(part.id, part.ids));
      const holder = this.#values.get(part.id);
      if (part.wire === 'cause') return holder?.value;
      return holder === undefined ? undefined : new PageReference(holder);
    });
  }

  /** What the page's functions throw is the cause of the error that a call fails with; an error of Erlang's is known as it is. */
  keepThrown(thrown: unknown): number | undefined {
    return isError(thrown) && thrown instanceof ErlangError ? undefined : this.#values.tell(this.#holder(thrown));
  }

  /** A function that the machine has, by its number. */
  functionOf(id: number): UserNative | undefined {
    return this.#functions.get(id);
  }

  /** The machine has given things up. */
  release(all: readonly Release[]): void {
    for (const { kind, id, count } of all) {
      if (kind === 'value') this.#values.release(id, count);
      else this.#functions.release(id, count);
    }
  }

  /** How many values and functions the machine has. */
  get size(): number {
    return this.#values.size + this.#functions.size;
  }
}
