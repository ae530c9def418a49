import type { PidTerm, Term } from '@beamline/beam-file';
import type { Network } from '../../io/network.js';
import { ErlangError } from '../../processes/erlang-error.js';
import { atom, tuple } from '../../terms/plain-terms.js';

/** What the natives of OTP's `prim_socket` need of their machine. */
export interface SocketMachine {
  /** The release of OTP whose behaviour the machine has. */
  readonly otpRelease: number;
  readonly network: Network;
  /** Pid of the running process. */
  self(): PidTerm;
  /** Sends a message to a pid or a registered name, at any time. */
  send(to: Term, message: Term): void;
  /** A reference to an object; `released` is called when no term refers to it any more. */
  reference(value: object, released: () => void): Term;
  /** The object of a class that a reference is to; undefined for any other term. */
  find<T extends object>(reference: Term | undefined, type: abstract new (...args: never[]) => T): T | undefined;
  /**
   * Has something done when a process ends, before any other one learns that: nothing can be sent then. Returns a function that takes that
   * back, undefined if the process is gone already.
   */
  whenEnded(pid: PidTerm, task: () => void): (() => void) | undefined;
  /** Has something done when messages can be sent. */
  later(task: () => void): void;
}

/** The NIFs by `module:name/arity`. */
export type SocketNatives = Readonly<Record<string, (args: readonly Term[]) => Term | Promise<Term>>>;

/** The atom `ok`. */
export const OK: Term = atom('ok');

/** What an operation returns that cannot be done yet: a message tells when to try again. */
export const SELECT: Term = atom('select');

/** `{error, Code}`. */
export function failure(code: string): Term {
  return tuple(atom('error'), atom(code));
}

/** `{invalid, What}`, which `prim_socket` makes an error with the argument of. */
export function invalid(what: string): Term {
  return tuple(atom('invalid'), atom(what));
}

/** Raises `{invalid, What}`. */
export function raiseInvalid(what: Term): never {
  throw new ErlangError('error', tuple(atom('invalid'), what), []);
}

/** A map with atoms as keys. */
export function record(fields: Readonly<Record<string, Term>>): Term {
  return { kind: 'map', pairs: Object.entries(fields).map(([name, value]) => [atom(name), value] as const) };
}

/** The value of an atom in a map; undefined if it is not there, or the term is not a map. */
export function field(map: Term | undefined, name: string): Term | undefined {
  if (map?.kind !== 'map') return undefined;
  return map.pairs.find(([key]) => key.kind === 'atom' && key.name === name)?.[1];
}
