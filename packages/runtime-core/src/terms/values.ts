import type { Term } from '@beamline/beam-file';
import { TermConversionError } from './term-conversion-error.js';

/** An atom. Two atoms of the same name are the same object. */
export class Atom {
  static readonly #atoms = new Map<string, Atom>();

  private constructor(readonly name: string) {}

  /** The atom of that name. */
  static of(name: string): Atom {
    let found = Atom.#atoms.get(name);
    if (found === undefined) {
      found = new Atom(name);
      Atom.#atoms.set(name, found);
    }
    return found;
  }

  toString(): string {
    return this.name;
  }
}

/** The atom of that name. */
export function atom(name: string): Atom {
  return Atom.of(name);
}

/** A tuple. */
export class Tuple {
  constructor(readonly elements: readonly ErlangValue[]) {}
}

/** A tuple of the arguments. */
export function tuple(...elements: ErlangValue[]): Tuple {
  return new Tuple(elements);
}

/** A list whose last tail is not the empty list. */
export class ImproperList {
  constructor(
    readonly elements: readonly ErlangValue[],
    readonly tail: ErlangValue,
  ) {}
}

/** A float. Needed for one without a fraction, as a whole number is an integer. */
export class Float {
  constructor(readonly value: number) {}
}

/** A term that has no counterpart in JavaScript, such as a fun or pid, as plain data. */
export class Opaque {
  constructor(readonly term: Term) {}
}

/**
 * How Erlang terms look in JavaScript. Integers are numbers if safe, otherwise BigInts;
 * floats with a fraction are numbers, others `Float`; true and false are booleans, other atoms `Atom`;
 * lists are arrays, tuples `Tuple`, maps `Map`, binaries `Uint8Array`. A string becomes the binary of its UTF-8.
 */
export type ErlangValue =
  | number
  | bigint
  | boolean
  | string
  | Atom
  | Tuple
  | ImproperList
  | Float
  | Opaque
  | Uint8Array
  | ReadonlyMap<ErlangValue, ErlangValue>
  | readonly ErlangValue[];

/**
 * What JavaScript may give: values as Erlang's look, and more. An object literal becomes a map whose keys are binaries, `undefined` and
 * `null` the atoms of these names, a hole in an array `undefined`.
 */
export type ErlangInput =
  | ErlangValue
  | null
  | undefined
  | readonly ErlangInput[]
  | ReadonlyMap<ErlangInput, ErlangInput>
  | { readonly [key: string]: ErlangInput };

const MAXIMUM_NESTING = 2000;
const encoder = new TextEncoder();

/** The plain term of a value. Throws TermConversionError if it is not an ErlangInput, or nested too deeply. */
export function toTerm(value: ErlangInput, depth = 0): Term {
  if (depth > MAXIMUM_NESTING) throw new TermConversionError(`the value is nested more than ${MAXIMUM_NESTING} levels deep`, 'nesting');
  switch (typeof value) {
    case 'number':
      if (!Number.isFinite(value)) throw new TermConversionError(`not an Erlang number: ${value}`, 'number');
      if (Number.isSafeInteger(value) && !Object.is(value, -0)) return { kind: 'integer', value };
      if (Number.isInteger(value) && !Object.is(value, -0)) return { kind: 'integer', value: BigInt(value) };
      return { kind: 'float', value };
    case 'bigint':
      return { kind: 'integer', value: Number.isSafeInteger(Number(value)) ? Number(value) : value };
    case 'boolean':
      return { kind: 'atom', name: String(value) };
    case 'string': {
      const bytes = encoder.encode(value);
      return { kind: 'bitstring', bytes, bitSize: 8 * bytes.length };
    }
    case 'undefined':
      return { kind: 'atom', name: 'undefined' };
    case 'object':
      return value === null ? { kind: 'atom', name: 'null' } : objectToTerm(value, depth);
  }
  throw new TermConversionError(`not an Erlang value: a ${typeof value}`, typeof value);
}

/** Not in `toTerm`, to keep its native frame small. */
function objectToTerm(value: ErlangInput & object, depth: number): Term {
  if (value instanceof Atom) return { kind: 'atom', name: value.name };
  if (value instanceof Tuple) return { kind: 'tuple', elements: toTerms(value.elements, depth + 1) };
  if (value instanceof Float) {
    if (!Number.isFinite(value.value)) throw new TermConversionError(`not an Erlang number: ${value.value}`, 'number');
    return { kind: 'float', value: value.value };
  }
  if (value instanceof Opaque) return value.term;
  if (value instanceof Uint8Array) return { kind: 'bitstring', bytes: value, bitSize: 8 * value.length };
  if (value instanceof Map) return mapToTerm([...(value as ReadonlyMap<ErlangInput, ErlangInput>)], depth);
  if (value instanceof ImproperList) {
    const elements = toTerms(value.elements, depth + 1);
    return elements.length === 0 ? toTerm(value.tail, depth + 1) : { kind: 'list', elements, tail: toTerm(value.tail, depth + 1) };
  }
  if (Array.isArray(value)) {
    if (value.length === 0) return { kind: 'nil' };
    return {
      kind: 'list',
      elements: toTerms(value as readonly ErlangInput[], depth + 1),
      tail: { kind: 'nil' },
    };
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === Object.prototype || prototype === null) return mapToTerm(Object.entries(value), depth);
  throw new TermConversionError(`not an Erlang value: ${Object.prototype.toString.call(value)}`, 'object');
}

/** A loop, since `map` leaves out holes and takes native stack. */
function toTerms(values: readonly ErlangInput[], depth: number): Term[] {
  const terms: Term[] = [];
  for (const value of values) terms.push(toTerm(value, depth));
  return terms;
}

function mapToTerm(pairs: readonly (readonly [ErlangInput, ErlangInput])[], depth: number): Term {
  return { kind: 'map', pairs: pairs.map(([key, value]): [Term, Term] => [toTerm(key, depth + 1), toTerm(value, depth + 1)]) };
}

/** The plain terms of the arguments of a call. Throws TermConversionError. */
export function toArguments(values: readonly ErlangInput[]): Term[] {
  if (!Array.isArray(values)) throw new TermConversionError('the arguments of a call must be an array', typeof values);
  return toTerms(values, 0);
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
    default:
      return new Opaque(term);
  }
}
