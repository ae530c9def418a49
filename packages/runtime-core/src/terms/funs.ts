import type { FunTerm, Term } from '@beamline/beam-file';

/** Converts funs between plain terms and memory. */
export interface Funs {
  /** Term of `fun Module:Function/Arity`, in memory that is never collected. */
  exportFun(module: string, name: string, arity: number): number;
  /** Entry (a table index) and identity of a fun of a loaded module; undefined if there is no such fun. */
  localFun(fun: FunTerm): { readonly entry: number; readonly identity: number } | undefined;
  /** Description of a fun by its identity, without its free variables. */
  describe(identity: number): Term;
}
