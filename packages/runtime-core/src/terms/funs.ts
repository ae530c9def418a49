import type { FunTerm, Term } from '@beamline/beam-file';
import type { HostFunTerm } from './host-fun-term.js';
import type { Resource } from './resource-term.js';
import type { UserNative } from './values.js';

/** A fun of a module as external terms tell it. */
export interface FunOfModule extends Pick<FunTerm, 'module' | 'arity' | 'uniq' | 'index' | 'oldIndex' | 'oldUniq'> {
  /** Number of free variables. */
  readonly free: number;
}

/** Entry (a table index) and identity of a fun. */
export interface FunOrigin {
  readonly entry: number;
  readonly identity: number;
}

/** Converts funs between plain terms and memory. */
export interface Funs {
  /** Term of `fun Module:Function/Arity`, in memory that is never collected. */
  exportFun(module: string, name: string, arity: number): number;
  /** Origin of a fun of a module, which need not be loaded. */
  localFun(fun: FunOfModule): FunOrigin;
  /** Origin of a function in JavaScript. */
  hostFun(fun: HostFunTerm): FunOrigin;
  /** The resource that a function in JavaScript is. */
  functionResource(implementation: UserNative): Resource;
  /** Description of the fun at an address, without its free variables. */
  describe(at: number): Term;
}
