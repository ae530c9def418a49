/**
 * Built-in functions: what OTP implements in C (`erts/emulator/beam/bif.tab`, `erl_arith.c`, …). A *guard BIF* takes terms
 * and returns a term, or 0 when it fails, and never collects; any other BIF has the signature of an Erlang function,
 * `(sp, x0 …) → term or 0`.
 *
 * The lists come from what the functions declare of themselves: in the kernel by `@bif` and `@guard` in the comment in front
 * of them, in `runtime-core` by their keys.
 */
import type { Bif, GuardBif } from './declarations.js';
import { declaredBifs, declaredGuardBifs } from './generated/bifs.js';

/** Guard BIFs; an index in this list identifies one. */
export const guardBifs: readonly GuardBif[] = declaredGuardBifs;

/** BIFs; an index in this list identifies one, in stack traces too. The first entry stands for none. */
export const bifs: readonly Bif[] = [{ module: '', name: '', arity: 0 }, ...declaredBifs];

/** Indexes of functions by name and arity. They are looked up for all imports of a module that is loaded, so no text is made for that. */
type Indexes = Map<string, number[]>;

function addIndex(indexes: Indexes, name: string, arity: number, index: number): void {
  const byArity = indexes.get(name) ?? [];
  indexes.set(name, byArity);
  byArity[arity] = index;
}

const guardBifIndexes: Indexes = new Map();
guardBifs.forEach(({ name, arity }, i) => {
  addIndex(guardBifIndexes, name, arity, i);
});
const bifIndexes = new Map<string, Indexes>();
bifs.forEach(({ module, name, arity }, i) => {
  const indexes: Indexes = bifIndexes.get(module) ?? new Map();
  bifIndexes.set(module, indexes);
  addIndex(indexes, name, arity, i);
});

/** Index of a function in `guardBifs`, −1 if it is not one of them. */
export function guardBifIndex(module: string, name: string, arity: number): number {
  return module === 'erlang' ? (guardBifIndexes.get(name)?.[arity] ?? -1) : -1;
}

/** Index of a function in `bifs`, −1 if it is not one of them. */
export function bifIndex(module: string, name: string, arity: number): number {
  return bifIndexes.get(module)?.get(name)?.[arity] ?? -1;
}

/** Identity of guard BIF `i` of `guardBifs` in a stack trace: `GUARD_BIF_IDENTITY + i`. */
export const GUARD_BIF_IDENTITY = 0x10000;
/** Identity of a function that is not loaded: its table index with this bit. */
export const UNDEFINED_IDENTITY = 0x20000000;
