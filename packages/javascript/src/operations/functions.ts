import type { Term } from '@beamline/beam-file';
import { ErlangError, terms, toValue } from '@beamline/runtime-core';
import type { ToErlang } from '../values/to-erlang.js';
import type { MachineAccess } from './machine-access.js';

/** How a function passes its arguments to a fun: as many as that takes, or all of them as a list. */
export type ArgumentForm = 'arguments' | 'list';

/** Funs of Erlang as functions in JavaScript. */
export class ErlangFunctions {
  readonly #machine: MachineAccess;
  readonly #toErlang: ToErlang;
  readonly #toJavaScript: (term: Term) => unknown;
  /** The funs that functions are of. */
  readonly #funs: WeakMap<object, Term>;

  constructor(machine: MachineAccess, toErlang: ToErlang, toJavaScript: (term: Term) => unknown, funs: WeakMap<object, Term>) {
    this.#machine = machine;
    this.#toErlang = toErlang;
    this.#toJavaScript = toJavaScript;
    this.#funs = funs;
  }

  /** The function of a fun. Its calls run in processes of their own, and return promises. One that was a function in JavaScript is that. */
  make(fun: Term, arity: number, form: ArgumentForm): unknown {
    const own = toValue(fun);
    if (typeof own === 'function') return own;
    const made = (...values: unknown[]): Promise<unknown> => this.#call(fun, form === 'list' ? values : sized(values, arity), form);
    if (form === 'arguments') this.#funs.set(made, fun);
    return made;
  }

  /** A function that sends its arguments to a process, and returns nothing. */
  sender(to: Term, tag: Term): () => void {
    return (...values: unknown[]) => {
      const args = terms.list(values.map((value) => this.#toErlang.term(value)));
      this.#machine.send(to, terms.tuple(terms.atom('js_message'), tag, args));
    };
  }

  async #call(fun: Term, values: readonly unknown[], form: ArgumentForm): Promise<unknown> {
    const list = terms.list(values.map((value) => this.#toErlang.term(value)));
    try {
      const result = await this.#machine.call('erlang', 'apply', [fun, form === 'list' ? terms.list([list]) : list]);
      return this.#toJavaScript(result);
    } catch (error) {
      throw thrownValue(error, this.#toJavaScript);
    }
  }
}

function sized(values: readonly unknown[], count: number): unknown[] {
  return Array.from({ length: count }, (_, i) => values[i]);
}

/** What JavaScript has thrown in a fun is thrown again as it was; an error of Erlang's is an ErlangError. */
function thrownValue(error: unknown, toJavaScript: (term: Term) => unknown): unknown {
  if (!(error instanceof ErlangError) || error.class !== 'error') return error;
  const [tag, reference] = error.reasonTerm.kind === 'tuple' ? error.reasonTerm.elements : [];
  if (tag?.kind !== 'atom' || tag.name !== 'js_error' || reference?.kind !== 'reference') return error;
  return toJavaScript(reference);
}
