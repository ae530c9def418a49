import type { Term } from '@beamline/beam-file';
import { Opaque, terms } from '@beamline/runtime-core';
import { checkReachable } from './grants.js';
import { type Plain, plainObject } from './plain-objects.js';
import type { References } from './references.js';

/** How deep values are nested at most. */
const MOST_LEVELS = 1000;

/** How many values there are in one at most, and how many characters and bytes. */
const MOST_VALUES = 4_194_304;
const MOST_BYTES = 2 ** 30;

/** How a result comes: as plain data as far as it is, or each object as a reference. */
export type ResultForm = 'value' | 'reference';

/** Makes terms of JavaScript's values. */
export class ToErlang {
  readonly #references: References;
  /** Functions that are funs of Erlang. */
  readonly #funs: WeakMap<object, Term>;
  #values = 0;
  #bytes = 0;

  constructor(references: References, funs: WeakMap<object, Term>) {
    this.#references = references;
    this.#funs = funs;
  }

  /** The term of a value. Throws what getters throw, RangeError for what is too large, and what `checkReachable` refuses. */
  term(value: unknown, form: ResultForm = 'value'): Term {
    this.#values = 0;
    this.#bytes = 0;
    return this.#term(value, form, 0);
  }

  /** The term of a thing, with its own properties or elements, whatever class it is of. */
  contents(value: unknown): Term {
    if (typeof value !== 'object' || value === null) return this.term(value);
    const plain = plainObject(value) ?? ownContents(value);
    if (plain === undefined) return this.term(value);
    this.#values = 0;
    this.#bytes = 0;
    return this.#plain(plain, 0);
  }

  #term(value: unknown, form: ResultForm, depth: number): Term {
    if (++this.#values > MOST_VALUES) throw new RangeError(`a value has more than ${MOST_VALUES} values in it`);
    switch (typeof value) {
      case 'undefined':
        return terms.atom('undefined');
      case 'boolean':
        return terms.boolean(value);
      case 'number':
        return numberTerm(value);
      case 'bigint':
        return terms.integer(value);
      case 'string':
        this.#count(value.length);
        return terms.textBinary(value);
      case 'symbol':
        return this.#references.referTo(value);
      case 'function':
        checkReachable(value);
        return this.#funs.get(value) ?? this.#references.referTo(value);
      default:
        return value === null ? terms.atom('null') : this.#object(value as object, form, depth);
    }
  }

  #object(value: object, form: ResultForm, depth: number): Term {
    if (value instanceof Opaque) return value.term;
    checkReachable(value);
    const plain = form === 'reference' ? undefined : plainObject(value);
    return plain === undefined ? this.#references.referTo(value) : this.#plain(plain, depth);
  }

  #plain(plain: Plain, depth: number): Term {
    if (depth > MOST_LEVELS) throw new RangeError(`a value is nested more than ${MOST_LEVELS} levels deep`);
    switch (plain.kind) {
      case 'array': {
        const elements: Term[] = [];
        // Not the iterator, which need not end; holes count.
        for (let i = 0; i < plain.array.length; i++) elements.push(this.#term(plain.array[i], 'value', depth + 1));
        return terms.list(elements);
      }
      case 'bytes':
        this.#count(plain.bytes.length);
        return terms.tuple(terms.atom('bytes'), terms.binary(plain.bytes.slice()));
      case 'object':
        return {
          kind: 'map',
          pairs: plain.entries.map(([key, each]) => {
            this.#count(key.length);
            return [terms.textBinary(key), this.#term(each, 'value', depth + 1)];
          }),
        };
    }
  }

  #count(bytes: number): void {
    this.#bytes += bytes;
    if (this.#bytes > MOST_BYTES) throw new RangeError(`a value has more than ${MOST_BYTES} characters and bytes in it`);
  }
}

function numberTerm(value: number): Term {
  if (!Number.isFinite(value)) return terms.atom(String(value));
  return Number.isSafeInteger(value) && !Object.is(value, -0) ? terms.integer(value) : terms.float(value);
}

/** What is in an object of a class: the elements or entries of a collection, its own properties. */
function ownContents(value: object): Plain | undefined {
  const tag = Object.prototype.toString.call(value);
  if (tag === '[object Map]' || tag === '[object FormData]' || tag === '[object Headers]' || tag === '[object URLSearchParams]') {
    const entries = [...(value as Iterable<readonly [unknown, unknown]>)];
    return { kind: 'object', entries: entries.map(([key, each]) => [String(key), each]) };
  }
  if (tag === '[object Set]' || ArrayBuffer.isView(value)) return { kind: 'array', array: [...(value as unknown as Iterable<unknown>)] };
  return { kind: 'object', entries: Object.entries(value).filter(([, each]) => typeof each !== 'function') as [string, unknown][] };
}
