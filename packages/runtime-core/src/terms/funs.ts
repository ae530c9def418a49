import type { FunTerm, Term } from '@beamline/beam-file';

/** Converts funs between plain terms and memory. */
export interface Funs {
  /** Term of `fun Module:Function/Arity`, in memory that is never collected. */
  exportFun(module: string, name: string, arity: number): number;
  /** Entry (a table index) and identity of a fun of a module, which need not be loaded. */
  localFun(fun: FunTerm): { readonly entry: number; readonly identity: number };
  /** Description of a fun by its identity, without its free variables. */
  describe(identity: number): Term;
}
