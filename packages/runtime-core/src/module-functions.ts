import type { ErlangInput, ErlangValue } from './terms/values.js';

/**
 * The modules that a program calls, by name: declare yours, so that `runtime.module('name')` knows its functions.
 *
 *     declare module '@beamline/runtime-core' { interface ErlangModules { counter: { next(by: number): number } } }
 */
// biome-ignore lint/suspicious/noEmptyInterface: others declare what is in it
export interface ErlangModules {}

/** Functions of a module of which nothing is known. */
export type AnyFunctions = Readonly<Record<string, (...args: readonly ErlangInput[]) => ErlangValue>>;

/** The functions of a module as JavaScript calls them: each returns a promise. */
export type ModuleFunctions<T> = {
  readonly [Name in keyof T]: T[Name] extends (...args: infer Arguments) => infer Result
    ? (...args: Arguments) => Promise<Awaited<Result>>
    : never;
};

/** The functions of a module, each made when it is asked for. `then` is none, so that the object can be awaited. */
export function moduleFunctions<T>(call: (name: string, args: readonly ErlangInput[]) => Promise<ErlangValue>): ModuleFunctions<T> {
  const functions = new Map<string, (...args: readonly ErlangInput[]) => Promise<ErlangValue>>();
  return new Proxy(Object.create(null) as object, {
    get: (_, name) => {
      if (typeof name !== 'string' || name === 'then') return undefined;
      let found = functions.get(name);
      if (found === undefined) {
        found = (...args) => call(name, args);
        functions.set(name, found);
      }
      return found;
    },
  }) as ModuleFunctions<T>;
}
