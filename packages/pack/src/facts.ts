import type { BeamFile, Term } from '@beamline/beam-file';

/** A function of any module. */
export interface FunctionName {
  readonly module: string;
  readonly name: string;
  readonly arity: number;
}

/** A call of which the program computes a part. */
export interface DynamicCall {
  /** Name of the function; undefined if that is computed, too. */
  readonly name: string | undefined;
  /** Undefined if the program computes the list of arguments. */
  readonly arity: number | undefined;
  /** The module, if that is the only part that is known. */
  readonly module: string | undefined;
}

/** What a function may do, for following calls. */
export interface FunctionFacts {
  /** Places of the functions of its own module that it calls or makes funs of. */
  readonly locals: readonly number[];
  /** Functions of modules that it calls, or makes funs of, by name. */
  readonly calls: readonly FunctionName[];
  /** Calls of which a part is known only when the program runs. */
  readonly dynamic: readonly DynamicCall[];
  /** Atoms that may be values because of it: not those that it only compares with. */
  readonly atoms: ReadonlySet<string>;
  /** Pairs of atoms that stand together in what it makes or passes on: those that come after each. */
  readonly pairs: ReadonlyMap<string, ReadonlySet<string>>;
  /** Atoms that it passes to functions of its own module. */
  readonly passed: ReadonlySet<string>;
  /** Modules that it has loaded, or asks about, by name. */
  readonly asks: readonly string[];
  /** True if it does so with names that it computes. */
  readonly asksAny: boolean;
  /** True if it is to be called when its module is loaded. */
  readonly isOnLoad: boolean;
}

/** Whose labels, funs and atoms are looked up. */
export interface FactSources {
  readonly beam: BeamFile;
  /** The function, by its place, that a label is in. */
  readonly functionOfLabel: (label: number) => number;
  /** A literal, decoded. */
  readonly literal: (index: number) => Term | undefined;
}
