import type { Term } from '@beamline/beam-file';
import { checkedTerm } from './checked-term.js';
import { atomProblem, ConversionBudget, largeIntegerBytes, MAXIMUM_NESTING, TOO_LARGE } from './conversion-limits.js';
import { HostFunTerm } from './host-fun-term.js';
import { plainBytes } from './plain-bytes.js';
import { TermConversionError } from './term-conversion-error.js';
import { isInstance, thrownText } from './thrown-values.js';
import { Atom, arityOf, type ErlangInput, type ErlangValue, Float, ImproperList, Opaque, Tuple, type UserNative } from './values.js';

/** Steps that an error names at most, first and last ones. */
const MOST_STEPS = 8;

const encoder = new TextEncoder();

/** The plain term of a value. Throws TermConversionError if it is not an ErlangInput, is nested too deeply or too large. */
export function toTerm(value: ErlangInput, where = 'value'): Term {
  return new ValueConversion(where).term(value);
}

/** The plain terms of the arguments of a call. Throws TermConversionError. */
export function toArguments(values: readonly ErlangInput[]): Term[] {
  return new ValueConversion('arguments').terms(values);
}

/** A list, tuple or map that is being converted: its parts follow. */
interface Container {
  readonly count: number;
  /** Number of the part that is converted next. */
  next: number;
  /** The terms of the parts before that. */
  terms: Term[];
  /** A part, by its number. May throw anything. */
  part(index: number): unknown;
  /** How that part is reached. */
  step(index: number): string;
  /** The term of all. */
  finish(terms: Term[]): Term;
}

/** Until the number of parts has been checked. */
const NONE: Term[] = [];

/** Elements are looked at by their indices: holes count, and an iterator could go on for ever. */
function elements(values: readonly unknown[], property: string, finish: (terms: Term[]) => Term): Container {
  return { count: values.length, next: 0, terms: NONE, part: (i) => values[i], step: (i) => `${property}[${i}]`, finish };
}

function listOf(terms: Term[]): Term {
  return terms.length === 0 ? { kind: 'nil' } : { kind: 'list', elements: terms, tail: { kind: 'nil' } };
}

/** Elements, then the tail. */
function improperList(list: ImproperList, values: readonly unknown[]): Container {
  const { length } = values;
  return {
    count: length + 1,
    next: 0,
    terms: NONE,
    part: (i) => (i < length ? values[i] : list.tail),
    step: (i) => (i < length ? `.elements[${i}]` : '.tail'),
    finish: (terms) => {
      const tail = terms.pop() ?? { kind: 'nil' };
      if (terms.length === 0) return tail;
      // As Erlang has it, a list before a list is one.
      if (tail.kind !== 'list') return { kind: 'list', elements: terms, tail };
      return { kind: 'list', elements: [...terms, ...tail.elements], tail: tail.tail };
    },
  };
}

function mapOf(terms: readonly Term[]): Term {
  const pairs: [Term, Term][] = [];
  for (let i = 0; i < terms.length; i += 2) pairs.push([terms[i] ?? { kind: 'nil' }, terms[i + 1] ?? { kind: 'nil' }]);
  return { kind: 'map', pairs };
}

function mapEntries(map: ReadonlyMap<unknown, unknown>): Container {
  const parts: unknown[] = [];
  // Not the iterator or the size, which a class that extends Map may have changed.
  Map.prototype.forEach.call(map, (value: unknown, key: unknown) => {
    parts.push(key, value);
  });
  const step = (i: number): string => `.${i % 2 === 0 ? 'keys' : 'values'}[${i >> 1}]`;
  return { count: parts.length, next: 0, terms: NONE, part: (i) => parts[i], step, finish: mapOf };
}

function literalEntries(literal: object): Container {
  const keys = Object.keys(literal);
  const values = literal as Readonly<Record<string, unknown>>;
  const key = (i: number): string => keys[i >> 1] ?? '';
  const step = (i: number): string =>
    /^[\p{L}_$][\p{L}\p{N}_$]{0,60}$/u.test(key(i)) ? `.${key(i)}` : `[${JSON.stringify(key(i).slice(0, 60))}]`;
  return { count: 2 * keys.length, next: 0, terms: NONE, part: (i) => (i % 2 === 0 ? key(i) : values[key(i)]), step, finish: mapOf };
}

/**
 * A conversion of one value. Nothing is taken for granted: that an object can be looked at without an exception, that an array is as long as it
 * says, that what is looked at twice is the same. Nesting costs no native stack.
 */
class ValueConversion {
  readonly #root: string;
  readonly #budget = new ConversionBudget();
  /** The containers around the value that is being converted. */
  readonly #containers: Container[] = [];

  constructor(root: string) {
    this.#root = root;
  }

  term(value: unknown): Term {
    try {
      const first = this.#convert(value);
      return 'kind' in first ? first : this.#all(first);
    } catch (error) {
      throw this.#located(error);
    }
  }

  terms(values: unknown): Term[] {
    try {
      let all: Term[] = [];
      const container = elements(this.#array(values, 'the arguments of a call'), '', (terms) => {
        all = terms;
        return { kind: 'nil' };
      });
      this.#all(container);
      return all;
    } catch (error) {
      throw this.#located(error);
    }
  }

  /** The term of a container. */
  #all(root: Container): Term {
    const containers = this.#containers;
    containers.push(this.#counted(root));
    for (;;) {
      const container = containers[containers.length - 1];
      if (container === undefined) return { kind: 'nil' };
      if (container.next < container.count) {
        const part = this.#convert(container.part(container.next));
        if ('kind' in part) container.terms[container.next++] = part;
        else containers.push(this.#counted(part));
        continue;
      }
      const term = container.finish(container.terms);
      containers.pop();
      const outer = containers[containers.length - 1];
      if (outer === undefined) return term;
      outer.terms[outer.next++] = term;
    }
  }

  #counted(container: Container): Container {
    if (this.#containers.length >= MAXIMUM_NESTING) this.#refuse(`the value is nested more than ${MAXIMUM_NESTING} levels deep`, 'nesting');
    if (!this.#budget.takeValues(container.count)) this.#refuse(TOO_LARGE, 'object');
    container.terms = new Array<Term>(container.count);
    return container;
  }

  /** An error as it is told: of the conversion itself, or thrown by what was looked at. */
  #located(thrown: unknown): TermConversionError {
    if (isInstance(thrown, TermConversionError)) return thrown;
    return new TermConversionError(`cannot be looked at: ${thrownText(thrown)}`, 'object', this.#where(), { cause: thrown });
  }

  #where(): string {
    const steps = this.#containers.map((container) => container.step(container.next));
    if (steps.length > MOST_STEPS) steps.splice(MOST_STEPS / 2, steps.length - MOST_STEPS, '…');
    return this.#root + steps.join('');
  }

  #refuse(problem: string, kind: string): never {
    throw new TermConversionError(problem, kind, this.#where());
  }

  #takeBytes(bytes: number, what: string): void {
    if (!this.#budget.takeBytes(bytes)) this.#refuse(TOO_LARGE, what);
  }

  /** The term of a value, or its parts. */
  #convert(value: unknown): Term | Container {
    switch (typeof value) {
      case 'number':
        return this.#number(value);
      case 'bigint': {
        const bytes = largeIntegerBytes(value);
        if (bytes < 0) this.#refuse('the integer is too large', 'bigint');
        this.#takeBytes(bytes, 'bigint');
        return { kind: 'integer', value: Number.isSafeInteger(Number(value)) ? Number(value) : value };
      }
      case 'boolean':
        return { kind: 'atom', name: String(value) };
      case 'string': {
        // It has at least as many bytes.
        this.#takeBytes(value.length, 'string');
        const bytes = encoder.encode(value);
        this.#takeBytes(bytes.length - value.length, 'string');
        return { kind: 'bitstring', bytes, bitSize: 8 * bytes.length };
      }
      case 'undefined':
        return { kind: 'atom', name: 'undefined' };
      case 'function': {
        const implementation = value as UserNative;
        const arity = arityOf(implementation);
        if (arity === undefined) this.#refuse('a function with a length that no fun can have', 'function');
        return new HostFunTerm(implementation, arity);
      }
      case 'object':
        return value === null ? { kind: 'atom', name: 'null' } : this.#object(value);
    }
    return this.#refuse(`not an Erlang value: a ${typeof value}`, typeof value);
  }

  #number(value: number): Term {
    if (!Number.isFinite(value)) this.#refuse(`not an Erlang number: ${value}`, 'number');
    if (Number.isSafeInteger(value) && !Object.is(value, -0)) return { kind: 'integer', value };
    if (Number.isInteger(value) && !Object.is(value, -0)) return { kind: 'integer', value: BigInt(value) };
    return { kind: 'float', value };
  }

  #object(value: object): Term | Container {
    if (value instanceof Atom) return this.#atom(value.name);
    if (value instanceof Tuple)
      return elements(this.#array(value.elements, 'elements'), '.elements', (terms) => ({ kind: 'tuple', elements: terms }));
    if (value instanceof Float) {
      const float: unknown = value.value;
      if (typeof float !== 'number' || !Number.isFinite(float)) return this.#refuse(`not an Erlang number: ${String(float)}`, 'number');
      return { kind: 'float', value: float };
    }
    if (value instanceof Opaque) return checkedTerm(value.term, this.#where(), this.#budget);
    if (value instanceof Uint8Array) {
      const bytes = plainBytes(value);
      this.#takeBytes(bytes.length, 'bitstring');
      return { kind: 'bitstring', bytes, bitSize: 8 * bytes.length };
    }
    if (value instanceof Map) return mapEntries(value as ReadonlyMap<unknown, unknown>);
    if (value instanceof ImproperList) return improperList(value, this.#array(value.elements, 'elements'));
    if (Array.isArray(value)) return elements(this.#array(value, 'elements'), '', listOf);
    const prototype: unknown = Object.getPrototypeOf(value);
    if (prototype === Object.prototype || prototype === null) return literalEntries(value);
    return this.#refuse(`not an Erlang value: ${Object.prototype.toString.call(value)}`, 'object');
  }

  #atom(name: unknown): Term {
    const problem = atomProblem(name);
    if (problem !== undefined || typeof name !== 'string') return this.#refuse(problem ?? '', 'atom');
    return { kind: 'atom', name };
  }

  #array(values: unknown, what: string): readonly unknown[] {
    return Array.isArray(values) ? values : this.#refuse(`${what} must be an array`, typeof values);
  }
}

/** The value of a plain term. Throws TermConversionError when it is nested too deeply. */
export function toValue(term: Term, depth = 0): ErlangValue {
  if (depth > MAXIMUM_NESTING) throw new TermConversionError(`the term is nested more than ${MAXIMUM_NESTING} levels deep`, 'nesting');
  switch (term.kind) {
    case 'integer':
      return term.value;
    case 'float':
      return Number.isInteger(term.value) ? new Float(term.value) : term.value;
    case 'atom':
      return term.name === 'true' ? true : term.name === 'false' ? false : Atom.of(term.name);
    case 'nil':
      return [];
    case 'list': {
      const elements = term.elements.map((element) => toValue(element, depth + 1));
      return term.tail.kind === 'nil' ? elements : new ImproperList(elements, toValue(term.tail, depth + 1));
    }
    case 'tuple':
      return new Tuple(term.elements.map((element) => toValue(element, depth + 1)));
    case 'map':
      return new Map(term.pairs.map(([key, value]) => [toValue(key, depth + 1), toValue(value, depth + 1)]));
    case 'bitstring':
      return term.bitSize % 8 === 0 ? term.bytes : new Opaque(term);
    case 'fun':
      return term instanceof HostFunTerm ? term.implementation : new Opaque(term);
    default:
      return new Opaque(term);
  }
}
