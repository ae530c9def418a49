import type { ReferenceTerm, Term } from '@beamline/beam-file';
import { HostError, type NifContext, Opaque, toTerm, type UserNative, withArity } from '@beamline/runtime-core';
import type { Codec } from './channel.js';
import { HandedOut } from './handed-out.js';
import type { Release } from './page-values.js';
import { ToldObjects } from './told-objects.js';
import {
  functionOf,
  isWire,
  plainReference,
  replaced,
  type WireCause,
  type WireFunction,
  type WireKept,
  type WireValue,
} from './wire-terms.js';

/** The node of machines that are not distributed. */
const LOCAL_NODE = 'nonode@nohost';

/** What a reference counts as memory of the machine. */
const REFERENCE_BYTES = 256;

/** A value of the page, as the Worker knows it. */
export class PageValue {
  constructor(readonly id: number) {}
}

/** How often the Worker was told a number, and what it has for it. */
interface Told<T> {
  readonly thing: T;
  count: number;
}

/** What the Worker has of its page. */
export class WorkerValues implements Codec {
  /** How the library of `js` reaches its machine, once it is loaded: before that there are no references to values. */
  context: NifContext | undefined;
  readonly #values = new Map<number, Told<PageValue | HostError>>();
  /** Funs of functions are the machine's to give up; that their stand-ins have gone, too, only the engine knows. */
  readonly #functions = new ToldObjects<UserNative>((id, count) => this.#giveUp({ kind: 'function', id, count }));
  /** What the page has references to. */
  readonly #kept = new HandedOut<object>();
  readonly #functionIds = new WeakMap<UserNative, number>();
  readonly #callFunction: (id: number, args: readonly Term[]) => Promise<unknown>;
  readonly #release: (all: readonly Release[]) => void;
  /** What the page is told soon. */
  #released: Release[] = [];
  /** Errors that were made of what the page has thrown, which it keeps as long as these are there. */
  readonly #thrown = new WeakMap<Error, PageValue>();
  readonly #thrownGone = new FinalizationRegistry<number>((id) => this.#giveUp({ kind: 'value', id, count: 1 }));
  /** @param callFunction - calls a function of the page by its number */
  constructor(callFunction: (id: number, args: readonly Term[]) => Promise<unknown>, release: (all: readonly Release[]) => void) {
    this.#callFunction = callFunction;
    this.#release = release;
  }

  /** Tells the page in a later turn: the answer that a process has left, and ended with, may refer to it still. */
  #giveUp(release: Release): void {
    if (this.#released.push(release) > 1) return;
    setTimeout(() => {
      const all = this.#released;
      this.#released = [];
      this.#release(all);
    }, 0);
  }

  knowThrown(error: Error, id: number): void {
    this.#thrown.set(error, new PageValue(id));
    this.#thrownGone.register(error, id);
  }

  encode(value: unknown): unknown {
    return replaced(value, (part) => {
      const thrown = part instanceof Error ? this.#thrown.get(part) : undefined;
      if (thrown !== undefined) return { wire: 'cause', id: thrown.id } satisfies WireCause;
      if (part instanceof PageValue) return { wire: 'cause', id: part.id } satisfies WireCause;
      const found = this.pageValue(part);
      if (found !== undefined) return { wire: 'value', id: found.id, isThrown: false } satisfies WireValue;
      const fun = functionOf(part);
      if (fun === undefined) return this.#keep(part) ?? plainReference(part);
      const id = this.#functionIds.get(fun.implementation);
      // A function of the Worker's own stays there.
      return id === undefined ? { ...part } : ({ wire: 'function', id, arity: fun.arity } satisfies WireFunction);
    });
  }

  decode(value: unknown): unknown {
    return replaced(value, (part) => {
      if (!isWire(part) || part.wire === 'cause') return undefined;
      if (part.wire === 'kept') return this.#kept.get(part.id) ?? { kind: 'reference', node: LOCAL_NODE, creation: 0, ids: part.ids };
      return part.wire === 'function' ? toTerm(this.#function(part)) : this.#reference(part);
    });
  }

  /** A reference to something of the machine's host, which is kept for the page; undefined for any other. */
  #keep(part: object): WireKept | undefined {
    const plain = plainReference(part);
    if (plain === undefined || Object.getPrototypeOf(part) === Object.prototype) return undefined;
    return { wire: 'kept', id: this.#kept.tell(part), ids: plain.ids };
  }

  /** The page has given up a reference. */
  releaseKept(id: number, count: number): void {
    this.#kept.release(id, count);
  }

  /** The value of the page that a reference is to; undefined for anything else. */
  pageValue(part: object): PageValue | undefined {
    if (!('kind' in part) || part.kind !== 'reference') return undefined;
    const term = part as ReferenceTerm;
    const error = this.context?.find(term, HostError);
    if (error !== undefined) return error.thrown instanceof PageValue ? error.thrown : undefined;
    return this.context?.find(term, PageValue);
  }

  #reference({ id, isThrown }: WireValue): Term {
    const { context } = this;
    if (context === undefined) return { kind: 'reference', node: LOCAL_NODE, creation: 0, ids: [id, 0, 0] };
    const made = (): Told<PageValue | HostError> => {
      const value = new PageValue(id);
      return { thing: isThrown ? new HostError(value) : value, count: 0 };
    };
    const told = this.#values.get(id) ?? made();
    this.#values.set(id, told);
    told.count++;
    return context.referenceTo(told.thing, REFERENCE_BYTES, () => {
      if (this.#values.get(id) !== told) return;
      this.#values.delete(id);
      this.#giveUp({ kind: 'value', id, count: told.count });
    });
  }

  /** What stands for a function of the page: it calls that, and its process waits. */
  #function({ id, arity }: WireFunction): UserNative {
    return this.#functions.told(id, () => {
      const made = withArity(async (...values) => {
        const result = await this.#callFunction(
          id,
          values.map((value) => toTerm(value)),
        );
        return new Opaque(result as Term);
      }, arity);
      this.#functionIds.set(made, id);
      return made;
    });
  }
}
