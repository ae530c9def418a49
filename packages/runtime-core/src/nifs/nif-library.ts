import type { Term } from '@beamline/beam-file';

/** What a NIF can reach of its machine. */
export interface NifContext {
  /** The release of OTP whose behaviour the machine has. */
  readonly otpRelease: number;
  /** Cryptographically secure random bytes; undefined where the host has none. */
  random(count: number): Uint8Array | undefined;
  /**
   * A reference to an object, for a program to keep: equal to no other, and the object is there as long as a term refers to it.
   * @param bytes - memory that the object takes, which counts as memory of the machine
   */
  reference(value: object, bytes?: number): Term;
  /**
   * A reference to an object that is the same each time, as long as terms refer to it; `bytes` as for `reference`.
   * @param released - called when no term refers to it any more
   */
  referenceTo(value: object, bytes?: number, released?: () => void): Term;
  /** The object of a class that a reference is to; undefined for any other term. */
  find<T extends object>(reference: Term | undefined, type: abstract new (...args: never[]) => T): T | undefined;
  /** Pid of the running process. */
  self(): Term;
  /** Has something done when the running process has ended; returns a function that takes that back. */
  whenEnded(task: () => void): () => void;
  /** Sends a message to a pid, an alias or a registered name, at any time; false if there is no such name. */
  send(to: Term, message: Term): boolean;
  /** Calls a function in a process of its own, at any time. Rejects as `Runtime.callTerm` does. */
  call(module: string, name: string, args: readonly Term[]): Promise<Term>;
  /** Charges the running process for work: 4,000 reductions are a slice, about a millisecond. */
  spend(reductions: number): void;
  /**
   * Does long work in pieces: those that take some milliseconds are done at once, what is left in later turns of the event loop, while
   * other processes run, until the process has ended. The generator yields wherever it may pause, often.
   */
  inSlices(work: Iterator<undefined, Term>): Term | Promise<Term>;
}

/**
 * A function of a module in TypeScript: plain terms in, a plain term out, or a promise of one, which its process waits for. What it throws
 * is raised, an `ErlangError` as it is.
 */
export type Nif = (args: readonly Term[], context: NifContext) => Term | Promise<Term>;

/** What `erlang:load_nif/2` of a module loads. */
export interface NifLibrary {
  /** By `name/arity`: each takes the place of the function of the module, exported or not. */
  readonly functions: Readonly<Record<string, Nif>>;
  /** Called before, with the second argument of `load_nif`; an integer other than 0 is OTP's error `load`, with that number. */
  readonly load?: (info: Term, context: NifContext) => number;
}

/** A module that loads its library. */
export interface NifModule {
  readonly name: string;
  /** The release of OTP whose behaviour the machine has. */
  readonly otpRelease: number;
  /** True if it has a function, by `name/arity`, that a NIF can replace. */
  has(key: string): boolean;
}

/** Makes, or fetches, the library of a module: called each time that the module is loaded. */
export type NifSource = (module: NifModule) => NifLibrary | Promise<NifLibrary>;
