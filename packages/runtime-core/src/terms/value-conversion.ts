import type { Term } from '@beamline/beam-file';
import { checkedTerm } from './checked-term.js';
import { atomProblem, ConversionBudget, largeIntegerBytes, MAXIMUM_NESTING, TOO_LARGE } from './conversion-limits.js';
import { HostFunTerm } from './host-fun-term.js';
import { plainBytes } from './plain-bytes.js';
import { TermConversionError } from './term-conversion-error.js';
import { isInstance, thrownText } from './thrown-values.js';
import { Atom, arityOf, type ErlangInput, type ErlangValue, Float, ImproperList, Opaque, Tuple, type UserNative } from './values.js';

/** A part of a value by its number in a property: `.elements[2]`. */
interface NumberedPart {
  property: string;
  index: number;
}

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

/**
 * A conversion of one value. Nothing is taken for granted: that an object can be looked at without an exception, that an array is as long as it says,
 * that what is looked at twice is the same.
 */
class ValueConversion {
  readonly #root: string;
  /** How the value was reached that is being converted: indices and keys. */
  readonly #path: (number | string | NumberedPart)[] = [];
  #depth = 0;
  readonly #budget = new ConversionBudget();

  constructor(root: string) {
    this.#root = root;
  }

  term(value: unknown): Term {
    try {
      return this.#convert(value, 0);
    } catch (error) {
      throw this.#located(error);
    }
  }

  terms(values: unknown): Term[] {
    try {
      if (!Array.isArray(values)) throw new TermConversionError('the arguments of a call must be an array', typeof values);
      return this.#elements(values, 0);
    } catch (error) {
      throw this.#located(error);
    }
  }

  /** An error as it is told: of the conversion itself, or thrown by what was looked at. */
  #located(thrown: unknown): TermConversionError {
    if (isInstance(thrown, TermConversionError)) return thrown;
    return new TermConversionError(`cannot be looked at: ${thrownText(thrown)}`, 'object', this.#where(), { cause: thrown });
  }

  #where(): string {
    const steps = this.#path.slice(0, this.#depth).map((step) => {
      if (typeof step === 'number') return `[${step}]`;
      if (typeof step === 'object') return `.${step.property}[${step.index}]`;
      return /^[\p{L}_$][\p{L}\p{N}_$]{0,60}$/u.test(step) ? `.${step}` : `[${JSON.stringify(step.slice(0, 60))}]`;
    });
    if (steps.length > MOST_STEPS) steps.splice(MOST_STEPS / 2, steps.length - MOST_STEPS, '…');
    return this.#root + steps.join('');
  }

  #refuse(problem: string, kind: string): never {
    throw new TermConversionError(problem, kind, this.#where());
  }

  #takeBytes(bytes: number, what: string): void {
    if (!this.#budget.takeBytes(bytes)) this.#refuse(TOO_LARGE, what);
  }

  #convert(value: unknown, depth: number): Term {
    this.#depth = depth;
    if (depth > MAXIMUM_NESTING) this.#refuse(`the value is nested more than ${MAXIMUM_NESTING} levels deep`, 'nesting');
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
        return value === null ? { kind: 'atom', name: 'null' } : this.#object(value, depth);
    }
    return this.#refuse(`not an Erlang value: a ${typeof value}`, typeof value);
  }

  #number(value: number): Term {
    if (!Number.isFinite(value)) this.#refuse(`not an Erlang number: ${value}`, 'number');
    if (Number.isSafeInteger(value) && !Object.is(value, -0)) return { kind: 'integer', value };
    if (Number.isInteger(value) && !Object.is(value, -0)) return { kind: 'integer', value: BigInt(value) };
    return { kind: 'float', value };
  }

  /** Not in `#convert`, to keep its native frame small. */
  #object(value: object, depth: number): Term {
    if (value instanceof Atom) return this.#atom(value.name);
    if (value instanceof Tuple) return { kind: 'tuple', elements: this.#elements(value.elements, depth, 'elements') };
    if (value instanceof Float) {
      const float: unknown = value.value;
      if (typeof float !== 'number' || !Number.isFinite(float)) this.#refuse(`not an Erlang number: ${String(float)}`, 'number');
      return { kind: 'float', value: float };
    }
    if (value instanceof Opaque) return checkedTerm(value.term, this.#where(), this.#budget);
    if (value instanceof Uint8Array) {
      const bytes = plainBytes(value);
      this.#takeBytes(bytes.length, 'bitstring');
      return { kind: 'bitstring', bytes, bitSize: 8 * bytes.length };
    }
    if (value instanceof Map) return this.#map(value as ReadonlyMap<unknown, unknown>, depth);
    if (value instanceof ImproperList) return this.#improperList(value, depth);
    if (Array.isArray(value)) {
      const elements = this.#elements(value, depth);
      return elements.length === 0 ? { kind: 'nil' } : { kind: 'list', elements, tail: { kind: 'nil' } };
    }
    const prototype: unknown = Object.getPrototypeOf(value);
    if (prototype === Object.prototype || prototype === null) return this.#literal(value, depth);
    return this.#refuse(`not an Erlang value: ${Object.prototype.toString.call(value)}`, 'object');
  }

  #atom(name: unknown): Term {
    const problem = atomProblem(name);
    if (problem !== undefined || typeof name !== 'string') return this.#refuse(problem ?? '', 'atom');
    return { kind: 'atom', name };
  }

  /** A loop over indices: holes count, and an iterator could go on for ever. */
  #elements(values: unknown, depth: number, property?: string): Term[] {
    if (!Array.isArray(values))
      return this.#refuse(`the ${property ?? 'elements'} must be an array, not a ${typeof values}`, typeof values);
    const array: readonly unknown[] = values;
    const { length } = array;
    if (!this.#budget.takeValues(length)) this.#refuse(TOO_LARGE, 'object');
    const terms: Term[] = [];
    const part: NumberedPart | undefined = property === undefined ? undefined : { property, index: 0 };
    for (let i = 0; i < length; i++) {
      if (part !== undefined) part.index = i;
      this.#path[depth] = part ?? i;
      this.#depth = depth + 1;
      terms.push(this.#convert(array[i], depth + 1));
    }
    return terms;
  }

  #improperList(value: ImproperList, depth: number): Term {
    const elements = this.#elements(value.elements, depth, 'elements');
    this.#path[depth] = 'tail';
    this.#depth = depth + 1;
    const tail = this.#convert(value.tail, depth + 1);
    if (elements.length === 0) return tail;
    // As Erlang has it, a list before a list is one.
    return tail.kind === 'list'
      ? { kind: 'list', elements: [...elements, ...tail.elements], tail: tail.tail }
      : { kind: 'list', elements, tail };
  }

  #map(map: ReadonlyMap<unknown, unknown>, depth: number): Term {
    const entries: [unknown, unknown][] = [];
    // Not the iterator or the size, which a class that extends Map may have changed.
    Map.prototype.forEach.call(map, (value: unknown, key: unknown) => {
      entries.push([key, value]);
    });
    if (!this.#budget.takeValues(2 * entries.length)) this.#refuse(TOO_LARGE, 'object');
    const part: NumberedPart = { property: 'keys', index: 0 };
    const pairs: [Term, Term][] = [];
    entries.forEach(([key, value], index) => {
      part.index = index;
      part.property = 'keys';
      this.#path[depth] = part;
      const keyTerm = this.#convert(key, depth + 1);
      part.property = 'values';
      this.#path[depth] = part;
      pairs.push([keyTerm, this.#convert(value, depth + 1)]);
    });
    return { kind: 'map', pairs };
  }

  #literal(value: object, depth: number): Term {
    const pairs: [Term, Term][] = [];
    const keys = Object.keys(value);
    if (!this.#budget.takeValues(2 * keys.length)) this.#refuse(TOO_LARGE, 'object');
    for (const key of keys) {
      this.#path[depth] = key;
      this.#depth = depth + 1;
      const keyTerm = this.#convert(key, depth + 1);
      this.#depth = depth + 1;
      pairs.push([keyTerm, this.#convert((value as Readonly<Record<string, unknown>>)[key], depth + 1)]);
    }
    return { kind: 'map', pairs };
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
