import type { Term } from '@beamline/beam-file';

/** A fun of a module as external terms tell it. */
export interface FunOfModule {
  readonly module: string;
  readonly arity: number;
  /** MD5 of the module. */
  readonly uniq: Uint8Array;
  readonly index: number;
  readonly oldIndex: number;
  readonly oldUniq: number;
  /** Number of free variables. */
  readonly free: number;
}

/** Converts funs between plain terms and memory. */
export interface Funs {
  /** Term of `fun Module:Function/Arity`, in memory that is never collected. */
  exportFun(module: string, name: string, arity: number): number;
  /** Entry (a table index) and identity of a fun of a module, which need not be loaded. */
  localFun(fun: FunOfModule): { readonly entry: number; readonly identity: number };
  /** Description of a fun by its identity, without its free variables. */
  describe(identity: number): Term;
}
