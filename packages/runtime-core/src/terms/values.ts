import type { Term } from '@beamline/beam-file';

const atoms = new Map<string, Atom>();

/** An atom. Two atoms of the same name are the same object. */
export class Atom {
  private constructor(readonly name: string) {}

  /** The atom of that name. */
  static of(name: string): Atom {
    let found = atoms.get(name);
    if (found === undefined) {
      // Not `new Atom`: a bundler gives a class that names itself another name, which consoles show
      found = new this(name);
      atoms.set(name, found);
    }
    return found;
  }

  /** The name. */
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

/** A term that has no counterpart in JavaScript, such as a pid or a fun of Erlang code, as plain data. */
export class Opaque {
  constructor(readonly term: Term) {}
}

/**
 * A function in JavaScript that Erlang code calls. While a promise is pending only the calling process waits; what the function throws
 * is raised.
 */
export type UserNative = (...args: ErlangValue[]) => ErlangInput | Promise<ErlangInput>;

/** Numbers of arguments that were stated for functions. */
const arities = new WeakMap<UserNative, number>();

/** Most arguments of a fun. */
const MOST_ARGUMENTS = 255;

/**
 * States how many arguments a function takes as an Erlang fun, and returns it. Without that it is the function's `length`, which does
 * not count optional and rest parameters. Throws RangeError unless it is an integer from 0 to 255.
 */
export function withArity<F extends UserNative>(implementation: F, arity: number): F {
  if (!Number.isInteger(arity) || arity < 0 || arity > MOST_ARGUMENTS)
    throw new RangeError(`a fun takes 0 to ${MOST_ARGUMENTS} arguments, not ${arity}`);
  arities.set(implementation, arity);
  return implementation;
}

/** The arity of a function as an Erlang fun; undefined if it cannot be one. */
export function arityOf(implementation: UserNative): number | undefined {
  const arity: unknown = arities.get(implementation) ?? implementation.length;
  return typeof arity === 'number' && Number.isInteger(arity) && arity >= 0 && arity <= MOST_ARGUMENTS ? arity : undefined;
}

/**
 * How Erlang terms look in JavaScript. Integers are numbers if safe, otherwise BigInts;
 * floats with a fraction are numbers, others `Float`; true and false are booleans, other atoms `Atom`;
 * lists are arrays, tuples `Tuple`, maps `Map`, binaries `Uint8Array`. A string becomes the binary of its UTF-8, a function a fun; a fun
 * that was a function is the same function again.
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
  | UserNative
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
