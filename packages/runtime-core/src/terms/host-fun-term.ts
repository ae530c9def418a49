import type { FunTerm, Term } from '@beamline/beam-file';
import { pidTerm } from './identifiers.js';
import type { UserNative } from './values.js';

/** What Erlang code is told to be the module of functions in JavaScript. */
export const HOST_FUN_MODULE = 'javascript';
/** And their name. */
export const HOST_FUN_NAME = 'function';

const NO_MODULE = new Uint8Array(16);
const NOBODY = pidTerm(0);
const NOTHING: readonly Term[] = [];

/**
 * A function in JavaScript as a plain term, which holds the function. A copy of its fields is a fun of a module that there is not:
 * so it leaves the machine in external terms.
 */
export class HostFunTerm implements FunTerm {
  readonly kind = 'fun';
  readonly module: string = HOST_FUN_MODULE;
  readonly uniq: Uint8Array = NO_MODULE;
  readonly index: number = 0;
  readonly oldIndex: number = 0;
  readonly oldUniq: number = 0;
  readonly pid: Term = NOBODY;
  readonly free: readonly Term[] = NOTHING;

  constructor(
    readonly implementation: UserNative,
    readonly arity: number,
  ) {
    Object.freeze(this);
  }
}
